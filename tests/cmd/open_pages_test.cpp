// SPDX-License-Identifier: Apache-2.0
#include "cmd/open_pages.h"
#include <doctest/doctest.h>
#include <stdexcept>
#include <string>
#include "store/query.h"
#include "tests/store/temp_folder.h"
using namespace juno;

namespace {

// What another connection sees: what is committed.
std::string committed_pages(const std::string& path) {
  auto db = store::Database::open_cache(path, store::Database::Mode::read_only);
  std::string out;
  for (store::Query q(db, "select value from setting where key like 'page %' order by value"); q.next();) out += q.string(0);
  return out;
}

struct PagesInAFile {
  sample::TempFolder folder;
  std::string path = folder.file("c.db");
  store::Database db = store::Database::open_cache(path, store::Database::Mode::read_write);
  OpenPages open{db};

  void row(const std::string& name) { store::Query(db, "insert into setting (key, value) values ('page ' || $1, $1)").bind(name).run(); }
  void page(const std::string& name, std::size_t records = 1) {
    open.write(records, [&] { row(name); });
  }
};

}  // namespace

TEST_CASE("pages are seen once they are committed, together with what closes them") {
  PagesInAFile p;
  p.page("a"), p.page("b");
  CHECK(committed_pages(p.path).empty());
  p.open.commit([&] { p.row("c"); });
  CHECK(committed_pages(p.path) == "abc");
  CHECK(p.open.empty());
  p.open.commit();  // nothing is open
  CHECK(committed_pages(p.path) == "abc");
}

TEST_CASE("a page that fails takes the open ones with it, never a part of itself, and nothing that was committed") {
  PagesInAFile p;
  p.page("a"), p.open.commit();
  p.page("b");
  CHECK_THROWS_AS(p.open.write(1, [&] {
    p.row("c");
    throw std::runtime_error("half a page");
  }), std::runtime_error);
  CHECK(p.open.empty());
  p.open.commit();
  CHECK(committed_pages(p.path) == "a");
  p.page("d"), p.open.commit();
  CHECK(committed_pages(p.path) == "ad");
}

TEST_CASE("ten pages, or a thousand records, are enough for a commit") {
  PagesInAFile p;
  for (int n = 0; n < 9; ++n) p.page(std::string(1, static_cast<char>('a' + n)));
  CHECK_FALSE(p.open.full());
  p.page("z");
  CHECK(p.open.full());
  p.open.commit();
  CHECK_FALSE(p.open.full());
  p.page("y", 1000);
  CHECK(p.open.full());
}
