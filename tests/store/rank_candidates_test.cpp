// SPDX-License-Identifier: Apache-2.0
#include "store/rank_candidates.h"
#include <doctest/doctest.h>
#include <sstream>
#include "store/import.h"
#include "store/packed.h"
#include "store/query.h"
using namespace juno;
using namespace juno::store;
namespace {

const char* const kWorld = R"(
{"table":"statuses","id":1,"name":"To Do","category":"todo"}
{"table":"projects","id":1,"key":"ROW","name":"Rowing"}
{"table":"projects","id":2,"key":"HELP","name":"Help desk"}
{"table":"issues","id":1,"key":"ROW-1","project":"ROW","summary":"Longer oars","type":"Epic","status":"To Do","status_id":1,"reporter":"Ada","reporter_account":"a","assignee":"Bo","assignee_account":"b","created_at":"2026-01-10T09:00:00Z","updated_at":"2026-02-27T15:00:00Z","votes":3}
{"table":"issues","id":2,"key":"ROW-2","project":"ROW","summary":"Part","type":"Story","status":"To Do","status_id":1,"reporter":"Cy","reporter_account":"c","epic":"ROW-1","points":3,"created_at":"2026-01-10T09:00:00Z","updated_at":"2026-02-27T15:00:00Z"}
{"table":"issues","id":3,"key":"HELP-1","project":"HELP","summary":"Oars too short","type":"Support","status":"To Do","status_id":1,"reporter":"Di","reporter_account":"d","created_at":"2026-01-10T09:00:00Z","updated_at":"2026-02-27T15:00:00Z"}
{"table":"issues","id":4,"key":"HELP-2","project":"HELP","summary":"Oars still too short","type":"Support","status":"To Do","status_id":1,"reporter":"Di","reporter_account":"d","created_at":"2026-01-10T09:00:00Z","updated_at":"2026-02-27T15:00:00Z"}
{"table":"issues","id":5,"key":"HELP-3","project":"HELP","summary":"Not linked","type":"Support","status":"To Do","status_id":1,"reporter":"Ed","reporter_account":"e","created_at":"2026-01-10T09:00:00Z","updated_at":"2026-02-27T15:00:00Z"}
{"table":"issues","id":6,"key":"HELP-4","project":"HELP","summary":"Of another type","type":"Task","status":"To Do","status_id":1,"reporter":"Flo","reporter_account":"f","created_at":"2026-01-10T09:00:00Z","updated_at":"2026-02-27T15:00:00Z"}
{"table":"issue_links","issue_key":"HELP-1","type":"Relates","phrase":"relates to","direction":"outward","other_key":"ROW-1","other_id":1}
{"table":"issue_links","issue_key":"HELP-2","type":"Relates","phrase":"relates to","direction":"outward","other_key":"ROW-2","other_id":2}
{"table":"issue_links","issue_key":"HELP-4","type":"Relates","phrase":"relates to","direction":"outward","other_key":"ROW-1","other_id":1}
{"table":"comments","issue_key":"ROW-1","id":1,"author":"Ada","author_account":"a","created_at":"2026-02-01T09:00:00Z","body":"This is terrible, we lose every race."}
{"table":"comments","issue_key":"ROW-1","id":2,"author":"Ada","author_account":"a","created_at":"2026-02-02T09:00:00Z","body":"Awful. Unacceptable."}
{"table":"comments","issue_key":"ROW-1","id":3,"author":"Bo","author_account":"b","created_at":"2026-02-02T09:00:00Z","body":"I hate this ticket."}
{"table":"comments","issue_key":"HELP-1","id":4,"author":"Di","author_account":"d","created_at":"2026-02-02T09:00:00Z","body":"Thank you so much for looking into it, great work!"}
{"table":"comments","issue_key":"ROW-1","id":5,"author":"Gil","author_account":"g","created_at":"2026-02-02T09:00:00Z","body":"Das ist nicht gut und wir sind sehr traurig."}
{"table":"comments","issue_key":"ROW-1","id":6,"author":"Hal","author_account":"h","created_at":"2026-02-02T09:00:00Z","body":"Measured 2.84 m in the boat house."}
)";

Database world() {
  Database db = Database::open_cache(":memory:", Database::Mode::read_write);
  std::istringstream in(kWorld);
  import_lines(db, nullptr, [&](std::string& line) { return static_cast<bool>(std::getline(in, line)); }, {1'772'400'000'000}, "production");
  return db;
}

}  // namespace

TEST_CASE("support issues of a feature and of its children count, and each person once") {
  Database db = world();
  const auto none = [](Id) { return false; };
  auto c = rank_candidates_of(db, {{"Epic"}, {"Support"}, {}}, none).at(0);
  CHECK(c.key == "ROW-1");
  CHECK(c.support == 2);         // HELP-1, and HELP-2 through ROW-2
  CHECK(c.support_people == 1);  // Di
  CHECK(c.people == 5);          // Ada, Cy, Di, Gil, Hal; Bo is the assignee
  CHECK(c.support_issues == std::vector<Id>{3, 4});
  CHECK_FALSE(c.moods_read);
  read_moods(db, std::vector{&c});
  CHECK(c.displeased == 1);  // Ada once; Bo is the assignee
  CHECK(c.pleased == 1);     // Di
  CHECK(c.rated == 3);       // and Hal; Gil's German is not understood
  auto wider = rank_candidates_of(db, {{"Epic"}, {"Support"}, {"HELP"}}, none).at(0);
  CHECK(wider.support == 3);
  CHECK(wider.support_people == 2);
  CHECK(rank_candidates_of(db, {{"Epic"}, {}, {}}, none).at(0).support == 0);
  CHECK(rank_candidates_of(db, {{"Epic"}, {}, {}}, none).at(0).people == 4);
}

TEST_CASE("what an issue blocks is told by the link types that are configured, each waiting issue once") {
  Database db = world();
  std::istringstream in(R"({"table":"issue_links","issue_key":"ROW-1","type":"Gates","phrase":"gates","direction":"outward","other_key":"HELP-1","other_id":3}
{"table":"issue_links","issue_key":"ROW-1","type":"Gates","phrase":"gates","direction":"outward","other_key":"HELP-2","other_id":4}
{"table":"issue_links","issue_key":"ROW-1","type":"Blocks","phrase":"blocks","direction":"outward","other_key":"HELP-1","other_id":3}
{"table":"issue_links","issue_key":"ROW-1","type":"Blocks","phrase":"is blocked by","direction":"inward","other_key":"HELP-3","other_id":5}
)");
  import_lines(db, nullptr, [&](std::string& line) { return static_cast<bool>(std::getline(in, line)); }, {1'772'400'000'000}, "production");
  const auto blocked = [&](std::vector<std::string> links) { return rank_candidates_of(db, {{"Epic"}, {}, {}, std::move(links)}, [](Id) { return false; }).at(0).blocks; };
  CHECK(blocked({"Gates"}) == 2);
  CHECK(blocked({"Blocks"}) == 1);
  CHECK(blocked({"Blocks", "Gates"}) == 2);
  CHECK(blocked({}) == 0);
}

TEST_CASE("numbers of fields that juno does not know come from the tracker's own record") {
  Database db = world();
  const std::string raw = R"({"id":"1","key":"ROW-1","fields":{"customfield_7":8.5,"customfield_8":{"value":"3"},"customfield_9":"high","customfield_10":null,"customfield_11":[1]}})";
  Packer packer;
  Query(db, "insert into issue_raw (issue_id, body) values (1, $1)").bind(Query::Blob{packer.pack(raw)}).run();
  auto all = rank_candidates_of(db, {{"Epic"}, {}, {}}, [](Id) { return false; });
  all[0].source = "import";
  read_numbers(db, all, "import", {{"a", {"customfield_10", "customfield_7"}}, {"b", {"customfield_8"}}, {"c", {"customfield_9"}}, {"d", {"customfield_11"}}, {"e", {"customfield_99"}}});
  CHECK(all[0].numbers == std::map<std::string, double>{{"a", 8.5}, {"b", 3}});
  all[0].numbers.clear();
  read_numbers(db, all, "other", {{"a", {"customfield_7"}}});
  CHECK(all[0].numbers.empty());
}

TEST_CASE("what a point takes is measured from logged time, else from people and days, else not at all") {
  Database db = Database::open_cache(":memory:", Database::Mode::read_write);
  std::ostringstream lines;
  lines << R"({"table":"statuses","id":1,"name":"To Do","category":"todo"})" << '\n' << R"({"table":"statuses","id":3,"name":"Done","category":"done"})" << '\n' << R"({"table":"projects","id":1,"key":"ROW","name":"Rowing"})" << '\n';
  const auto issue = [&](int id, double hours) {
    lines << R"({"table":"issues","id":)" << id << R"(,"key":"ROW-)" << id << R"(","project":"ROW","summary":"x","type":"Story","status":"Done","status_id":3,"assignee":"P)" << id % 2 << R"(","assignee_account":"p)" << id % 2
          << R"(","points":4,"created_at":"2026-01-10T09:00:00Z","updated_at":"2026-02-27T15:00:00Z","resolved_at":"2026-02-20T09:00:00Z","logged_hours":)" << hours << "}\n"
          << R"({"table":"changes","issue_key":"ROW-)" << id << R"(","at":"2026-02-20T09:00:00Z","field":"status","field_id":"status","from_id":"1","from_value":"To Do","to_id":"3","to_value":"Done","history":)" << id << "}\n";
  };
  for (int id = 1; id <= 20; ++id) issue(id, 0);
  const auto read = [&] {
    std::istringstream in(lines.str());
    import_lines(db, nullptr, [&](std::string& line) { return static_cast<bool>(std::getline(in, line)); }, {1'772'400'000'000}, "production");
    return days_per_point(db, *parse_instant("2026-01-01"), *parse_instant("2026-03-01"), 40, 8);
  };
  DaysPerPoint d = read();
  CHECK(d.finished == 20);
  REQUIRE(d.days);
  CHECK(*d.days == doctest::Approx(2 * 40 / 80.0));  // two people, 40 days, 80 points
  for (int id = 21; id <= 40; ++id) issue(id, 16);   // 2 days for 4 points
  d = read();
  REQUIRE(d.days);
  CHECK(*d.days == doctest::Approx(0.5));
  CHECK(d.source == "time logged on 20 finished issues");
  CHECK_FALSE(days_per_point(db, *parse_instant("2025-01-01"), *parse_instant("2026-01-01"), 40, 8).days);
}
