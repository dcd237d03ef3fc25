// SPDX-License-Identifier: Apache-2.0
#include "core/ask/check.h"
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>
#include "core/ask/model.h"
#include "core/ask/window.h"
namespace juno::ask {
namespace {

bool yes(const Atom& a) { return a.op == Op::equal && std::holds_alternative<bool>(a.value) && std::get<bool>(a.value); }
bool no(const Atom& a) { return a.op == Op::equal && std::holds_alternative<bool>(a.value) && !std::get<bool>(a.value); }

bool impossible(const SemanticQuery& q, const AskContext& context) {
  const Entity entity = entity_of(q);
  std::vector<Atom> atoms;
  for (const Filter& f : q.where)
    if (f.any.empty()) atoms.push_back(f.atom);
  bool open = false, done = false, unassigned = false;
  std::map<std::string, std::set<std::string>> equal;
  std::map<std::string, std::set<std::string>> unequal;
  for (const Atom& a : atoms) {
    const Field* field = find_field(entity, a.field);
    if (!field) return true;
    if (yes(a) && (a.field == "open" || a.field == "overdue" || a.field == "blocked" || a.field == "blocking" || a.field == "stale") && entity == Entity::issue) open = true;
    if (yes(a) && a.field == "open") open = true;
    if (no(a) && a.field == "open") done = true;
    if (a.field == "resolved" && a.op == Op::in_window) done = true;
    if (a.field == "merged" && a.op == Op::in_window)
      for (const Atom& b : atoms)
        if (b.field == "state" && b.op == Op::equal && b.value != Value(std::string("merged"))) return true;
    if (a.field == "lead_time" && entity == Entity::issue) done = true;
    if (a.field == "status_category" && a.op == Op::equal && std::get<std::string>(a.value) != "done") open = true;
    if ((a.field == "age") && entity == Entity::issue && open && done) return true;
    if (a.op == Op::is_null && a.field == "assignee") unassigned = true;
    if (a.op == Op::is_null && a.field == "story_points")
      for (const Atom& b : atoms)
        if (b.field == "story_points" && b.op != Op::is_null) return true;
    if (field->type == Type::boolean)
      for (const Atom& b : atoms)
        if (b.field == a.field && b.op == a.op && b.value != a.value) return true;
    if (!field->many && a.op == Op::equal && std::holds_alternative<std::string>(a.value)) equal[a.field].insert(std::get<std::string>(a.value));
    if (a.op == Op::not_equal && std::holds_alternative<std::string>(a.value)) unequal[a.field].insert(std::get<std::string>(a.value));
    if (a.op == Op::is_null || a.op == Op::not_null)
      for (const Atom& b : atoms)
        if (b.field == a.field && ((a.op == Op::is_null && (b.op == Op::not_null || b.op == Op::equal || b.op == Op::in)))) return true;
    if (a.op == Op::in_window && field->past && std::holds_alternative<std::string>(a.value)) {
      const auto span = resolve_window(std::get<std::string>(a.value), context.world.clock, false);
      if (span && span->from && *span->from >= context.world.clock.now) return true;
    }
  }
  for (const auto& [field, values] : equal) {
    if (values.size() > 1) return true;
    for (const std::string& v : values)
      if (unequal[field].contains(v)) return true;
  }
  for (const std::string& m : q.metrics) {
    const Metric* metric = base_metric(m);
    if (metric && metric->entity == Entity::issue && metric->axis == "resolved" && metric->name != "forecast_items" && open) return true;
    if (metric && (metric->name == "age" || metric->name == "eta") && done) return true;
    if (metric && metric->entity == Entity::pull_request && metric->axis == "merged" && equal.contains("state") && !equal["state"].contains("merged")) return true;
    if (metric && metric->name == "pr_age" && equal.contains("state") && !equal["state"].contains("open")) return true;
    if (metric && metric->name != "forecast_items" && ends_at_now(*metric))
      for (const std::string& w : q.time) {
        const auto span = resolve_window(w, context.world.clock, false);
        if (span && span->from && *span->from > context.world.clock.now) return true;
      }
  }
  if (unassigned && (std::find(q.group_by.begin(), q.group_by.end(), "assignee") != q.group_by.end())) return true;
  return open && done;
}

template <class Visit> bool any_query(const Ir& ir, Visit visit) {
  if (const auto* q = std::get_if<SemanticQuery>(&ir)) return visit(*q);
  if (const auto* m = std::get_if<Multi>(&ir))
    for (const auto& p : m->parts)
      if (const auto* q = std::get_if<SemanticQuery>(&p); q && visit(*q)) return true;
  return false;
}

}  // namespace

std::string contradiction(const Ir& ir, const AskContext& context) {
  return any_query(ir, [&](const SemanticQuery& q) { return impossible(q, context); }) ? "contradiction" : "";
}

bool outside_cache(const Ir& ir, const AskContext& context) {
  if (!context.cached_from) return false;
  const Instant first = context.world.clock.zone.start_of(*context.cached_from);
  auto before = [&](const std::string& window) {
    const auto span = resolve_window(window, context.world.clock, true);
    return span && span->to && *span->to <= first;
  };
  return any_query(ir, [&](const SemanticQuery& q) {
    if (std::any_of(q.time.begin(), q.time.end(), before)) return true;
    if (!q.as_of.empty() && before(q.as_of)) return true;
    for (const Filter& f : q.where)
      if (f.any.empty() && ((f.atom.op == Op::in_window && std::holds_alternative<std::string>(f.atom.value) && !std::get<std::string>(f.atom.value).starts_with("until:") && !std::get<std::string>(f.atom.value).starts_with("through:") && before(std::get<std::string>(f.atom.value))) || (!f.atom.window.empty() && before(f.atom.window)))) return true;
    return false;
  });
}

}  // namespace juno::ask
