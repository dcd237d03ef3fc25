// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/group_by.h"
#include "core/interval.h"
#include "core/period.h"
#include "core/pull_stages.h"
#include "core/report.h"
#include "core/review_load.h"
namespace juno {

struct PullsInput {
  std::span<const PullFacts> pulls;  // merged, closed, created or reviewed in the period, and all that are open; any order
  Period period;
  Zone zone;
  Instant as_of;
  bool bots = false;                    // count what machines opened
  std::vector<std::string> ignore;      // logins that are machines
  std::vector<std::string> generated;   // paths without size
  std::function<std::string(const Person&)> name_of;  // a person for people; of a deleted account: "Unknown"
  std::span<const double> past_hours;   // created to merged of earlier pull requests: what "old" is compared with
};

// One stage over many pull requests. Percentiles are type 7; under 5 values only the median is told, p90 needs 10.
struct StageSpread {
  int n = 0, missing = 0;  // of the merged ones
  std::optional<double> median, p75, p90;
  std::optional<Interval> interval;  // of the median
};
struct PullFigures {
  int merged = 0;
  StageSpread coding, pickup, review, merge, deploy, total, to_merge, response;
  std::optional<double> median_size, rounds;  // rounds: mean
  int unreviewed = 0, self_merged = 0, self_merge_known = 0, whole = 0;  // whole: with all five stages
};

struct OpenPull {
  std::size_t pull = 0;
  double age_days = 0, idle_days = 0;
  bool stale = false;  // older than 95 % of what was merged before, or without that an idle week
  std::vector<std::string> waiting;
};

struct Pulls {
  std::vector<std::size_t> merged;  // in the period, by time merged
  std::vector<std::size_t> unreviewed;
  std::vector<PullStages> stages;   // one a merged pull request
  std::vector<std::int64_t> sizes;  // the same
  PullFigures figures;
  int opened = 0, abandoned = 0, bots = 0;  // bots: left out
  int linked = 0;                   // merged with an issue
  std::vector<OpenPull> open;       // oldest first
  std::optional<double> old_hours;  // the age that makes one stale; nothing where a week idle does
  ReviewLoad load;
  struct Bucket {
    int n = 0;
    std::optional<double> pickup, to_merge;  // medians
  };
  std::array<Bucket, 5> buckets;    // by SizeClass
  std::optional<double> size_pickup;  // Spearman's correlation
};
Pulls pulls(const PullsInput& input);
// Of some of `of.merged`: places in that list.
PullFigures pull_figures(const PullsInput& input, const Pulls& of, std::span<const std::size_t> places);

struct PullGroup {
  std::string name;
  PullFigures figures;
};
Report to_report(const Pulls& result, const PullsInput& input, const std::vector<PullGroup>& groups, const std::string& noun);

}  // namespace juno
