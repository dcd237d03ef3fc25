// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/calendar.h"
#include "core/config.h"
#include "core/flow_issue.h"
namespace juno {

// What a status means to flow: not begun, worked on, waiting, in progress without anybody having said which, or finished.
enum class Stage { before, active, waiting, unclassified, done };
inline bool in_process(Stage s) { return s == Stage::active || s == Stage::waiting || s == Stage::unclassified; }

// How days between two moments are counted: 24 hours each; local dates, both included, so never 0; or working days.
enum class DayUnit { elapsed, calendar, working };

struct FlowSettings {
  enum class Start { first, last };             // of the entries into a status of work
  enum class Finish { resolved, last, first };  // the resolution date of what is done now, else as `last`; start of the present stretch of done; first entry
  Start start = Start::first;
  Finish finish = Finish::resolved;
  DayUnit days = DayUnit::elapsed;
  Names started;          // statuses that are work; empty: those of category in_progress
  Names waiting, active;  // of these, what each is; "Blocked" and "On Hold" always wait
  DoneRule done;
};

struct FlowRules {
  FlowSettings settings;
  std::vector<Stage> stages;         // by place of FlowIssues::statuses
  std::vector<std::string> text;     // for people: what counts as start, finish, a day
  std::vector<std::string> warnings;
  Stage stage(FlowIssue::Place status) const { return stages[status]; }
};
// Statuses named in the settings match in any case; a name that no status has is a warning. In-progress statuses are active
// unless they wait where the configuration says which wait (domain.md §9); where it says nothing they are unclassified.
FlowRules flow_rules(const std::vector<FlowStatus>& statuses, const FlowSettings& settings);

// The moments the rules pick from one issue's statuses.
struct FlowTimes {
  std::optional<Instant> started;     // nothing: no work status before it was finished
  std::optional<Instant> finished;    // nothing: not finished by the rule
  std::optional<Instant> first_done;  // first entry into a done status
  int reopened = 0;                   // how often it left a done status
  Stage now = Stage::before;
};
FlowTimes flow_times(const FlowIssue& issue, const FlowRules& rules);

// Days between two moments in the unit; nothing when `to` is earlier.
class DayCount {
 public:
  DayCount(DayUnit unit, const Zone& zone, const Calendar& calendar) : unit_(unit), zone_(zone), calendar_(calendar) {}
  std::optional<double> between(Instant from, Instant to) const;
  std::string text() const;  // "days of 24 hours"

 private:
  DayUnit unit_;
  const Zone& zone_;
  const Calendar& calendar_;
};

}  // namespace juno
