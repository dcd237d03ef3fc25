// SPDX-License-Identifier: Apache-2.0
#include "store/issue_writer.h"
#include <doctest/doctest.h>
#include "sample.h"
#include "core/error.h"
#include "store/checkpoints.h"
#include "store/issues.h"
#include "store/query.h"
#include "store/sprints.h"
using namespace juno;
using namespace juno::store;
namespace {

struct Cache {
  Database db = Database::open_cache(":memory:", Database::Mode::read_write);
  Site site = sample::site(db);
  IssueWriter writer{db, site, sample::fields()};
  Cache() {
    const Status all[] = {sample::kToDo, sample::kDoing, sample::kDone};
    upsert_statuses(db, site, all);
  }
  Written put(const std::vector<IssueRecord>& records) {
    Transaction tx(db);
    const Written w = writer.upsert(records, sample::kNow);
    tx.commit();
    return w;
  }
};

const std::vector<std::string> kTables = {"person", "term", "status", "issue", "issue_key", "issue_text", "issue_raw", "issue_tag",
                                          "issue_link", "change", "sprint_issue", "sprint_timeline", "issue_flow", "comment", "worklog", "quarantine"};
std::vector<std::string> everything(Database& db) {
  std::vector<std::string> all;
  for (const auto& table : kTables)
    for (const auto& row : sample::rows(db, "select * from " + table)) all.push_back(table + ": " + row);
  return all;
}

void check_same(const Issue& a, const Issue& b) {
  CHECK(a.id == b.id);
  CHECK(a.key == b.key);
  CHECK(a.project == b.project);
  CHECK(a.project_id == b.project_id);
  CHECK(a.type == b.type);
  CHECK(a.status.id == b.status.id);
  CHECK(a.status.name == b.status.name);
  CHECK(a.priority == b.priority);
  CHECK(a.resolution == b.resolution);
  CHECK(a.summary == b.summary);
  CHECK(a.description == b.description);
  CHECK(a.assignee.account == b.assignee.account);
  CHECK(a.assignee.name == b.assignee.name);
  CHECK(a.reporter.name == b.reporter.name);
  CHECK(a.owner.name == b.owner.name);
  CHECK(a.owner.account == b.owner.account);
  CHECK(a.team == b.team);
  CHECK(a.points == b.points);
  CHECK(a.business_value == b.business_value);
  CHECK(a.parent == b.parent);
  CHECK(a.parent_key == b.parent_key);
  CHECK(a.epic_key == b.epic_key);
  CHECK(a.created == b.created);
  CHECK(a.updated == b.updated);
  CHECK(a.resolved == b.resolved);
  CHECK(a.scheduled == b.scheduled);
  CHECK(a.due == b.due);
  CHECK(a.labels == b.labels);
  CHECK(a.components == b.components);
  CHECK(a.fix_versions == b.fix_versions);
  CHECK(a.votes == b.votes);
  CHECK(a.watchers == b.watchers);
  CHECK(a.flagged == b.flagged);
  CHECK(a.rank == b.rank);
  CHECK(a.original_estimate_s == b.original_estimate_s);
  CHECK(a.remaining_estimate_s == b.remaining_estimate_s);
  CHECK(a.logged_s == b.logged_s);
  CHECK(a.sprints == b.sprints);
  REQUIRE(a.links.size() == b.links.size());
  for (std::size_t i = 0; i < a.links.size(); ++i) {
    CHECK(a.links[i].id == b.links[i].id);
    CHECK(a.links[i].type == b.links[i].type);
    CHECK(a.links[i].phrase == b.links[i].phrase);
    CHECK(a.links[i].outward == b.links[i].outward);
    CHECK(a.links[i].other_key == b.links[i].other_key);
    CHECK(a.links[i].other == b.links[i].other);
  }
}

}  // namespace

TEST_CASE("an issue comes back as it was written, with every value and with none") {
  Cache c;
  for (const auto& record : {sample::finished(), sample::bare()}) {
    CHECK(c.put({record}).inserted == 1);
    const auto stored = find_issue(c.db, record.issue.key, true);
    REQUIRE(stored);
    check_same(stored->record.issue, record.issue);
    CHECK(stored->record.raw == record.raw);
    REQUIRE(stored->record.changes.size() == record.changes.size());
    for (std::size_t i = 0; i < record.changes.size(); ++i) {
      const Change &a = stored->record.changes[i], &b = record.changes[i];
      CHECK(a.history == b.history);
      CHECK(a.ordinal == b.ordinal);
      CHECK(a.at == b.at);
      CHECK(a.author.account == b.author.account);
      CHECK(a.field == b.field);
      CHECK(a.field_id == b.field_id);
      CHECK(a.from == b.from);
      CHECK(a.from_text == b.from_text);
      CHECK(a.to == b.to);
      CHECK(a.to_text == b.to_text);
    }
  }
}

TEST_CASE("facts are the moments the story tells") {
  Cache c;
  c.put({sample::finished(), sample::bare()});
  const auto done = find_issue(c.db, "PAY-7");
  CHECK(done->moments.started == at("2026-03-03T10:00:00Z"));
  CHECK(done->moments.done == at("2026-03-05T16:00:00Z"));
  CHECK_FALSE(done->gap);
  CHECK_FALSE(find_issue(c.db, "PAY-8")->moments.started);
  CHECK(sample::rows(c.db, "select sprint_id, issue_key, added_at, removed_at from sprint_issues") ==
        std::vector<std::string>{"20|PAY-7|2026-03-02T09:00:00Z|~"});
  const auto in = sprint_issues(c.db, 20);
  REQUIRE(in.size() == 1);
  CHECK(in[0].key == "PAY-7");
  CHECK(in[0].assignee == "Ada Byrne");
  CHECK(in[0].team == "Checkout");
  CHECK(in[0].category == StatusCategory::done);
  const auto before = state_at(in[0].timeline, at("2026-03-02T12:00:00Z"));
  CHECK(before.member);
  CHECK(before.points == 3.0);
  CHECK(before.status == 1);
  CHECK(state_at(in[0].timeline, at("2026-03-06T00:00:00Z")).points == 5.0);
}

TEST_CASE("writing the same again touches nothing, also when every row is really written") {
  Cache c;
  const std::vector<IssueRecord> records = {sample::finished(), sample::bare()};
  c.put(records);
  const Comment comment{1, 107, sample::person("u3", "Cy Diaz"), at("2026-03-04T08:00:00Z"), at("2026-03-04T08:00:00Z"), "ok"};
  const Worklog worklog{2, 107, sample::person("u3", "Cy Diaz"), at("2026-03-04T08:00:00Z"), at("2026-03-04T08:00:00Z"), 1800, ""};
  const auto children = [&] {
    Transaction tx(c.db);
    c.writer.replace_comments(107, std::span(&comment, 1));
    c.writer.replace_worklogs(107, std::span(&worklog, 1));
    tx.commit();
  };
  children();
  const auto first = everything(c.db);
  CHECK(first.size() > 30);
  const Written again = c.put(records);
  CHECK(again.unchanged == 2);
  CHECK(again.inserted + again.updated == 0);
  children();
  CHECK(everything(c.db) == first);
  c.db.execute("update issue set fingerprint = 0");
  CHECK(c.put(records).updated == 2);
  CHECK(everything(c.db) == first);
}

TEST_CASE("what an issue no longer has goes, and what it gained comes") {
  Cache c;
  c.put({sample::finished()});
  IssueRecord less = sample::bare(107, "PAY-7");
  CHECK(c.put({less}).updated == 1);
  Cache fresh;
  fresh.put({less});
  for (const std::string table : {"issue_tag", "issue_link", "issue_text", "change", "sprint_issue", "sprint_timeline"})
    CHECK(sample::rows(c.db, "select * from " + table) == sample::rows(fresh.db, "select * from " + table));
  c.put({sample::finished()});
  check_same(find_issue(c.db, "PAY-7")->record.issue, sample::finished().issue);
  CHECK(sprint_issues(c.db, 20).size() == 1);
}

TEST_CASE("a change in the middle of a history is corrected, one at its end is added") {
  Cache c;
  auto record = sample::finished();
  c.put({record});
  record.changes[2].to_text = "8";
  record.issue.points = 8;
  record.changes.push_back(sample::change(15, "2026-03-06T10:00:00Z", "labels", "labels", "", "", "", "x"));
  record.changes.erase(record.changes.begin() + 1);
  c.put({record});
  CHECK(sample::rows(c.db, "select history, ordinal, to_text from change") ==
        std::vector<std::string>{"11|0|Sprint 20", "13|0|8", "14|0|Done", "14|1|Fixed", "15|0|x"});
  CHECK(sample::cell(c.db, "select change_count from issue") == "5");
}

TEST_CASE("deleted issues are kept and marked; they come back whole") {
  Cache c;
  c.put({sample::finished(), sample::bare()});
  const Id ids[] = {107, 999};
  {
    Transaction tx(c.db);
    CHECK(c.writer.mark_deleted(ids, sample::kNow) == 1);
    CHECK(c.writer.mark_deleted(ids, sample::kNow) == 0);
    tx.commit();
  }
  CHECK(sample::cell(c.db, "select deleted from issues where key = 'PAY-7'") == "1");
  CHECK(sprint_issues(c.db, 20).empty());
  CHECK(sprint_issues(c.db, 20, true).size() == 1);
  CHECK(ids_of_project(c.db, c.site, 1) == std::vector<Id>{108});
  CHECK(c.put({sample::finished()}).updated == 1);
  CHECK(sample::cell(c.db, "select deleted from issues where key = 'PAY-7'") == "0");
  CHECK(sprint_issues(c.db, 20).size() == 1);
}

TEST_CASE("a moved issue answers to both keys; a key taken over answers for its new owner") {
  Cache c;
  c.put({sample::finished(), sample::bare()});
  IssueRecord moved = sample::finished(107, "WEB-30");
  moved.issue.project = "WEB", moved.issue.project_id = 2;
  c.put({moved});
  CHECK(find_issue(c.db, "pay-7")->record.issue.key == "WEB-30");
  CHECK(find_issue(c.db, "WEB-30")->id == 107);
  CHECK(ids_of_project(c.db, c.site, 1) == std::vector<Id>{108});
  c.put({sample::bare(150, "PAY-7")});
  CHECK(find_issue(c.db, "PAY-7")->id == 150);
}

TEST_CASE("hostile ids go to the quarantine and leave it when they read well again") {
  Cache c;
  auto bad = sample::finished();
  SUBCASE("negative") { bad.issue.id = -5; }
  SUBCASE("too large") { bad.issue.id = Id{1} << 40; }
  SUBCASE("a sprint below zero") { bad.issue.sprints = {-1}; }
  SUBCASE("no status") { bad.issue.status.id = 0; }
  const Written w = c.put({bad, sample::bare()});
  CHECK(w.refused == 1);
  CHECK(w.inserted == 1);
  const auto counts = quarantine_counts(c.db);
  REQUIRE(counts.size() == 1);
  CHECK(counts[0].example == "PAY-7");
  CHECK(counts[0].count == 1);
  c.put({sample::finished()});
  CHECK(quarantine_counts(c.db).empty());
}

TEST_CASE("after a rollback the writer does not believe what it had looked up") {
  Cache c;
  {
    Transaction tx(c.db);
    c.writer.upsert(std::vector{sample::finished()}, sample::kNow);
  }
  CHECK(everything(c.db).size() == 3);
  c.put({sample::finished()});
  CHECK(sample::cell(c.db, "select type, team, assignee, owner from issues") == "Story|Checkout|Ada Byrne|Finance");
}

TEST_CASE("the same ids on two sites stay apart, and keys then carry the site's name") {
  Cache c;
  c.put({sample::finished()});
  const Site other = sample::site(c.db, "beta");
  CHECK(other.number == 1);
  IssueWriter writer(c.db, other, sample::fields());
  IssueRecord record = sample::finished();
  record.issue.summary = "Another world";
  {
    Transaction tx(c.db);
    writer.upsert(std::vector{record}, sample::kNow);
    tx.commit();
  }
  CHECK(sample::rows(c.db, "select key, id, parent, summary, status from issues order by key") ==
        std::vector<std::string>{"beta/PAY-7|beta/107|beta/PAY-1|Another world|Done", "jira/PAY-7|jira/107|jira/PAY-1|Refund, partly|Done"});
  CHECK_THROWS_AS(find_issue(c.db, "PAY-7"), Error);
  CHECK(find_issue(c.db, "beta/PAY-7")->record.issue.summary == "Another world");
  const auto in = sprint_issues(c.db, other.to_cache(20));
  REQUIRE(in.size() == 1);
  CHECK(in[0].status == "Done");
  CHECK(state_at(in[0].timeline, at("2026-03-06T00:00:00Z")).status == other.to_cache(3));
  CHECK(sample::cell(c.db, "select sprint_id from sprint_issues where issue_key = 'beta/PAY-7'") == "beta/20");
}
