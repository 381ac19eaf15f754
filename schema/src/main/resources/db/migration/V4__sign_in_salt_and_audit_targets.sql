alter table sign_in
  -- makes the next token from the present one, the same for every request that comes with that
  add column salt text not null default '';

-- what was done to one desktop
create index audit_target on audit (target, id desc);
