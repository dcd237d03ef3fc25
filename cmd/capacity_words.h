// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "cmd/team_capacity.h"
#include "core/names.h"
#include "core/report.h"
namespace juno {

// Names of teams and people as everybody knows them, to look up what was typed.
class CapacityWords {
 public:
  explicit CapacityWords(Context& ctx);
  // Throw Error{usage} with candidates; with `fresh` a team nobody knows yet is taken as it is.
  std::string team(const std::string& given, bool fresh = false) const;
  std::string person(const std::string& given) const;
  // The unit in which the team counts.
  CapacityUnit unit(const std::string& team) const;

 private:
  const Config& config_;
  std::vector<NameCandidate> teams_, people_;
};

// The team of `--team` among those of the sprint; empty stays empty.
std::string team_in(std::span<const TeamPlan> plans, const std::string& given);

// A change as it was taken: what it replaced, and whether it says what held already, in which case it is not written.
struct TakenChange {
  CapacityChange change;
  std::optional<double> before;
  bool same = false;
};
// Writes the changes to the ledger with author and time, all or none. Throws Error{usage} where a reason is missing: an
// exception, an absence, and whatever replaces something need one.
std::vector<TakenChange> take_changes(Context& ctx, std::vector<CapacityChange> changes, bool dry_run);
Report taken_report(const std::vector<TakenChange>& taken, bool dry_run);

}  // namespace juno
