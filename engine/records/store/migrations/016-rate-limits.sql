-- How often an address used a route in a minute, for all gateways: rate-limiter-flexible's own shape. Not worth a log: who
-- loses it after a crash has counted anew.
create unlogged table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
