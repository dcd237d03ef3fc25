// SPDX-License-Identifier: Apache-2.0
#include "core/rank_outcome.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include "core/csv.h"
#include "core/error.h"
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

const std::vector<std::string> kColumns = {"key", "value", "at", "unit", "reason"};

std::vector<std::string> header_of(const CsvRow& row, const std::string& file) {
  std::vector<std::string> out;
  for (const std::string& field : row.fields) {
    const std::string name = fold_case(trimmed(field)), place = file + ":" + std::to_string(row.line) + ": ";
    if (std::find(kColumns.begin(), kColumns.end(), name) == kColumns.end()) throw Error(Exit::usage, place + "there is no column '" + std::string(trimmed(field).substr(0, 60)) + "'", "known are key, value, at, unit, reason");
    if (std::find(out.begin(), out.end(), name) != out.end()) throw Error(Exit::usage, place + "the column " + name + " is there twice");
    out.push_back(name);
  }
  for (const char* needed : {"key", "value", "at"})
    if (std::find(out.begin(), out.end(), needed) == out.end()) throw Error(Exit::usage, file + ": the column " + std::string(needed) + " is missing", "the first line names key, value, at, and perhaps unit and reason");
  return out;
}

// Empty when the line is right, else what is wrong with it.
std::string read_line(std::map<std::string, std::string> fields, Date today, OutcomeLine& out) {
  out.key = fields["key"], out.unit = fields["unit"], out.reason = fields["reason"];
  const std::string &number = fields["value"], &day = fields["at"];
  if (out.key.empty()) return "key is missing";
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), out.value);
  if (number.empty() || failed != std::errc{} || end != number.data() + number.size() || !std::isfinite(out.value))
    return "value '" + number.substr(0, 40) + "' is no number: decimals with a point, no thousands separators";
  const auto on = parse_date(day);
  if (!on) return "at '" + day.substr(0, 40) + "' is no date: write YYYY-MM-DD";
  if (*on > today) return "at " + day + " is in the future";
  if (looks_like_formula(out.unit) || out.unit.size() > 40) return "unit '" + out.unit.substr(0, 40) + "' is no unit";
  out.on = *on;
  return {};
}

}  // namespace

std::map<std::pair<std::string, Id>, std::vector<RankOutcome>> outcomes_by_day(std::span<const RankOutcome> all, Date today) {
  std::map<std::pair<std::string, Id>, std::map<Date, const RankOutcome*>> words;
  for (const RankOutcome& o : all)
    if (o.on <= today) words[{o.source, o.issue}][o.on] = &o;
  std::map<std::pair<std::string, Id>, std::vector<RankOutcome>> out;
  for (const auto& [issue, days] : words)
    for (const auto& [day, o] : days)
      if (o->value) out[issue].push_back(*o);
  return out;
}

std::vector<RankOutcome> last_outcomes(std::span<const RankOutcome> all, Date today) {
  std::vector<RankOutcome> out;
  for (auto& [issue, days] : outcomes_by_day(all, today)) out.push_back(std::move(days.back()));
  return out;
}

std::optional<double> in_points(const RankOutcome& o, const std::map<std::string, double>& units) {
  if (!o.value || o.unit.empty()) return o.value;
  const auto unit = units.find(o.unit);
  return unit == units.end() ? std::nullopt : std::optional(*o.value * unit->second);
}

std::vector<OutcomeLine> read_outcomes(std::string_view text, const std::string& filename, Date today) {
  const auto rows = parse_csv(text, filename);
  if (rows.empty()) throw Error(Exit::usage, filename + " is empty", "the first line names key, value, at, and perhaps unit and reason");
  const auto header = header_of(rows.front(), filename);
  std::vector<OutcomeLine> out;
  Error bad(Exit::usage, filename + ": lines that cannot be read", "nothing was recorded: correct them and run it again");
  for (std::size_t r = 1; r < rows.size(); ++r) {
    std::map<std::string, std::string> fields;
    for (std::size_t c = 0; c < header.size(); ++c) fields[header[c]] = trimmed(rows[r].fields[c]);
    OutcomeLine line;
    line.line = rows[r].line;
    if (const std::string why = read_line(std::move(fields), today, line); !why.empty()) bad.details.push_back("line " + std::to_string(line.line) + ": " + why);
    out.push_back(std::move(line));
  }
  shorten_details(bad);
  if (!bad.details.empty()) throw bad;
  return out;
}

Report outcomes_report(std::span<const RankOutcome> all) {
  Report out;
  Section s{"outcomes", "Outcomes", {}, {}, false};
  s.table.columns = {{"id", "#", Kind::integer, false, 3}, {"recorded_at", "Recorded", Kind::instant, false, 2}, {"author", "By"}, {"key", "Key"}, {"at", "As of", Kind::date}, {"value", "Value", Kind::number}, {"unit", "Unit"},
                     {"origin", "Origin", Kind::text, false, 4}, {"reason", "Reason", Kind::text, true, 1, true}};
  for (const RankOutcome& o : all) s.table.rows.push_back({o.id, o.at, o.author, o.key, o.on, o.value ? Cell{*o.value} : Cell{}, cell(o.unit), o.origin, cell(o.reason)});
  out.sections.push_back(std::move(s));
  out.notes.push_back("Of each feature the latest day counts, and of one day the last word; a row without a value takes the word about that day back. Nothing here is ever changed or removed.");
  return out;
}

}  // namespace juno
