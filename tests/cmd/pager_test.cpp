// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include "tests/support/fake_system.h"
using namespace juno;
using namespace juno::test;

TEST_CASE("what does not fit on the terminal goes through the pager, and nothing else does") {
  FakeSystem fake;
  fake.terminal = true;
  fake.height = 10;
  const std::string whole = fake.run("help environment").out;
  REQUIRE(whole.size() > 500);
  fake.env["PAGER"] = "less -S";
  const Outcome paged = fake.run("help environment");
  CHECK(paged.code == 0);
  CHECK(paged.out.empty());
  REQUIRE(fake.paged.size() == 1);
  CHECK(fake.paged[0].first == "less -S");
  CHECK(fake.paged[0].second == whole);

  CHECK(fake.run("help environment -o " + fake.home() + "/text").code == 0);  // into a file
  CHECK(!fake.run("help environment --format json").out.empty());             // for machines
  CHECK(!fake.run("config path").out.empty());                                // short
  fake.height = 0;
  CHECK(fake.run("help environment").out == whole);  // of unknown height
  fake.height = 10;
  fake.terminal = false;
  CHECK(!fake.run("help environment").out.empty());  // in a pipe
  CHECK(fake.paged.size() == 1);

  fake.terminal = true;
  fake.env["PAGER"] = "missing";
  CHECK(fake.run("help environment").out == whole);  // a pager that is not there loses nothing
}
