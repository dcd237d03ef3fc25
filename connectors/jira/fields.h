// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "connectors/jira/site.h"
#include "core/config.h"
#include "core/model.h"
namespace juno::jira {

// A field as the site describes it.
struct FieldInfo {
  std::string id;      // summary, customfield_10016
  std::string name;    // as the site shows it; may be translated, and several fields may share it
  std::string type;    // schema.type: string, number, user, option, array, …
  std::string custom;  // schema.custom: the full type of a custom field; empty for Jira's own
  std::vector<std::string> aliases;  // the untranslated name, and the names that JQL knows it by
};

// The catalogue, ordered by id (customfield_9 before customfield_10).
std::vector<FieldInfo> parse_fields(std::string_view json);
std::vector<FieldInfo> fetch_fields(const Site& site);

// Which fields carry what juno needs (domain.md §1): the configured id or name; else `estimation` (what the boards'
// configurations name, best first); else by Jira's own field type or usual name. Points: the boards' own fields come before
// those with usual names, and where a name is shared every field of that name counts; otherwise the lowest id wins.
// A configured name or id that no field has is an Error{config} that names the nearest ones.
FieldMap resolve(const std::vector<FieldInfo>& fields, const JiraFieldNames& configured,
                 const std::vector<std::string>& estimation = {});

}  // namespace juno::jira
