// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <iterator>
#include <memory>
#include "cmd/commands.h"
#include "cmd/period_flags.h"
#include "cmd/semantic.h"
#include "core/ask/sprint_figures.h"
#include "core/error.h"
namespace juno {
namespace {

struct QueryArguments {
  std::vector<std::string> metrics, by, where, share, time, having;
  std::string entity, since, until, as_of, select, ir;
};

std::vector<std::string> parted(const std::vector<std::string>& lists) {
  std::vector<std::string> out;
  for (const auto& list : lists)
    for (std::size_t at = 0; at <= list.size();) {
      const std::size_t end = std::min(list.find(',', at), list.size());
      if (end > at) out.push_back(list.substr(at, end - at));
      at = end + 1;
    }
  return out;
}

std::string read_file(Context& ctx, const std::string& name) {
  constexpr std::size_t kMost = 64 * 1024 + 1;  // parse_ir refuses more
  std::string text(kMost, '\0');
  std::ifstream file;
  if (name != "-") file.open(name, std::ios::binary);
  std::istream& in = name == "-" ? ctx.system.in : file;
  if (!in) throw Error(Exit::usage, "cannot read " + name);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

ask::Entity entity_asked(const ask::SemanticQuery& q) {
  if (!q.metrics.empty()) {
    if (const auto* metric = ask::metric_use(q.metrics.front()).metric) return metric->entity;
    const std::string guess = ask::metric_meant(q.metrics.front());
    throw Error(Exit::usage, "unknown metric " + q.metrics.front(), guess.empty() ? "man juno-query lists them" : "did you mean " + guess + "?");
  }
  if (const auto* e = ask::find_entity(q.entity)) return e->entity;
  throw Error(Exit::usage, q.entity.empty() ? "give --metric, --entity or --ir" : "unknown entity " + q.entity, "juno query --metric issues --where open --by team");
}

// Periods as every report takes them, besides the windows of man juno-query.
void add_period(ask::SemanticQuery& q, const QueryArguments& o, Context& ctx) {
  if (o.since.empty() && o.until.empty()) return;
  if (!q.time.empty()) throw Error(Exit::usage, "--since and --until are a window like --time: give one or the other");
  const Period p = period_of(o.since.empty() ? "1970" : o.since, o.until, "1970", ctx.now(), midnights(ctx));
  q.time.push_back(ask::window_text({o.since.empty() ? std::nullopt : std::optional(p.from), p.to}));
}

void add_order(ask::SemanticQuery& q, const GlobalOptions& o) {
  if (!o.sort.empty()) q.sort.clear();
  for (const auto& by : parted({o.sort})) q.sort.push_back({by.substr(by.front() == '-' ? 1 : 0), by.front() == '-'});
  if (!o.limit) return;
  if (*o.limit < 1) throw Error(Exit::usage, "--limit: not from 1");
  q.limit = o.limit;
}

// What can be asked, from the model itself.
std::string vocabulary() {
  std::string out;
  for (const ask::EntityInfo& e : ask::entities()) {
    std::string metrics, fields;
    for (const ask::Metric& m : ask::metrics())
      if (m.entity == e.entity) metrics += (metrics.empty() ? "" : ", ") + std::string(m.name);
    for (const ask::Field& f : e.fields) fields += (fields.empty() ? "" : ", ") + std::string(f.name);
    out += "\n\nOf " + std::string(e.plural) + ": metrics " + (metrics.empty() ? "none" : metrics) + "; fields " + fields + ".";
  }
  return out;
}

Report run(const QueryArguments& o, Context& ctx) {
  if (!o.ir.empty()) {
    if (!o.metrics.empty() || !o.entity.empty() || !o.where.empty()) throw Error(Exit::usage, "--ir holds the whole question: no other part of one goes with it");
    ask::Ir ir = ask::parse_ir(read_file(ctx, o.ir));
    if (auto* q = std::get_if<ask::SemanticQuery>(&ir)) add_order(*q, ctx.options);
    return answer(ctx, ir);
  }
  ask::SemanticQuery q;
  q.metrics = parted(o.metrics), q.entity = o.entity, q.group_by = parted(o.by), q.time = o.time, q.as_of = o.as_of, q.select = parted({o.select});
  const ask::Entity entity = entity_asked(q);
  const ask::NameResolver names = name_resolver(ctx);
  for (const auto& c : o.where) q.where.push_back(ask::parse_condition(c, entity, names));
  for (const auto& c : o.share) q.pct.push_back(ask::parse_condition(c, entity, names));
  for (const auto& h : o.having) q.having.push_back(ask::parse_having(h));
  add_period(q, o, ctx);
  add_order(q, ctx.options);
  ask::add_usual_sprints(q);
  return answer(ctx, q);
}

}  // namespace

Run query_command(Flags& flags) {
  auto o = std::make_shared<QueryArguments>();
  flags.list("--metric", o->metrics, "NAME", "What to count or measure, with .avg .median .p85 .max and so on (repeatable)");
  flags.list("--by", o->by, "FIELD", "Group by a field, or by day, week, month, quarter, year, weekday (repeatable)");
  flags.list("--where", o->where, "CONDITION", "Only rows for which it holds (repeatable: all hold)");
  flags.list("--share", o->share, "CONDITION", "The share of rows for which this holds too (repeatable)");
  flags.value("--since", o->since, "WHEN", "From its first moment: 2026-03-05, 2026-03, 2026-W12, 2026-Q1, 2026, yesterday, or so long ago: 30d, 6w, 3m, 1y");
  flags.value("--until", o->until, "WHEN", "Through its last moment, in the same forms (default: now)");
  flags.list("--time", o->time, "WINDOW", "A window such as month:-1, last:30d, 2026-Q1; two are compared (repeatable)");
  flags.value("--as-of", o->as_of, "DAY", "As issues were at the end of that day");
  flags.list("--having", o->having, "CONDITION", "Only groups for which it holds: issues > 10 (repeatable)");
  flags.choice("--entity", o->entity, {"issue", "sprint", "pull_request", "review", "commit", "deployment", "incident", "worklog", "ci_run", "feature", "person", "release"}, "List these instead of measuring");
  flags.value("--select", o->select, "FIELDS", "Columns of a list, separated by commas");
  flags.value("--ir", o->ir, "FILE", "The whole question as JSON, as --format json gives it in data.ir; - reads standard input").completion = Completion::file;
  flags.describe(
      "Answers any question that the cache can answer, from parts: a metric, or an entity to list; conditions; groups; a window of time. One statement of SQL is made of them, and --explain "
      "prints it with the definition of each metric and the exact dates.\n\n"
      "A condition is FIELD = VALUE, with != < <= > >= and ~ (holds the phrase), in (A, B), not in (A, B), is empty, is not empty, in WINDOW for dates, was VALUE during WINDOW, changed to VALUE during WINDOW; "
      "or the name of a field that is true or false, with not before it: open, not blocked. Several may be joined by and, or. Names match in any case and by a unique beginning; @me is the configured user, "
      "and sprints may be @current, @next, @previous, @last:N or an id. What holds spaces or signs is quoted, with either quote; a quote inside is doubled: \"the \"\"big\"\" one\". != and not in keep rows where the field is empty. priority >= High is High and more severe.\n\n"
      "A window is a period of the calendar (month:0 is this month, week:-1 the last week, quarter:-2..-1), a rolling one (last:30d, next:7d), a date, month, quarter or year (2026-03, 2026-Q1, FY2027), a range "
      "(2026-01..2026-03), or since:, until:, through: and a date. On dates that have been, a window that holds now ends now. Metrics of sprints are those of juno sprint report; without any sprint velocity is "
      "that of the last six. Capacity and utilization are those of juno capacity show, features those of juno rank.\n\n"
      "Forecasts (eta, forecast_items, sprint_success_probability) are simulated from the last 12 whole weeks of the same scope, and need five: conditions that only open work satisfies (its status, its sprint) choose what "
      "is open, the pace is that of all of which the others hold. A percentile is how sure the answer is: eta.p95 is later, forecast_items.p95 fewer. velocity_forecast is that of juno velocity.");
  flags.description += vocabulary();
  flags.example("juno query --metric issues --where open --where 'type = Bug' --by team", "Open bugs of each team");
  flags.example("juno query --metric cycle_time,cycle_time.p85 --by month --since 2026", "Cycle time, month by month");
  flags.example("juno query --metric issues_created,issues_resolved --time month:-1 --time month:0", "This month against the last one");
  flags.example("juno query --entity issue --where 'status changed to Done during week:-1' --sort -updated", "What was finished last week");
  flags.example("juno query --metric eta --where 'epic = PAY-12'", "When will it be done, with 85 % confidence?");
  flags.example("juno query --metric issues --where open --share 'assignee is empty'", "How much of what is open belongs to nobody");
  flags.output("ir", "the question; --ir reads it");
  flags.output("canonical", "the same with exact moments, and equal for all questions that mean the same");
  flags.output("question, line", "the question as a sentence, and as a command line");
  flags.example("juno query --metric issues --where overdue --fail-if 'issues > 0'", "A gate: exit 1 when something is overdue");
  flags.output("count, METRIC", "how many rows there are, and where it is one the figures themselves, for --fail-if");
  flags.output("rows[]", "one object a row: groups, the window's number where there are two, metrics; unit, ranges and a remark where figures of sprints and forecasts have them");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
