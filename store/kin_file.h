// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "core/kin_words.h"
#include "store/database.h"
namespace juno::store {

// Kin words learned from the cache's issues that are linked as duplicates or clones, kept in a file beside the cache and learned
// anew when these links change. Where the file cannot be written they are learned each time.
KinWords kin_words(Database& cache);

}  // namespace juno::store
