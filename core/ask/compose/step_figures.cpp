// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {
namespace {

// The figure that adds up the numbers of an entity.
struct MeasureMetric { std::string_view measure; Entity entity; std::string_view metric; };
constexpr MeasureMetric kMeasureMetrics[] = {
    {"story_points", Entity::issue, "points"}, {"story_points", Entity::sprint, "points"}, {"estimate", Entity::issue, "points"}, {"estimate", Entity::sprint, "points"},
    {"logged_hours", Entity::worklog, "hours_logged"}, {"size", Entity::pull_request, "pr_size"}, {"size", Entity::commit, "lines_changed"}, {"additions", Entity::commit, "lines_added"},
    {"deletions", Entity::commit, "lines_deleted"}, {"lead_time", Entity::issue, "lead_time"}, {"age", Entity::issue, "age"}, {"age", Entity::pull_request, "pr_age"},
    {"roi", Entity::feature, "roi"}, {"effort", Entity::feature, "effort"}, {"value", Entity::feature, "value"}};
std::string_view metric_of_measure(std::string_view measure, Entity entity) {
  for (const MeasureMetric& m : kMeasureMetrics)
    if (m.measure == measure && m.entity == entity) return m.metric;
  return {};
}

// One phrase for several figures.
struct MetricSet { std::string_view name, entity; std::string_view metrics[4]; };  // entity: empty = any other
constexpr MetricSet kMetricSets[] = {{"workload", "", {"issues", "points"}},
                                     {"dora", "", {"deployment_frequency", "lead_time_for_changes", "change_failure_rate", "time_to_restore"}},
                                     {"flow", "pull_request", {"prs_opened", "prs_merged"}},
                                     {"flow", "", {"issues_created", "issues_resolved"}},
                                     {"promise", "", {"commitment", "velocity"}}};

}  // namespace

std::string_view count_metric(Entity entity) {
  switch (entity) {
    case Entity::issue: return "issues";
    case Entity::sprint: return "sprints";
    case Entity::pull_request: return "prs";
    case Entity::review: return "reviews";
    case Entity::commit: return "commits";
    case Entity::deployment: return "deployments";
    case Entity::incident: return "incidents";
    case Entity::worklog: return "hours_logged";
    case Entity::ci_run: return "ci_runs";
    case Entity::feature: return "features";
    case Entity::person: return "people";
    case Entity::release: return "releases";
  }
  return {};
}

// ---- numbers that things have: story points, comments, hours -----------------------------------------------------------
void Walk::measure_step() {
  const Item item = items_[at_++];
  const std::string_view measure = item.arg() == "logged_time" ? "logged_hours" : item.arg();
  const std::string field(measure == "estimate" ? "story_points" : measure);
  const std::size_t begin = item.chunk->begin;
  const bool point = item.chunk->end == begin + 1 && s_.first_word(item) == "point";
  if (point && begin > 0 && tokens_[begin - 1].type == Token::Class::word && !quantity(tokens_, begin - 1)) give_up("underspecified", "point");  // at some point
  const bool keyed = s_.says(Chunk::Type::key);
  if (keyed && measure == "comment_count" && d_.shape != Shape::count) give_up("underspecified", "comment_count");  // their text
  if (measure_without(measure, field)) return;
  const bool hours_counted = d_.shape == Shape::count && measure == "logged_hours";
  if (keyed && entity() == Entity::issue && d_.has_field(field) && d_.where.empty() && !hours_counted) {
    d_.select.push_back(field);
    return;
  }
  if (measure_listed(field)) return;
  if (measure == "estimate" && holds(d_.metrics, "estimate_accuracy")) return;  // how accurate were the estimates
  if (measure == "roi_confidence" && s_.says(List::features) && !d_.grouped() && d_.aggregation.empty()) {
    d_.select.push_back(field);
    return;
  }
  const std::string metric(metric_of_measure(measure, entity()));
  if (metric.empty()) give_up("underspecified", std::string(measure));
  d_.hours |= measure == "logged_hours";
  if (measure == "logged_hours" && holds(d_.metrics, metric)) return;
  d_.points |= metric == "points";
  if (measure == "estimate") give_up("ambiguous_metric", "estimate");
  d_.metrics.push_back(metric);
}

// "without points", "who has not logged time"
bool Walk::measure_without(std::string_view measure, const std::string& field) {
  const bool hours = measure == "logged_hours";
  if (without_) {
    without_ = false;
    if ((hours && entity() == Entity::issue) || among(measure, {"comment_count", "review_count", "changed_files"})) filter({field, Op::equal, 0.0, {}});
    else if (among(measure, {"story_points", "estimate", "estimate_hours"})) {
      if (d_.asks_for_one_of()) give_up("ambiguous_metric", std::string(measure));
      filter({field, Op::is_null, {}, {}});
    } else if (hours && d_.asks_for_one_of()) d_.none_of = true;
    else give_up("underspecified", std::string(measure));
    return true;
  }
  if (!negated_ && !except_) return false;
  if (!hours || entity() != Entity::worklog || !d_.asks_for_one_of()) give_up("underspecified", "not");
  negated_ = false;
  return d_.none_of = true;
}

// As a condition, an order or a ranking of rows, not as a figure.
bool Walk::measure_listed(const std::string& field) {
  const Field* f = find_field(entity(), field);
  if (!f) return false;
  // "story points over 5", "size > 500"
  if (next_is(0, Word::compare) && next_is(1, Chunk::Type::number) && !d_.grouped() && f->type == Type::number) {
    filter({field, op_of(peek()->arg()), peek(1)->chunk->number, {}});
    at_ += 2;
    return true;
  }
  const bool sums = d_.shape == Shape::count || !d_.aggregation.empty() || d_.total;
  const bool listed = !sums && !d_.grouped();
  if (listed && back_is(2, Word::have) && field == "story_points" && d_.rank.empty() && !ahead({Word::rank}, at_)) {  // with points
    filter({field, Op::not_null, {}, {}});
    return true;
  }
  const bool of_rank = entity() == Entity::feature || back_is(2, Word::rank) || back_is(2, Word::group) || back_is(2, Word::have);
  if (listed && of_rank && !d_.rank.empty() && d_.rank_field.empty() && !ahead({Word::group}, at_)) {
    d_.rank_field = field;
    return true;
  }
  if (!back_is(2, Word::sort)) return false;
  d_.sort.push_back({field, back(2)->arg() == "desc"});
  return true;
}

// ---- figures by their names --------------------------------------------------------------------------------------------
void Walk::metric_step() {
  const bool accuracy = s_.first_word(items_[at_]) == "how" && items_[at_].is(Word::metric, "estimate_accuracy");
  if (accuracy && !s_.says(Word::measure, "estimate") && !s_.says(Word::measure, "estimate_hours")) give_up("ambiguous_metric", "how accurate");
  const Item item = items_[at_++];
  const std::string_view arg = metric_for(item.arg(), own());
  if (arg.empty()) give_up("ambiguous_scope", tokens_[item.chunk->begin].text);
  no_negation();
  const std::size_t colon = arg.find(':');
  const std::string_view name = arg.substr(0, colon), extra = colon == std::string_view::npos ? "" : arg.substr(colon + 1);
  if (extra == "share") {  // "stories delivered on time" is a list, the share of them a figure
    if (d_.shape != Shape::share || d_.in_share) give_up("underspecified", "on time");
    d_.shape = Shape::none;
  }
  if (name == "flow" && s_.has_word(item, "and") && d_.shape != Shape::count && !ahead({Word::group, Word::grain, Word::trend}, 0)) give_up("ambiguous_metric", "and");
  for (const MetricSet& set : kMetricSets)
    if (set.name == name && (set.entity.empty() || set.entity == own())) {
      for (const std::string_view m : set.metrics)
        if (!m.empty()) add_metric(m);
      if (name == "workload") filter({"open", Op::equal, true, {}});
      return;
    }
  if (name == "time_in_status") return time_in_status(extra, item);
  if (name != "utilization" && metric_listed(name)) return;
  add_metric(name);
  if (name == "utilization" && extra == "over" && !d_.asks_for_one_of()) give_up("ambiguous_metric", "overloaded");
  d_.points |= name == "velocity" || name == "commitment";
}
void Walk::add_metric(std::string_view name) {
  if (!find_metric(name)) give_up("underspecified", std::string(name));
  if (!holds(d_.metrics, name)) d_.metrics.emplace_back(name);
}

// "stuck in QA" is where they are; "stuck for more than a week" could be anywhere.
void Walk::time_in_status(std::string_view extra, const Item& item) {
  const bool stuck = extra == "stuck";
  if (stuck && next_is(0, List::statuses) && d_.shape != Shape::how_long) return;
  if (stuck && ahead({Word::compare}, at_)) give_up("ambiguous_metric", tokens_[item.chunk->begin].text);
  add_metric("time_in_status");
  if (!extra.empty()) add_group("status");
  if (extra == "most") d_.rank = "most";
  const bool named = next_is(0, List::statuses) || next_is(0, Word::noun, "status") || next_is(0, Word::state);
  if (extra.empty() && !named) give_up("underspecified", "status");
}

// As a condition or a ranking of rows.
bool Walk::metric_listed(std::string_view name) {
  if (d_.grouped() || !d_.has_field(name)) return false;
  const bool listed = s_.says(Word::noun) || s_.says(List::types);
  if (listed && d_.metrics.empty() && d_.aggregation.empty() && next_is(0, Word::compare) && next_is(1, Chunk::Type::duration)) {  // cycle time over 10 days
    const Op op = op_of(peek()->arg());
    const std::string length = peek(1)->chunk->text;
    at_ += 2;
    filter({std::string(name), op, length, {}});
    return true;
  }
  const bool of_rank = !d_.rank.empty() && d_.rank_field.empty() && (back_is(2, Word::rank) || back_is(2, Word::group));
  if (!of_rank || ahead({Word::group}, at_)) return false;
  d_.rank_field = name;  // the issues with the longest cycle time
  return true;
}

}  // namespace juno::ask
