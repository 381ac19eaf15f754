-- What the kernel ended in desktops for want of memory; the newest few of each desktop are kept.

create table memory_kill (
  desktop   text not null references desktop (id) on delete cascade,
  epoch     bigint not null,
  -- of the node that tells it, again and again
  id        text not null,
  at        timestamptz not null,
  -- null with bytes: the kernel did not name it
  program   text,
  bytes     bigint,
  processes integer not null,
  -- false: the node itself was out of memory
  by_limit  boolean not null,
  primary key (desktop, epoch, id)
);
create index memory_kill_newest on memory_kill (desktop, at desc);
