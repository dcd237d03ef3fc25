// SPDX-License-Identifier: Apache-2.0
#include "store/model_answers.h"
#include "core/time.h"
#include "store/query.h"
namespace juno::store {
namespace {

std::string names_stamp(Database& db) {
  Query q(db, "select stamp from ask_names_of where id = 1");
  return q.next() ? q.string(0) : std::string();
}

}  // namespace

std::optional<std::string> kept_answer(Database& db, const AskedOnce& asked) {
  const std::string names = names_stamp(db);
  if (names.empty()) return {};
  Query q(db, "select ir from ask_answer where question = $1 and day = $2 and names = $3 and model = $4");
  q.bind(asked.question, asked.day, names, asked.model);
  return q.next() ? std::optional(q.string(0)) : std::nullopt;
}

void keep_answer(Database& db, const AskedOnce& asked, const std::string& ir) {
  const std::string names = names_stamp(db);
  if (names.empty()) return;
  Transaction t(db);
  const auto day = parse_date(asked.day);
  Query old(db, "delete from ask_answer where names <> $1 or day < $2 or (question = $3 and day = $4 and model = $5)");
  old.bind(names, day ? format_date(*day + -90) : asked.day, asked.question, asked.day, asked.model).run();
  Query insert(db, "insert into ask_answer (question, day, names, model, ir) values ($1, $2, $3, $4, $5)");
  insert.bind(asked.question, asked.day, names, asked.model, ir).run();
  t.commit();
}

}  // namespace juno::store
