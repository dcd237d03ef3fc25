// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {

void Walk::verb_step() {
  const Item item = items_[at_++];
  std::string verb(item.arg());
  if (verb == "open") {  // "did Tom open", "did we open"
    const bool did = item.be == "did" || (back(2) && back(2)->be == "did");
    if (!did || next_is(0, Word::noun)) give_up("underspecified", "open");
    verb = "created";
  }
  if (verb_without_event(item, verb)) return;
  if (verb == "abandoned" && entity() != Entity::pull_request) give_up("ambiguous_scope", "abandoned");
  if (negated_) return verb_negated(verb);
  if (without_ || except_) give_up("underspecified", "without");
  const bool adjective = peek() && peek()->prep.empty() && !peek()->clause && (next_is(0, Word::noun) || next_is(0, List::types));
  if (adjective && verb == "started") give_up("underspecified");
  d_.events.push_back({std::move(verb), at_ - 1, {}});
}

// Verbs that are a part of something else, or could be.
bool Walk::verb_without_event(const Item& item, std::string_view verb) {
  const bool added = s_.last_word(item) == "added";
  if (added && (verb == "created" || verb == "scope_added") && std::any_of(items_.begin() + static_cast<std::ptrdiff_t>(at_), items_.end(), [](const Item& i) { return i.is(Word::state, "issue:added_mid_sprint=true"); }))
    return true;  // "added to the sprint after it started": said at the end
  const bool bare_status = next_is(0, List::statuses) && peek()->prep.empty() && peek()->be.empty() && !peek()->clause;
  if (verb == "created" && bare_status) give_up("ambiguous_time", "entered");  // "entered UAT"
  if (verb == "updated" && entity() == Entity::commit) return true;            // "changed the most lines"
  if (verb == "deleted") {
    if (entity() != Entity::commit || !(s_.says(Word::measure, "size") || s_.says(Word::metric, "lines_changed"))) give_up("underspecified", "deleted");
    return true;
  }
  const bool so_many = next_is(0, Word::compare) && next_is(1, Chunk::Type::number) && (next_is(2, Word::measure, "changed_files") || next_is(2, Word::measure, "size"));
  if (verb == "updated" && entity() == Entity::pull_request && so_many) return true;  // "changed more than 30 files"
  if (verb == "created" && added && entity() == Entity::issue && next_is(0, List::sprints) && among(s_.led_by(*peek()), {"to", "into"})) give_up("ambiguous_time", "added");  // when it entered the sprint
  const std::string_view before = s_.word_before(item);
  if (verb == "resolved" && among(before, {"to", "into"}) && !d_.history.empty()) give_up("unknown_value", "status");
  if (verb == "was") {
    if (!next_is(0, List::statuses)) give_up("underspecified", "was");
    return true;
  }
  if (verb == "promised") {
    const auto points = std::find(d_.metrics.begin(), d_.metrics.end(), "points");
    if (points != d_.metrics.end()) d_.metrics.erase(points);
    d_.events.push_back({"promised", at_ - 1, {}});
    return true;
  }
  if (verb != "resolved" || before != "be" || s_.word_before(item, 2) != "to" || item.be == "will" || negated_ || !d_.has_field("open")) return false;
  filter({"open", Op::equal, true, {}});  // still to be closed
  return true;
}

void Walk::verb_negated(std::string_view verb) {
  if (verb == "merged" && entity() == Entity::pull_request && !d_.who) {
    negated_ = false;
    return filter({"state", Op::equal, std::string("open"), {}});
  }
  if (verb == "resolved" && entity() == Entity::issue) {
    const auto here = items_.begin() + static_cast<std::ptrdiff_t>(at_);
    if (std::any_of(here, items_.end(), [](const Item& i) { return i.is(Chunk::Type::when); })) give_up("underspecified", "not");
    if (d_.past && s_.any([](const Item& i) { return i.is(List::sprints) && i.chunk->name.value != "@current"; })) give_up("ambiguous_metric", "carryover");  // not done when it closed, or still not
    negated_ = false;
    return filter({"open", Op::equal, true, {}});
  }
  if (verb == "logged" && entity() == Entity::worklog && d_.grouped()) {
    negated_ = false, d_.none_of = true;
    return;
  }
  if (!d_.asks_for_one_of()) give_up("underspecified", "not");
  negated_ = false, d_.none_of = true;
  d_.events.push_back({std::string(verb), at_ - 1, {}});
}

// "moved to Done", "changed assignee"
void Walk::moved_step() {
  const std::string_view arg = items_[at_].arg();
  if (negated_ || without_) give_up("underspecified", "not");
  ++at_;
  const bool hours = entity() == Entity::worklog && arg == "changed_to" && among(s_.first_word(items_[at_ - 1]), {"went", "go", "goes"});
  if (hours && next_is(0, Chunk::Type::value)) return;  // the hours that went to bugs
  if (entity() != Entity::issue) give_up("ambiguous_scope", "moved");
  if (const std::size_t colon = arg.find(':'); colon != std::string_view::npos) {
    d_.history.push_back({std::string(arg.substr(colon + 1)), Op::changed, {}, {}});
    return;
  }
  const bool late = s_.any([](const Item& i) { return i.is(Word::state, "issue:added_mid_sprint=true"); });
  if (arg == "changed_to" && next_is(0, List::sprints) && late) return;  // what was pulled into sprint 12 after it started
  if (arg == "changed_to" && next_is(0, List::versions)) return;  // what went into 5.9
  d_.history.push_back({"status", arg == "changed_to" ? Op::changed_to : Op::changed_from, moved_status(), {}});
  if (next_is(0, List::statuses)) {
    if (arg != "changed_from" || !among(peek()->prep, {"to", "into"})) give_up("underspecified", "moved");
    d_.history.push_back({"status", Op::changed_to, moved_status(), {}});
  }
  if (next_is(0, Word::conj, "or") || (next_is(0, Word::conj) && next_is(1, List::statuses))) give_up("underspecified", "moved");
}
std::string Walk::moved_status() {
  while (next_is(0, Word::noun, "status")) ++at_;
  if (!next_is(0, List::statuses)) give_up("unknown_value", "status");
  const Chunk& c = *items_[at_++].chunk;
  if (c.shadowed) d_.cost -= kShadowed;
  while (next_is(0, Word::noun, "status")) ++at_;
  return c.name.value;
}

}  // namespace juno::ask
