// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
namespace juno {

// For comparing what people type: Unicode case folding, composed, without marks that cannot be seen. Text that is not
// UTF-8 is folded as ASCII.
std::string fold_case(std::string_view text);

// Damerau–Levenshtein distance over code points: insertions, deletions, substitutions, swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b);
// The candidate most likely meant (smallest distance after folding, first on a tie); empty when none is near enough to
// be worth proposing.
std::string nearest(std::string_view name, std::span<const std::string> candidates);

// Something a person may name: by its name, or by an alias (login, e-mail, key).
struct NameCandidate {
  std::string name;
  std::vector<std::string> aliases;
  std::string note;  // tells namesakes apart where they are listed: "board Web, id 41"
};

// Which candidate is meant: exactly, else in any case, else by unique prefix or whole words of the name. A prefix never
// ends inside a number: "Sprint 1" is not "Sprint 10". Throws Error{usage}: an ambiguous name lists its candidates as
// details, an unknown one suggests the nearest; Error{store} when there are no candidates at all.
// `what` is the noun of messages ("sprint"), `list_command` what lists them ("juno sprint list"; may be empty).
std::size_t resolve_name(std::string_view given, std::span<const NameCandidate> candidates, std::string_view what,
                         std::string_view list_command);

// One sprint as far as choosing it needs.
struct SprintChoice {
  Id id = 0;
  std::string name;
  Id board = 0;
  std::string board_name;
  SprintState state = SprintState::future;
  std::optional<Instant> start, complete;
  std::string public_id{};  // as lists show it, with several sites "acme/12"; empty = the id
};

// The one sprint meant by `selector`: an id, with or without its site; `active`; `last` (the most recently closed); `last-N` (the closed one N
// before it); else a name as in resolve_name. `board` narrows all of these. Where several boards could answer `active` or
// `last`, that is an error which lists them, never a silent choice. Throws Error{usage}, or Error{store} when the cache
// has no sprint to choose from.
std::size_t select_sprint(std::string_view selector, std::span<const SprintChoice> sprints, std::optional<Id> board = {});

}  // namespace juno
