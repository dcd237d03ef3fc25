// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
#include "core/report.h"
namespace juno {

struct Ranking;

// What somebody decided about one feature's place, beside what the model says: never used as data by anything that learns.
struct RankAdjustment {
  enum class Kind { delta, pin, veto, none };  // none takes the earlier word back
  std::int64_t id = 0;
  std::string source;  // the site's name
  Id issue = 0;        // the tracker's id
  std::string key;     // as it was called then
  Kind kind = Kind::none;
  double value = 0;    // delta: added to the score; pin: the place, from 1
  std::optional<Date> expires;  // the last day on which it holds
  Instant at;
  std::string author, reason;
};
std::string_view to_string(RankAdjustment::Kind kind);
std::optional<RankAdjustment::Kind> rank_adjustment_named(std::string_view name);
// "+10", "pin 1", "veto"; empty for none.
std::string brief(const RankAdjustment& adjustment);

// The last word about each issue; `all` by id. Taken back ones are left out, expired ones kept.
std::vector<RankAdjustment> last_adjustments(std::span<const RankAdjustment> all);
inline bool in_force(const RankAdjustment& a, Date today) { return a.kind != RankAdjustment::Kind::none && (!a.expires || today <= *a.expires); }

// Puts adjustments on a ranking. A delta is added to the score; then pinned features take their places (equal pins by score,
// then key), also without a score; vetoed ones lose theirs. Scores of all other features stay as they are.
// `last`: as of last_adjustments; those that have expired on the ranking's day are remembered as such and change nothing.
void adjust_ranking(Ranking& ranking, std::span<const RankAdjustment> last);

// Every word that was said, oldest first, and whether it holds on that day.
Report adjustments_report(std::span<const RankAdjustment> all, Date today);

}  // namespace juno
