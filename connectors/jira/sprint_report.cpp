// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/sprint_report.h"
#include <algorithm>
#include <set>
#include "connectors/jira/values.h"
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr std::string_view kReportWhat = "Jira's sprint report";

std::optional<double> estimate(const Json& statistic) { return statistic["statFieldValue"]["value"].number(); }

ReportedSprint read(const Json& root) {
  const Json contents = root["contents"];
  if (!contents.is_object()) throw Error(Exit::remote, std::string(kReportWhat) + ": the answer has no contents");
  ReportedSprint out;
  out.sprint = id_of(root["sprint"]["id"]);
  out.name = root["sprint"]["name"].text();
  out.state = root["sprint"]["state"].text();
  std::set<std::string, std::less<>> added;
  for (const auto& [key, value] : contents["issueKeysAddedDuringSprint"].fields())
    if (value.is_true()) added.emplace(key);
  const auto add = [&](std::string_view list, ReportedIssue::Bucket bucket) {
    for (const Json json : contents[list]) {
      ReportedIssue one;
      one.id = id_of(json["id"]);
      one.key = json["key"].text();
      if (one.id == 0 || one.key.empty()) throw Error(Exit::remote, std::string(kReportWhat) + ": an entry of " + std::string(list) + " is no issue");
      one.bucket = bucket;
      one.added = added.contains(one.key);
      one.estimate = estimate(json["estimateStatistic"]);
      one.current = estimate(json["currentEstimateStatistic"]);
      out.issues.push_back(std::move(one));
    }
  };
  add("completedIssues", ReportedIssue::Bucket::completed);
  add("issuesNotCompletedInCurrentSprint", ReportedIssue::Bucket::not_completed);
  add("puntedIssues", ReportedIssue::Bucket::removed);
  add("issuesCompletedInAnotherSprint", ReportedIssue::Bucket::completed_elsewhere);
  std::stable_sort(out.issues.begin(), out.issues.end(), [](const ReportedIssue& a, const ReportedIssue& b) { return a.id < b.id; });
  return out;
}

}  // namespace

ReportedSprint parse_sprint_report(std::string_view json) {
  const JsonText text(json);
  if (!text.root().exists()) throw Error(Exit::remote, std::string(kReportWhat) + ": the answer is not JSON: " + text.defect());
  return read(text.root());
}

std::optional<ReportedSprint> fetch_sprint_report(const Site& site, Id board, Id sprint) {
  const auto json = find_json(site, kReportWhat, "/rest/greenhopper/1.0/rapid/charts/sprintreport",
                              {{"rapidViewId", std::to_string(board)}, {"sprintId", std::to_string(sprint)}});
  if (!json) return {};
  ReportedSprint out = read(json->root());
  if (out.sprint != 0 && out.sprint != sprint) throw Error(Exit::remote, std::string(kReportWhat) + ": the answer is about another sprint");
  return out;
}

}  // namespace juno::jira
