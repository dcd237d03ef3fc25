-- Every name that a question may hold, by the forms it is found under (core/ask/catalogue.h). Made anew from the tables
-- that have the names when those differ: `stamp` of the one row of ask_names_of says from what.
create table ask_name (
  norm text not null,
  list integer not null,
  value text not null,
  whole integer not null,
  primary key (norm, list, value)
);
create table ask_names_of (
  id integer primary key,
  stamp text not null
);
