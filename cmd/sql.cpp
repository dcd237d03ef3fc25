// SPDX-License-Identifier: Apache-2.0
#include "store/sql.h"
#include <istream>
#include <iterator>
#include "cmd/commands.h"
#include "core/error.h"
namespace juno {
namespace {

struct SqlArguments {
  std::string statement;
  std::int64_t timeout = 60, rows = 1'000'000;
};

Report run(const SqlArguments& options, Context& ctx) {
  std::string sql = options.statement;
  if (sql == "-") sql.assign(std::istreambuf_iterator<char>(ctx.system.in), {});
  if (options.timeout < 1 || options.rows < 1) throw Error(Exit::usage, "--timeout and --rows take numbers from 1");
  store::SqlLimits limits;
  limits.time = std::chrono::seconds(options.timeout);
  limits.rows = options.rows;
  limits.interrupted = [&ctx] { return ctx.system.signal() != 0; };
  auto result = store::run_sql(ctx.paths().cache, sql, limits);
  Report r;
  r.sections.push_back({"rows", "", std::move(result.table), {}, false});
  if (result.more) r.warnings.push_back("only the first " + std::to_string(options.rows) + " rows are shown (--rows)");
  return r;
}

}  // namespace

Run sql_command(Flags& flags) {
  auto o = std::make_shared<SqlArguments>();
  flags.positional("STATEMENT", o->statement, "One SELECT statement; - reads it from standard input").required = true;
  flags.value("--timeout", o->timeout, "SECONDS", "Stop a statement that runs longer");
  flags.value("--rows", o->rows, "N", "Read at most N rows");
  flags.describe(
      "Runs one read-only SQL statement over the public views of the cache: issues, sprints, sprint_issues, changes, issue_links, comments, "
      "worklogs, people, projects, boards, sync_state. Times are ISO 8601 UTC text. Anything that writes, attaches a file or loads an extension "
      "is refused.");
  flags.example("juno sql \"select status, count(*) as n from issues where deleted = 0 group by status order by n desc\"", "Issues by status");
  flags.example("juno sql - --format json < question.sql | jq .", "A statement from a file, for a script");
  flags.output("[].…", "one object a row, with the statement's column names");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
