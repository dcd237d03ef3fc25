// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
#include "core/time.h"
#include "store/database.h"
namespace juno::store {

// One prepared statement. With database.cpp the only code that knows SQLite. Placeholders are `$1…$n`, PostgreSQL's own
// form, bound by name (SQLite numbers them by first appearance).
//
//   Query q(db, "select key from issue where project = $1 order by key");
//   for (q.bind("PAY"); q.next();) use(q.text(0));
class Query {
 public:
  Query(Database& db, std::string_view sql);
  Query(Query&&) noexcept;
  ~Query();

  // Sets $1, $2, … and rewinds, so one Query can run many times. Text is not copied, so it must live until the next bind;
  // a temporary string is.
  template <class... T>
  Query& bind(T&&... values) {
    rewind();
    int n = 0;
    (set(++n, std::forward<T>(values)), ...);
    return *this;
  }
  // The same from a list; texts must live as long. Values whose placeholder the statement does not have are passed over.
  Query& bind_values(const std::vector<std::variant<std::int64_t, double, std::string>>& values);
  bool next();  // steps to the next row; false after the last
  void run();   // for statements without rows; rewinds
  void done();  // stops reading before the last row: gives up the row and its hold on the file

  int columns() const;
  enum class Type { null, integer, real, text };  // bytes count as text
  Type type(int column) const;
  bool null(int column) const;
  std::string_view text(int column) const;  // valid until the next step; empty when null
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string string(int column) const { return std::string(text(column)); }
  std::string_view blob(int column) const;
  Instant instant(int column) const { return {integer(column)}; }
  std::optional<std::int64_t> maybe_integer(int column) const;
  std::optional<double> maybe_real(int column) const;
  std::optional<Instant> maybe_instant(int column) const;

  struct Blob { std::string_view bytes; };  // bind as bytes, not text

 private:
  void rewind();
  void set(int n, std::string_view v);
  void set(int n, const std::string& v) { set(n, std::string_view(v)); }
  void set(int n, std::string&& v);
  void set(int n, const char* v) { set(n, std::string_view(v)); }
  void set(int n, Blob v);
  void set(int n, std::int64_t v);
  void set(int n, int v) { set(n, static_cast<std::int64_t>(v)); }
  void set(int n, bool v) { set(n, static_cast<std::int64_t>(v)); }
  void set(int n, double v);
  void set(int n, Instant v) { set(n, v.ms); }
  void set(int n, std::nullopt_t);
  template <class T> void set(int n, const std::optional<T>& v) {
    if (v) set(n, *v);
    else set(n, std::nullopt);
  }
  template <class T> void set(int n, std::optional<T>&& v) {
    if (v) set(n, std::move(*v));
    else set(n, std::nullopt);
  }
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno::store
