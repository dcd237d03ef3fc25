// SPDX-License-Identifier: Apache-2.0
#include "store/query.h"
#include <doctest/doctest.h>
using namespace juno;
using namespace juno::store;

// Found by the address sanitizer in a look-up by lower(name): the statement read a string that was gone.
TEST_CASE("a temporary string that was bound is still there when rows are read") {
  Database db = Database::open_cache(":memory:", Database::Mode::read_write);
  const std::string name(100, 'x');
  Query q(db, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) select i, $1, $2 from n order by i");
  q.bind(name + "y", std::optional<std::string>(name + "z"));
  int rows = 0;
  for (; q.next(); ++rows) {
    CHECK(q.text(1) == name + "y");
    CHECK(q.text(2) == name + "z");
  }
  CHECK(rows == 3);
}
