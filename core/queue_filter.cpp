// SPDX-License-Identifier: Apache-2.0
#include "core/queue_filter.h"
#include <algorithm>
#include <array>
#include <utility>
#include "core/error.h"
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

using Value = const std::string& (*)(const QueueItem&);
constexpr std::array<std::pair<std::string_view, Value>, 8> kFields{{{"key", [](const QueueItem& i) -> const std::string& { return i.key; }},
                                                                     {"project", [](const QueueItem& i) -> const std::string& { return i.project; }},
                                                                     {"type", [](const QueueItem& i) -> const std::string& { return i.type; }},
                                                                     {"status", [](const QueueItem& i) -> const std::string& { return i.status; }},
                                                                     {"priority", [](const QueueItem& i) -> const std::string& { return i.priority; }},
                                                                     {"team", [](const QueueItem& i) -> const std::string& { return i.team; }},
                                                                     {"assignee", [](const QueueItem& i) -> const std::string& { return i.assignee.name; }},
                                                                     {"stakeholder", [](const QueueItem& i) -> const std::string& { return i.stakeholder.name; }}}};

}  // namespace

QueueCondition parse_condition(std::string_view text) {
  const auto equals = text.find('=');
  QueueCondition out;
  out.equal = equals == std::string_view::npos || equals == 0 || text[equals - 1] != '!';
  out.field = fold_case(trimmed(text.substr(0, equals == std::string_view::npos ? text.size() : equals - (out.equal ? 0 : 1))));
  std::vector<std::string> names;
  for (const auto& [name, value] : kFields) names.emplace_back(name);
  if (equals == std::string_view::npos || std::find(names.begin(), names.end(), out.field) == names.end()) {
    Error error(Exit::usage, "--where " + std::string(text) + ": " + (equals == std::string_view::npos ? "has no =" : "no field is named '" + out.field + "'"),
                "write FIELD=VALUE or FIELD!=VALUE, several values with commas; the fields are");
    error.details = names;
    throw error;
  }
  std::string_view rest = text.substr(equals + 1);
  for (;;) {
    const auto comma = std::min(rest.find(','), rest.size());
    out.values.push_back(fold_case(trimmed(rest.substr(0, comma))));
    if (comma == rest.size()) return out;
    rest.remove_prefix(comma + 1);
  }
}

bool holds(const QueueCondition& c, const QueueItem& issue) {
  const auto field = std::find_if(kFields.begin(), kFields.end(), [&](const auto& f) { return f.first == c.field; });
  const std::string value = fold_case(trimmed(field->second(issue)));
  // Nobody's team and stakeholder have names people see.
  const bool named_none = value.empty() && std::any_of(c.values.begin(), c.values.end(), [&](const std::string& v) { return (c.field == "team" && v == "unassigned") || (c.field == "stakeholder" && v == "nobody"); });
  return (named_none || std::find(c.values.begin(), c.values.end(), value) != c.values.end()) == c.equal;
}

}  // namespace juno
