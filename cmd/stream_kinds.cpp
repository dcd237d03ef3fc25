// SPDX-License-Identifier: Apache-2.0
#include "cmd/stream_kinds.h"
#include <algorithm>
#include <map>
#include <string>
namespace juno {
namespace {

constexpr std::size_t kReadable = 24;

std::size_t place_of(const Table& table, std::string_view key) {
  const auto it = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& c) { return c.key == key; });
  return static_cast<std::size_t>(it - table.columns.begin());
}
std::string text_at(const std::vector<Cell>& row, std::size_t place) {
  const auto* text = std::get_if<std::string>(&row[place]);
  return text ? *text : "";
}

struct Count {
  std::int64_t streams = 0, done = 0, items = 0;
};

}  // namespace

void summarise_streams(Report& report) {
  const auto it = std::find_if(report.sections.begin(), report.sections.end(), [](const Section& s) { return s.key == "streams"; });
  if (it == report.sections.end() || it->table.rows.size() <= kReadable) return;
  Section& streams = *it;
  const std::size_t source = place_of(streams.table, "source"), stream = place_of(streams.table, "stream"), state = place_of(streams.table, "state"), items = place_of(streams.table, "items");
  Section kinds{"kinds", "Streams by kind (--section streams has each)", {}, {}, false}, unfinished{"unfinished_streams", "Not done", {}, {}, false};
  kinds.table.columns = {{"source", "Source"}, {"kind", "Kind"}, {"streams", "Streams", Kind::integer}, {"done", "Done", Kind::integer}, {"items", "Items", Kind::integer}};
  unfinished.table.columns = streams.table.columns;
  std::map<std::pair<std::string, std::string>, Count> counts;
  for (const auto& row : streams.table.rows) {
    const std::string name = text_at(row, stream);
    Count& c = counts[{text_at(row, source), name.substr(0, name.find(':'))}];
    const bool done = text_at(row, state) == "done";
    ++c.streams, c.done += done;
    if (const auto* n = std::get_if<std::int64_t>(&row[items])) c.items += *n;
    if (!done) unfinished.table.rows.push_back(row);
  }
  for (const auto& [name, c] : counts) kinds.table.rows.push_back({name.first, name.second, c.streams, c.done, c.items});
  unfinished.hidden = unfinished.table.rows.empty();
  streams.hidden = true;
  if (report.main.empty()) report.main = report.sections.front().key;
  report.sections.insert(it, {std::move(kinds), std::move(unfinished)});
}

}  // namespace juno
