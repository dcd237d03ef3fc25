// SPDX-License-Identifier: Apache-2.0
#include "store/rank_ledger.h"
#include <doctest/doctest.h>
#include <sstream>
#include "core/error.h"
#include "sample.h"
#include "store/export.h"
#include "store/import.h"
#include "store/ledger.h"
#include "store/query.h"
using namespace juno;
using namespace juno::store;
namespace {

Database fresh() { return Database::open_ledger(":memory:", Database::Mode::read_write); }

RankAdjustment pin() { return {0, "jira", 12, "PAY-12", RankAdjustment::Kind::pin, 3, parse_date("2026-05-01"), {1000}, "dana", "regulation"}; }
RankOutcome outcome() { return {0, "jira", 12, "PAY-12", *parse_date("2026-02-01"), 12.5, "EUR", "hand", {2000}, "dana", "sold"}; }
std::string body(const std::string& score) { return "juno rank 1\njira\t12\tPAY-12\t1\t" + score + "\t" + score + "\t20\tbusiness value\t4\town points\t\n"; }
RankRunHead head(std::int64_t at, const std::string& scheme = "roi") { return {0, {at}, "dana", "roi", scheme, 1}; }

}  // namespace

TEST_CASE("adjustments, outcomes and rankings come back as they were said, and are never changed") {
  Database ledger = fresh();
  CHECK(add_rank_adjustment(ledger, pin()) == 1);
  CHECK(add_rank_outcome(ledger, outcome()) == 1);
  CHECK(add_rank_run(ledger, head(5), body("70")) == 1);
  const RankAdjustment a = rank_adjustments(ledger).at(0);
  CHECK(a.key == "PAY-12");
  CHECK(a.value == 3);
  CHECK(a.expires == parse_date("2026-05-01"));
  CHECK(a.reason == "regulation");
  CHECK(has_rank_adjustment(ledger, pin()));
  const RankOutcome o = rank_outcomes(ledger).at(0);
  CHECK(o.value == 12.5);
  CHECK(o.unit == "EUR");
  CHECK(has_rank_outcome(ledger, outcome()));
  CHECK(rank_run_text(ledger, 1) == body("70"));
  for (const char* table : {"rank_adjustment", "rank_outcome", "rank_run"}) {
    CHECK_THROWS_AS(ledger.execute(std::string("update ") + table + " set author = 'x'"), Error);
    CHECK_THROWS_AS(ledger.execute(std::string("delete from ") + table), Error);
  }
}

TEST_CASE("the ranking before is of the same scheme, not later, and differs") {
  Database ledger = fresh();
  add_rank_run(ledger, head(10), body("1"));
  add_rank_run(ledger, head(20), body("2"));
  add_rank_run(ledger, head(30), body("1"));
  add_rank_run(ledger, head(40, "rice"), body("3"));
  const auto before = [&](std::int64_t now, const std::string& score) { return rank_runs_before(ledger, "roi", {now}, sha256_hex(body(score))); };
  CHECK(before(50, "1").newest->head.at.ms == 30);
  CHECK(before(50, "1").different->head.at.ms == 20);
  CHECK(before(50, "9").different->head.at.ms == 30);
  CHECK(before(20, "2").different->head.at.ms == 10);
  CHECK_FALSE(before(9, "1").newest);
  CHECK_FALSE(before(10, "1").different);
}

TEST_CASE("a ranking changed outside juno is noticed") {
  Database ledger = fresh();
  add_rank_run(ledger, head(10), body("1"));
  ledger.execute("drop trigger rank_run_is_never_changed");
  ledger.execute("update rank_run set sha256 = 'abc'");
  CHECK_THROWS_WITH_AS(rank_run_text(ledger, 1), doctest::Contains("does not match its SHA-256"), Error);
}

TEST_CASE("an export carries what was said about rankings, and an import adds nothing twice") {
  Database cache = Database::open_cache(":memory:", Database::Mode::read_write), ledger = fresh(), other = fresh();
  RankAdjustment back = pin();
  back.kind = RankAdjustment::Kind::none, back.value = 0, back.expires.reset(), back.at = {1500};
  add_rank_adjustment(ledger, pin()), add_rank_adjustment(ledger, back);
  RankOutcome gone = outcome();
  gone.value.reset(), gone.at = {2500};
  add_rank_outcome(ledger, outcome()), add_rank_outcome(ledger, gone);
  add_rank_run(ledger, head(10), body("1"));
  const auto exported = [&](Database& from) {
    std::string text;
    export_lines(cache, &from, [&](std::string_view piece) { text += piece; });
    return text;
  };
  const std::string text = exported(ledger);
  for (int round = 0; round < 2; ++round) {
    std::istringstream in(text);
    import_lines(cache, &other, [&](std::string& line) { return static_cast<bool>(std::getline(in, line)); }, {9000}, "production");
    CHECK(exported(other) == text);
  }
  CHECK(rank_adjustments(other).size() == 2);
}
