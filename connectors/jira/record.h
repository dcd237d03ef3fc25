// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include "connectors/jira/decode.h"
#include "connectors/json.h"
#include "core/model.h"
namespace juno::jira {

// Reads one issue's fields. Knows which of them it needs, so that the others cost one look-up each.
class IssueReader {
 public:
  IssueReader(const FieldMap& fields, const Statuses& statuses);
  IssueReader(const IssueReader&) = delete;
  IssueReader& operator=(const IssueReader&) = delete;

  // Throws Error{remote} naming the field when the issue cannot be read truthfully.
  Issue read(Id id, std::string_view key, const Json& fields);

 private:
  Json value(std::string_view field) const;  // of the issue being read
  void keep(std::string_view field);
  void read_workflow(Issue& issue) const;
  void read_people(Issue& issue) const;
  void read_numbers(Issue& issue) const;
  void read_family(Issue& issue) const;
  void read_lists(Issue& issue) const;
  void read_times(Issue& issue) const;

  FieldMap map_;
  Statuses statuses_;
  std::unordered_map<std::string_view, std::size_t> places_;  // field id → place in values_
  std::deque<std::string> names_;  // places_ refers to these texts: they must not move
  std::vector<Json> values_;
};

// The edits of a changelog: histories of Cloud and Data Center alike. Throws Error{remote} when one cannot be read.
History history(const Json& history, Id issue);
// Oldest first, each edit once, ready for IssueRecord::changes.
std::vector<Change> merged(std::vector<History> histories);

}  // namespace juno::jira
