// SPDX-License-Identifier: Apache-2.0
#include "cmd/semantic.h"
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include "cmd/delivery_data.h"
#include "cmd/forecast_data.h"
#include "cmd/report_request.h"
#include "cmd/semantic_features.h"
#include "cmd/semantic_sprints.h"
#include "core/ask/capacity_figures.h"
#include "core/ask/figure_table.h"
#include "core/ask/say.h"
#include "core/ask/sprint_figures.h"
#include "core/calendar.h"
#include "core/dora.h"
#include "core/error.h"
#include "core/names.h"
#include "core/priority.h"
#include "core/text.h"
#include "store/semantic_sql.h"
#include "store/sprints.h"
namespace juno {
namespace {

using ask::SemanticQuery;

// The cache's names, each list read once and only when somebody asks for it.
class CachedNames {
 public:
  explicit CachedNames(Context& ctx) : ctx_(ctx) {}
  const std::vector<std::string>& of(ask::List list) {
    const auto it = lists_.find(list);
    if (it != lists_.end()) return it->second;
    return lists_[list] = store::cached_values(ctx_.cache(), list, ctx_.config());
  }
  bool has(ask::List list, std::string_view value) { return store::has_value(ctx_.cache(), list, value, ctx_.config()); }

 private:
  Context& ctx_;
  std::map<ask::List, std::vector<std::string>> lists_;
};

std::string noun_of(ask::List list) {
  std::string noun(ask::to_string(list));
  if (noun == "people") return "person";
  if (noun == "priorities") return "priority";
  if (noun == "statuses") return "status";
  if (noun.back() == 's') noun.pop_back();
  return noun;
}

store::SqlLimits limits_of(Context& ctx) {
  store::SqlLimits limits;
  limits.time = std::chrono::seconds(30);
  limits.interrupted = [&ctx] { return ctx.system.signal() != 0; };
  return limits;
}

// ---- deployments that failed: the same code as `juno dora`

std::vector<std::pair<Id, std::string>> failed_deployments(Context& ctx, const SemanticQuery& q, const ask::World& world) {
  bool asked = false;
  for (const auto& m : q.metrics) asked = asked || m == "change_failure_rate";
  if (!asked) return {};
  Period all;
  all.to = ctx.now();
  for (const auto& t : q.time)
    if (const auto span = ask::resolve_window(t, world.clock, true); span && span->from && q.time.size() == 1) all.from = *span->from;
  FailureRules rules;
  rules.window = ctx.config().deploy.failure_window, rules.revert_window = ctx.config().deploy.revert_window, rules.hotfix = ctx.config().deploy.hotfix;
  DeliveryOptions options;
  options.source = "deployments";
  const std::chrono::hours day{24};
  const Delivery data = load_delivery(ctx, options, all, {rules.revert_window + day, rules.revert_window + day, rules.window, rules.window + day, false});
  const Judged judged = judge(data.rows.deploys, data.rows.commits, data.rows.pulls, data.incidents, rules);
  std::vector<std::pair<Id, std::string>> out;
  for (std::size_t n = 0; n < judged.verdicts.size(); ++n)
    if (judged.verdicts[n].failed()) out.emplace_back(data.rows.deploys[n].repository_id, data.rows.deploys[n].id);
  return out;
}

// ---- one question

void check(const ask::Ir& ir, const ask::World& world) {
  auto problems = ask::validate(ir, world);
  if (problems.empty()) return;
  Error e(Exit::usage, problems.size() == 1 ? problems.front() : "the question has " + std::to_string(problems.size()) + " errors", "man juno-query lists metrics, fields and windows");
  if (problems.size() > 1) e.details = std::move(problems);
  throw e;
}

Table compiled_rows(Context& ctx, Report& report, const SemanticQuery& q, const store::SemanticInput& in) {
  const auto compiled = store::compile(ctx.cache(), q, in);
  auto result = store::run_compiled(ctx.paths().cache, compiled, in.world.clock, limits_of(ctx));
  if (result.more) report.warnings.push_back("only the first rows are shown: narrow the question or give --limit");
  for (const auto& note : compiled.notes) report.notes.push_back(note);
  report.explain.push_back("SQL: " + compiled.sql);
  std::string params;
  for (std::size_t n = 0; n < compiled.params.size(); ++n) {
    const auto& v = compiled.params[n];
    params += (n == 0 ? "" : ", ") + std::string("$") + std::to_string(n + 1) + " = ";
    if (const auto* i = std::get_if<std::int64_t>(&v)) params += std::to_string(*i);
    else if (const auto* d = std::get_if<double>(&v)) params += people_number(*d);
    else params += "'" + std::get<std::string>(v) + "'";
  }
  if (!params.empty()) report.explain.push_back("Parameters: " + params);
  return std::move(result.table);
}

// Whose code a metric is answered by: metrics of one maker are asked together.
std::string_view maker_of(std::string_view metric) {
  const ask::Metric& m = *ask::metric_use(metric).metric;
  if (m.entity == ask::Entity::feature) return "rank";
  if (ask::is_forecast(m.name)) return "forecast";
  if (ask::is_capacity(m.name)) return "capacity";
  if (m.entity != ask::Entity::sprint || m.name == "sprints") return "sql";
  return among(m.name, {"burndown", "burnup", "velocity_forecast", "sprint_success_probability"}) ? m.name : "sprint";
}

Table forecast_rows(Context& ctx, Report& report, const SemanticQuery& q, const store::SemanticInput& in) {
  const ForecastScopes all = forecast_scopes(ctx, q, in);
  for (auto& line : ask::forecast_paces(q, all.scopes)) report.explain.push_back(std::move(line));
  for (auto& note : ask::forecast_notes(all.scopes, all.whose, all.today)) report.notes.push_back(std::move(note));
  return ask::forecast_table(q, all.scopes, in.world.clock);
}

Table rows_of(Context& ctx, Report& report, const SemanticQuery& q, const store::SemanticInput& in) {
  std::map<std::string_view, std::vector<std::string>> makers;
  for (const auto& m : q.metrics) makers[maker_of(m)].push_back(m);
  if (makers.empty()) makers[ask::entity_of(q) == ask::Entity::feature ? "rank" : "sql"];
  if (makers.size() > 1) {
    std::vector<std::pair<SemanticQuery, Table>> parts;
    for (auto& [maker, metrics] : makers) {
      if (!among(maker, {"rank", "forecast", "capacity", "sql", "sprint"})) throw Error(Exit::usage, std::string(maker) + " has rows of its own: it is asked apart from other metrics", "ask two questions");
      SemanticQuery part = q;
      part.metrics = std::move(metrics);
      part.having.clear(), part.sort.clear(), part.limit.reset();
      Table table = rows_of(ctx, report, part, in);
      parts.emplace_back(std::move(part), std::move(table));
    }
    return ask::merged(q, parts);
  }
  const std::string_view maker = makers.begin()->first;
  if (maker == "sql") return compiled_rows(ctx, report, q, in);
  if (maker == "rank") return feature_rows(ctx, q, in, report);
  if (maker == "forecast") return forecast_rows(ctx, report, q, in);
  return sprint_table(ctx, q, in, report);
}

// "Who has the most open issues" asks for a person: what belongs to nobody is told beside the ranking, not in it.
Table ranked_people(Context& ctx, Report& report, const SemanticQuery& q, const store::SemanticInput& in) {
  const ask::Field* field = q.group_by.size() == 1 && q.metrics.size() == 1 && q.limit ? ask::find_field(ask::entity_of(q), q.group_by[0]) : nullptr;
  if (!field || field->of != ask::List::people || field->many || ask::entity_of(q) == ask::Entity::person) return rows_of(ctx, report, q, in);
  SemanticQuery somebody = q, nobody = q;
  somebody.where.emplace_back(ask::Atom{std::string(field->name), ask::Op::not_null, {}, {}});
  nobody.where.emplace_back(ask::Atom{std::string(field->name), ask::Op::is_null, {}, {}});
  nobody.group_by.clear(), nobody.sort.clear(), nobody.having.clear(), nobody.limit.reset();
  Report aside;
  const Table left_out = rows_of(ctx, aside, nobody, in);
  if (!left_out.rows.empty() && !left_out.rows[0].empty()) {
    const Cell& value = left_out.rows[0].back();
    const auto* count = std::get_if<std::int64_t>(&value);
    const auto* number = std::get_if<double>(&value);
    if ((count && *count != 0) || (number && *number != 0))
      report.notes.push_back("Left out of the ranking is what has no " + ask::words_of(field->name) + ": " + (count ? std::to_string(*count) : people_number(*number)) + ".");
  }
  return rows_of(ctx, report, somebody, in);
}

// "Did Otter close more than Falcon": Falcon has no row where it closed none, and that is half of the answer.
void note_absent(Report& report, const SemanticQuery& q, const Table& table) {
  if (q.group_by.size() != 1 || q.limit || !q.having.empty()) return;
  std::string absent;
  for (const ask::Filter& f : q.where) {
    const auto* names = f.any.empty() && f.atom.field == q.group_by[0] && f.atom.op == ask::Op::in ? std::get_if<std::vector<std::string>>(&f.atom.value) : nullptr;
    for (std::size_t n = 0; names && n < names->size(); ++n) {
      const std::string& name = (*names)[n];
      const bool there = name.starts_with('@') || std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
        const std::string shown = ask::group_name(row[0]).value_or("");
        return shown == name || (q.group_by[0] == "sprint" && shown.starts_with(name + " ("));  // sprints of one name are told apart
      });
      if (!there) absent += (absent.empty() ? "" : ", ") + name;
    }
  }
  if (!absent.empty()) report.notes.push_back("No row for " + absent + ": there is nothing to count or measure.");
}
// A table leaves "no" blank; of one row that was asked about it is the answer.
void note_denied(Report& report, const SemanticQuery& q, const Table& table) {
  if (!q.metrics.empty() || table.rows.size() != 1) return;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (const auto* yes = std::get_if<bool>(&table.rows[0][c]); yes && !*yes) report.notes.push_back(table.columns[c].title + ": no.");
}

void add_rows(Context& ctx, Report& report, const SemanticQuery& q, const ask::World& world, const std::string& key, PeopleRanking ranking) {
  const store::SemanticInput in{world, ctx.config(), failed_deployments(ctx, q, world)};
  Section section{key, "", {}, {}, false};
  report.explain.push_back(ask::say(q, world) + ".");
  for (auto& line : ask::explain(q, world)) report.explain.push_back(std::move(line));
  for (auto& line : ask::definitions(q)) report.notes.push_back(std::move(line));
  const auto asks = [&](std::string_view field) { return std::any_of(q.where.begin(), q.where.end(), [&](const ask::Filter& f) { return f.any.empty() && f.atom.field == field; }); };
  if (ask::entity_of(q) == ask::Entity::issue && asks("reopened") && (asks("updated") || asks("created")))
    report.notes.push_back("Reopened is told of the whole life of an issue; reopened in that time is 'status_category changed from done during …'.");
  for (std::size_t n = 0; q.time.size() > 1 && n < q.time.size(); ++n)
    if (const auto span = ask::resolve_window(q.time[n], world.clock, false)) report.notes.push_back("Window " + std::to_string(n) + " is " + ask::say(*span, world.clock) + ".");
  if (ask::entity_of(q) == ask::Entity::issue && q.as_of.empty())
    if (auto warning = later_changes(ctx)) report.warnings.push_back(std::move(*warning));
  section.table = ranking == PeopleRanking::of_people ? ranked_people(ctx, report, q, in) : rows_of(ctx, report, q, in);
  for (std::size_t k = 0; k < q.group_by.size() && k < section.table.columns.size(); ++k)
    if (!ask::is_grain(q.group_by[k]) && std::any_of(section.table.rows.begin(), section.table.rows.end(), [&](const auto& row) { return std::holds_alternative<std::monostate>(row[k]); }))
      report.notes.push_back("The row without a name is what has no " + ask::words_of(q.group_by[k]) + ".");
  note_absent(report, q, section.table);
  note_denied(report, q, section.table);
  report.sections.push_back(std::move(section));
}

// For gates: how many rows there are, and the figures where they stand in one row.
void add_figures(Report& report, const SemanticQuery& q) {
  const Table& table = report.sections.back().table;
  const auto rows = static_cast<std::int64_t>(table.rows.size());
  report.summary.push_back({"count", "", rows, Kind::integer, {}});
  if (rows != 1 || q.metrics.empty()) return;
  const std::size_t first = q.group_by.size() + (q.time.size() > 1 ? 1 : 0);
  for (std::size_t n = 0; n < q.metrics.size() && first + n < table.columns.size(); ++n)
    report.summary.push_back({q.metrics[n], "", table.rows[0][first + n], table.columns[first + n].kind, "nothing to measure"});
}

}  // namespace

ask::Clock semantic_clock(Context& ctx) {
  const Config& config = ctx.config();
  return {ctx.now(), ctx.zone(), weekday_named(config.week_start).value_or(0), static_cast<int>(config.fiscal_year_start_month)};
}

ask::World semantic_world(Context& ctx) {
  const Config& config = ctx.config();
  const auto names = std::make_shared<CachedNames>(ctx);
  ask::World w;
  w.clock = semantic_clock(ctx);
  w.me = config.me;
  w.production = config.deploy.environment;
  w.priorities = names->of(ask::List::priorities);
  w.priorities_ordered = priorities_ordered(w.priorities, config.priority_scores);
  w.known = [names, w](ask::List list, std::string_view value) {
    // What is configured need not have been seen yet.
    return names->has(list, value) || (list == ask::List::people && value == w.me) || (list == ask::List::environments && value == w.production);
  };
  return w;
}

namespace {

// As in `juno sprint report 171`: what no sprint is called by may be its id. Empty = of none.
std::string sprint_with_id(Context& ctx, const std::string& typed, const std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), typed) != names.end()) return {};
  const auto rows = store::sprints_with_id(ctx.cache(), typed);
  if (rows.empty()) return {};
  if (rows.size() > 1) {
    Error error(Exit::usage, "'" + typed + "' is the id of several sprints", "give it with its site");
    for (const auto& row : rows) error.details.push_back(row.sprint.name + " (id " + row.public_id + ")");
    throw error;
  }
  const auto titles = store::namesake_titles(ctx.cache());
  const auto title = titles.find(rows.front().sprint.id);
  return title == titles.end() ? rows.front().sprint.name : title->second;
}

}  // namespace

ask::NameResolver name_resolver(Context& ctx) {
  const auto names = std::make_shared<CachedNames>(ctx);
  return [names, &ctx](ask::List list, const std::string& typed) {
    if (list == ask::List::sprints)
      if (std::string name = sprint_with_id(ctx, typed, names->of(list)); !name.empty()) return name;
    std::vector<NameCandidate> candidates;
    for (const auto& n : names->of(list)) candidates.push_back({n, {}, ""});
    return candidates[resolve_name(typed, candidates, noun_of(list), "")].name;
  };
}

std::optional<std::string> later_changes(Context& ctx) {
  // A day: clocks differ, and of what was synced just now nobody asks as of before.
  if (!store::changed_after(ctx.cache(), ctx.now() + std::chrono::hours(24))) return std::nullopt;
  return "Issues were changed after " + format_instant(ctx.now()).substr(0, 10) + ", the moment that is asked about: their status, sprint and points are those of the last sync, not of then (juno query --as-of tells those of a day).";
}

SemanticQuery issues_where(Context& ctx, const ask::World& world, const std::vector<std::string>& conditions) {
  SemanticQuery q;
  q.entity = "issue";
  const ask::NameResolver names = name_resolver(ctx);
  for (const std::string& c : conditions) q.where.push_back(ask::parse_condition(c, ask::Entity::issue, names));
  check(q, world);
  return ask::canonical(q, world);
}

std::vector<std::vector<Cell>> every_row(Context& ctx, const SemanticQuery& q, const store::SemanticInput& in) {
  store::SqlLimits limits = limits_of(ctx);
  limits.rows = 10'000'000;
  auto result = store::run_compiled(ctx.paths().cache, store::compile(ctx.cache(), q, in), in.world.clock, limits);
  if (result.more) throw Error(Exit::store, "more than " + std::to_string(limits.rows) + " rows: an answer from a part of them would be wrong", "conditions make it fewer");
  return std::move(result.table.rows);
}

std::set<std::string> keys_where(Context& ctx, const std::vector<std::string>& conditions) {
  const ask::World world = semantic_world(ctx);
  SemanticQuery meant = issues_where(ctx, world, conditions);
  meant.select = {"key"};
  std::set<std::string> out;
  for (const auto& row : every_row(ctx, meant, {world, ctx.config(), {}}))
    if (const auto* key = std::get_if<std::string>(&row.front())) out.insert(*key);
  return out;
}

Report answer(Context& ctx, const ask::Ir& ir, PeopleRanking ranking) {
  const ask::World world = semantic_world(ctx);
  check(ir, world);
  ask::Ir meant = ask::canonical(ir, world);
  Report report;
  report.ordered = true;
  report.summary.push_back({"ir", "", ask::to_json(ir), Kind::json, ""});
  report.summary.push_back({"canonical", "", ask::to_json(meant), Kind::json, ""});
  if (auto* q = std::get_if<SemanticQuery>(&meant)) {
    // Columns as they were asked for: their order means nothing else.
    const auto& asked = std::get<SemanticQuery>(ir);
    q->select = asked.select;
    if (std::is_permutation(q->metrics.begin(), q->metrics.end(), asked.metrics.begin(), asked.metrics.end())) q->metrics = asked.metrics;
    if (std::is_permutation(q->group_by.begin(), q->group_by.end(), asked.group_by.begin(), asked.group_by.end())) q->group_by = asked.group_by;
    report.title = ask::say(*q, world);
    report.summary.push_back({"question", "", report.title, Kind::text, ""});
    report.summary.push_back({"line", "", ask::query_line(std::get<SemanticQuery>(ir)), Kind::text, ""});
    add_rows(ctx, report, *q, world, "rows", ranking);
    add_figures(report, *q);
    return report;
  }
  if (const auto* m = std::get_if<ask::Multi>(&meant)) {
    std::size_t n = 0;
    for (const auto& part : m->parts) {
      ++n;
      if (const auto* r = std::get_if<ask::ReportRequest>(&part)) {
        add_report(report, requested_report(ctx, *r), "part_" + std::to_string(n) + ".");
        continue;
      }
      const auto& q = std::get<SemanticQuery>(part);
      add_rows(ctx, report, q, world, "rows_" + std::to_string(n), ranking);
      report.sections.back().title = ask::say(q, world);
    }
    return report;
  }
  if (const auto* r = std::get_if<ask::ReportRequest>(&meant)) return requested_report(ctx, *r);
  throw Error(Exit::usage, "nothing is asked: the question is a clarification or a refusal");
}

}  // namespace juno
