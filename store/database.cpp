// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <filesystem>
#include "core/error.h"
#include "store/views.h"
namespace juno::store {
namespace {

[[noreturn]] void fail(const std::string& path, const SQLite::Exception& e) {
  const int code = e.getErrorCode() & 0xff;
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
    throw Error(Exit::store, path + " is damaged: " + e.what(), "move the file away and run `juno sync`: the cache is rebuilt");
  if (code == SQLITE_FULL || code == SQLITE_IOERR)
    throw Error(Exit::store, path + ": the disk is full or failing: " + e.what(), "free some space and run the command again");
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    throw Error(Exit::store, path + " is locked by another process", "wait for it to finish and run the command again");
  throw Error(Exit::store, path + ": " + e.what());
}

// Created by us before SQLite sees it, so that the file is never readable by others, not even for a moment.
void create_private(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) throw Error(Exit::store, "cannot create " + path, "check the folder's permissions, or choose another file with --db");
  ::close(fd);
}

// Applied names must be a prefix of ours: anything else was written by a newer (or another) juno.
void migrate(SQLite::Database& db, const std::string& path, const std::vector<Migration>& all, bool writable) {
  std::vector<std::string> applied;
  if (db.tableExists("schema_migration")) {
    SQLite::Statement names(db, "select name from schema_migration order by name");
    while (names.executeStep()) applied.push_back(names.getColumn(0).getString());
  }
  for (std::size_t i = 0; i < applied.size(); ++i)
    if (i >= all.size() || all[i].name != applied[i])
      throw Error(Exit::store, path + " was written by a newer juno (it has \"" + applied[i] + "\")", "upgrade juno, or use another file with --db");
  if (applied.size() == all.size()) return;
  if (!writable) throw Error(Exit::store, path + " was written by an older juno", "run `juno sync` once: it brings the file up to date");
  SQLite::Transaction tx(db, SQLite::TransactionBehavior::IMMEDIATE);
  db.exec("create table if not exists schema_migration (name text not null primary key) strict, without rowid");
  for (std::size_t i = applied.size(); i < all.size(); ++i) {
    db.exec(std::string(all[i].sql));
    SQLite::Statement record(db, "insert into schema_migration (name) values ($1)");
    record.bind("$1", std::string(all[i].name));
    record.exec();
  }
  tx.commit();
}

using Handle = std::unique_ptr<SQLite::Database>;
constexpr int kBusyMs = 5000;

Handle open_to_write(const std::string& path) {
  auto db = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX, kBusyMs);
  for (const char* pragma : {"page_size = 8192", "journal_mode = wal", "synchronous = normal", "secure_delete = off", "cache_size = -65536", "trusted_schema = off"})
    db->exec(std::string("pragma ") + pragma);
  return db;
}

Handle read_from(const std::string& name, int flags) {
  auto db = std::make_unique<SQLite::Database>(name, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX | flags, kBusyMs);
  db->exec("pragma cache_size = -16384");
  db->exec("pragma trusted_schema = off");
  db->tableExists("schema_migration");  // the first read finds out whether it can be read at all
  return db;
}

// In a folder that cannot be written to, SQLite cannot make the index of the write-ahead log. Without a log nobody is
// writing, so the file can be read as it lies.
Handle open_to_read(const std::string& path) {
  try {
    return read_from(path, 0);
  } catch (const SQLite::Exception& e) {
    const int code = e.getErrorCode() & 0xff;
    if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) || std::filesystem::exists(path + "-wal")) throw;
  }
  std::string uri = "file:";
  for (const char c : path) {
    constexpr char kHex[] = "0123456789ABCDEF";
    if (c == '%' || c == '?' || c == '#') (uri += '%') += {kHex[c >> 4], kHex[c & 15]};
    else uri += c;
  }
  return read_from(uri + "?immutable=1", SQLite::OPEN_URI);
}

}  // namespace

Database::Database(std::string path, Mode mode, const std::vector<Migration>& migrations, const char* what) : path_(std::move(path)) {
  const bool writable = mode == Mode::read_write;
  const bool memory = path_ == ":memory:";
  if (!memory && !std::filesystem::exists(path_)) {
    if (!writable) throw Error(Exit::store, std::string("no ") + what + " at " + path_, "run `juno sync` first");
    create_private(path_);
  }
  try {
    db_ = writable || memory ? open_to_write(path_) : open_to_read(path_);
    migrate(*db_, path_, migrations, writable || memory);
  } catch (const SQLite::Exception& e) {
    fail(path_, e);
  }
}

Database Database::open_cache(const std::string& path, Mode mode) {
  Database db(path, mode, cache_migrations(), "cache");
  if (mode == Mode::read_write) ensure_views(db);
  return db;
}
Database Database::open_ledger(const std::string& path, Mode mode) { return Database(path, mode, ledger_migrations(), "ledger"); }
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

void Database::execute(const std::string& sql) {
  try {
    db_->exec(sql);
  } catch (const SQLite::Exception& e) {
    fail(path_, e);
  }
}

bool Database::in_transaction() { return sqlite3_get_autocommit(db_->getHandle()) == 0; }
void Database::release_memory() { sqlite3_db_release_memory(raw()); }

std::string Database::quick_check() {
  try {
    std::string text;
    SQLite::Statement q(*db_, "pragma quick_check(5)");
    while (q.executeStep())
      if (const std::string line = q.getColumn(0).getString(); line != "ok") text += (text.empty() ? "" : "; ") + line;
    return text;
  } catch (const SQLite::Exception& e) {
    fail(path_, e);
  }
}
sqlite3* Database::raw() { return db_->getHandle(); }

std::string sqlite_version() { return sqlite3_libversion(); }

Transaction::Transaction(Database& db) : db_(db) { db_.execute("begin immediate"); }
Transaction::~Transaction() {
  // A failed statement may have rolled back already (disk full): a second rollback has nothing to undo.
  if (done_) return;
  ++db_.rollbacks_;
  if (sqlite3_get_autocommit(db_.raw()) == 0) sqlite3_exec(db_.raw(), "rollback", nullptr, nullptr, nullptr);
}
void Transaction::commit() {
  db_.execute("commit");
  done_ = true;
}

ReadTransaction::ReadTransaction(Database& db) : db_(db.in_transaction() ? nullptr : &db) {
  if (db_) db_->execute("begin");
}
ReadTransaction::~ReadTransaction() {
  if (db_ && db_->in_transaction()) sqlite3_exec(db_->raw(), "commit", nullptr, nullptr, nullptr);
}

}  // namespace juno::store
