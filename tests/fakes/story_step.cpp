// SPDX-License-Identifier: Apache-2.0
// What happens after the first sync: one step is six hours.
#include <algorithm>
#include "tests/fakes/story.h"
namespace fakes {

int Story::pick_issue(Random& random) const {
  for (int tries = 0; tries < 200; ++tries) {
    const int index = random.below(static_cast<int>(world_.issues.size()));
    const Issue& issue = world_.issues[std::size_t(index)];
    if (issue.deleted || issue.type == Type::epic || issue.type == Type::subtask) continue;
    const bool childless = std::none_of(world_.issues.begin(), world_.issues.end(), [&](const Issue& other) { return other.parent == index && !other.deleted; });
    if (childless) return index;
  }
  return -1;
}

void Story::step_edits(Time from, Time until, Random& random) {
  const auto count = static_cast<int>(world_.issues.size());
  const int wanted = std::min(count, world_.options.step_edits > 0 ? world_.options.step_edits : std::max(12, count / 50));
  const auto some_time = [&] { return from + kMinute + Time(random.next() % std::uint64_t(until - from - 2 * kMinute)); };
  // Evenly spread over all issues, each at most once.
  const int first = random.below(count);
  static constexpr Act kActs[] = {Act::noise, Act::noise, Act::progress, Act::noise, Act::done, Act::comment, Act::noise, Act::worklog, Act::estimate, Act::reopen};
  for (int n = 0, done = 0; n < count && done < wanted; ++n) {
    const int index = static_cast<int>((first + std::int64_t(n) * 7919) % count);
    if (world_.issues[std::size_t(index)].deleted || (count % 7919 == 0)) continue;
    const Act act = kActs[random.below(10)];
    push(ordinary(some_time()), act, plan_of_issue_[std::size_t(index)]);
    ++done;
  }
}

void Story::drop_worklog(Time at, Random& random) {
  for (int tries = 0; tries < 2000; ++tries) {
    const int index = random.below(static_cast<int>(world_.issues.size()));
    Issue& issue = world_.issues[std::size_t(index)];
    if (issue.deleted || issue.worklogs.empty()) continue;
    const Worklog gone = issue.worklogs.back();
    issue.worklogs.pop_back();
    Edit edit(world_, index, at, gone.author);
    const Text before = world_.keep(std::to_string(issue.time_spent));
    issue.time_spent -= gone.seconds;
    const Text after = world_.keep(std::to_string(issue.time_spent));
    edit.item(Field::time_spent, before, before, after, after);
    edit.item(Field::worklog_id, world_.keep(std::to_string(gone.id)), world_.keep(std::to_string(gone.id)), 0, 0);
    world_.deleted_worklogs.push_back({gone.id, at});
    return;
  }
}

void Story::drop_comment(Time at, Random& random) {
  for (int tries = 0; tries < 2000; ++tries) {
    Issue& issue = world_.issues[std::size_t(random.below(static_cast<int>(world_.issues.size())))];
    if (issue.deleted || issue.comments.empty()) continue;
    issue.comments.pop_back();
    issue.updated = std::max(issue.updated, at);
    return;
  }
}

void Story::step() {
  const Time from = world_.now, until = from + 6 * kHour;
  Random random(mix(world_.options.seed, 0x57E90000ULL + std::uint64_t(world_.steps)));
  step_edits(from, until, random);
  for (int n = 0; n < 3; ++n) {
    Plan plan{};
    plan.project = random.below(3);
    plan.type = n == 2 ? Type::bug : Type::story;
    plan.seed = mix(world_.options.seed, random.next());
    plan.created = ordinary(from + kHour + n * kHour);
    for (const int slot : board_slots_[std::size_t(world_.projects[std::size_t(plan.project)].board)])
      if (n < 2 && slots_[std::size_t(slot)].start < from && slots_[std::size_t(slot)].close > until) {
        plan.slot = slot;
        plan.script = Script::born_in_sprint;
      }
    plans_.push_back(plan);
    push(plan.created, Act::create, static_cast<int>(plans_.size()) - 1);
  }
  if (const int index = pick_issue(random); index >= 0) push(ordinary(from + 2 * kHour), Act::erase, plan_of_issue_[std::size_t(index)]);
  for (int tries = 0; tries < 50; ++tries) {
    const int index = pick_issue(random);
    if (index < 0 || world_.issues[std::size_t(index)].project > 1) continue;
    push(ordinary(from + 3 * kHour), Act::move, plan_of_issue_[std::size_t(index)]);
    break;
  }
  run_until(until - 3 * kMinute);
  drop_worklog(until - 2 * kMinute, random);
  drop_comment(until - 2 * kMinute + kSecond, random);
  run_until(until);
  world_.steps += 1;
  world_.version += 1;
}

}  // namespace fakes
