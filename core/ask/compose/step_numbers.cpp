// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {
namespace {

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

Op op_of(std::string_view arg) { return arg == ">" ? Op::greater : arg == ">=" || arg == "+" ? Op::at_least : arg == "<" ? Op::less : arg == "<=" ? Op::at_most : Op::equal; }

void Walk::number_step() {
  const Item item = items_[at_];
  const double n = item.chunk->number;
  const bool whole = n == std::floor(n);
  if (back_is(1, Word::noun, "sprint")) give_up("unknown_value", "sprint");
  if (back_is(1, Word::noun, "pull_request") && entity() == Entity::pull_request && whole && item.prep.empty()) {  // PR 12
    ++at_;
    return filter({"number", Op::equal, n, {}}, take_negation());
  }
  if (number_range(n) || story_points_number(n)) return;
  if (next_is(1, Word::compare) && !next_is(1, Word::compare, "=")) {  // "5+ comments", "5 or more comments"
    std::swap(items_[at_], items_[at_ + 1]);
    return compare_step();
  }
  // "10 open issues with the most comments", "show 5 bugs sorted by"
  const bool limit = among(d_.rank, {"top", "bottom"}) || back_is(1, Word::rank) || ahead({Word::rank}, at_ + 1) || (d_.shape == Shape::list && back_is(1, Word::list) && next_is(1, Word::noun));
  const bool year = n >= 1900 && n <= 2100;
  if (!limit || year || d_.limit || n < 1 || n > 10000 || !whole || negated_) give_up("underspecified", tokens_[item.chunk->begin].text);
  d_.limit = static_cast<std::int64_t>(n);
  ++at_;
}
// "5 to 8 points", "between 5 and 8 comments"
bool Walk::number_range(double n) {
  const std::size_t upper = items_[at_].prep == "between" && next_is(1, Word::conj, "and") ? 2 : 1;
  if (!next_is(upper, Chunk::Type::number) || (upper == 1 && peek(1)->prep != "to") || !next_is(upper + 1, Word::measure)) return false;
  if (d_.grouped() || negated_ || peek(upper)->chunk->number <= n) return false;
  const std::string measure(peek(upper + 1)->arg() == "estimate" ? "story_points" : peek(upper + 1)->arg());
  const Field* field = find_field(entity(), measure);
  if (!field || field->type != Type::number) give_up("underspecified", measure);
  const double most = peek(upper)->chunk->number;
  at_ += upper + 2;
  filter({measure, Op::at_least, n, {}});
  filter({measure, Op::at_most, most, {}});
  return true;
}
// "8 points or more", "stories of 5 points", "5 point stories"
bool Walk::story_points_number(double n) {
  if (!next_is(1, Word::measure, "story_points") || entity() != Entity::issue || d_.grouped() || !d_.rank.empty()) return false;
  const bool bound = next_is(2, Word::compare) && !next_is(2, Word::compare, "=") && peek(2)->prep.empty() && !next_is(3, Chunk::Type::number);
  const bool before_noun = peek(2) && peek(2)->prep.empty() && (next_is(2, Word::noun, "issue") || next_is(2, List::types)) && s_.first_word(*peek(1)) == "point";
  const bool exact = !ahead({Word::rank, Word::compare}, at_) && (among(peek()->prep, {"of", "at"}) || back_is(1, Word::have) || before_noun);
  if (!bound && !exact) return false;
  const Op op = bound ? op_of(peek(2)->arg()) : Op::equal;
  if (bound && op != Op::at_least && op != Op::at_most) give_up("underspecified", "than");
  at_ += bound ? 3 : 2;
  if (next_is(0, Word::conj, "or") && next_is(1, Chunk::Type::number)) give_up("underspecified", "or");
  filter({"story_points", op, n, {}}, take_negation());
  return true;
}

// "most", "oldest", "top"
void Walk::rank_step() {
  std::string_view arg = items_[at_++].arg();
  no_negation();
  if (arg == "busiest") give_up("ambiguous_metric", "busiest");
  if (arg == "best") {  // of features by a figure; of people and teams nobody says what is best
    const bool counted = next_is(0, Chunk::Type::number) || back_is(2, Chunk::Type::number);
    if (entity() != Entity::feature || !counted || !s_.any([](const Item& i) { return i.is(Word::measure, "roi") || i.is(Word::measure, "value"); })) give_up("ambiguous_metric", "best");
    arg = "top";
  }
  const bool cut = among(arg, {"top", "bottom"}), was_cut = among(d_.rank, {"top", "bottom"});
  if (!d_.rank.empty() && (!was_cut || cut)) give_up("underspecified", std::string(arg));
  const bool counted = next_is(0, Chunk::Type::number) || d_.limit || back_is(2, Chunk::Type::number);
  if (cut && !counted && (arg == "bottom" || !next_is(0, Word::noun))) give_up("underspecified", std::string(arg));  // "top contributors": how many?
  if (arg != "oldest_open") {
    d_.rank = arg;
    return;
  }
  d_.rank = "oldest";
  if (d_.has_field("open")) return filter({"open", Op::equal, true, {}});
  if (entity() != Entity::pull_request) give_up("underspecified", "oldest");
  filter({"state", Op::equal, std::string("open"), {}});
}

// "more than 5", "over 3 days", "below P1"
void Walk::compare_step() {
  const std::string_view arg = items_[at_].arg();
  const Op op = op_of(arg);
  no_negation();
  ++at_;
  if (!peek()) give_up("underspecified", "than");
  if (next_is(0, List::priorities) && peek()->prep.empty() && among(arg, {">", "<", ">=", "<="}) && d_.has_field("priority")) {
    const std::string name = items_[at_++].chunk->name.value;
    if (next_is(0, Word::noun, "priority")) ++at_;
    if (next_is(0, Word::conj) && next_is(1, List::priorities)) give_up("underspecified", "than");
    return filter({"priority", op, name, {}});
  }
  if (next_is(0, Chunk::Type::number)) return compare_number(op);
  if (next_is(0, Chunk::Type::duration)) return compare_duration(op);
  const bool other = next_is(0, Chunk::Type::value) || (next_is(0, Word::noun) && next_is(1, Chunk::Type::value));
  if (other && !d_.metrics.empty() && among(arg, {">", "<"}) && tokens_[items_[at_ - 1].chunk->end - 1].norm == "than") {  // "is Otter's cycle time longer than Falcon's"
    --at_;
    return than_step();
  }
  give_up("underspecified", "than");
}

void Walk::compare_number(Op op) {
  const Chunk& number = *items_[at_++].chunk;
  const double n = number.number;
  const bool grouping = d_.grouped(), percent = number.end < tokens_.size() && tokens_[number.end].norm == "%";
  if (op == Op::equal && estimated_at(op, n)) return;
  const bool counts = peek() && (peek()->prep.empty() || peek()->prep == "of") && !peek()->clause;  // what follows is what there are so many of
  if (counts && next_is(0, Word::measure)) {
    const std::string measure(peek()->arg() == "estimate" ? "story_points" : peek()->arg());
    const Field* field = find_field(entity(), measure);
    if (!grouping && (!field || field->type != Type::number)) give_up("underspecified", measure);
    if (grouping) d_.number_of = {op, n};
    else ++at_, filter({measure, op, n, {}});
    return;
  }
  const std::string_view of_each = !counts || grouping ? "" : next_is(0, Word::noun, "review") && entity() == Entity::pull_request ? "review_count" : next_is(0, Word::noun, "sprint") && entity() == Entity::issue ? "sprint_count" : "";
  if (!of_each.empty()) {
    ++at_;
    return filter({std::string(of_each), op, n, {}});
  }
  if (percent && d_.metrics.size() != 1) give_up("underspecified", "%");
  if (!grouping) give_up("underspecified", "than");
  if (percent) d_.having.push_back({d_.metrics[0], op, n / 100});
  else d_.number_of = {op, n};
}

// "estimated at 13"
bool Walk::estimated_at(Op op, double n) {
  if (s_.last_word(*back(2)) != "at" || !d_.has_field("story_points") || d_.grouped()) return false;
  if (next_is(0, Word::measure, "story_points")) ++at_;
  if (next_is(0, Word::conj, "or") || next_is(0, Word::compare) || next_is(0, Word::measure) || next_is(0, Word::grain)) give_up("underspecified", "at");
  filter({"story_points", op, n, {}});
  return true;
}

void Walk::compare_duration(Op op) {
  const Item* before = back(2);
  const std::string length = peek()->chunk->text;
  const bool old = peek()->chunk->number == 1;
  ++at_;
  if (old) return filter({"age", op, length, {}});
  const std::string_view span = next_is(0, Word::metric) && s_.first_word(*peek()) == "from" ? metric_for(peek()->arg(), info(entity()).name) : "";
  if (among(span, {"lead_time", "cycle_time"}) && d_.has_field(span) && !d_.grouped() && d_.metrics.empty()) {  // more than 30 days from creation to resolution
    ++at_;
    return filter({std::string(span), op, length, {}});
  }
  const auto to = [&] { return peek()->prep == "to" || among(s_.word_before(*peek()), {"to", "get"}); };
  if (next_is(0, Word::verb) && to()) return took_duration(op, length);
  if (d_.grouped() && d_.metrics.empty() && entity() == Entity::worklog) d_.metrics = {"hours_logged"}, d_.hours = true;
  if (d_.grouped() || !d_.metrics.empty()) {
    if (!d_.grouped() || d_.metrics.size() != 1) give_up("underspecified", "than");
    const Metric* m = find_metric(d_.metrics[0]);
    const auto n = m ? in_unit(length, m->unit) : std::nullopt;
    if (!n) give_up("underspecified", length);
    d_.having.push_back({d_.metrics[0], op, *n});
    return;
  }
  const std::string field = before ? field_of_length(*before) : entity() == Entity::ci_run ? "duration" : "";
  if (field.empty()) give_up("underspecified", length);
  filter({field, op, length, {}});
}
// "took more than 30 days to close"
void Walk::took_duration(Op op, const std::string& length) {
  const std::string_view verb = items_[at_++].arg();
  if (verb == "resolved" && entity() == Entity::issue) return filter({"lead_time", op, length, {}});
  if (among(verb, {"merged", "closed", "resolved"}) && entity() == Entity::pull_request) return filter({"time_to_merge", op, length, {}});
  give_up("underspecified", "than");
}
// What lasts so long, by the item before the comparator; empty = nothing that does.
std::string Walk::field_of_length(const Item& before) const {
  if (before.is(Word::measure)) {
    const Field* field = find_field(entity(), before.arg());
    if (field && field->type == Type::duration) return std::string(field->name);
  }
  const bool standing = before.is(List::statuses) || (before.is(Word::state) && before.arg().starts_with("issue:status_category"));
  if (standing && entity() == Entity::issue) return "time_in_current_status";
  if (before.is(Word::state) && before.arg().find(":open=true") != std::string_view::npos) return "age";
  return entity() == Entity::ci_run ? "duration" : "";
}

}  // namespace juno::ask
