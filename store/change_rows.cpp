// SPDX-License-Identifier: Apache-2.0
#include "store/change_rows.h"
#include <algorithm>
#include <tuple>
namespace juno::store {

ChangeRows::ChangeRows(Database& db, Lookup& lookup)
    : lookup_(lookup),
      stored_(db, R"(
        select history, ordinal, at, author, field, field_id, from_id, from_text, to_id, to_text
        from change
        where issue_id = $1
        order by history, ordinal)"),
      put_(db, R"(
        insert into change (issue_id, history, ordinal, at, author, field, field_id, from_id, from_text, to_id, to_text)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (issue_id, history, ordinal) do update set
          at = excluded.at, author = excluded.author, field = excluded.field, field_id = excluded.field_id,
          from_id = excluded.from_id, from_text = excluded.from_text, to_id = excluded.to_id, to_text = excluded.to_text)"),
      remove_(db, "delete from change where issue_id = $1 and history = $2 and ordinal = $3") {}

// In the order of the key. The same key twice (two pages told the same edit) is one row: the last one.
std::vector<ChangeRows::Row> ChangeRows::rows_of(std::span<const Change> changes) {
  std::vector<Row> rows;
  rows.reserve(changes.size());
  for (const auto& c : changes)
    rows.push_back({c.history, c.ordinal, c.at, lookup_.person(c.author), lookup_.term("field", c.field.empty() ? c.field_id : c.field),
                    lookup_.term("field_id", c.field_id), c.from, c.from_text, c.to, c.to_text});
  const auto key = [](const Row& r) { return std::tie(r.history, r.ordinal); };
  if (!std::is_sorted(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return key(a) < key(b); }))
    std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return key(a) < key(b); });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + 1 < rows.size() && key(rows[i]) == key(rows[i + 1])) continue;
    rows[kept++] = rows[i];
  }
  rows.resize(kept);
  return rows;
}

bool ChangeRows::matches(Query& stored, const Row& row) {
  return stored.integer(2) == row.at.ms && stored.maybe_integer(3) == row.author && stored.maybe_integer(4) == row.field &&
         stored.maybe_integer(5) == row.field_id && stored.text(6) == row.from && stored.text(7) == row.from_text &&
         stored.text(8) == row.to && stored.text(9) == row.to_text;
}

void ChangeRows::put(Id issue, const Row& row) {
  put_.bind(issue, row.history, row.ordinal, row.at, row.author, row.field, row.field_id, or_null(row.from),
            or_null(row.from_text), or_null(row.to), or_null(row.to_text))
      .run();
}

std::int64_t ChangeRows::write(Id issue, std::span<const Change> changes, bool stored) {
  const auto rows = rows_of(changes);
  if (!stored) {
    for (const auto& row : rows) put(issue, row);
    return static_cast<std::int64_t>(rows.size());
  }
  std::vector<const Row*> differing;
  std::vector<std::pair<Id, int>> gone;
  std::size_t next = 0;
  for (stored_.bind(issue); stored_.next();) {
    const std::pair key{stored_.integer(0), static_cast<int>(stored_.integer(1))};
    while (next < rows.size() && std::pair(rows[next].history, rows[next].ordinal) < key) differing.push_back(&rows[next++]);
    if (next < rows.size() && std::pair(rows[next].history, rows[next].ordinal) == key) {
      if (!matches(stored_, rows[next])) differing.push_back(&rows[next]);
      ++next;
    } else {
      gone.push_back(key);
    }
  }
  stored_.done();
  while (next < rows.size()) differing.push_back(&rows[next++]);
  for (const auto& [history, ordinal] : gone) remove_.bind(issue, history, ordinal).run();
  for (const auto* row : differing) put(issue, *row);
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace juno::store
