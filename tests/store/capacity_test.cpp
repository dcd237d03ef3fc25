// SPDX-License-Identifier: Apache-2.0
#include "store/capacity.h"
#include <doctest/doctest.h>
#include "core/error.h"
#include "sample.h"
#include "store/query.h"
using namespace juno;
using namespace juno::store;

TEST_CASE("changes of capacity come back whole, in the order in which they were said, and are never changed") {
  Database ledger = Database::open_ledger(":memory:", Database::Mode::read_write);
  CapacityChange amount{0, "jira", 20, "Sprint 20", "QA 🧵\x1b[31m", "", CapacityChange::What::amount, 12.5, CapacityUnit::hours, {}, {}, "file", sample::kNow, "dana", "why"};
  CapacityChange away = amount;
  away.what = CapacityChange::What::absence, away.team = "", away.person = "Rui", away.value = 0, away.from = parse_date("2026-02-27"), away.to = parse_date("2026-03-02");
  CapacityChange back = amount;
  back.value = std::nullopt, back.sprint = 21;
  CHECK(add_capacity_change(ledger, amount) == 1);
  CHECK(add_capacity_change(ledger, away) == 2);
  CHECK(add_capacity_change(ledger, back) == 3);
  const auto all = capacity_changes(ledger);
  REQUIRE(all.size() == 3);
  CHECK(all[0].team == amount.team);
  CHECK(all[0].value == 12.5);
  CHECK(all[0].unit == CapacityUnit::hours);
  CHECK(all[0].origin == "file");
  CHECK(all[0].at == sample::kNow);
  CHECK(all[0].author == "dana");
  CHECK(all[0].reason == "why");
  CHECK_FALSE(all[0].from);
  CHECK(all[1].what == CapacityChange::What::absence);
  CHECK(all[1].from == away.from);
  CHECK(all[1].to == away.to);
  CHECK_FALSE(all[2].value);
  CHECK(capacity_changes(ledger, "jira", 20).size() == 2);
  CHECK(capacity_changes(ledger, "other").empty());
  CHECK_THROWS_AS(Query(ledger, "update capacity_change set value = 1").run(), Error);
  CHECK_THROWS_AS(Query(ledger, "delete from capacity_change").run(), Error);
}

TEST_CASE("a change that this juno does not understand is an error, not a guess") {
  Database ledger = Database::open_ledger(":memory:", Database::Mode::read_write);
  CapacityChange c{0, "jira", 20, "Sprint 20", "QA", "", CapacityChange::What::amount, 1, CapacityUnit::points, {}, {}, "hand", sample::kNow, "dana", ""};
  add_capacity_change(ledger, c);
  ledger.execute("drop trigger capacity_change_is_never_changed");
  ledger.execute("update capacity_change set unit = 'bananas'");
  CHECK_THROWS_WITH_AS(capacity_changes(ledger), doctest::Contains("change 1 of capacity cannot be read"), Error);
}
