// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <vector>
#include "connectors/jira/boards.h"
namespace juno::jira {
namespace {

constexpr std::array<std::string_view, 15> kKeys = {"id", "rapidViewId", "state", "name", "startDate", "endDate", "completeDate", "activatedDate",
                                                    "sequence", "goal", "autoStartStop", "synced", "incompleteIssuesDestinationId", "originBoardId",
                                                    "createdDate"};

// The known key that `text` begins with, followed by =; empty if none.
std::string_view key_at(std::string_view text) {
  for (const std::string_view key : kKeys)
    if (text.starts_with(key) && text.substr(key.size()).starts_with('=')) return key;
  return {};
}

// Where the value beginning at the front ends: before the next `,key=`, because names may hold commas themselves.
std::size_t value_end(std::string_view text) {
  for (auto comma = text.find(','); comma != std::string_view::npos; comma = text.find(',', comma + 1))
    if (!key_at(text.substr(comma + 1)).empty()) return comma;
  return text.size();
}

Id number(std::string_view text) {
  Id out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && out > 0 ? out : 0;
}

SprintState state(std::string_view text) {
  if (text == "CLOSED" || text == "closed") return SprintState::closed;
  return text == "ACTIVE" || text == "active" ? SprintState::active : SprintState::future;
}

std::string clean(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
  return std::string(text);
}

void set(Sprint& sprint, std::string_view key, std::string_view value) {
  if (value == "<null>") return;
  if (key == "id") sprint.id = number(value);
  else if (key == "rapidViewId" || key == "originBoardId") sprint.board = number(value);
  else if (key == "state") sprint.state = state(value);
  else if (key == "name") sprint.name = clean(value);
  else if (key == "goal") sprint.goal = clean(value);
  else if (key == "startDate") sprint.start = parse_instant(value);
  else if (key == "endDate") sprint.end = parse_instant(value);
  else if (key == "completeDate") sprint.complete = parse_instant(value);
  else if (key == "activatedDate") sprint.activated = parse_instant(value);
}

}  // namespace

std::optional<Sprint> parse_sprint_text(std::string_view text) {
  const auto open = text.find('[');
  const auto close = text.rfind(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  text = text.substr(open + 1, close - open - 1);
  Sprint out;
  std::vector<std::string_view> seen;  // a name may hold ",id=9": the first of a key is the true one
  while (!text.empty()) {
    const std::string_view key = key_at(text);
    if (key.empty()) return {};
    text.remove_prefix(key.size() + 1);
    const auto end = value_end(text);
    if (std::find(seen.begin(), seen.end(), key) == seen.end()) set(out, key, text.substr(0, end));
    seen.push_back(key);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (out.id == 0) return {};
  return out;
}

}  // namespace juno::jira
