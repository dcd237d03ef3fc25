// SPDX-License-Identifier: Apache-2.0
// What is going to happen: the calendar of every board, and the script of every issue.
#include <algorithm>
#include <array>
#include "tests/fakes/names.h"
#include "tests/fakes/story.h"
namespace fakes {
namespace {

// A moment near `hour_mark` that no other event has: sprints start in minutes 0 to 3 and close in minutes 30 to 33.
Time exact(Time hour_mark, std::uint64_t seed) { return hour_mark + Time(mix(seed) % 180'000); }

}  // namespace

Time ordinary(Time at) {
  const Time minute = at / kMinute % 60, slot = minute % 38;
  return at + ((slot < 23 ? 6 + slot : 36 + slot - 23) - minute) * kMinute;
}

int Story::add_slot(int board, int number, Time start, Time close, Time planned_end) {
  const auto& project = world_.projects[std::size_t(world_.boards[std::size_t(board)].project)];
  const auto seed = mix(world_.options.seed, std::uint64_t(board * 1000 + number));
  Slot slot;
  slot.start = exact(start, seed);
  slot.close = exact(close, seed + 1);
  Sprint sprint;
  sprint.board = board;
  sprint.name = sprint_name(project.key, number);
  sprint.goal = goal_text(seed);
  sprint.created = slot.start - 21 * kDay;
  sprint.start = slot.start;
  sprint.end = planned_end;
  sprint.closer = 1 + number % 3;
  sprint.planned_dates = number % 2 == 0;
  if (world_.options.whole_seconds)
    for (Time* t : {&slot.start, &slot.close, &sprint.created, &sprint.start, &sprint.end}) *t -= *t % kSecond;
  slot.sprint = world_.add_sprint(std::move(sprint));
  slots_.push_back(slot);
  return static_cast<int>(slots_.size()) - 1;
}

void Story::plan_sprints(int board) {
  const Board& it = world_.boards[std::size_t(board)];
  const bool own = board < static_cast<int>(world_.projects.size());
  auto& line = board_slots_[std::size_t(board)];
  if (it.type == "kanban" || !own) return;
  // The sprint that is active at the world's now, and how many there were before it.
  const int before = board == 0 ? 52 : board == 1 ? 12 : board == 2 ? 8 : 6;
  const int weeks = board == 0 ? 1 : 2;
  const std::array kBegin{utc(2026, 10, 28, 9), utc(2026, 10, 27, 9), utc(2026, 10, 22, 9), utc(2026, 10, 26, 9)};
  const Time active = kBegin.at(std::size_t(std::min(board, 3)));
  const Time length = weeks * 7 * kDay;
  // The active one closes during the first steps, the next starts half an hour later.
  const Time active_close = kWorldNow + 3 * kHour + 30 * kMinute + std::min(board, 3) * 6 * kHour;
  std::vector<int> extra;
  for (int n = 0; n <= before + 3; ++n) {
    Time start = active + (n - before) * length, close = start + length - 30 * kMinute;
    if (n % 5 == 2) close = start + length - 17 * kHour - 30 * kMinute;  // closed the afternoon before
    if (n == before) close = active_close;
    if (n > before) {
      start = active_close + 30 * kMinute + (n - before - 1) * length;
      close = start + length - 30 * kMinute;
    }
    const int slot = add_slot(board, n + 1, start, close, start + length - 16 * kHour);
    Slot& made = slots_[std::size_t(slot)];
    made.replaced = n % 7 == 3;
    made.tidy_first = n % 14 == 10;
    made.reopens = board == 0 && n == 30;
    made.doomed = board == 0 && n == 20;
    if (made.doomed) continue;
    line.push_back(slot);
    // Sprints beside the main line: one long closed, one still active.
    if (board == 0 && n == 44) extra.push_back(add_slot(board, 90, start + kDay, start + 6 * kDay + 7 * kHour + 30 * kMinute, start + 6 * kDay));
    if (board == 0 && n == before) extra.push_back(add_slot(board, 91, start + kDay, start + 12 * kDay + 30 * kMinute, start + 11 * kDay));
    if (!extra.empty() && (n == 44 || n == before) && board == 0) slots_[std::size_t(slot)].parallel = extra.back();
  }
  for (std::size_t n = 0; n + 1 < line.size(); ++n) slots_[std::size_t(line[n])].next = line[n + 1];
  for (const int slot : extra)
    for (const int later : line)
      if (slots_[std::size_t(later)].start > slots_[std::size_t(slot)].close) {
        slots_[std::size_t(slot)].next = later;
        break;
      }
  const auto begin_of_board = slots_.size() - std::size_t(before) - 4 - extra.size();
  for (std::size_t n = begin_of_board; n < slots_.size(); ++n) {
    const Slot& slot = slots_[n];
    const int id = static_cast<int>(n);
    if (slot.doomed) {
      push(slot.start - kDay, Act::sprint_delete, id);
      continue;
    }
    // What happens within the second of the start belongs to it, so the book is opened at that second's end.
    push(slot.start - slot.start % kSecond + kSecond - 1, Act::sprint_start, id);
    if (slot.tidy_first) push(slot.close - 2 * kSecond, Act::sprint_tidy, id);
    push(slot.close, Act::sprint_close, id, slot.reopens ? 0 : 1);
    if (slot.reopens) {
      push(slot.close + 10 * kMinute, Act::sprint_reopen, id);
      push(slot.close + 24 * kMinute, Act::sprint_close, id, 1);
    }
  }
}

int Story::pick_project(Random& random) const {
  const int extra = static_cast<int>(world_.projects.size()) - 4;
  const int roll = random.below(100 + 5 * extra);
  if (roll < 40) return 0;
  if (roll < 65) return 1;
  if (roll < 80) return 2;
  if (roll < 100) return 3;
  return 4 + (roll - 100) / 5;
}

void Story::plan_issues() {
  const int total = world_.options.issues;
  const int epics = std::max(static_cast<int>(world_.projects.size()), total / 25), subtasks = total * 6 / 100;
  const int gone = std::max(2, total / 100);
  std::vector<int> turn(world_.boards.size(), 0);  // which script a board's next issue follows
  Random random(mix(world_.options.seed, 7));
  for (int n = 0; n < total + gone && static_cast<int>(plans_.size()) < total + gone; ++n) {
    Plan plan{};
    plan.seed = mix(world_.options.seed, std::uint64_t(n) + 0x10000);
    plan.project = n < static_cast<int>(world_.projects.size()) ? n : pick_project(random);
    plan.created = kWorldNow - 2 * kHour - Time(random.next() % std::uint64_t(355 * kDay));
    if (n < epics) {
      plan.type = Type::epic;
      plan.created = kWorldNow - 395 * kDay + Time(random.next() % std::uint64_t(n < 8 ? 3 * kDay : 300 * kDay));
      add_plan(plan);
      continue;
    }
    if (n >= total) {
      plan.type = Type::story;
      plan.project = 0;
      plan.script = Script::erased;
    } else if (n >= total - subtasks) {
      plan.type = Type::subtask;
    } else {
      plan.type = std::array{Type::story, Type::story, Type::task, Type::bug}.at(std::size_t(random.below(4)));
    }
    const auto board = std::size_t(world_.projects[std::size_t(plan.project)].board);
    const auto& line = board_slots_[board];
    if (line.empty() || plan.type == Type::subtask) {
      add_plan(plan);
      continue;
    }
    const auto slots = static_cast<int>(line.size());
    const int at = random.chance(55) ? std::max(0, slots - 10) + random.below(std::min(10, slots)) : random.below(slots);
    plan.slot = line[std::size_t(at)];
    if (plan.script != Script::erased) {
      plan.script = turn[board] % 3 == 0 ? (turn[board] % 2 ? Script::plain : Script::carried)
                                         : static_cast<Script>((turn[board] * 2 / 3) % int(Script::erased));
      ++turn[board];
    }
    if (plan.script == Script::parallel)
      for (const int slot : line)
        if (slots_[std::size_t(slot)].parallel >= 0 && (plan.slot < slot || random.chance(50))) plan.slot = slot;
    add_plan(plan);
    if (plan.script != Script::dropped_at_close) continue;
    // Two that are moved on by the same close, so that it can be told who closed.
    for (int companion = 0; companion < 2 && static_cast<int>(plans_.size()) < total - subtasks; ++companion, ++n) {
      Plan other = plan;
      other.seed = mix(plan.seed, std::uint64_t(companion) + 1);
      other.script = Script::carried;
      other.carry_on = true;
      add_plan(other);
    }
  }
}

void Story::add_plan(Plan plan) {
  plans_.push_back(plan);
  schedule(static_cast<int>(plans_.size()) - 1);
}

void Story::schedule(int id) {
  Plan& plan = plans_[std::size_t(id)];
  Random random(mix(plan.seed, 1));
  if (plan.slot >= 0 && plan.script != Script::backlog) {
    schedule_sprint_life(id);
  } else {
    plan.created = ordinary(plan.created);
    const Time span = std::max<Time>(kDay, std::min<Time>(40 * kDay, kWorldNow - plan.created));
    schedule_flow(id, plan.created + kHour, plan.created + span, random.chance(plan.type == Type::epic ? 30 : 60));
  }
  push(plan.created, Act::create, id);
  const Time span = std::max<Time>(2 * kHour, std::min<Time>(60 * kDay, kWorldNow - plan.created));
  const auto some_time = [&] { return ordinary(plan.created + kHour + Time(random.next() % std::uint64_t(span))); };
  const bool fat = world_.options.fat;
  for (auto left = random.between(fat ? 7 : 0, fat ? 16 : 6); left > 0; --left) push(some_time(), Act::noise, id);
  for (auto left = random.between(0, 3); left > 0; --left) push(some_time(), Act::comment, id);
  if (random.chance(30)) push(some_time(), Act::worklog, id);
  if (random.chance(15)) push(some_time(), Act::link, id);
  // Some issues outgrow what Jira embeds: more than 100 histories, 20 comments, 20 worklogs.
  if (id % 97 == 13) for (int n = 0; n < 130; ++n) push(some_time(), Act::rank, id);
  if (id % 89 == 7) for (int n = 0; n < 30; ++n) push(some_time(), Act::comment, id);
  if (id % 83 == 5) for (int n = 0; n < 25; ++n) push(some_time(), Act::worklog, id);
}

void Story::schedule_flow(int id, Time from, Time until, bool finish) {
  const Time step = (until - from) / 4;
  push(ordinary(from + step), Act::progress, id);
  push(ordinary(from + 2 * step), Act::review, id);
  if (finish) push(ordinary(from + 3 * step), Act::done, id);
}

void Story::schedule_sprint_life(int id) {
  Plan& plan = plans_[std::size_t(id)];
  const Slot& slot = slots_[std::size_t(plan.slot)];
  Random random(mix(plan.seed, 2));
  const Time length = slot.close - slot.start;
  const auto within = [&](int percent) { return ordinary(slot.start + length / 100 * (percent + random.below(4))); };
  const auto before = [&](Time least, Time most) { return ordinary(slot.start - random.between(least, most)); };
  plan.created = before(4 * kDay, 20 * kDay);
  Time join = before(3 * kHour, 3 * kDay);
  const int sprint = plan.slot;
  bool finish = true, flow = true;
  switch (plan.script) {
    case Script::plain: break;
    case Script::carried: finish = false; break;
    case Script::born_in_sprint: plan.created = within(20), join = 0; break;
    case Script::born_before_sprint: join = 0; break;
    case Script::added_late: join = within(30); break;
    case Script::added_at_start: join = random.chance(40) ? slot.start : slot.start - slot.start % kSecond + random.between(0, 998); break;
    case Script::removed: push(within(50), Act::leave, id, sprint), finish = false; break;
    case Script::readded: push(within(24), Act::leave, id, sprint), push(within(40), Act::join, id, sprint); break;
    case Script::reestimated: push(within(30), Act::estimate, id); break;
    case Script::reestimated_after_done: push(within(88), Act::estimate, id); break;
    case Script::reopened: push(within(88), Act::reopen, id); break;
    case Script::redone: push(within(82), Act::reopen, id), push(within(92), Act::done, id); break;
    case Script::done_before:
      push(before(4 * kHour, 20 * kHour), Act::done, id);
      if (random.chance(30)) push(within(30), Act::reopen, id), push(within(60), Act::done, id);
      flow = false;
      break;
    case Script::done_outside:
      push(within(24), Act::leave, id, sprint), push(within(40), Act::done, id), push(within(60), Act::join, id, sprint);
      flow = false;
      break;
    case Script::dropped_at_close: push(slot.close - 30 * kSecond, Act::leave, id, sprint), finish = false; break;
    case Script::parallel:
      if (slot.parallel >= 0) push(ordinary(slots_[std::size_t(slot.parallel)].start + kDay), Act::join, id, slot.parallel);
      break;
    case Script::moved: push(ordinary(slot.close + 2 * kDay), Act::move, id); break;
    case Script::swapped: push(within(50), Act::swap, id, sprint), finish = false; break;
    case Script::done_then_dropped: push(within(92), Act::leave, id, sprint); break;
    case Script::deleted_sprint:
      for (std::size_t n = 0; n < slots_.size(); ++n)
        if (slots_[n].doomed && world_.sprints[std::size_t(slots_[n].sprint)].board == world_.sprints[std::size_t(slot.sprint)].board) {
          plan.created = ordinary(slots_[n].start - 8 * kDay);
          push(ordinary(slots_[n].start - 4 * kDay), Act::join, id, int(n));
          push(ordinary(slots_[n].start - 2 * kDay), Act::leave, id, int(n));
          if (slot.start < slots_[n].start) join = 0, plan.script = Script::backlog;
        }
      break;
    case Script::cancelled: push(within(55), Act::cancel, id), finish = false; break;
    case Script::reopened_after_close: push(ordinary(slot.close + kDay), Act::reopen, id); break;
    case Script::erased: push(ordinary(std::min(slot.close + 3 * kDay, kWorldNow - 3 * kHour)), Act::erase, id); break;
    case Script::backlog:
    case Script::count: break;
  }
  // Every planned issue exists at the world's now, also those of sprints that start later.
  if (plan.created >= kWorldNow - kHour && plan.script == Script::born_in_sprint) plan.script = Script::born_before_sprint;
  if (plan.script == Script::erased) plan.created = std::min(plan.created, ordinary(kWorldNow - 5 * kDay));
  plan.created = std::min(plan.created, ordinary(kWorldNow - 2 * kHour - random.between(0, 2 * kDay)));
  if (join != 0) push(join, Act::join, id, sprint);
  if (flow) schedule_flow(id, std::max(slot.start, plan.created), slot.close, finish);
}

}  // namespace fakes
