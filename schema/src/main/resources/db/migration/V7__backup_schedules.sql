-- Backups by themselves: what the control application has scheduled, and what it owes.

alter table desktop
  -- minutes of the schedule that Temporal has; null or 0: it has none
  add column backup_scheduled integer,
  -- a backup was due while the node was down
  add column backup_missed boolean not null default false;
