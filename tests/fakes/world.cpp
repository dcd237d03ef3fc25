// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/world.h"
#include <algorithm>
#include <charconv>
namespace fakes {
namespace {

std::string id_list(const std::vector<int>& ids) {
  std::string text;
  for (const int id : ids) text += (text.empty() ? "" : ", ") + std::to_string(id);
  return text;
}

std::optional<double> maybe(double value) { return none(value) ? std::nullopt : std::optional(value); }

}  // namespace

std::string number_text(double value) {
  char digits[40];
  const auto [end, failure] = std::to_chars(digits, digits + sizeof digits, value);
  return failure == std::errc{} ? std::string(digits, end) : "0";
}

std::string custom_field(const Options& options, int number) {
  return "customfield_" + std::to_string(10000 + 100 * static_cast<int>(options.seed % 7) + number);
}

World::World(const Options& wanted) : options(wanted), now(kWorldNow) {
  pool_.emplace_back();  // 0: none
  add_people();
  add_status(10000, "To Do", Category::todo);
  add_status(3, "In Progress", Category::in_progress);
  add_status(10002, "In Review", Category::in_progress);
  add_status(10003, "Done", Category::done);
  add_status(10004, "Cancelled", Category::done);     // on no board
  add_status(10006, "Parked", Category::todo);        // on no board
  add_status(10101, "To Do", Category::todo);         // same names, other ids: the team-managed project's own
  add_status(10102, "In Progress", Category::in_progress);
  add_status(10103, "Done", Category::done);
  add_status(10104, "En cours", Category::in_progress);  // used by nobody
  add_projects();
  add_boards();
}

Text World::keep(std::string_view text) {
  const auto known = pool_index_.find(text);
  if (known != pool_index_.end()) return known->second;
  pool_.emplace_back(text);
  const auto place = static_cast<Text>(pool_.size() - 1);
  pool_index_.emplace(pool_.back(), place);
  return place;
}

std::string World::key(const Issue& issue) const {
  return projects[std::size_t(issue.project)].key + "-" + std::to_string(issue.number);
}

Sprint* World::sprint(int id) {
  const auto place = sprint_index_.find(id);
  return place == sprint_index_.end() ? nullptr : &sprints[place->second];
}

int World::find(std::string_view id_or_key) const {
  int index = -1, id = 0;
  const auto [end, failure] = std::from_chars(id_or_key.data(), id_or_key.data() + id_or_key.size(), id);
  if (failure == std::errc{} && end == id_or_key.data() + id_or_key.size()) {
    if (id >= 10001 && (id - 10001) % 3 == 0) index = (id - 10001) / 3;
  } else if (const auto place = keys_.find(std::string(id_or_key)); place != keys_.end()) {
    index = place->second;
  } else if (const auto moved = moved_keys.find(std::string(id_or_key)); moved != moved_keys.end()) {
    index = moved->second;
  }
  if (index < 0 || index >= static_cast<int>(issues.size()) || issues[std::size_t(index)].deleted) return -1;
  return index;
}

const std::string& World::user_id(int person) const {
  const Person& who = people[std::size_t(person)];
  return options.data_center ? who.key : who.account;
}

int World::create(Issue issue, Time at) {
  const auto index = static_cast<int>(issues.size());
  Project& project = projects[std::size_t(issue.project)];
  issue.id = id_of(index);
  issue.number = project.next_number++;
  issue.created = issue.updated = issue.status_since = at;
  keys_.emplace(key(issue), index);
  project.issues.push_back(index);
  if (issue.type == Type::epic) project.epics.push_back(index);
  for (const int id : issue.sprints) {
    issue.stays.push_back({id, at, 0});
    if (issue.type != Type::subtask) book.enter(id, index, {false, maybe(points(issue))});
  }
  issues.push_back(std::move(issue));
  return index;
}

void World::erase(int index, Time at) {
  Issue& issue = issues[std::size_t(index)];
  issue.deleted = true;
  issue.erased = at;
  book.forget(index);
  for (const Link& link : issue.links) {
    auto& others = issues[std::size_t(link.other)].links;
    std::erase_if(others, [&](const Link& other) { return other.id == link.id; });
  }
  for (Issue& other : issues)
    if (other.parent == index) other.parent = -1;
}

void World::change_project(int index, int target, Time at, int author) {
  Issue& issue = issues[std::size_t(index)];
  const auto old_key = key(issue);
  const Project& from = projects[std::size_t(issue.project)];
  Project& to = projects[std::size_t(target)];
  Edit edit(*this, index, at, author);
  edit.item(Field::project, keep(std::to_string(from.id)), keep(from.name), keep(std::to_string(to.id)), keep(to.name));
  issue.project = target;
  issue.number = to.next_number++;
  issue.components.clear();
  issue.versions.clear();
  to.issues.push_back(index);
  edit.item(Field::key, 0, keep(old_key), 0, keep(key(issue)));
  keys_.erase(old_key);
  moved_keys[old_key] = index;
  keys_.emplace(key(issue), index);
}

void World::add_comment(int index, Time at, int author, std::uint64_t text) {
  Issue& issue = issues[std::size_t(index)];
  issue.comments.push_back({next_comment_++, author, at, at, text});
  issue.updated = std::max(issue.updated, at);
}

void World::add_worklog(int index, Time at, int author, std::int64_t seconds, std::uint64_t text) {
  Issue& issue = issues[std::size_t(index)];
  const int id = next_worklog_++;
  issue.worklogs.push_back({id, author, at - seconds * kSecond, at, at, seconds, text});
  const auto number = [&](std::int64_t value) { return value < 0 ? Text{0} : keep(std::to_string(value)); };
  const auto spent = std::max<std::int64_t>(issue.time_spent, 0) + seconds;
  Edit edit(*this, index, at, author);
  edit.item(Field::time_spent, number(issue.time_spent), number(issue.time_spent), number(spent), number(spent));
  issue.time_spent = spent;
  if (issue.remaining_estimate >= 0) {
    const auto left = std::max<std::int64_t>(0, issue.remaining_estimate - seconds);
    edit.item(Field::remaining_estimate, number(issue.remaining_estimate), number(issue.remaining_estimate), number(left),
              number(left));
    issue.remaining_estimate = left;
  }
  edit.item(Field::worklog_id, 0, 0, keep(std::to_string(id)), keep(std::to_string(id)));
}

void World::link(int from, int to, int type, Time at, int author) {
  const int id = next_link_++;
  issues[std::size_t(from)].links.push_back({id, type, to, true});
  issues[std::size_t(to)].links.push_back({id, type, from, false});
  const LinkType& kind = kLinkTypes.at(std::size_t(type));
  const auto other = key(issues[std::size_t(to)]), self = key(issues[std::size_t(from)]);
  Edit(*this, from, at, author).item(Field::link, 0, 0, keep(other), keep("This issue " + std::string(kind.outward) + " " + other));
  Edit(*this, to, at, author).item(Field::link, 0, 0, keep(self), keep("This issue " + std::string(kind.inward) + " " + self));
}

int World::add_sprint(Sprint sprint) {
  const auto index = static_cast<int>(sprints.size());
  sprint.id = 101 + index;
  sprint_index_.emplace(sprint.id, sprints.size());
  boards[std::size_t(sprint.board)].sprints.push_back(index);
  sprints.push_back(std::move(sprint));
  return index;
}

void World::start_sprint(int sprint_index) {
  Sprint& it = sprints[std::size_t(sprint_index)];
  it.state = SprintState::active;
  book.start(it.id, [&](int index) {
    const Issue& issue = issues[std::size_t(index)];
    return SprintBook::State{done(issue), maybe(points(issue))};
  });
}

void World::close_sprint(int sprint_index, Time at, bool for_good) {
  Sprint& it = sprints[std::size_t(sprint_index)];
  it.state = SprintState::closed;
  it.complete = at;
  if (!for_good) {
    it.first_complete = at;
    return;
  }
  book.close(it.id, [&](int index) {
    const Issue& issue = issues[std::size_t(index)];
    return SprintBook::State{done(issue), maybe(points(issue))};
  });
}

void World::delete_sprint(int sprint_index) {
  Sprint& it = sprints[std::size_t(sprint_index)];
  it.deleted = true;
  book.forget_sprint(it.id);
}

Edit::Edit(World& world, int index, Time at, int author)
    : world_(world), issue_(world.issues[std::size_t(index)]), index_(index), at_(at), author_(author) {}

void Edit::item(Field field, Text from, Text from_text, Text to, Text to_text) {
  if (history_ == 0) history_ = world_.next_history_++;
  issue_.updated = std::max(issue_.updated, at_);
  issue_.changes.push_back({at_, history_, author_, field, from, from_text, to, to_text});
}

void Edit::status(int to) {
  if (to == issue_.status) return;
  const bool was_done = world_.done(issue_);
  item(Field::status, world_.keep(std::to_string(issue_.status)), world_.keep(world_.status(issue_.status).name),
       world_.keep(std::to_string(to)), world_.keep(world_.status(to).name));
  issue_.status = to;
  issue_.status_since = at_;
  const bool told = issue_.type != Type::subtask;
  if (world_.category(to) == Category::in_progress && issue_.started == 0) issue_.started = at_;
  if (world_.done(issue_) && !was_done) {
    issue_.done_since = at_;
    if (told) world_.book.became_done(index_, maybe(World::points(issue_)));
  } else if (was_done && !world_.done(issue_)) {
    issue_.done_since = 0;
    if (told) world_.book.became_undone(index_);
  }
}

void Edit::resolution(int to) {
  if (to == issue_.resolution) return;
  const auto id = [&](int r) { return r < 0 ? Text{0} : world_.keep(std::to_string(10000 + r)); };
  const auto name = [&](int r) { return r < 0 ? Text{0} : world_.keep(kResolutions.at(std::size_t(r))); };
  item(Field::resolution, id(issue_.resolution), name(issue_.resolution), id(to), name(to));
  issue_.resolution = to;
  issue_.resolved = to < 0 ? 0 : at_;
}

void Edit::sprints(std::vector<int> to, bool closing) {
  std::sort(to.begin(), to.end());
  to.erase(std::unique(to.begin(), to.end()), to.end());
  if (to == issue_.sprints) return;
  const auto names = [&](const std::vector<int>& ids) {
    std::string text;
    for (const int id : ids) text += (text.empty() ? "" : ", ") + world_.sprint(id)->name;
    return text;
  };
  item(Field::sprint, world_.keep(id_list(issue_.sprints)), world_.keep(names(issue_.sprints)), world_.keep(id_list(to)),
       world_.keep(names(to)));
  const SprintBook::State state{world_.done(issue_), maybe(World::points(issue_))};
  const bool told = issue_.type != Type::subtask;
  for (const int id : issue_.sprints) {
    if (std::binary_search(to.begin(), to.end(), id)) continue;
    for (Stay& stay : issue_.stays)
      if (stay.sprint == id && stay.removed == 0) stay.removed = at_;
    if (told) world_.book.leave(id, index_, state, closing);
  }
  for (const int id : to) {
    if (std::binary_search(issue_.sprints.begin(), issue_.sprints.end(), id)) continue;
    issue_.stays.push_back({id, at_, 0});
    if (told) world_.book.enter(id, index_, state);
  }
  issue_.sprints = std::move(to);
}

void Edit::number(Field field, double& slot, double to) {
  if (slot == to || (none(slot) && none(to))) return;
  const auto before = maybe(World::points(issue_));
  const auto text = [&](double value) { return none(value) ? Text{0} : world_.keep(number_text(value)); };
  item(field, 0, text(slot), 0, text(to));
  slot = to;
  const auto after = maybe(World::points(issue_));
  if (before != after && issue_.type != Type::subtask) world_.book.points_changed(index_, before, after);
}

void Edit::points(double to) { number(Field::points, issue_.points, to); }
void Edit::estimate(double to) { number(Field::estimate, issue_.estimate, to); }

void Edit::person(Field field, int& slot, int to) {
  if (slot == to) return;
  const auto id = [&](int p) { return p < 0 ? Text{0} : world_.keep(world_.user_id(p)); };
  const auto name = [&](int p) { return p < 0 ? Text{0} : world_.keep(world_.people[std::size_t(p)].name); };
  item(field, id(slot), name(slot), id(to), name(to));
  slot = to;
}

}  // namespace fakes
