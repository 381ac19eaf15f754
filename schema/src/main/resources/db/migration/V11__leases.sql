-- How long a node may go on with its desktops after the newest beacon that was answered, in
-- milliseconds; null: it has had no answer since there are leases.
alter table node add column lease_ms bigint;
