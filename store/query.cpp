// SPDX-License-Identifier: Apache-2.0
#include "store/query.h"
#include <sqlite3.h>
#include <vector>
#include "core/error.h"
namespace juno::store {

// Uses SQLite's C API: SQLiteCpp looks every parameter up by name at each bind, which costs a tenth of a sync.
struct Query::Impl {
  sqlite3* db = nullptr;
  sqlite3_stmt* statement = nullptr;
  std::string path;
  std::vector<int> index;  // of $1, $2, …

  void check(int code) const {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    const std::string why = sqlite3_errmsg(db);
    switch (code & 0xff) {
      case SQLITE_FULL: case SQLITE_IOERR:
        throw Error(Exit::store, path + ": the disk is full or failing: " + why, "free some space and run the command again");
      case SQLITE_NOTADB: case SQLITE_CORRUPT:
        throw Error(Exit::store, path + " is damaged: " + why, "move the file away and run `juno sync`: the cache is rebuilt");
      case SQLITE_BUSY: case SQLITE_LOCKED:
        throw Error(Exit::store, path + " is locked by another process", "wait for it to finish and run the command again");
    }
    const char* sql = statement ? sqlite3_sql(statement) : nullptr;
    throw Error(Exit::store, path + ": " + why + (sql ? std::string(" in: ") + sql : std::string()));
  }
  int at(int n) const {
    if (n < 1 || static_cast<std::size_t>(n) > index.size() || index[static_cast<std::size_t>(n) - 1] == 0)
      throw Error(Exit::internal, std::string("no parameter $") + std::to_string(n) + " in: " + sqlite3_sql(statement));
    return index[static_cast<std::size_t>(n) - 1];
  }
};

Query::Query(Database& db, std::string_view sql) : impl_(std::make_unique<Impl>()) {
  impl_->db = db.raw();
  impl_->path = db.path();
  const int code = sqlite3_prepare_v3(impl_->db, sql.data(), static_cast<int>(sql.size()), 0, &impl_->statement, nullptr);
  if (code != SQLITE_OK) {
    const std::string why = sqlite3_errmsg(impl_->db);
    if ((code & 0xff) == SQLITE_ERROR) throw Error(Exit::internal, db.path() + ": " + why + " in: " + std::string(sql));
    impl_->check(code);
  }
  const int count = sqlite3_bind_parameter_count(impl_->statement);
  for (int n = 1; n <= count; ++n) impl_->index.push_back(sqlite3_bind_parameter_index(impl_->statement, ("$" + std::to_string(n)).c_str()));
}
Query::Query(Query&&) noexcept = default;
Query::~Query() { if (impl_) sqlite3_finalize(impl_->statement); }

Query& Query::bind_values(const std::vector<std::variant<std::int64_t, double, std::string>>& values) {
  rewind();
  // Numbers may be missing in between: there may be more of them than parameters.
  for (std::size_t n = impl_->index.size(); n < values.size(); ++n)
    impl_->index.push_back(sqlite3_bind_parameter_index(impl_->statement, ("$" + std::to_string(n + 1)).c_str()));
  for (std::size_t n = 0; n < values.size(); ++n)
    if (impl_->index[n] != 0) std::visit([&](const auto& v) { set(static_cast<int>(n) + 1, v); }, values[n]);
  return *this;
}
bool Query::next() {
  const int code = sqlite3_step(impl_->statement);
  impl_->check(code);
  return code == SQLITE_ROW;
}
void Query::run() {
  while (next()) {}
  sqlite3_reset(impl_->statement);
}
void Query::done() { sqlite3_reset(impl_->statement); }
void Query::rewind() {
  sqlite3_reset(impl_->statement);
  sqlite3_clear_bindings(impl_->statement);
}

int Query::columns() const { return sqlite3_column_count(impl_->statement); }
Query::Type Query::type(int c) const {
  switch (sqlite3_column_type(impl_->statement, c)) {
    case SQLITE_INTEGER: return Type::integer;
    case SQLITE_FLOAT: return Type::real;
    case SQLITE_NULL: return Type::null;
  }
  return Type::text;
}
bool Query::null(int c) const { return sqlite3_column_type(impl_->statement, c) == SQLITE_NULL; }
std::string_view Query::text(int c) const {
  const auto* p = reinterpret_cast<const char*>(sqlite3_column_text(impl_->statement, c));
  return p ? std::string_view(p, static_cast<std::size_t>(sqlite3_column_bytes(impl_->statement, c))) : std::string_view();
}
std::string_view Query::blob(int c) const {
  const auto* p = static_cast<const char*>(sqlite3_column_blob(impl_->statement, c));
  return p ? std::string_view(p, static_cast<std::size_t>(sqlite3_column_bytes(impl_->statement, c))) : std::string_view();
}
std::int64_t Query::integer(int c) const { return sqlite3_column_int64(impl_->statement, c); }
double Query::real(int c) const { return sqlite3_column_double(impl_->statement, c); }
std::optional<std::int64_t> Query::maybe_integer(int c) const { return null(c) ? std::nullopt : std::optional(integer(c)); }
std::optional<double> Query::maybe_real(int c) const { return null(c) ? std::nullopt : std::optional(real(c)); }
std::optional<Instant> Query::maybe_instant(int c) const { return null(c) ? std::nullopt : std::optional(instant(c)); }

void Query::set(int n, std::string_view v) {
  // A null pointer would bind NULL; an empty text is not "unknown".
  impl_->check(sqlite3_bind_text(impl_->statement, impl_->at(n), v.data() ? v.data() : "", static_cast<int>(v.size()), SQLITE_STATIC));
}
void Query::set(int n, std::string&& v) {
  impl_->check(sqlite3_bind_text(impl_->statement, impl_->at(n), v.data(), static_cast<int>(v.size()), SQLITE_TRANSIENT));
}
void Query::set(int n, Blob v) {
  impl_->check(sqlite3_bind_blob(impl_->statement, impl_->at(n), v.bytes.data() ? v.bytes.data() : "", static_cast<int>(v.bytes.size()), SQLITE_STATIC));
}
void Query::set(int n, std::int64_t v) { impl_->check(sqlite3_bind_int64(impl_->statement, impl_->at(n), v)); }
void Query::set(int n, double v) { impl_->check(sqlite3_bind_double(impl_->statement, impl_->at(n), v)); }
void Query::set(int n, std::nullopt_t) { impl_->check(sqlite3_bind_null(impl_->statement, impl_->at(n))); }

}  // namespace juno::store
