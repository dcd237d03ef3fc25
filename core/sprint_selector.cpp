// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <map>
#include <system_error>
#include "core/error.h"
#include "core/names.h"
namespace juno {
namespace {

using Indices = std::vector<std::size_t>;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t n = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (failure != std::errc{} || end != text.data() + text.size() || n < 0) return std::nullopt;
  return n;
}

std::string shown_id(const SprintChoice& s) { return s.public_id.empty() ? std::to_string(s.id) : s.public_id; }

// Whether `selector` is its id, as it is shown or without the site.
bool has_id(const SprintChoice& s, std::string_view selector) {
  const std::string id = shown_id(s);
  return id == selector || id.substr(id.rfind('/') + 1) == selector;
}

std::string described(const SprintChoice& s) {
  std::string out = "id " + shown_id(s);
  if (!s.board_name.empty()) out += ", board " + s.board_name;
  out += s.state == SprintState::closed ? ", closed" : s.state == SprintState::active ? ", active" : ", future";
  if (s.complete) out += " " + format_instant(*s.complete).substr(0, 10);
  return out;
}

bool one_board(std::span<const SprintChoice> sprints, const Indices& which) {
  return std::all_of(which.begin(), which.end(), [&](std::size_t i) { return sprints[i].board == sprints[which.front()].board; });
}

[[noreturn]] void several(std::string_view selector, std::span<const SprintChoice> sprints, const Indices& which) {
  Error error(Exit::usage, "'" + std::string(selector) + "' could be any of " + std::to_string(which.size()) + " sprints",
              one_board(sprints, which) ? "give its name or id" : "choose one with --board NAME, or give its name or id");
  for (const std::size_t i : which) error.details.push_back(sprints[i].name + " (" + described(sprints[i]) + ")");
  throw error;
}

// Latest first. A closed sprint without a completion time (old servers) sorts last, then by id.
bool later(const SprintChoice& a, const SprintChoice& b) {
  if (a.complete != b.complete) return a.complete > b.complete;
  return a.id > b.id;
}

// What to type instead: the sprint that was closed last, if there is one.
std::string no_active_hint(std::span<const SprintChoice> sprints, const Indices& in) {
  const SprintChoice* closed = nullptr;
  for (const std::size_t i : in)
    if (sprints[i].state == SprintState::closed && (!closed || later(sprints[i], *closed))) closed = &sprints[i];
  if (!closed) return "`juno sprint list` shows what is planned";
  return "use `last` for the one closed most recently, '" + closed->name + "', as in `juno sprint report last`; `juno sprint list` shows them all";
}

std::size_t active(std::span<const SprintChoice> sprints, const Indices& in) {
  Indices found;
  std::copy_if(in.begin(), in.end(), std::back_inserter(found), [&](std::size_t i) { return sprints[i].state == SprintState::active; });
  if (found.empty()) throw Error(Exit::usage, "no sprint is active", no_active_hint(sprints, in));
  if (found.size() > 1) several("active", sprints, found);
  return found.front();
}

std::size_t last(std::string_view selector, std::int64_t back, std::span<const SprintChoice> sprints, const Indices& in) {
  std::map<Id, Indices> by_board;
  for (const std::size_t i : in)
    if (sprints[i].state == SprintState::closed) by_board[sprints[i].board].push_back(i);
  if (by_board.empty()) throw Error(Exit::usage, "no sprint is closed yet", "use `active` for the running one; `juno sprint list` shows them all");
  Indices found;
  std::size_t most = 0;
  for (auto& [board, closed] : by_board) {
    std::sort(closed.begin(), closed.end(), [&](std::size_t a, std::size_t b) { return later(sprints[a], sprints[b]); });
    most = std::max(most, closed.size());
    if (static_cast<std::uint64_t>(back) < closed.size()) found.push_back(closed[static_cast<std::size_t>(back)]);
  }
  if (found.empty())
    throw Error(Exit::usage, "'" + std::string(selector) + "' goes back too far: " + std::to_string(most) + (most == 1 ? " sprint is closed" : " sprints are closed"),
                "`juno sprint list` shows them all");
  if (found.size() > 1) several(selector, sprints, found);
  return found.front();
}

// N of "last-N", 0 for "last", nothing for anything else.
std::optional<std::int64_t> steps_back(std::string_view selector) {
  if (selector == "last") return 0;
  return selector.starts_with("last-") ? whole_number(selector.substr(5)) : std::nullopt;
}

}  // namespace

std::size_t select_sprint(std::string_view selector, std::span<const SprintChoice> sprints, std::optional<Id> board) {
  if (sprints.empty()) throw Error(Exit::store, "no sprint '" + std::string(selector) + "': the cache holds no sprint yet", "`juno sync` reads them from a Jira site with boards");
  Indices in;
  for (std::size_t i = 0; i < sprints.size(); ++i)
    if (!board || sprints[i].board == *board) in.push_back(i);
  if (in.empty()) throw Error(Exit::usage, "this board has no sprints", "`juno sprint list` shows the boards that have");

  // A sprint may really be called "active": its exact name goes first.
  std::vector<NameCandidate> names;
  for (const std::size_t i : in) names.push_back({sprints[i].name, {}, described(sprints[i])});
  const bool exact = std::any_of(names.begin(), names.end(), [&](const NameCandidate& n) { return n.name == selector; });
  if (!exact) {
    Indices found;
    std::copy_if(in.begin(), in.end(), std::back_inserter(found), [&](std::size_t i) { return has_id(sprints[i], selector); });
    if (found.size() > 1) several(selector, sprints, found);
    if (!found.empty()) return found.front();
    if (selector == "active") return active(sprints, in);
    if (const auto back = steps_back(selector)) return last(selector, *back, sprints, in);
  }
  return in[resolve_name(selector, names, "sprint", "juno sprint list")];
}

}  // namespace juno
