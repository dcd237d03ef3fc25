// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/learn/item.h"
#include "core/learn/terms.h"
namespace juno::learn {

// What can be learned from a team's own history.
enum class Target {
  points,  // story points of an issue, from what it said before they were given
  cycle,   // days from the start of work to done, from what it said at the start; open issues last longer than they have
  effort,  // points that a feature came to, from what it said when work on it began
  value,   // what a feature turned out to be worth (juno rank outcome), from what it said when work on it began
};
inline constexpr std::array kTargets{Target::points, Target::cycle, Target::effort, Target::value};
std::string_view to_string(Target target);
std::optional<Target> target_named(std::string_view name);
std::string_view unit_of(Target target);  // "points", "days" or "points of value"
// Whether it is learned from features alone.
inline bool of_features(Target target) { return target == Target::effort || target == Target::value; }

// What a feature was worth, in points of business value, as known at a moment.
struct Worth {
  Instant known;
  double value = 0;
  friend bool operator==(const Worth&, const Worth&) = default;
};

// One issue as far as learning is concerned, as the cache has it.
struct LearnItem {
  Id id = 0;  // the cache's
  std::string key;
  Item now;
  std::vector<ItemChange> changes;  // oldest first
  Instant created;
  std::optional<Instant> started, done;
  std::optional<double> points;            // now; of a feature: what its children come to, else its own
  std::optional<double> estimate;          // its points as they were first given: re-estimates know what the work turned out to be
  std::optional<Instant> estimated;        // when that was; none: with the issue
  std::vector<Worth> worth;                // of a feature: its outcomes, by moment
  std::optional<double> stated;            // of a feature: the business value that people give it, now
  struct Restated {
    Instant at;
    std::optional<double> before;
  };
  std::vector<Restated> restated;          // when they changed their mind, oldest first, and from what
};

// One thing to learn from or to predict.
struct Case {
  std::string key, type, reporter;
  Instant at;                    // the moment of prediction; nothing below is from later
  TermCounts text;
  std::vector<std::string_view> tags;  // "component: api", "label: urgent", …: ascending; kept by the lexicon
  double words = 0, labels = 0, components = 0, age_days = 0;
  std::optional<Instant> known;  // when the outcome was known; none: still open
  double value = 0;              // the outcome; of an open one what it has lasted so far
  std::vector<Worth> before;     // what was said of the outcome before that, oldest first
  std::optional<double> stated;  // of a value: what people had stated by then
};
bool earlier(const Case& a, const Case& b);  // by moment, then key: a total order
Case case_at(Lexicon& lexicon, const LearnItem& item, Instant at);
// The cases of a target by moment, then key; `now` is when open ones are looked at. Values that cannot be (negative, not finite) are left out;
// a feature that lost something is worth nothing.
std::vector<Case> cases_of(Lexicon& lexicon, Target target, std::span<const LearnItem> items, Instant now);
// What of it could be seen at `at`: later ones are left out, outcomes known later are what was said of them before, else open; of open
// ones only those of cycle times stay.
std::vector<Case> seen_at(Target target, std::span<const Case> cases, Instant at);
// One line of text a case, in order: equal text is equal input.
std::string canonical(std::span<const Case> cases);

}  // namespace juno::learn
