// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>
#include <random>
#include "core/error.h"
#include "core/learn/estimator.h"
#include "core/learn/shrinkage.h"
#include "core/learn/version.h"
#include "tests/core/learn_history.h"
using namespace juno;
using namespace juno::learn;
using juno::learn::test::end_of;
using juno::learn::test::history;

namespace {

double sum(const std::vector<Reason>& reasons) {
  double all = 0;
  for (const Reason& r : reasons) all += r.share;
  return all;
}

Trained trained(const std::vector<LearnItem>& items, Target target = Target::cycle) {
  Lexicon lexicon;
  return train(target, cases_of(lexicon, target, items, end_of(items)), {}).value();
}

}  // namespace

TEST_CASE("the ladder: what so many outcomes allow") {
  using M = Method;
  CHECK(methods_for(29, true) == std::vector<M>{M::median});
  CHECK(methods_for(30, true) == std::vector<M>{M::median, M::shrunk});
  CHECK(methods_for(200, true) == std::vector<M>{M::median, M::shrunk});
  CHECK(methods_for(201, true) == std::vector<M>{M::median, M::shrunk, M::linear});
  CHECK(methods_for(501, true) == std::vector<M>{M::median, M::shrunk, M::linear, M::trees});
  CHECK(methods_for(501, false) == std::vector<M>{M::median, M::shrunk, M::linear});
}

TEST_CASE("the reasons of an estimate sum to it, whatever the method") {
  Lexicon lexicon;
  const auto items = history({250, 0.5, 1, 5, 8});
  const auto cases = cases_of(lexicon, Target::cycle, items, end_of(items));
  for (const Method method : {Method::median, Method::shrunk, Method::linear}) {
    const EffortModel m = fit_effort(cases, method, nullptr, 1);
    const auto margins = estimate(m, cases, nullptr);
    for (std::size_t i = 0; i < cases.size(); i += 10) CHECK(sum(reasons(m, cases[i], nullptr)) == doctest::Approx(margins[i]).epsilon(1e-9));
    const std::string bytes = m.bytes();
    CHECK(EffortModel::from_bytes(bytes).bytes() == bytes);
    CHECK(estimate(EffortModel::from_bytes(bytes), cases, nullptr) == margins);
  }
}

TEST_CASE("a law in the history is learned, and its ranges hold 87 to 93 % of held-back outcomes") {
  Evaluation e = trained(history({520, 0.5, 1, 5, 8})).evaluation;
  CHECK(e.better);
  CHECK(*e.error < 0.95 * *e.usual_error);
  CHECK(*e.p < 0.05);
  CHECK(e.judged > 100);
  CHECK(e.ranges > 100);
  for (const unsigned seed : {6u, 7u, 8u}) {
    const Evaluation more = trained(history({260, 0.5, 1, seed, 8})).evaluation;
    e.ranges += more.ranges, e.held += more.held;
  }
  const double share = static_cast<double>(e.held) / e.ranges;
  CHECK(e.ranges > 250);
  CHECK(share >= 0.87);
  CHECK(share <= 0.93);
}

TEST_CASE("the same history in another order gives the same model, byte for byte") {
  auto items = history({130, 0.3, 1, 5, 8});
  const Instant end = end_of(items) + std::chrono::hours(24 * 30);
  std::mt19937 random(3);
  for (const Target target : {Target::points, Target::cycle, Target::effort}) {
    Lexicon lexicon, another;
    const auto before = train(target, cases_of(lexicon, target, items, end), {});
    std::shuffle(items.begin(), items.end(), random);
    const auto cases = cases_of(another, target, items, end);
    CHECK(train(target, cases, {})->bytes == before->bytes);
    std::vector<Case> backwards(cases.rbegin(), cases.rend());
    CHECK(train(target, backwards, {})->bytes == before->bytes);
  }
}

TEST_CASE("where nothing written says anything, the median is used and the verdict says so") {
  const Trained t = trained(history({260, 0.8, 0, 8, 8}));
  CHECK_FALSE(t.evaluation.better);
  CHECK(t.method == "median by type");
  CHECK(t.evaluation.verdict == "no better than the median here: using the median");
  CHECK(*t.evaluation.error == doctest::Approx(*t.evaluation.usual_error));
}

TEST_CASE("little history: the median, and below ten outcomes nothing at all") {
  const Trained t = trained(history({28, 0.5, 1, 5, 24}));
  CHECK(t.known < 30);
  CHECK(t.method == "median by type");
  CHECK(t.evaluation.verdict == "fewer than 30 known cases: using the median");
  Lexicon lexicon;
  const auto items = history({9, 0.5, 1, 5, 24});
  CHECK_FALSE(train(Target::cycle, cases_of(lexicon, Target::cycle, items, end_of(items)), {}).has_value());
  CHECK_FALSE(train(Target::cycle, {}, {}).has_value());
}

TEST_CASE("all outcomes equal, or nothing written at all: figures, never NaN") {
  auto items = history({80, 0, 0, 5, 24});
  for (LearnItem& i : items) i.now.summary.clear(), i.now.description.clear(), i.now.components.clear(), i.now.reporter.clear(), i.points = 3;
  for (const Target target : {Target::points, Target::cycle, Target::effort}) {
    Lexicon lexicon;
    const auto cases = cases_of(lexicon, target, items, end_of(items));
    const auto t = train(target, cases, {});
    REQUIRE(t.has_value());
    CHECK(std::isfinite(*t->evaluation.error));
    const Estimate e = Estimator(target, t->bytes, nullptr).of({&cases.back(), 1}).front();
    CHECK(std::isfinite(e.value));
    CHECK(e.value == doctest::Approx(target == Target::cycle ? std::exp(1) - 0.25 : 3).epsilon(0.05));
    if (e.range) CHECK((e.range->low <= e.value && e.value <= e.range->high));
  }
}

TEST_CASE("story points of issues are learned from their words and tags") {
  const auto items = history({240, 0.2, 1, 5, 8});
  const Trained t = trained(items, Target::points);
  CHECK(t.evaluation.better);
  CHECK(t.evaluation.ranges > 60);
  CHECK(t.evaluation.held >= 0.85 * t.evaluation.ranges);
  Lexicon lexicon;
  const auto cases = cases_of(lexicon, Target::points, items, end_of(items));
  CHECK(sum(Estimator(Target::points, t.bytes, nullptr).reasons(cases.front())) == doctest::Approx(1));  // chances
}

TEST_CASE("damaged bytes of a model are refused or usable, never worse") {
  Lexicon lexicon;
  const auto items = history({60, 0.5, 1, 5, 8});
  const auto cases = cases_of(lexicon, Target::cycle, items, end_of(items));
  const std::string bytes = fit_effort(cases, Method::shrunk, nullptr, 1).bytes();
  for (std::size_t n = 0; n < bytes.size(); n += 1 + bytes.size() / 200) CHECK_THROWS_AS(EffortModel::from_bytes(bytes.substr(0, n)), Error);
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    std::string bad = bytes;
    for (int k = 0; k < 3; ++k) bad[random() % bad.size()] = static_cast<char>(random() & 0xff);
    try {
      const EffortModel m = EffortModel::from_bytes(bad);
      if (m.method != Method::trees) estimate(m, {&cases.front(), 1}, nullptr);
    } catch (const Error& e) {
      CHECK(e.exit == Exit::store);
    }
  }
}

TEST_CASE("a challenger that errs more on what is new to both is kept aside; with little that is new it takes over") {
  Lexicon lexicon;
  const auto items = history({150, 0.5, 1, 5, 8});
  const auto cases = cases_of(lexicon, Target::cycle, items, end_of(items) + std::chrono::hours(24 * 90));
  ModelVersion champion;
  champion.id = 4, champion.what = *train(Target::cycle, std::vector<Case>(cases.begin(), cases.begin() + 100), {});
  Trained challenger;
  challenger.target = Target::cycle;
  for (std::size_t i = 95; i < 150; ++i) challenger.judged.push_back({cases[i].at, cases[i].key, 1000.0});
  Contest c = contest(champion, challenger, cases, nullptr);
  CHECK(c.cases == 50);  // not the five that the champion was trained on
  CHECK_FALSE(c.takes_over);
  for (auto& j : challenger.judged) j.off = 0;
  c = contest(champion, challenger, cases, nullptr);
  CHECK(c.takes_over);
  CHECK(*c.challenger == 0);
  challenger.judged.resize(20), challenger.judged[19].off = 1000;
  c = contest(champion, challenger, cases, nullptr);
  CHECK(c.cases < 20);
  CHECK(c.takes_over);
  CHECK(c.verdict.find("do not tell them apart") != std::string::npos);
}

TEST_CASE("how similar neighbours are by the words they have is their product, to the last bit") {
  Lexicon lexicon;
  const auto items = history({60, 0.5, 1, 5, 8});
  const auto cases = cases_of(lexicon, Target::cycle, items, end_of(items));
  const EffortModel m = fit_effort(cases, Method::shrunk, nullptr, 1);
  const Neighbourhood neighbours(m);
  for (const Case& c : cases) {
    const SparseRow own = m.encoder.words.row(c.text);
    const auto similar = neighbours.similarities(own);
    REQUIRE(similar.size() == m.neighbours.size());
    for (std::size_t n = 0; n < similar.size(); ++n) CHECK(similar[n] == dot(own, m.neighbours[n].words));
  }
}
