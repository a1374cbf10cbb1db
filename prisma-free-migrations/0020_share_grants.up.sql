-- Which projects may read a share: administrators say so. Without a row nobody reads it.
create table share_grant (
  share text not null check (share <> ''),
  project_id bigint not null references project (id) on delete cascade,
  created_by bigint references app_user (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (share, project_id)
);
create index share_grant_project on share_grant (project_id);

-- What runs goes on.
insert into share_grant (share, project_id)
select share, project_id from watched_folder
union select sheet ->> 'share', project_id from schedule where sheet is not null
union select substring(pattern from '^([a-z0-9][a-z0-9_-]*):/'), project_id
  from schedule cross join jsonb_each_text(inputs) i (input, pattern) where pattern ~ '^[a-z0-9][a-z0-9_-]*:/';

-- The worker that starts this time has until then to say so again; others leave it alone.
alter table occurrence add column claimed_until timestamptz;
