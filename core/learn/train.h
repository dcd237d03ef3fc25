// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/learn/effort.h"
#include "core/learn/points.h"
namespace juno::learn {

// What a method was off by on cases that began after it was fitted, in the target's unit.
struct Tried {
  std::string method;
  double error = 0;
  int cases = 0;
};

// How a model did where it could not have known: fitted on what was known at some moment, judged on what began in the time
// after it (rolling origin), several times; which method is best was chosen on earlier stretches than those judged here.
struct Evaluation {
  std::vector<Tried> tried;  // where the method was chosen
  int judged = 0;
  std::optional<double> error, middle_error, usual_error;  // mean and median |error|; mean |error| of the median by type
  std::optional<double> accuracy;                          // standardised (Shepperd and MacDonell)
  std::optional<double> p;                                 // Wilcoxon, against the median
  int ranges = 0, held = 0;                                // outcomes that had a 90 % range, and those within theirs
  bool better = false;                                     // the gate: lower error, p < 0.05
  // Of values: where people had stated one, what that was off by, and the model that was chosen.
  int stated = 0;
  std::optional<double> stated_error, error_where_stated;
  std::string verdict;
};

struct Trained {
  Target target = Target::cycle;
  std::string method;    // as people read it
  std::string settings;  // "text_share=0.5 strength=1 …"
  Instant from, to;      // the cases' moments
  int known = 0, open = 0;
  std::string bytes;     // of PointsModel or EffortModel, by the target
  Evaluation evaluation;
  // What was judged, to set another model beside this one.
  struct Judged {
    Instant at;
    std::string key;
    double off = 0;
  };
  std::vector<Judged> judged;
};

struct TrainRules {
  std::uint32_t seed = 1;
  const Trees* trees = nullptr;  // null: the ladder without them
  std::function<void(const char* what, int done, int total)> progress = {};
};

constexpr int kLeastKnown = 10;  // fewer teach nothing, not even a median worth the name
// Of the value: outcomes vary more than efforts do, and nothing rests on their median (methods.md §7.2).
constexpr int kLeastWorth = 50;
constexpr int least_known(Target target) { return target == Target::value ? kLeastWorth : kLeastKnown; }
// Nothing with fewer known cases than that. The same cases in any order and the same seed give the same bytes.
std::optional<Trained> train(Target target, std::vector<Case> cases, const TrainRules& rules);

// How a stored model did on `cases` (as known now) that it had not seen; nothing judged where none is known.
Evaluation evaluate(Target target, const std::string& bytes, std::span<const Case> cases, const Trees* trees);

}  // namespace juno::learn
