-- Nodes tell of left-behind changes with their figures; the pages of the desktops hear of it at once.
create function notify_left_behind() returns trigger language plpgsql as $$
begin
  perform pg_notify('labvm_change', 'desktop:' || (told ->> 'desktop'))
  from (
    select jsonb_array_elements(old.metrics -> 'leftBehind') told
    union all
    select jsonb_array_elements(new.metrics -> 'leftBehind') told) both_times;
  return new;
end $$;
create trigger node_left_behind after update on node for each row
  when (old.metrics -> 'leftBehind' is distinct from new.metrics -> 'leftBehind')
  execute function notify_left_behind();
