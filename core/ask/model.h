// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
namespace juno::ask {

// What can be asked: entities with their fields, and metrics.

enum class Entity { issue, sprint, pull_request, review, commit, deployment, incident, worklog, ci_run, feature, person, release };

enum class Type {
  key,          // an issue's key
  text,         // searched for phrases
  enumeration,  // one of a short list
  ordinal,      // one of a list in order (priorities, the most severe first)
  reference,    // a name in the cache
  free,         // any text, compared whole
  number,
  date,
  duration,
  boolean,
};

// Lists that values come from. Those before `statuses` are fixed; the rest is what is cached.
enum class List {
  none, status_categories, sprint_states, pr_states, review_states, ci_conclusions, deploy_statuses,
  statuses, types, priorities, people, teams, projects, components, labels, epics, sprints, versions, repos, environments, workflows, features,
};

struct Field {
  std::string_view name;
  Type type;
  List of = List::none;
  bool many = false;    // several values an entity
  bool past = false;    // a date that has been: windows on it end at now
};

struct EntityInfo {
  Entity entity;
  std::string_view name;          // "pull_request"
  std::string_view plural;        // "pull requests", for people
  std::string_view person_field;  // who it belongs to; empty = nobody
  std::span<const Field> fields;
};

enum class Aggregation { count, sum, average, median, p15, p50, p75, p85, p90, p95, least, most, deviation, ratio, per_sprint, series };

struct Metric {
  std::string_view name;
  Entity entity;
  std::string_view axis;  // the date that windows are about; empty = a snapshot of now. "left_status" is of no field
  std::string_view unit;  // count, points, days, hours, minutes, lines, comments, ratio, per_day, score, date, amount
  Aggregation aggregation;         // without a suffix
  std::span<const Aggregation> aggregations;
  std::string_view definition;     // for people; no full stop
};

std::span<const EntityInfo> entities();
std::span<const Metric> metrics();
const EntityInfo& info(Entity entity);
// Null when there is none of that name.
const EntityInfo* find_entity(std::string_view name);
const Field* find_field(Entity entity, std::string_view name);
const Metric* find_metric(std::string_view name);  // without suffix

std::string_view to_string(Aggregation aggregation);  // "p85", "avg"
// "cycle_time.p85" taken apart; `metric` is null when the name or the suffix is unknown.
struct MetricUse {
  const Metric* metric = nullptr;
  Aggregation aggregation = Aggregation::count;
  bool plain() const { return metric != nullptr && aggregation == metric->aggregation; }
};
MetricUse metric_use(std::string_view text);
const Metric* base_metric(std::string_view text);  // of "cycle_time.p85" cycle_time, whatever the suffix

inline constexpr std::array<std::string_view, 6> kGrains = {"day", "week", "month", "quarter", "year", "weekday"};
bool is_grain(std::string_view name);

inline constexpr std::array<std::string_view, 5> kReports = {"sprint", "queue", "dora", "capacity", "roi"};
Entity entity_of_report(std::string_view report);  // whose fields its filters are about
inline constexpr std::array<std::string_view, 9> kRefuseReasons = {"out_of_domain", "no_data", "write", "causal", "judgement", "advice", "unsafe", "pii", "unsupported"};
inline constexpr std::array<std::string_view, 11> kClarifyReasons = {"ambiguous_value", "ambiguous_metric", "ambiguous_time", "ambiguous_scope", "unknown_value",
                                                                    "underspecified", "contradiction", "fragment", "no_identity", "outside_cache", "vague"};
// Words of a fixed list; empty for lists that the cache holds.
std::span<const std::string_view> fixed_values(List list);
std::string_view to_string(List list);  // "people"
std::string_view to_string(Type type);
std::string words_of(std::string_view name);  // for people: "PR cycle time"

}  // namespace juno::ask
