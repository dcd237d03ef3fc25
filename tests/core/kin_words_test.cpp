// SPDX-License-Identifier: Apache-2.0
#include "core/kin_words.h"
#include <doctest/doctest.h>
#include <random>
#include "core/similar.h"
using namespace juno;
namespace {

using Pairs = std::vector<std::pair<std::set<std::string>, std::set<std::string>>>;

// One thing in two words, among words that are there by chance.
Pairs kin_pairs(int n) {
  std::mt19937 random(8);
  Pairs out;
  for (int k = 0; k < n; ++k) {
    std::set<std::string> a, b;
    for (int w = 0; w < 6; ++w) a.insert("w" + std::to_string(random() % 60)), b.insert("w" + std::to_string(random() % 60));
    if (k % 3 == 0) a.insert("invoic"), b.insert("bill");
    if (k % 3 == 1) a.insert("both"), b.insert("both");
    out.emplace_back(a, b);
  }
  return out;
}

}  // namespace

TEST_CASE("words that stand for each other in linked duplicates are learned, both ways, and chance is not") {
  const KinWords kin = learn_kin(kin_pairs(60));
  REQUIRE(kin.contains("invoic"));
  CHECK(kin.at("invoic")[0].word == "bill");
  CHECK(kin.at("invoic")[0].share == doctest::Approx(1));
  CHECK(kin.at("bill")[0].word == "invoic");
  CHECK_FALSE(kin.contains("both"));
  std::size_t by_chance = 0;
  for (const auto& [word, all] : kin)
    for (const KinWord& k : all) by_chance += word[0] == 'w' && k.word[0] == 'w';
  CHECK(by_chance <= 6);  // of 3600 pairs of words, at p < 0.001
  CHECK(learn_kin(kin_pairs(1)).empty());
  CHECK(learn_kin({}).empty());
}

TEST_CASE("kin words read back as they were written, and damage is left out") {
  const KinWords kin = {{"bill", {{"invoic", 0.75}, {"statement", 0.1}}}, {"cart", {{"basket", 1}}}};
  CHECK(kin_text(read_kin(kin_text(kin))) == kin_text(kin));
  CHECK(read_kin("a\tb\tx\n\n\tc\t1\nd\te\t2\n").at("a").empty());
}

TEST_CASE("a kin word counts instead of the word itself, never besides it") {
  // Texts: the word itself, its kin, both, neither.
  const std::vector<IndexedText> texts = {{1, 1, 1}, {2, 1, 1}, {3, 1, 1}, {4, 1, 1}};
  const SimilarSearch search(texts);
  CountedText question = count_terms("invoice", "");
  const TermCount once{1, 0};
  const AskedTerm own{"invoic", once, {{0, once}, {2, once}}}, kin{"bill", once, {{1, once}, {2, once}}, "invoic", 0.7};
  const auto found = search.best(question, std::vector{own, kin}, 10);
  REQUIRE(found.size() == 3);
  CHECK(found[0].score == doctest::Approx(found[1].score));  // itself, and both
  CHECK(found[2].place == 1);
  CHECK(found[2].score == doctest::Approx(0.7 * found[0].score));
  CHECK(found[2].terms == std::vector<std::string>{"invoic ~ bill"});
}
