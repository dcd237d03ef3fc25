// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "connectors/jira/site.h"
namespace juno::jira {

// What juno changes in Jira, and only when it is told to: fields and properties of issues, and new issues.

inline constexpr std::string_view kRankProperty = "juno.rank";

// What the property says of an issue. `id` tells which line of a file it was made from; empty for issues that were there before.
// `of`: which choice of candidates it was ranked among; empty for the usual one.
struct RankNote {
  std::optional<std::int64_t> rank;
  std::optional<double> score;
  std::string model, id, of{};
  friend bool operator==(const RankNote&, const RankNote&) = default;
};
std::string to_json(const RankNote& note);
// Nothing when the issue has no such property; throws Error{remote} where there is no such issue.
std::optional<RankNote> rank_note(const Site& site, const std::string& issue);
// A number field's value; nothing when it is empty.
std::optional<double> number_field(const Site& site, const std::string& issue, const std::string& field);

struct NewIssue {
  std::string project, type, summary, description;
  std::vector<std::string> labels;
  std::vector<std::pair<std::string, double>> numbers;  // field id and value
  RankNote note;
};
std::string to_json(const Site& site, const NewIssue& issue);
std::string field_json(const std::string& field, std::optional<double> value);  // nothing empties it

// Where each is sent.
std::string property_path(const Site& site, const std::string& issue);
std::string issue_path(const Site& site, const std::string& issue);

// Setting the same state twice does no harm, so it may be sent again; the status.
int put(const Site& site, std::string_view what, const std::string& path, const std::string& json);
// The same of taking a property away; 404 when it was not there any more.
int remove(const Site& site, std::string_view what, const std::string& path);
// The new issue's key. Never sent twice: when no answer comes, it may have been made or not (Error{remote}).
std::string create(const Site& site, std::string_view what, const std::string& json);

struct NamedIssue {
  std::string id, summary;
};
// All issues of that type in the project, oldest first. Throws Error{remote} when Jira's pages do not come to their end.
std::vector<NamedIssue> issues_of_type(const Site& site, const std::string& project, const std::string& type);

}  // namespace juno::jira
