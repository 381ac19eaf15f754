-- what a version does not show as the desktop had it: [{code, count, names}], empty as a rule
alter table version add column left_out jsonb not null default '[]';
