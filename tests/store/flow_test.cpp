// SPDX-License-Identifier: Apache-2.0
#include "store/flow.h"
#include <doctest/doctest.h>
#include <random>
#include <set>
#include "core/error.h"
#include "store/catalog.h"
#include "store/check.h"
#include "store/issue_writer.h"
#include "store/issues.h"
#include "store/reprocess.h"
#include "tests/store/sample.h"
using namespace juno;
using namespace juno::store;

namespace {

struct Cache {
  Database db = Database::open_cache(":memory:", Database::Mode::read_write);
  Site site;
  Cache() {
    Transaction tx(db);
    site.name = "acme", site.kind = "jira";
    site = register_site(db, site);
    put_field_map(db, site, sample::fields());
    tell({StatusCategory::todo, StatusCategory::in_progress, StatusCategory::in_progress, StatusCategory::done});
    tx.commit();
  }
  bool tell(const std::vector<StatusCategory>& categories) {
    std::vector<Status> all;
    for (std::size_t n = 0; n < categories.size(); ++n) all.push_back({static_cast<Id>(n) + 1, "S" + std::to_string(n + 1), categories[n]});
    return upsert_statuses(db, site, all).category_changed;
  }
};

// A short life: created some day of January, then up to six moves.
IssueRecord random_issue(std::mt19937& random, Id id) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  IssueRecord r;
  Issue& i = r.issue;
  i.id = id, i.key = "PAY-" + std::to_string(id), i.project = "PAY", i.project_id = 1, i.type = pick(3) ? "Story" : "Bug", i.summary = "s";
  i.subtask = pick(5) == 0;
  i.created = at("2026-01-01T00:00:00Z") + std::chrono::hours(pick(700));
  i.updated = i.created;
  i.components = {"api"};
  Instant when = i.created;
  Id status = 1;
  for (int moves = pick(7); moves > 0; --moves) {
    const Id next = 1 + pick(4);
    when = when + std::chrono::hours(pick(100));
    if (next == status) continue;
    r.changes.push_back(sample::change(static_cast<Id>(r.changes.size()) + 1, "2026-01-01T00:00:00Z", "status", "status", std::to_string(status), "S" + std::to_string(status),
                                       std::to_string(next), "S" + std::to_string(next)));
    r.changes.back().at = when;
    status = next;
  }
  if (status == 4 && pick(2)) i.resolved = when + std::chrono::hours(pick(3));
  i.status = {status, "S" + std::to_string(status), status == 1 ? StatusCategory::todo : status == 4 ? StatusCategory::done : StatusCategory::in_progress};
  return r;
}

void check_sound(Cache& c) {
  CHECK(compare_facts(c.db, 0).empty());
  for (const Finding& f : check_rows(c.db, 0)) CHECK_MESSAGE(f.level == Finding::Level::ok, f.check, ": ", f.text);
}

// What the cache should answer, from every issue's own history.
std::set<std::string> alive(Cache& c, Id last, const FlowFilter& f) {
  std::set<std::string> keys;
  for (Id id = 1; id <= last; ++id) {
    const auto stored = find_issue(c.db, c.site.to_cache(id));
    if (!stored || stored->deleted || (stored->record.issue.subtask && !f.subtasks)) continue;
    const auto& done = stored->moments.done;
    const bool open_then = !done || *done >= f.from || stored->record.issue.resolved.value_or(*done) >= f.from;
    if (open_then && stored->record.issue.created < f.to) keys.insert(stored->record.issue.key);
  }
  return keys;
}

}  // namespace

TEST_CASE("flow rows follow every write, deletion, return and change of categories") {
  std::mt19937 random(7);
  Cache c;
  constexpr Id kIssues = 40;
  for (int round = 0; round < 12; ++round) {
    {
      Transaction tx(c.db);
      IssueWriter writer(c.db, c.site, sample::fields());
      std::vector<IssueRecord> records;
      for (int n = 0; n < 15; ++n) records.push_back(random_issue(random, 1 + static_cast<Id>(random() % kIssues)));
      writer.upsert(records, sample::kNow);
      const Id gone[] = {1 + static_cast<Id>(random() % kIssues), 1 + static_cast<Id>(random() % kIssues)};
      writer.mark_deleted(gone, sample::kNow);
      tx.commit();
    }
    if (round % 4 == 3) {
      bool changed = false;
      {
        Transaction tx(c.db);
        const auto third = static_cast<StatusCategory>(random() % 3);
        changed = c.tell({StatusCategory::todo, StatusCategory::in_progress, third, StatusCategory::done});
        tx.commit();
      }
      if (changed) {
        CHECK_THROWS_AS(flow_issues(c.db, {}), Error);
        refresh_facts(c.db, c.site, sample::fields());
      }
    }
    check_sound(c);
    for (const char* from : {"2026-01-01T00:00:00Z", "2026-01-20T00:00:00Z", "2026-02-10T12:00:00Z"}) {
      const FlowFilter f{at(from), at(from) + std::chrono::hours(240), random() % 2 == 0, false, ""};
      std::set<std::string> keys;
      for (const FlowIssue& i : flow_issues(c.db, f).issues) CHECK(keys.insert(i.key).second);
      CHECK(keys == alive(c, kIssues, f));
    }
  }
}

TEST_CASE("a flow row tells what the issue's history tells") {
  Cache c;
  {
    Transaction tx(c.db);
    c.tell({StatusCategory::todo, StatusCategory::in_progress, StatusCategory::done, StatusCategory::done});
    IssueWriter(c.db, c.site, sample::fields()).upsert(std::vector{sample::finished()}, sample::kNow);
    tx.commit();
  }
  refresh_facts(c.db, c.site, sample::fields());
  const FlowIssues all = flow_issues(c.db, {at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"), false, true, "PAY"});
  REQUIRE(all.issues.size() == 1);
  const FlowIssue& i = all.issues[0];
  CHECK(i.key == "PAY-7");
  CHECK(all.word(i.project) == "PAY");
  CHECK(all.word(i.type) == "Story");
  CHECK(all.word(i.resolution) == "Fixed");
  CHECK(all.word(i.assignee) == "Ada Byrne");
  CHECK(all.word(i.team) == "Checkout");
  CHECK(i.points == 5.0);
  CHECK(i.flagged);
  CHECK(i.resolved == at("2026-03-05T16:00:00Z"));
  REQUIRE(i.components.size() == 1);
  CHECK(all.word(i.components[0]) == "api");
  REQUIRE(i.labels.size() == 2);
  CHECK(all.word(i.labels[1]) == "q1");
  REQUIRE(i.visits.size() == 3);
  CHECK(i.visits[0].from == at("2026-03-01T09:00:00Z"));
  CHECK(all.statuses[i.visits[0].status].id == 1);
  CHECK(i.visits[1].from == at("2026-03-03T10:00:00Z"));
  CHECK(all.statuses[i.visits[1].status].category == StatusCategory::in_progress);
  CHECK(i.visits[2].from == at("2026-03-05T16:00:00Z"));
  CHECK(all.statuses[i.visits[2].status].id == 3);
  CHECK(flow_issues(c.db, {at("2026-03-05T16:00:01Z"), at("2026-04-01T00:00:00Z"), false, false, ""}).issues.empty());
  CHECK(flow_issues(c.db, {at("2026-02-01T00:00:00Z"), at("2026-03-01T09:00:00Z"), false, false, ""}).issues.empty());
  CHECK(flow_issues(c.db, {at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"), false, false, "WEB"}).issues.empty());
}

TEST_CASE("damaged statuses are a cache error, never a wrong history") {
  const std::string good = encode(std::vector<StatusVisit>{{{1000}, 3}, {{90'000'000}, 70'000}, {{90'000'000}, 0}});
  std::vector<StatusVisit> visits;
  decode_status_visits(good, {1000}, visits);
  REQUIRE(visits.size() == 3);
  CHECK(visits[1] == StatusVisit{{90'000'000}, 70'000});
  CHECK(visits[2] == StatusVisit{{90'000'000}, 0});
  CHECK_THROWS_AS(decode_status_visits("", {0}, visits), Error);
  CHECK_THROWS_AS(decode_status_visits("\x02\x01", {0}, visits), Error);
  CHECK_THROWS_AS(decode_status_visits(good.substr(0, good.size() - 1), {1000}, visits), Error);
  CHECK_THROWS_AS(decode_status_visits("\x01" + std::string(12, '\xff'), {0}, visits), Error);
}
