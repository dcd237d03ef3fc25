// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/truth.h"
#include <algorithm>
#include <array>
#include <set>
#include "tests/fakes/document.h"
#include "tests/fakes/json_out.h"
#include "tests/fakes/names.h"
namespace fakes {
namespace {

std::optional<double> maybe(double value) { return none(value) ? std::nullopt : std::optional(value); }

// One line a row.
class Tables {
 public:
  Tables(const World& world, const std::string& source) : world_(world), source_(source) {}
  std::string take() { return std::move(out_); }

  void issue(const Issue& issue) {
    const Project& project = world_.projects[std::size_t(issue.project)];
    begin("issues");
    text("source", source_), text("project", project.key), text("key", world_.key(issue)), integer("id", issue.id);
    text("type", type_name(issue.type, project.team_managed)), integer("subtask", issue.type == Type::subtask);
    text("status", world_.status(issue.status).name), text("status_category", category_name(world_.category(issue.status)));
    text("priority", kPriorities.at(std::size_t(issue.priority - 1))), text("summary", world_.text(issue.summary));
    person("assignee", issue.assignee), person("reporter", issue.reporter), person("owner", issue.owner);
    text("team", issue.team < 0 ? "" : team_names()[std::size_t(issue.team)]);
    number("points", maybe(World::points(issue)));
    const bool parent_is_epic = issue.parent >= 0 && issue.type != Type::subtask;
    const auto parent = issue.parent < 0 ? std::string() : world_.key(world_.issues[std::size_t(issue.parent)]);
    text("parent", parent_is_epic && world_.options.data_center ? "" : parent), text("epic", parent_is_epic ? parent : "");
    time("created_at", issue.created), time("updated_at", issue.updated), time("resolved_at", issue.resolved);
    text("due_on", world_.text(issue.due)), time("started_at", issue.started), time("done_at", issue.done_since);
    lists(issue, project);
    integer("votes", issue.votes), integer("watchers", issue.watchers), integer("flagged", issue.flagged);
    text("rank", world_.text(issue.rank)), text("resolution", issue.resolution < 0 ? "" : kResolutions.at(std::size_t(issue.resolution)));
    text("description", issue.description == 0 ? "" : plain(document(issue.description, world_.options.fat)));
    hours("original_estimate_hours", issue.original_estimate), hours("logged_hours", issue.time_spent);
    integer("comment_count", static_cast<std::int64_t>(issue.comments.size())), integer("deleted", issue.deleted);
    end();
  }

  void sprint(const Sprint& sprint) {
    const Board& board = world_.boards[std::size_t(sprint.board)];
    const bool future = sprint.state == SprintState::future;
    begin("sprints");
    integer("id", sprint.id), integer("board_id", board.id), text("board", board.name), text("name", sprint.name);
    text("state", future ? "future" : sprint.state == SprintState::active ? "active" : "closed");
    time("start_at", future && !sprint.planned_dates ? 0 : sprint.start), time("end_at", future && !sprint.planned_dates ? 0 : sprint.end);
    time("complete_at", sprint.complete), text("goal", sprint.goal);
    end();
  }

  void stays(const Issue& issue) {
    for (const Stay& stay : issue.stays) {
      begin("sprint_issues");
      integer("sprint_id", stay.sprint), text("issue_key", world_.key(issue)), time("added_at", stay.added), time("removed_at", stay.removed);
      end();
    }
  }

  void changes(const Issue& issue) {
    for (const Change& change : issue.changes) {
      begin("changes");
      text("issue_key", world_.key(issue)), time("at", change.at), person("author", change.author);
      text("field", field_name(change.field, world_.options.data_center));
      text("from_id", world_.text(change.from)), text("from_value", world_.text(change.from_text));
      text("to_id", world_.text(change.to)), text("to_value", world_.text(change.to_text));
      end();
    }
  }

  void attachments(const Issue& issue) {
    for (const Link& link : issue.links) {
      const LinkType& type = kLinkTypes.at(std::size_t(link.type));
      begin("issue_links");
      text("issue_key", world_.key(issue)), text("type", type.name), text("direction", link.outward ? "outward" : "inward");
      text("phrase", link.outward ? type.outward : type.inward), text("other_key", world_.key(world_.issues[std::size_t(link.other)]));
      end();
    }
    for (const Comment& comment : issue.comments) {
      begin("comments");
      text("issue_key", world_.key(issue)), integer("id", comment.id), person("author", comment.author);
      time("created_at", comment.created), time("updated_at", comment.updated), text("body", plain(document(comment.text, false)));
      end();
    }
    for (const Worklog& log : issue.worklogs) {
      begin("worklogs");
      text("issue_key", world_.key(issue)), integer("id", log.id), person("author", log.author), time("started_at", log.started);
      time("updated_at", log.updated), hours("hours", log.seconds), text("comment", log.text == 0 ? "" : plain(document(log.text, false)));
      end();
    }
  }

  void catalogue() {
    const bool cloud = !world_.options.data_center;
    for (std::size_t n = 0; n < world_.people.size(); ++n) {
      const Person& who = world_.people[n];
      if (!cloud && !met_.contains(static_cast<int>(n))) continue;  // Data Center lists nobody: people are met in issues
      begin("people");
      text("source", source_), text("account", cloud ? who.account : who.key), text("name", who.name), text("email", who.email);
      text("time_zone", who.zone), integer("active", who.active), text("kind", cloud ? who.kind : "");
      end();
    }
    for (const Project& project : world_.projects) {
      begin("projects");
      text("source", source_), integer("id", project.id), text("key", project.key), text("name", project.name);
      text("style", cloud ? project.team_managed ? "next-gen" : "classic" : ""), person("lead", cloud ? project.lead : -1);
      integer("archived", 0);
      end();
    }
    for (const Board& board : world_.boards) {
      begin("boards");
      text("source", source_), integer("id", board.id), text("name", board.name), text("type", board.type);
      const Project& project = world_.projects[std::size_t(board.project)];
      text("project", project.key), text("estimation_field", board.type == "kanban" ? "" : custom_field(world_.options, project.team_managed ? 16 : 31));
      end();
    }
    for (const Board& board : world_.boards)
      for (std::size_t position = 0; position < board.columns.size(); ++position) {
        const BoardColumn& column = board.columns[position];
        for (const int status : column.statuses.empty() ? std::vector<int>{0} : column.statuses) {
          begin("board_columns");
          integer("board_id", board.id), integer("position", std::int64_t(position)), text("name", column.name);
          number("status_id", status == 0 ? std::nullopt : std::optional<double>(status)), text("status", status == 0 ? "" : world_.status(status).name);
          end();
        }
      }
    for (const Status& status : world_.statuses) {
      begin("statuses");
      text("source", source_), integer("id", status.id), text("name", status.name), text("category", category_name(status.category));
      end();
    }
    parts();
  }

  void parts() {
    for (const Project& project : world_.projects)
      for (const Version& version : project.versions) {
        begin("versions");
        text("source", source_), integer("id", version.id), text("project", project.key), text("name", version.name);
        integer("released", version.released), integer("archived", version.archived), text("start_on", version.start), text("release_on", version.release);
        end();
      }
    for (const Project& project : world_.projects)
      for (const Component& component : project.components) {
        begin("components");
        text("source", source_), integer("id", component.id), text("project", project.key), text("name", component.name);
        end();
      }
  }

 private:
  void meet(int who) {
    if (who >= 0) met_.insert(who);
  }
  void begin(std::string_view table) { JsonOut(out_).open('{').key("table").text(table); }
  void end() { out_ += "}\n"; }
  void name(std::string_view key) { (out_ += ",\"") += key, out_ += "\":"; }
  void text(std::string_view key, std::string_view value) { name(key), JsonOut(out_).text_or_null(value); }
  void integer(std::string_view key, std::int64_t value) { name(key), JsonOut(out_).integer(value); }
  void number(std::string_view key, std::optional<double> value) {
    name(key);
    if (value) JsonOut(out_).number(*value);
    else out_ += "null";
  }
  void time(std::string_view key, Time value) { text(key, value == 0 ? std::string() : iso_utc(value)); }
  void hours(std::string_view key, std::int64_t seconds) { number(key, seconds < 0 ? std::nullopt : std::optional(static_cast<double>(seconds) / 3600.0)); }
  void person(std::string_view key, int who) { meet(who), text(key, who < 0 ? std::string() : world_.people[std::size_t(who)].name); }
  void lists(const Issue& issue, const Project& project) {
    std::array<std::string, 3> joined;
    const auto add = [](std::string& list, const std::string& word) { list += (list.empty() ? "" : ",") + word; };
    for (const int label : issue.labels) add(joined[0], label_words()[std::size_t(label)]);
    for (const int component : issue.components) add(joined[1], project.components[std::size_t(component)].name);
    for (const int version : issue.versions) add(joined[2], project.versions[std::size_t(version)].name);
    text("labels", joined[0]), text("components", joined[1]), text("fix_versions", joined[2]);
  }

  const World& world_;
  std::string source_, out_;
  std::set<int> met_;  // who appears in issues
};

}  // namespace

const char* type_name(Type type, bool team_managed) {
  switch (type) {
    case Type::epic: return "Epic";
    case Type::story: return "Story";
    case Type::task: return "Task";
    case Type::bug: return "Bug";
    case Type::subtask: return team_managed ? "Subtask" : "Sub-task";
  }
  return "";
}

const char* category_name(Category category) {
  return category == Category::todo ? "todo" : category == Category::in_progress ? "in_progress" : "done";
}

const char* outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::completed: return "completed";
    case Outcome::not_completed: return "not_completed";
    case Outcome::removed: return "removed";
    case Outcome::completed_elsewhere: return "completed_elsewhere";
  }
  return "";
}

const char* field_name(Field field, bool data_center) {
  static constexpr std::array kNames{"status", "assignee", "reporter", "priority", "resolution", "summary", "description", "labels", "Fix Version",
                                     "Component", "Sprint", "Story Points", "Story point estimate", "Rank", "Flagged", "Link", "duedate",
                                     "timeoriginalestimate", "timeestimate", "timespent", "WorklogId", "Discipline Team", "Owner", "Business Value",
                                     "Scheduled start", "Severity", "IssueParentAssociation", "Key", "project"};
  static_assert(kNames.size() == std::size_t(Field::count));
  if (field == Field::parent && data_center) return "Epic Link";
  return kNames.at(std::size_t(field));
}

std::string table_lines(const World& world, const std::string& source, bool deleted_too) {
  Tables tables(world, source);
  std::vector<const Issue*> all;
  for (const Issue& issue : world.issues)
    if (!issue.deleted || (deleted_too && issue.erased > kWorldNow)) all.push_back(&issue);
  for (const Issue* issue : all) tables.issue(*issue);
  for (const Sprint& sprint : world.sprints)
    if (!sprint.deleted) tables.sprint(sprint);
  for (const Issue* issue : all) tables.stays(*issue);
  for (const Issue* issue : all) tables.changes(*issue);
  for (const Issue* issue : all) tables.attachments(*issue);
  tables.catalogue();
  return tables.take();
}

SprintBook::Page settled_page(const World& world, const Sprint& sprint) {
  const auto* known = world.book.page(sprint.id);
  if (!known) return {};
  SprintBook::Page page = *known;
  if (page.open) SprintBook::settle(page, [&](int index) {
      const Issue& issue = world.issues[std::size_t(index)];
      return SprintBook::State{world.done(issue), maybe(World::points(issue))};
    });
  return page;
}

namespace {

struct Sum {
  int issues = 0;
  double points = 0;
  void add(std::optional<double> value) { ++issues, points += value.value_or(0); }
};

struct Totals {
  Sum committed, done_at_start, added, completed, completed_at_end, completed_of_committed, not_completed, removed, elsewhere, in_start, entered, left, in_end;
  double changed = 0;
  int unestimated = 0;
};

Totals totals(const SprintBook::Page& page) {
  Totals t;
  for (const auto& [issue, r] : page.records) {
    if (r.at_start) {
      t.in_start.add(r.first_points);
      (r.done_at_start ? t.done_at_start : t.committed).add(r.first_points);
    }
    if (r.added) t.added.add(r.first_points);
    t.entered.issues += r.entries, t.entered.points += r.entered;
    t.left.issues += r.exits, t.left.points += r.exited;
    t.changed += r.changed;
    if (r.member) t.in_end.add(r.end_points);
    if (!r.end_points) ++t.unestimated;
    switch (r.outcome) {
      case Outcome::completed:
        t.completed.add(r.done_points);
        t.completed_at_end.add(r.end_points);
        if (r.at_start && !r.done_at_start) t.completed_of_committed.add(r.done_points);
        break;
      case Outcome::not_completed: t.not_completed.add(r.end_points); break;
      case Outcome::removed: t.removed.add(r.left_points); break;
      case Outcome::completed_elsewhere: t.elsewhere.add(r.end_points); break;
    }
  }
  return t;
}

void print(JsonOut& json, std::string_view key, const Sum& sum) {
  json.key(key).open('{').key("issues").integer(sum.issues).key("points").number(sum.points).close('}');
}

void print(JsonOut& json, std::string_view key, std::optional<double> value) {
  json.key(key);
  if (value) json.number(*value);
  else json.null();
}

}  // namespace

std::string sprint_report_lines(const World& world) {
  std::string out;
  for (const Sprint& sprint : world.sprints) {
    if (sprint.deleted || sprint.state == SprintState::future) continue;
    const auto page = settled_page(world, sprint);
    const Totals t = totals(page);
    JsonOut json(out);
    json.open('{').key("sprint").integer(sprint.id).key("board").integer(world.boards[std::size_t(sprint.board)].id).key("name").text(sprint.name);
    json.key("state").text(sprint.state == SprintState::active ? "active" : "closed").key("start_at").text(iso_utc(sprint.start));
    json.key("complete_at").text_or_null(sprint.complete == 0 ? std::string() : iso_utc(sprint.complete));
    json.key("reopened").boolean(sprint.first_complete != 0);
    json.key("totals").open('{');
    print(json, "committed", t.committed), print(json, "done_at_start", t.done_at_start), print(json, "added", t.added);
    print(json, "completed", t.completed), print(json, "completed_at_end", t.completed_at_end);
    print(json, "completed_of_committed", t.completed_of_committed), print(json, "not_completed", t.not_completed);
    print(json, "removed", t.removed), print(json, "completed_elsewhere", t.elsewhere);
    json.key("re_estimated").open('{').key("points").number(t.changed).close('}').key("unestimated").integer(t.unestimated);
    json.close('}').key("identity").open('{');
    print(json, "in_start", t.in_start), print(json, "entered", t.entered), print(json, "left", t.left), print(json, "in_end", t.in_end);
    json.close('}').key("issues").open('[');
    for (const auto& [index, r] : page.records) {
      const Issue& issue = world.issues[std::size_t(index)];
      json.open('{').key("key").text(world.key(issue)).key("id").integer(issue.id).key("outcome").text(outcome_name(r.outcome));
      json.key("added").boolean(r.added).key("committed").boolean(r.at_start && !r.done_at_start).key("done_at_start").boolean(r.done_at_start);
      print(json, "points_start", r.first_points);
      print(json, "points_end", r.outcome == Outcome::completed ? r.done_points : r.outcome == Outcome::removed ? r.left_points : r.end_points);
      print(json, "points_close", r.end_points);
      json.close('}');
    }
    json.close(']').close('}');
    out += '\n';
  }
  return out;
}

}  // namespace fakes
