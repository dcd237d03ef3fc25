// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
namespace juno::store {

// One line of an import, its values checked as they are read: what has the wrong type or range is an Error{usage} that
// names the line and the key. A value that is null counts as absent.
class ImportRow {
 public:
  ImportRow(std::string_view line, std::int64_t number);
  ImportRow(ImportRow&&) noexcept;
  ~ImportRow();

  bool has(const char* key) const;
  std::string text(const char* key) const;            // empty when absent
  std::string need_text(const char* key) const;       // must be there and not empty
  std::optional<std::int64_t> integer(const char* key) const;
  std::int64_t integer(const char* key, std::int64_t otherwise) const { return integer(key).value_or(otherwise); }
  std::optional<Id> id(const char* key) const;        // 1 to 2^40-1
  Id need_id(const char* key) const;
  bool flag(const char* key, bool otherwise = false) const;  // true, false, 1 or 0
  std::optional<double> real(const char* key) const;
  std::optional<std::int64_t> hours_as_seconds(const char* key) const;
  std::optional<Instant> instant(const char* key) const;
  Instant need_instant(const char* key) const;
  std::optional<Date> date(const char* key) const;
  std::vector<std::string> list(const char* key) const;  // an array, or text joined by ","
  std::vector<Board::BoardColumn> board_columns() const;
  std::optional<FieldMap> fields() const;
  [[noreturn]] void fail(const std::string& why) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno::store
