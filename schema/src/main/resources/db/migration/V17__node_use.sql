-- Means of what nodes told, in steps of so many seconds; of one node, or of all for null. Condensing and pictures take the same.

create function node_use(of_node text, kept integer, bin integer, from_at timestamptz, to_at timestamptz)
returns setof node_history language sql stable as $$
  with bins as (
    select *, date_bin(make_interval(secs => bin), at, 'epoch') as starts
    from node_history
    where step = kept and (of_node is null or node = of_node) and at >= from_at and at < to_at),
  gpus as (
    select node, starts, array_agg(use order by i) as use, array_agg(memory order by i) as memory,
      array_agg(celsius order by i) as celsius, array_agg(watts order by i) as watts
    from (
      select node, starts, i, avg(gpu_use[i])::real as use, avg(gpu_memory[i])::real as memory,
        avg(gpu_celsius[i])::real as celsius, avg(gpu_watts[i])::real as watts
      from bins, generate_subscripts(gpu_memory, 1) i group by node, starts, i) each
    group by node, starts),
  nodes as (
    select node, starts, avg(cpu)::real as cpu, avg(memory)::real as memory, avg(disk)::real as disk,
      max(received) as received, max(sent) as sent, avg(desktops)::real as desktops
    from bins group by node, starts)
  select n.node, bin::smallint, n.starts, n.cpu, n.memory, n.disk, n.received, n.sent, n.desktops,
    coalesce(g.use, '{}'), coalesce(g.memory, '{}'), coalesce(g.celsius, '{}'), coalesce(g.watts, '{}')
  from nodes n left join gpus g on g.node = n.node and g.starts = n.starts
$$;
