// SPDX-License-Identifier: Apache-2.0
#include "core/sprint_scope.h"
#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>
namespace juno {
namespace {

constexpr std::chrono::seconds kCloseOperation{60};

double or_zero(const std::optional<double>& points) { return points.value_or(0); }

// The author of the change nearest to the completion, within a minute of it, that took a member out or moved it on into
// another sprint: who closed the sprint. Ties go to whoever made more such changes. 0 = nobody did anything like that then.
std::uint64_t closing_user(std::span<const SprintIssue> issues, Instant complete) {
  struct Seen {
    std::chrono::milliseconds nearest{kCloseOperation};
    int changes = 0;
  };
  std::map<std::uint64_t, Seen> authors;
  for (const SprintIssue& issue : issues) {
    bool member = issue.timeline.member;
    for (const auto& e : issue.timeline.events) {
      if (e.kind != SprintTimeline::Event::Kind::member) continue;
      const bool was_member = std::exchange(member, e.member);
      const auto distance = std::chrono::abs(e.at - complete);
      if (!was_member || e.author == 0 || distance > kCloseOperation) continue;
      Seen& seen = authors[e.author];
      seen.nearest = std::min(seen.nearest, distance);
      ++seen.changes;
    }
  }
  const auto best = std::min_element(authors.begin(), authors.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.second.nearest, -a.second.changes, a.first) < std::tuple(b.second.nearest, -b.second.changes, b.first);
  });
  return best == authors.end() ? 0 : best->first;
}

// The state while the history is played; changes of one moment count as one.
struct State {
  bool member = false, done = false;
  std::optional<double> points;
  Id status = 0;
  std::optional<Instant> done_since;
  bool member_when_done = false;
  std::optional<double> points_when_done;
};

class Walk {
 public:
  Walk(const SprintTimeline& timeline, const SprintRules& rules, const SprintWindow& window, std::uint64_t closer)
      : timeline_(timeline), rules_(rules), window_(window), closer_(closer) {}

  // Nothing when the issue was not in the sprint between its start and end.
  std::optional<SprintItem> item(std::vector<ScopeEvent>& events) {
    if (timeline_.created > window_.end) return std::nullopt;
    now_ = {timeline_.member, false, timeline_.points, timeline_.status, {}, false, {}};
    std::size_t i = 0;
    while (i < timeline_.events.size() && timeline_.events[i].at <= timeline_.created) apply(timeline_.events[i++]);
    State before;
    settle(before, timeline_.created);
    note(before, timeline_.created, events);
    while (i < timeline_.events.size() && timeline_.events[i].at <= window_.end) {
      const Instant at = timeline_.events[i].at;
      before = now_;
      while (i < timeline_.events.size() && timeline_.events[i].at == at) apply(timeline_.events[i++]);
      settle(before, at);
      note(before, at, events);
    }
    return finish();
  }

 private:
  void apply(const SprintTimeline::Event& e) {
    switch (e.kind) {
      case SprintTimeline::Event::Kind::points: now_.points = e.points; break;
      case SprintTimeline::Event::Kind::status: now_.status = e.status; break;
      case SprintTimeline::Event::Kind::member:
        if (!e.member && closed_it(e)) {
          out_.close_operation = true;
          break;
        }
        now_.member = e.member;
        break;
    }
  }

  bool closed_it(const SprintTimeline::Event& e) const {
    return window_.closed && closer_ != 0 && e.author == closer_ && std::chrono::abs(e.at - window_.end) <= kCloseOperation;
  }

  // What follows from the new values: is it done, since when.
  void settle(const State& before, Instant at) {
    now_.done = now_.status != 0 && rules_.done.is_done(now_.status);
    if (now_.status != 0 && !out_.started && rules_.category && rules_.category(now_.status) == StatusCategory::in_progress) out_.started = at;
    if (!now_.done) now_.done_since.reset();
    else if (!before.done) {
      now_.done_since = at;
      now_.member_when_done = now_.member;
      now_.points_when_done = now_.points;
    }
  }

  bool done_here(const State& s) const { return s.member && s.done && s.member_when_done && *s.done_since > window_.snapshot; }

  // Before the snapshot only the last state counts, after it every change does.
  void note(const State& before, Instant at, std::vector<ScopeEvent>& events) {
    if (at <= window_.snapshot) return;
    if (!seen_start_) see_start(before);
    const double change = or_zero(now_.points) - or_zero(before.points);
    if (before.member) out_.re_estimated += change;
    if (now_.member && !before.member) {
      ++out_.entries;
      out_.points_entered += or_zero(now_.points);
      if (!out_.entered_at) {
        out_.entered_at = at;
        first_entry_points_ = now_.points;
      }
    }
    if (!now_.member && before.member) {
      ++out_.leavings;
      out_.points_left += or_zero(now_.points);
      out_.left_at = at;
      leaving_points_ = now_.points;
    }
    emit(before, at, events);
  }

  void emit(const State& before, Instant at, std::vector<ScopeEvent>& events) {
    const auto left = [](const State& s) { return s.member && !s.done; };
    ScopeEvent e;
    e.at = at;
    e.points = (left(now_) ? or_zero(now_.points) : 0) - (left(before) ? or_zero(before.points) : 0);
    e.issues = static_cast<int>(left(now_)) - static_cast<int>(left(before));
    e.completed_points = (done_here(now_) ? or_zero(now_.points_when_done) : 0) - (done_here(before) ? or_zero(before.points_when_done) : 0);
    e.completed_issues = static_cast<int>(done_here(now_)) - static_cast<int>(done_here(before));
    if (now_.member != before.member) e.kind = now_.member ? ScopeEvent::Kind::entered : ScopeEvent::Kind::left;
    else if (now_.done != before.done) e.kind = now_.done ? ScopeEvent::Kind::completed : ScopeEvent::Kind::reopened;
    else e.kind = ScopeEvent::Kind::re_estimated;
    if (e.points != 0 || e.issues != 0 || e.completed_points != 0 || e.completed_issues != 0) events.push_back(e);
  }

  void see_start(const State& s) {
    seen_start_ = true;
    out_.at_start = s.member;
    out_.done_at_start = s.member && s.done;
    out_.points_start = s.member ? s.points : std::nullopt;
  }

  std::optional<SprintItem> finish() {
    if (!seen_start_) see_start(now_);
    if (!out_.at_start && out_.entries == 0) return std::nullopt;
    out_.added = !out_.at_start;
    if (out_.added) out_.points_start = first_entry_points_;
    out_.in_at_end = now_.member;
    out_.status_end = now_.status;
    out_.points_close = out_.points_end = now_.points;
    out_.completed_at = now_.done_since;
    if (!now_.member) {
      out_.outcome = Outcome::removed;
      out_.points_end = leaving_points_;
    } else if (done_here(now_)) {
      out_.outcome = Outcome::completed;
      out_.points_end = now_.points_when_done;
    } else if (now_.done) {
      out_.outcome = Outcome::completed_elsewhere;
    }
    return out_;
  }

  const SprintTimeline& timeline_;
  const SprintRules& rules_;
  const SprintWindow& window_;
  std::uint64_t closer_;
  State now_;
  SprintItem out_;
  bool seen_start_ = false;
  std::optional<double> first_entry_points_, leaving_points_;
};

// Stable. Moments and places are sorted, and each event is moved once: events are large, and there are many.
void in_order_of_time(std::vector<ScopeEvent>& events) {
  std::vector<std::pair<Instant, std::size_t>> order;
  order.reserve(events.size());
  for (std::size_t e = 0; e < events.size(); ++e) order.emplace_back(events[e].at, e);
  std::sort(order.begin(), order.end());
  std::vector<ScopeEvent> sorted;
  sorted.reserve(events.size());
  for (const auto& [at, place] : order) sorted.push_back(events[place]);
  events = std::move(sorted);
}

}  // namespace

bool key_before(std::string_view a, std::string_view b) {
  const auto parts = [](std::string_view key) {
    const std::size_t dash = key.rfind('-');
    std::int64_t number = 0;
    if (dash != std::string_view::npos) std::from_chars(key.data() + dash + 1, key.data() + key.size(), number);
    return std::tuple(key.substr(0, dash), number, key);
  };
  return parts(a) < parts(b);
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::completed: return "completed";
    case Outcome::not_completed: return "not_completed";
    case Outcome::removed: return "removed";
    case Outcome::completed_elsewhere: return "completed_elsewhere";
  }
  return "";
}

std::string_view to_string(ScopeEvent::Kind kind) {
  switch (kind) {
    case ScopeEvent::Kind::entered: return "entered";
    case ScopeEvent::Kind::left: return "left";
    case ScopeEvent::Kind::re_estimated: return "re_estimated";
    case ScopeEvent::Kind::completed: return "completed";
    case ScopeEvent::Kind::reopened: return "reopened";
  }
  return "";
}

DoneWhen done_when(const DoneRule& rule, const Board* board, std::function<StatusCategory(Id)> category, std::function<std::string(Id)> name) {
  DoneWhen by_category{[category](Id id) { return category(id) == StatusCategory::done; }, "status category done", ""};
  switch (rule.by) {
    case DoneRule::By::category: return by_category;
    case DoneRule::By::statuses: {
      std::string names;
      for (const std::string& n : rule.statuses) names += (names.empty() ? "" : ", ") + n;
      return {[name, wanted = std::set<std::string>(rule.statuses.begin(), rule.statuses.end())](Id id) { return wanted.count(name(id)) == 1; },
              "status one of " + names, ""};
    }
    case DoneRule::By::board: break;
  }
  const Board::BoardColumn* last = nullptr;
  if (board)
    for (const auto& column : board->columns)
      if (!column.statuses.empty()) last = &column;
  if (!last) {
    by_category.warning = "The board's columns are not known: done is decided by the status category instead of its last column.";
    return by_category;
  }
  return {[ids = std::set<Id>(last->statuses.begin(), last->statuses.end())](Id id) { return ids.count(id) == 1; },
          "a status of the board's last column, " + last->name, ""};
}

SprintWindow window_of(const Sprint& sprint, Instant as_of, std::chrono::minutes grace) {
  SprintWindow w;
  w.planned_end = sprint.end;
  w.end = as_of;
  const auto began = sprint.state == SprintState::future ? std::nullopt : sprint.began();
  if (sprint.state == SprintState::active && sprint.complete)
    w.warnings.push_back("The sprint was closed once and reopened; it is shown as active.");
  if (!began || *began > as_of) {
    if (sprint.state != SprintState::future && !began) w.warnings.push_back("The sprint has no start date: its present content is shown.");
    w.start = w.snapshot = as_of;
    return w;
  }
  w.begun = true;
  w.start = *began;
  if (sprint.state == SprintState::closed) {
    const auto complete = sprint.complete ? sprint.complete : sprint.end;
    if (!sprint.complete) w.warnings.push_back("The sprint has no completion date: its planned end is used.");
    w.closed = complete && *complete <= as_of && *complete >= w.start;
    if (w.closed) w.end = *complete;
  }
  // Starting is an action of a person: what else happened in that second belongs to it (methods.md 1.5).
  const std::int64_t past = ((w.start.ms % 1000) + 1000) % 1000;
  w.snapshot = std::min(Instant{w.start.ms - past + 999} + grace, w.end);
  return w;
}

SprintScope sprint_scope(const Sprint& sprint, std::span<const SprintIssue> issues, const SprintRules& rules, Instant as_of) {
  SprintScope scope;
  scope.window = window_of(sprint, as_of, rules.grace);
  const std::uint64_t closer = scope.window.closed ? closing_user(issues, scope.window.end) : 0;
  std::vector<std::size_t> order(issues.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto before = [&](std::size_t a, std::size_t b) {
    return key_before(issues[a].key, issues[b].key) || (issues[a].key == issues[b].key && issues[a].id < issues[b].id);
  };
  if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
  scope.items.reserve(issues.size());
  scope.events.reserve(issues.size());
  for (const std::size_t i : order) {
    if (issues[i].subtask && !rules.subtasks) continue;
    const std::size_t first = scope.events.size();
    auto item = Walk(issues[i].timeline, rules, scope.window, closer).item(scope.events);
    if (!item) {
      scope.events.resize(first);
      continue;
    }
    item->issue = i;
    for (std::size_t e = first; e < scope.events.size(); ++e) scope.events[e].item = scope.items.size();
    if (issues[i].timeline.gap) scope.gaps.push_back(scope.items.size());
    scope.estimated |= item->points_start || item->points_end || item->points_close;
    if (item->committed()) {
      scope.remaining_points_start += or_zero(item->points_start);
      ++scope.remaining_issues_start;
    }
    scope.items.push_back(std::move(*item));
  }
  in_order_of_time(scope.events);
  return scope;
}

}  // namespace juno
