// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include <vector>
#include "core/learn/version.h"
#include "store/database.h"
namespace juno::store {

// Adds it to the ledger and returns its id; `id`, `sha256` and `used` of the argument are ignored.
std::int64_t add_model(Database& ledger, const learn::ModelVersion& model);
// From now on that version is the one its target uses. Throws Error{usage} when there is none of that id.
void use_model(Database& ledger, std::int64_t id, Instant at, std::string_view author, std::string_view reason);
// Oldest first, without bytes.
std::vector<learn::ModelVersion> models(Database& ledger);
// With its bytes. Nothing when there is none; throws Error{store} when bytes and hash disagree.
std::optional<learn::ModelVersion> find_model(Database& ledger, std::int64_t id);
// The one in use. Nothing where none was trained.
std::optional<learn::ModelVersion> used_model(Database& ledger, learn::Target target);

}  // namespace juno::store
