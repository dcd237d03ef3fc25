// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <queue>
#include <vector>
#include "tests/fakes/random.h"
#include "tests/fakes/world.h"
namespace fakes {

// The life of an issue, chosen at its birth so that every special case of sprint reports occurs in every world.
enum class Script {
  plain, carried, born_in_sprint, born_before_sprint, added_late, added_at_start, removed, readded, reestimated,
  reestimated_after_done, reopened, redone, done_before, done_outside, dropped_at_close, parallel, moved, swapped,
  done_then_dropped, deleted_sprint, cancelled, reopened_after_close, backlog, erased, count
};

// Makes things happen in a World, in the order of time, from its birth to `now` and then step by step.
class Story {
 public:
  // Tells everything up to kWorldNow.
  explicit Story(World& world);
  // Six hours later: what was planned for them, and a batch of edits, new issues, one move, one deletion, one deleted
  // worklog and one deleted comment. The active sprint of one board closes in each of the first steps.
  void step();

 private:
  enum class Act : std::uint8_t {
    create, sprint_start, sprint_tidy, sprint_close, sprint_reopen, carry, sprint_delete, join, leave, swap, progress,
    review, done, cancel, reopen, estimate, noise, rank, comment, worklog, link, move, erase
  };
  struct Event {
    Time at;
    int order;  // within one millisecond: what people do, then what sprints do
    std::uint64_t number;
    Act act;
    int a, b;
    bool operator<(const Event& o) const {  // the queue's top is the earliest
      if (at != o.at) return at > o.at;
      if (order != o.order) return order > o.order;
      return number > o.number;
    }
  };
  struct Slot {  // a sprint in its board's calendar
    int sprint;  // index
    Time start, close;
    int next = -1;          // slot that unfinished work moves to
    bool replaced = false;  // the close takes the closed sprint out of the list instead of keeping it
    bool tidy_first = false;  // and moves the work two seconds before completeDate
    bool reopens = false, doomed = false;
    int parallel = -1;      // slot of a sprint that runs at the same time
  };
  struct Plan {
    int project;
    Type type;
    Script script = Script::backlog;
    int slot = -1;
    Time created = 0;
    std::uint64_t seed = 0;
    int issue = -1;
    bool carry_on = false;  // never left in the backlog at a close
  };

  void plan_sprints(int board);
  int add_slot(int board, int number, Time start, Time close, Time planned_end);
  void plan_issues();
  int pick_project(Random& random) const;
  void add_plan(Plan plan);
  void schedule(int plan);                 // birth and noise
  void schedule_sprint_life(int plan);
  void schedule_flow(int plan, Time from, Time until, bool finish);
  void push(Time at, Act act, int a, int b = 0);
  void run_until(Time until);
  void apply(const Event& event);
  void apply_sprint(const Event& event, Random& random);
  void apply_issue(const Event& event, int index, Random& random);
  void create(int plan);
  void carry(int index, int slot, Time at);
  void transition(int index, Act act, Time at, Random& random);
  void estimate(int index, Time at, Random& random);
  void noise(int index, Time at, Random& random);
  void noise_list(Edit& edit, Random& random);
  void move(int index, Time at, Random& random);
  void link(int index, Time at, Random& random);
  void step_edits(Time from, Time until, Random& random);
  void drop_worklog(Time at, Random& random);
  void drop_comment(Time at, Random& random);
  int pick_issue(Random& random) const;  // present, neither epic nor sub-task, without children; -1 = none
  int author(Random& random) const;

  World& world_;
  std::priority_queue<Event> queue_;
  std::uint64_t next_event_ = 1;
  std::vector<Slot> slots_;
  std::vector<std::vector<int>> board_slots_;  // main line of each board, by start
  std::vector<Plan> plans_;
  std::vector<int> plan_of_issue_;
};

// Keeps people's edits clear of the minutes in which sprints start and close.
Time ordinary(Time at);

}  // namespace fakes
