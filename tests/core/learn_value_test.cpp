// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>
#include <random>
#include "core/learn/train.h"
#include "core/learn/units.h"
#include "tests/core/learn_history.h"
using namespace juno;
using namespace juno::learn;
using juno::learn::test::end_of;
using juno::learn::test::history;

namespace {

Instant on_day(int n) { return {static_cast<std::int64_t>(n) * 86'400'000}; }

LearnItem feature_worth(std::vector<Worth> worth) {
  LearnItem item;
  item.key = "INV-1", item.now.type = "Epic", item.now.summary = "Print invoices";
  item.created = on_day(1), item.started = on_day(10), item.done = on_day(20), item.worth = std::move(worth);
  return item;
}

// What each of the invented history's issues was worth follows the same law as how long it took, and was known three weeks after; a first
// guess a week after was half of it.
std::vector<LearnItem> worth_history(int issues, double noise, double law, unsigned seed) {
  auto items = history({issues, noise, law, seed, 24});
  for (LearnItem& i : items) {
    const double worth = static_cast<double>(i.done->ms - i.started->ms) / 86'400'000;
    i.worth = {{*i.done + std::chrono::hours(24 * 7), worth / 2}, {*i.done + std::chrono::hours(24 * 21), worth}};
  }
  return items;
}

std::optional<Trained> trained_on_worth(const std::vector<LearnItem>& items) {
  Lexicon lexicon;
  return train(Target::value, cases_of(lexicon, Target::value, items, end_of(items) + std::chrono::hours(24 * 60)), {});
}

}  // namespace

TEST_CASE("what a feature is worth was to be predicted when work on it began, and each word about it is known from its moment on") {
  Lexicon lexicon;
  const auto cases = cases_of(lexicon, Target::value, std::vector{feature_worth({{on_day(30), 8}, {on_day(60), 3}, {on_day(90), -5}})}, on_day(100));
  REQUIRE(cases.size() == 1);
  CHECK(cases[0].at == on_day(10));
  CHECK(cases[0].known == on_day(90));
  CHECK(cases[0].value == 0);  // what lost something is worth nothing
  CHECK(cases[0].before == std::vector<Worth>{{on_day(30), 8}, {on_day(60), 3}});
  struct At {
    int day;
    std::optional<double> value;
  };
  for (const At& a : {At{5, {}}, {20, {}}, {30, {}}, {31, 8}, {60, 8}, {61, 3}, {90, 3}, {91, 0}}) {
    const auto seen = seen_at(Target::value, cases, on_day(a.day));
    CHECK_MESSAGE(seen.size() == (a.value ? 1u : 0u), a.day);
    if (seen.size() == 1 && a.value) CHECK_MESSAGE(seen[0].value == *a.value, a.day);
    if (seen.size() == 1) CHECK((seen[0].known && *seen[0].known < on_day(a.day)));
  }
}

TEST_CASE("an outcome from before work began was to be predicted when the feature was written down; one from before that is none") {
  Lexicon lexicon;
  const auto case_of = [&](std::vector<Worth> worth) { return cases_of(lexicon, Target::value, std::vector{feature_worth(std::move(worth))}, on_day(100)); };
  CHECK(case_of({{on_day(5), 2}}).at(0).at == on_day(1));
  CHECK(case_of({{on_day(5), 2}}).at(0).value == 2);
  CHECK(case_of({{on_day(1), 2}}).empty());
  CHECK(case_of({{on_day(1), 2}, {on_day(40), 7}}).at(0).value == 7);
  CHECK(case_of({{on_day(1), 2}, {on_day(40), 7}}).at(0).before.empty());
  CHECK(case_of({}).empty());
  CHECK(case_of({{on_day(40), std::nan("")}}).empty());
}

TEST_CASE("a value that follows from what is written is learned and beats the median; one that does not is refused, whatever the seed") {
  const auto t = trained_on_worth(worth_history(190, 0.1, 1.5, 5));
  REQUIRE(t);
  const Evaluation& e = t->evaluation;
  CHECK_MESSAGE(e.better, e.verdict);
  CHECK(*e.error < 0.9 * *e.usual_error);
  CHECK(*e.p < 0.05);
  CHECK(e.judged >= 30);
  CHECK(e.ranges >= 40);
  CHECK(e.held >= 0.8 * e.ranges);
  CHECK(e.verdict.ends_with(" points of value"));
  for (const unsigned seed : {1u, 2u, 3u, 4u}) {
    const auto noise = trained_on_worth(worth_history(90, 0.8, 0, seed));
    REQUIRE(noise);
    CHECK_MESSAGE(!noise->evaluation.better, seed);
    CHECK(noise->method == "median by type");
    CHECK(noise->evaluation.verdict == "no better than the median here: values stay as they are stated");
  }
}

TEST_CASE("fifty outcomes are needed for values, and where all became known at the end nothing is judged, so nothing is used") {
  CHECK_FALSE(trained_on_worth(worth_history(49, 0.3, 1, 5)));
  CHECK(trained_on_worth(worth_history(50, 0.3, 1, 5)));
  auto late = worth_history(80, 0.1, 2, 5);
  for (LearnItem& i : late) i.worth = {{end_of(late), i.worth.back().value}};
  const auto t = trained_on_worth(late);
  REQUIRE(t);
  CHECK(t->evaluation.judged == 0);
  CHECK_FALSE(t->evaluation.better);
  CHECK(t->evaluation.verdict == "too few outcomes were known when later work began: values stay as they are stated");
}

TEST_CASE("values: the same outcomes in another order give the same bytes, and what was written after work began changes none of them") {
  auto items = worth_history(90, 0.3, 1, 5);
  const auto before = trained_on_worth(items);
  std::mt19937 random(3);
  std::shuffle(items.begin(), items.end(), random);
  CHECK(trained_on_worth(items)->bytes == before->bytes);
  for (LearnItem& i : items) {
    const std::string word = "later" + std::to_string(random() % 7);
    i.changes = {{*i.started + std::chrono::hours(1), ItemField::summary, i.now.summary, word}, {*i.started + std::chrono::hours(2), ItemField::type, i.now.type, word},
                 {*i.started + std::chrono::hours(3), ItemField::component, i.now.components.front(), word}, {*i.started + std::chrono::hours(4), ItemField::reporter, i.now.reporter, word}};
    i.now.summary = i.now.type = i.now.reporter = word, i.now.components = {word};
    i.points = 99, i.done = *i.done + std::chrono::hours(5);
  }
  CHECK(trained_on_worth(items)->bytes == before->bytes);
}

TEST_CASE("a model of values holds for the units it was trained with, and for no others") {
  const std::map<std::string, double> units{{"EUR", 0.002}, {"USD", 0.0018}, {"a=b;", 3}};
  const std::string all = "seed=1" + units_text({"EUR", "USD", "a=b;"}, units), one = "seed=1" + units_text({"EUR"}, units);
  CHECK(one == "seed=1 units=EUR=0.002;");
  CHECK(units_text({}, units).empty());
  CHECK(same_units(all, units));
  CHECK(same_units(one, units));
  CHECK(same_units("seed=1", units));
  CHECK(same_units(one, {{"EUR", 0.002}}));
  CHECK_FALSE(same_units(all, {{"EUR", 0.002}}));
  CHECK_FALSE(same_units(one, {{"EUR", 0.0021}}));
  CHECK_FALSE(same_units(one, {{"USD", 0.002}}));
  CHECK_FALSE(same_units(one, {}));
}

TEST_CASE("what is learned is held against what people had stated by then, where they had, and the verdict says which was closer") {
  auto items = worth_history(190, 0.1, 1.5, 5);
  CHECK(trained_on_worth(items)->evaluation.stated == 0);
  for (LearnItem& i : items) i.stated = i.worth.back().value;
  const Evaluation right = trained_on_worth(items)->evaluation;
  CHECK(right.stated == right.judged);
  CHECK(*right.stated_error == doctest::Approx(0));
  CHECK(right.verdict.find("; where a value was stated, in " + std::to_string(right.judged) + " of them, it is better than what is learned (off by 0 against ") != std::string::npos);
  for (LearnItem& i : items) i.stated = i.worth.back().value * 20;
  CHECK(trained_on_worth(items)->evaluation.verdict.find("it errs more than what is learned") != std::string::npos);
  // Corrected when the outcome was known: then it is no forecast, and what had been stated when work began counts.
  for (LearnItem& i : items) i.stated = i.worth.back().value, i.restated = {{i.worth.back().known, i.worth.back().value * 20}};
  CHECK(*trained_on_worth(items)->evaluation.stated_error > 10);
  for (LearnItem& i : items) i.restated = {{i.worth.back().known, std::nullopt}};
  CHECK(trained_on_worth(items)->evaluation.stated == 0);
}
