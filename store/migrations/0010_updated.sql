-- Whether anything was changed after a moment is asked with every question: a look, not a walk over all issues.
create index issue_by_updated on issue (updated_at) where deleted_at is null;
