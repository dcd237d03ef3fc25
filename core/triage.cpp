// SPDX-License-Identifier: Apache-2.0
#include "core/triage.h"
#include <algorithm>
#include "core/durations.h"
#include "core/sprint_scope.h"
namespace juno {
namespace {

// Never below zero: the tracker's clock may be ahead of ours.
double days_since(Instant from, Instant now) { return std::max(0.0, days_between(from, now)); }

std::string many(double d) {
  const auto n = static_cast<long>(d);  // whole days that have passed
  return std::to_string(n) + (n == 1 ? " day" : " days");
}

std::string list(const std::vector<OpenIssue::Blocker>& blockers, bool done) {
  std::string out;
  for (const auto& b : blockers)
    if (b.done == done) out += (out.empty() ? "" : ", ") + b.key;
  return out;
}

class Judge {
 public:
  Judge(const TriageInput& in, std::optional<double> usual) : in_(in), usual_(usual), today_(in.zone.date(in.now)) {}

  // Nothing when all is well.
  std::optional<TriageItem> judge(std::size_t k, const FlowTimes& t) {
    const FlowIssue& i = in_.data.issues[in_.issues[k]];
    reasons_.clear();
    TriageItem item;
    item.issue = k, item.idle_days = days_since(i.updated, in_.now);
    if (t.started) item.age_days = days_since(*t.started, in_.now);
    const double here = days_since(i.visits.back().from, in_.now);
    const std::string& status = in_.data.statuses[i.visits.back().status].name;
    waiting(in_.open[k], i, t, here, status);
    overdue(in_.open[k]);
    if (in_process(t.now)) working(i, item, status);
    else resting(t, item, here);
    if (reasons_.empty()) return std::nullopt;
    std::stable_sort(reasons_.begin(), reasons_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    item.advice = reasons_.front().first, item.reason = std::move(reasons_.front().second);
    for (std::size_t n = 1; n < reasons_.size(); ++n) item.also.push_back(std::string(to_string(reasons_[n].first)) + ": " + reasons_[n].second);
    return item;
  }

 private:
  void say(Advice advice, std::string reason) { reasons_.emplace_back(advice, std::move(reason)); }

  void waiting(const OpenIssue& open, const FlowIssue& i, const FlowTimes& t, double here, const std::string& status) {
    const std::string still = list(open.blockers, false), gone = list(open.blockers, true);
    const bool held = i.flagged || t.now == Stage::waiting;
    if (held && still.empty() && !gone.empty()) say(Advice::resume, "what blocked it is done: " + gone);
    else if (t.now == Stage::waiting && here > in_.limits.blocked_days) say(Advice::unblock, "in " + status + " for " + many(here) + (still.empty() ? "" : ", behind " + still));
    else if (in_process(t.now) && !still.empty()) say(Advice::unblock, "in progress, but blocked by " + still);
    else if (i.flagged && days_since(i.updated, in_.now) > in_.limits.blocked_days) say(Advice::unblock, "flagged, and not touched for " + many(days_since(i.updated, in_.now)));
  }
  void overdue(const OpenIssue& open) {
    if (open.due && *open.due < today_) say(Advice::reschedule, "due " + format_date(*open.due) + ", " + many(today_ - *open.due) + " ago");
  }
  void working(const FlowIssue& i, const TriageItem& item, const std::string& status) {
    if (item.idle_days > in_.limits.idle_days) say(Advice::ask, "in " + status + ", and not touched for " + many(item.idle_days));
    if (i.assignee == 0) say(Advice::assign, "in " + status + ", and nobody's");
    if (usual_ && item.age_days && *item.age_days > *usual_) say(Advice::split, "in progress for " + many(*item.age_days) + "; 85 % are finished within " + people_number(*usual_));
  }
  void resting(const FlowTimes& t, const TriageItem& item, double here) {
    if (t.started && here > in_.limits.idle_days) say(Advice::put_back, "started " + many(*item.age_days) + " ago, put back " + many(here) + " ago");
    if (item.idle_days > in_.limits.backlog_days) say(Advice::close, "not begun, and not touched for " + many(item.idle_days));
  }

  const TriageInput& in_;
  std::optional<double> usual_;
  Date today_;
  std::vector<std::pair<Advice, std::string>> reasons_;
};

}  // namespace

std::string_view to_string(Advice advice) {
  switch (advice) {
    case Advice::unblock: return "unblock";
    case Advice::resume: return "resume";
    case Advice::reschedule: return "reschedule";
    case Advice::ask: return "ask";
    case Advice::assign: return "assign";
    case Advice::split: return "split";
    case Advice::put_back: return "put_back";
    case Advice::close: return "close";
  }
  return "";
}

std::string_view sentence(Advice advice) {
  switch (advice) {
    case Advice::unblock: return "Remove what holds it up, or put it back";
    case Advice::resume: return "Take it up again: nothing holds it up any more";
    case Advice::reschedule: return "Set a date that can be kept, or drop it";
    case Advice::ask: return "Ask its assignee: finish it, hand it on, or put it back";
    case Advice::assign: return "Give it to somebody, or put it back";
    case Advice::split: return "Finish or split it: it takes longer than most";
    case Advice::put_back: return "Say whether it is still wanted: it was begun and left";
    case Advice::close: return "Close it, or say that it is still wanted";
  }
  return "";
}

Triage triage(const TriageInput& in) {
  Triage out;
  std::vector<FlowTimes> times;
  std::vector<double> cycles;
  for (const std::size_t n : in.issues) {
    const FlowTimes& t = times.emplace_back(flow_times(in.data.issues[n], in.rules));
    if (t.started && t.finished && *t.finished <= in.now) cycles.push_back(days_since(*t.started, *t.finished));
  }
  out.usual_days = durations(std::move(cycles), "").p85;
  Judge judge(in, out.usual_days);
  for (std::size_t k = 0; k < in.issues.size(); ++k) {
    if (times[k].now == Stage::done || (in.touched && !in.touched->contains(in.data.issues[in.issues[k]].updated))) continue;
    ++out.open;
    if (auto item = judge.judge(k, times[k])) out.items.push_back(std::move(*item));
  }
  const auto key = [&](const TriageItem& i) -> const std::string& { return in.data.issues[in.issues[i.issue]].key; };
  std::sort(out.items.begin(), out.items.end(), [&](const TriageItem& a, const TriageItem& b) {
    if (a.advice != b.advice) return a.advice < b.advice;
    if (a.idle_days != b.idle_days) return a.idle_days > b.idle_days;
    return key_before(key(a), key(b));
  });
  return out;
}

namespace {

// How many of each advice, those that nothing is said about left out.
Section groups_section(const Triage& r, const TriageInput& in) {
  const std::string key(to_string(in.by));
  Section s{"groups", "By " + key, {}, {}, false};
  s.table.columns = {{key, std::string(1, static_cast<char>(key[0] - 'a' + 'A')) + key.substr(1)}, {"stale", "To do", Kind::integer}};
  for (const Advice a : kAdvice) s.table.columns.push_back({std::string(to_string(a)), std::string(to_string(a)), Kind::integer});
  for (const Group& g : group_by(r.items.size(), [&](std::size_t n, std::vector<GroupKey>& keys) { flow_keys(in.data, in.data.issues[in.issues[r.items[n].issue]], in.by, keys); })) {
    std::vector<Cell> row{g.name, static_cast<std::int64_t>(g.members.size())};
    for (const Advice a : kAdvice) row.push_back(static_cast<std::int64_t>(std::count_if(g.members.begin(), g.members.end(), [&](std::size_t n) { return r.items[n].advice == a; })));
    s.table.rows.push_back(std::move(row));
  }
  if (s.table.rows.size() > 1) s.chart = Chart{Chart::Type::bars, key, {"stale"}, "issues"};
  return s;
}

}  // namespace

Report to_report(const Triage& r, const TriageInput& in) {
  Report out;
  out.title = "Triage";
  out.summary = {{"open", "Open issues", std::int64_t{r.open}, Kind::integer, ""},
                 {"stale", "With something to do", static_cast<std::int64_t>(r.items.size()), Kind::integer, ""}};
  for (const Advice a : kAdvice) {
    const auto n = std::count_if(r.items.begin(), r.items.end(), [&](const TriageItem& i) { return i.advice == a; });
    out.summary.push_back({"advice." + std::string(to_string(a)), n > 0 ? std::string(sentence(a)) : "", static_cast<std::int64_t>(n), Kind::integer, ""});
  }
  out.summary.push_back({"usual_days", "85 % are finished within", r.usual_days ? Cell{*r.usual_days} : Cell{}, Kind::number, r.usual_days ? "" : "fewer than 5 issues were finished lately", r.usual_days ? "days" : ""});
  Section s{"issues", "What to do", {}, {}, false};
  s.table.columns = {{"key", "Key"}, {"summary", "Summary", Kind::text, true}, {"advice", "Advice"}, {"reason", "Reason", Kind::text, true}, {"also", "Also", Kind::list, true, 1}, {"type", "Type", Kind::text, false, 1},
                     {"priority", "Priority", Kind::text, false, 1}, {"status", "Status", Kind::text, false, 1}, {"team", "Team", Kind::text, true, 1}, {"assignee", "Assignee", Kind::text, true, 1}, {"idle_days", "Idle", Kind::number}, {"age_days", "Age", Kind::number, false, 1}};
  s.shown_rows = 50;
  for (const TriageItem& t : r.items) {
    const FlowIssue& i = in.data.issues[in.issues[t.issue]];
    s.table.rows.push_back({i.key, cell(in.open[t.issue].summary), std::string(to_string(t.advice)), t.reason, t.also.empty() ? Cell{} : Cell{List(t.also)}, cell(in.data.word(i.type)), cell(in.data.word(i.priority)),
                            cell(in.data.statuses[i.visits.back().status].name), cell(in.data.word(i.team)), cell(in.data.word(i.assignee)), t.idle_days, t.age_days ? Cell{*t.age_days} : Cell{}});
  }
  out.main = s.key;
  if (in.by != FlowGroup::none) out.sections.push_back(groups_section(r, in));
  out.sections.push_back(std::move(s));
  out.notes = {"Idle: days since the last update of any kind. Age: days since it was started. Nothing is changed in the tracker.",
               "Asked about: work untouched for over " + people_number(in.limits.idle_days) + " days, waiting for over " + people_number(in.limits.blocked_days) + ", not begun and untouched for over " + people_number(in.limits.backlog_days) + "."};
  if (in.explain)
    for (const Advice a : kAdvice) {
      std::string keys;
      for (const TriageItem& t : r.items)
        if (t.advice == a) keys += (keys.empty() ? "" : ", ") + in.data.issues[in.issues[t.issue]].key;
      out.explain.push_back(std::string(to_string(a)) + ": " + std::string(sentence(a)) + ". " + (keys.empty() ? "None." : keys));
    }
  out.warnings = in.rules.warnings;
  return out;
}

}  // namespace juno
