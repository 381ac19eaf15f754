-- The control plane's database: accounts, and the projections the pages read.
-- Truth about versions and epochs is the store; truth about running operations is Temporal.
-- Times are timestamptz (UTC). Ids are opaque text made by the application.

create table account (
  id            text primary key,
  login         text not null unique check (login ~ '^[a-z][a-z0-9-]{1,30}$'),
  display_name  text not null,
  mail          text not null check (length(mail) <= 254),
  phone         text,
  password_hash text not null,
  role          text not null default 'member' check (role in ('member', 'admin')),
  status        text not null default 'active' check (status in ('pending', 'active', 'denied', 'frozen')),
  status_reason text,
  language      text not null default 'zh_CN' check (language in ('zh_CN', 'en_US')),
  ssh_keys      text not null default '',
  created_at    timestamptz not null default now(),
  version       integer not null default 0
);

create table node (
  id             text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  -- SHA-256 (hex) of the node's public key; the channel admits only this key for this id
  key_sha256     text not null,
  -- what the join answered (PEM), so that a repeated join gets the same answer
  certificate    text,
  schedulable    boolean not null default true,
  shared_machine boolean not null default false,
  relay_host     text,
  relay_port     integer,
  joined_at      timestamptz not null default now(),
  -- last beacon: when it was received, by which receiver, and what it said
  beacon_at      timestamptz,
  beacon_by      text,
  beacon         jsonb,
  -- the node agent's own sign of life as the guard saw it, milliseconds old at beacon time
  agent_age_ms   bigint,
  left_at        timestamptz
);

-- one-time tokens for `labvm node join`
create table node_join_token (
  sha256     text primary key,
  node       text not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);

create table desktop (
  id                  text primary key,
  owner               text not null references account (id),
  name                text not null,
  login               text not null,
  base                text not null,
  wanted_node         text,
  language            text not null,
  milli_cpus          integer not null,
  memory_bytes        bigint not null,
  pids                integer not null,
  shm_bytes           bigint not null,
  -- private address, the same on every node
  ip                  inet not null unique,
  -- projection of the entity workflow, newest sequence wins
  sequence            bigint not null default 0,
  state               text not null,
  node                text,
  running_since       timestamptz,
  current_operation   text,
  badges              text[] not null default '{}',
  -- what should be: 'running' is started again after a restart of the machine
  wanted              text not null default 'running' check (wanted in ('running', 'stopped', 'deleted')),
  -- assignment: who holds it now. Written by a step of the workflow, not a projection
  assigned_node       text,
  assigned_epoch      bigint not null default 0,
  assigned_upper      text,
  routed              boolean not null default false,
  placement_operation text,
  created_at          timestamptz not null default now(),
  deleted_at          timestamptz
);
create index desktop_owner on desktop (owner);
create index desktop_assigned_node on desktop (assigned_node);

-- public ports of desktops; a row outlives its desktop by 30 days so that no old link reaches a new owner
create table address (
  kind        text not null check (kind in ('vnc', 'ssh')),
  port        integer not null,
  desktop     text not null,
  released_at timestamptz,
  primary key (kind, port),
  unique (kind, desktop)
);

-- sealed with AES-GCM by the portal's key; the node channel opens them for the node that holds the desktop
create table desktop_secret (
  desktop    text not null references desktop (id),
  kind       text not null check (kind in ('vnc')),
  sealed     bytea not null,
  rotated_at timestamptz not null default now(),
  primary key (desktop, kind)
);

create table operation (
  id           text primary key,
  desktop      text not null references desktop (id),
  kind         text not null,
  state        text not null,
  requested_by text not null,
  sequence     bigint not null default 0,
  -- array of StepSnapshot
  steps        jsonb not null default '[]',
  -- StepError
  error        jsonb,
  created_at   timestamptz not null default now(),
  started_at   timestamptz,
  ended_at     timestamptz
);
create index operation_desktop on operation (desktop, created_at desc);
create index operation_open on operation (state) where ended_at is null;

-- commands on their way to the entity workflow; written with the rows they belong to, sent by the control
-- application, idempotent by operation id
create table outbox (
  id         bigint generated always as identity primary key,
  desktop    text not null,
  operation  text not null,
  -- register, start, stop, restart-session, rotate-secret, delete, decide, abort
  command    text not null,
  payload    jsonb not null default '{}',
  created_at timestamptz not null default now(),
  attempts   integer not null default 0,
  last_error text,
  sent_at    timestamptz
);
create index outbox_open on outbox (id) where sent_at is null;

create table idempotency (
  caller       text not null,
  key          text not null,
  body_sha256  text not null,
  status       integer not null,
  body         jsonb not null,
  created_at   timestamptz not null default now(),
  primary key (caller, key)
);

create table api_token (
  sha256     text primary key,
  account    text not null references account (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create table sign_in_failure (
  login   text not null,
  address text not null,
  at      timestamptz not null default now()
);
create index sign_in_failure_at on sign_in_failure (login, address, at);

create table registration_attempt (
  address text not null,
  at      timestamptz not null default now()
);
create index registration_attempt_at on registration_attempt (address, at);

create table setting (
  key   text primary key,
  value text not null
);

create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  account text,
  action  text not null,
  target  text,
  address text,
  detail  jsonb not null default '{}'
);

-- Listeners reread the row named in the payload: 'labvm_outbox' wakes the dispatcher, 'labvm_change'
-- ('operation:<id>' or 'desktop:<id>' or 'node:<id>') wakes pages and routes.
create function notify_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('labvm_outbox', new.id::text);
  return new;
end $$;
create trigger outbox_notify after insert on outbox for each row execute function notify_outbox();

create function notify_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('labvm_change', tg_argv[0] || ':' || new.id);
  return new;
end $$;
create trigger operation_notify after insert or update on operation for each row execute function notify_change('operation');
create trigger desktop_notify after insert or update on desktop for each row execute function notify_change('desktop');
