// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "store/database.h"
namespace juno::store {

// The public views of `man juno-sql`: stable names and columns, times as ISO 8601 UTC text, lists joined by ",". They are
// text made for this engine and this cache (keys carry the site's name only with several sites), so they are no migration:
// made anew when what is stored differs from what this juno would make. Needs a writable database.
void ensure_views(Database& db);

struct View {
  std::string name;
  std::vector<std::string> columns;
};
const std::vector<View>& public_views();  // in documented order

}  // namespace juno::store
