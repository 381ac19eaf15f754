-- Copies of the store's versions for the pages, and what operations came to. The store is the truth.

create table version (
  desktop        text not null references desktop (id),
  number         bigint not null,
  created_at     timestamptz not null,
  -- when the last change in it was captured
  complete_up_to timestamptz not null,
  -- manual, schedule, stop
  trigger        text not null,
  label          text not null default '',
  pinned         boolean not null default false,
  -- frozen, stopped, live
  consistency    text not null,
  layers         integer not null,
  -- of its newest layer: names, and bytes of its image
  entries        bigint not null,
  bytes          bigint not null,
  operation      text not null,
  verified_at    timestamptz,
  primary key (desktop, number)
);

-- OperationResult: what an operation that saves a desktop came to
alter table operation add column result jsonb;

-- minutes between backups: wanted by the owner (null: the installation's), 0 for none
alter table desktop add column backup_minutes integer check (backup_minutes >= 0);
