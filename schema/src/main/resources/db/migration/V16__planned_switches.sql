-- Switches that are to begin later.

create table planned_switch (
  -- also the id of the operation when it begins
  id           text primary key,
  desktop      text not null references desktop (id) on delete cascade,
  -- null: the node that fits best by then
  to_node      text,
  -- null: as soon as nobody has used the desktop for a while
  due_at       timestamptz,
  -- waiting, begun, failed, cancelled
  state        text not null default 'waiting',
  -- why it failed: busy, state, there, ended
  reason       text,
  requested_by text not null,
  -- as far as its workflow is concerned: unknown, started, told
  workflow     text not null default 'unknown',
  created_at   timestamptz not null default now(),
  ended_at     timestamptz
);
create unique index planned_switch_waiting on planned_switch (desktop) where state = 'waiting';
create index planned_switch_desktop on planned_switch (desktop, created_at desc);

-- pages show a plan with its desktop
create function notify_planned_switch() returns trigger language plpgsql as $$
begin
  perform pg_notify('labvm_change', 'desktop:' || new.desktop);
  return new;
end $$;
create trigger planned_switch_notify after insert or update on planned_switch
  for each row execute function notify_planned_switch();
