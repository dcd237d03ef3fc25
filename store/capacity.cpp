// SPDX-License-Identifier: Apache-2.0
#include "store/capacity.h"
#include "core/error.h"
#include "store/query.h"
namespace juno::store {
namespace {

std::optional<std::string> text(const std::optional<Date>& date) { return date ? std::optional(format_date(*date)) : std::nullopt; }

CapacityChange read(Query& q, const std::string& path) {
  CapacityChange c;
  c.id = q.integer(0), c.source = q.string(1), c.sprint = q.integer(2), c.sprint_name = q.string(3), c.team = q.string(4), c.person = q.string(5);
  const auto what = capacity_change_named(q.text(6));
  const auto unit = capacity_unit_named(q.text(8));
  if (!what || !unit) throw Error(Exit::store, path + ": change " + std::to_string(c.id) + " of capacity cannot be read", "it was written by a newer juno, or outside juno");
  c.what = *what, c.value = q.maybe_real(7), c.unit = *unit;
  c.from = parse_date(q.text(9)), c.to = parse_date(q.text(10));
  c.origin = q.string(11), c.at = q.instant(12), c.author = q.string(13), c.reason = q.string(14);
  return c;
}

}  // namespace

std::int64_t add_capacity_change(Database& ledger, const CapacityChange& c) {
  Query q(ledger, R"(
    insert into capacity_change (source, sprint, sprint_name, team, person, what, value, unit, from_on, to_on, origin, at, author, reason)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    returning id)");
  const auto from = text(c.from), to = text(c.to);
  q.bind(c.source, c.sprint, c.sprint_name, c.team, c.person, to_string(c.what), c.value, to_string(c.unit), from, to, c.origin, c.at, c.author, c.reason);
  q.next();
  const auto id = q.integer(0);
  q.run();
  return id;
}

bool has_capacity_change(Database& ledger, const CapacityChange& c) {
  Query q(ledger, R"(
    select id
    from capacity_change
    where source = $1 and sprint = $2 and sprint_name = $3 and team = $4 and person = $5 and what = $6 and value is not distinct from $7 and unit = $8
      and from_on is not distinct from $9 and to_on is not distinct from $10 and origin = $11 and at = $12 and author = $13 and reason = $14)");
  const auto from = text(c.from), to = text(c.to);
  q.bind(c.source, c.sprint, c.sprint_name, c.team, c.person, to_string(c.what), c.value, to_string(c.unit), from, to, c.origin, c.at, c.author, c.reason);
  const bool known = q.next();
  q.done();
  return known;
}

std::vector<CapacityChange> capacity_changes(Database& ledger, std::string_view source, Id sprint) {
  std::vector<CapacityChange> all;
  Query q(ledger, R"(
    select id, source, sprint, sprint_name, team, person, what, value, unit, from_on, to_on, origin, at, author, reason
    from capacity_change
    where ($1 = '' or source = $1) and ($2 = 0 or sprint = $2)
    order by id)");
  for (q.bind(source, sprint); q.next();) all.push_back(read(q, ledger.path()));
  return all;
}

std::map<Id, double> estimated_hours(Database& cache, Id sprint) {
  std::map<Id, double> out;
  Query q(cache, R"(
    select i.id, coalesce(i.original_estimate_s, i.remaining_estimate_s)
    from sprint_timeline t
    join issue i on i.id = t.issue_id
    where t.sprint_id = $1 and coalesce(i.original_estimate_s, i.remaining_estimate_s) is not null
    order by i.id)");
  for (q.bind(sprint); q.next();) out.emplace(q.integer(0), static_cast<double>(q.integer(1)) / 3600);
  return out;
}

}  // namespace juno::store
