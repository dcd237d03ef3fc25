// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include "core/ask/world.h"
#include "core/names.h"
#include "core/render/text.h"
namespace juno::ask {
namespace {

using Names = std::vector<std::string>;

// Numbers that may have a fraction: of all others ">= n" is "> n-1".
constexpr std::array<std::string_view, 8> kFractional = {"story_points", "estimate_hours", "logged_hours", "hours", "roi", "roi_confidence", "effort", "value"};

bool contains(std::span<const std::string_view> names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }
void sort_unique(Names& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

std::string number_text(double value) {
  std::string out;
  render_detail::append_number(out, value);
  return out;
}

std::string one_blank(std::string_view text) {
  std::string out;
  for (const char c : fold_case(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string canonical_window(const std::string& text, const Clock& clock, bool past) {
  const auto span = resolve_window(text, clock, past);
  return span ? window_text(*span) : text;
}

std::string canonical_name(const std::string& name, const Field& f, const World& world) {
  if (f.of == List::people && name == "@me") return world.me;
  if (f.of == List::sprints && name == "@previous") return "@last:1";
  if (f.type == Type::text) return one_blank(name);
  if (f.type == Type::duration) {
    // Hours to four decimals: "36h" and "1.5d" are one.
    const auto hours = duration_hours(name);
    return hours ? number_text(std::round(*hours * 1e4) / 1e4) + "h" : name;
  }
  return name;
}

void collapse(Atom& a) {
  auto* names = std::get_if<Names>(&a.value);
  if (!names) return;
  sort_unique(*names);
  if (names->size() != 1) return;
  a.op = a.op == Op::in ? Op::equal : Op::not_equal;
  a.value = Value(std::string(names->front()));
}

// Severity goes down the list, so "at least High" is what stands before it, and High.
void range_to_set(Atom& a, const Names& order) {
  const auto* name = std::get_if<std::string>(&a.value);
  const auto at = name ? std::find(order.begin(), order.end(), *name) : order.end();
  if (at == order.end()) return;
  Names set;
  if (a.op == Op::at_least) set.assign(order.begin(), at + 1);
  if (a.op == Op::greater) set.assign(order.begin(), at);
  if (a.op == Op::at_most) set.assign(at, order.end());
  if (a.op == Op::less) set.assign(at + 1, order.end());
  if (set.empty()) return;  // nothing is more severe than the most severe: kept as it is
  a.op = Op::in, a.value = std::move(set);
  collapse(a);
}

bool is_range(Op op) { return op == Op::less || op == Op::at_most || op == Op::greater || op == Op::at_least; }

void strict_bound(Op& op, double& value) {
  if (op == Op::at_least) op = Op::greater, value -= 1;
  else if (op == Op::at_most) op = Op::less, value += 1;
}

const Atom kOpen{"open", Op::equal, true, ""}, kDone{"open", Op::equal, false, ""};

// "The category is not done" is "open".
void open_or_done(Atom& a) {
  if (a.field != "status_category") return;
  const auto* one = std::get_if<std::string>(&a.value);
  const auto* set = std::get_if<Names>(&a.value);
  const bool done = one && *one == "done", rest = set && *set == Names{"in_progress", "todo"};
  if ((a.op == Op::equal && done) || (a.op == Op::not_in && rest)) a = kDone;
  else if ((a.op == Op::not_equal && done) || (a.op == Op::in && rest)) a = kOpen;
}

Atom canonical(Atom a, Entity entity, const World& world) {
  const Field& f = *find_field(entity, a.field);
  if (entity == Entity::sprint && a.field == "name") a.field = "sprint";
  if (!a.window.empty()) a.window = canonical_window(a.window, world.clock, true);
  if (!takes_value(a.op)) {
    a.value = {};
    return a;
  }
  if (a.op == Op::in_window) {
    a.value = canonical_window(std::get<std::string>(a.value), world.clock, f.past);
    return a;
  }
  if (auto* name = std::get_if<std::string>(&a.value)) *name = canonical_name(*name, f, world);
  if (auto* names = std::get_if<Names>(&a.value))
    for (auto& name : *names) name = canonical_name(name, f, world);
  if (is_history(a.op)) return a;
  collapse(a);
  if (entity == Entity::issue) open_or_done(a);
  if (auto* yes = std::get_if<bool>(&a.value); yes && a.op == Op::not_equal) a.op = Op::equal, *yes = !*yes;
  if (f.type == Type::ordinal && is_range(a.op)) range_to_set(a, world.priorities);
  if (auto* n = std::get_if<double>(&a.value); n && !contains(kFractional, a.field)) strict_bound(a.op, *n);
  if (f.type == Type::duration) a.op = a.op == Op::at_least ? Op::greater : a.op == Op::at_most ? Op::less : a.op;
  return a;
}

bool before(const Atom& a, const Atom& b) { return std::tie(a.field, a.op, a.value, a.window) < std::tie(b.field, b.op, b.value, b.window); }
bool before(const Filter& a, const Filter& b) {
  if (a.any.empty() != b.any.empty()) return a.any.empty();
  if (a.any.empty()) return before(a.atom, b.atom);
  const auto branch = [](const auto& x, const auto& y) { return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end(), [](const Atom& p, const Atom& q) { return before(p, q); }); };
  return std::lexicographical_compare(a.any.begin(), a.any.end(), b.any.begin(), b.any.end(), branch);
}

Filter canonical(const Filter& f, Entity entity, const World& world) {
  if (f.any.empty()) return canonical(f.atom, entity, world);
  Filter out;
  for (const auto& branch : f.any) {
    auto& atoms = out.any.emplace_back();
    for (const Atom& a : branch) atoms.push_back(canonical(a, entity, world));
    std::sort(atoms.begin(), atoms.end(), [](const Atom& a, const Atom& b) { return before(a, b); });
    atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
  }
  std::sort(out.any.begin(), out.any.end(), [](const auto& a, const auto& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](const Atom& p, const Atom& q) { return before(p, q); });
  });
  out.any.erase(std::unique(out.any.begin(), out.any.end()), out.any.end());
  if (out.any.size() == 1 && out.any.front().size() == 1) return Filter(out.any.front().front());
  return out;
}

// What other conditions say already.
Names say_open_too(Entity entity) {
  return entity == Entity::issue ? Names{"overdue", "blocked", "blocking", "stale"} : Names{};
}
std::vector<Atom> implied_by(const std::vector<Filter>& where, Entity entity) {
  std::vector<Atom> out;
  const auto has = [&](auto matches) { return std::any_of(where.begin(), where.end(), [&](const Filter& f) { return f.any.empty() && matches(f.atom); }); };
  const auto holds = [&](std::string_view field) { return has([&](const Atom& a) { return a.field == field && a.op == Op::equal && a.value == Value(true); }); };
  const auto window = [&](std::string_view field) { return has([&](const Atom& a) { return a.field == field && a.op == Op::in_window; }); };
  for (const auto& field : say_open_too(entity))
    if (holds(field)) out.push_back(kOpen);
  if (entity == Entity::issue && window("resolved")) out.push_back(kDone);
  if (entity == Entity::pull_request && holds("stale")) out.push_back({"state", Op::equal, "open", ""});
  if (entity == Entity::pull_request && window("merged")) out.push_back({"state", Op::equal, "merged", ""});
  return out;
}
// What a metric itself says.
std::vector<Atom> implied_by(const Metric& m, const World& world) {
  if (m.name == "age" || m.name == "eta" || m.name == "forecast_items") return {kOpen};
  if (m.entity == Entity::issue && m.axis == "resolved") return {kDone};
  if (m.entity == Entity::pull_request && m.axis == "merged") return {{"state", Op::equal, "merged", ""}};
  if (m.name == "pr_age") return {{"state", Op::equal, "open", ""}};
  if (m.entity != Entity::deployment) return {};
  std::vector<Atom> out{{"environment", Op::equal, world.production, ""}};
  if (m.name == "deployments" || m.name == "deployment_frequency") out.push_back({"status", Op::equal, "success", ""});
  return out;
}
// What all of the metrics say: a condition that one of them does not have in itself has to be kept for it.
std::vector<Atom> implied_by(const Names& metrics, const World& world) {
  std::vector<Atom> out;
  for (std::size_t n = 0; n < metrics.size(); ++n) {
    const auto said = implied_by(*metric_use(metrics[n]).metric, world);
    if (n == 0) out = said;
    else std::erase_if(out, [&](const Atom& a) { return std::find(said.begin(), said.end(), a) == said.end(); });
  }
  return out;
}

std::vector<Filter> canonical(const std::vector<Filter>& filters, Entity entity, const World& world, const std::vector<Atom>& implied) {
  std::vector<Filter> out;
  for (const Filter& f : filters) out.push_back(canonical(f, entity, world));
  auto drop = implied_by(out, entity);
  drop.insert(drop.end(), implied.begin(), implied.end());
  std::erase_if(out, [&](const Filter& f) { return f.any.empty() && std::find(drop.begin(), drop.end(), f.atom) != drop.end(); });
  std::sort(out.begin(), out.end(), [](const Filter& a, const Filter& b) { return before(a, b); });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// One spelling a metric: without the suffix that is the default, and median rather than p50.
std::string canonical_metric(const std::string& text) {
  const MetricUse use = metric_use(text);
  if (use.metric == nullptr) return text;
  const auto all = use.metric->aggregations;
  const bool has_median = std::find(all.begin(), all.end(), Aggregation::median) != all.end();
  const Aggregation a = use.aggregation == Aggregation::p50 && has_median ? Aggregation::median : use.aggregation;
  return std::string(use.metric->name) + (a == use.metric->aggregation ? "" : "." + std::string(to_string(a)));
}

// "issues created in March" asked as a condition is the metric that counts them.
void metric_for_window(SemanticQuery& q) {
  struct Rule { std::string_view metric, field, becomes; };
  constexpr Rule kRules[] = {{"issues", "created", "issues_created"}, {"issues", "resolved", "issues_resolved"}, {"points", "resolved", "points_resolved"},
                             {"prs", "created", "prs_opened"}, {"prs", "merged", "prs_merged"}};
  if (q.metrics.size() != 1 || !q.time.empty()) return;
  for (auto it = q.where.begin(); it != q.where.end(); ++it)
    for (const Rule& r : kRules)
      if (it->any.empty() && it->atom.op == Op::in_window && q.metrics.front() == r.metric && it->atom.field == r.field) {
        q.metrics.front() = r.becomes;
        q.time = {std::get<std::string>(it->atom.value)};
        q.where.erase(it);
        return;
      }
}

void canonical_sort(SemanticQuery& q, Entity entity) {
  for (Sort& s : q.sort) {
    s.by = canonical_metric(s.by);
    if (entity == Entity::sprint && s.by == "name") s.by = "sprint";
    if (!q.metrics.empty() || (entity != Entity::issue && entity != Entity::pull_request)) continue;
    if (s.by == "age") s.by = "created", s.descending = !s.descending;
    else if (s.by == "idle") s.by = "updated", s.descending = !s.descending;
  }
  const bool grained = std::any_of(q.group_by.begin(), q.group_by.end(), [](const auto& g) { return is_grain(g); });
  if (q.sort.size() != 1) return;
  const bool usual = (q.metrics.size() == 1 && !q.group_by.empty() && !grained && q.sort.front() == Sort{q.metrics.front(), true}) ||
                     (q.group_by.size() == 1 && grained && q.sort.front() == Sort{q.group_by.front(), false});
  if (usual) q.sort.clear();
}

void canonical_time(SemanticQuery& q, const World& world) {
  if (q.time.empty() || q.metrics.empty()) return;
  const bool past = ends_at_now(*metric_use(q.metrics.front()).metric);
  for (auto& t : q.time) t = canonical_window(t, world.clock, past);
  std::sort(q.time.begin(), q.time.end());
}

ReportRequest canonical(const ReportRequest& r, const World& world) {
  return {r.report, canonical(r.where, entity_of_report(r.report), world, {}), r.time.empty() ? "" : canonical_window(r.time, world.clock, true)};
}

}  // namespace

SemanticQuery canonical(const SemanticQuery& query, const World& world) {
  SemanticQuery q = query;
  const Entity entity = entity_of(q);
  for (auto& m : q.metrics) m = canonical_metric(m);
  metric_for_window(q);
  if (!q.metrics.empty()) q.entity.clear();
  q.where = canonical(q.where, entity, world, implied_by(q.metrics, world));
  q.pct = canonical(q.pct, entity, world, {});
  canonical_time(q, world);
  if (!q.as_of.empty())
    if (const auto day = last_day(q.as_of, world.clock)) q.as_of = format_date(*day);
  for (auto& g : q.group_by)
    if (entity == Entity::sprint && g == "name") g = "sprint";
  sort_unique(q.group_by);
  for (Having& h : q.having) {
    h.metric = canonical_metric(h.metric);
    if (metric_use(h.metric).metric->unit == "count") strict_bound(h.op, h.value);
  }
  std::sort(q.having.begin(), q.having.end(), [](const Having& a, const Having& b) { return std::tie(a.metric, a.op, a.value) < std::tie(b.metric, b.op, b.value); });
  q.having.erase(std::unique(q.having.begin(), q.having.end()), q.having.end());
  sort_unique(q.metrics);
  canonical_sort(q, entity);
  sort_unique(q.select);
  return q;
}

Ir canonical(const Ir& ir, const World& world) {
  if (const auto* q = std::get_if<SemanticQuery>(&ir)) return canonical(*q, world);
  if (const auto* r = std::get_if<ReportRequest>(&ir)) return canonical(*r, world);
  if (const auto* m = std::get_if<Multi>(&ir)) {
    Multi out;
    for (const auto& part : m->parts) std::visit([&](const auto& p) { out.parts.emplace_back(canonical(p, world)); }, part);
    const auto text = [](const auto& part) { return std::visit([](const auto& p) { return to_json(Ir(p)); }, part); };
    std::sort(out.parts.begin(), out.parts.end(), [&](const auto& a, const auto& b) { return text(a) < text(b); });
    return out;
  }
  return Refuse{};
}

}  // namespace juno::ask
