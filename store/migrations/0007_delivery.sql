-- Ways to what delivery reports read of a period: issues of some types by when they were created, and pull requests by
-- when they reached production.
create index issue_by_type on issue (type, created_at);
create index pull_request_by_deployed on pull_request (deployed_at);
create index deployment_by_repository on deployment (repository_id, created_at);
create index pull_request_by_updated on pull_request (updated_at);
create index pull_request_by_state on pull_request (state, created_at);
