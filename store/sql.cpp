// SPDX-License-Identifier: Apache-2.0
#include "store/sql.h"
#include <sqlite3.h>
#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include "core/error.h"
#include "core/names.h"
#include "store/database.h"
#include "store/semantic_sql.h"
#include "store/views.h"
namespace juno::store {
namespace {

// What views read. `with issues as (select … from setting)` makes SQLite name "issues" as the reader, so the tables
// themselves are listed too: an alias opens nothing that the views do not show.
const std::set<std::string_view> kBehindViews = {"issue", "issue_text", "issue_tag", "issue_link", "term", "person", "status", "source", "sprint",
                                                 "sprint_issue", "change", "comment", "worklog", "project", "board", "board_column", "version",
                                                 "component", "checkpoint", "repository", "pull_request", "review", "git_commit", "deployment", "release", "workflow_run", "issue_pull"};
// What compiled queries read: no settings, checkpoints or raw records.
const std::set<std::string_view> kSemantic = {"issue", "issue_key", "issue_text", "issue_tag", "issue_link", "issue_pull", "issue_commit", "term", "person", "status", "source",
                                              "sprint", "sprint_issue", "change", "comment", "worklog", "project", "board", "version", "component", "repository", "pull_request",
                                              "pull_text", "review", "review_request", "git_commit", "deployment", "deployment_status", "deployment_commit", "workflow_run"};
const std::set<std::string_view> kRefusedFunctions = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "zeroblob", "randomblob"};

struct Guard {
  std::set<std::string_view> views;
  const std::set<std::string_view>* tables = nullptr;  // of a compiled query: these, and no views
  std::string refused;  // the first thing refused, for the message
  std::chrono::steady_clock::time_point deadline;
  const SqlLimits* limits = nullptr;
  bool late = false, interrupted = false;
};

int refuse(Guard& guard, std::string what) {
  if (guard.refused.empty()) guard.refused = std::move(what);
  return SQLITE_DENY;
}

int authorize(void* context, int action, const char* a, const char* b, const char*, const char* reader) {
  Guard& guard = *static_cast<Guard*>(context);
  const std::string first = a ? a : "", second = b ? b : "";
  switch (action) {
    case SQLITE_SELECT: case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION:
      return kRefusedFunctions.count(second) ? refuse(guard, "the function " + second) : SQLITE_OK;
    case SQLITE_READ:
      // What a statement names itself (with …) has no columns of the database behind it.
      if (guard.tables) return guard.tables->count(first) ? SQLITE_OK : refuse(guard, "the table " + first);
      if (guard.views.count(first) || first == "json_each" || first == "json_tree") return SQLITE_OK;
      if (reader && guard.views.count(reader) && kBehindViews.count(first) && second != "cursor") return SQLITE_OK;
      // count(*) over a view that SQLite has merged into the statement names its table without a column, and no view.
      if (second.empty() && kBehindViews.count(first)) return SQLITE_OK;
      return refuse(guard, "the table " + first);
    case SQLITE_ATTACH: case SQLITE_DETACH: return refuse(guard, "attach and detach");
    case SQLITE_PRAGMA: return refuse(guard, "this kind of statement");
    case SQLITE_TRANSACTION: case SQLITE_SAVEPOINT: return refuse(guard, "transactions");
    default: return refuse(guard, "everything that writes");
  }
}

int progress(void* context) {
  Guard& guard = *static_cast<Guard*>(context);
  guard.late = std::chrono::steady_clock::now() > guard.deadline;
  guard.interrupted = guard.limits->interrupted && guard.limits->interrupted();
  return guard.late || guard.interrupted ? 1 : 0;
}

struct Finalize { void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); } };
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

void set_limits(sqlite3* db) {
  constexpr std::pair<int, int> kLimits[] = {
      {SQLITE_LIMIT_LENGTH, 64 << 20}, {SQLITE_LIMIT_SQL_LENGTH, 1 << 20}, {SQLITE_LIMIT_COLUMN, 500}, {SQLITE_LIMIT_EXPR_DEPTH, 200},
      {SQLITE_LIMIT_COMPOUND_SELECT, 50}, {SQLITE_LIMIT_VDBE_OP, 1 << 20}, {SQLITE_LIMIT_FUNCTION_ARG, 50}, {SQLITE_LIMIT_ATTACHED, 0},
      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}, {SQLITE_LIMIT_TRIGGER_DEPTH, 0}, {SQLITE_LIMIT_WORKER_THREADS, 0}};
  for (const auto& [limit, value] : kLimits) sqlite3_limit(db, limit, value);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

// One process-wide limit is the only bound on what sorting and grouping may take; put back when done.
class HeapLimit {
 public:
  explicit HeapLimit(sqlite3_int64 bytes) : before_(sqlite3_hard_heap_limit64(bytes)) {}
  ~HeapLimit() { sqlite3_hard_heap_limit64(before_); }
  HeapLimit(const HeapLimit&) = delete;
  HeapLimit& operator=(const HeapLimit&) = delete;

 private:
  sqlite3_int64 before_;
};

// The line of the text where it went wrong, and a caret under the place.
std::vector<std::string> place(std::string_view sql, int offset) {
  if (offset < 0 || static_cast<std::size_t>(offset) > sql.size()) return {};
  const auto at = static_cast<std::size_t>(offset);
  const auto begin = at == 0 ? std::string_view::npos : sql.rfind('\n', at - 1);
  const std::size_t from = begin == std::string_view::npos ? 0 : begin + 1;
  std::string line(sql.substr(from, sql.find('\n', at) - from));
  const auto width = std::count_if(sql.begin() + static_cast<std::ptrdiff_t>(from), sql.begin() + offset,
                                   [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  return {line, std::string(static_cast<std::size_t>(width), ' ') + "^"};
}

std::string view_names() {
  std::string names;
  for (const auto& view : public_views()) names += (names.empty() ? "" : ", ") + view.name;
  return names;
}

[[noreturn]] void fail(sqlite3* db, int code, const Guard& guard, std::string_view sql) {
  const std::string why = sqlite3_errmsg(db);
  if (guard.interrupted) throw Error(Exit::interrupted, "interrupted");
  if (guard.late)
    throw Error(Exit::usage, "the statement ran longer than " + std::to_string(guard.limits->time.count() / 1000) + " s", "narrow it with where, or raise --max-time");
  if (guard.tables && !guard.refused.empty()) throw Error(Exit::internal, "a compiled query may not use " + guard.refused + ": " + std::string(sql));
  if (!guard.refused.empty()) throw Error(Exit::usage, "juno sql refuses " + guard.refused, "it only reads the public views: " + view_names());
  switch (code & 0xff) {
    case SQLITE_NOMEM: throw Error(Exit::usage, "the statement needs too much memory", "narrow it with where or limit");
    case SQLITE_CORRUPT: case SQLITE_NOTADB:
      throw Error(Exit::store, "the cache is damaged: " + why, "move the file away and run `juno sync`: the cache is rebuilt");
    case SQLITE_BUSY: case SQLITE_LOCKED: throw Error(Exit::store, "the cache is locked by another process", "run the command again");
    case SQLITE_IOERR: case SQLITE_FULL: throw Error(Exit::store, "the disk is full or failing: " + why, "free some space and run the command again");
  }
  Error error(Exit::usage, "SQL: " + why);
  if (why.rfind("no such table", 0) == 0) error.hint = "the views are: " + view_names();
  error.details = place(sql, sqlite3_error_offset(db));
  throw error;
}

Statement prepare(sqlite3* db, std::string_view sql, const Guard& guard) {
  if (sql.find('\0') != std::string_view::npos) throw Error(Exit::usage, "SQL: the text holds a zero byte");
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &raw, &tail);
  Statement statement(raw);
  if (code != SQLITE_OK) fail(db, code, guard, sql);
  if (!statement) throw Error(Exit::usage, "there is no statement", "juno sql \"select key, summary from issues limit 10\"");
  // Comments and blanks may follow, nothing else.
  const auto used = static_cast<std::size_t>(tail - sql.data());
  sqlite3_stmt* more = nullptr;
  const int rest = sqlite3_prepare_v2(db, tail, static_cast<int>(sql.size() - used), &more, nullptr);
  const Statement second(more);
  if (rest != SQLITE_OK || second) {
    Error error(Exit::usage, "SQL: only one statement at a time");
    error.details = place(sql, static_cast<int>(used));
    throw error;
  }
  if (!sqlite3_stmt_readonly(statement.get())) throw Error(Exit::usage, "juno sql only reads");
  return statement;
}

std::vector<Column> columns_of(sqlite3_stmt* statement) {
  std::vector<Column> columns;
  std::set<std::string> taken;
  for (int c = 0; c < sqlite3_column_count(statement); ++c) {
    const char* name = sqlite3_column_name(statement, c);
    const std::string base = name && *name ? name : "column";
    std::string key = base;
    for (int n = 2; !taken.insert(key).second; ++n) key = base + "_" + std::to_string(n);
    columns.push_back({key, key, Kind::text, false});
  }
  return columns;
}

std::string hex(const void* bytes, std::size_t size) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<const unsigned char*>(bytes)[i];
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

Cell cell(sqlite3_stmt* statement, int c, std::size_t& bytes) {
  bytes += sizeof(Cell);
  switch (sqlite3_column_type(statement, c)) {
    case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, c)};
    case SQLITE_FLOAT: return sqlite3_column_double(statement, c);
    case SQLITE_NULL: return std::monostate{};
    case SQLITE_BLOB: {
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, c));
      bytes += size * 2;
      return hex(sqlite3_column_blob(statement, c), size);
    }
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, c));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, c));
  bytes += size;
  return std::string(text ? text : "", text ? size : 0);
}

// SQLite types values, not columns: a column is what all its values agree on.
Kind kind_of(const Table& table, std::size_t column) {
  bool any = false, whole = true;
  for (const auto& row : table.rows) {
    if (std::holds_alternative<std::monostate>(row[column])) continue;
    any = true;
    if (std::holds_alternative<double>(row[column])) whole = false;
    else if (!std::holds_alternative<std::int64_t>(row[column])) return Kind::text;
  }
  return !any ? Kind::text : whole ? Kind::integer : Kind::number;
}

void read_rows(sqlite3* db, sqlite3_stmt* statement, const Guard& guard, std::string_view sql, SqlResult& result) {
  std::size_t bytes = 0;
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return;
    if (code != SQLITE_ROW) fail(db, code, guard, sql);
    if (static_cast<std::int64_t>(result.table.rows.size()) >= guard.limits->rows) {
      result.more = true;
      return;
    }
    auto& row = result.table.rows.emplace_back();
    row.reserve(result.table.columns.size());
    for (int c = 0; c < static_cast<int>(result.table.columns.size()); ++c) row.push_back(cell(statement, c, bytes));
    if (bytes > guard.limits->bytes) throw Error(Exit::usage, "the answer is larger than " + std::to_string(guard.limits->bytes >> 20) + " MB", "narrow it with where or limit");
  }
}

// ---- compiled queries

std::string_view argument(sqlite3_value* v) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(v));
  return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(v))) : std::string_view();
}

bool ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Most text is plain letters: folding those needs no tables.
bool holds(std::string_view text, std::string_view phrase) {
  if (!ascii(text)) return fold_case(text).find(phrase) != std::string::npos;
  if (phrase.empty()) return true;
  return std::search(text.begin(), text.end(), phrase.begin(), phrase.end(), [](char a, char b) { return lower(a) == b; }) != text.end();
}

// juno_has(text, phrase): whether the text holds the phrase, which is folded already.
void has_phrase(sqlite3_context* context, int, sqlite3_value** arguments) {
  try {
    sqlite3_result_int(context, holds(argument(arguments[0]), argument(arguments[1])));
  } catch (const std::exception&) {
    sqlite3_result_error_nomem(context);
  }
}

// juno_step(grain, moment or day): the step of time it lies in, by the zone's own midnights.
void step_of(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto& clock = *static_cast<const ask::Clock*>(sqlite3_user_data(context));
  const int type = sqlite3_value_type(arguments[1]);
  if (type == SQLITE_NULL) return sqlite3_result_null(context);
  try {
    const auto day = type == SQLITE_TEXT ? parse_date(argument(arguments[1])) : std::optional(clock.zone.date({sqlite3_value_int64(arguments[1])}));
    if (!day) return sqlite3_result_null(context);
    const std::string label = ask::step_label(argument(arguments[0]), *day, clock.week_start);
    sqlite3_result_text(context, label.data(), static_cast<int>(label.size()), SQLITE_TRANSIENT);
  } catch (const std::exception&) {
    sqlite3_result_error_nomem(context);
  }
}

void add_functions(sqlite3* db, const ask::Clock& clock) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  sqlite3_create_function_v2(db, "juno_has", 2, kFlags, nullptr, has_phrase, nullptr, nullptr, nullptr);
  sqlite3_create_function_v2(db, "juno_step", 2, kFlags, const_cast<ask::Clock*>(&clock), step_of, nullptr, nullptr, nullptr);
}

void bind_all(sqlite3_stmt* statement, const std::vector<SqlValue>& params) {
  for (std::size_t n = 0; n < params.size(); ++n) {
    const int at = sqlite3_bind_parameter_index(statement, ("$" + std::to_string(n + 1)).c_str());
    if (at == 0) continue;  // a condition that was not needed after all
    if (const auto* i = std::get_if<std::int64_t>(&params[n])) sqlite3_bind_int64(statement, at, *i);
    else if (const auto* d = std::get_if<double>(&params[n])) sqlite3_bind_double(statement, at, *d);
    else {
      const auto& text = std::get<std::string>(params[n]);
      sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
  }
}

// A JSON array of texts, as json_group_array writes it.
List list_in(std::string_view json) {
  List out;
  std::string one;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (!quoted) {
      quoted = json[i] == '"';
      continue;
    }
    if (json[i] == '"') {
      out.push_back(std::move(one));
      one.clear();
      quoted = false;
    } else if (json[i] == '\\' && i + 1 < json.size()) {
      const char c = json[++i];
      if (c == 'n' || c == 't' || c == 'r' || c == 'b' || c == 'f') one += ' ';
      else if (c == 'u') i += 4;  // a control character
      else one += c;
    } else {
      one += json[i];
    }
  }
  return out;
}

// The column says what its values are; rows hold numbers and texts.
Cell as_kind(Cell cell, Kind kind) {
  const auto* n = std::get_if<std::int64_t>(&cell);
  const auto* text = std::get_if<std::string>(&cell);
  switch (kind) {
    case Kind::boolean: return n ? Cell(*n != 0) : cell;
    case Kind::instant: return n ? Cell(Instant{*n}) : cell;
    case Kind::ratio: case Kind::number: return n && kind == Kind::ratio ? Cell(static_cast<double>(*n)) : cell;
    case Kind::date:
      if (text)
        if (const auto date = parse_date(*text)) return *date;
      return cell;
    case Kind::list: return text ? Cell(list_in(*text)) : Cell(List{});
    case Kind::text: case Kind::integer: case Kind::json: return cell;
  }
  return cell;
}

// A connection that can only read, and only what `guard` allows.
class Guarded {
 public:
  Guarded(const std::string& cache_path, Guard& guard, const SqlLimits& limits) : db_(Database::open_cache(cache_path, Database::Mode::read_only)), heap_(1 << 30) {
    guard.limits = &limits;
    guard.deadline = std::chrono::steady_clock::now() + limits.time;
    set_limits(db_.raw());
    // Their first use declares a table to SQLite, which the authorizer could not tell from one that a statement creates.
    sqlite3_exec(db_.raw(), "select 1 from json_each('[]'), json_tree('[]')", nullptr, nullptr, nullptr);
    sqlite3_set_authorizer(db_.raw(), authorize, &guard);
    sqlite3_progress_handler(db_.raw(), 10'000, progress, &guard);
  }
  sqlite3* raw() { return db_.raw(); }

 private:
  Database db_;
  HeapLimit heap_;
};

}  // namespace

SqlResult run_sql(const std::string& cache_path, std::string_view sql, const SqlLimits& limits) {
  Guard guard;
  for (const auto& view : public_views()) guard.views.insert(view.name);
  Guarded db(cache_path, guard, limits);
  SqlResult result;
  const Statement statement = prepare(db.raw(), sql, guard);
  result.table.columns = columns_of(statement.get());
  read_rows(db.raw(), statement.get(), guard, sql, result);
  for (std::size_t c = 0; c < result.table.columns.size(); ++c) result.table.columns[c].kind = kind_of(result.table, c);
  return result;
}

SqlResult run_compiled(const std::string& cache_path, const CompiledQuery& query, const ask::Clock& clock, const SqlLimits& limits) {
  Guard guard;
  guard.tables = &kSemantic;
  Guarded db(cache_path, guard, limits);
  add_functions(db.raw(), clock);
  SqlResult result;
  const Statement statement = prepare(db.raw(), query.sql, guard);
  bind_all(statement.get(), query.params);
  result.table.columns = query.columns;
  if (static_cast<std::size_t>(sqlite3_column_count(statement.get())) != query.columns.size()) throw Error(Exit::internal, "a compiled query has other columns than it says: " + query.sql);
  read_rows(db.raw(), statement.get(), guard, query.sql, result);
  for (auto& row : result.table.rows)
    for (std::size_t c = 0; c < row.size(); ++c) row[c] = as_kind(std::move(row[c]), query.columns[c].kind);
  return result;
}

}  // namespace juno::store
