// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/finish.h"
#include "core/ask/sprint_figures.h"
#include "core/text.h"
namespace juno::ask {
namespace {

// What is counted where something happened.
struct EventMetric { Entity entity; std::string_view verb, metric; };
constexpr EventMetric kEventMetrics[] = {{Entity::issue, "created", "issues_created"}, {Entity::issue, "resolved", "issues_resolved"}, {Entity::pull_request, "created", "prs_opened"},
                                         {Entity::pull_request, "merged", "prs_merged"}, {Entity::pull_request, "abandoned", "prs_abandoned"}};

}  // namespace

// "Which workflow takes longest", "which status are they longest in"
void Finish::usual_lengths() {
  if (!d_.metrics.empty()) return;
  if (d_.target == "workflow" && is(Entity::ci_run) && among(d_.rank, {"longest", "shortest"})) d_.metrics = {"ci_duration"};
  if (d_.target == "repo" && is(Entity::review) && among(d_.rank, {"longest", "shortest"})) d_.metrics = {"review_time"}, d_.entity = Entity::pull_request;  // the slowest reviews
  if (d_.target == "status" && is(Entity::issue) && d_.rank == "longest" && d_.events.empty()) d_.metrics = {"time_in_status"};
}

// ---- points and promises: of sprints, or of issues ---------------------------------------------------------------------
void Finish::be_of_sprints(std::vector<std::string> metrics) {
  metrics_ = std::move(metrics);
  d_.entity = Entity::sprint;
  forget_events();
}
std::vector<std::string> Finish::promised() const { return d_.happened("resolved") || d_.happened("ended") ? std::vector<std::string>{"commitment", "velocity"} : std::vector<std::string>{"commitment"}; }

void Finish::points() {
  const auto of_sprints = [](const std::string& m) { return find_metric(m) && find_metric(m)->entity == Entity::sprint; };
  const auto in_points = [](const std::string& m) { return m == "points" || (find_metric(m) && find_metric(m)->entity == Entity::sprint && find_metric(m)->unit == "points"); };
  const bool with_sprints = metrics_.size() > 1 && metrics_[0] == "points" && std::all_of(metrics_.begin() + 1, metrics_.end(), of_sprints);
  if (with_sprints && !std::all_of(metrics_.begin(), metrics_.end(), in_points)) give_up("ambiguous_metric", "points");  // "how many points did we carry over": nobody counts those
  if (with_sprints) {  // "how many points did we commit to and complete"
    const auto measure = std::find_if(items_.begin(), items_.end(), [](const Item& i) { return i.is(Word::measure, "story_points"); });
    if (measure == items_.end() || measure == items_.begin() || !(measure - 1)->is(Word::count) || measure + 1 == items_.end() || (measure + 1)->is(Word::conj)) give_up("ambiguous_metric", "points");
    metrics_.erase(metrics_.begin());
  }
  if (metrics_ != std::vector<std::string>{"points"}) return;
  if (is(Entity::sprint)) {
    if (d_.happened("promised")) return be_of_sprints(promised());
    if (d_.happened("committed") || s_.says(Word::noun, "commit")) give_up("ambiguous_metric", "commit");
    if (!d_.happened("resolved") && !d_.happened("ended")) give_up("ambiguous_metric", "points");
    return be_of_sprints({"velocity"});
  }
  if (!is(Entity::issue)) return;
  const bool of_sprint = said("sprint") || holds(d_.groups, "sprint") || d_.target == "sprint", done = is_false(said("open"));
  if (d_.happened("promised")) be_of_sprints(promised());
  else if (d_.happened("scope_added") && of_sprint) be_of_sprints({"scope_added"});
  else if ((d_.happened("resolved") || done) && of_sprint) {
    for (const Event& e : d_.events)
      if (!e.times.empty() || e.verb != "resolved") give_up("ambiguous_time");
    be_of_sprints({"velocity"});
    drop(d_.where, "open");
  } else if (d_.happened("resolved")) metrics_ = {"points_resolved"};
  else if (!d_.events.empty() && !d_.happened("due")) give_up("ambiguous_metric", "points");
  else if (!d_.times.empty() && !done) give_up("ambiguous_time", "points");
  else if (!d_.times.empty()) metrics_ = {"points_resolved"};
}

// "What did we commit to in sprint 12"
void Finish::promises() {
  if (!d_.happened("promised") || !metrics_.empty()) return;
  if (d_.timed_event()) give_up("ambiguous_time");
  be_of_sprints(promised());
  const bool both = metrics_.size() > 1 && s_.says(Word::measure, "story_points");  // "how many points did we commit to and how many did we complete": of the last sprints
  if (!both && !said("sprint") && d_.groups.empty() && d_.aggregation.empty()) give_up("underspecified", "committed");
  drop(d_.where, "open");
}

bool Finish::says_sprint_metric() const { return any_per_sprint(d_.metrics); }
void Finish::sprint_figures() {
  if (!is(Entity::sprint) || metrics_.empty() || !says_sprint_metric()) return;
  std::erase_if(d_.events, [](const Event& e) { return e.times.empty() && among(e.verb, {"resolved", "ended", "promised", "scope_added", "started", "sprint_started"}); });
}

// ---- what will be ------------------------------------------------------------------------------------------------------
void Finish::outlook() {
  if (metrics_ == std::vector<std::string>{"velocity"} && future()) {
    if (said("sprint") && !is_text(said("sprint"), "@next")) give_up("ambiguous_time");
    metrics_ = {"velocity_forecast"};
  }
  if (metrics_ == std::vector<std::string>{"velocity_forecast"}) drop(d_.where, "sprint");
  if (!holds(metrics_, "sprint_success_probability")) return;
  if (d_.shape == Shape::count || d_.shape == Shape::share || d_.past || metrics_.size() > 1) give_up("ambiguous_metric");
  forget_events();
  for (const Filter& f : d_.where)
    if (!f.any.empty() || !among(f.atom.field, {"sprint", "project", "team", "state"})) give_up("ambiguous_metric");  // an epic has no end to keep
  if (d_.grouped() || !d_.times.empty()) give_up("underspecified");
}

// How many will be done by then, or whether a sprint will be; false = nothing of the kind is asked.
bool Finish::forecast() {
  if (!metrics_.empty() || !future()) return false;
  const bool resolved = d_.happened("resolved");
  if (is(Entity::issue) && d_.shape == Shape::count && d_.events.size() == 1 && resolved) {
    const auto& times = d_.events[0].times;
    if (times.size() != 1 || d_.grouped()) give_up("ambiguous_time", "by when");
    const When& w = *times[0];
    query_.metrics = {"forecast_items"}, query_.where = d_.where;
    query_.time = {w.deadline ? format_date(today_.date) + ".." + format_date(*w.day) : w.future};
    return true;
  }
  const bool whole_sprint = said("sprint") && d_.where.size() == 1 && d_.shape == Shape::none && !d_.grouped();
  const bool success = whole_sprint && (is(Entity::sprint) ? (resolved || d_.happened("ended")) && d_.times.empty() : is(Entity::issue) && resolved && !d_.happened("due"));
  if (success) {
    query_.metrics = {"sprint_success_probability"}, query_.where = d_.where;
    return true;
  }
  if (d_.shape != Shape::list && !d_.happened("due") && !is(Entity::sprint) && !is(Entity::release)) give_up("ambiguous_time", "will");
  return false;
}

// ---- counts ------------------------------------------------------------------------------------------------------------
bool Finish::counted() const {
  const bool periods = d_.times.size() == 2 || std::any_of(d_.events.begin(), d_.events.end(), [](const Event& e) { return e.times.size() == 2; });
  const bool flows = d_.versus && is(Entity::issue) && d_.events.size() == 2 && d_.happened("created") && d_.happened("resolved");  // bugs opened versus bugs closed
  if (flows || d_.shape == Shape::count || d_.shape == Shape::share || d_.grouped() || d_.number_of || d_.trend || d_.contrast || (d_.versus && periods) || (d_.total && d_.shape != Shape::list) || is(Entity::worklog)) return true;
  if (d_.shape != Shape::none || !d_.rank.empty()) return false;
  const bool happens = is(Entity::commit) || is(Entity::review) || is(Entity::deployment) || is(Entity::incident) || is(Entity::ci_run);
  if (happens) return !d_.times.empty() || d_.timed_event();
  // Lists are of now: what was so at a moment is counted.
  const bool snapshot = d_.times.size() == 1 && d_.times[0]->snapshot && among(tokens_[d_.times[0]->begin].norm, {"as", "at"});
  return is(Entity::issue) && snapshot && d_.snapshot_state && d_.events.empty() && d_.select.empty() && !is_false(said("open"));
}
// "Average age and number of open issues" are two figures, one of which would be lost.
void Finish::check_counted() const {
  const auto figure = [](const Item& i) { return i.is(Word::metric) || i.is(Word::measure); };
  const auto joins = [](const Token& t) { return t.norm == "and" || t.norm == "plus"; };
  if (holds(d_.metrics, count_metric(entity()))) return;
  for (auto count = items_.begin(); count != items_.end(); ++count) {
    if (!count->is(Word::count)) continue;
    const auto what = std::find_if(count, items_.end(), [&](const Item& i) { return figure(i) || i.is(Word::noun) || i.is(List::types); });
    if (what == items_.end() || figure(*what)) continue;
    for (const Item& other : items_) {
      const auto [from, to] = std::minmax(count->chunk->begin, other.chunk->begin);
      if (figure(other) && std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(from), tokens_.begin() + static_cast<std::ptrdiff_t>(to), joins)) give_up("underspecified", "how many");
    }
  }
}
void Finish::counts() {
  if (!d_.metrics.empty()) check_counted();
  if (!metrics_.empty()) return;
  if (d_.shape == Shape::how_long) give_up("ambiguous_metric", "how long");
  if (is(Entity::person)) {
    if (d_.shape == Shape::count && !d_.grouped()) metrics_ = {"people"};
    return;
  }
  if (!counted()) return;
  if (d_.who && d_.rank.empty() && !d_.number_of && !d_.none_of && d_.having.empty() && d_.groups.empty()) give_up("ambiguous_metric", "who");
  counts_of_events();
  if (metrics_.empty()) metrics_ = {std::string(count_metric(entity()))};
}
void Finish::counts_of_events() {
  const bool timed = !d_.times.empty() || d_.timed_event();
  const bool done_in_sprint = said("sprint") && d_.shape != Shape::share;
  const bool done_of_share = d_.shape == Shape::share && d_.in_share && !d_.happened("created");
  const bool state = is(Entity::issue) && d_.happened("resolved") && !timed && (done_in_sprint || done_of_share);  // what is done now, not when
  for (const Event& e : d_.events)
    for (const EventMetric& m : kEventMetrics)
      if (!state && m.entity == entity() && m.verb == e.verb && !holds(metrics_, m.metric)) metrics_.emplace_back(m.metric);
  if (is(Entity::issue) && said("sprint") && d_.happened("created")) give_up("ambiguous_time", "sprint");
}

void Finish::check_figures() {
  if (metrics_.empty() && (d_.number_of || d_.none_of) && is(Entity::person)) give_up("underspecified");
  if (metrics_ == std::vector<std::string>{"reviews"} && is(Entity::review) && s_.says(Word::noun, "pull_request") && !s_.uses({"reviews"})) metrics_ = {"prs_reviewed"};
  if (metrics_ == std::vector<std::string>{"lines_changed"}) {
    const bool added = s_.uses({"added", "add", "adds", "wrote", "written", "inserted", "contributed"}), deleted = s_.uses({"deleted", "removed", "delete", "remove"});
    if (added && deleted) give_up("ambiguous_metric", "lines");
    if (added || deleted) metrics_ = {added ? "lines_added" : "lines_deleted"};
  }
  if (metrics_ == std::vector<std::string>{"contributors"} && !d_.rank.empty()) metrics_ = {"commits"};
  if (!metrics_.empty()) return;
  if (d_.aggregation == "sum") d_.aggregation.clear();
  if (!d_.aggregation.empty()) give_up("ambiguous_metric", d_.aggregation);
  if (d_.shape == Shape::share) give_up("underspecified", "share");
  if (d_.shape == Shape::count) give_up("underspecified", "count");
}

// "p50 and p95 cycle time"
void Finish::more_aggregations() {
  if (d_.more_aggregations.empty()) return;
  if (metrics_.size() != 1) give_up("ambiguous_metric", d_.aggregation);
  const std::string name = metrics_[0].substr(0, metrics_[0].find('.'));
  for (const std::string& a : d_.more_aggregations) {
    if (!metric_use(name + "." + a).metric) give_up("ambiguous_metric", a);
    const bool usual = a == "median" && find_metric(name)->aggregation == Aggregation::median;
    metrics_.push_back(usual ? name : name + "." + a);
  }
}

// "average", "p85": a suffix where the metric has it and does not say so already.
void Finish::aggregation() {
  const Atom* sprint = said("sprint");
  const auto* name = sprint && sprint->op == Op::equal ? std::get_if<std::string>(&sprint->value) : nullptr;
  const bool one_sprint = name && (*name == "@previous" || !name->starts_with('@'));
  for (std::string& m : metrics_) {
    if (d_.aggregation.empty()) break;
    const Metric* plain = find_metric(m);
    if (one_sprint && d_.aggregation == "sum" && plain && plain->entity == Entity::sprint) continue;  // the total of one sprint
    const std::string with = m + "." + d_.aggregation;
    if (!metric_use(with).metric) {
      const bool same = plain && ((d_.aggregation == "avg" && plain->unit == "ratio") || (d_.aggregation == "sum" && plain->aggregation == Aggregation::count));  // an average of a rate is the rate
      if (!same && d_.aggregation == "avg" && plain && plain->aggregation == Aggregation::count && d_.only_near.empty()) {
        d_.only_near = "average";  // of counts, each of a week: their rows are near it
        continue;
      }
      if (!same) give_up("ambiguous_metric", d_.aggregation);
    } else if (d_.aggregation != "median" || plain->aggregation != Aggregation::median) m = with;
  }
  more_aggregations();
  query_.metrics = d_.metrics = metrics_;
  if (metrics_.empty()) query_.entity = info(entity()).name;
}

}  // namespace juno::ask
