// SPDX-License-Identifier: Apache-2.0
#include "store/sprints.h"
#include <doctest/doctest.h>
#include <algorithm>
#include <random>
#include "sample.h"
#include "store/issue_writer.h"
#include "store/names.h"
using namespace juno;
using namespace juno::store;

TEST_CASE("the issues of a sprint come by project, then number, whatever their ids") {
  Database db = Database::open_cache(":memory:", Database::Mode::read_write);
  const Site site = sample::site(db);
  std::vector<IssueRecord> records;
  std::vector<std::pair<std::string, int>> keys;
  for (const std::string project : {"WEB", "A", "PAY"})
    for (int n = 1; n <= 12; ++n) keys.emplace_back(project, n);
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(keys.begin(), keys.end(), random);
    records.clear();
    for (std::size_t k = 0; k < keys.size(); ++k) {
      records.push_back(sample::finished(static_cast<Id>(1000 + k), keys[k].first + "-" + std::to_string(keys[k].second)));
      records.back().issue.summary = records.back().issue.key;
    }
    IssueWriter writer(db, site, sample::fields());
    Transaction tx(db);
    writer.upsert(records, sample::kNow);
    tx.commit();
    std::vector<std::string> expected, got;
    for (const std::string project : {"A", "PAY", "WEB"})
      for (int n = 1; n <= 12; ++n) expected.push_back(project + "-" + std::to_string(n));
    for (const auto& issue : sprint_issues(db, 20)) {
      got.push_back(issue.key);
      CHECK(issue.summary == issue.key);
      CHECK(keys[static_cast<std::size_t>(issue.id - 1000)].first + "-" + std::to_string(keys[static_cast<std::size_t>(issue.id - 1000)].second) == issue.key);
    }
    CHECK(got == expected);
  }
}

TEST_CASE("with several sites an id as lists show it finds its sprint, and a bare one those of all sites") {
  Database db = Database::open_cache(":memory:", Database::Mode::read_write);
  const Site site = sample::site(db);
  Site wanted;
  wanted.name = "other", wanted.kind = "jira", wanted.url = "https://other.example";
  Transaction tx(db);
  const Site other = register_site(db, wanted);
  tx.commit();
  Sprint here, there;
  here.id = there.id = 12, here.name = "Here", there.name = "There";
  upsert_sprints(db, site, std::span(&here, 1));
  upsert_sprints(db, other, std::span(&there, 1));
  const auto found = [&](std::string_view typed) {
    std::string all;
    for (const auto& row : sprints_with_id(db, typed)) all += row.sprint.name + "=" + row.public_id + " ";
    return all;
  };
  CHECK(found("12") == "Here=" + site.name + "/12 There=other/12 ");
  CHECK(found("other/12") == "There=other/12 ");
  for (const char* none : {"", "13", "other/13", "nobody/12", "/12", "other/", "12x", "-12", "99999999999999999999"}) CHECK(found(none) == "");
}

TEST_CASE("sprints are found by board, state and id; the last closed ones come oldest first") {
  Database db = Database::open_cache(":memory:", Database::Mode::read_write);
  const Site site = sample::site(db);
  const Board board{7, "Pay board", "scrum", "PAY", {{"To Do", {1}}, {"Done", {3}}}, "customfield_1", ""};
  CHECK(upsert_boards(db, site, std::span(&board, 1)).inserted == 1);
  CHECK(upsert_boards(db, site, std::span(&board, 1)).unchanged == 1);
  std::vector<Sprint> sprints(5);
  for (int n = 0; n < 5; ++n) {
    Sprint& s = sprints[static_cast<std::size_t>(n)];
    s.id = n + 1, s.board = n == 4 ? 8 : 7, s.name = "S" + std::to_string(n + 1), s.state = n == 3 ? SprintState::future : SprintState::closed;
    if (n != 3) s.start = Instant{1000 * (10 - n)}, s.complete = Instant{2000 * (10 - n)};
  }
  CHECK(upsert_sprints(db, site, sprints).inserted == 5);
  CHECK(upsert_sprints(db, site, sprints).unchanged == 5);
  const auto ids = [](const std::vector<SprintRow>& rows) {
    std::vector<Id> all;
    for (const auto& row : rows) all.push_back(row.sprint.id);
    return all;
  };
  CHECK(ids(list_sprints(db, {})) == std::vector<Id>{5, 3, 2, 1, 4});
  CHECK(ids(list_sprints(db, {7, SprintState::closed})) == std::vector<Id>{3, 2, 1});
  CHECK(ids(list_sprints(db, {0, SprintState::future})) == std::vector<Id>{4});
  CHECK(ids(last_closed_sprints(db, 7, 2)) == std::vector<Id>{2, 1});
  CHECK(find_sprint(db, 5)->board.empty());
  CHECK(find_sprint(db, 1)->board == "Pay board");
  CHECK_FALSE(find_sprint(db, 99));
  CHECK(find_board(db, 7)->columns[1].statuses == std::vector<Id>{3});
  CHECK(names(db, NameKind::sprint).front().text == "S1");
  CHECK(names(db, NameKind::board).front().detail == "PAY");
}
