// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include "core/ask/draft.h"
#include "core/text.h"
namespace juno::ask {
namespace {

Op op_of(std::string_view arg) { return arg == ">" ? Op::greater : arg == ">=" || arg == "+" ? Op::at_least : arg == "<" ? Op::less : arg == "<=" ? Op::at_most : Op::equal; }
std::string_view part_for(std::string_view arg, std::string_view entity) {
  if (arg.find('=') == std::string_view::npos) return arg;
  for (std::size_t from = 0; from < arg.size();) {
    const std::size_t end = std::min(arg.find(';', from), arg.size());
    const std::string_view part = arg.substr(from, end - from);
    if (part.substr(0, part.find('=')) == entity) return part.substr(part.find('=') + 1);
    from = end + 1;
  }
  return {};
}
// A duration as a number of the metric's unit.
std::optional<double> in_unit(std::string_view text, std::string_view unit) {
  const auto hours = duration_hours(text);
  if (!hours) return {};
  if (unit == "days") return *hours / 24;
  if (unit == "hours") return *hours;
  if (unit == "minutes") return *hours * 60;
  return {};
}

}  // namespace

std::string Composer::count_metric() const {
  switch (entity()) {
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

// The figure that adds up such numbers.
std::string Composer::measure_metric(std::string_view m) const {
  const Entity e = entity();
  if (m == "story_points" || m == "estimate") return e == Entity::issue ? "points" : e == Entity::sprint ? "points" : "";
  if (m == "logged_hours") return e == Entity::worklog ? "hours_logged" : "";
  if (m == "size") return e == Entity::pull_request ? "pr_size" : e == Entity::commit ? "lines_changed" : "";
  if (m == "additions") return e == Entity::commit ? "lines_added" : "";
  if (m == "deletions") return e == Entity::commit ? "lines_deleted" : "";
  if (m == "lead_time" || m == "age") return e == Entity::issue ? std::string(m) : e == Entity::pull_request && m == "age" ? "pr_age" : "";
  if (among(m, {"roi", "effort", "value"})) return e == Entity::feature ? std::string(m) : "";
  return {};
}

void Composer::noun_step() {
  const Item item = items_[at_];
  const std::string_view noun = item.chunk.entry->arg;
  const std::string_view last = tokens_[item.chunk.end - 1].norm;
  const bool many = last.ends_with("s") ? !among(last, {"status", "s"}) : last == "people" || last == "ppl" || last == "folk";
  const std::string_view own = info(entity()).name;
  const Item* before = at_ > 0 ? &items_[at_ - 1] : nullptr;
  const bool had = before && before->chunk.is(Word::have);
  const bool any_key = std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.type == Type::key; });
  const std::string field = field_of(noun);
  ++at_;

  if (without_) {  // without a component
    without_ = false;
    if (noun == own && (d_.who || !d_.target.empty())) { d_.none_of = true; return; }
    if (noun == "pull_request" && entity() == Entity::issue) return filter({"linked_pr", Op::equal, false, {}});
    if (noun == "issue" && (entity() == Entity::pull_request || entity() == Entity::commit)) return filter({"linked_issue", Op::equal, false, {}});
    if (noun == "review" && entity() == Entity::pull_request) return filter({"review_count", Op::equal, 0.0, {}});
    if (peek() && peek()->chunk.type == Type::value && peek()->prep.empty()) { negated_ = true; return; }  // without the label X
    if (field.empty() || noun == own || !has_field(field) || find_field(entity(), field)->type == juno::ask::Type::text) fail("underspecified", std::string(noun));
    if (noun == "reviewer") fail("ambiguous_scope", std::string(noun));  // nobody asked, or nobody answered
    return filter({field, Op::is_null, {}, {}});
  }
  if (negated_ && noun == "epic" && entity() == Entity::issue && !many && !(peek() && (peek()->chunk.value_of(List::epics) || peek()->chunk.type == Type::key))) {  // not in an epic
    negated_ = false;
    return filter({"epic", Op::is_null, {}, {}});
  }
  // A noun that is the name of a type too: "epics".
  if (noun == "epic" && entity() == Entity::issue && !(peek() && (peek()->chunk.value_of(List::epics) || peek()->chunk.type == Type::key)) && !had && !(before && (before->chunk.is(Word::spread))) && !any_key && world_.known && world_.known(List::types, "Epic") && item.prep.empty() &&
      !(before && (before->chunk.value_of(List::epics))) && !d_.who) {
    bool other = false;
    for (const Item& i : items_) other |= (i.chunk.is(Word::noun) && i.chunk.entry->arg == "issue") || (i.chunk.value_of(List::types));
    if (!other || negated_ || except_) {
      const bool negated = take_negation();
      return filter({"type", Op::equal, std::string("Epic"), {}}, negated);
    }
  }
  if (except_ || negated_) {
    if (peek() && peek()->chunk.type == Type::value && peek()->prep.empty()) return;  // except team Mobile: for the value
    if (peek() && peek()->chunk.is(Word::rank) && false) return;
    if (noun == own && (d_.who || !d_.target.empty())) { negated_ = false; d_.none_of = true; return; }
    fail("underspecified", "not");
  }
  if (noun == "sprint" && peek() && peek()->chunk.type == Type::number && peek()->prep.empty()) fail("unknown_value", "sprint");
  // The value is to come: "team Mobile", "status = In Review".
  if (peek()) {
    std::size_t value = 0;
    if (next_is(0, Word::compare, "=")) value = 1;
    const Item* v = peek(value);
    static constexpr std::array<std::pair<std::string_view, List>, 14> kLists = {{{"team", List::teams}, {"project", List::projects}, {"component", List::components}, {"label", List::labels}, {"status", List::statuses}, {"priority", List::priorities}, {"type", List::types}, {"sprint", List::sprints},
                                                                                 {"epic", List::epics}, {"release", List::versions}, {"repo", List::repos}, {"environment", List::environments}, {"workflow", List::workflows}, {"feature", List::features}}};
    const auto list = std::find_if(kLists.begin(), kLists.end(), [&](const auto& l) { return l.first == noun; });
    const bool person = among(noun, {"assignee", "reporter", "author", "reviewer"}) && v && v->chunk.value_of(List::people) && (v->prep.empty() || v->be == "be");
    if (v && ((list != kLists.end() && v->chunk.value_of(list->second) && (v->prep.empty() || v->prep == "in" || value == 1) && !v->chunk.name.value.starts_with('@')) || person)) {
      if (value == 1) items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(at_));
      return;  // value_step sees the noun before it
    }
    if (noun == "epic" && v && v->chunk.type == Type::key) return;
    if (noun == "parent" && v && v->chunk.type == Type::key) {
      const std::string key = v->chunk.text;
      at_ += value + 1;
      return filter({"parent", Op::equal, key, {}});
    }
    if (noun == "label" || noun == "component") {
      if (v && (v->chunk.type == Type::quoted)) fail("unknown_value", std::string(noun));
    }
    if (among(noun, {"priority"}) && v && v->chunk.is(Word::adjective) && v->prep.empty()) return;
    if (next_is(0, Word::neg, "not") && peek(1) && list != kLists.end() && peek(1)->chunk.value_of(list->second)) return;  // status is not Done
    if (next_is(0, Word::neg, "not") && peek(1) && peek(1)->chunk.value_of(List::people) && among(noun, {"assignee", "reporter", "author"})) {
      std::swap(items_[at_], items_[at_ - 1]);  // "not assignee Tom"
      std::swap(items_[at_].place, items_[at_ - 1].place);
      --at_;
      return;
    }
    if (noun == "priority" && next_is(0, Word::compare) && peek(1) && peek(1)->chunk.value_of(List::priorities)) {
      const Op op = op_of(peek()->chunk.entry->arg);
      const std::string value_name = peek(1)->chunk.name.value;
      at_ += 2;
      return filter({"priority", op, value_name, {}});
    }
  }
  if (next_is(0, Word::spread)) {  // status distribution
    add_group(field);
    d_.spread = true;
    ++at_;
    return;
  }
  if (before && before->chunk.is(Word::spread) && (noun != own) && !field.empty() && noun != "issue") return add_group(field);  // distribution of priorities
  if (any_key && !field.empty() && noun != own && d_.where.empty()) {  // the status of SHOP-1
    d_.select.push_back(field);
    return;
  }
  if (noun == "sprint" && own == "sprint" && (before && (before->chunk.is(Word::which) || before->chunk.is(Word::list))) && ahead({Word::rank, Word::compare}, at_)) {
    d_.target = "sprint", d_.target_many = many, d_.target_noun = noun;
    return;
  }
  const bool named_next = peek() && peek()->prep.empty() && !peek()->clause && (peek()->chunk.is(Word::state) || peek()->chunk.is(Word::adjective) || peek()->chunk.type == Type::value);
  if (had && named_next) fail("underspecified", std::string(noun));
  if (had && noun != own && !field.empty() && !d_.who && d_.target.empty() && noun != "person") return filter({field, Op::not_null, {}, {}});  // with a due date
  if (had && noun == "pull_request" && entity() == Entity::issue) return filter({"linked_pr", Op::equal, true, {}});
  const bool which = before && (before->chunk.is(Word::which) || before->chunk.is(Word::list) || (before->chunk.is(Word::who)));
  const bool asked = before && before->chunk.is(Word::which);
  const bool one_of = asked && before->chunk.begin + 1 < tokens_.size() && tokens_[before->chunk.begin + 1].norm == "of";  // which of our teams: one is wanted
  // "which team", "top 5 teams", "people with more than", "teams without"
  auto as_target = [&](bool plural) {
    if (field.empty()) fail("ambiguous_scope", std::string(noun));
    if (!d_.target.empty()) fail("underspecified", std::string(noun));
    d_.target = field, d_.target_many = plural, d_.target_noun = noun;
  };
  const bool counts_follow = [&] {
    for (std::size_t i = at_; i < items_.size(); ++i) {
      const Chunk& c = items_[i].chunk;
      if (c.is(Word::rank) || c.is(Word::compare) || (c.is(Word::neg) && c.entry->arg == "without") || c.is(Word::metric, "utilization:over") || c.is(Word::metric, "time_in_status:most") || (c.is(Word::neg) && (noun == "person" || noun == "team"))) return true;
      if (c.is(Word::group)) return false;
    }
    return false;
  }();
  const bool ranked = !d_.rank.empty() || (before && before->chunk.is(Word::rank));
  if (noun != own && !field.empty() && (noun != "sprint" || entity() == Entity::sprint || counts_follow || ranked) && !had && item.prep.empty() && (asked || which || at_ == 1 || ranked || (before && before->chunk.type == Type::number)) && (counts_follow || ranked) && !d_.who) {
    // A ranking belongs to this noun unless another thing is ranked: "top 5 teams by …", "which component has the most bugs".
    const bool ranked_here = ranked && d_.rank_field.empty() && noun != "person" ? true : ranked;
    if (counts_follow || ranked_here) {
      if (noun == "sprint" && entity() == Entity::issue) {}
      return as_target(many && !one_of);
    }
  }
  if (noun == own) {
    if (next_is(0, Word::conj, "and") && peek(1) && (peek(1)->chunk.is(Word::measure) || peek(1)->chunk.is(Word::metric)) && !had) {  // issues and points
      if (d_.metrics.empty() && find_metric(count_metric()) && find_metric(count_metric())->axis.empty()) d_.metrics.push_back(count_metric());
      else fail("ambiguous_metric", "and");
    }
    return;
  }
  if (noun == "issue" && own == "worklog" && before && (before->chunk.is(Word::which) || before->chunk.is(Word::list))) fail("ambiguous_scope", "issue");
  if (noun == "issue" && among(own, {"worklog", "sprint", "incident"})) return;
  if (noun == "person" && d_.who) return;
  if ((noun == "pull_request" && own == "review") || (noun == "review" && own == "pull_request" && (d_.metrics.size() || ahead({Word::metric}, 0)))) return;
  if (noun == "sprint" && own == "issue" && before && before->chunk.value_of(List::sprints)) return;
  if (noun == "sprint" && own == "sprint") return;
  if (noun == "repo" && before && before->chunk.value_of(List::repos)) return;
  if (noun == "commit" && own == "deployment") return;
  if (noun == "deployment" && among(own, {"incident"})) fail("ambiguous_scope");
  if (noun == "incident" && own == "issue" && world_.known && world_.known(List::types, "Incident")) return filter({"type", Op::equal, std::string("Incident"), {}});
  if (noun == "person" && own == "person") return;
  if (noun == "feature" && own == "feature") return;
  if (noun == "team" && own == "person" && d_.where.empty() && false) return;
  if (before && before->chunk.is(Word::sort) && !field.empty()) { d_.sort.push_back({field, before->chunk.entry->arg == "desc"}); return; }
  if (noun == "goal" && own == "sprint") { d_.select.push_back("goal"); return; }
  if (among(noun, {"end", "start", "release_date", "due"}) && !field.empty() && (own == "sprint" || own == "release") && next_is_when()) {
    d_.events.push_back({noun == "start" ? "sprint_started" : "due", at_ - 1, {}, false});
    return;
  }
  if (among(noun, {"end", "start", "release_date", "due"}) && !field.empty() && (own == "sprint" || own == "release")) { d_.select.push_back(field); return; }
  if (noun == "release" && before && before->chunk.value_of(List::versions)) return;
  fail("underspecified", std::string(noun));
}

void Composer::measure_step() {
  const Item item = items_[at_];
  const std::string m(item.chunk.entry->arg == "logged_time" ? "logged_hours" : item.chunk.entry->arg);
  const bool any_key = std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.type == Type::key; });
  const Item* before = at_ > 0 ? &items_[at_ - 1] : nullptr;
  ++at_;
  const std::string field = m == "estimate" ? "story_points" : m;
  if (item.chunk.end == item.chunk.begin + 1 && tokens_[item.chunk.begin].norm == "point" && item.chunk.begin > 0 && tokens_[item.chunk.begin - 1].type == Token::Class::word && !quantity(tokens_, item.chunk.begin - 1)) fail("underspecified", "point");  // at some point
  if (any_key && m == "comment_count" && d_.shape != Draft::Shape::count) fail("underspecified", m);  // their text
  if (without_) {
    without_ = false;
    if (m == "logged_hours" && entity() == Entity::issue) return filter({"logged_hours", Op::equal, 0.0, {}});
    if (m == "comment_count" || m == "review_count" || m == "changed_files") return filter({field, Op::equal, 0.0, {}});
    if (m == "story_points" || m == "estimate" || m == "estimate_hours") {
      if (d_.who || !d_.target.empty()) fail("ambiguous_metric", m);
      return filter({field, Op::is_null, {}, {}});
    }
    if (m == "logged_hours" && (d_.who || !d_.target.empty())) { d_.none_of = true; return; }
    fail("underspecified", m);
  }
  if (negated_ || except_) {
    if (m == "logged_hours" && entity() == Entity::worklog && (d_.who || !d_.target.empty())) { negated_ = false; d_.none_of = true; return; }
    fail("underspecified", "not");
  }
  if (any_key && has_field(field) && d_.where.empty() && d_.key.size() < 20 && !(d_.shape == Draft::Shape::count && m == "logged_hours") && entity() == Entity::issue) {
    d_.select.push_back(field);
    return;
  }
  const bool grouping = d_.who || !d_.target.empty() || !d_.groups.empty();
  // "story points over 5", "size > 500"
  if (next_is(0, Word::compare) && peek(1) && peek(1)->chunk.type == Type::number && has_field(field) && !grouping && find_field(entity(), field)->type == juno::ask::Type::number) {
    const Op op = op_of(peek()->chunk.entry->arg);
    const double n = peek(1)->chunk.number;
    at_ += 2;
    return filter({field, op, n, {}});
  }
  const bool sums = d_.shape == Draft::Shape::count || !d_.aggregation.empty() || d_.total;
  const bool listed = !sums && !grouping && has_field(field);
  if (before && before->chunk.is(Word::have) && listed && field == "story_points" && d_.rank.empty() && !ahead({Word::rank}, at_)) return filter({field, Op::not_null, {}, {}});  // with points
  if (!d_.rank.empty() && d_.rank_field.empty() && listed && !ahead({Word::group}, at_) && (entity() == Entity::feature || (before && (before->chunk.is(Word::rank) || before->chunk.is(Word::group) || before->chunk.is(Word::have))))) {
    d_.rank_field = field;
    return;
  }
  if (before && before->chunk.is(Word::sort) && has_field(field)) { d_.sort.push_back({field, before->chunk.entry->arg == "desc"}); return; }
  const std::string metric = measure_metric(m);
  if (metric.empty()) fail("underspecified", m);
  if (m == "logged_hours") {
    d_.hours = true;
    if (std::find(d_.metrics.begin(), d_.metrics.end(), metric) != d_.metrics.end()) return;
  }
  if (metric == "points") d_.points = true;
  if (m == "estimate") fail("ambiguous_metric", m);
  if (m == "age" && d_.shape == Draft::Shape::list && d_.aggregation.empty() && !grouping && false) return;
  if (m == "value" && d_.shape == Draft::Shape::none && false) return;
  d_.metrics.push_back(metric);
}

void Composer::metric_step() {
  const Item item = items_[at_];
  const std::string_view own = info(entity()).name;
  std::string_view arg = part_for(item.chunk.entry->arg, own);
  if (arg.empty()) fail("ambiguous_scope", tokens_[item.chunk.begin].text);
  ++at_;
  if (negated_ || without_ || except_) fail("underspecified", "not");
  std::string_view extra;
  if (const std::size_t colon = arg.find(':'); colon != std::string_view::npos) extra = arg.substr(colon + 1), arg = arg.substr(0, colon);
  auto add = [&](std::string_view name) {
    const Metric* m = find_metric(name);
    if (!m) fail("underspecified", std::string(name));
    if (std::find(d_.metrics.begin(), d_.metrics.end(), name) == d_.metrics.end()) d_.metrics.emplace_back(name);
  };
  if (extra == "share") {  // "stories delivered on time" is a list, the share of them a figure
    if (d_.shape != Draft::Shape::share || d_.in_share) fail("underspecified", "on time");
    d_.shape = Draft::Shape::none;
  }
  if (arg == "workload") {
    add("issues"), add("points");
    return filter({"open", Op::equal, true, {}});
  }
  if (arg == "dora") { for (const char* m : {"deployment_frequency", "lead_time_for_changes", "change_failure_rate", "time_to_restore"}) add(m); return; }
  if (arg == "flow") {
    for (std::size_t t = item.chunk.begin; t < item.chunk.end; ++t)
      if (tokens_[t].norm == "and" && d_.shape != Draft::Shape::count && !ahead({Word::group, Word::grain, Word::trend}, 0)) fail("ambiguous_metric", "and");
    if (own == "pull_request") add("prs_opened"), add("prs_merged");
    else add("issues_created"), add("issues_resolved");
    return;
  }
  if (arg == "promise") { add("commitment"), add("velocity"); return; }
  if (arg == "utilization") {
    add(arg);
    if (extra == "over" && !d_.who && d_.target.empty()) fail("ambiguous_metric", "overloaded");
    return;
  }
  if (arg == "time_in_status") {
    // "stuck in QA" is where they are; "stuck for more than a week" could be anywhere.
    if (extra == "stuck" && peek() && peek()->chunk.value_of(List::statuses) && d_.shape != Draft::Shape::how_long) return;
    if (extra == "stuck" && ahead({Word::compare}, at_)) fail("ambiguous_metric", tokens_[item.chunk.begin].text);
    add(arg);
    if (!extra.empty()) add_group("status");
    if (extra == "most") d_.rank = "most";
    if (extra.empty() && !(peek() && (peek()->chunk.value_of(List::statuses) || next_is(0, Word::noun, "status") || next_is(0, Word::state)))) fail("underspecified", "status");
    return;
  }
  const bool grouping = d_.who || !d_.target.empty() || !d_.groups.empty();
  const bool filters = !grouping && d_.metrics.empty() && d_.aggregation.empty() && find_field(entity(), arg) != nullptr;
  const bool listed = std::any_of(items_.begin(), items_.end(), [&](const Item& i) { return i.chunk.is(Word::noun) || i.chunk.value_of(List::types); });
  if (filters && listed && next_is(0, Word::compare) && peek(1) && peek(1)->chunk.type == Type::duration) {  // cycle time over 10 days
    const Op op = op_of(peek()->chunk.entry->arg);
    const std::string length = peek(1)->chunk.text;
    at_ += 2;
    return filter({std::string(arg), op, length, {}});
  }
  if (!d_.rank.empty() && d_.rank_field.empty() && !grouping && find_field(entity(), arg) && at_ >= 2 && (items_[at_ - 2].chunk.is(Word::rank) || items_[at_ - 2].chunk.is(Word::group)) && !ahead({Word::group}, at_)) {
    d_.rank_field = arg;  // the issues with the longest cycle time
    return;
  }
  add(arg);
  d_.points |= arg == "velocity" || arg == "commitment";
}

void Composer::rank_step() {
  const std::string arg(items_[at_].chunk.entry->arg);
  ++at_;
  if (negated_ || without_ || except_) fail("underspecified", "not");
  if (arg == "busiest") fail("ambiguous_metric", arg);
  if (!d_.rank.empty() && !((d_.rank == "top" || d_.rank == "bottom") && arg != "top" && arg != "bottom")) fail("underspecified", arg);
  if (arg == "top" || arg == "bottom") {
    if (!(peek() && peek()->chunk.type == Type::number) && !d_.limit && !(at_ >= 2 && items_[at_ - 2].chunk.type == Type::number)) {
      // "top contributors": how many?
      if (arg == "bottom" || !(next_is(0, Word::noun))) fail("underspecified", arg);
    }
  }
  if (arg == "oldest_open") {
    d_.rank = "oldest";
    if (find_field(entity(), "open")) return filter({"open", Op::equal, true, {}});
    if (entity() == Entity::pull_request) return filter({"state", Op::equal, std::string("open"), {}});
    fail("underspecified", "oldest");
  }
  d_.rank = arg;
}

void Composer::compare_step() {
  const std::string_view arg = items_[at_].chunk.entry->arg;
  const Op op = op_of(arg);
  if (negated_ || without_ || except_) fail("underspecified", "not");
  const Item* before = at_ > 0 ? &items_[at_ - 1] : nullptr;
  ++at_;
  const Item* item = peek();
  if (!item) fail("underspecified", "than");
  const bool grouping = d_.who || !d_.target.empty() || !d_.groups.empty();
  if (item->chunk.value_of(List::priorities) && item->prep.empty() && (arg == ">" || arg == "<" || arg == ">=" || arg == "<=") && has_field("priority")) {  // below P1
    const std::string name = item->chunk.name.value;
    ++at_;
    if (next_is(0, Word::noun, "priority")) ++at_;
    if (next_is(0, Word::conj) && peek(1) && peek(1)->chunk.value_of(List::priorities)) fail("underspecified", "than");
    return filter({"priority", op, name, {}});
  }
  if (item->chunk.type == Type::number) {
    const double n = item->chunk.number;
    ++at_;
    const bool percent = item->chunk.end < tokens_.size() && tokens_[item->chunk.end].norm == "%";
    const Item* next = peek();
    const bool after = next && (next->prep.empty() || next->prep == "of") && !next->clause;
    if (after && next->chunk.is(Word::measure)) {
      const std::string m(next->chunk.entry->arg == "estimate" ? "story_points" : next->chunk.entry->arg);
      if (!grouping && has_field(m) && find_field(entity(), m)->type == juno::ask::Type::number) { ++at_; return filter({m, op, n, {}}); }
      if (grouping) { d_.number_of = {op, n}; return; }
      fail("underspecified", m);
    }
    if (after && next->chunk.is(Word::noun, "review") && entity() == Entity::pull_request && !grouping) { ++at_; return filter({"review_count", op, n, {}}); }
    if (after && next->chunk.is(Word::noun, "sprint") && entity() == Entity::issue && !grouping) { ++at_; return filter({"sprint_count", op, n, {}}); }
    if (percent && d_.metrics.size() != 1) fail("underspecified", "%");
    if (grouping || !d_.metrics.empty()) {
      if (!grouping) fail("underspecified", "than");
      if (percent && d_.metrics.size() == 1) { d_.having.push_back({d_.metrics[0], op, n / 100}); return; }
      d_.number_of = {op, n};
      return;
    }
    fail("underspecified", "than");
  }
  if (item->chunk.type == Type::duration) {
    const std::string length = item->chunk.text;
    const bool old = item->chunk.number == 1;
    ++at_;
    if (old) return filter({"age", op, length, {}});
    // "took more than 30 days to close"
    if (next_is(0, Word::verb) && (peek()->prep == "to" || tokens_[peek()->chunk.begin - 1].norm == "to" || tokens_[peek()->chunk.begin - 1].norm == "get")) {
      const std::string_view verb = peek()->chunk.entry->arg;
      ++at_;
      if (verb == "resolved" && entity() == Entity::issue) return filter({"lead_time", op, length, {}});
      if ((verb == "merged" || verb == "closed" || verb == "resolved") && entity() == Entity::pull_request) return filter({"time_to_merge", op, length, {}});
      fail("underspecified", "than");
    }
    if (grouping && d_.metrics.empty() && entity() == Entity::worklog) d_.metrics = {"hours_logged"}, d_.hours = true;
    if (grouping || !d_.metrics.empty()) {
      if (!grouping || d_.metrics.size() != 1) fail("underspecified", "than");
      const Metric* m = find_metric(d_.metrics[0]);
      const auto n = m ? in_unit(length, m->unit) : std::nullopt;
      if (!n) fail("underspecified", length);
      d_.having.push_back({d_.metrics[0], op, *n});
      return;
    }
    if (before && before->chunk.is(Word::measure) && has_field(before->chunk.entry->arg) && find_field(entity(), before->chunk.entry->arg)->type == juno::ask::Type::duration) return filter({std::string(before->chunk.entry->arg), op, length, {}});
    const bool standing = before && (before->chunk.value_of(List::statuses) || (before->chunk.is(Word::state) && before->chunk.entry->arg.starts_with("issue:status_category")) || before->chunk.is(Word::state, "issue:blocked=true"));
    if (standing && entity() == Entity::issue && !before->chunk.is(Word::state, "issue:blocked=true")) return filter({"time_in_current_status", op, length, {}});
    if (before && before->chunk.is(Word::state) && before->chunk.entry->arg.find(":open=true") != std::string_view::npos) return filter({"age", op, length, {}});
    if (entity() == Entity::ci_run && has_field("duration")) return filter({"duration", op, length, {}});
    fail("underspecified", length);
  }
  fail("underspecified", "than");
}

void Composer::age_step() {
  const std::string_view arg = items_[at_].chunk.entry->arg;
  const std::size_t first = items_[at_].chunk.begin;
  if (negated_ || without_ || except_) fail("underspecified", "not");
  ++at_;
  const Item* item = peek();
  if (!item) fail("underspecified", "age");
  if (!has_field("age")) fail("ambiguous_scope", "age");
  if (arg != "idle") {
    if (item->chunk.type == Type::duration && item->chunk.number != 1) {
      const std::string length = item->chunk.text;
      // "open for more than 7 days" is about open ones.
      bool open = false;
      for (std::size_t i = first; i < items_[at_ - 1].chunk.end; ++i) open |= tokens_[i].norm == "open";
      ++at_;
      if (open) filter(entity() == Entity::pull_request ? Atom{"state", Op::equal, std::string("open"), {}} : Atom{"open", Op::equal, true, {}});
      const std::string_view word = tokens_[first].norm;
      if ((word == "waiting" || word == "created" || word == "opened" || word == "filed" || word == "raised" || word == "reported") && next_is(0, Word::verb)) fail("underspecified");
      return filter({"age", arg == "<" ? Op::less : Op::greater, length, {}});
    }
    fail("underspecified", "age");
  }
  if (item->chunk.type == Type::duration && item->chunk.number != 1) {
    const std::string length = item->chunk.text;
    ++at_;
    return filter({"idle", Op::greater, length, {}});
  }
  if (item->chunk.type == Type::when) {
    const When& w = item->chunk.when;
    ++at_;
    if (w.rolling && w.past.starts_with("last:")) {
      std::string length = w.past.substr(5);
      const char unit = length.back();
      int n = 0;
      std::from_chars(length.data(), length.data() + length.size() - 1, n);
      if (unit == 'm') length = std::to_string(30 * n) + "d";
      else if (unit != 'd' && unit != 'w' && unit != 'h') fail("ambiguous_time");
      return filter({"idle", Op::greater, length, {}});
    }
    if (w.past.starts_with("since:")) return filter({"updated", Op::in_window, "until:" + w.past.substr(6), {}});
    if (tokens_[items_[at_ - 2].chunk.end - 1].norm == "since" && w.day) return filter({"updated", Op::in_window, "until:" + format_date(*w.day), {}});
    if (tokens_[items_[at_ - 2].chunk.end - 1].norm == "since" && !w.past.empty() && w.past.find(':') == std::string::npos && w.past.find("..") == std::string::npos) return filter({"updated", Op::in_window, "until:" + w.past, {}});
  }
  fail("ambiguous_time", "updated");
}

void Composer::how_long_step() {
  const std::string_view arg = items_[at_].chunk.entry->arg;
  if (d_.shape == Draft::Shape::share) fail("underspecified");
  if (arg == "how") {
    d_.how = true;
    ++at_;
    return;
  }
  d_.shape = Draft::Shape::how_long;
  ++at_;
  if (arg == "how_old") {
    if (std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.type == Type::key; })) { d_.select = {"age"}; return; }
    d_.metrics.push_back(entity() == Entity::pull_request ? "pr_age" : entity() == Entity::issue ? "age" : "");
  } else if (arg == "how_often") {
    for (const Item& i : items_)
      if (i.chunk.is(Word::verb, "deployed") || i.chunk.is(Word::noun, "deployment")) { d_.metrics.push_back("deployment_frequency"); return; }
    fail("underspecified", "how often");
  } else if (arg == "how_big") {
    if (entity() != Entity::pull_request) fail("ambiguous_metric");
    d_.metrics.push_back("pr_size");
  } else {
    // What happens to it tells which time is meant.
    bool wait = false, in_status = false, first = false, key = false;
    std::string verb;
    for (const Item& i : items_) {
      for (std::size_t t = i.chunk.begin > 3 ? i.chunk.begin - 3 : 0; t < i.chunk.end; ++t) {
        const std::string_view w = tokens_[t].norm;
        wait |= among(w, {"wait", "waits", "waiting"});
        first |= w == "first";
      }
      key |= i.chunk.type == Type::key;
      if (i.chunk.is(Word::verb)) verb = i.chunk.entry->arg;
      in_status |= i.chunk.value_of(List::statuses);
    }
    if (key) fail("underspecified", "how long");
    if (std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.is(Word::metric); })) return;
    if (in_status && entity() == Entity::issue) d_.metrics.push_back("time_in_status");
    else if (entity() == Entity::issue && verb == "resolved") d_.metrics.push_back("lead_time");
    else if (entity() == Entity::pull_request && verb == "merged") d_.metrics.push_back("time_to_merge");
    else if (entity() == Entity::pull_request && (wait || first)) {
      bool review = false;
      for (const Item& i : items_) review |= i.chunk.is(Word::noun, "review") || i.chunk.is(Word::verb, "reviewed");
      if (!review) fail("ambiguous_metric");
      d_.metrics.push_back("time_to_first_review");
    } else if (entity() == Entity::review && !wait) d_.metrics.push_back("review_time"), d_.entity = Entity::pull_request;
    else if (entity() == Entity::ci_run && among(verb, {"", "resolved", "started", "created", "ended"})) d_.metrics.push_back("ci_duration");
    else if (entity() == Entity::incident && (verb == "resolved" || verb.empty())) d_.metrics.push_back("time_to_restore");
    else fail("ambiguous_metric", "how long");
    if (!verb.empty()) {
      for (std::size_t i = at_; i < items_.size(); ++i)
        if (items_[i].chunk.is(Word::verb)) { items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(i)); break; }
    }
    for (std::size_t i = at_; i < items_.size(); ++i)
      if (items_[i].chunk.is(Word::noun, "review") && entity() == Entity::pull_request) { items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(i)); break; }
  }
}

}  // namespace juno::ask
