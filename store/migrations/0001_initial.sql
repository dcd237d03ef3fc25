-- What every cache starts with; the tables of issues follow in their own migrations.
create table setting (
  key text not null primary key,
  value text not null
) strict, without rowid;
