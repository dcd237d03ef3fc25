// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include "store/database.h"
namespace juno::store {

// What a question was, and when and about what it meant that: another day, other names or another model ask anew.
struct AskedOnce {
  std::string question, day, model;
};

// The query that a language model gave before, checked then; nothing when it was never asked, or names have changed.
std::optional<std::string> kept_answer(Database& db, const AskedOnce& asked);
// Keeps it, and forgets those of other names or more than 90 days ago. Needs a writable database.
void keep_answer(Database& db, const AskedOnce& asked, const std::string& ir);

}  // namespace juno::store
