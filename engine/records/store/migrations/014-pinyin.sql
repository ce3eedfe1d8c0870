-- Chinese names in the order of their pinyin, numbers in names by value, as the pages sort; a PostgreSQL built without ICU sorts by code points under the same name
do $$
begin
  create collation pinyin (provider = icu, locale = 'zh-Hans-u-co-pinyin-kn-true');
exception when others then
  create collation pinyin from "C";
end
$$;
