// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>
#include "tests/fakes/json_out.h"
#include "tests/fakes/world.h"
namespace fakes {

// How changelog times are written: the Cloud's bulk answer has been seen with each of these.
enum class DateForm { iso, seconds, millis, mixed };

// Which fields a caller asked for.
struct FieldChoice {
  bool all = false, navigable = false;
  std::set<std::string, std::less<>> named, excluded;
  bool has(std::string_view id, bool is_navigable) const;
  // True when nothing beyond id and key is asked for.
  bool ids_only() const;
};
// "summary,-comment" or a list of such; "*all" and "*navigable" are known.
FieldChoice choose_fields(const std::vector<std::string>& names, bool ids_by_default);

enum class ChangelogForm { none, newest_40, newest_100, complete };

// A world in Jira's own words.
class JiraJson {
 public:
  explicit JiraJson(const World& world, DateForm dates = DateForm::iso);

  // The whole issue resource. `adf`: rich texts as documents (v3), else as wiki markup.
  void issue(std::string& out, int index, const FieldChoice& fields, ChangelogForm changelog, bool adf) const;
  void history(std::string& out, const Issue& issue, std::size_t begin, std::size_t end, DateForm form) const;
  // Where each history of the issue begins in its changes, plus one entry for the end.
  static std::vector<std::size_t> histories(const Issue& issue);

  void user(JsonOut& json, int person) const;  // null for none
  void status(JsonOut& json, int id) const;
  void comment(JsonOut& json, const Issue& issue, const Comment& comment, bool adf) const;
  void worklog(JsonOut& json, const Issue& issue, const Worklog& log, bool adf) const;
  void sprint(JsonOut& json, const Sprint& sprint, bool agile) const;
  std::string sprint_text(const Sprint& sprint) const;  // Data Center's print-out
  void project(JsonOut& json, const Project& project) const;
  void issue_type(JsonOut& json, Type type, bool team_managed) const;
  void fields(JsonOut& json) const;  // the catalogue, an array
  std::string time(Time at) const { return jira_time(at, world_.options.zone); }
  std::string field_id(Field field) const;
  std::string custom(int number) const;

 private:
  friend struct IssueFields;
  const World& world_;
  DateForm dates_;
  std::vector<std::string> users_, user_agile_, statuses_;
  std::vector<std::string> field_ids_;
};

inline constexpr const char* kSite = "https://harbour.example.invalid";

}  // namespace fakes
