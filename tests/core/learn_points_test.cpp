// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <cmath>
#include <numeric>
#include <random>
#include "core/error.h"
#include "core/learn/minimise.h"
#include "core/learn/points.h"
using namespace juno;
using namespace juno::learn;

namespace {

// Two words that tell the value, among some that do not.
std::vector<PointsRow> told_by_words(Lexicon& lexicon, int n) {
  std::mt19937 random(9);
  std::vector<PointsRow> rows;
  for (int i = 0; i < n; ++i) {
    const bool big = random() % 2 == 0;
    std::string text = big ? "migration" : "typo";
    for (int w = 0; w < 4; ++w) text += " noise" + std::to_string(random() % 20);
    rows.push_back({count_text(lexicon, text, ""), big ? 8.0 : 1.0});
  }
  return rows;
}

}  // namespace

TEST_CASE("the least point of a bowl is found, from afar and along a bent valley") {
  const auto bowl = minimise([](const std::vector<double>& x, std::vector<double>& g) {
    g = {2 * (x[0] - 3), 200 * (x[1] + 1)};
    return (x[0] - 3) * (x[0] - 3) + 100 * (x[1] + 1) * (x[1] + 1);
  }, {50, 50}, {200, 1e-9, 8});
  CHECK(bowl[0] == doctest::Approx(3));
  CHECK(bowl[1] == doctest::Approx(-1));
  const auto valley = minimise([](const std::vector<double>& x, std::vector<double>& g) {  // Rosenbrock
    const double a = 1 - x[0], b = x[1] - x[0] * x[0];
    g = {-2 * a - 400 * x[0] * b, 200 * b};
    return a * a + 100 * b * b;
  }, {-1.2, 1}, {500, 1e-9, 8});
  CHECK(valley[0] == doctest::Approx(1));
  CHECK(valley[1] == doctest::Approx(1));
}

TEST_CASE("without words that tell, the chances are how often each class was") {
  const std::vector<SparseRow> rows(10);
  const std::vector<std::uint32_t> classes{0, 0, 0, 0, 0, 1, 1, 1, 2, 2};
  const auto p = fit_softmax(rows, classes, 3, 1, 1.0).probabilities({});
  CHECK(p[0] == doctest::Approx(0.5).epsilon(0.01));
  CHECK(p[1] == doctest::Approx(0.3).epsilon(0.01));
  CHECK(p[2] == doctest::Approx(0.2).epsilon(0.01));
}

TEST_CASE("where two classes meet two words, the weights are those that make the slope of the loss nothing") {
  // One row each way: by symmetry the loss is 2 ln(1 + e^-2w) + (4 w²)/(2 C) with weights +-w; its slope is 0 where w = C/(1 + e^2w).
  const std::vector<SparseRow> rows{{{0, 1}}, {{1, 1}}};
  const std::vector<std::uint32_t> classes{0, 1};
  const auto m = fit_softmax(rows, classes, 2, 2, 3.0);
  double w = 0.5;
  for (int i = 0; i < 200; ++i) w = 0.5 * w + 0.5 * 3 / (1 + std::exp(2 * w));
  CHECK(m.weights[0] == doctest::Approx(w).epsilon(0.01));
  CHECK(m.weights[1] == doctest::Approx(-w).epsilon(0.01));
}

TEST_CASE("the median and the range of a distribution, by hand") {
  const PointsDistribution d{{1, 2, 3, 5, 8}, {0.04, 0.3, 0.2, 0.4, 0.06}};
  CHECK(d.median() == 3);
  CHECK(d.tail_of(1) == doctest::Approx(0.04));
  CHECK(d.tail_of(5) == doctest::Approx(0.46));
  CHECK(d.tail_of(4) == 0);  // nobody gives 4 points
  CHECK(d.range(0.05).low == 2);
  CHECK(d.range(0.05).high == 8);
  CHECK(d.range(0.9).low == 3);  // never empty
}

TEST_CASE("words that tell the points are found, and only values that are used are said") {
  Lexicon lexicon;
  const auto rows = told_by_words(lexicon, 120);
  const PointsModel m = train_points(rows);
  CHECK(m.settings.text_share > 0);
  CHECK(m.predict(count_text(lexicon, "Fix a typo", "")).median() == 1);
  CHECK(m.predict(count_text(lexicon, "Do the migration", "")).median() == 8);
  const auto unknown = m.predict(count_text(lexicon, "Quite another thing", ""));
  CHECK((unknown.median() == 1 || unknown.median() == 8));
  CHECK(std::accumulate(unknown.shares.begin(), unknown.shares.end(), 0.0) == doctest::Approx(1));
  CHECK(train_points(rows, true).settings.text_share == 0);
}

TEST_CASE("few rows, one row, all rows alike: the median") {
  Lexicon lexicon;
  auto rows = told_by_words(lexicon, 120);
  CHECK(train_points(std::span(rows).first(1)).predict({}).median() == rows[0].points);
  CHECK(train_points(std::span(rows).first(20)).settings.text_share == 0);
  for (PointsRow& r : rows) r.points = 3;
  CHECK(train_points(rows).predict(rows[0].text).median() == 3);
}

TEST_CASE("a model of points is the same after a round trip, and damaged bytes are refused") {
  Lexicon lexicon;
  const PointsModel m = train_points(told_by_words(lexicon, 120));
  const std::string bytes = m.bytes();
  CHECK(PointsModel::from_bytes(bytes).bytes() == bytes);
  for (std::size_t n = 0; n < bytes.size(); n += 1 + bytes.size() / 200) CHECK_THROWS_AS(PointsModel::from_bytes(bytes.substr(0, n)), Error);
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {  // never a crash; what is read must be usable
    std::string bad = bytes;
    for (int k = 0; k < 3; ++k) bad[random() % bad.size()] = static_cast<char>(random() & 0xff);
    try {
      const auto p = PointsModel::from_bytes(bad).predict(count_text(lexicon, "migration typo noise1", ""));
      CHECK(p.values.size() == p.shares.size());
    } catch (const Error& e) {
      CHECK(e.exit == Exit::store);
    }
  }
}

TEST_CASE("a closed lexicon and an index change no row: what a model knows of a text is the same") {
  Lexicon open;
  std::vector<TermCounts> texts;
  for (const char* text : {"Fix the login page", "Fix a typo in the login mail", "Login migration of the mail server", "typo", ""}) texts.push_back(count_text(open, text, "the mail server and the page"));
  const Vocabulary v = Vocabulary::of(texts, 2, 8);
  const VocabularyIndex index(v);
  Lexicon closed(v.terms);
  for (const char* text : {"Fix the login mail server of the page", "something else", ""}) {
    int words = 0, known = 0;
    const TermCounts all = count_text(open, text, text, &words), few = count_text(closed, text, text, &known);
    CHECK(words == known);
    CHECK(few.size() <= all.size());
    const SparseRow row = v.row(all);
    for (const SparseRow& other : {v.row(few), index.row(all), index.row(few)}) {
      REQUIRE(other.size() == row.size());
      for (std::size_t i = 0; i < row.size(); ++i) CHECK((other[i].column == row[i].column && other[i].value == row[i].value));
    }
  }
}
