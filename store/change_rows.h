// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>
#include "core/model.h"
#include "store/lookup.h"
#include "store/query.h"
namespace juno::store {

// The rows of one issue's history. History hardly ever changes except at its end, so stored rows are read and compared,
// and only what differs is written.
class ChangeRows {
 public:
  ChangeRows(Database& db, Lookup& lookup);
  // Returns how many rows the issue has now. `stored` is false for an issue never written before.
  std::int64_t write(Id issue, std::span<const Change> changes, bool stored);

 private:
  struct Row {
    Id history = 0;
    int ordinal = 0;
    Instant at;
    std::optional<std::int64_t> author, field, field_id;
    std::string_view from, from_text, to, to_text;
  };
  std::vector<Row> rows_of(std::span<const Change> changes);
  static bool matches(Query& stored, const Row& row);
  void put(Id issue, const Row& row);
  Lookup& lookup_;
  Query stored_, put_, remove_;
};

}  // namespace juno::store
