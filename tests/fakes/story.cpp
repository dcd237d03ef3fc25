// SPDX-License-Identifier: Apache-2.0
// What happens when its time has come. Acts look at the world as it is: one that no longer makes sense does nothing.
#include "tests/fakes/story.h"
#include <algorithm>
#include <array>
#include "tests/fakes/names.h"
namespace fakes {
namespace {

const std::vector<double> kPoints{0.5, 1, 2, 3, 5, 8, 13};

std::string rank_text(std::uint64_t seed) {
  static constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string text = "0|";
  for (int n = 0; n < 6; ++n) text += kDigits[mix(seed, std::uint64_t(n)) % 36];
  return text + ":";
}

std::vector<int> without(std::vector<int> ids, int id) {
  std::erase(ids, id);
  return ids;
}

std::vector<int> with(std::vector<int> ids, int id) {
  ids.push_back(id);
  return ids;
}

}  // namespace

Story::Story(World& world) : world_(world) {
  board_slots_.resize(world.boards.size());
  for (std::size_t board = 0; board < world.boards.size(); ++board) plan_sprints(static_cast<int>(board));
  plan_issues();
  run_until(kWorldNow);
}

void Story::push(Time at, Act act, int a, int b) {
  if (world_.options.whole_seconds) at -= at % kSecond;
  const bool sprint_act = act == Act::sprint_start || act == Act::sprint_close || act == Act::sprint_reopen;
  queue_.push({at, act == Act::create ? 0 : sprint_act ? 2 : 1, next_event_++, act, a, b});
}

void Story::run_until(Time until) {
  while (!queue_.empty() && queue_.top().at <= until) {
    const Event event = queue_.top();
    queue_.pop();
    apply(event);
  }
  world_.now = until;
}

int Story::author(Random& random) const { return random.below(20) == 0 ? 21 : random.below(20); }

void Story::apply(const Event& event) {
  Random random(mix(world_.options.seed, event.number + 0x9000000));
  switch (event.act) {
    case Act::create: return create(event.a);
    case Act::sprint_start:
    case Act::sprint_tidy:
    case Act::sprint_close:
    case Act::sprint_reopen:
    case Act::sprint_delete: return apply_sprint(event, random);
    case Act::carry: return carry(event.a, event.b, event.at);
    default: break;
  }
  const int index = plans_[std::size_t(event.a)].issue;
  if (index >= 0 && !world_.issues[std::size_t(index)].deleted) apply_issue(event, index, random);
}

void Story::apply_sprint(const Event& event, Random& random) {
  const Slot& slot = slots_[std::size_t(event.a)];
  Sprint& sprint = world_.sprints[std::size_t(slot.sprint)];
  if (event.act == Act::sprint_start) return world_.start_sprint(slot.sprint);
  if (event.act == Act::sprint_delete) return world_.delete_sprint(slot.sprint);
  if (event.act == Act::sprint_reopen) {
    sprint.state = SprintState::active;
    sprint.complete = 0;
    return;
  }
  const auto* page = world_.book.page(sprint.id);
  const std::vector<int> members(page ? page->members.begin() : std::set<int>::iterator{}, page ? page->members.end() : std::set<int>::iterator{});
  const bool tidy = event.act == Act::sprint_tidy;
  if (!tidy) world_.close_sprint(slot.sprint, event.at, event.b != 0);
  if (slot.next < 0) return;
  for (const int index : members) {
    const Issue& issue = world_.issues[std::size_t(index)];
    const Plan& plan = plans_[std::size_t(plan_of_issue_[std::size_t(index)])];
    const bool backlog = !plan.carry_on && random.chance(20);
    if (world_.done(issue) || backlog || (tidy && random.chance(40) && !plan.carry_on)) continue;
    if (tidy) carry(index, event.a, event.at);
    else push(event.at + kSecond + random.between(0, 2 * kSecond), Act::carry, index, event.a);
  }
}

// The close moves unfinished work on: usually the closed sprint stays in the list, on some boards' sprints it goes.
void Story::carry(int index, int slot_id, Time at) {
  const Slot& slot = slots_[std::size_t(slot_id)];
  const Sprint& from = world_.sprints[std::size_t(slot.sprint)];
  const Sprint& to = world_.sprints[std::size_t(slots_[std::size_t(slot.next)].sprint)];
  Issue& issue = world_.issues[std::size_t(index)];
  if (issue.deleted) return;
  auto list = slot.replaced && !slot.reopens ? without(issue.sprints, from.id) : issue.sprints;
  list.push_back(to.id);
  Edit(world_, index, at, from.closer).sprints(std::move(list), true);
  const int plan = plan_of_issue_[std::size_t(index)];
  const Slot& next = slots_[std::size_t(slot.next)];
  Random random(mix(plans_[std::size_t(plan)].seed, std::uint64_t(to.id)));
  if (random.chance(60)) push(ordinary(next.start + (next.close - next.start) / 100 * random.between(20, 80)), Act::done, plan);
}

void Story::create(int id) {
  Plan& plan = plans_[std::size_t(id)];
  Random random(mix(plan.seed, 3));
  Issue issue;
  issue.project = plan.project;
  issue.type = plan.type;
  Project& project = world_.projects[std::size_t(plan.project)];
  issue.summary = world_.keep(summary_text(mix(plan.seed, 4)));
  if (random.chance(85)) issue.description = mix(plan.seed, 5) | 1;
  issue.status = project.todo;
  issue.priority = 1 + random.below(5);
  issue.creator = random.below(20);
  issue.reporter = random.chance(90) ? issue.creator : 20;
  if (random.chance(60)) issue.assignee = random.below(20);
  if (random.chance(50)) issue.owner = random.below(20);
  if (plan.project != 3 && random.chance(85)) issue.team = random.below(static_cast<int>(team_names().size()));
  if (random.chance(20)) issue.severity = random.below(static_cast<int>(severity_names().size()));
  issue.rank = world_.keep(rank_text(plan.seed));
  issue.votes = random.chance(30) ? random.below(12) : 0;
  issue.watchers = random.below(6);
  if (random.chance(15)) issue.value = random.below(90) + 10;
  if (random.chance(8)) issue.scheduled = plan.created - plan.created % kHour + random.between(5, 40) * kDay;
  if (random.chance(25)) issue.due = world_.keep(iso_date(plan.created + random.between(10, 60) * kDay));
  if (random.chance(35)) issue.original_estimate = issue.remaining_estimate = random.between(1, 32) * 1800;
  for (int n = random.below(3); n > 0; --n) issue.labels.push_back(random.below(static_cast<int>(label_words().size())));
  if (random.chance(40)) issue.components.push_back(random.below(3));
  if (random.chance(40)) issue.versions.push_back(random.below(3));
  std::sort(issue.labels.begin(), issue.labels.end());
  issue.labels.erase(std::unique(issue.labels.begin(), issue.labels.end()), issue.labels.end());
  const bool sized = plan.type != Type::epic && random.chance(60);
  if (sized) (project.team_managed ? issue.estimate : issue.points) = random.chance(6) ? 0 : random.of(kPoints);
  if (!project.team_managed && sized && random.chance(8)) issue.estimate = random.of(kPoints);
  if (plan.type != Type::epic && !project.epics.empty() && random.chance(65)) issue.parent = random.of(project.epics);
  if (plan.type == Type::subtask) {
    for (int tries = 0; tries < 20 && !project.issues.empty(); ++tries) {
      issue.parent = random.of(project.issues);
      const Issue& parent = world_.issues[std::size_t(issue.parent)];
      const bool doomed = plans_[std::size_t(plan_of_issue_[std::size_t(issue.parent)])].script == Script::erased;
      if (parent.type != Type::epic && parent.type != Type::subtask && !doomed && !parent.deleted && parent.project == plan.project) break;
      issue.parent = -1;
    }
    if (issue.parent < 0) issue.type = plan.type = Type::task;
    else
      for (const int sprint : world_.issues[std::size_t(issue.parent)].sprints)
        if (world_.sprint(sprint)->state != SprintState::closed) issue.sprints.push_back(sprint);
  }
  if (issue.parent >= 0 && world_.issues[std::size_t(issue.parent)].deleted) issue.parent = -1;
  if (plan.script == Script::born_in_sprint || plan.script == Script::born_before_sprint)
    issue.sprints = {world_.sprints[std::size_t(slots_[std::size_t(plan.slot)].sprint)].id};
  plan.issue = world_.create(std::move(issue), plan.created);
  plan_of_issue_.push_back(id);
  if (!sized && plan.type != Type::epic && random.chance(70)) push(ordinary(plan.created + 2 * kHour), Act::estimate, id);
}

void Story::apply_issue(const Event& event, int index, Random& random) {
  Issue& issue = world_.issues[std::size_t(index)];
  const int who = author(random);
  switch (event.act) {
    case Act::join:
    case Act::leave:
    case Act::swap: {
      const Slot& slot = slots_[std::size_t(event.b)];
      const Sprint& sprint = world_.sprints[std::size_t(slot.sprint)];
      const int mover = who == sprint.closer ? 0 : who;
      const bool in = std::find(issue.sprints.begin(), issue.sprints.end(), sprint.id) != issue.sprints.end();
      if (sprint.deleted || sprint.state == SprintState::closed) return;
      if (event.act == Act::join && !in) Edit(world_, index, event.at, mover).sprints(with(issue.sprints, sprint.id));
      if (event.act == Act::leave && in) Edit(world_, index, event.at, mover).sprints(without(issue.sprints, sprint.id));
      if (event.act == Act::swap && in && slot.next >= 0) {
        const int other = world_.sprints[std::size_t(slots_[std::size_t(slot.next)].sprint)].id;
        Edit(world_, index, event.at, mover).sprints(with(without(issue.sprints, sprint.id), other));
      }
      return;
    }
    case Act::progress:
    case Act::review:
    case Act::done:
    case Act::cancel:
    case Act::reopen: return transition(index, event.act, event.at, random);
    case Act::estimate: return estimate(index, event.at, random);
    case Act::noise: return noise(index, event.at, random);
    case Act::rank: {
      const Text before = issue.rank;
      issue.rank = world_.keep(rank_text(random.next()));
      (void)before;
      return Edit(world_, index, event.at, who).item(Field::rank, 0, 0, 0, world_.keep(random.chance(50) ? "Ranked higher" : "Ranked lower"));
    }
    case Act::comment: return world_.add_comment(index, event.at, who, random.next() | 1);
    case Act::worklog: return world_.add_worklog(index, event.at, who, random.between(1, 12) * 900, random.chance(60) ? random.next() | 1 : 0);
    case Act::link: return link(index, event.at, random);
    case Act::move: return move(index, event.at, random);
    case Act::erase:
      for (const Issue& other : world_.issues)
        if (other.parent == index && other.type == Type::subtask && !other.deleted) return;
      return world_.erase(index, event.at);
    default: return;
  }
}

void Story::transition(int index, Act act, Time at, Random& random) {
  Issue& issue = world_.issues[std::size_t(index)];
  const Project& project = world_.projects[std::size_t(issue.project)];
  const bool is_done = world_.done(issue);
  Edit edit(world_, index, at, author(random));
  if (act == Act::progress && !is_done) {
    edit.status(project.progress);
  } else if (act == Act::review && issue.status == project.progress) {
    edit.status(project.review);
  } else if (act == Act::done && !is_done) {
    const bool first = random.chance(50);
    if (project.resolves && first) edit.resolution(0);
    edit.status(project.done);
    if (project.resolves && !first) edit.resolution(0);
  } else if (act == Act::cancel && !is_done) {
    edit.status(project.team_managed ? project.done : 10004);
    if (project.resolves) edit.resolution(1);
  } else if (act == Act::reopen && is_done) {
    edit.status(random.chance(50) ? project.progress : project.todo);
    edit.resolution(-1);
  }
}

void Story::estimate(int index, Time at, Random& random) {
  Issue& issue = world_.issues[std::size_t(index)];
  const double before = World::points(issue);
  double after = random.of(kPoints);
  if (after == before) after = before == 5 ? 8 : 5;
  Edit edit(world_, index, at, author(random));
  if (world_.projects[std::size_t(issue.project)].team_managed) edit.estimate(after);
  else edit.points(after);
}

void Story::noise_list(Edit& edit, Random& random) {
  Issue& issue = edit.issue();
  const Project& project = world_.projects[std::size_t(issue.project)];
  const int roll = random.below(3);
  if (roll == 0) {
    const auto words = [&] {
      std::string text;
      for (const int label : issue.labels) text += (text.empty() ? "" : " ") + label_words()[std::size_t(label)];
      return world_.keep(text);
    };
    const Text before = words();
    const int label = random.below(static_cast<int>(label_words().size()));
    if (std::erase(issue.labels, label) == 0) issue.labels.push_back(label);
    std::sort(issue.labels.begin(), issue.labels.end());
    return edit.item(Field::labels, 0, before, 0, words());
  }
  auto& list = roll == 1 ? issue.components : issue.versions;
  const int which = random.below(3);
  const auto name = [&] { return roll == 1 ? project.components[std::size_t(which)].name : project.versions[std::size_t(which)].name; };
  const int id = roll == 1 ? project.components[std::size_t(which)].id : project.versions[std::size_t(which)].id;
  const Text id_text = world_.keep(std::to_string(id)), name_text = world_.keep(name());
  const Field field = roll == 1 ? Field::component : Field::fix_version;
  if (std::erase(list, which) > 0) return edit.item(field, id_text, name_text, 0, 0);
  list.push_back(which);
  std::sort(list.begin(), list.end());
  edit.item(field, 0, 0, id_text, name_text);
}

void Story::noise(int index, Time at, Random& random) {
  Edit edit(world_, index, at, author(random));
  Issue& issue = edit.issue();
  const auto named = [&](int slot, const std::vector<std::string>& names) { return slot < 0 ? Text{0} : world_.keep(names[std::size_t(slot)]); };
  const auto option = [&](Field field, int& slot, const std::vector<std::string>& names, int base) {
    const int to = random.below(static_cast<int>(names.size()));
    if (to == slot) return;
    edit.item(field, slot < 0 ? 0 : world_.keep(std::to_string(base + slot)), named(slot, names), world_.keep(std::to_string(base + to)), named(to, names));
    slot = to;
  };
  switch (random.below(12)) {
    case 0: return edit.person(Field::assignee, issue.assignee, random.chance(15) ? -1 : random.below(20));
    case 1: {
      const int to = 1 + random.below(5);
      if (to == issue.priority) return;
      edit.item(Field::priority, world_.keep(std::to_string(issue.priority)), world_.keep(kPriorities.at(std::size_t(issue.priority - 1))),
                world_.keep(std::to_string(to)), world_.keep(kPriorities.at(std::size_t(to - 1))));
      issue.priority = to;
      return;
    }
    case 2: {
      const Text before = issue.description == 0 ? 0 : world_.keep(sentence(issue.description));
      issue.description = random.next() | 1;
      return edit.item(Field::description, 0, before, 0, world_.keep(sentence(issue.description)));
    }
    case 3: {
      const Text to = world_.keep(summary_text(random.next()));
      if (to != issue.summary) edit.item(Field::summary, 0, issue.summary, 0, to);
      issue.summary = to;
      return;
    }
    case 4: {
      issue.flagged = !issue.flagged;
      const Text id = world_.keep("10019"), name = world_.keep("Impediment");
      return issue.flagged ? edit.item(Field::flagged, 0, 0, id, name) : edit.item(Field::flagged, id, name, 0, 0);
    }
    case 5: {
      const Text to = world_.keep(iso_date(at + random.between(3, 40) * kDay));
      edit.item(Field::due, issue.due, issue.due, to, to);
      issue.due = to;
      return;
    }
    case 6: {
      const auto to = random.between(1, 40) * 1800;
      const Text before = issue.original_estimate < 0 ? 0 : world_.keep(std::to_string(issue.original_estimate));
      const Text after = world_.keep(std::to_string(to));
      edit.item(Field::original_estimate, before, before, after, after);
      issue.original_estimate = to;
      return;
    }
    case 7: return option(Field::team, issue.team, team_names(), 10300);
    case 8: return edit.person(Field::owner, issue.owner, random.chance(20) ? -1 : random.below(20));
    case 9: return option(Field::severity, issue.severity, severity_names(), 10400);
    default: return noise_list(edit, random);
  }
}

void Story::move(int index, Time at, Random& random) {
  const Issue& issue = world_.issues[std::size_t(index)];
  if (issue.project > 1 || issue.type == Type::subtask || issue.type == Type::epic) return;
  for (const Issue& other : world_.issues)
    if (other.parent == index && !other.deleted) return;
  world_.change_project(index, 1 - issue.project, at, author(random));
}

void Story::link(int index, Time at, Random& random) {
  const int other = random.below(static_cast<int>(world_.issues.size()));
  const Issue& target = world_.issues[std::size_t(other)];
  if (other == index || target.deleted) return;
  for (const Link& known : world_.issues[std::size_t(index)].links)
    if (known.other == other) return;
  world_.link(index, other, random.below(static_cast<int>(kLinkTypes.size())), at, author(random));
}

}  // namespace fakes
