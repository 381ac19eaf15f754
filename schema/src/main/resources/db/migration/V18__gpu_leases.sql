-- Which GPUs are in which desktops.

-- shared: all of the node's in all of its desktops; exclusive: each in one at most, by lease
alter table node add column gpu_mode text not null default 'shared' check (gpu_mode in ('shared', 'exclusive'));
-- how many its owner wants; null: all of a shared node, none of another. 0 is none everywhere
alter table desktop add column gpus integer check (gpus between 0 and 8);
-- when that wish ends, if nothing of the desktop computes on a GPU then; null: never
alter table desktop add column gpus_until timestamptz;

-- the key lets no GPU have two owners, also when two nodes divide one machine and both tell of it
create table gpu_lease (
  gpu        text primary key,
  node       text not null references node (id) on delete cascade,
  desktop    text not null references desktop (id) on delete cascade,
  -- the epoch at which a container got it; null: it enters with the next container
  epoch      bigint,
  granted_at timestamptz not null default clock_timestamp(),
  -- since when the desktop has no right to it; free when the node has said that the desktop ended
  over_since timestamptz
);
create index gpu_lease_desktop on gpu_lease (desktop);

-- desktops that want more than was free, served in order of asking
create table gpu_wait (
  desktop  text primary key references desktop (id) on delete cascade,
  node     text not null references node (id) on delete cascade,
  asked_at timestamptz not null default clock_timestamp()
);
create index gpu_wait_turn on gpu_wait (node, asked_at, desktop);

-- whoever grants, takes back or changes a mode does it alone, until the end of its transaction
create function gpu_lock() returns void language sql as $$
  select pg_advisory_xact_lock(119208846486786)
$$;

-- pages show GPUs with their desktop and their node
create function notify_gpu() returns trigger language plpgsql as $$
declare
  changed record := coalesce(new, old);
begin
  perform pg_notify('labvm_change', 'desktop:' || changed.desktop);
  perform pg_notify('labvm_change', 'node:' || changed.node);
  return null;
end $$;
create trigger gpu_lease_notify after insert or update or delete on gpu_lease
  for each row execute function notify_gpu();
create trigger gpu_wait_notify after insert or update or delete on gpu_wait
  for each row execute function notify_gpu();
