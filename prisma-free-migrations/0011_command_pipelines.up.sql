-- Pipelines that run a program of the team's own, as administrators defined them. A version never changes.
create table command_pipeline (
  id bigint generated always as identity primary key,
  name text not null,
  version text not null,
  -- the whole definition, program files included
  yaml text not null,
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  -- not offered any more; batches that used it can still be read and finished
  retired_at timestamptz,
  unique (name, version)
);

-- Values that programs need and nobody may see, encrypted with a key that is not in the database.
create table secret (
  name text primary key,
  -- AES-256-GCM: nonce (12 bytes), tag (16 bytes), ciphertext; the name is authenticated with it
  sealed bytea not null,
  updated_by bigint references app_user (id) on delete set null,
  updated_at timestamptz not null default clock_timestamp()
);
