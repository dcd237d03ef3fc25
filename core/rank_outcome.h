// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
#include "core/rank_run.h"
#include "core/report.h"
namespace juno {

// What a feature turned out to be worth, as known on a day: its whole worth by then, not what was added since an earlier day.
struct RankOutcome {
  std::int64_t id = 0;
  std::string source;  // the site's name
  Id issue = 0;        // the tracker's id
  std::string key;     // as it was called then
  Date on;
  std::optional<double> value;  // nothing takes the word about that day back
  std::string unit;    // empty: points of business value
  std::string origin;  // hand or file
  Instant at;
  std::string author, reason;
};

// Of each issue, by site and the tracker's id, what each day up to `today` says: the day's last word, unless that was taken back.
std::map<std::pair<std::string, Id>, std::vector<RankOutcome>> outcomes_by_day(std::span<const RankOutcome> all, Date today);
// Of each issue what the latest day up to `today` says; of one day, the last word. `all` by id.
std::vector<RankOutcome> last_outcomes(std::span<const RankOutcome> all, Date today);
// In points of business value. `units`: what one of a unit is in such points; nothing for a unit that is not among them.
std::optional<double> in_points(const RankOutcome& outcome, const std::map<std::string, double>& units);

// One line of a file of outcomes; `key` as it was written.
struct OutcomeLine {
  int line = 0;
  std::string key;
  double value = 0;
  Date on;
  std::string unit, reason;
};
// CSV with the columns key, value, at, and perhaps unit and reason. Throws Error{usage} naming every line that is wrong.
std::vector<OutcomeLine> read_outcomes(std::string_view text, const std::string& filename, Date today);

// What the last ranking before an outcome's day said of it.
struct RankForecast {
  RankOutcome outcome;
  std::optional<RankRunItem> item;  // nothing: no ranking kept before that day had it
  Instant at;                       // of the ranking
};
// Mean absolute error, mean absolute percentage error, bias and Spearman's correlation of predicted against actual value, where
// both are on one scale; and how far the order by score agreed with what features came to.
Report accuracy_report(const std::vector<RankForecast>& forecasts, const std::map<std::string, double>& units);
// Every word that was said, oldest first.
Report outcomes_report(std::span<const RankOutcome> all);

}  // namespace juno
