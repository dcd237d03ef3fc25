// SPDX-License-Identifier: Apache-2.0
#include "store/sql.h"
#include <doctest/doctest.h>
#include <filesystem>
#include <random>
#include "core/error.h"
#include "sample.h"
#include "store/issue_writer.h"
#include "store/views.h"
#include "temp_folder.h"
using namespace juno;
using namespace juno::store;
namespace {

struct File {
  sample::TempFolder folder;
  std::string path = folder.file("cache.db");
  File() {
    Database db = Database::open_cache(path, Database::Mode::read_write);
    Transaction tx(db);
    const Site site = sample::site(db);
    const Status all[] = {sample::kToDo, sample::kDoing, sample::kDone};
    upsert_statuses(db, site, all);
    IssueWriter writer(db, site, sample::fields());
    writer.upsert(std::vector{sample::finished(), sample::bare()}, sample::kNow);
    put_setting(db, "secret", "hidden-value");
    tx.commit();
  }
  std::string message(const std::string& sql, const SqlLimits& limits = {}) const {
    try {
      run_sql(path, sql, limits);
    } catch (const Error& e) {
      std::string text = std::to_string(static_cast<int>(e.exit)) + " " + e.what();
      for (const auto& line : e.details) text += "\n" + line;
      return text;
    }
    return "no error";
  }
};

}  // namespace

TEST_CASE("sql answers from the public views") {
  const File f;
  const auto r = run_sql(f.path, "select key, points, key from issues order by key -- all\n;  ");
  REQUIRE(r.table.columns.size() == 3);
  CHECK(r.table.columns[2].key == "key_2");
  CHECK(r.table.columns[1].kind == Kind::number);
  REQUIRE(r.table.rows.size() == 2);
  CHECK(std::get<std::string>(r.table.rows[0][0]) == "PAY-7");
  CHECK(std::get<double>(r.table.rows[0][1]) == 5.0);
  CHECK(std::holds_alternative<std::monostate>(r.table.rows[1][1]));
  CHECK_FALSE(r.more);
  CHECK(run_sql(f.path, "select count(*) from issues").table.rows.size() == 1);
  CHECK(run_sql(f.path, "with a as (select key, count(*) over () as n from issues) select * from a join sprint_issues on issue_key = key").table.rows.size() == 1);
  CHECK(run_sql(f.path, "select value from json_each('[1,2,3]') where value in (select 2)").table.rows.size() == 1);  // lists come as JSON
  CHECK(run_sql(f.path, "explain query plan select * from changes").table.rows.size() > 0);
}

// A view whose tables the authorizer does not know is refused though everybody may read it.
TEST_CASE("sql reads every public view, whole, counted and joined") {
  const File f;
  for (const auto& view : public_views()) {
    CHECK_MESSAGE(f.message("select * from " + view.name) == "no error", view.name);
    CHECK_MESSAGE(f.message("select count(*) from " + view.name) == "no error", view.name);
    CHECK_MESSAGE(f.message("select a.* from " + view.name + " a, " + view.name + " b where 1 group by 1 order by 1 limit 1") == "no error", view.name);
  }
}

TEST_CASE("sql refuses everything but reading public views") {
  const File f;
  const std::vector<std::string> hostile = {
      "select * from issue", "select * from setting", "select value from setting", "select count(*) from issue_raw", "select body from issue_raw",
      "select * from sqlite_schema", "select * from sqlite_master", "select * from temp.sqlite_schema", "select * from quarantine",
      "with issues as (select * from setting) select * from issues", "with issues as (select value as key from setting) select key from issues",
      "select (select value from setting limit 1) from issues", "select key from issues where key in (select value from setting)",
      "select * from issues natural join setting", "select * from (select value from setting) issues",
      "select * from issues union all select * from setting", "select cursor from checkpoint", "with sync_state as (select cursor from checkpoint) select * from sync_state",
      "insert into setting values ('a','b')", "update issue set key = ''", "delete from issue", "drop table issue", "drop view issues",
      "create table t (a)", "create temp table t (a)", "create view v as select 1", "create index i on issue (key)", "alter table issue rename to x",
      "attach '/tmp/other.db' as other", "attach ':memory:' as m", "detach main", "pragma table_info(issue)", "pragma journal_mode = delete",
      "pragma writable_schema = 1", "select * from pragma_table_info('issue')", "select * from pragma_database_list", "vacuum", "vacuum into '/tmp/copy.db'",
      "reindex", "analyze", "begin", "commit", "rollback", "savepoint a", "select load_extension('x')", "select readfile('/etc/passwd')",
      "select writefile('/tmp/x', 'y')", "select fts3_tokenizer('simple')", "select zeroblob(1000000000)",
      "create virtual table t using fts5(a)", "select * from dbstat", "select * from sqlite_stmt", "explain insert into setting values ('a','b')",
      "select 1; select 2", "select 1; drop table issue", "select 1 garbage here", "select 1; garbage", "", "   -- nothing\n", ";", "select",
      "select * from nothing", "select 'unfinished", "\xff\xfe", "replace into setting values ('a','b')", "insert into issues (key) values ('X-1')"};
  const auto schema_before = std::filesystem::file_size(f.path);
  for (const auto& sql : hostile) {
    CAPTURE(sql);
    const std::string message = f.message(sql);
    CHECK(message.rfind("2 ", 0) == 0);
    CHECK(message.find("hidden-value") == std::string::npos);
  }
  CHECK(std::filesystem::file_size(f.path) == schema_before);
  CHECK_FALSE(std::filesystem::exists("/tmp/copy.db"));
}

TEST_CASE("a mistake in sql is shown in its place") {
  const File f;
  CHECK(f.message("select key\nfrm issues") == "2 SQL: near \"issues\": syntax error\nfrm issues\n    ^");
  CHECK(f.message("select 1; select 2") == "2 SQL: only one statement at a time\nselect 1; select 2\n         ^");
  CHECK(f.message("select kee from issues").rfind("2 SQL: no such column: kee\nselect kee from issues\n       ^", 0) == 0);
  CHECK(f.message("select * from setting") == "2 juno sql refuses the table setting");
}

TEST_CASE("sql is limited in time, rows, memory and by the user") {
  const File f;
  const std::string endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n";
  SqlLimits limits;
  limits.time = std::chrono::milliseconds(50);
  CHECK(f.message(endless, limits).find("ran longer than") != std::string::npos);
  limits.time = std::chrono::minutes(5);
  limits.interrupted = [] { return true; };
  CHECK(f.message(endless, limits).rfind("130 ", 0) == 0);
  limits.interrupted = nullptr;
  limits.rows = 1;
  const auto cut = run_sql(f.path, "select key from issues order by key", limits);
  CHECK(cut.more);
  CHECK(cut.table.rows.size() == 1);
  limits.rows = 1'000'000'000;
  limits.bytes = 1 << 20;
  CHECK(f.message("with recursive n(i) as (select 1 union all select i + 1 from n) select i from n", limits).find("larger than 1 MB") != std::string::npos);
  CHECK(f.message("with recursive s(t) as (select 'xxxxxxxxxx' union all select t || t from s) select max(length(t)) from s").find("too big") != std::string::npos);
}

TEST_CASE("random statements end in rows or a typed error and never change the cache") {
  const File f;
  std::mt19937 random(7);
  const std::vector<std::string> words = {"select", "*", "from", "issues", "setting", "issue", "where", "key", "=", "'a'", "(", ")", ",", "union", "with", "as",
                                          "insert", "into", "values", "1", "null", "--", ";", "\"", "attach", "pragma", "order by", "limit", "-1", "join", "on",
                                          "count(*)", "case", "when", "end", "/*", "group by", "x'00'", "changes", "explain"};
  int rows = 0;
  for (int n = 0; n < 400; ++n) {
    std::string sql = "select";
    for (int length = static_cast<int>(random() % 12); length > 0; --length) sql += " " + words[random() % words.size()];
    CAPTURE(sql);
    const std::string message = f.message(sql);
    CHECK((message == "no error" || message.rfind("2 ", 0) == 0));
    rows += message == "no error";
  }
  CHECK(rows > 0);
  Database db = Database::open_cache(f.path, Database::Mode::read_only);
  CHECK(sample::cell(db, "select value from setting where key = 'secret'") == "hidden-value");
  CHECK(sample::cell(db, "select count(*) from issue") == "2");
}

TEST_CASE("a missing cache is said so") {
  const sample::TempFolder folder;
  CHECK_THROWS_WITH_AS(run_sql(folder.file("none.db"), "select 1"), doctest::Contains("no cache at"), Error);
}
