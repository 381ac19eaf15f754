-- Emptying nodes for maintenance, and bringing their desktops home.

create table drain (
  id           text primary key,
  node         text not null references node (id),
  -- false: away from the node; true: back those that the last one moved away
  home         boolean not null,
  -- queued, running, succeeded, incomplete, cancelled
  state        text not null,
  -- moves at the same time
  at_once      integer not null,
  requested_by text not null,
  -- go-on, pause, cancel: as wished, and as its workflow was told last
  wish         text not null default 'go-on',
  told         text not null default 'go-on',
  created_at   timestamptz not null default now(),
  ended_at     timestamptz
);
create unique index drain_open on drain (node) where ended_at is null;
create index drain_node on drain (node, created_at desc);

create table drain_move (
  drain     text not null references drain (id) on delete cascade,
  desktop   text not null,
  -- waiting, moving, moved, gone, left
  state     text not null,
  to_node   text,
  operation text,
  reason    text,
  primary key (drain, desktop)
);

-- pages show a drain with its node
create function notify_drain() returns trigger language plpgsql as $$
begin
  perform pg_notify('labvm_change', 'node:' || new.node);
  return new;
end $$;
create trigger drain_notify after insert or update on drain for each row execute function notify_drain();

-- where a desktop is about to go; counts as promised while that operation is in progress
alter table desktop add column target_node text, add column target_operation text;
