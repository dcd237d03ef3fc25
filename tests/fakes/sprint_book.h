// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>
namespace fakes {

enum class Outcome { completed, not_completed, removed, completed_elsewhere };

// What happened to one issue in one sprint, written down as it happened.
struct SprintRecord {
  bool at_start = false, done_at_start = false;
  bool added = false;    // first came in after the start
  bool member = false;   // is in now
  bool credit = false;   // its present done stretch began after the start, while it was in
  std::optional<double> first_points;  // at the start, or on first entry
  std::optional<double> done_points;   // when its present done stretch began
  std::optional<double> left_points;   // when it last left
  std::optional<double> end_points;    // at the close (or now)
  Outcome outcome = Outcome::not_completed;
  // For the identity in(start) + entered - left + changed = in(end): every entry and exit counts.
  int entries = 0, exits = 0;
  double entered = 0, exited = 0, changed = 0;
};

// The book a scrum master would keep: one page a sprint, an entry whenever something happens, nothing reconstructed.
// Sub-tasks are never told to it. Sprints by id, issues by index.
class SprintBook {
 public:
  struct State {
    bool done;
    std::optional<double> points;
  };
  struct Page {
    bool started = false, open = false;
    std::set<int> members;  // also before the start and after the close
    std::map<int, SprintRecord> records;
  };

  void enter(int sprint, int issue, State now);
  void leave(int sprint, int issue, State now, bool closing);  // closing: moved on by the close itself
  void points_changed(int issue, std::optional<double> from, std::optional<double> to);
  void became_done(int issue, std::optional<double> points);
  void became_undone(int issue);
  template <class StateOf>
  void start(int sprint, StateOf state_of) {
    Page& page = pages_[sprint];
    page.started = page.open = true;
    open_.insert(sprint);
    for (const int issue : page.members) start_record(page, issue, state_of(issue));
  }
  // Fixes outcomes. Until then `settle` may be called on a copy to see where things stand.
  template <class StateOf>
  void close(int sprint, StateOf state_of) {
    Page& page = pages_[sprint];
    settle(page, state_of);
    page.open = false;
    open_.erase(sprint);
  }
  template <class StateOf>
  static void settle(Page& page, StateOf state_of) {
    for (auto& [issue, record] : page.records) settle_record(record, state_of(issue));
  }
  void forget(int issue);          // deleted: no report shows it any more
  void forget_sprint(int sprint);  // deleted
  const Page* page(int sprint) const;

 private:
  static void start_record(Page& page, int issue, State now);
  static void settle_record(SprintRecord& record, State now);
  std::unordered_map<int, Page> pages_;
  std::set<int> open_;  // sprints that have begun and are not closed for good
};

}  // namespace fakes
