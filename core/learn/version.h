// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/learn/train.h"
#include "core/report.h"
namespace juno::learn {

// A training as the ledger keeps it.
struct ModelVersion {
  std::int64_t id = 0;      // counts from 1 over all targets
  Trained what;             // `judged` and `evaluation.tried` are not kept
  std::string library;      // "xgboost 1.7.4", or that there was none
  Instant trained;
  std::string author, data_sha256, sha256;  // of the canonical cases, of the bytes
  bool used = false;        // for its target, now
};

// "model 3, boosted trees: off by 4.2 points on average, the median by 5.1", for a line of evidence.
std::string brief(const ModelVersion& version);

// Champion and challenger: whether the newer one takes over. Judged on what began after the champion's window, which neither
// had seen; with fewer than 20 of those the newer one does, as it has seen more.
struct Contest {
  int cases = 0;
  std::optional<double> champion, challenger;  // mean |error| on them
  bool takes_over = true;
  std::string verdict;
};
Contest contest(const ModelVersion& champion, const Trained& challenger, std::span<const Case> cases, const Trees* trees);

// How a version did on what began after its window; what of that is still open.
Evaluation evaluate_since(const ModelVersion& version, std::span<const Case> cases, const Trees* trees);
int open_since(const ModelVersion& version, std::span<const Case> cases);

// What `juno model train` did, a row a target.
struct TrainingOutcome {
  Target target = Target::points;
  std::optional<ModelVersion> version;
  std::string contest, why_not;
};
Report training_report(std::span<const TrainingOutcome> outcomes, std::string_view library);
Report version_list(std::span<const ModelVersion> versions);
Report version_report(const ModelVersion& version, const Trees* trees);
// Of one issue, with what the estimate is made of.
Report estimate_report(const ModelVersion& version, const Case& c, std::string_view summary, const Trees* trees);
Report evaluation_report(std::span<const ModelVersion> versions, std::span<const Evaluation> evaluations, std::span<const int> open);

}  // namespace juno::learn
