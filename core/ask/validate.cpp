// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include "core/names.h"
#include "core/ask/world.h"
namespace juno::ask {
namespace {

bool is_comparison(Op op) { return op == Op::less || op == Op::at_most || op == Op::greater || op == Op::at_least; }

// What an operator may be used on. Dates are asked about by windows, texts by phrases.
bool fits(Op op, const Field& f) {
  switch (op) {
    case Op::is_null: case Op::not_null: return true;
    case Op::in_window: return f.type == Type::date;
    case Op::contains: case Op::not_contains: return f.type == Type::text || f.type == Type::free;
    case Op::less: case Op::at_most: case Op::greater: case Op::at_least:
      return f.type == Type::number || f.type == Type::duration || f.type == Type::ordinal;
    case Op::equal: case Op::not_equal: return f.type != Type::text && f.type != Type::date;
    case Op::in: case Op::not_in: return f.type == Type::key || f.type == Type::free || f.type == Type::enumeration || f.type == Type::ordinal || f.type == Type::reference;
    case Op::was: case Op::was_not: case Op::changed_to: case Op::changed_from:
      return f.type == Type::enumeration || f.type == Type::ordinal || f.type == Type::reference || f.type == Type::free;
    case Op::changed: return f.type != Type::text;
  }
  return false;
}

bool groupable(const Field& f) { return f.type != Type::text && f.type != Type::number && f.type != Type::date && f.type != Type::duration; }

// " (did you mean type?)"; nothing where no name is near.
std::string meant(std::string_view name, const std::vector<std::string>& all) {
  const std::string guess = nearest(name, all);
  return guess.empty() || guess == name ? "" : " (did you mean " + guess + "?)";
}
std::vector<std::string> fields_of(Entity entity) {
  std::vector<std::string> all;
  for (const Field& f : info(entity).fields) all.emplace_back(f.name);
  return all;
}
std::vector<std::string> groups_of(Entity entity) {
  std::vector<std::string> all;
  for (const Field& f : info(entity).fields)
    if (groupable(f)) all.emplace_back(f.name);
  all.insert(all.end(), kGrains.begin(), kGrains.end());
  return all;
}

std::vector<std::string> sortable(const SemanticQuery& q, Entity entity) {
  std::vector<std::string> all = q.metrics.empty() ? fields_of(entity) : q.metrics;
  all.insert(all.end(), q.group_by.begin(), q.group_by.end());
  return all;
}

class Checker {
 public:
  explicit Checker(const World& world) : world_(world) {}
  std::vector<std::string> problems;

  void check(const SemanticQuery& q) {
    std::vector<MetricUse> uses;
    for (const auto& m : q.metrics) {
      uses.push_back(metric_use(m));
      if (const std::string guess = metric_meant(m); uses.back().metric == nullptr) return add("unknown metric " + m + (guess.empty() ? "" : " (did you mean " + guess + "?)"));
    }
    std::vector<Entity> about;
    for (const MetricUse& use : uses)
      if (std::find(about.begin(), about.end(), use.metric->entity) == about.end()) about.push_back(use.metric->entity);
    if (uses.empty()) {
      const EntityInfo* e = find_entity(q.entity);
      if (e == nullptr) return add(q.entity.empty() ? "neither metrics nor entity" : "unknown entity " + q.entity);
      about.push_back(e->entity);
    }
    for (const Entity e : about) check_fields(q, e);
    check_time(q, uses);
    check_rest(q, about.front());
  }

  void check(const ReportRequest& r) {
    if (std::find(kReports.begin(), kReports.end(), r.report) == kReports.end()) return add("unknown report " + r.report);
    for (const Filter& f : r.where) filter(f, entity_of_report(r.report));
    if (!r.time.empty()) window(r.time, true);
  }

  void reason(const std::string& reason, std::span<const std::string_view> known) {
    if (std::find(known.begin(), known.end(), reason) == known.end()) add("unknown reason " + reason);
  }

 private:
  void add(std::string problem) { problems.push_back(std::move(problem)); }

  void window(const std::string& text, bool past) {
    if (!resolve_window(text, world_.clock, past)) add("not a window of time: " + text);
  }

  void check_fields(const SemanticQuery& q, Entity entity) {
    for (const Filter& f : q.where) filter(f, entity);
    for (const Filter& f : q.pct) filter(f, entity);
    for (const auto& g : q.group_by) {
      if (is_grain(g)) {
        if (q.metrics.empty()) add("a list is not grouped");
        continue;
      }
      const Field* f = find_field(entity, g);
      if (!f || !groupable(*f)) add("cannot group " + std::string(info(entity).plural) + " by " + g + meant(g, groups_of(entity)));
    }
  }

  void check_time(const SemanticQuery& q, const std::vector<MetricUse>& uses) {
    if (q.time.size() > 2) add("more than two windows");
    const bool grained = std::any_of(q.group_by.begin(), q.group_by.end(), [](const auto& g) { return is_grain(g); });
    if (uses.empty() && !q.time.empty()) add("a list takes windows as conditions on its dates, not as time");
    for (const MetricUse& use : uses)
      if (use.metric->axis.empty() && (!q.time.empty() || grained)) add(std::string(use.metric->name) + " is about now: it takes no window and no steps of time");
    for (const auto& t : q.time) window(t, !uses.empty() && ends_at_now(*uses.front().metric));
  }

  void check_rest(const SemanticQuery& q, Entity entity) {
    if (!q.as_of.empty() && !last_day(q.as_of, world_.clock)) add("not a date: " + q.as_of);
    const auto has = [](const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); };
    for (const Having& h : q.having) {
      if (!has(q.metrics, h.metric)) add("having is about " + h.metric + ", which is not asked for" + meant(h.metric, q.metrics));
      if (h.op != Op::equal && h.op != Op::not_equal && !is_comparison(h.op)) add("having compares with = != < <= > >=");
    }
    for (const Sort& s : q.sort)
      if (!has(q.metrics, s.by) && !has(q.group_by, s.by) && !(q.metrics.empty() && find_field(entity, s.by))) add("cannot sort by " + s.by + meant(s.by, sortable(q, entity)));
    for (const auto& f : q.select)
      if (!find_field(entity, f)) add("no column " + f + " of " + std::string(info(entity).plural) + meant(f, fields_of(entity)));
    if (!q.select.empty() && !q.metrics.empty()) add("select is for lists");
    if (!q.pct.empty() && q.metrics.empty()) add("a share needs a metric");
    if (q.limit && *q.limit < 1) add("limit is not positive");
  }

  void filter(const Filter& f, Entity entity) {
    if (f.any.empty()) return atom(f.atom, entity);
    for (const auto& branch : f.any)
      for (const Atom& a : branch) atom(a, entity);
  }

  void atom(const Atom& a, Entity entity) {
    const Field* f = find_field(entity, a.field);
    if (f == nullptr) return add("no field " + a.field + " of " + std::string(info(entity).plural) + meant(a.field, fields_of(entity)));
    if (!fits(a.op, *f)) return add(a.field + " takes no " + std::string(to_string(a.op)));
    if (is_history(a.op) && entity != Entity::issue) return add("only issues have a history of " + a.field);
    if (!a.window.empty() && !is_history(a.op)) return add(a.field + ": in belongs to was and changed");
    if (!a.window.empty()) window(a.window, true);
    if (!takes_value(a.op)) return;
    if (a.op == Op::in_window) {
      const auto* text = std::get_if<std::string>(&a.value);
      return text ? window(*text, f->past) : add(a.field + " in_window needs a window");
    }
    if (const auto* names = std::get_if<std::vector<std::string>>(&a.value)) {
      if (!takes_list(a.op)) return add(a.field + " " + std::string(to_string(a.op)) + " takes one value");
      if (names->empty()) return add(a.field + ": an empty list");
      for (const auto& name : *names) value(*f, name);
      return;
    }
    if (takes_list(a.op)) return add(a.field + " " + std::string(to_string(a.op)) + " takes a list");
    value(*f, a.value);
  }

  void value(const Field& f, const Value& v) {
    const auto* text = std::get_if<std::string>(&v);
    const std::string name(f.name);
    switch (f.type) {
      case Type::boolean: return std::holds_alternative<bool>(v) ? void() : add(name + " is true or false");
      case Type::number: return std::holds_alternative<double>(v) ? void() : add(name + " is a number");
      case Type::duration: return text && duration_hours(*text) ? void() : add(name + " is a duration such as 14d");
      case Type::key: case Type::free: case Type::text: return text && !text->empty() ? void() : add(name + " is a text");
      case Type::date: return add(name + ": use in_window");
      case Type::enumeration: case Type::ordinal: case Type::reference: break;
    }
    if (!text || text->empty()) return add(name + " is a name");
    if (f.of == List::people && *text == "@me") return world_.me.empty() ? add("@me: who that is is not configured (me)") : void();
    if (f.of == List::sprints && is_sprint_selector(*text)) return;
    const auto fixed = fixed_values(f.of);
    const bool known = fixed.empty() ? !world_.known || world_.known(f.of, *text) : std::find(fixed.begin(), fixed.end(), *text) != fixed.end();
    if (!known) add("no " + name + " \"" + *text + "\"");
  }

  const World& world_;
};

}  // namespace

std::string metric_meant(std::string_view text) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::vector<std::string> all;
  for (const Metric& m : metrics()) all.emplace_back(m.name);
  const std::string name = find_metric(text.substr(0, dot)) ? std::string(text.substr(0, dot)) : nearest(text.substr(0, dot), all);
  const Metric* m = find_metric(name);
  if (m == nullptr || dot == text.size()) return name;
  all.clear();
  for (const Aggregation a : m->aggregations) all.emplace_back(to_string(a));
  const std::string suffix = nearest(text.substr(dot + 1), all);
  return suffix.empty() ? name : name + "." + suffix;
}

bool is_sprint_selector(std::string_view value) {
  if (value == "@current" || value == "@next" || value == "@previous") return true;
  if (value.substr(0, 6) != "@last:" || value.size() < 7 || value.size() > 10) return false;
  return value[6] != '0' && std::all_of(value.begin() + 6, value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<double> duration_hours(std::string_view text) {
  if (text.size() < 2 || text.size() > 20 || text.front() < '0' || text.front() > '9') return std::nullopt;
  double n = 0;
  const char* last = text.data() + text.size() - 1;
  const auto [end, error] = std::from_chars(text.data(), last, n, std::chars_format::fixed);
  if (error != std::errc() || end != last || !std::isfinite(n) || n > 1e9) return std::nullopt;
  switch (*last) {
    case 'm': return n / 60;
    case 'h': return n;
    case 'd': return n * 24;
    case 'w': return n * 168;
    default: return std::nullopt;
  }
}

bool ends_at_now(Entity entity, std::string_view date_field) {
  if (date_field == "left_status") return true;
  const Field* f = find_field(entity, date_field);
  return f != nullptr && f->past;
}

bool ends_at_now(const Metric& metric) { return metric.name != "forecast_items" && ends_at_now(metric.entity, metric.axis); }

Entity entity_of(const SemanticQuery& query) {
  if (!query.metrics.empty()) return metric_use(query.metrics.front()).metric->entity;
  return find_entity(query.entity)->entity;
}

std::vector<std::string> validate(const Ir& ir, const World& world) {
  Checker c(world);
  if (const auto* q = std::get_if<SemanticQuery>(&ir)) c.check(*q);
  else if (const auto* r = std::get_if<ReportRequest>(&ir)) c.check(*r);
  else if (const auto* m = std::get_if<Multi>(&ir)) {
    for (const auto& part : m->parts) std::visit([&](const auto& p) { c.check(p); }, part);
  } else if (const auto* ask = std::get_if<Clarify>(&ir)) {
    c.reason(ask->reason, kClarifyReasons);
    for (const auto& option : ask->options) {
      if (const auto* query = std::get_if<SemanticQuery>(&option)) c.check(*query);
      if (const auto* report = std::get_if<ReportRequest>(&option)) c.check(*report);
    }
  } else {
    c.reason(std::get<Refuse>(ir).reason, kRefuseReasons);
  }
  return c.problems;
}

}  // namespace juno::ask
