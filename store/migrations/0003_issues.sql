-- Issues with their history, and the facts reports read. Children are keyed by their issue, so that one issue's rows lie
-- together; long texts have tables of their own, so that a walk over issues stays short.
create table issue (
  id integer not null primary key,
  source integer not null,
  project_id integer not null,
  project_key text not null,
  key text not null,
  number integer not null,
  type integer,
  subtask integer not null,
  status_id integer not null,
  priority integer,
  resolution integer,
  summary text not null,
  assignee integer,
  reporter integer,
  owner integer,
  team integer,
  points real,
  business_value real,
  parent_id integer,
  parent_key text,
  epic_key text,
  created_at integer not null,
  updated_at integer not null,
  resolved_at integer,
  scheduled_at integer,
  due_on text,
  votes integer not null,
  watchers integer not null,
  flagged integer not null,
  rank text,
  original_estimate_s integer,
  remaining_estimate_s integer,
  logged_s integer,
  comment_count integer,
  -- Facts: moments of core/history, kept up to date with the row.
  started_at integer,
  done_at integer,
  gap integer not null,
  -- What the row was written from (record, field map, categories): an equal record is not written again.
  fingerprint integer not null,
  change_count integer not null,
  deleted_at integer
) strict;
-- Counts by project, and of changes, without reading issues.
create index issue_by_project on issue (project_id, deleted_at, change_count);

-- Every key an issue has had; the newest owner of a key wins.
create table issue_key (
  key text not null,
  source integer not null,
  issue_id integer not null,
  primary key (key, source)
) strict, without rowid;

create table issue_text (
  issue_id integer not null primary key,
  description text not null
) strict;

-- The tracker's own JSON, compressed with zstd, to read again with another field map.
create table issue_raw (
  issue_id integer not null primary key,
  body blob not null
) strict;

-- Labels, components and fix versions in the tracker's order; the term's kind tells which.
create table issue_tag (
  issue_id integer not null,
  ordinal integer not null,
  term_id integer not null,
  primary key (issue_id, ordinal)
) strict, without rowid;

create table issue_link (
  issue_id integer not null,
  ordinal integer not null,
  link_id integer,
  type integer,
  phrase integer,
  outward integer not null,
  other_key text not null,
  other_id integer,
  primary key (issue_id, ordinal)
) strict, without rowid;

create table change (
  issue_id integer not null,
  history integer not null,
  ordinal integer not null,
  at integer not null,
  author integer,
  field integer,
  field_id integer,
  from_id text,
  from_text text,
  to_id text,
  to_text text,
  primary key (issue_id, history, ordinal)
) strict, without rowid;

-- The intervals an issue was in a sprint.
create table sprint_issue (
  sprint_id integer not null,
  issue_id integer not null,
  ordinal integer not null,
  added_at integer not null,
  removed_at integer,
  primary key (sprint_id, issue_id, ordinal)
) strict, without rowid;
create index sprint_issue_by_issue on sprint_issue (issue_id);

-- All a sprint report reads of an issue in one row: its past as the sprint saw it (core/history bytes) and, repeated from
-- issue, what is said about it now. Clustered by sprint, so that a report costs its own rows whatever the cache holds.
create table sprint_timeline (
  sprint_id integer not null,
  issue_id integer not null,
  key text not null,
  number integer not null,
  summary text not null,
  type integer,
  subtask integer not null,
  status_id integer not null,
  priority integer,
  assignee integer,
  reporter integer,
  owner integer,
  team integer,
  points real,
  epic_key text,
  flagged integer not null,
  resolved_at integer,
  started_at integer,
  done_at integer,
  deleted integer not null,
  timeline blob not null,
  primary key (sprint_id, issue_id)
) strict, without rowid;

create table comment (
  issue_id integer not null,
  id integer not null,
  author integer,
  created_at integer not null,
  updated_at integer not null,
  body text not null,
  primary key (issue_id, id)
) strict, without rowid;

create table worklog (
  issue_id integer not null,
  id integer not null,
  author integer,
  started_at integer not null,
  updated_at integer not null,
  seconds integer not null,
  comment text,
  primary key (issue_id, id)
) strict, without rowid;
-- Trackers list deleted worklogs by their own id alone.
create index worklog_by_id on worklog (id);
