-- Failures of accounts that do not exist are counted off the log at each attempt.
create index sign_in_log_unknown on sign_in_log (account, at) where reason = 'unknown-account';
