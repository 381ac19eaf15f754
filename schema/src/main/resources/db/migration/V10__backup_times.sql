-- When a desktop is backed up next by itself, as its schedule in Temporal says; for the pages.
alter table desktop
  -- null: not planned, or not known yet
  add column backup_next_at timestamptz,
  add column backup_paused boolean not null default false;
