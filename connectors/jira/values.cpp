// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/values.h"
#include <charconv>
#include "core/error.h"
#include "core/text.h"
namespace juno::jira {
namespace {

[[noreturn]] void bad(std::string_view what, std::string_view expected) {
  throw Error(Exit::remote, std::string(what) + " is not " + std::string(expected));
}

}  // namespace

Person person(const Json& user) {
  Person out;
  bool inactive = false;
  std::string_view account, key, name;
  for (const auto& [field, value] : user.fields()) {
    if (field == "accountId") account = value.text();
    else if (field == "key") key = value.text();
    else if (field == "name") name = value.text();
    else if (field == "displayName") out.name = value.text();
    else if (field == "emailAddress") out.email = value.text();
    else if (field == "timeZone") out.time_zone = value.text();
    else if (field == "accountType") out.kind = value.text();
    else if (field == "active") inactive = !value.is_null() && !value.is_true();
  }
  out.account = !account.empty() ? account : !key.empty() ? key : name;
  if (out.name.empty()) out.name = name;
  out.active = !inactive;
  return out;
}

Person owner(const Json& value) {
  if (value.is_object() && (value["displayName"].exists() || value["accountId"].exists() || value["name"].exists())) return person(value);
  for (const Json one : value) {
    Person found = owner(one);
    if (!found.account.empty() || !found.name.empty()) return found;
  }
  Person out;
  if (!value.is_array()) out.name = label(value);
  return out;
}

std::optional<Instant> instant(const Json& value, std::string_view what) {
  if (value.is_null()) return {};
  std::optional<Instant> out;
  if (value.is_string()) {
    if (value.text().empty()) return {};
    out = parse_tracker_instant(value.text());
  } else if (const auto number = value.integer(); number && *number >= 0) {
    out = parse_tracker_instant(text_of(value));
  }
  if (!out) bad(what, "a time");
  return out;
}

std::optional<Date> date(const Json& value, std::string_view what) {
  if (value.is_null() || (value.is_string() && value.text().empty())) return {};
  const auto out = parse_date(value.text().substr(0, 10));
  if (!out) bad(what, "a date");
  return out;
}

Id id_of(const Json& value) {
  const auto id = value.integer();
  return id && *id > 0 ? *id : 0;
}

std::string label(const Json& value) {
  if (value.is_string()) return std::string(trimmed(value.text()));
  if (value.is_number()) return text_of(value);
  if (value.is_object()) {
    for (const std::string_view key : {"value", "name", "title", "displayName"})
      if (std::string found = label(value[key]); !found.empty()) return found;
    return {};
  }
  for (const Json one : value)
    if (std::string found = label(one); !found.empty()) return found;
  return {};
}

std::optional<double> amount(const Json& value) { return value.is_object() ? value["value"].number() : value.number(); }

std::string text_of(const Json& value) {
  if (value.is_string()) return std::string(value.text());
  if (!value.is_number()) return {};
  char buffer[32];
  const auto whole = value.integer();
  const auto end = whole ? std::to_chars(buffer, buffer + sizeof buffer, *whole) : std::to_chars(buffer, buffer + sizeof buffer, *value.number());
  return {buffer, end.ptr};
}

StatusCategory category(const Json& status_category, StatusCategory otherwise) {
  const std::string_view key = status_category["key"].text();
  if (key == "done") return StatusCategory::done;
  if (key == "indeterminate") return StatusCategory::in_progress;
  if (key == "new") return StatusCategory::todo;
  return otherwise;
}

}  // namespace juno::jira
