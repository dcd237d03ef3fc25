// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "core/model.h"
#include "store/database.h"
#include "store/query.h"
#include "store/site.h"
#include "tests/support/at.h"
namespace juno::sample {

inline const Instant kNow = at("2026-03-20T12:00:00Z");

inline FieldMap fields() {
  FieldMap map;
  map.points = {{"customfield_10016", "Story Points"}};
  map.sprint = {"customfield_10020", "Sprint"};
  map.team = {"customfield_10030", "Discipline Team"};
  return map;
}
inline Person person(const std::string& account, const std::string& name) {
  Person p;
  p.account = account, p.name = name;
  return p;
}
inline const Status kToDo{1, "To Do", StatusCategory::todo}, kDoing{2, "In Progress", StatusCategory::in_progress}, kDone{3, "Done", StatusCategory::done};

inline Change change(Id history, const char* when, const std::string& field, const std::string& id, const std::string& from,
                     const std::string& from_text, const std::string& to, const std::string& to_text) {
  Change c;
  c.history = history, c.at = at(when), c.author = person("u1", "Ada Byrne");
  c.field = field, c.field_id = id, c.from = from, c.from_text = from_text, c.to = to, c.to_text = to_text;
  return c;
}

// PAY-7: created on the 1st with 3 points, put into sprint 20 on the 2nd, started on the 3rd, re-estimated to 5 on the 4th,
// done on the 5th. Every optional value is set.
inline IssueRecord finished(Id id = 107, const std::string& key = "PAY-7") {
  IssueRecord r;
  Issue& i = r.issue;
  i.id = id, i.key = key, i.project = "PAY", i.project_id = 1, i.type = "Story", i.status = kDone, i.priority = "High";
  i.resolution = "Fixed", i.summary = "Refund, partly", i.description = "First line\nsecond \"line\"";
  i.assignee = person("u1", "Ada Byrne"), i.reporter = person("u2", "Bo Chen"), i.owner = person("", "Finance");
  i.team = "Checkout", i.points = 5.0, i.business_value = 8.0, i.parent = 101, i.parent_key = "PAY-1", i.epic_key = "PAY-1";
  i.created = at("2026-03-01T09:00:00Z"), i.updated = at("2026-03-05T16:00:00.250Z"), i.resolved = at("2026-03-05T16:00:00Z");
  i.scheduled = at("2026-03-09T06:00:00Z"), i.due = *parse_date("2026-03-10");
  i.labels = {"refund", "q1"}, i.components = {"api"}, i.fix_versions = {"1.2", "1.3"};
  i.votes = 4, i.watchers = 2, i.flagged = true, i.rank = "0|hzzzzz:", i.original_estimate_s = 7200, i.remaining_estimate_s = 0, i.logged_s = 5400;
  i.sprints = {20};
  i.links = {{900, "Blocks", "is blocked by", false, "PAY-9", 109}, {901, "Relates", "relates to", true, "WEB-2", 202}};
  r.changes = {change(11, "2026-03-02T09:00:00Z", "Sprint", "customfield_10020", "", "", "20", "Sprint 20"),
               change(12, "2026-03-03T10:00:00Z", "status", "status", "1", "To Do", "2", "In Progress"),
               change(13, "2026-03-04T10:00:00Z", "Story Points", "customfield_10016", "", "3", "", "5"),
               change(14, "2026-03-05T16:00:00Z", "status", "status", "2", "In Progress", "3", "Done")};
  r.changes.push_back(change(14, "2026-03-05T16:00:00Z", "resolution", "resolution", "", "", "1", "Fixed"));
  r.changes.back().ordinal = 1;
  r.raw = R"({"id":")" + std::to_string(id) + R"(","key":")" + key + R"(","fields":{"summary":"Refund, partly"}})";
  return r;
}

// PAY-8: nothing but what every issue has.
inline IssueRecord bare(Id id = 108, const std::string& key = "PAY-8") {
  IssueRecord r;
  Issue& i = r.issue;
  i.id = id, i.key = key, i.project = "PAY", i.project_id = 1, i.type = "Bug", i.status = kToDo, i.summary = "Crash";
  i.created = at("2026-03-06T09:00:00Z"), i.updated = at("2026-03-06T09:00:00Z");
  return r;
}

inline store::Site site(store::Database& db, const std::string& name = "jira") {
  store::Site s;
  s.name = name, s.kind = "jira", s.url = "https://" + name + ".example", s.deployment = "cloud";
  return store::register_site(db, s);
}

// All rows of a table or view, every value as text, for comparing whole states.
inline std::vector<std::string> rows(store::Database& db, const std::string& sql) {
  std::vector<std::string> all;
  for (store::Query q(db, sql); q.next();) {
    std::string line;
    for (int c = 0; c < q.columns(); ++c) line += (c ? "|" : "") + (q.null(c) ? std::string("~") : q.string(c));
    all.push_back(line);
  }
  return all;
}
inline std::string cell(store::Database& db, const std::string& sql) {
  const auto all = rows(db, sql);
  return all.empty() ? "no row" : all.front();
}

}  // namespace juno::sample
