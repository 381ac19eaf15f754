-- What nodes told of their use: every two seconds for an hour, means of a minute for a day, of a quarter of an hour for a month.

create table node_history (
  node       text not null references node (id) on delete cascade,
  -- seconds from one row to the next: 2, 60, 900
  step       smallint not null,
  -- the figures came at this time; of a mean, when its step began
  at         timestamptz not null,
  -- shares, 0 to 1
  cpu        real not null,
  memory     real,
  disk       real,
  -- bytes since the node's start, so that a missing row loses nothing
  received   bigint not null,
  sent       bigint not null,
  desktops   real not null,
  -- by GPU, in the driver's order; null where its kind has no such figure
  gpu_use    real[] not null default '{}',
  gpu_memory real[] not null default '{}',
  gpu_celsius real[] not null default '{}',
  gpu_watts  real[] not null default '{}',
  primary key (node, step, at)
);
-- what is too old goes by time
create index node_history_age on node_history (step, at);
