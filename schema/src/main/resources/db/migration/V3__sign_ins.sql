-- What brings a browser back without a password after its session is gone with the portal's process.

create table sign_in (
  id              text primary key,
  account         text not null references account (id),
  -- of the account's credentials when the member signed in; a newer one ends this
  version         integer not null,
  -- kept for a fixed time by the member's wish; otherwise the end moves on while the session is used
  kept            boolean not null,
  -- SHA-256 (hex) of the token in the browser's cookie, replaced at each use
  token_sha256    text not null,
  -- of the one before, taken for a moment more: several tabs come back at once
  previous_sha256 text,
  rotated_at      timestamptz not null,
  created_at      timestamptz not null,
  expires_at      timestamptz not null
);
create index sign_in_account on sign_in (account);
create index sign_in_expires_at on sign_in (expires_at);
