// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "core/sprint_report.h"
#include "tests/support/at.h"

// Small sprints written by hand. Statuses: 1 To Do, 2 In Progress, 3 Done, 4 Closed (done too).
namespace juno::test {

inline std::string status_name(Id id) {
  static const std::string kNames[] = {"", "To Do", "In Progress", "Done", "Closed"};
  return id >= 1 && id <= 4 ? kNames[id] : "status " + std::to_string(id);
}
inline StatusCategory category(Id id) { return id == 1 ? StatusCategory::todo : id == 2 ? StatusCategory::in_progress : StatusCategory::done; }

inline SprintRules rules() {
  SprintRules r;
  r.category = category;
  r.done = done_when(DoneRule{}, nullptr, category, status_name);
  return r;
}

// An issue built change by change; `created` sets the first values.
struct Story {
  SprintIssue issue;
  Story(const std::string& key, const std::string& created, bool member, std::optional<double> points, Id status = 1) {
    issue.key = key;
    issue.summary = "Summary of " + key;
    issue.type = "Story";
    issue.timeline.created = at(created);
    issue.timeline.member = member;
    issue.timeline.points = points;
    issue.timeline.status = status;
  }
  SprintTimeline::Event& add(const std::string& when, SprintTimeline::Event::Kind kind, std::uint64_t author) {
    issue.timeline.events.push_back({at(when), author, 0, {}, kind, false});
    return issue.timeline.events.back();
  }
  Story& points(const std::string& when, std::optional<double> value) { return add(when, SprintTimeline::Event::Kind::points, 1).points = value, *this; }
  Story& status(const std::string& when, Id value) { return add(when, SprintTimeline::Event::Kind::status, 1).status = value, *this; }
  Story& enter(const std::string& when) { return add(when, SprintTimeline::Event::Kind::member, 1).member = true, *this; }
  Story& leave(const std::string& when, std::uint64_t author = 1) { return add(when, SprintTimeline::Event::Kind::member, author).member = false, *this; }
  operator SprintIssue() const { return issue; }  // NOLINT: a story is an issue in the making
};

// 2026-03-02 (Monday) 09:00 to 2026-03-13 (Friday) 17:00, all UTC.
inline Sprint two_weeks() {
  Sprint s;
  s.id = 7;
  s.name = "Checkout 7";
  s.state = SprintState::closed;
  s.start = at("2026-03-02T09:00:00Z");
  s.end = at("2026-03-13T17:00:00Z");
  s.complete = at("2026-03-13T17:05:00Z");
  return s;
}

}  // namespace juno::test
