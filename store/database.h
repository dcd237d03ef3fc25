// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "store/migrations.h"
struct sqlite3;
namespace SQLite { class Database; }
namespace juno::store {

// One SQLite file: the cache or the ledger. Not thread-safe; one object a thread.
class Database {
 public:
  enum class Mode { read_only, read_write };
  // The cache at `path` (":memory:" in tests). read_write creates it (mode 0600) and migrates it; read_only needs it to exist.
  // Throws Error{store}: missing, locked, damaged, no room, or written by a newer juno.
  static Database open_cache(const std::string& path, Mode mode);
  static Database open_ledger(const std::string& path, Mode mode);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  const std::string& path() const { return path_; }
  void execute(const std::string& sql);  // statements without parameters or rows
  SQLite::Database& handle() { return *db_; }
  sqlite3* raw();
  bool in_transaction();
  void release_memory();  // pages kept for reading them again
  std::string quick_check();  // empty = sound; else the first defects, in SQLite's words
  // How many transactions were undone so far: whoever keeps ids it looked up forgets them when this moves.
  std::int64_t rollbacks() const { return rollbacks_; }

 private:
  friend class Transaction;
  Database(std::string path, Mode mode, const std::vector<Migration>& migrations, const char* what);
  std::string path_;
  std::unique_ptr<SQLite::Database> db_;
  std::int64_t rollbacks_ = 0;
};

// Everything between construction and commit() happens, or nothing does.
class Transaction {
 public:
  explicit Transaction(Database& db);
  ~Transaction();  // rolls back unless committed
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& db_;
  bool done_ = false;
};

// What is read while it lives is of one moment, whatever a sync writes beside it; many small queries cost less than each by itself.
class ReadTransaction {
 public:
  explicit ReadTransaction(Database& db);
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Database* db_;  // null inside another transaction
};

// Version of the SQLite that is built in.
std::string sqlite_version();

}  // namespace juno::store
