// SPDX-License-Identifier: Apache-2.0
#include "core/rank_plan.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include "core/csv.h"
#include "core/error.h"
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

const std::vector<std::string> kPlanColumns = {"id", "summary", "project", "type", "description", "labels", "value"};
constexpr std::size_t kLongestSummary = 255, kLongestId = 100;

std::vector<std::string> plan_header(const CsvRow& row, const std::string& file) {
  std::vector<std::string> out;
  for (const std::string& field : row.fields) {
    const std::string name = fold_case(trimmed(field)), place = file + ":" + std::to_string(row.line) + ": ";
    if (std::find(kPlanColumns.begin(), kPlanColumns.end(), name) == kPlanColumns.end()) throw Error(Exit::usage, place + "there is no column '" + std::string(trimmed(field)).substr(0, 60) + "'", "known are id, summary, project, type, description, labels, value");
    if (std::find(out.begin(), out.end(), name) != out.end()) throw Error(Exit::usage, place + "the column " + name + " is there twice");
    out.push_back(name);
  }
  for (const char* needed : {"id", "summary"})
    if (std::find(out.begin(), out.end(), needed) == out.end()) throw Error(Exit::usage, file + ": the column " + std::string(needed) + " is missing", "id is any name of your own that stays the same: it keeps a second run from creating the feature again");
  return out;
}

// Empty when the line is right, else what is wrong with it.
std::string read_planned(std::map<std::string, std::string>& f, PlannedFeature& out) {
  out.id = f["id"], out.summary = f["summary"], out.description = f["description"];
  if (!f["project"].empty()) out.project = f["project"];
  out.type = f["type"].empty() ? "Epic" : f["type"];
  if (out.id.empty()) return "id is missing";
  if (out.id.size() > kLongestId) return "id is longer than " + std::to_string(kLongestId) + " bytes";
  if (out.summary.empty()) return "summary is missing";
  if (out.summary.size() > kLongestSummary) return "summary is longer than " + std::to_string(kLongestSummary) + " bytes, which Jira refuses";
  if (out.summary.find_first_of("\r\n") != std::string::npos) return "summary has more than one line, which Jira refuses";
  if (out.project.empty()) return "project is missing: give the column, or --project";
  std::string word;
  for (const char c : f["labels"] + " ") {
    if (c != ' ') word += c;
    else if (!word.empty()) out.labels.push_back(std::exchange(word, {}));
  }
  const std::string& number = f["value"];
  if (number.empty()) return {};
  double value = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (failed != std::errc{} || end != number.data() + number.size() || !std::isfinite(value)) return "value '" + number.substr(0, 40) + "' is no number";
  out.value = value;
  return {};
}

}  // namespace

std::vector<PlannedFeature> read_planned_features(std::string_view text, const std::string& filename, const std::string& project) {
  const auto rows = parse_csv(text, filename);
  if (rows.empty()) throw Error(Exit::usage, filename + " is empty", "the first line names id, summary, and perhaps project, type, description, labels, value");
  const auto header = plan_header(rows.front(), filename);
  std::vector<PlannedFeature> out;
  std::set<std::string> ids;
  Error bad(Exit::usage, filename + ": lines that cannot be used", "nothing was sent: correct them and run it again");
  for (std::size_t r = 1; r < rows.size(); ++r) {
    std::map<std::string, std::string> fields;
    for (std::size_t c = 0; c < header.size(); ++c) fields[header[c]] = std::string(trimmed(rows[r].fields[c]));
    PlannedFeature feature;
    feature.line = rows[r].line, feature.project = project;
    std::string why = read_planned(fields, feature);
    if (why.empty() && !ids.insert(feature.id).second) why = "id '" + feature.id + "' is there twice";
    if (!why.empty()) bad.details.push_back("line " + std::to_string(feature.line) + ": " + why);
    out.push_back(std::move(feature));
  }
  shorten_details(bad);
  if (!bad.details.empty()) throw bad;
  return out;
}

std::vector<RankMark> rank_marks(const Ranking& r, std::size_t top) {
  std::vector<RankMark> out;
  for (const RankedItem& i : r.items) {
    if (i.rank == 0 || !i.final_score || (top > 0 && static_cast<std::size_t>(i.rank) > top)) continue;
    out.push_back({i.candidate.source, i.candidate.tracker, i.candidate.key, i.rank, std::round(*i.final_score * 100) / 100});
  }
  return out;
}

}  // namespace juno
