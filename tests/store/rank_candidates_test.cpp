// SPDX-License-Identifier: Apache-2.0
#include "store/rank_candidates.h"
#include <doctest/doctest.h>
#include <sstream>
#include "store/import.h"
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
  read_moods(db, c);
  CHECK(c.displeased == 1);  // Ada once; Bo is the assignee
  CHECK(c.pleased == 1);     // Di
  CHECK(c.rated == 3);       // and Hal; Gil's German is not understood
  auto wider = rank_candidates_of(db, {{"Epic"}, {"Support"}, {"HELP"}}, none).at(0);
  CHECK(wider.support == 3);
  CHECK(wider.support_people == 2);
  CHECK(rank_candidates_of(db, {{"Epic"}, {}, {}}, none).at(0).support == 0);
  CHECK(rank_candidates_of(db, {{"Epic"}, {}, {}}, none).at(0).people == 4);
}
