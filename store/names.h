// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "store/site.h"
namespace juno::store {

// What people type: for completion and for turning a name into an id.
struct Name {
  Id id = 0;          // the cache's; 0 for teams and other plain words
  std::string text;
  std::string detail; // tells equal names apart: a sprint's board, a person's e-mail, a board's project
};
enum class NameKind { sprint, board, project, person, team, issue_type, priority, label, component, fix_version, status, resolution };
// In order of text, then id; sprints newest first. Projects give their key as text and their name as detail.
std::vector<Name> names(Database& db, NameKind kind);

// How much is cached and how fresh it is.
struct TableCount { std::string table; std::int64_t rows = 0; };
std::vector<TableCount> table_counts(Database& db);  // public names, in documented order
struct Freshness {
  std::optional<Instant> oldest, newest;  // end of the last complete pass of the stalest and the freshest stream
  std::int64_t unfinished = 0;            // streams that are running, partial or failed
};
Freshness freshness(Database& db);

}  // namespace juno::store
