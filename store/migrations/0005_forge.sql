-- Code on its way to production. Repository ids carry the site as tracker ids do; pull requests are keyed by repository
-- and number, and their children lie beside each other. Times are epoch milliseconds UTC.
create table repository (
  id integer not null primary key,
  source integer not null,
  name text not null,
  default_branch text,
  archived integer not null,
  deleted_at integer
) strict;

-- Every name a repository has had, lower case; the newest owner of a name wins.
create table repository_name (
  source integer not null,
  name text not null,
  repository_id integer not null,
  primary key (source, name)
) strict, without rowid;

create table pull_request (
  repository_id integer not null,
  number integer not null,
  node text not null,
  title text not null,
  state text not null,
  draft integer not null,
  from_fork integer not null,
  author integer,
  merged_by integer,
  created_at integer not null,
  updated_at integer not null,
  closed_at integer,
  merged_at integer,
  additions integer not null,
  deletions integer not null,
  changed_files integer not null,
  head_ref text,
  base_ref text,
  head_sha text,
  merge_commit text,
  labels text,
  commit_count integer not null,
  review_count integer not null,
  comment_count integer not null,
  -- Facts: moments of core/forge, kept up to date with the rows they rest on.
  first_commit_at integer,
  first_committed_at integer,
  last_commit_at integer,
  ready_at integer,
  first_response_at integer,
  first_review_at integer,
  first_approval_at integer,
  last_approval_at integer,
  deployed_at integer,
  deployed_sha text,
  primary key (repository_id, number)
) strict, without rowid;
create index pull_request_by_created on pull_request (created_at);
create index pull_request_by_merged on pull_request (merged_at);

create table pull_text (
  repository_id integer not null,
  number integer not null,
  body text not null,
  primary key (repository_id, number)
) strict, without rowid;

create table pull_commit (
  repository_id integer not null,
  number integer not null,
  ordinal integer not null,
  sha text not null,
  primary key (repository_id, number, ordinal)
) strict, without rowid;

create table review (
  repository_id integer not null,
  number integer not null,
  ordinal integer not null,
  id text not null,
  reviewer integer,
  state text not null,
  submitted_at integer,
  dismissed_at integer,
  commit_sha text,
  comments integer not null,
  primary key (repository_id, number, ordinal)
) strict, without rowid;

create table review_request (
  repository_id integer not null,
  number integer not null,
  ordinal integer not null,
  at integer not null,
  reviewer integer,
  team text,
  removed_at integer,
  primary key (repository_id, number, ordinal)
) strict, without rowid;

create table pull_file (
  repository_id integer not null,
  number integer not null,
  ordinal integer not null,
  path text not null,
  additions integer not null,
  deletions integer not null,
  change text not null,
  primary key (repository_id, number, ordinal)
) strict, without rowid;

create table pull_event (
  repository_id integer not null,
  number integer not null,
  ordinal integer not null,
  at integer not null,
  kind text not null,
  actor integer,
  primary key (repository_id, number, ordinal)
) strict, without rowid;

create table pull_comment (
  repository_id integer not null,
  number integer not null,
  ordinal integer not null,
  id text not null,
  author integer,
  at integer not null,
  primary key (repository_id, number, ordinal)
) strict, without rowid;

-- What the forge itself says a pull request closes: "owner/name#12".
create table pull_closes (
  repository_id integer not null,
  number integer not null,
  issue text not null,
  primary key (repository_id, number, issue)
) strict, without rowid;

-- parents: shas, one space between.
create table git_commit (
  repository_id integer not null,
  sha text not null,
  author integer,
  authored_at integer not null,
  committed_at integer not null,
  message text not null,
  additions integer,
  deletions integer,
  parents text not null,
  on_default integer not null,
  primary key (repository_id, sha)
) strict, without rowid;
create index git_commit_by_time on git_commit (repository_id, on_default, committed_at);

create table deployment (
  repository_id integer not null,
  id text not null,
  environment text not null,
  ref text,
  task text,
  sha text not null,
  state text not null,
  creator integer,
  created_at integer not null,
  finished_at integer,
  primary key (repository_id, id)
) strict, without rowid;
create index deployment_by_created on deployment (created_at);

create table deployment_status (
  repository_id integer not null,
  deployment_id text not null,
  ordinal integer not null,
  at integer not null,
  state text not null,
  environment text,
  primary key (repository_id, deployment_id, ordinal)
) strict, without rowid;

-- The commits a deployment was the first to bring to its environment.
create table deployment_commit (
  repository_id integer not null,
  deployment_id text not null,
  sha text not null,
  primary key (repository_id, deployment_id, sha)
) strict, without rowid;

create table release (
  repository_id integer not null,
  id text not null,
  tag text not null,
  name text not null,
  sha text,
  draft integer not null,
  prerelease integer not null,
  author integer,
  created_at integer not null,
  published_at integer,
  primary key (repository_id, id)
) strict, without rowid;

create table workflow_run (
  repository_id integer not null,
  id integer not null,
  number integer not null,
  attempt integer not null,
  workflow text not null,
  path text,
  title text,
  event text not null,
  branch text,
  sha text not null,
  status text not null,
  conclusion text,
  actor integer,
  created_at integer not null,
  updated_at integer not null,
  started_at integer,
  primary key (repository_id, id)
) strict, without rowid;
create index workflow_run_by_created on workflow_run (created_at);

-- Links between issues and code, made anew by the sync from what the rows above say; source: where it was read.
create table issue_pull (
  issue_key text not null,
  repository_id integer not null,
  number integer not null,
  source text not null,
  primary key (issue_key, repository_id, number)
) strict, without rowid;
create index issue_pull_by_pull on issue_pull (repository_id, number);

create table issue_commit (
  issue_key text not null,
  repository_id integer not null,
  sha text not null,
  primary key (issue_key, repository_id, sha)
) strict, without rowid;
create index issue_commit_by_commit on issue_commit (repository_id, sha);
