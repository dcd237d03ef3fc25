// SPDX-License-Identifier: Apache-2.0
#include "store/ledger.h"
#include <doctest/doctest.h>
#include "core/error.h"
#include "sample.h"
#include "store/query.h"
using namespace juno;
using namespace juno::store;

TEST_CASE("SHA-256 gives the published digests") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("snapshots come back whole, newest by kind, and are never changed") {
  Database ledger = Database::open_ledger(":memory:", Database::Mode::read_write);
  const Snapshot first{0, "jira", 20, "Sprint 20", "baseline", sample::kNow, "dana", "", "{\"a\":1}"};
  CHECK(add_snapshot(ledger, first) == 1);
  Snapshot second = first;
  second.kind = "interim", second.body = "{\"a\":2}";
  CHECK(add_snapshot(ledger, second) == 2);
  CHECK(snapshots(ledger, "jira", 20).size() == 2);
  CHECK(snapshots(ledger, "beta", 20).empty());
  CHECK(find_snapshot(ledger, 1)->body == first.body);
  CHECK(last_snapshot(ledger, "jira", 20)->id == 2);
  CHECK(last_snapshot(ledger, "jira", 20, "baseline")->sha256 == sha256_hex(first.body));
  CHECK_FALSE(last_snapshot(ledger, "jira", 21));
  CHECK_THROWS_AS(Query(ledger, "update snapshot set body = 'x'").run(), Error);
  CHECK_THROWS_AS(Query(ledger, "delete from snapshot").run(), Error);
  add_audit(ledger, {0, sample::kNow, "dana", "snapshot", "sprint 20", "baseline"});
  CHECK_THROWS_AS(Query(ledger, "delete from audit").run(), Error);
  CHECK(audit(ledger).size() == 1);
  Snapshot wrong = first;
  wrong.kind = "draft";
  CHECK_THROWS_AS(add_snapshot(ledger, wrong), Error);
}

TEST_CASE("a snapshot changed outside juno is noticed") {
  Database ledger = Database::open_ledger(":memory:", Database::Mode::read_write);
  add_snapshot(ledger, {0, "jira", 20, "Sprint 20", "final", sample::kNow, "dana", "", "{}"});
  ledger.execute("drop trigger snapshot_is_never_changed");
  ledger.execute("update snapshot set body = '{\"points\":99}'");
  CHECK_THROWS_WITH_AS(find_snapshot(ledger, 1), doctest::Contains("does not match its SHA-256"), Error);
}
