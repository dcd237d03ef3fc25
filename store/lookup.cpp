// SPDX-License-Identifier: Apache-2.0
#include "store/lookup.h"
namespace juno::store {
namespace {

constexpr std::size_t kMostRemembered = 200'000;

bool fuller(const std::string& told, const std::string& known) { return !told.empty() && told != known; }

}  // namespace

Lookup::Lookup(Database& db, const Site& site)
    : db_(db), site_(site), rollbacks_(db.rollbacks()),
      find_term_(db, "select id from term where kind = $1 and name = $2"),
      add_term_(db, "insert into term (kind, name) values ($1, $2) returning id"),
      find_person_(db, "select id, name, email, time_zone, active, kind from person where source = $1 and identity = $2"),
      add_person_(db, R"(
        insert into person (source, identity, account, name, email, time_zone, active, kind)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        returning id)"),
      set_person_(db, "update person set name = $2, email = $3, time_zone = $4, active = $5, kind = $6 where id = $1") {}

void Lookup::forget_after_rollback() {
  if (rollbacks_ == db_.rollbacks()) return;
  rollbacks_ = db_.rollbacks();
  terms_.clear();
  people_.clear();
}

std::optional<std::int64_t> Lookup::term(std::string_view kind, std::string_view name) {
  if (name.empty()) return std::nullopt;
  forget_after_rollback();
  key_.assign(kind).append(1, '\0').append(name);
  if (const auto it = terms_.find(std::string_view(key_)); it != terms_.end()) return it->second;
  if (terms_.size() >= kMostRemembered) terms_.clear();
  find_term_.bind(kind, name);
  std::int64_t id = 0;
  if (find_term_.next()) {
    id = find_term_.integer(0);
  } else {
    add_term_.bind(kind, name);
    add_term_.next();
    id = add_term_.integer(0);
    add_term_.run();
  }
  find_term_.done();
  terms_.emplace(key_, id);
  return id;
}

Lookup::Known Lookup::read_person(const std::string& identity, const Person& person) {
  Known known;
  find_person_.bind(site_.number, identity);
  if (find_person_.next()) {
    known.id = find_person_.integer(0);
    known.person = {person.account, find_person_.string(1), find_person_.string(2), find_person_.string(3),
                    find_person_.integer(4) != 0, find_person_.string(5)};
  }
  find_person_.done();
  if (known.id != 0) return known;
  add_person_.bind(site_.number, identity, or_null(person.account), person.name, or_null(person.email),
                   or_null(person.time_zone), person.active, or_null(person.kind));
  add_person_.next();
  known.id = add_person_.integer(0);
  add_person_.run();
  known.person = person;
  effect_ = Effect::inserted;
  return known;
}

std::optional<std::int64_t> Lookup::person(const Person& person, bool listed) {
  effect_ = Effect::none;
  if (person.account.empty() && person.name.empty()) return std::nullopt;
  forget_after_rollback();
  key_ = person.account.empty() ? "=" : person.account;
  if (person.account.empty()) key_ += person.name;
  auto it = people_.find(std::string_view(key_));
  if (it == people_.end()) {
    if (people_.size() >= kMostRemembered) people_.clear();
    it = people_.emplace(key_, read_person(key_, person)).first;
  }
  Person& known = it->second.person;
  const bool active = person.active && (listed || known.active);
  if (fuller(person.name, known.name) || fuller(person.email, known.email) || fuller(person.time_zone, known.time_zone) ||
      fuller(person.kind, known.kind) || active != known.active) {
    for (const auto field : {&Person::name, &Person::email, &Person::time_zone, &Person::kind})
      if (!(person.*field).empty()) known.*field = person.*field;
    known.active = active;
    set_person_.bind(it->second.id, known.name, or_null(known.email), or_null(known.time_zone), known.active, or_null(known.kind)).run();
    effect_ = Effect::updated;
  }
  return it->second.id;
}

}  // namespace juno::store
