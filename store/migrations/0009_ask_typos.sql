-- Words of ask_name by hashes of their first letters with up to two of them left out (core/ask/catalogue.h): a mistyped
-- word meets the one that was meant where both have lost the same letters. The names are written anew to fill it.
-- And what a language model answered to a question, as long as the names are the same: it never costs twice.
delete from ask_names_of;
delete from ask_name;
create table ask_typo (
  hash integer not null,
  norm text not null,
  primary key (hash, norm)
) strict, without rowid;
create table ask_answer (
  question text not null,
  day text not null,
  names text not null,
  model text not null,
  ir text not null,
  primary key (question, day, names, model)
) strict, without rowid;
