-- Upkeep of the store, and how much room it has. The store is the truth; these are for the pages.

create table maintenance (
  id           text primary key,
  -- prune, fold, verify, rebuild
  kind         text not null,
  -- queued, running, succeeded, failed
  state        text not null,
  -- account, or 'schedule'
  requested_by text not null,
  -- id of its Temporal workflow; null while nobody has started it
  workflow     text,
  sequence     bigint not null default 0,
  -- desktops
  done         bigint not null default 0,
  total        bigint not null default 0,
  changed      bigint not null default 0,
  bytes        bigint not null default 0,
  damaged      bigint not null default 0,
  -- texts
  problems     jsonb not null default '[]',
  created_at   timestamptz not null default now(),
  started_at   timestamptz,
  updated_at   timestamptz not null default now(),
  ended_at     timestamptz
);
create index maintenance_created on maintenance (created_at desc);
create index maintenance_open on maintenance (kind) where ended_at is null;
create trigger maintenance_notify after insert or update on maintenance
  for each row execute function notify_change('storage');

create table maintenance_schedule (
  kind          text primary key,
  -- of the schedule that Temporal has
  every_seconds bigint not null,
  paused        boolean not null default false,
  next_at       timestamptz
);

create table store_usage (
  at          timestamptz primary key,
  file_system text not null,
  total_bytes bigint not null,
  free_bytes  bigint not null,
  base_bytes  bigint not null,
  layer_bytes bigint not null,
  data_bytes  bigint not null,
  unreadable  bigint not null
);

create table desktop_usage (
  desktop      text primary key,
  at           timestamptz not null,
  versions     integer not null,
  bytes        bigint not null,
  unique_bytes bigint not null
);

-- what the last look at it found, in words; null: nothing
alter table version add column damage text;
-- of all it consists of, and of what no other version needs; null: not counted yet
alter table version add column total_bytes bigint;
alter table version add column unique_bytes bigint;

-- RetentionRules wanted by the owner; null: the installation's
alter table desktop add column retention jsonb;
