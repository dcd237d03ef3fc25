// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/finish.h"
#include "core/text.h"
namespace juno::ask {
namespace {

// What everybody sees of an issue or a pull request without asking.
bool shown(std::string_view field) { return among(field, {"key", "number", "repo", "open", "status", "status_category", "type", "priority", "assignee", "state", "author"}); }

}  // namespace

// "Is SHOP-12 done", "is PR 212 merged yet": the row tells it, whichever way it is.
bool Finish::asks_of_one() const {
  const bool keyed = !d_.key.empty() && is(Entity::issue), numbered = is(Entity::pull_request) && said("number") && said("number")->op == Op::equal;
  if ((!keyed && !numbered) || d_.shape != Shape::none || d_.who || !d_.select.empty() || !asks_yes_or_no()) return false;
  const bool figures = !d_.metrics.empty() || d_.grouped() || !d_.rank.empty() || !d_.aggregation.empty() || d_.compared() || d_.trend || d_.spread || !d_.pct.empty();
  const bool was = d_.past && !d_.happened("resolved") && !d_.happened("merged") && !d_.happened("closed");  // "was it blocked" is history
  const bool dated = !d_.times.empty() || d_.timed_event() || !d_.history.empty();
  if (figures || dated || was || d_.limit || d_.number_of || !d_.sort.empty() || (d_.past && s_.says(List::sprints))) return false;
  const bool done = std::all_of(d_.events.begin(), d_.events.end(), [](const Event& e) { return among(e.verb, {"resolved", "merged", "closed"}); });
  return done && (!d_.events.empty() || d_.where.size() > (numbered ? 1u : 0u)) && std::all_of(d_.where.begin(), d_.where.end(), [](const Filter& f) { return f.any.empty(); });
}
SemanticQuery Finish::told_of_one() const {
  SemanticQuery q;
  q.entity = info(entity()).name;
  if (!d_.key.empty()) q.where.emplace_back(Atom{"key", Op::equal, d_.key, {}});
  for (const Filter& f : d_.where) {
    const std::string& field = f.atom.field;
    if (is(Entity::pull_request) && among(field, {"number", "repo"})) q.where.push_back(f);
    else if (!shown(field) && !holds(q.select, field)) q.select.push_back(field);
  }
  if (!q.select.empty()) q.select.insert(q.select.begin(), is(Entity::issue) ? "status" : "state");
  return q;
}

}  // namespace juno::ask
