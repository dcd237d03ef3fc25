// SPDX-License-Identifier: Apache-2.0
#include "core/schedule_file.h"
#include <algorithm>
#include <array>
#include <unordered_map>
#include "core/csv.h"
#include "core/error.h"
#include "core/names.h"
namespace juno {
namespace {

constexpr std::array<std::string_view, 4> kColumns{"key", "starts_at", "ends_at", "target_on"};
constexpr const char* kForm = "write e.g. key,starts_at,ends_at,target_on and below it PAY-12,2026-03-05T08:00:00Z,2026-03-05T10:00:00Z,";

[[noreturn]] void fail(std::string_view filename, int line, const std::string& what) {
  throw Error(Exit::usage, std::string(filename) + ":" + std::to_string(line) + ": " + what, kForm);
}

}  // namespace

std::vector<ScheduleEntry> parse_schedule(std::string_view text, std::string_view filename) {
  const auto rows = parse_csv(text, filename);
  if (rows.empty()) fail(filename, 1, "the file is empty");
  std::array<std::size_t, kColumns.size()> at;
  for (std::size_t c = 0; c < kColumns.size(); ++c)
    at[c] = static_cast<std::size_t>(std::find(rows[0].fields.begin(), rows[0].fields.end(), kColumns[c]) - rows[0].fields.begin());
  for (const std::string& name : rows[0].fields)
    if (std::find(kColumns.begin(), kColumns.end(), name) == kColumns.end()) fail(filename, rows[0].line, "no column is named '" + name + "'");
  if (at[0] == rows[0].fields.size()) fail(filename, rows[0].line, "the column key is missing");
  std::vector<ScheduleEntry> out;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    const auto field = [&](std::size_t c) { return at[c] < rows[r].fields.size() ? rows[r].fields[at[c]] : std::string(); };
    const auto instant = [&](std::size_t c) -> std::optional<Instant> {
      if (field(c).empty()) return std::nullopt;
      const auto t = parse_instant(field(c));
      if (!t) fail(filename, rows[r].line, std::string(kColumns[c]) + ": '" + field(c) + "' is not a time");
      return t;
    };
    ScheduleEntry e;
    e.key = field(0), e.starts = instant(1), e.ends = instant(2);
    if (e.key.empty()) fail(filename, rows[r].line, "key is empty");
    if (!field(3).empty() && !(e.target = parse_date(field(3)))) fail(filename, rows[r].line, "target_on: '" + field(3) + "' is not a date");
    if (e.ends && !e.starts) fail(filename, rows[r].line, "ends_at stands without starts_at");
    if (e.ends && *e.ends < *e.starts) fail(filename, rows[r].line, e.key + " ends before it starts");
    out.push_back(std::move(e));
  }
  return out;
}

std::vector<QueueRemark> apply_schedule(const std::vector<ScheduleEntry>& schedule, std::vector<QueueItem>& issues) {
  std::unordered_map<std::string, QueueItem*> by_key;
  for (QueueItem& i : issues) by_key[fold_case(i.key)] = &i;
  std::vector<QueueRemark> out;
  for (const ScheduleEntry& e : schedule) {
    const auto found = by_key.find(fold_case(e.key));
    if (found == by_key.end()) {
      out.push_back({"schedule_unknown", "", {e.key}, "The schedule names " + e.key + ", which is not in the queue."});
      continue;
    }
    found->second->starts = e.starts, found->second->ends = e.ends, found->second->target = e.target;
  }
  return out;
}

}  // namespace juno
