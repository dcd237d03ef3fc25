// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <string>
#include <vector>
#include "core/failure.h"
using namespace juno;

namespace {
std::string joined(const References& r) {
  std::string out;
  for (const auto& s : r.shas) out += s + " ";
  for (const auto& p : r.pulls) out += p + " ";
  return out;
}
}  // namespace

TEST_CASE("what a text says it reverts") {
  struct Row { std::string text, found; };
  for (const Row& r : {
           Row{"Revert \"Add cart\"\n\nThis reverts commit 4f1c2ab9d0e34f1c2ab9d0e34f1c2ab9d0e34f1c.", "4f1c2ab9d0e34f1c2ab9d0e34f1c2ab9d0e34f1c "},
           Row{"this REVERTS COMMIT 4f1c2ab", "4f1c2ab "},
           Row{"Reverts acme/web#12", "acme/web#12 "},
           Row{"Reverts #12 and more", "#12 "},
           Row{"Reverts #12\nReverts #13", "#12 #13 "},
           Row{"Never reverts commit by itself", ""},
           Row{"It reverts acme/web to #12", ""},
           Row{"reverts commit", ""},
           Row{"reverts ", ""},
           Row{"Irreverts #12", ""},
           Row{"", ""}}) {
    CAPTURE(r.text);
    CHECK(joined(reverted_in(r.text)) == r.found);
  }
}

TEST_CASE("what a text names") {
  struct Row { std::string text, found; };
  for (const Row& r : {
           Row{"Fixes #7, see acme/api#31.", "#7 acme/api#31 "},
           Row{"broken since 4f1c2ab", "4f1c2ab "},
           Row{"defaced 1234567 facade0", "facade0 "},       // letters only and digits only are words and numbers
           Row{"#0 #12abc a#5 &#39; /#4", ""},
           Row{"4f1c2ab9d0e34f1c2ab9d0e34f1c2ab9d0e34f1c2", ""},  // 41 digits are no sha
           Row{"#12345678901", ""}}) {
    CAPTURE(r.text);
    CHECK(joined(named_in(r.text)) == r.found);
  }
}
