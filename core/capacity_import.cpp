// SPDX-License-Identifier: Apache-2.0
#include "core/capacity_import.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>
#include "core/csv.h"
#include "core/error.h"
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

const std::vector<std::string> kColumns = {"team", "sprint", "amount", "unit", "person", "availability", "from", "to", "share", "reason"};
constexpr std::size_t kLongestName = 300, kMostTold = 20;

[[noreturn]] void wrong(const std::string& why) { throw Error(Exit::usage, why); }

// The fields of one line by the name of their column.
class Fields {
 public:
  Fields(const std::vector<std::string>& header, const CsvRow& row) {
    for (std::size_t i = 0; i < header.size(); ++i) values_[header[i]] = trimmed(row.fields[i]);
  }
  std::string text(const std::string& column) const {
    const auto at = values_.find(column);
    return at == values_.end() ? "" : at->second;
  }
  bool has(const std::string& column) const { return !text(column).empty(); }
  // A name, which is never a formula and no longer than any real one.
  std::string name(const std::string& column) const {
    std::string out = text(column);
    if (looks_like_formula(out)) wrong(column + " '" + out.substr(0, 40) + "' looks like a formula");
    if (out.size() > 4 * kLongestName) wrong(column + " is longer than " + std::to_string(kLongestName) + " characters");
    return out;
  }

 private:
  std::map<std::string, std::string> values_;
};

Date day(const Fields& fields, const std::string& column) {
  const auto date = parse_date(fields.text(column));
  if (!date) wrong(column + " '" + fields.text(column) + "' is no date: write YYYY-MM-DD");
  return *date;
}

void absence(const Fields& fields, CapacityChange& c) {
  c.what = CapacityChange::What::absence;
  if (c.person.empty()) wrong("an absence needs a person");
  c.from = day(fields, "from");
  c.to = fields.has("to") ? day(fields, "to") : *c.from;
  if (*c.to < *c.from) wrong("to " + format_date(*c.to) + " is before from " + format_date(*c.from));
  c.value = fields.has("share") ? capacity_number(fields.text("share"), "share", 1, true) : 0;
}

CapacityLine line_of(const Fields& fields, int number) {
  CapacityLine out;
  out.line = number;
  out.sprint = fields.name("sprint");
  CapacityChange& c = out.change;
  c.team = fields.name("team"), c.person = fields.name("person"), c.reason = fields.text("reason"), c.origin = "file";
  if (fields.has("unit")) {
    const auto unit = capacity_unit_named(fields.text("unit"));
    if (!unit) wrong("unit '" + fields.text("unit") + "' is not one of points, hours, issues");
    c.unit = *unit, out.unit_given = true;
  }
  const int kinds = fields.has("amount") + fields.has("availability") + fields.has("from");
  if (kinds == 0) wrong(fields.has("to") || fields.has("share") ? "from is missing" : "says neither amount, availability nor from");
  if (kinds > 1) wrong("says more than one of amount, availability and from: write a line for each");
  if (fields.has("from")) absence(fields, c);
  else if (c.team.empty() && (c.person.empty() || fields.has("amount"))) wrong("team is missing");
  else if (fields.has("amount") && !c.person.empty()) wrong("an amount is a team's, not a person's: leave person empty, or give an availability");
  else if (fields.has("amount")) c.value = capacity_number(fields.text("amount"), "amount", kMostCapacity, false);
  else c.what = CapacityChange::What::availability, c.value = capacity_number(fields.text("availability"), "availability", kMostAvailability, true);
  return out;
}

std::vector<std::string> header_of(const CsvRow& row, const std::string& file) {
  std::vector<std::string> header;
  for (const std::string& field : row.fields) {
    const std::string name = fold_case(trimmed(field));
    const std::string place = file + ":" + std::to_string(row.line) + ": ";
    if (std::find(kColumns.begin(), kColumns.end(), name) == kColumns.end()) {
      const std::string guess = nearest(name, kColumns);
      throw Error(Exit::usage, place + "there is no column '" + std::string(trimmed(field).substr(0, 60)) + "'", guess.empty() ? "known are team, sprint, amount, unit, person, availability, from, to, share, reason" : "did you mean " + guess + "?");
    }
    if (std::find(header.begin(), header.end(), name) != header.end()) throw Error(Exit::usage, place + "the column " + name + " is there twice");
    header.push_back(name);
  }
  return header;
}

}  // namespace

std::optional<double> capacity_number(std::string_view text, std::string_view what, double most, bool percent) {
  if (text == "unset") return std::nullopt;
  std::string_view digits = text;
  const bool hundredth = percent && digits.ends_with('%');
  if (hundredth) digits.remove_suffix(1);
  double value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const std::string shown = std::string(what) + " '" + std::string(text.substr(0, 40)) + "'";
  if (failed == std::errc::result_out_of_range) wrong(shown + " is out of range");
  if (failed != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(value))
    wrong(shown + " is no number" + (looks_like_formula(text) ? " but a formula" : digits.find(',') != std::string_view::npos ? ": write decimals with a point, and no thousands separators" : ""));
  if (hundredth) value /= 100;
  if (value < 0) wrong(shown + " is negative");
  if (value > most) wrong(shown + " is more than " + std::to_string(static_cast<std::int64_t>(most)));
  return value == 0 ? 0 : value;  // -0 is 0
}

std::pair<Date, Date> capacity_dates(std::string_view text) {
  const auto dots = text.find("..");
  const auto from = parse_date(text.substr(0, dots)), to = dots == std::string_view::npos ? from : parse_date(text.substr(dots + 2));
  if (!from || !to) throw Error(Exit::usage, "'" + std::string(text) + "' are no dates", "write 2026-02-16, or 2026-02-16..2026-02-20");
  if (*to < *from) throw Error(Exit::usage, "'" + std::string(text) + "' ends before it begins", "exchange the dates");
  return {*from, *to};
}

std::vector<CapacityLine> read_capacity_csv(std::string_view text, std::string_view filename) {
  const auto rows = parse_csv(text, filename);
  const std::string file(filename);
  if (rows.empty()) throw Error(Exit::usage, file + ": is empty", "the first line names the columns: team,amount,reason");
  const auto header = header_of(rows.front(), file);
  std::vector<CapacityLine> out;
  std::vector<std::string> bad;
  std::map<std::tuple<std::string, std::string, std::string, CapacityChange::What, std::optional<Date>, std::optional<Date>>, int> seen;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    try {
      CapacityLine one = line_of(Fields(header, rows[i]), rows[i].line);
      const CapacityChange& c = one.change;
      const std::string team = c.what == CapacityChange::What::absence ? "" : fold_case(c.team);
      const auto [before, fresh] = seen.emplace(std::tuple{fold_case(one.sprint), team, fold_case(c.person), c.what, c.from, c.to}, one.line);
      if (!fresh) wrong("says the same thing as line " + std::to_string(before->second));
      out.push_back(std::move(one));
    } catch (const Error& e) {
      bad.push_back("line " + std::to_string(rows[i].line) + ": " + e.what());
    }
  }
  if (out.empty() && bad.empty()) throw Error(Exit::usage, file + ": has no line below its header");
  if (bad.empty()) return out;
  Error error(Exit::usage, file + ": " + std::to_string(bad.size()) + (bad.size() == 1 ? " line is" : " lines are") + " wrong", "nothing was changed: correct them and run it again");
  if (bad.size() > kMostTold) {
    const std::string more = "and " + std::to_string(bad.size() - kMostTold) + " more";
    bad.resize(kMostTold);
    bad.push_back(more);
  }
  error.details = std::move(bad);
  throw error;
}

}  // namespace juno
