// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "connectors/json.h"
#include "core/model.h"
namespace juno::jira {

// The shapes in which Jira sends values. A value that is absent or null reads as empty everywhere.

// A user of Cloud (accountId) or Data Center (key, else name).
Person person(const Json& user);
// The stakeholder field: a user, the first user of several, a text, or an option.
Person owner(const Json& value);

// An ISO time, or epoch seconds or milliseconds as number or digits. Throws Error{remote} naming `what` for anything else.
std::optional<Instant> instant(const Json& value, std::string_view what);
// `YYYY-MM-DD`, or the day of a date-time as it is written. Throws as above.
std::optional<Date> date(const Json& value, std::string_view what);

// An id as Jira writes it: a number or a string of digits. 0 when there is none.
Id id_of(const Json& value);

// A name out of a text, an option {value}, a team {name} or {title}, or the first non-blank of an array; blanks trimmed.
std::string label(const Json& value);
// A number, or an option whose value is one ({"value":"8"}).
std::optional<double> amount(const Json& value);
// A changelog's from or to: text as it is, number as digits.
std::string text_of(const Json& value);

StatusCategory category(const Json& status_category, StatusCategory otherwise);

}  // namespace juno::jira
