// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string_view>
#include <vector>
#include "core/ask/catalogue.h"
#include "core/config.h"
#include "store/database.h"
namespace juno::store {

// Everything in the cache that a question may name, and what is configured: people with logins and aliases, projects and
// epics by key and name, and so on.
std::vector<ask::CatalogueName> ask_names(Database& db, const Config& config);

// Writes the table of names when it is not what the cache and the configuration say now; after every sync and import.
// Needs a writable database; a transaction of its own.
void refresh_ask_names(Database& db, const Config& config);

// The table, asked name by name: nothing is loaded. When the configuration has changed since it was written, or an older
// juno left no table, the names are read into memory instead.
std::unique_ptr<ask::Catalogue> ask_catalogue(Database& db, const Config& config);

}  // namespace juno::store
