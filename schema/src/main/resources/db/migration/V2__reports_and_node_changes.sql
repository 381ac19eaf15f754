-- Reports of gateways, indexes of the pages, and changes of nodes for their listeners.

alter table node
  -- newest NodeMetrics of the node's agent, and when it came
  add column metrics jsonb,
  add column metrics_at timestamptz;

-- one row per gateway process; old rows are ignored by their age
create table gateway_report (
  id          text primary key,
  listening   integer[] not null default '{}',
  problems    text[] not null default '{}',
  reported_at timestamptz not null
);

create index audit_at on audit (at desc);
create index address_desktop on address (desktop);
create index outbox_operation on outbox (operation);
create index desktop_current on desktop (created_at) where deleted_at is null;

-- 'node:<id>' when a node joins, leaves, is cordoned, or sends figures (every five seconds); beacons alone
-- (every two seconds) wake nobody.
create trigger node_notify after insert or update of schedulable, left_at, relay_host, relay_port, metrics_at
  on node for each row execute function notify_change('node');
