// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <filesystem>
#include <fstream>
#include "core/error.h"
#include "sample.h"
#include "store/check.h"
#include "store/issue_writer.h"
#include "store/issues.h"
#include "store/lock.h"
#include "store/query.h"
#include "store/reprocess.h"
#include "temp_folder.h"
using namespace juno;
using namespace juno::store;
namespace {

Database open(const std::string& path, Database::Mode mode = Database::Mode::read_write) { return Database::open_cache(path, mode); }

void write_issues(Database& db, int from, int count) {
  Transaction tx(db);
  const Site site = sample::site(db);
  put_field_map(db, site, sample::fields());
  const Status statuses[] = {sample::kToDo, sample::kDoing, sample::kDone};
  upsert_statuses(db, site, statuses);
  IssueWriter writer(db, site, sample::fields());
  std::vector<IssueRecord> records;
  for (int n = from; n < from + count; ++n) {
    records.push_back(sample::finished(1000 + n, "PAY-" + std::to_string(n)));
    records.back().raw = std::string(3000, static_cast<char>('a' + n % 26)) + std::to_string(n * 7919);
  }
  writer.upsert(records, sample::kNow);
  tx.commit();
}
std::string message(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    return std::to_string(static_cast<int>(e.exit)) + " " + e.what();
  }
  return "no error";
}
// Runs `act` in a process of its own and gives its exit status (or -signal).
int in_child(const std::function<int()>& act) {
  const pid_t pid = fork();
  if (pid == 0) _exit(act());
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

TEST_CASE("the cache is private, migrated from nothing, and the same when opened again") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  umask(0);
  { Database db = open(path); write_issues(db, 1, 2); }
  for (const std::string suffix : {"", "-wal", "-shm"}) {
    struct stat info {};
    if (::stat((path + suffix).c_str(), &info) == 0) CHECK((info.st_mode & 0777) == 0600);
  }
  umask(022);
  Database db = open(path);
  CHECK(sample::rows(db, "select name from schema_migration order by name").size() == cache_migrations().size());
  CHECK(sample::cell(db, "select count(*) from issues") == "2");
}

TEST_CASE("a cache from a newer juno is refused, by readers and writers, and left alone") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  open(path).execute("insert into schema_migration (name) values ('0999_future')");
  for (const auto mode : {Database::Mode::read_only, Database::Mode::read_write})
    CHECK(message([&] { open(path, mode); }).find("written by a newer juno") != std::string::npos);
  CHECK(check_file(path).back().level == Finding::Level::problem);
}

TEST_CASE("a damaged file is said to be damaged") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  SUBCASE("not a database at all") {
    std::ofstream(path) << std::string(20000, 'x');
    CHECK(message([&] { open(path, Database::Mode::read_only); }).rfind("5 ", 0) == 0);
  }
  SUBCASE("pages overwritten") {
    { Database db = open(path); write_issues(db, 1, 300); }
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = std::filesystem::file_size(path);
    for (std::uintmax_t at_byte = 8192 * 3; at_byte + 4096 < size; at_byte += 16384) {
      file.seekp(static_cast<std::streamoff>(at_byte));
      file << std::string(4096, '\xee');
    }
    file.close();
    bool problem = false;
    for (const auto& f : check_file(path)) problem = problem || f.level == Finding::Level::problem;
    CHECK(problem);
  }
}

TEST_CASE("doctor sees a file that others can read") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  open(path);
  CHECK(check_file(path).front().level == Finding::Level::ok);
  ::chmod(path.c_str(), 0644);
  CHECK(check_file(path).front().level == Finding::Level::problem);
  CHECK(check_file(folder.file("none.db")).front().level == Finding::Level::note);
}

TEST_CASE("a second writer is told who writes, since when, and gets in when the first is killed") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  const pid_t pid = fork();
  if (pid == 0) {
    const WriterLock lock(path, "juno sync jira", "host-a", at("2026-03-20T12:00:00Z"));
    if (::write(ready[1], "x", 1) != 1) _exit(1);
    pause();
    _exit(0);
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK(message([&] { WriterLock(path, "juno sync", "host-b", sample::kNow); }) ==
        "5 " + path + " is being written by process " + std::to_string(pid) + " on host-a (juno sync jira) since 2026-03-20T12:00:00Z");
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  CHECK(message([&] { WriterLock(path, "juno sync", "host-b", sample::kNow); }) == "no error");
  close(ready[0]);
  close(ready[1]);
}

TEST_CASE("readers see whole transactions while a writer writes") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  Database writer = open(path);
  write_issues(writer, 1, 10);
  Database one = open(path, Database::Mode::read_only), two = open(path, Database::Mode::read_only);
  Transaction tx(writer);
  IssueWriter issues(writer, sites(writer)[0], sample::fields());
  issues.upsert(std::vector{sample::finished(5000, "PAY-5000")}, sample::kNow);
  CHECK(sample::cell(one, "select count(*) from issues") == "10");
  CHECK(sample::cell(two, "select count(*) from changes") == "50");
  tx.commit();
  CHECK(sample::cell(one, "select count(*) from issues") == "11");
  CHECK(sample::cell(two, "select count(*) from changes") == "55");
}

TEST_CASE("a kill in the middle of a transaction leaves what was committed, and readers work at once") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  const int how = in_child([&] {
    Database db = open(path);
    write_issues(db, 1, 20);
    Transaction tx(db);
    IssueWriter writer(db, sites(db)[0], sample::fields());
    writer.upsert(std::vector{sample::finished(5000, "PAY-5000")}, sample::kNow);
    raise(SIGKILL);
    return 0;
  });
  CHECK(how == -SIGKILL);
  {
    Database reader = open(path, Database::Mode::read_only);
    CHECK(sample::cell(reader, "select count(*) from issues") == "20");
    CHECK(compare_facts(reader, 0).empty());
  }
  Database db = open(path);
  CHECK(sample::cell(db, "select count(*) from issues") == "20");
}

TEST_CASE("a cache in a folder that cannot be written to is readable") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  { Database db = open(path); write_issues(db, 1, 5); }
  const auto read = [&] {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 3;
    try {
      Database db = Database::open_cache(path, Database::Mode::read_only);
      return sample::cell(db, "select count(*) from issues") == "5" ? 0 : 1;
    } catch (const Error&) {
      return 2;
    }
  };
  ::chmod(path.c_str(), 0644);
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
  SUBCASE("after a clean end") { CHECK(in_child(read) == 0); }
  SUBCASE("after a kill, with a log left behind") {
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    in_child([&] {
      Database db = open(path);
      write_issues(db, 3, 3);
      raise(SIGKILL);
      return 0;
    });
    for (const std::string suffix : {"-wal", "-shm"}) ::chmod((path + suffix).c_str(), 0644);
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
    CHECK(in_child(read) == 0);
  }
}

TEST_CASE("a full disk ends the transaction with a clear error and keeps what was committed") {
  const sample::TempFolder folder;
  const std::string path = folder.file("c.db");
  const int how = in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    Database db = open(path);
    write_issues(db, 1, 20);
    const rlimit limit{400'000, 400'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    const std::string said = message([&] { write_issues(db, 100, 3000); });
    return said.rfind("5 ", 0) == 0 && said.find("the disk is full or failing") != std::string::npos ? 0 : 1;
  });
  CHECK(how == 0);
  Database db = open(path);
  CHECK(sample::cell(db, "select count(*) from issues") == "20");
  CHECK(compare_facts(db, 0).empty());
}

TEST_CASE("facts follow the status categories, and doctor sees when they do not") {
  Database db = open(":memory:");
  write_issues(db, 1, 3);
  const Site site = sites(db)[0];
  CHECK(compare_facts(db, 0).empty());
  for (const auto& f : check_rows(db, 0)) CHECK(f.level == Finding::Level::ok);
  const Status moved[] = {{2, "In Progress", StatusCategory::todo}, {1, "To Do", StatusCategory::in_progress}};
  CHECK(upsert_statuses(db, site, moved).category_changed);
  CHECK(upsert_statuses(db, site, moved).category_changed);
  CHECK(compare_facts(db, 0).size() == 3);
  CHECK(refresh_facts(db, site, sample::fields()) == 3);
  CHECK_FALSE(upsert_statuses(db, site, moved).category_changed);
  CHECK(find_issue(db, "PAY-1")->moments.started == at("2026-03-01T09:00:00Z"));
  CHECK(compare_facts(db, 0).empty());
  db.execute("update sprint_timeline set summary = 'old' where issue_id = 1001");
  CHECK(compare_facts(db, 0) == std::vector<std::string>{"PAY-1: sprint row differs from its history"});
  db.execute("delete from issue where id = 1002");
  CHECK(check_rows(db, 0).front().level == Finding::Level::problem);
}

TEST_CASE("a status known by name only counts as todo until somebody tells its category") {
  Database db = open(":memory:");
  const Site site = sample::site(db);
  IssueWriter writer(db, site, sample::fields());
  writer.upsert(std::vector{sample::finished()}, sample::kNow);
  CHECK(sample::cell(db, "select name, category from statuses where id = 2") == "In Progress|~");
  CHECK_FALSE(find_issue(db, "PAY-7")->moments.started);
  CHECK(upsert_statuses(db, site, std::span(&sample::kDoing, 1)).category_changed);
  refresh_facts(db, site, sample::fields());
  CHECK(find_issue(db, "PAY-7")->moments.started == at("2026-03-03T10:00:00Z"));
}

TEST_CASE("all raw records are walked in batches, and may be written while walking") {
  Database db = open(":memory:");
  write_issues(db, 1, 25);
  const Site site = sites(db)[0];
  FieldMap other = sample::fields();
  other.points = {{"customfield_9", "Size"}};
  IssueWriter writer(db, site, other);
  std::size_t seen = 0, largest = 0;
  each_raw_issue(db, site, 10, [&](std::vector<IssueRecord>&& batch) {
    largest = std::max(largest, batch.size());
    for (auto& record : batch) {
      CHECK(record.raw.size() > 3000);
      record.issue.points = std::nullopt;
    }
    seen += batch.size();
    Transaction tx(db);
    CHECK(writer.upsert(batch, sample::kNow).updated == static_cast<std::int64_t>(batch.size()));
    tx.commit();
  });
  CHECK(seen == 25);
  CHECK(largest == 10);
  put_field_map(db, site, other);
  CHECK(compare_facts(db, 0).empty());
  CHECK(stored_field_map(db, site) == other);
}
