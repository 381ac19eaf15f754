-- False from a new token on until somebody uses a session that came with it: a browser that never
-- got the answer comes with the token before, however much later.
alter table sign_in add column answered boolean not null default true;
