-- What a desktop was forked from; null when it began with its base. The desktop it names may be gone.
alter table desktop add column origin_desktop text;
alter table desktop add column origin_version bigint;
alter table desktop add constraint desktop_origin
  check ((origin_desktop is null) = (origin_version is null));
