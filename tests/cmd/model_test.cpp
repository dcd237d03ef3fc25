// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include "core/learn/cases.h"
#include "tests/core/learn_history.h"
#include "store/database.h"
#include "store/models.h"
#include "tests/support/fake_system.h"
using namespace juno;
using namespace juno::test;

namespace {

std::string quoted(const std::string& s) { return "\"" + s + "\""; }

// The invented history as `juno import` takes it, as it stood at `now`.
std::string as_lines(const std::vector<learn::LearnItem>& items, std::size_t count, Instant now) {
  std::string out = R"({"table":"sources","name":"inv","kind":"jira","url":"https://inv.example"})" "\n";
  for (const auto& [id, name, category] : {std::tuple{1, "To Do", "todo"}, {2, "Doing", "in_progress"}, {3, "Done", "done"}})
    out += R"({"source":"inv","table":"statuses","id":)" + std::to_string(id) + R"(,"name":")" + name + R"(","category":")" + category + "\"}\n";
  out += R"({"source":"inv","table":"projects","id":1,"key":"INV","name":"Invoices"})" "\n";
  for (std::size_t k = 0; k < count; ++k) {
    const auto& i = items[k];
    const bool done = *i.done <= now, begun = *i.started <= now;
    if (i.created > now) break;
    out += R"({"source":"inv","table":"issues","id":)" + std::to_string(k + 1) + R"(,"key":)" + quoted(i.key) + R"(,"project":"INV","type":)" + quoted(i.now.type) + R"(,"status":)" + quoted(done ? "Done" : begun ? "Doing" : "To Do") +
           R"(,"status_id":)" + (done ? "3" : begun ? "2" : "1") + R"(,"summary":)" + quoted(i.now.summary) + R"(,"description":)" + quoted(i.now.description) + R"(,"components":[)" + quoted(i.now.components[0]) + R"(],"reporter":)" +
           quoted(i.now.reporter) + (done ? R"(,"points":)" + std::to_string(static_cast<int>(*i.points)) : std::string(R"(,"votes":5)")) + R"(,"created_at":)" + quoted(format_instant(i.created)) + R"(,"updated_at":)" + quoted(format_instant(done ? *i.done : i.created)) + "}\n";
    const auto change = [&](Instant at, const char* rest) { out += R"({"source":"inv","table":"changes","issue_key":)" + quoted(i.key) + R"(,"field":"status","at":)" + quoted(format_instant(at)) + rest + "}\n"; };
    if (begun) change(*i.started, R"(,"from_id":"1","from_value":"To Do","to_id":"2","to_value":"Doing")");
    if (done) change(*i.done, R"(,"from_id":"2","from_value":"Doing","to_id":"3","to_value":"Done")");
  }
  return out;
}

// What those that ended were worth ten times their days, as known ten days after; `of` them at most.
std::string outcomes_of(const std::vector<learn::LearnItem>& items, Instant now, std::size_t of, const std::string& unit = "") {
  std::string out = "key,value,at,unit\n";
  for (const auto& i : items) {
    const Instant known = *i.done + std::chrono::hours(24 * 10);
    if (of == 0 || known > now) continue;
    --of;
    out += i.key + "," + std::to_string(static_cast<double>(i.done->ms - i.started->ms) / 8'640'000) + "," + format_instant(known).substr(0, 10) + "," + unit + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a challenger takes over only when it errs less on what neither had seen; old versions stay, and any can be used again") {
  const auto items = learn::test::history({220, 0.4, 1, 5, 12});
  FakeSystem fake;
  const auto learn_until = [&](std::size_t count) {
    fake.now = items[count - 1].created + std::chrono::hours(24 * 40);
    fake.write("world.jsonl", as_lines(items, count, fake.now));
    REQUIRE(fake.run("import " + fake.home() + "/world.jsonl --quiet").code == 0);
    const auto o = fake.run("model train --target cycle --format csv --columns version,method,used,champion --quiet");
    REQUIRE_MESSAGE(o.code == 0, o.err);
    return o.out;
  };
  CHECK(learn_until(25).find("1,median by type,true,used: there was none before") != std::string::npos);
  const std::string second = learn_until(220);
  CHECK_MESSAGE(second.find("2,linear on text,true,used: off by ") != std::string::npos, second);
  CHECK(second.find("of version 1 on ") != std::string::npos);
  CHECK(fake.run("model list --format csv --columns version,used").out == "version,used\n1,false\n2,true\n");
  CHECK(fake.run("model use 1").code == 0);
  CHECK(fake.run("model list --format csv --columns version,used").out == "version,used\n1,true\n2,false\n");
  // The first, trained on few, is judged on all that began since.
  const std::string since = fake.run("model evaluate 1 --format csv --columns version,judged,verdict").out;
  CHECK_MESSAGE(since.find("1,") != std::string::npos, since);
  CHECK(since.find("nothing") == std::string::npos);
}

TEST_CASE("a model that was changed outside juno is not believed") {
  const auto items = learn::test::history({40, 0.4, 1, 5, 12});
  FakeSystem fake;
  fake.now = items.back().created + std::chrono::hours(24 * 60);
  fake.write("world.jsonl", as_lines(items, items.size(), fake.now));
  REQUIRE(fake.run("import " + fake.home() + "/world.jsonl --quiet").code == 0);
  REQUIRE(fake.run("model train --target cycle --quiet").code == 0);
  {
    auto ledger = store::Database::open_ledger(fake.home() + "/.local/share/juno/default.ledger.db", store::Database::Mode::read_write);
    CHECK_THROWS(ledger.execute("update model set error = 0"));
    CHECK_THROWS(ledger.execute("delete from model_use"));
    ledger.execute("drop trigger model_is_never_changed");
    ledger.execute("update model set body = x'00'");
  }
  const auto o = fake.run("model show cycle");
  CHECK(o.code == 5);
  CHECK(o.err.find("does not match its SHA-256") != std::string::npos);
}

TEST_CASE("rank takes the effort of a feature from a model that beats the median, says which, and keeps to the median where none does") {
  struct World {
    std::string name;
    double law, noise;
    std::string source, note;
  };
  for (const World& w : {World{"telling", 1.6, 0.05, "\"learned (model ", "says what they would take"}, World{"mute", 0, 1.2, ",median of ", "is no better than the median here: using the median"}}) {
    const auto items = learn::test::history({240, w.noise, w.law, 5, 24});
    FakeSystem fake;
    fake.now = learn::test::end_of(items);
    fake.write("world.jsonl", as_lines(items, items.size(), fake.now));
    REQUIRE(fake.run("import " + fake.home() + "/world.jsonl --quiet").code == 0);
    const std::string types = " --type Bug --type Story --type Task";
    const std::string before = fake.run("rank --quiet --format csv --columns key,effort,effort_source" + types).out;
    CHECK_MESSAGE(before.find("learned") == std::string::npos, before);
    REQUIRE(fake.run("model train --target effort --quiet" + types).code == 0);
    const std::string after = fake.run("rank --quiet --format csv --columns key,effort,effort_source" + types).out;
    CHECK_MESSAGE(after.find(w.source) != std::string::npos, w.name, ": ", after);
    CHECK(fake.run("rank" + types).out.find(w.note) != std::string::npos);
    const std::string key = after.substr(after.find("INV-"), after.find(',', after.find("INV-")) - after.find("INV-"));
    const std::string why = fake.run("rank explain " + key + types).out;
    CHECK_MESSAGE((why.find("model 1, ") != std::string::npos) == (w.law > 0), why);
  }
}

TEST_CASE("rank takes a value that nobody stated from a model of outcomes that beats the median, says which, and keeps to the signals where none does") {
  struct World {
    std::string name;
    double law, noise;
    std::string source, note;
  };
  const std::string types = " --type Bug --type Story --type Task";
  for (const World& w : {World{"telling", 1.6, 0.05, "\"learned (model ", "says what they would come to"}, World{"mute", 0, 1.2, ",signals", "is no better than the median here: not used."}}) {
    const auto items = learn::test::history({w.law > 0 ? 190 : 100, w.noise, w.law, 5, 24});
    FakeSystem fake;
    fake.now = learn::test::end_of(items);
    fake.write("world.jsonl", as_lines(items, items.size(), fake.now));
    fake.write(".config/juno/config.toml", "[rank.units]\nEUR = 0.5\n");
    REQUIRE(fake.run("import " + fake.home() + "/world.jsonl --quiet").code == 0);
    const auto record = [&](std::size_t of) {
      fake.write("outcomes.csv", outcomes_of(items, fake.now, of, "EUR"));
      REQUIRE(fake.run("rank outcome --import " + fake.home() + "/outcomes.csv --quiet").code == 0);
    };
    const std::string ask = "rank --quiet --no-keep --format csv --columns key,value,value_source" + types;
    record(30);
    CHECK(fake.run("model train --target value --format csv --columns version,verdict" + types).out.find(",\"only 30 outcomes of features are recorded (`juno rank outcome`), 50 are needed\"\n") != std::string::npos);
    record(items.size());
    REQUIRE(fake.run("model train --target value --quiet" + types).code == 0);
    const std::string after = fake.run(ask).out;
    CHECK_MESSAGE(after.find(w.source) != std::string::npos, w.name, ": ", after);
    CHECK(fake.run("rank --no-keep" + types).out.find("Values that nobody stated: model 1 ") != std::string::npos);
    CHECK(fake.run("rank --no-keep" + types).out.find(w.note) != std::string::npos);
    const std::string key = after.substr(after.find("INV-"), after.find(',', after.find("INV-")) - after.find("INV-"));
    const std::string why = fake.run("rank explain " + key + types).out;
    CHECK_MESSAGE((why.find("model 1, ") != std::string::npos) == (w.law > 0), why);
    CHECK((why.find("juno model show value --issue " + key) != std::string::npos) == (w.law > 0));
    CHECK(fake.run("model show value --issue " + key).out.find("points of value") != std::string::npos);
    // Another price of a euro is another scale: the model says nothing until it is trained again.
    fake.write(".config/juno/config.toml", "[rank.units]\nEUR = 0.25\n");
    if (w.law > 0) {
      CHECK(fake.run(ask).out.find("learned (model") == std::string::npos);
      CHECK(fake.run("rank --no-keep" + types).out.find("was trained with another rank.units: not used.") != std::string::npos);
    }
    CHECK(fake.run("model evaluate value --format csv --columns verdict" + types).out == "verdict\nrank.units changed since: train another\n");
    CHECK(fake.run("model train --target value --format csv --columns used,champion" + types).out == "used,champion\ntrue,used: rank.units changed since version 1\n");
    CHECK((fake.run(ask).out.find("learned (model 2") != std::string::npos) == (w.law > 0));
  }
}
