// SPDX-License-Identifier: Apache-2.0
// The issue resource, field by field, and the catalogue that describes the fields.
#include <array>
#include "tests/fakes/document.h"
#include "tests/fakes/jira_json.h"
#include "tests/fakes/names.h"
namespace fakes {

// Writes the fields of one issue that were asked for.
struct IssueFields {
  const JiraJson& jira;
  const World& world;
  const Issue& issue;
  const Project& project;
  const FieldChoice& wanted;
  JsonOut& json;
  bool adf;

  bool want(std::string_view id, bool navigable = true) {
    if (!wanted.has(id, navigable)) return false;
    json.key(id);
    return true;
  }
  void integer_or_null(std::int64_t value) {
    if (value < 0) json.null();
    else json.integer(value);
  }
  // Jira prints whole numbers of number fields as 5.0.
  void number_or_null(double value) {
    if (none(value)) {
      json.null();
      return;
    }
    auto text = number_text(value);
    if (text.find('.') == text.npos) text += ".0";
    json.raw(text);
  }
  void text(std::uint64_t seed, bool long_one) {
    if (seed == 0) {
      json.null();
    } else if (adf) {
      std::string out;
      append_adf(out, document(seed, long_one));
      json.raw(out);
    } else {
      json.text(wiki(document(seed, long_one)));
    }
  }
  void priority(int id) {
    json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/priority/" + std::to_string(id)).key("iconUrl").text(std::string(kSite) + "/images/icons/priority.svg");
    json.key("name").text(kPriorities.at(std::size_t(id - 1))).key("id").text(std::to_string(id)).close('}');
  }
  void brief(const Issue& other) {
    const Project& home = world.projects[std::size_t(other.project)];
    json.open('{').key("id").text(std::to_string(other.id)).key("key").text(world.key(other)).key("self").text(std::string(kSite) + "/rest/api/3/issue/" + std::to_string(other.id));
    json.key("fields").open('{').key("summary").text(world.text(other.summary)).key("status");
    jira.status(json, other.status);
    json.key("priority"), priority(other.priority);
    json.key("issuetype"), jira.issue_type(json, other.type, home.team_managed);
    json.close('}').close('}');
  }
  void option(int slot, int base, const std::vector<std::string>& names) {
    if (slot < 0) {
      json.null();
      return;
    }
    json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/customFieldOption/" + std::to_string(base + slot)).key("value").text(names[std::size_t(slot)]);
    json.key("id").text(std::to_string(base + slot)).close('}');
  }

  void all() {
    main();
    people();
    times();
    lists();
    tracking();
    family();
    customs();
    streams();
  }
  void main() {
    if (want("statuscategorychangedate")) json.text(jira.time(issue.status_since));
    if (want("issuetype")) jira.issue_type(json, issue.type, project.team_managed);
    if (want("project")) jira.project(json, project);
    if (want("status")) jira.status(json, issue.status);
    if (want("priority")) priority(issue.priority);
    if (want("summary")) json.text(world.text(issue.summary));
    if (want("description")) text(issue.description, world.options.fat);
    if (want("environment")) json.null();
    if (want("security")) json.null();
    if (want("workratio")) json.integer(-1);
    if (want("resolution")) {
      if (issue.resolution < 0) json.null();
      else json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/resolution/" + std::to_string(10000 + issue.resolution)).key("id").text(std::to_string(10000 + issue.resolution)).key("description").text("").key("name").text(kResolutions.at(std::size_t(issue.resolution))).close('}');
    }
  }
  void people() {
    if (want("assignee")) jira.user(json, issue.assignee);
    if (want("reporter")) jira.user(json, issue.reporter);
    if (want("creator")) jira.user(json, issue.creator);
    if (want("votes")) json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/issue/" + world.key(issue) + "/votes").key("votes").integer(issue.votes).key("hasVoted").boolean(false).close('}');
    if (want("watches")) json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/issue/" + world.key(issue) + "/watchers").key("watchCount").integer(issue.watchers).key("isWatching").boolean(false).close('}');
  }
  void times() {
    if (want("created")) json.text(jira.time(issue.created));
    if (want("updated")) json.text(jira.time(issue.updated));
    if (want("lastViewed")) json.null();
    if (want("resolutiondate")) json.text_or_null(issue.resolved == 0 ? std::string() : jira.time(issue.resolved));
    if (want("duedate")) json.text_or_null(world.text(issue.due));
  }
  void lists() {
    if (want("labels")) {
      json.open('[');
      for (const int label : issue.labels) json.text(label_words()[std::size_t(label)]);
      json.close(']');
    }
    if (want("components")) {
      json.open('[');
      for (const int which : issue.components) {
        const Component& it = project.components[std::size_t(which)];
        json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/component/" + std::to_string(it.id)).key("id").text(std::to_string(it.id)).key("name").text(it.name).close('}');
      }
      json.close(']');
    }
    if (want("versions")) json.raw("[]");
    if (want("fixVersions")) {
      json.open('[');
      for (const int which : issue.versions) {
        const Version& it = project.versions[std::size_t(which)];
        json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/version/" + std::to_string(it.id)).key("id").text(std::to_string(it.id)).key("name").text(it.name);
        json.key("archived").boolean(it.archived).key("released").boolean(it.released).close('}');
      }
      json.close(']');
    }
  }
  void tracking() {
    if (want("timeoriginalestimate")) integer_or_null(issue.original_estimate);
    if (want("timeestimate")) integer_or_null(issue.remaining_estimate);
    if (want("timespent")) integer_or_null(issue.time_spent);
    if (want("aggregatetimeoriginalestimate")) integer_or_null(issue.original_estimate);
    if (want("aggregatetimespent")) integer_or_null(issue.time_spent);
    if (want("timetracking", false)) {
      json.open('{');
      if (issue.original_estimate >= 0) json.key("originalEstimateSeconds").integer(issue.original_estimate);
      if (issue.remaining_estimate >= 0) json.key("remainingEstimateSeconds").integer(issue.remaining_estimate);
      if (issue.time_spent >= 0) json.key("timeSpentSeconds").integer(issue.time_spent);
      json.close('}');
    }
  }
  void family() {
    const bool sub = issue.type == Type::subtask;
    if (issue.parent >= 0 && (sub || !world.options.data_center) && want("parent")) brief(world.issues[std::size_t(issue.parent)]);
    if (want("subtasks")) json.raw("[]");
    if (want("issuelinks")) {
      json.open('[');
      for (const Link& link : issue.links) {
        const LinkType& type = kLinkTypes.at(std::size_t(link.type));
        json.open('{').key("id").text(std::to_string(link.id)).key("self").text(std::string(kSite) + "/rest/api/3/issueLink/" + std::to_string(link.id));
        json.key("type").open('{').key("id").text(std::to_string(type.id)).key("name").text(type.name).key("inward").text(type.inward).key("outward").text(type.outward).close('}');
        json.key(link.outward ? "outwardIssue" : "inwardIssue"), brief(world.issues[std::size_t(link.other)]);
        json.close('}');
      }
      json.close(']');
    }
    if (world.options.data_center && want(jira.custom(8))) {
      if (issue.parent >= 0 && !sub) json.text(world.key(world.issues[std::size_t(issue.parent)]));
      else json.null();
    }
    if (issue.type == Type::epic && want(jira.custom(11))) json.text(world.text(issue.summary));
  }
  void customs() {
    if (want(jira.field_id(Field::sprint))) sprints();
    if (want(jira.field_id(Field::points))) number_or_null(issue.points);
    if (want(jira.field_id(Field::estimate))) number_or_null(issue.estimate);
    if (want(jira.field_id(Field::rank))) json.text(world.text(issue.rank));
    if (want(jira.field_id(Field::flagged))) {
      if (issue.flagged) json.raw(R"([{"self":"https://harbour.example.invalid/rest/api/3/customFieldOption/10019","value":"Impediment","id":"10019"}])");
      else json.null();
    }
    if (want(jira.field_id(Field::team))) option(issue.team, 10300, team_names());
    if (want(jira.field_id(Field::owner))) jira.user(json, issue.owner);
    if (want(jira.field_id(Field::value))) number_or_null(issue.value);
    if (want(jira.field_id(Field::scheduled))) json.text_or_null(issue.scheduled == 0 ? std::string() : jira.time(issue.scheduled));
    if (want(jira.field_id(Field::severity))) option(issue.severity, 10400, severity_names());
    if (want(jira.custom(62))) number_or_null(issue.score);
    for (const int unused : {61, 70, 71, 72})
      if (want(jira.custom(unused))) json.null();
  }
  void sprints() {
    if (issue.sprints.empty()) {
      json.null();
      return;
    }
    json.open('[');
    for (const int id : issue.sprints) {
      const Sprint* sprint = world.sprint(id);
      if (sprint->deleted) continue;
      if (world.options.data_center) json.text(jira.sprint_text(*sprint));
      else jira.sprint(json, *sprint, false);
    }
    json.close(']');
  }
  // What Jira embeds of comments and worklogs stops at 20.
  void streams() {
    if (want("comment", false)) {
      json.open('{').key("comments").open('[');
      for (std::size_t n = 0; n < issue.comments.size() && n < 20; ++n) jira.comment(json, issue, issue.comments[n], adf);
      json.close(']').key("maxResults").integer(20).key("total").integer(std::int64_t(issue.comments.size())).key("startAt").integer(0).close('}');
    }
    if (want("worklog", false)) {
      json.open('{').key("startAt").integer(0).key("maxResults").integer(20).key("total").integer(std::int64_t(issue.worklogs.size())).key("worklogs").open('[');
      for (std::size_t n = 0; n < issue.worklogs.size() && n < 20; ++n) jira.worklog(json, issue, issue.worklogs[n], adf);
      json.close(']').close('}');
    }
    if (want("attachment", false)) json.raw("[]");
  }
};

void JiraJson::issue(std::string& out, int index, const FieldChoice& wanted, ChangelogForm changelog, bool adf) const {
  const Issue& it = world_.issues[std::size_t(index)];
  const auto id = std::to_string(it.id);
  JsonOut json(out);
  json.open('{');
  if (wanted.ids_only() && !wanted.named.contains("key") && !wanted.named.contains("issuekey")) {
    json.key("id").text(id).close('}');
    return;
  }
  json.key("expand").text("operations,versionedRepresentations,editmeta,changelog,renderedFields").key("id").text(id);
  json.key("self").text(std::string(kSite) + (adf ? "/rest/api/3/issue/" : "/rest/api/2/issue/") + id).key("key").text(world_.key(it));
  if (changelog != ChangelogForm::none) {
    const auto begins = histories(it);
    const auto total = begins.size() - 1;
    const auto shown = changelog == ChangelogForm::newest_40 ? std::min<std::size_t>(total, 40) : changelog == ChangelogForm::newest_100 ? std::min<std::size_t>(total, 100) : total;
    json.key("changelog").open('{').key("startAt").integer(0).key("maxResults").integer(std::int64_t(shown)).key("total").integer(std::int64_t(total)).key("histories").open('[');
    for (std::size_t n = 0; n < shown; ++n) {
      const auto which = changelog == ChangelogForm::complete ? n : total - 1 - n;
      std::string one;
      history(one, it, begins[which], begins[which + 1], DateForm::iso);
      json.raw(one);
    }
    json.close(']').close('}');
  }
  if (!wanted.ids_only()) {
    json.key("fields").open('{');
    IssueFields{*this, world_, it, world_.projects[std::size_t(it.project)], wanted, json, adf}.all();
    json.close('}');
  }
  json.close('}');
}

void JiraJson::fields(JsonOut& json) const {
  struct Standard { const char *id, *name, *type, *items; };
  static constexpr std::array<Standard, 30> kStandard{{
      {"summary", "Summary", "string", ""}, {"description", "Description", "string", ""}, {"issuetype", "Issue Type", "issuetype", ""}, {"project", "Project", "project", ""},
      {"status", "Status", "status", ""}, {"priority", "Priority", "priority", ""}, {"assignee", "Assignee", "user", ""}, {"reporter", "Reporter", "user", ""},
      {"creator", "Creator", "user", ""}, {"created", "Created", "datetime", ""}, {"updated", "Updated", "datetime", ""}, {"resolution", "Resolution", "resolution", ""},
      {"resolutiondate", "Resolved", "datetime", ""}, {"duedate", "Due date", "date", ""}, {"labels", "Labels", "array", "string"}, {"components", "Components", "array", "component"},
      {"fixVersions", "Fix versions", "array", "version"}, {"versions", "Affects versions", "array", "version"}, {"votes", "Votes", "votes", ""}, {"watches", "Watchers", "watches", ""},
      {"issuelinks", "Linked Issues", "array", "issuelinks"}, {"subtasks", "Sub-tasks", "array", "issuelinks"}, {"timeoriginalestimate", "Original estimate", "number", ""},
      {"timeestimate", "Remaining Estimate", "number", ""}, {"timespent", "Time Spent", "number", ""}, {"timetracking", "Time tracking", "timetracking", ""},
      {"comment", "Comment", "comments-page", ""}, {"worklog", "Log Work", "array", "worklog"}, {"attachment", "Attachment", "array", "attachment"}, {"environment", "Environment", "string", ""}}};
  struct Custom { int number; const char *name, *type, *items, *custom; };
  static constexpr const char* kAgile = "com.pyxis.greenhopper.jira:";
  static constexpr const char* kPlain = "com.atlassian.jira.plugin.system.customfieldtypes:";
  static constexpr std::array<Custom, 17> kCustom{{
      {16, "Story point estimate", "number", "", "com.pyxis.greenhopper.jira:jsw-story-points"}, {31, "Story Points", "number", "", "float"}, {20, "Sprint", "array", "json", "gh-sprint"},
      {8, "Epic Link", "any", "", "gh-epic-link"}, {11, "Epic Name", "string", "", "gh-epic-label"}, {19, "Rank", "any", "", "gh-lexo-rank"}, {21, "Flagged", "array", "option", "multicheckboxes"},
      {50, "Discipline Team", "option", "", "select"}, {51, "Owner", "user", "", "userpicker"}, {52, "Business Value", "number", "", "float"}, {53, "Scheduled start", "datetime", "", "datetime"},
      {60, "Severity", "option", "", "select"}, {61, "Severity", "string", "", "textfield"}, {62, "Puntos de historia", "number", "", "float"}, {70, "Notes, \"internal\"", "string", "", "textarea"},
      {71, "Launch \xF0\x9F\x9A\x80 day", "date", "", "datepicker"}, {72, "Stickers", "array", "string", "labels"}}};
  json.open('[');
  for (const Standard& field : kStandard) {
    json.open('{').key("id").text(field.id).key("key").text(field.id).key("name").text(field.name).key("custom").boolean(false).key("orderable").boolean(true).key("navigable").boolean(true);
    json.key("searchable").boolean(true).key("clauseNames").open('[').text(field.id).close(']').key("schema").open('{').key("type").text(field.type);
    if (*field.items) json.key("items").text(field.items);
    json.key("system").text(field.id).close('}').close('}');
  }
  for (const Custom& field : kCustom) {
    const bool dc = world_.options.data_center;
    if ((dc && (field.number == 16 || field.number == 62)) || (!dc && field.number == 8 && world_.options.seed % 2 == 0)) continue;
    const auto id = custom(field.number), number = id.substr(12);
    const std::string type = field.custom;
    const bool agile = type.starts_with("gh-");
    json.open('{').key("id").text(id).key("key").text(id).key("name").text(field.name).key("untranslatedName").text(field.name).key("custom").boolean(true).key("orderable").boolean(true);
    json.key("navigable").boolean(true).key("searchable").boolean(true).key("clauseNames").open('[').text("cf[" + number + "]").text(field.name).close(']');
    if (field.number == 62) json.key("scope").raw(R"({"type":"PROJECT","project":{"id":"10020"}})");
    json.key("schema").open('{').key("type").text(field.type);
    if (*field.items) json.key("items").text(field.items);
    json.key("custom").text(type.find(':') != type.npos ? type : (agile ? kAgile : kPlain) + type).key("customId").raw(number).close('}').close('}');
  }
  json.close(']');
}

}  // namespace fakes
