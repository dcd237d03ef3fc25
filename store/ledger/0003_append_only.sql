-- PostgreSQL words triggers differently: there, revoked rights do the same.
create trigger snapshot_is_never_changed before update on snapshot begin select raise(abort, 'snapshots are never changed'); end;
create trigger snapshot_is_never_deleted before delete on snapshot begin select raise(abort, 'snapshots are never deleted'); end;
create trigger audit_is_never_changed before update on audit begin select raise(abort, 'the audit log is never changed'); end;
create trigger audit_is_never_deleted before delete on audit begin select raise(abort, 'the audit log is never shortened'); end;
