// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/flow.h"
#include "core/period.h"
#include "core/report.h"
namespace juno {

// What triage needs of an open issue beyond its flow.
struct OpenIssue {
  struct Blocker {
    std::string key;
    bool done = false;
  };
  std::string summary;
  std::optional<Date> due;
  std::vector<Blocker> blockers;  // cached issues that block it, by key
};

// What to do, the most pressing first.
enum class Advice { unblock, resume, reschedule, ask, assign, split, put_back, close };
inline constexpr std::array kAdvice = {Advice::unblock, Advice::resume, Advice::reschedule, Advice::ask, Advice::assign, Advice::split, Advice::put_back, Advice::close};
std::string_view to_string(Advice advice);   // "unblock"
std::string_view sentence(Advice advice);    // "Remove what blocks it"

struct TriageRules {
  double idle_days = 7;      // work without an update for longer is asked about
  double blocked_days = 3;   // waiting for longer is to be unblocked
  double backlog_days = 180; // not begun and not touched for longer is to be closed or wanted again
};

struct TriageInput {
  const FlowIssues& data;
  std::vector<std::size_t> issues;       // open ones and, for the usual cycle time, those finished lately
  std::vector<OpenIssue> open;           // by place in `issues`; empty ones for what is finished
  const FlowRules& rules;
  TriageRules limits;
  Instant now;
  const Zone& zone;
  bool explain = true;
  FlowGroup by = FlowGroup::none;  // count the advices by this, too
  std::optional<Period> touched = std::nullopt;  // only what was last updated in it; the usual cycle time is that of all
};

struct TriageItem {
  std::size_t issue = 0;   // place in `issues`
  Advice advice = Advice::ask;
  std::string reason;      // of the advice, with its measure and threshold
  std::vector<std::string> also;  // further reasons, by advice
  double idle_days = 0;    // since the last update
  std::optional<double> age_days;  // since it was started
};

struct Triage {
  std::vector<TriageItem> items;  // by advice, then idle longest, then key
  int open = 0;
  std::optional<double> usual_days;  // 85 % of what was finished lately took at most so long; needs 5
};
Triage triage(const TriageInput& in);
Report to_report(const Triage& triage, const TriageInput& in);

}  // namespace juno
