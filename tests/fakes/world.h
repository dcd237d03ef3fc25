// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include "tests/fakes/random.h"
#include "tests/fakes/sprint_book.h"
#include "tests/fakes/time.h"
namespace fakes {

struct Options {
  std::uint64_t seed = 1;
  int issues = 300;
  int projects = 4;            // at least 4
  int boards = 0;              // 0 = one a project; more than 50 makes the board list need a second page
  bool data_center = false;    // users, parents and sprints as Data Center names them
  bool fat = false;            // as many changes an issue as on a busy real site (about 17)
  bool whole_seconds = false;  // no milliseconds anywhere: for date forms that cannot carry them
  int step_edits = 0;          // edits per step; 0 = a fiftieth of the issues, at least 12
  std::string zone = "Australia/Adelaide";  // of the account that asks
};

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
inline bool none(double value) { return std::isnan(value); }

// A text in the world's pool; 0 = none (JSON null), as opposed to an empty text.
using Text = std::uint32_t;

enum class Category { todo, in_progress, done };
enum class Type { epic, story, task, bug, subtask };

struct Person {
  std::string account, key, login, name, email, zone, kind;
  bool active = true;
};
struct Status {
  int id;
  std::string name;
  Category category;
};
struct Version {
  int id;
  std::string name, start, release;
  bool released = false, archived = false;
};
struct Component {
  int id;
  std::string name;
};
struct Project {
  int id = 0;
  std::string key, name;
  bool team_managed = false, resolves = true;  // resolves: done sets a resolution
  int lead = 0, board = 0, next_number = 1;
  int todo = 0, progress = 0, review = 0, done = 0;  // status ids; review may equal progress
  std::vector<int> statuses;
  std::vector<Version> versions;
  std::vector<Component> components;
  std::vector<int> issues, epics;  // issue indexes in order of creation
};
struct BoardColumn {
  std::string name;
  std::vector<int> statuses;
};
struct Board {
  int id = 0, project = 0;
  std::string name, type;
  std::vector<BoardColumn> columns;
  std::vector<int> sprints;  // sprint indexes, by start
};
enum class SprintState { future, active, closed };
struct Sprint {
  int id = 0, board = 0, closer = 0;
  std::string name, goal;
  Time created = 0, start = 0, end = 0, complete = 0;  // start: activated; end: planned; complete: closed for good
  Time first_complete = 0;                             // of a sprint that was reopened; else 0
  bool planned_dates = true;  // a future sprint may have none
  bool deleted = false;
  SprintState state = SprintState::future;
};

enum class Field : std::uint8_t {
  status, assignee, reporter, priority, resolution, summary, description, labels, fix_version, component, sprint, points,
  estimate, rank, flagged, link, due, original_estimate, remaining_estimate, time_spent, worklog_id, team, owner, value,
  scheduled, severity, parent, key, project, count
};
struct Change {
  Time at = 0;
  std::int64_t history = 0;
  int author = -1;  // -1 = no author
  Field field = Field::status;
  Text from = 0, from_text = 0, to = 0, to_text = 0;
};
struct Link {
  int id, type, other;  // other: issue index
  bool outward;
};
struct Comment {
  int id, author;
  Time created, updated;
  std::uint64_t text;  // document seed
};
struct Worklog {
  int id, author;
  Time started, created, updated;
  std::int64_t seconds;
  std::uint64_t text;
};
// One stretch during which an issue was in a sprint.
struct Stay {
  int sprint;  // id
  Time added, removed;  // removed 0 = still in it
};
struct Issue {
  int id = 0, project = 0, number = 0;
  Type type = Type::story;
  bool deleted = false, flagged = false;
  Text summary = 0, rank = 0, due = 0;
  std::uint64_t description = 0;  // document seed; 0 = none
  int status = 0, priority = 3, resolution = -1;
  int assignee = -1, reporter = 0, creator = 0, owner = -1, team = -1, severity = -1;
  double points = kNone, estimate = kNone, value = kNone;  // points: "Story Points"; estimate: "Story point estimate"
  int parent = -1;  // issue index: a sub-task's parent, else the epic
  std::int64_t original_estimate = -1, remaining_estimate = -1, time_spent = -1;  // seconds; -1 = none
  Time created = 0, updated = 0, resolved = 0, scheduled = 0, status_since = 0;
  Time started = 0, done_since = 0, erased = 0;  // first move into progress; begin of the present done stretch
  int votes = 0, watchers = 0;
  std::vector<int> labels, components, versions;  // labels: vocabulary; others: indexes into the project's
  std::vector<int> sprints;                       // ids, ascending
  std::vector<Stay> stays;
  std::vector<Link> links;
  std::vector<Comment> comments;
  std::vector<Worklog> worklogs;
  std::vector<Change> changes;
  double score = kNone;                           // a number field nobody else uses
  std::map<std::string, std::string> properties;  // JSON texts
};
struct DeletedWorklog {
  int id;
  Time at;
};

// Everything a site knows, and the only ways in which it changes. Keeps no clock: callers say when things happen.
class World {
 public:
  explicit World(const Options& options);

  Options options;
  Time now = 0;
  int steps = 0;
  std::uint64_t version = 1;  // grows with every step or forced change: what was rendered before is stale
  std::vector<Person> people;
  std::vector<Status> statuses;
  std::vector<Project> projects;
  std::vector<Board> boards;
  std::vector<Sprint> sprints;
  std::deque<Issue> issues;  // index = order of creation
  std::vector<DeletedWorklog> deleted_worklogs;
  std::unordered_map<std::string, int> moved_keys;  // former key → issue index
  SprintBook book;

  const std::string& text(Text t) const { return pool_[t]; }
  Text keep(std::string_view text);
  static int id_of(int index) { return 10001 + 3 * index; }
  std::string key(const Issue& issue) const;
  const Status& status(int id) const { return statuses[status_index_.at(id)]; }
  Category category(int id) const { return status(id).category; }
  bool done(const Issue& issue) const { return category(issue.status) == Category::done; }
  Sprint* sprint(int id);  // also deleted ones; null when unknown
  const Sprint* sprint(int id) const { return const_cast<World*>(this)->sprint(id); }
  int find(std::string_view id_or_key) const;  // issue index; -1 when unknown or deleted
  // What counts as the issue's points: the first of both fields that is not empty.
  static double points(const Issue& issue) { return none(issue.points) ? issue.estimate : issue.points; }
  const std::string& user_id(int person) const;  // accountId, or Data Center's key

  // Comes into being with all its first values; `sprints` must be set in `issue` already.
  int create(Issue issue, Time at);
  void erase(int index, Time at);
  void change_project(int index, int project, Time at, int author);
  void add_comment(int index, Time at, int author, std::uint64_t text);
  void add_worklog(int index, Time at, int author, std::int64_t seconds, std::uint64_t text);
  void link(int from, int to, int type, Time at, int author);
  int add_sprint(Sprint sprint);  // its index
  void start_sprint(int sprint_index);
  void close_sprint(int sprint_index, Time at, bool for_good);
  void delete_sprint(int sprint_index);

 private:
  friend class Edit;
  void add_status(int id, const char* name, Category category);
  void add_people();
  void add_projects();
  void add_boards();

  std::deque<std::string> pool_;
  std::unordered_map<std::string_view, Text> pool_index_;
  std::unordered_map<int, std::size_t> status_index_, sprint_index_;
  std::unordered_map<std::string, int> keys_;
  std::int64_t next_history_ = 200'001;
  int next_comment_ = 30'001, next_worklog_ = 40'001, next_link_ = 50'001;
};

// One save of an issue: every item it writes shares a history, a time and an author.
class Edit {
 public:
  Edit(World& world, int index, Time at, int author);
  void status(int to);
  void resolution(int to);
  void sprints(std::vector<int> to, bool closing = false);  // closing: part of closing a sprint, not a removal
  void points(double to);
  void estimate(double to);
  void person(Field field, int& slot, int to);
  void item(Field field, Text from, Text from_text, Text to, Text to_text);
  Issue& issue() { return issue_; }

 private:
  void number(Field field, double& slot, double to);
  World& world_;
  Issue& issue_;
  int index_;
  Time at_;
  int author_;
  std::int64_t history_ = 0;
};

inline constexpr std::array kResolutions{"Done", "Won't Do", "Duplicate"};
inline constexpr std::array kPriorities{"Highest", "High", "Medium", "Low", "Lowest"};  // ids 1..5
struct LinkType {
  int id;
  const char *name, *inward, *outward;
};
inline constexpr std::array<LinkType, 3> kLinkTypes{{{10000, "Blocks", "is blocked by", "blocks"},
                                                    {10001, "Relates", "relates to", "relates to"},
                                                    {10002, "Cloners", "is cloned by", "clones"}}};
// The id of a custom field: sites differ in them, so do seeds.
std::string custom_field(const Options& options, int number);
std::string number_text(double value);  // shortest form: 0.5, 3

}  // namespace fakes
