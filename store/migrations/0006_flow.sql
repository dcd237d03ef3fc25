-- All that flow, quality and triage read of an issue in one row: every stay in a status (core/status_visits bytes), and,
-- repeated from issue, what is said about it now. Clustered by when it ended, so that the issues that were open at some
-- moment since any day are one stretch at the table's end, whatever the cache holds before.
-- ended_at: the later of done_at and resolved_at; 2^62 while it is not done. Deleted issues have no row.
create table issue_flow (
  ended_at integer not null,
  issue_id integer not null,
  created_at integer not null,
  updated_at integer not null,
  resolved_at integer,
  key text not null,
  project_key text not null,
  type integer,
  subtask integer not null,
  priority integer,
  resolution integer,
  assignee integer,
  team integer,
  points real,
  epic_key text,
  flagged integer not null,
  gap integer not null,
  visits blob not null,
  primary key (ended_at, issue_id)
) strict, without rowid;

-- Caches written before: the next sync makes the rows.
insert into setting (key, value)
select 'facts_stale:' || number, '1' from source where true
on conflict (key) do update set value = excluded.value;
