// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {

// A period belongs to the verb before it; a second one only where two are compared: "this month vs last month".
void Walk::when_step() {
  no_negation();
  const When* w = &items_[at_++].chunk->when;
  Event* event = nullptr;
  for (Event& e : d_.events)
    if (e.at < at_) event = &e;
  const bool paired = back_is(2, Word::versus) || (d_.compared() && at_ >= 2);
  if (event && (event->times.empty() || paired)) event->times.push_back(w);
  else d_.times.push_back(w);
}

// "older than 3 days", "open for more than a week", "untouched since March"
void Walk::age_step() {
  const Item item = items_[at_];
  no_negation();
  ++at_;
  if (!peek()) give_up("underspecified", "age");
  if (!d_.has_field("age")) give_up("ambiguous_scope", "age");
  if (item.arg() == "idle") return idle_since(item);
  if (!next_is(0, Chunk::Type::duration) || peek()->chunk->number == 1) give_up("underspecified", "age");
  const std::string length = items_[at_++].chunk->text;
  if (s_.has_word(item, "open")) filter(entity() == Entity::pull_request ? Atom{"state", Op::equal, std::string("open"), {}} : Atom{"open", Op::equal, true, {}});
  if (among(s_.first_word(item), {"waiting", "created", "opened", "filed", "raised", "reported"}) && next_is(0, Word::verb)) give_up("underspecified");
  filter({"age", item.arg() == "<" ? Op::less : Op::greater, length, {}});
}
void Walk::idle_since(const Item& item) {
  const auto last_updated_before = [&](const std::string& end) { filter({"updated", Op::in_window, "until:" + end, {}}); };
  if (next_is(0, Chunk::Type::duration) && peek()->chunk->number != 1) return filter({"idle", Op::greater, items_[at_++].chunk->text, {}});
  if (!next_is(0, Chunk::Type::when)) give_up("ambiguous_time", "updated");
  const When& w = items_[at_++].chunk->when;
  if (w.rolling && w.past.starts_with("last:")) return filter({"idle", Op::greater, length_of(w.past.substr(5)), {}});
  if (w.past.starts_with("since:")) return last_updated_before(w.past.substr(6));
  if (s_.last_word(item) != "since") give_up("ambiguous_time", "updated");
  if (w.day) return last_updated_before(format_date(*w.day));
  if (w.past.empty() || w.past.find(':') != std::string::npos || w.past.find("..") != std::string::npos) give_up("ambiguous_time", "updated");
  last_updated_before(w.past);
}
// Of a rolling window, as a duration: months are of 30 days.
std::string Walk::length_of(const std::string& window) {
  const char unit = window.back();
  if (unit == 'd' || unit == 'w' || unit == 'h') return window;
  if (unit != 'm') give_up("ambiguous_time");
  int n = 0;
  std::from_chars(window.data(), window.data() + window.size() - 1, n);
  return std::to_string(30 * n) + "d";
}

// "how long", "how old", "how often", "how big", "how is"
void Walk::how_long_step() {
  const std::string_view arg = items_[at_].arg();
  if (d_.shape == Shape::share) give_up("underspecified");
  ++at_;
  if (arg == "how") {
    d_.how = true;
    return;
  }
  d_.shape = Shape::how_long;
  if (arg == "how_old") {
    if (s_.says(Chunk::Type::key)) d_.select = {"age"};
    else d_.metrics.push_back(entity() == Entity::pull_request ? "pr_age" : entity() == Entity::issue ? "age" : "");
  } else if (arg == "how_often") {
    if (!s_.says(Word::verb, "deployed") && !s_.says(Word::noun, "deployment")) give_up("underspecified", "how often");
    d_.metrics.push_back("deployment_frequency");
  } else if (arg == "how_big") {
    if (entity() != Entity::pull_request) give_up("ambiguous_metric");
    d_.metrics.push_back("pr_size");
  } else {
    how_long();
  }
}

// What happens to it tells which time is meant.
void Walk::how_long() {
  if (s_.says(Chunk::Type::key)) give_up("underspecified", "how long");
  if (s_.says(Word::metric)) return;
  std::string_view verb;
  for (const Item& i : items_)
    if (i.is(Word::verb)) verb = i.arg();
  const std::string metric = metric_of_length(verb);
  if (metric.empty()) give_up("ambiguous_metric", "how long");
  d_.metrics.push_back(metric);
  if (metric == "review_time") d_.entity = Entity::pull_request;
  if (!verb.empty()) forget_next([](const Item& i) { return i.is(Word::verb); });
  if (entity() == Entity::pull_request) forget_next([](const Item& i) { return i.is(Word::noun, "review"); });
}
std::string Walk::metric_of_length(std::string_view verb) const {
  // Also of the words just before an item, which may be part of none.
  const auto near_item = [&](std::initializer_list<std::string_view> words) {
    return s_.any([&](const Item& i) { return among(s_.word_before(i), words) || among(s_.word_before(i, 2), words) || among(s_.word_before(i, 3), words) || std::any_of(words.begin(), words.end(), [&](std::string_view w) { return s_.has_word(i, w); }); });
  };
  const bool waits = near_item({"wait", "waits", "waiting"});
  switch (entity()) {
    case Entity::issue: return s_.says(List::statuses) ? "time_in_status" : verb == "resolved" ? "lead_time" : "";
    case Entity::pull_request:
      if (verb == "merged") return "time_to_merge";
      if (!waits && !near_item({"first"})) return {};
      if (!s_.says(Word::noun, "review") && !s_.says(Word::verb, "reviewed")) give_up("ambiguous_metric");
      return "time_to_first_review";
    case Entity::review: return waits ? "" : "review_time";
    case Entity::ci_run: return among(verb, {"", "resolved", "started", "created", "ended"}) ? "ci_duration" : "";
    case Entity::incident: return among(verb, {"", "resolved"}) ? "time_to_restore" : "";
    case Entity::sprint: case Entity::commit: case Entity::deployment: case Entity::worklog: case Entity::feature: case Entity::person: case Entity::release: return {};
  }
  return {};
}
// Takes out the next item that the metric says already.
template <class Test> void Walk::forget_next(Test test) {
  const auto here = items_.begin() + static_cast<std::ptrdiff_t>(at_);
  if (const auto it = std::find_if(here, items_.end(), test); it != items_.end()) items_.erase(it);
}

}  // namespace juno::ask
