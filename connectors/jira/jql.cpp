// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/jql.h"
#include <algorithm>
#include "core/error.h"
namespace juno::jira {
namespace {

// Editing an issue changes neither, so that pages stay where they are. At most 7 fields may be ordered by.
constexpr std::string_view kOrder = " ORDER BY created ASC, key ASC";

void add(std::string& jql, const std::string& clause) {
  if (!jql.empty()) jql += " AND ";
  jql += clause;
}

std::string restriction(const Scope& scope) {
  std::string jql;
  std::string keys;
  for (const auto& key : scope.projects) keys += (keys.empty() ? "" : ", ") + jql_string(key);
  if (!keys.empty()) add(jql, "project in (" + keys + ")");
  if (!scope.extra.empty()) add(jql, "(" + scope.extra + ")");
  if (scope.created_since) add(jql, "created >= \"" + format_date(*scope.created_since) + "\"");
  return jql;
}

// `yyyy/MM/dd HH:mm` of a local wall clock `yyyy-MM-dd HH:mm`.
std::string jql_minute(Instant at, const Zone& zone) {
  std::string text = zone.format(at).substr(0, 16);
  std::replace(text.begin(), text.begin() + 10, '-', '/');
  return text;
}

// The words of a query outside quotes, in lower case, and whether its parentheses and quotes match.
struct Words {
  std::vector<std::string> words;
  bool balanced = true;
};
Words words_of(std::string_view text) {
  Words out;
  int depth = 0;
  char quote = 0;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) out.words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote) {
      if (c == '\\') ++i;
      else if (c == quote) quote = 0;
      continue;
    }
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) word += static_cast<char>(c | 0x20);
    else end_word();
    if (c == '"' || c == '\'') quote = c;
    if (c == '(') ++depth;
    if (c == ')' && --depth < 0) out.balanced = false;
  }
  end_word();
  if (depth != 0 || quote) out.balanced = false;
  return out;
}

}  // namespace

std::string jql_string(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

std::string all_issues(const Scope& scope) {
  std::string jql = restriction(scope);
  if (jql.empty()) jql = "created >= \"1970-01-01\"";  // every issue; Jira refuses a query without restriction
  return jql + std::string(kOrder);
}

std::string updated_issues(const Scope& scope, Instant since, const Zone& account_zone) {
  std::string jql = restriction(scope);
  // Where clocks are about to go back, one wall clock means two instants, and Jira may take the later: start before that.
  const int repeated_s = account_zone.offset_seconds(since) - account_zone.offset_seconds(since + std::chrono::hours(3));
  const Instant from = repeated_s > 0 ? since - std::chrono::seconds(repeated_s) : since;
  add(jql, "updated >= \"" + jql_minute(from, account_zone) + "\"");
  return jql + std::string(kOrder);
}

void check_extra(std::string_view extra) {
  const auto [words, balanced] = words_of(extra);
  if (!balanced) throw Error(Exit::config, "sync.jql: quotes or parentheses do not match: " + std::string(extra));
  for (std::size_t i = 1; i < words.size(); ++i)
    if (words[i] == "by" && words[i - 1] == "order") throw Error(Exit::config, "sync.jql: leave ORDER BY out: juno orders by itself");
}

}  // namespace juno::jira
