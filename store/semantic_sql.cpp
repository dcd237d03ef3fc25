// SPDX-License-Identifier: Apache-2.0
#include "store/semantic_sql.h"
#include <algorithm>
#include <map>
#include <set>
#include "core/error.h"
#include "core/priority.h"
#include "store/query.h"
#include "store/semantic_rows.h"
namespace juno::store {
namespace {

using namespace semantic;
using ask::Aggregation;
using How = MetricSql::How;

constexpr std::size_t kMostSteps = 1000;  // of a rate: each has its own length

Kind kind_of(ask::Type type) {
  switch (type) {
    case ask::Type::boolean: return Kind::boolean;
    case ask::Type::number: case ask::Type::duration: return Kind::number;
    case ask::Type::date: return Kind::instant;
    case ask::Type::key: case ask::Type::text: case ask::Type::enumeration: case ask::Type::ordinal: case ask::Type::reference: case ask::Type::free: return Kind::text;
  }
  return Kind::text;
}

std::string title_of(std::string_view name) {
  std::string out = ask::words_of(name);
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 'a' + 'A');
  return out;
}

Column metric_column(const std::string& text) {
  const ask::MetricUse use = ask::metric_use(text);
  const std::string_view unit = use.metric->unit;
  const bool whole = unit == "count" && (use.aggregation == Aggregation::count || use.aggregation == Aggregation::sum);
  std::string title = title_of(use.metric->name);
  if (!use.plain()) title += " " + std::string(ask::to_string(use.aggregation));
  if (unit != "count" && unit != "ratio") title += " (" + title_of(unit) + ")";
  return {text, title, whole ? Kind::integer : unit == "ratio" ? Kind::ratio : Kind::number, false};
}

class Compiler {
 public:
  // `missing`: nothing of these was ever synced, so their figures are unknown, not nought.
  Compiler(Database& db, const ask::SemanticQuery& q, const SemanticInput& in, std::set<ask::Entity> missing) : b_(db, in, q), q_(q), entity_(ask::entity_of(q)), missing_(std::move(missing)) {
    for (const ask::Entity e : missing_) b_.note("The cache holds no " + std::string(ask::info(e).plural) + ": figures of them are unknown.");
  }

  CompiledQuery run() {
    CompiledQuery out;
    const std::string body = q_.metrics.empty() ? list(out.columns) : figures(out.columns);
    out.sql = b_.with() + body;
    if (q_.limit) out.sql += "\nlimit " + b_.bind(SqlValue(*q_.limit));
    out.params = std::move(b_.params);
    out.notes.assign(b_.notes.begin(), b_.notes.end());
    return out;
  }

 private:
  // ---- lists

  std::vector<std::string> columns_of_list() const {
    if (!q_.select.empty()) return q_.select;
    switch (entity_) {
      case ask::Entity::issue: return {"type", "summary", "status", "priority", "assignee"};
      case ask::Entity::incident: return {"priority", "created", "resolved", "assignee"};
      case ask::Entity::sprint: return {"state", "start", "end"};
      case ask::Entity::pull_request: return {"title", "author", "state", "created"};
      case ask::Entity::review: return {"reviewer", "state", "submitted"};
      case ask::Entity::commit: return {"author", "committed", "message"};
      case ask::Entity::deployment: return {"environment", "status", "finished"};
      case ask::Entity::worklog: return {"author", "started", "hours"};
      case ask::Entity::ci_run: return {"workflow", "branch", "conclusion", "started"};
      case ask::Entity::person: return {"team"};
      case ask::Entity::release: return {"project", "released", "release_date"};
      case ask::Entity::feature: break;
    }
    return {};
  }

  std::string shown(const FieldSql& f, const ask::Field& field) const {
    if (!f.each.empty()) return "(select json_group_array(name) from (" + f.each + "))";
    return field.type == ask::Type::boolean ? "(case when " + f.value + " then 1 else 0 end)" : f.value;
  }

  std::string order_of_list(const std::string& key) {
    std::string out;
    for (const ask::Sort& s : q_.sort) {
      const FieldSql f = field_sql(b_, entity_, s.by);
      const ask::Field& field = *ask::find_field(entity_, s.by);
      if (!f.each.empty()) throw Error(Exit::usage, "cannot sort by " + s.by + ": it has several values");
      const std::string value = field.type == ask::Type::ordinal ? severity(b_, f.value) : shown(f, field);
      out += "case when " + f.value + " is null then 1 else 0 end, " + value + (s.descending ? " desc, " : ", ");
    }
    const bool issues = entity_ == ask::Entity::issue || entity_ == ask::Entity::incident;
    return "\norder by " + out + (issues ? "i.project_key, i.number, i.id" : entity_ == ask::Entity::pull_request ? b_.repository_name("p.repository_id") + ", p.number" : key);
  }

  std::string list(std::vector<Column>& columns) {
    const Source source = source_of(b_, entity_);
    const std::string key = row_key(b_, entity_);
    std::string select = key + " as key";
    columns.push_back({"key", title_of(ask::info(entity_).name), Kind::text, false});
    for (const auto& name : columns_of_list()) {
      const ask::Field& field = *ask::find_field(entity_, name);
      const FieldSql f = field_sql(b_, entity_, name);
      select += ", " + shown(f, field) + " as c" + std::to_string(columns.size());
      columns.push_back({name, title_of(name), !f.each.empty() ? Kind::list : f.day ? Kind::date : kind_of(field.type), name == "summary" || name == "title" || name == "message" || name == "goal"});
    }
    // People with several accounts are one person.
    const std::string distinct = entity_ == ask::Entity::person ? "distinct " : "";
    return "select " + distinct + select + "\nfrom " + source.from + where_all({source.where, where_sql(b_, entity_, q_.where), born(b_, entity_)}) + (distinct.empty() ? order_of_list(key) : "\norder by 1");
  }

  // ---- figures

  // What a frequency is taken over.
  std::pair<Instant, Instant> stretch_of(const ask::Span* span) {
    Instant from, to = b_.now();
    if (span && span->from) from = *span->from;
    else if (b_.input.config.sync.since) from = b_.input.world.clock.zone.start_of(*b_.input.config.sync.since);
    else {
      Query q(b_.db, "select min(coalesce(finished_at, created_at)) from deployment");
      from = q.next() && !q.null(0) ? q.instant(0) : to;
    }
    if (span && span->to) to = *span->to;
    return {from, to};
  }
  // Its days; by a step of time those of each step that lie in it.
  std::string days_of(const ask::Span* span) {
    const auto [from, to] = stretch_of(span);
    const auto grain = std::find_if(q_.group_by.begin(), q_.group_by.end(), [](const auto& g) { return ask::is_grain(g); });
    if (grain == q_.group_by.end()) return b_.bind(SqlValue(days_between(from, to)));
    const ask::Clock& clock = b_.input.world.clock;
    std::map<std::string, double> days;
    for (Date day = clock.zone.date(from); clock.zone.start_of(day) < to; day = day + 1)
      days[ask::step_label(*grain, day, clock.week_start)] += days_between(std::max(from, clock.zone.start_of(day)), std::min(to, clock.zone.start_of(day + 1)));
    if (days.size() > kMostSteps) throw Error(Exit::usage, "a rate by " + *grain + " over so long a time has too many steps", "ask by month, or of a shorter time");
    std::string cases;
    for (const auto& [label, n] : days) cases += " when " + b_.bind(SqlValue(label)) + " then " + b_.bind(SqlValue(n));
    return "(case g" + std::to_string(grain - q_.group_by.begin() + 1) + cases + " end)";
  }

  static std::string ranked(Aggregation a) {
    if (a == Aggregation::median || a == Aggregation::p50) return "avg(case when rn in ((n + 1) / 2, (n + 2) / 2) then v end)";
    const std::string p = std::string(ask::to_string(a)).substr(1);
    return "max(case when rn = max(1, (n * " + p + " + 99) / 100) then v end)";
  }

  std::string figure(const ask::MetricUse& use, const ask::Span* span) {
    const Rows rows = rows_of(b_, entity_, use, span);
    const std::string groups = numbered("g", q_.group_by.size());
    const std::string lead = groups.empty() ? "" : groups + ", ", by = groups.empty() ? "" : "\n group by " + groups;
    const auto simple = [&](const std::string& what) { return "select " + lead + what + " as m from (" + rows.sql + ")" + by; };
    switch (rows.how) {
      case How::count: return simple("count(*)");
      case How::distinct: return simple("count(distinct v)");
      case How::ratio: return simple("avg(v)");
      case How::quotient: return simple("sum(v) / nullif(sum(d), 0)");
      case How::per_day: return simple("count(*) / nullif(" + days_of(span) + ", 0)");
      case How::values: break;
    }
    switch (use.aggregation) {
      case Aggregation::sum: return simple("coalesce(sum(v), 0)");
      case Aggregation::average: return simple("avg(v)");
      case Aggregation::least: return simple("min(v)");
      case Aggregation::most: return simple("max(v)");
      case Aggregation::count: return simple("count(v)");
      case Aggregation::median: case Aggregation::p15: case Aggregation::p50: case Aggregation::p75: case Aggregation::p85: case Aggregation::p90: case Aggregation::p95: break;
      case Aggregation::deviation: case Aggregation::ratio: case Aggregation::per_sprint: case Aggregation::series: unsupported(std::string(ask::to_string(use.aggregation)));
    }
    const std::string partition = groups.empty() ? "" : "partition by " + groups;
    return "select " + lead + ranked(use.aggregation) + " as m from (select " + lead + "v, row_number() over (" + partition + " order by case when v is null then 1 else 0 end, v) as rn, count(v) over (" +
           partition + ") as n from (" + rows.sql + "))" + by;
  }

  bool adds_up(const ask::MetricUse& use) const {
    return q_.pct.empty() && !missing_.contains(use.metric->entity) && (use.aggregation == Aggregation::count || use.aggregation == Aggregation::sum);
  }

  // Values of a group that may have no rows at all.
  std::string everybody(const std::string& group) {
    const ask::Field* f = ask::find_field(entity_, group);
    if (!f || f->type != ask::Type::reference) return "";
    const auto words = [&](const char* kind) { return "select name from term where kind = '" + std::string(kind) + "'"; };
    switch (f->of) {
      case ask::List::people: return "select distinct " + b_.person_name("q.id") + " as name from person q where q.active = 1 and (" + b_.bots("q.id") + ") is not true";
      case ask::List::teams: return words("team");
      case ask::List::projects: return "select key as name from project";
      case ask::List::components: return words("component");
      case ask::List::labels: return words("label");
      case ask::List::versions: return words("fix_version");
      case ask::List::sprints: return "select " + b_.sprint_title("s") + " as name from sprint s";
      case ask::List::repos: return "select name from repository where deleted_at is null";
      default: return "";
    }
  }

  std::string conditions(const std::vector<ask::MetricUse>& uses) {
    std::string out;
    for (const ask::Having& h : q_.having)
      for (std::size_t n = 0; n < uses.size(); ++n)
        if (q_.metrics[n] == h.metric) out += (out.empty() ? "\nwhere " : " and ") + std::string("m") + std::to_string(n + 1) + " " + std::string(ask::to_string(h.op)) + " " + b_.bind(SqlValue(h.value));
    return out;
  }

  std::string order(const std::vector<ask::MetricUse>& uses) {
    const auto key = [&](std::size_t n) {
      const std::string g = "g" + std::to_string(n + 1);
      if (q_.group_by[n] != "weekday") return "case when " + g + " is null then 1 else 0 end, " + g;
      return "case " + g + " when 'Mon' then 0 when 'Tue' then 1 when 'Wed' then 2 when 'Thu' then 3 when 'Fri' then 4 when 'Sat' then 5 else 6 end";
    };
    std::string out;
    const auto add = [&](const std::string& term) { out += (out.empty() ? "\norder by " : ", ") + term; };
    const auto by_metric = [&](std::size_t n, bool descending) {
      const std::string m = "m" + std::to_string(n + 1);
      add("case when " + m + " is null then 1 else 0 end, " + m + (descending ? " desc" : ""));
    };
    for (const ask::Sort& s : q_.sort) {
      for (std::size_t n = 0; n < uses.size(); ++n)
        if (q_.metrics[n] == s.by) by_metric(n, s.descending);
      for (std::size_t n = 0; n < q_.group_by.size(); ++n)
        if (q_.group_by[n] == s.by) add(key(n) + (s.descending ? " desc" : ""));
    }
    const bool grained = std::any_of(q_.group_by.begin(), q_.group_by.end(), [](const auto& g) { return ask::is_grain(g); });
    if (q_.sort.empty() && uses.size() == 1 && !q_.group_by.empty() && !grained && q_.time.size() < 2) by_metric(0, true);
    for (std::size_t n = 0; n < q_.group_by.size(); ++n) add(key(n));
    if (q_.time.size() > 1) add("w");
    return out;
  }

  std::string figures(std::vector<Column>& columns) {
    std::vector<ask::MetricUse> uses;
    for (const auto& m : q_.metrics) uses.push_back(ask::metric_use(m));
    std::vector<ask::Span> spans;
    for (const auto& t : q_.time) spans.push_back(*ask::resolve_window(t, b_.input.world.clock, false));
    for (const auto& g : q_.group_by) {
      const ask::Field* f = ask::is_grain(g) ? nullptr : ask::find_field(entity_, g);
      columns.push_back({g, title_of(g), f ? kind_of(f->type) : Kind::text, false});
    }
    if (spans.size() > 1) columns.push_back({"window", "Window", Kind::integer, false});
    for (const auto& m : q_.metrics) {
      columns.push_back(metric_column(m));
      // As juno flow has it: where nobody said which statuses wait, all that is known is that it is no more.
      if (ask::metric_use(m).metric->name == "flow_efficiency" && b_.input.config.waiting.empty()) {
        columns.back().title += ", at most";
        b_.note("Flow efficiency is at most this: nobody said in which statuses work waits (status.waiting in the configuration). juno flow tells the range.");
      }
      if (!q_.pct.empty()) columns.back().title = "Share of " + columns.back().key, columns.back().kind = Kind::ratio;
    }
    const std::string keys = numbered("g", q_.group_by.size()), lead = keys.empty() ? "" : keys + ", ";
    std::string parts, sums;
    for (std::size_t w = 0; w < std::max<std::size_t>(spans.size(), 1); ++w)
      for (std::size_t n = 0; n < uses.size(); ++n) {
        std::string cells;
        for (std::size_t k = 0; k < uses.size(); ++k) cells += std::string(k == n ? ", m as m" : ", null as m") + std::to_string(k + 1);
        if (missing_.contains(uses[n].metric->entity)) continue;
        entity_ = uses[n].metric->entity;  // figures of several entities stand side by side, each from its own rows
        parts += (parts.empty() ? "" : "\n union all ") + std::string("select ") + lead + std::to_string(w) + " as w" + cells + " from (" + figure(uses[n], spans.empty() ? nullptr : &spans[w]) + ")";
      }
    entity_ = ask::entity_of(q_);
    if (!q_.having.empty() && q_.group_by.size() == 1)
      if (const std::string all = everybody(q_.group_by.front()); !all.empty()) {
        parts += "\n union all select name as g1, 0 as w";
        for (const auto& use : uses) parts += adds_up(use) ? ", 0" : ", null";
        parts += " from (" + all + ")";
      }
    for (std::size_t n = 0; n < uses.size(); ++n) {
      const std::string m = "max(m" + std::to_string(n + 1) + ")";
      sums += ", " + (adds_up(uses[n]) ? "coalesce(" + m + ", 0)" : m) + " as m" + std::to_string(n + 1);
    }
    const std::string inner = "select " + lead + "w" + sums + "\nfrom (" + parts + ")\ngroup by " + lead + "w";
    std::string shown = lead + (spans.size() > 1 ? "w, " : "") + numbered("m", uses.size());
    return "select " + shown + "\nfrom (" + inner + ")" + conditions(uses) + order(uses);
  }

  Builder b_;
  const ask::SemanticQuery& q_;
  ask::Entity entity_;
  std::set<ask::Entity> missing_;
};

}  // namespace

std::set<Id> matching_sprints(Database& db, const ask::SemanticQuery& query, const SemanticInput& input) {
  Builder b(db, input, query);
  const std::string conditions = where_sql(b, ask::Entity::sprint, query.where);
  Query q(db, b.with() + "select s.id from sprint s" + (conditions.empty() ? "" : " where " + conditions) + " order by s.id");
  q.bind_values(b.params);
  std::set<Id> out;
  while (q.next()) out.insert(q.integer(0));
  return out;
}

CompiledQuery compile(Database& db, const ask::SemanticQuery& query, const SemanticInput& input) {
  std::set<ask::Entity> about, missing;
  for (const auto& m : query.metrics) about.insert(ask::metric_use(m).metric->entity);
  if (about.empty()) about.insert(ask::entity_of(query));
  for (const ask::Entity entity : about)
    if (!has_any(db, entity, input.config)) missing.insert(entity);
  if (missing.size() == about.size())
    throw Error(Exit::store, "the cache holds no " + std::string(ask::info(ask::entity_of(query)).plural), "run `juno sync` with a source that has them, or `juno import`");
  return Compiler(db, query, input, std::move(missing)).run();
}

}  // namespace juno::store
