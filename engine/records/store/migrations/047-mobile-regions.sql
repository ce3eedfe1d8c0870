-- Where a mobile number is from: its first seven digits say it in mainland China. Carriers sell such tables; a company loads
-- its own on a page.
create table mobile_regions (
  prefix text primary key,
  region text not null
);
