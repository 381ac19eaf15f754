-- Rules that control and portal both go by.

-- seconds after which a desktop that nobody uses is stopped; 0: never
create function unused_period() returns integer language sql stable as $$
  select coalesce((select value::integer from setting where key = 'stop-unused-seconds'), 0)
$$;

-- who waits for GPUs, how many more than it has, and until when it wants them
create view gpu_queue as
  select w.node, w.desktop, w.asked_at, d.gpus_until,
    coalesce(d.gpus, 0) - (select count(*) from gpu_lease l
      where l.desktop = d.id and l.node = w.node
        and (l.epoch is null or l.epoch = d.assigned_epoch)) as missing
  from gpu_wait w join desktop d on d.id = w.desktop;
