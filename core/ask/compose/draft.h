// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "core/ask/ir.h"
#include "core/ask/model.h"
#include "core/ask/when.h"
namespace juno::ask {

// Thrown while composing: this cover has no meaning. `reason` is one of kClarifyReasons.
struct NoMeaning {
  std::string reason, about;
  std::vector<SemanticQuery> offers;  // what comes near and can be answered
};
[[noreturn]] inline void give_up(std::string reason, std::string about = {}, std::vector<SemanticQuery> offers = {}) { throw NoMeaning{std::move(reason), std::move(about), std::move(offers)}; }

inline bool holds(const std::vector<std::string>& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

// Something that happened: a verb, and the periods said with it.
struct Event {
  std::string verb;
  std::size_t at = 0;  // its place among the items
  std::vector<const When*> times;
};

// A semantic query in the making: what the items of a sentence have said so far.
struct Draft {
  enum class Shape { none, list, count, share, when_will, when_did, how_long };
  Shape shape = Shape::none;
  std::optional<Entity> entity;
  std::vector<std::string> metrics;
  std::string aggregation;
  std::vector<std::string> more_aggregations;  // "p50 and p95"
  std::vector<Filter> where, pct;
  bool in_share = false;                // conditions go to `pct`
  bool share_whole = false;             // ", of those where …": what follows is of the whole
  std::vector<std::string> groups;
  bool who = false, who_many = false;   // asks for people
  std::string target, target_noun;      // "which team": the field asked for
  bool target_many = false;
  std::string rank;                     // most, oldest …
  std::string rank_field;
  std::optional<std::int64_t> limit;
  bool trend = false, contrast = false, versus = false, spread = false, total = false;
  std::vector<Having> having;
  std::optional<std::pair<Op, double>> number_of;  // "more than 10" of what is counted
  bool none_of = false;                            // "no open issues": groups with nothing
  std::vector<Sort> sort;
  std::string order;                    // "smallest first": low or high
  std::vector<std::string> select;
  std::vector<Event> events;
  std::vector<const When*> times;       // of nothing in particular
  bool snapshot_state = false;          // a state was asked about
  bool past = false;                    // "were"
  std::vector<Atom> history;            // waiting for their window
  std::string key;                      // the issue asked about
  std::string report;
  bool how = false;                     // "how is …": only figures and reports answer that
  bool points = false, hours = false;
  bool more = false;                    // "more bugs …": than whom is to come
  bool told_more = false;               // and has come
  std::string only_near;                // what no query says: the reading that leaves it out is offered, never taken
  double cost = 0;

  bool has_field(std::string_view field) const { return find_field(*entity, field) != nullptr; }
  bool asks_for_one_of() const { return who || !target.empty(); }  // people, or what `target` says
  bool grouped() const { return asks_for_one_of() || !groups.empty(); }
  bool compared() const { return contrast || versus; }
  bool happened(std::string_view verb) const {
    return std::any_of(events.begin(), events.end(), [&](const Event& e) { return e.verb == verb; });
  }
  bool timed_event() const {
    return std::any_of(events.begin(), events.end(), [](const Event& e) { return !e.times.empty(); });
  }
  bool asks_for_epics() const {  // "which epics"
    return std::any_of(where.begin(), where.end(), [](const Filter& f) { return f.any.empty() && f.atom.field == "type" && f.atom.value == Value(std::string("Epic")); });
  }
  std::vector<Filter>& conditions() { return in_share ? pct : where; }  // of what is being said now
};

// The figure that counts rows of an entity.
std::string_view count_metric(Entity entity);

}  // namespace juno::ask
