// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include "connectors/json.h"
namespace juno::jira {

// Rich text as plain text: an Atlassian document (Cloud v3), or wiki markup (v2, Data Center) in a JSON string.
// Paragraphs, list items and table rows become lines; mentions, emoji, dates and links keep their text; media their
// alternative text. Empty for null.
std::string plain_text(const Json& value);

// Wiki markup as plain text: marks, macros and colours go, words stay. Code blocks stay as they are.
std::string wiki_text(std::string_view markup);

}  // namespace juno::jira
