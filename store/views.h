// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
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

// The same rows for an export, which finishes some values itself: writing times and names in C++ takes half the time.
struct ViewColumn {
  enum class Finish { none, instant, term, person };  // epoch milliseconds, or an id of those tables
  std::string name;
  Finish finish = Finish::none;
};
struct ViewRead {
  std::string sql;  // empty when there is no such view
  std::vector<ViewColumn> columns;
};
ViewRead export_of(Database& db, std::string_view view);

}  // namespace juno::store
