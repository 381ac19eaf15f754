-- Desktops that nobody uses are stopped, where an admin wants that (setting stop-unused-seconds).

-- its owner wants it to run until then, used or not
alter table desktop add column locked_until timestamptz;
-- of an operation that a rule asked for: what the rule saw
alter table operation add column cause jsonb;

create table desktop_use (
  desktop      text primary key references desktop (id) on delete cascade,
  -- the life that all else is about
  epoch        bigint not null,
  -- when its node told what was looked at last, and the seconds of processors used until then
  told_at      timestamptz not null,
  cpu_seconds  double precision,
  -- its last use, and what that was: cpu, gpu, input, start; silent or unknown: nobody can say
  used_at      timestamptz not null,
  used_by      text not null,
  -- the period begins no earlier: a member has extended it or taken a lock away, an admin has changed it
  counted_from timestamptz not null default now(),
  -- the last warning of a stop
  warned_at    timestamptz,
  -- as far as its workflow is concerned: whether there is one, and the period it knows
  watched      boolean not null default false,
  known_period integer
);

-- when a desktop will be stopped if nobody uses it; null: never
create function unused_stop(of_desktop text) returns timestamptz language sql stable as $$
  select greatest(u.used_at, u.counted_from, d.locked_until) + make_interval(secs => s.value::integer)
  from desktop d join desktop_use u on u.desktop = d.id and u.epoch = d.assigned_epoch
    join setting s on s.key = 'stop-unused-seconds' and s.value <> '0'
  where d.id = of_desktop and d.deleted_at is null
    and d.state in ('starting', 'running', 'switching', 'restoring', 'node-lost')
$$;

-- times of an hour and more, of the last eight days, in which a desktop ran and nobody used it; what another
-- policy would have done can be told from them
create table desktop_pause (
  desktop  text not null references desktop (id) on delete cascade,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  primary key (desktop, began_at)
);
create index desktop_pause_age on desktop_pause (ended_at);

-- pages show it with the desktop; what nodes tell each minute is no news
create function notify_desktop_use() returns trigger language plpgsql as $$
begin
  perform pg_notify('labvm_change', 'desktop:' || new.desktop);
  return new;
end $$;
create trigger desktop_use_notify after insert or update of counted_from, warned_at on desktop_use
  for each row execute function notify_desktop_use();
