// SPDX-License-Identifier: Apache-2.0
#include "core/flow_rules.h"
#include <algorithm>
#include <set>
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

class Wanted {
 public:
  explicit Wanted(const Names& names) {
    for (const std::string& n : names) names_.insert(fold_case(n));
  }
  bool empty() const { return names_.empty(); }
  bool has(const std::string& folded) const { return names_.count(folded) == 1; }

 private:
  std::set<std::string> names_;
};

void warn_unknown(const std::vector<FlowStatus>& statuses, const Names& names, const char* what, std::vector<std::string>& warnings) {
  for (const std::string& n : names)
    if (std::none_of(statuses.begin(), statuses.end(), [&](const FlowStatus& s) { return fold_case(s.name) == fold_case(n); }))
      warnings.push_back(std::string(what) + ": no status is named " + n + ".");
}

Stage stage_of(const FlowStatus& s, const FlowSettings& settings, const Wanted& done, const Wanted& started, const Wanted& waiting, const Wanted& active) {
  static const std::set<std::string> kBlocked = {"blocked", "on hold"};
  const std::string name = fold_case(s.name);
  const bool by_name = settings.done.by == DoneRule::By::statuses;
  if (by_name ? done.has(name) : s.category == StatusCategory::done) return Stage::done;
  const bool work = started.empty() ? s.category != StatusCategory::todo : started.has(name);
  if (!work) return Stage::before;
  if (waiting.has(name) || kBlocked.count(name) || s.category == StatusCategory::done) return Stage::waiting;  // done, but not by the configured rule
  if (active.has(name)) return Stage::active;
  return !waiting.empty() && active.empty() ? Stage::active : Stage::unclassified;
}

std::string start_text(const FlowSettings& s) {
  const std::string what = s.started.empty() ? "a status of category in_progress" : "one of " + joined(s.started);
  return std::string("Start: ") + (s.start == FlowSettings::Start::first ? "first" : "last") + " entry into " + what + ", before the finish.";
}

std::string finish_text(const FlowSettings& s) {
  const std::string done = s.done.by == DoneRule::By::statuses ? "a status of " + joined(s.done.statuses) : "a status of category done";
  switch (s.finish) {
    case FlowSettings::Finish::resolved: return "Finish: the resolution date of what is now in " + done + "; without one, when it entered that for the last time.";
    case FlowSettings::Finish::last: return "Finish: the last entry into " + done + " that was never left again.";
    case FlowSettings::Finish::first: return "Finish: the first entry into " + done + ", also of what was reopened.";
  }
  return {};
}

}  // namespace

FlowRules flow_rules(const std::vector<FlowStatus>& statuses, const FlowSettings& settings) {
  FlowRules out;
  out.settings = settings;
  const Wanted done(settings.done.statuses), started(settings.started), waiting(settings.waiting), active(settings.active);
  for (const FlowStatus& s : statuses) out.stages.push_back(stage_of(s, settings, done, started, waiting, active));
  out.text = {start_text(settings), finish_text(settings)};
  warn_unknown(statuses, settings.started, "start status", out.warnings);
  warn_unknown(statuses, settings.waiting, "status.waiting", out.warnings);
  warn_unknown(statuses, settings.active, "active status", out.warnings);
  if (settings.done.by == DoneRule::By::board) out.warnings.push_back("done = \"board\" is a rule of one board: here the status category decides.");
  return out;
}

FlowTimes flow_times(const FlowIssue& issue, const FlowRules& rules) {
  FlowTimes out;
  std::optional<Instant> stretch;  // start of the present stretch of done
  bool was_done = false;
  for (const auto& v : issue.visits) {
    const bool done = rules.stage(v.status) == Stage::done;
    if (done && !stretch) stretch = v.from;
    if (done && !out.first_done) out.first_done = v.from;
    if (!done) stretch.reset();
    out.reopened += was_done && !done;
    was_done = done;
  }
  out.now = rules.stage(issue.visits.back().status);
  switch (rules.settings.finish) {
    case FlowSettings::Finish::resolved: out.finished = stretch && issue.resolved ? issue.resolved : stretch; break;
    case FlowSettings::Finish::last: out.finished = stretch; break;
    case FlowSettings::Finish::first: out.finished = out.first_done; break;
  }
  bool working = false;
  for (const auto& v : issue.visits) {
    if (out.finished && v.from > *out.finished) break;
    const bool work = in_process(rules.stage(v.status));
    if (work && !working && (!out.started || rules.settings.start == FlowSettings::Start::last)) out.started = v.from;
    working = work;
  }
  return out;
}

std::optional<double> DayCount::between(Instant from, Instant to) const {
  if (to < from) return std::nullopt;
  switch (unit_) {
    case DayUnit::elapsed: return static_cast<double>(to.ms - from.ms) / 86'400'000.0;
    case DayUnit::calendar: return zone_.date(to) - zone_.date(from) + 1;
    case DayUnit::working: return calendar_.working_days(from, to, zone_);
  }
  return std::nullopt;
}

std::string DayCount::text() const {
  switch (unit_) {
    case DayUnit::elapsed: return "days of 24 hours";
    case DayUnit::calendar: return "calendar days, first and last included";
    case DayUnit::working: return "working days";
  }
  return {};
}

}  // namespace juno
