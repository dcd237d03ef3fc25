// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include "store/database.h"
namespace juno {

// Pages of a stream, written as they come and committed together: a commit for every page costs a fifth of a sync's time, one
// for every ten 3 %. What a kill takes is fetched again.
class OpenPages {
 public:
  explicit OpenPages(store::Database& db) : db_(db) {}

  bool empty() const { return !open_; }
  bool full() const { return pages_ >= kPages || records_ >= kRecords; }

  // Writes a page behind those that are open. When that fails, all of them are rolled back: a part of a page must not stay.
  template <class F>
  void write(std::size_t records, const F& page) {
    whole_or_nothing(page);
    ++pages_, records_ += records;
  }
  // Commits what is open, with `last` behind it.
  template <class F>
  void commit(const F& last) {
    whole_or_nothing([&] {
      last();
      open_->commit();
    });
    drop();
  }
  void commit() {
    if (open_) commit([] {});
  }

 private:
  static constexpr std::size_t kPages = 10, kRecords = 1000;

  template <class F>
  void whole_or_nothing(const F& work) {
    if (!open_) open_.emplace(db_);
    try {
      work();
    } catch (...) {
      drop();
      throw;
    }
  }
  void drop() {
    open_.reset();
    pages_ = records_ = 0;
  }

  store::Database& db_;
  std::optional<store::Transaction> open_;
  std::size_t pages_ = 0, records_ = 0;
};

}  // namespace juno
