// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <vector>
#include "connectors/github/api.h"
#include "core/forge.h"
namespace juno::github {

struct RunBatch {
  std::vector<WorkflowRun> runs;
  std::vector<BadRecord> bad;
  Instant until;     // every run created before it has come (as far as it goes back at all)
  std::int64_t capped = 0;  // runs of one second beyond what GitHub lists: not reachable
};

// Workflow runs created in [from, until], oldest window first: GitHub lists at most 1,000 of a search, so that a fuller
// window is halved until it fits (one second at the least). `use` is called for every window, in order; false stops. Nothing
// for a repository without Actions.
void each_run_window(const Api& api, const std::string& repository, Instant from, Instant until, const std::function<bool(RunBatch&&)>& use);

// Runs created since `from`, when they fit one page, with the answer's ETag; `unchanged` when it still holds.
struct NewRuns {
  bool unchanged = false, fits = false;
  RunBatch batch;
  std::string etag;
};
NewRuns new_runs(const Api& api, const std::string& repository, Instant from, const std::string& etag);

}  // namespace juno::github
