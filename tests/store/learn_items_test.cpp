// SPDX-License-Identifier: Apache-2.0
#include "store/learn_items.h"
#include <doctest/doctest.h>
#include <algorithm>
#include "store/issue_writer.h"
#include "tests/store/sample.h"
#include "tests/store/temp_folder.h"
using namespace juno;

TEST_CASE("points are read as they were first given") {
  IssueRecord given = sample::bare(109, "PAY-9"), plain = sample::bare(110, "PAY-10"), taken = sample::bare(111, "PAY-11");
  given.issue.points = 8, plain.issue.points = 2;
  given.changes = {sample::change(21, "2026-03-07T10:00:00Z", "Story Points", "customfield_10016", "", "", "", "5"),
                   sample::change(22, "2026-03-08T10:00:00Z", "Story Points", "customfield_10016", "", "5", "", "8")};
  taken.changes = {sample::change(23, "2026-03-07T10:00:00Z", "Story Points", "customfield_10016", "", "3", "", "")};
  struct Row {
    IssueRecord record;
    std::optional<double> estimate;
    std::optional<Instant> estimated;
  };
  const std::vector<Row> rows = {{sample::finished(), 3, {}},  // created with 3, re-estimated to 5
                                 {given, 5, at("2026-03-07T10:00:00Z")},
                                 {plain, 2, {}},
                                 {taken, 3, {}},
                                 {sample::bare(), {}, {}}};
  const sample::TempFolder folder;
  auto db = store::Database::open_cache(folder.file("c.db"), store::Database::Mode::read_write);
  const store::Site site = sample::site(db);
  store::Transaction tx(db);
  store::put_field_map(db, site, sample::fields());
  store::IssueWriter writer(db, site, sample::fields());
  std::vector<IssueRecord> records;
  for (const Row& row : rows) records.push_back(row.record);
  writer.upsert(records, sample::kNow);
  tx.commit();
  const auto items = store::learn_items(db, {"Epic"}, false);
  REQUIRE(items.size() == rows.size());
  for (const Row& row : rows) {
    const auto item = std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.key == row.record.issue.key; });
    REQUIRE(item != items.end());
    CHECK_MESSAGE(item->estimate == row.estimate, item->key);
    CHECK_MESSAGE(item->estimated == row.estimated, item->key);
  }
}
