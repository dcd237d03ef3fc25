// SPDX-License-Identifier: Apache-2.0
// The store by itself:
//   store_bench write N           juno's writer on N synthetic issues against bare prepared upserts of the same rows
//   store_bench make FILE N       a cache of N issues with 20 changes each, and a tenth as many pull requests; sprint 1 holds 10,000 issues
//   store_bench sprint FILE ID    reading one sprint for a report, first and warm
//   store_bench export FILE VIEW  CSV of a public view to nowhere
//   store_bench flow FILE         the last 30 days of flow: reading and computing, against a bare scan of the rows it needs
#include <sqlite3.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <variant>
#include <vector>
#include "core/error.h"
#include "core/flow.h"
#include "store/catalog.h"
#include "store/export.h"
#include "store/flow.h"
#include "store/issue_writer.h"
#include "store/query.h"
#include "store/sprints.h"
#include "tests/bench/synthetic_forge.h"
using namespace juno;
using namespace juno::store;
namespace {

// CPU seconds of this thread, and of the process: a shared machine would spoil wall-clock ratios.
double seconds(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}
double now() { return seconds(CLOCK_THREAD_CPUTIME_ID); }

FieldMap fields() {
  FieldMap map;
  map.points = {{"customfield_10016", "Story Points"}};
  map.sprint = {"customfield_10020", "Sprint"};
  return map;
}

constexpr std::int64_t kFirst = 1'600'000'000'000, kStep = 60'000;  // creation of the first issue, and what lies between two
constexpr int kWideSprint = 10'000;
// Issues of the wide sprint lie spread over the whole cache, as the worst case for reading them by id.
Id sprint_of(int n, int total) { return n % std::max(1, total / kWideSprint) == 0 ? 1 : 2 + n / 100; }

struct Synthetic {
  std::mt19937_64 random{42};
  std::string text(std::size_t size) {
    static constexpr const char* kWords[] = {"refund ", "invoice ", "retry ", "queue ", "latency ", "customer ", "login ", "token ", "cache ", "report "};
    std::string s;
    while (s.size() < size) s += kWords[random() % 10];
    s.resize(size);
    return s;
  }
  IssueRecord issue(int n, int total, std::size_t raw_size) {
    IssueRecord r;
    Issue& i = r.issue;
    i.id = 10'000 + n, i.project = "P" + std::to_string(n % 20), i.key = i.project + "-" + std::to_string(n), i.project_id = 1 + n % 20;
    i.type = n % 200 == 0 ? "Incident" : n % 4 ? "Story" : "Bug", i.priority = n % 3 ? "Medium" : "High", i.summary = text(60), i.description = text(300);
    const auto who = [&](std::uint64_t k) {
      Person p;
      p.account = "account-" + std::to_string(k % 500), p.name = "Person " + std::to_string(k % 500);
      return p;
    };
    i.assignee = who(random()), i.reporter = who(random()), i.team = "Team " + std::to_string(n % 12);
    i.created = {kFirst + n * kStep}, i.updated = i.created + std::chrono::hours(500);
    i.labels = {"label" + std::to_string(n % 50), "q" + std::to_string(n % 4)}, i.components = {"component" + std::to_string(n % 30)};
    i.rank = "0|i" + std::to_string(n), i.sprints = {sprint_of(n, total)};
    Instant at = i.created;
    Id status = 1;
    double points = 1;
    for (int c = 0; c < 20; ++c) {
      at = at + std::chrono::hours(20);
      Change change;
      change.history = n * 100LL + c, change.at = at, change.author = who(random());
      if (c == 1) {
        change.field = "Sprint", change.field_id = "customfield_10020", change.to = std::to_string(i.sprints[0]), change.to_text = "Sprint";
      } else if (c % 5 == 2) {
        change.field = "Story Points", change.field_id = "customfield_10016", change.from_text = std::to_string(static_cast<int>(points));
        points += 1;
        change.to_text = std::to_string(static_cast<int>(points));
      } else if (c % 3 == 0) {
        change.field = change.field_id = "status", change.from = std::to_string(status), change.from_text = "Status " + change.from;
        status = c == 18 && n % 20 ? 3 : 1 + static_cast<Id>(random() % 3);  // one in twenty may stay open
        change.to = std::to_string(status), change.to_text = "Status " + change.to;
      } else {
        change.field = change.field_id = c % 2 ? "assignee" : "labels", change.from_text = text(12), change.to_text = text(12);
      }
      r.changes.push_back(change);
    }
    i.points = points;
    i.status = {status, "Status " + std::to_string(status), static_cast<StatusCategory>(status - 1)};
    r.raw = text(raw_size);
    return r;
  }
};

// The cache's tables and a bare program that writes the same rows into the same schema.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<char>>;
struct Rows {
  std::string upsert;
  std::vector<std::vector<Value>> rows;
};

void check(sqlite3* db, int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
    std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    std::exit(1);
  }
}

Rows read_table(sqlite3* db, const std::string& table) {
  Rows out;
  sqlite3_stmt* s = nullptr;
  std::string columns, places, keys, sets;
  check(db, sqlite3_prepare_v2(db, ("select name, pk from pragma_table_info('" + table + "')").c_str(), -1, &s, nullptr));
  for (int n = 1; sqlite3_step(s) == SQLITE_ROW; ++n) {
    const std::string name = reinterpret_cast<const char*>(sqlite3_column_text(s, 0));
    columns += (n > 1 ? ", " : "") + name;
    places += (n > 1 ? ", ?" : "?") + std::to_string(n);
    if (sqlite3_column_int(s, 1)) keys += (keys.empty() ? "" : ", ") + name;
    else sets += (sets.empty() ? "" : ", ") + name + " = excluded." + name;
  }
  sqlite3_finalize(s);
  out.upsert = "insert into " + table + " (" + columns + ") values (" + places + ") on conflict (" + keys + ") do " +
               (sets.empty() ? std::string("nothing") : "update set " + sets);
  check(db, sqlite3_prepare_v2(db, ("select " + columns + " from " + table).c_str(), -1, &s, nullptr));
  while (sqlite3_step(s) == SQLITE_ROW) {
    auto& row = out.rows.emplace_back();
    for (int c = 0; c < sqlite3_column_count(s); ++c) switch (sqlite3_column_type(s, c)) {
        case SQLITE_INTEGER: row.emplace_back(std::int64_t{sqlite3_column_int64(s, c)}); break;
        case SQLITE_FLOAT: row.emplace_back(sqlite3_column_double(s, c)); break;
        case SQLITE_NULL: row.emplace_back(); break;
        case SQLITE_BLOB: {
          const char* p = static_cast<const char*>(sqlite3_column_blob(s, c));
          row.emplace_back(std::vector<char>(p, p + sqlite3_column_bytes(s, c)));
          break;
        }
        default: row.emplace_back(std::string(reinterpret_cast<const char*>(sqlite3_column_text(s, c))));
      }
  }
  sqlite3_finalize(s);
  return out;
}

void bind(sqlite3_stmt* s, int n, const Value& v) {
  if (const auto* i = std::get_if<std::int64_t>(&v)) sqlite3_bind_int64(s, n, *i);
  else if (const auto* d = std::get_if<double>(&v)) sqlite3_bind_double(s, n, *d);
  else if (const auto* t = std::get_if<std::string>(&v)) sqlite3_bind_text(s, n, t->data(), static_cast<int>(t->size()), SQLITE_STATIC);
  else if (const auto* b = std::get_if<std::vector<char>>(&v)) sqlite3_bind_blob(s, n, b->data(), static_cast<int>(b->size()), SQLITE_STATIC);
  else sqlite3_bind_null(s, n);
}

// Seconds for the same rows, one statement a table, ten commits spread over each table.
double bare(const std::string& from, const std::string& to, std::size_t& count) {
  const std::vector<std::string> tables = {"person", "term", "status", "issue", "issue_key", "issue_text", "issue_raw", "issue_tag", "change", "sprint_issue", "sprint_timeline", "issue_flow"};
  sqlite3* db = nullptr;
  check(db, sqlite3_open(from.c_str(), &db));
  std::vector<Rows> all;
  for (const auto& t : tables) all.push_back(read_table(db, t));
  sqlite3_close(db);
  { Database fresh = Database::open_cache(to, Database::Mode::read_write); }
  check(db, sqlite3_open_v2(to.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
  for (const char* sql : {"pragma synchronous = normal", "pragma secure_delete = off", "pragma cache_size = -65536"}) sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  count = 0;
  const double start = now();
  for (const auto& t : all) {
    sqlite3_stmt* s = nullptr;
    check(db, sqlite3_prepare_v3(db, t.upsert.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr));
    const std::size_t piece = t.rows.size() / 10 + 1;
    for (std::size_t r = 0; r < t.rows.size(); ++r) {
      if (r % piece == 0) sqlite3_exec(db, r ? "commit; begin" : "begin", nullptr, nullptr, nullptr);
      for (std::size_t c = 0; c < t.rows[r].size(); ++c) bind(s, static_cast<int>(c) + 1, t.rows[r][c]);
      check(db, sqlite3_step(s));
      sqlite3_reset(s);
      ++count;
    }
    sqlite3_exec(db, "commit", nullptr, nullptr, nullptr);
    sqlite3_finalize(s);
  }
  const double took = now() - start;
  sqlite3_close(db);
  return took;
}

Site site_of(Database& db) {
  Transaction tx(db);
  Site site;
  site.name = "jira", site.kind = "jira";
  site = register_site(db, site);
  put_field_map(db, site, fields());
  const Status statuses[] = {{1, "Status 1", StatusCategory::todo}, {2, "Status 2", StatusCategory::in_progress}, {3, "Status 3", StatusCategory::done}};
  upsert_statuses(db, site, statuses);
  tx.commit();
  return site;
}

double write_all(Database& db, const Site& site, const std::vector<IssueRecord>& records) {
  IssueWriter writer(db, site, fields());
  const double start = now();
  for (std::size_t i = 0; i < records.size(); i += 1000) {
    Transaction tx(db);
    writer.upsert(std::span(records).subspan(i, std::min<std::size_t>(1000, records.size() - i)), {0});
    tx.commit();
  }
  return now() - start;
}

void remove_cache(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
}

void bench_write(int count) {
  Synthetic make;
  std::vector<IssueRecord> records;
  for (int n = 0; n < count; ++n) records.push_back(make.issue(n, count, 4000));
  const std::string a = "store_bench_a.db", b = "store_bench_b.db";
  for (int round = 0; round < 3; ++round) {
    remove_cache(a), remove_cache(b);
    Database db = Database::open_cache(a, Database::Mode::read_write);
    const Site site = site_of(db);
    const double whole = seconds(CLOCK_PROCESS_CPUTIME_ID);
    const double first = write_all(db, site, records);
    const double packing = seconds(CLOCK_PROCESS_CPUTIME_ID) - whole - first;
    const double again = write_all(db, site, records);
    std::size_t rows = 0;
    const double floor = bare(a, b, rows);
    std::printf("write: %d issues, %zu rows: juno %.3f s (%.0f rows/s), bare %.3f s, ratio %.2f; same again %.3f s; packing beside it %.3f s\n", count, rows, first,
                static_cast<double>(rows) / first, floor, first / floor, again, packing);
  }
  remove_cache(a), remove_cache(b);
}

void make_cache(const std::string& path, int count) {
  Database db = Database::open_cache(path, Database::Mode::read_write);
  const Site site = site_of(db);
  {
    Transaction tx(db);
    std::vector<Sprint> sprints(static_cast<std::size_t>(2 + count / 100));
    for (std::size_t s = 0; s < sprints.size(); ++s) {
      sprints[s].id = static_cast<Id>(s) + 1, sprints[s].board = 1, sprints[s].name = "Sprint " + std::to_string(s + 1), sprints[s].state = SprintState::closed;
      sprints[s].start = Instant{1'600'000'000'000}, sprints[s].complete = Instant{1'700'000'000'000};
    }
    upsert_sprints(db, site, sprints);
    std::vector<Project> projects;
    for (int p = 0; p < 20; ++p) projects.push_back({1 + p, "P" + std::to_string(p), "Project " + std::to_string(p), "", "", false});
    upsert_projects(db, site, projects);
    tx.commit();
  }
  IssueWriter writer(db, site, fields());
  Synthetic make;
  double writing = 0;
  for (int n = 0; n < count; n += 1000) {
    std::vector<IssueRecord> records;
    for (int k = n; k < std::min(n + 1000, count); ++k) records.push_back(make.issue(k, count, 200));
    const double start = now();
    Transaction tx(db);
    writer.upsert(records, {0});
    tx.commit();
    writing += now() - start;
  }
  std::printf("make: %d issues with 20 changes each in %.1f s of writing\n", count, writing);
  const double start = now();
  const int pulls = make_forge(db, count, Instant{kFirst}, std::chrono::milliseconds(kStep));
  std::printf("make: %d pull requests with four commits and three reviews each in %.1f s\n", pulls, now() - start);
}

void read_sprint(const std::string& path, Id id) {
  for (const char* how : {"first", "warm", "warm"}) {
    const double start = now();
    Database db = Database::open_cache(path, Database::Mode::read_only);
    const auto issues = sprint_issues(db, id);
    std::printf("sprint: %zu issues in %.2f ms (%s)\n", issues.size(), (now() - start) * 1000, how);
  }
}

void export_view(const std::string& path, const std::string& view) {
  Database db = Database::open_cache(path, Database::Mode::read_only);
  std::size_t bytes = 0;
  const double start = now();
  const auto rows = view == "lines" ? export_lines(db, nullptr, [&](std::string_view piece) { bytes += piece.size(); })
                                    : export_csv(db, view, [&](std::string_view piece) { bytes += piece.size(); });
  std::printf("export: %s, %lld rows, %zu MB in %.2f s\n", view.c_str(), static_cast<long long>(rows), bytes >> 20, now() - start);
}

// Every column of every row, and nothing done with them.
double bare_scan(const std::string& path, Instant from, Instant to, std::int64_t& rows) {
  sqlite3* db = nullptr;
  check(db, sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr));
  const double start = now();
  sqlite3_stmt* s = nullptr;
  check(db, sqlite3_prepare_v2(db, "select * from issue_flow where ended_at >= ? and created_at < ?", -1, &s, nullptr));
  sqlite3_bind_int64(s, 1, from.ms), sqlite3_bind_int64(s, 2, to.ms);
  for (rows = 0; sqlite3_step(s) == SQLITE_ROW; ++rows)
    for (int c = 0; c < sqlite3_column_count(s); ++c) sqlite3_column_bytes(s, c);
  sqlite3_finalize(s);
  const double took = now() - start;
  sqlite3_close(db);
  return took;
}

void bench_flow(const std::string& path) {
  Instant last;
  {
    Database db = Database::open_cache(path, Database::Mode::read_only);
    if (Query q(db, "select max(created_at) from issue"); q.next()) last = q.instant(0);
  }
  const Period period = period_of("30d", "", "30d", last, {});
  const Calendar calendar;
  for (const char* how : {"first", "warm", "warm"}) {
    const double start = now();
    Database db = Database::open_cache(path, Database::Mode::read_only);
    const FlowIssues data = flow_issues(db, {period.from, period.to, false, false, ""});
    const double read = now() - start;
    std::vector<std::size_t> all(data.issues.size());
    for (std::size_t n = 0; n < all.size(); ++n) all[n] = n;
    const FlowRules rules = flow_rules(data.statuses, {});
    const FlowInput in{data, all, rules, period, steps_of(period, Step::day, {}), {}, calendar, FlowGroup::team, false};
    const Report report = to_report(flow(in), in);
    const double took = now() - start;
    std::int64_t rows = 0;
    const double floor = bare_scan(path, period.from, period.to, rows);
    std::printf("flow: 30 days, %zu issues: read %.3f s, whole %.3f s, bare scan of %lld rows %.3f s, ratio %.1f (%s)\n", all.size(), read, took,
                static_cast<long long>(rows), floor, took / floor, how);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  try {
    if (args.size() == 2 && args[0] == "write") bench_write(std::atoi(args[1].c_str()));
    else if (args.size() == 3 && args[0] == "make") make_cache(args[1], std::atoi(args[2].c_str()));
    else if (args.size() == 3 && args[0] == "sprint") read_sprint(args[1], std::atoll(args[2].c_str()));
    else if (args.size() == 3 && args[0] == "export") export_view(args[1], args[2]);
    else if (args.size() == 2 && args[0] == "flow") bench_flow(args[1]);
    else return std::fprintf(stderr, "store_bench write N | make FILE N | sprint FILE ID | export FILE VIEW | flow FILE\n"), 2;
  } catch (const Error& e) {
    return std::fprintf(stderr, "%s\n", e.what()), 1;
  }
  return 0;
}
