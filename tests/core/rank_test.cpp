// SPDX-License-Identifier: Apache-2.0
#include "core/rank.h"
#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>
#include <random>
#include "core/error.h"
#include "core/rank_signals.h"
#include "core/render/render.h"
using namespace juno;
using doctest::Approx;
namespace {

RankCandidate feature(const std::string& key, std::optional<double> value, std::optional<double> points) {
  RankCandidate c;
  c.key = key, c.summary = "Summary of " + key, c.type = "Epic", c.business_value = value, c.points = points;
  return c;
}

RankRules rank_rules(RankModel model = RankModel::roi) {
  RankRules r;
  r.model = model, r.weights = {{"roi", 0.5}, {"effort", 0.2}, {"alignment", 0.3}}, r.today = *parse_date("2026-03-02");
  return r;
}

std::string order(const Ranking& r) {
  std::string out;
  for (const RankedItem& i : r.items) out += (out.empty() ? "" : " ") + i.candidate.key + (i.rank == 0 ? "*" : "");
  return out;
}

std::vector<RankCandidate> random_features(std::mt19937& random, std::size_t n) {
  std::vector<RankCandidate> out;
  for (std::size_t k = 0; k < n; ++k) {
    RankCandidate c = feature("F-" + std::to_string(k + 1), {}, {});
    if (random() % 3 != 0) c.business_value = static_cast<double>(random() % 120) - 10;
    if (random() % 3 != 0) c.points = static_cast<double>(random() % 30);
    c.votes = static_cast<int>(random() % 5), c.watchers = static_cast<int>(random() % 9), c.people = static_cast<int>(random() % 4);
    c.children = static_cast<int>(random() % 6);
    if (c.children > 0) c.open_children = static_cast<int>(random() % static_cast<unsigned>(c.children + 1));
    if (c.open_children > 0) c.unestimated_children = static_cast<int>(random() % static_cast<unsigned>(c.open_children + 1)), c.open_points = 2.0 * (c.open_children - c.unestimated_children);
    c.all_points = c.open_points + 3 * (c.children - c.open_children);
    c.done = random() % 6 == 0;
    c.priority_score = 10 + 20 * static_cast<double>(random() % 5), c.blocks = static_cast<int>(random() % 8);
    if (random() % 2) c.due = *parse_date("2026-03-02") + static_cast<int>(random() % 300);
    if (random() % 2) c.labels = {"goal"};
    out.push_back(std::move(c));
  }
  return out;
}

}  // namespace

TEST_CASE("the score of return is worked by hand, and its factors sum to it") {
  RankCandidate a = feature("A-1", 40, {});
  a.children = 3, a.open_children = 2, a.open_points = 8, a.all_points = 16, a.labels = {"q4-goal"};
  RankRules r = rank_rules();
  r.alignment = {{"labels", {{"q4-goal", 80}}}};
  const Ranking out = rank_candidates({a, feature("A-2", 10, 5)}, r);
  // 40 / 8 = 5 a point, 100 × 5/6; effort 100 × 20/28; alignment 80. A-2: 2 a point, 100 × 2/3; 100 × 20/25; 0.
  CHECK(order(out) == "A-1 A-2");
  CHECK(*out.items[0].score == Approx(0.5 * 500 / 6 + 0.2 * 2000 / 28 + 0.3 * 80));
  CHECK(*out.items[1].score == Approx(0.5 * 200 / 3 + 0.2 * 80 + 0));
  CHECK(out.items[0].effort_source == "children");
  CHECK(out.items[1].effort_source == "own points");
  CHECK(out.items[0].confidence == "high");
  // Without anything to be aligned with, its weight goes to the others.
  CHECK(*rank_candidates({feature("A-2", 10, 5)}, rank_rules()).items[0].score == Approx((0.5 * 200 / 3 + 0.2 * 80) / 0.7));
}

TEST_CASE("what is not estimated widens the score, and nothing else does") {
  RankCandidate c = feature("A-1", 30, {});
  c.children = c.open_children = 4, c.unestimated_children = 2, c.open_points = 6, c.all_points = 6;
  const Ranking out = rank_candidates({c, feature("A-2", 30, 6)}, rank_rules());
  const RankedItem& i = out.items[0].candidate.key == "A-1" ? out.items[0] : out.items[1];
  CHECK(*i.effort == 12);  // two more at 3 each
  CHECK(*i.effort_low == 6);
  CHECK(*i.effort_high == 18);
  CHECK(*i.low < *i.score);
  CHECK(*i.score < *i.high);
  const RankedItem& other = out.items[0].candidate.key == "A-1" ? out.items[1] : out.items[0];
  CHECK_FALSE(other.low);
}

TEST_CASE("what cannot be ranked stands last with its reason, and no number is made up") {
  RankCandidate finished = feature("B-4", 20, 5), small = feature("B-9", 20, 5);
  finished.children = 2, finished.all_points = 5;
  small.done = true;
  const Ranking out = rank_candidates({feature("B-1", {}, 5), feature("B-2", 20, {}), feature("B-3", 20, 0), finished, feature("B-5", -5, 5), small}, rank_rules());
  CHECK(order(out) == "B-5 B-1* B-2* B-3* B-4*");
  CHECK(*out.items[0].score == Approx(0.2 / 0.7 * 80));  // a negative value earns nothing, its little effort still counts
  CHECK(out.items[1].reason.starts_with("no value"));
  CHECK(out.items[2].reason.starts_with("no effort"));
  CHECK(out.items[3].reason == "its effort is 0");
  CHECK(out.items[4].reason == "no work is left: all 2 children are done");
  // RICE and ICE ask for reach and impact, not for a value.
  CHECK(order(rank_candidates({feature("B-1", {}, 5)}, rank_rules(RankModel::ice))) == "B-1");
  CHECK(order(rank_candidates({feature("B-1", {}, 5)}, rank_rules(RankModel::rice))) == "B-1*");
  CHECK(order(rank_candidates({}, rank_rules())).empty());
}

TEST_CASE("what loses more stands below what loses less though neither earns anything, and what has the same return is ordered by key") {
  const Ranking out = rank_candidates({feature("L-1", -20, 5), feature("L-2", -10, 5), feature("L-4", -10, 5), feature("L-3", -10, 5), feature("L-5", 0, 5)}, rank_rules());
  CHECK(order(out) == "L-5 L-2 L-3 L-4 L-1");
  for (const RankedItem& i : out.items) CHECK(*i.score == *out.items[0].score);
  Ranking adjusted = rank_candidates({feature("L-1", -20, 5), feature("L-2", -10, 5), feature("L-3", 1, 50)}, rank_rules());
  adjust_ranking(adjusted, std::vector{RankAdjustment{1, "", 9, "L-9", RankAdjustment::Kind::pin, 1, {}, {}, {}, "none of these"}});
  CHECK(order(adjusted) == "L-2 L-1 L-3");
}

TEST_CASE("finished features say what such work takes, from five of them on") {
  std::vector<RankCandidate> all{feature("C-1", 20, {})};
  for (int k = 0; k < 5; ++k) {
    CHECK(order(rank_candidates(all, rank_rules())) == "C-1*");
    RankCandidate done = feature("C-" + std::to_string(10 + k), {}, 5.0 * (k + 1));
    done.done = true;
    all.push_back(done);
  }
  const Ranking out = rank_candidates(all, rank_rules());
  CHECK(order(out) == "C-1");
  CHECK(*out.items[0].effort == 15);
  CHECK(*out.items[0].effort_low == 5);
  CHECK(*out.items[0].effort_high == 25);
  CHECK(out.items[0].effort_source == "median of 5 finished");
}

TEST_CASE("the other models by hand") {
  RankCandidate c = feature("D-1", 20, 4);
  c.votes = 6, c.watchers = 3, c.people = 1, c.priority_score = 70, c.blocks = 2, c.due = *parse_date("2026-03-20");
  const auto score = [&](RankModel m) { return *rank_candidates({c}, rank_rules(m)).items[0].score; };
  CHECK(score(RankModel::rice) == Approx(6 * 2 * 1.0 / 4));
  CHECK(score(RankModel::wsjf) == Approx((20 * 0.5 + 13 + 5) / 4));
  CHECK(score(RankModel::ice) == Approx(7 * 10 * (10 * 20.0 / 24)));
}

TEST_CASE("another candidate changes no score, the order of input changes nothing, factors sum to scores") {
  std::mt19937 random(6);
  for (int round = 0; round < 60; ++round) {
    auto all = random_features(random, 2 + random() % 12);
    for (const auto model : {RankModel::roi, RankModel::rice, RankModel::wsjf, RankModel::ice}) {
      RankRules r = rank_rules(model);
      if (round % 2) r.alignment = {{"labels", {{"goal", 60}}}};
      const Ranking before = rank_candidates(all, r);
      auto shuffled = all;
      std::shuffle(shuffled.begin(), shuffled.end(), random);
      REQUIRE(render(ranking_report(rank_candidates(shuffled, r), true), Format::json, {}) == render(ranking_report(before, true), Format::json, {}));
      auto more = all;
      more.push_back(feature("Z-1", 77, 7));
      std::map<std::string, std::optional<double>> scores;
      for (const RankedItem& i : rank_candidates(more, r).items) scores[i.candidate.key] = i.score;
      for (const RankedItem& i : before.items) {
        REQUIRE(scores.at(i.candidate.key) == i.score);
        REQUIRE((i.rank == 0) == !i.reason.empty());
        if (!i.score) continue;
        REQUIRE(std::isfinite(*i.score));
        double sum = 0;
        bool sums = true;
        for (const RankFactor& f : i.factors) {
          if (f.contribution) sum += *f.contribution;
          else sums = sums && model == RankModel::wsjf;  // its divisor
        }
        if (model == RankModel::roi || model == RankModel::wsjf) REQUIRE(sum == Approx(*i.score));
        if (i.low) REQUIRE(*i.low <= *i.score);
        if (i.low) REQUIRE(*i.score <= *i.high);
      }
    }
  }
}

TEST_CASE("at the change of weight that is told, two neighbours are level; before it they are not") {
  std::mt19937 random(9);
  int seen = 0;
  for (int round = 0; round < 40; ++round) {
    RankRules r = rank_rules();
    r.alignment = {{"labels", {{"goal", 60}}}};
    const Ranking ranking = rank_candidates(random_features(random, 8), r);
    for (const RankSwap& swap : rank_swaps(ranking)) {
      const auto find = [&](const std::string& key) { return *std::find_if(ranking.items.begin(), ranking.items.end(), [&](const RankedItem& i) { return i.candidate.key == key; }); };
      const RankedItem above = find(swap.above), below = find(swap.below);
      const auto gap = [&](double share) {
        RankRules moved = r;
        const double w = r.weights.at(swap.weight), d = swap.change * share;
        for (auto& [name, weight] : moved.weights) weight = name == swap.weight ? w + d : weight * (1 - w - d) / (1 - w);
        return *score_with(above, moved, *above.value, *above.effort) - *score_with(below, moved, *below.value, *below.effort);
      };
      REQUIRE(gap(1) == Approx(0).epsilon(1e-9));
      REQUIRE(gap(0.9) >= -1e-9);
      ++seen;
    }
  }
  CHECK(seen > 50);
}

TEST_CASE("samples: the same seed gives the same answer, a clear winner stays first, ranks are ranks") {
  std::vector<RankCandidate> all{feature("E-1", 100, 2), feature("E-2", 10, 10), feature("E-3", 10.1, 10)};
  const Ranking ranking = rank_candidates(all, rank_rules());
  const RankSensitivity a = rank_sensitivity(ranking, 1, 500, 7), b = rank_sensitivity(ranking, 1, 500, 7);
  REQUIRE(a.items.size() == 3);
  CHECK(a.items[0].key == "E-1");
  CHECK(a.items[0].first == 1);
  CHECK(a.same_top == 1);
  CHECK(a.items[0].low == 1);
  CHECK(a.items[0].high == 1);
  double first = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    first += a.items[k].first;
    CHECK(a.items[k].low == b.items[k].low);
    CHECK(a.items[k].first == b.items[k].first);
  }
  CHECK(first == Approx(1));
  CHECK(rank_sensitivity(rank_candidates({}, rank_rules()), 3, 100, 1).items.empty());
}

TEST_CASE("what would move a feature one place does, and a little less does not") {
  const Ranking ranking = rank_candidates({feature("G-1", 60, 6), feature("G-2", 20, 6)}, rank_rules());
  const Report r = rank_explanation(ranking, "g-2");
  const std::string note = *std::find_if(r.notes.begin(), r.notes.end(), [](const std::string& n) { return n.starts_with("To pass G-1"); });
  // With equal effort, equal value: 60 instead of 20.
  CHECK(note.find("a value of more than 60") != std::string::npos);
  CHECK_THROWS_AS(rank_explanation(ranking, "G-9"), Error);
}

TEST_CASE("signals: nobody counts twice, each scale is fixed, more of anything never lowers the index") {
  RankCandidate c = feature("S-1", {}, 4);
  c.votes = 12, c.watchers = 5, c.people = 3;
  CHECK(signal_index(c) == Approx(100 * 12.0 / 32));  // the largest of the three
  c.people = 20;
  CHECK(signal_index(c) == Approx(50));
  c.support = 14, c.support_people = 4;  // ten issues beyond one for each: half of the second scale, which weighs half
  CHECK(signal_index(c) == Approx(100 * (1 - 0.5 * 0.75)));
  c.rated = 5, c.displeased = 4;  // 4 of 5 + 3, weighs a quarter
  CHECK(signal_index(c) == Approx(100 * (1 - 0.5 * 0.75 * 0.875)));
  CHECK(*rank_candidates({c}, rank_rules()).items[0].value == Approx(signal_index(c)));
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    RankCandidate d = feature("S-2", {}, 4);
    int* const parts[] = {&d.votes, &d.watchers, &d.people, &d.support, &d.displeased};
    for (int* p : parts) *p = static_cast<int>(random() % 40);
    d.rated = d.displeased + static_cast<int>(random() % 5);
    const double before = signal_index(d);
    REQUIRE(before >= 0);
    REQUIRE(before < 100);
    int* const one = parts[random() % 5];
    ++*one;
    if (one == &d.displeased) ++d.rated;
    REQUIRE(signal_index(d) >= before);
  }
  // Its reporter alone is no demand; a customer's issue is.
  RankCandidate lone = feature("S-3", {}, 4);
  lone.people = 1;
  CHECK_FALSE(has_signals(lone));
  lone.support = lone.support_people = 1;
  CHECK(has_signals(lone));
}

TEST_CASE("criteria of the team's own: fixed scales, either way round, the middle where nothing is set, and that lowers confidence") {
  RankRules r = rank_rules();
  r.weights = {{"roi", 1}, {"effort", 0}, {"alignment", 0}, {"fit", 1}, {"risk", 2}};
  r.criteria = {{"fit", "Strategic fit", 0, 10}, {"risk", "Risk", 5, 1}};
  RankCandidate c = feature("C-1", 20, 20);  // 1 for a point: 50 of 100
  c.numbers = {{"criterion.fit", 8}, {"criterion.risk", 2}};
  const RankedItem set = rank_candidates({c}, r).items[0];
  CHECK(*set.score == Approx(0.25 * 50 + 0.25 * 80 + 0.5 * 75));
  CHECK(set.confidence == "high");
  c.numbers = {{"criterion.fit", 99}};
  const RankedItem half = rank_candidates({c}, r).items[0];
  CHECK(*half.score == Approx(0.25 * 50 + 0.25 * 100 + 0.5 * 50));
  CHECK(half.confidence == "medium");
  CHECK(half.factors.back().evidence == "not set: the middle of its scale");
  double sum = 0;
  for (const RankFactor& f : half.factors) sum += *f.contribution;
  CHECK(sum == Approx(*half.score));
}

TEST_CASE("parts of WSJF and RICE that are estimated in fields come before what juno derives") {
  RankCandidate c = feature("P-1", {}, 4);
  c.votes = 6, c.priority_score = 70, c.blocks = 2;
  c.numbers = {{"part.value", 13}, {"part.time_criticality", 8}};
  CHECK(*rank_candidates({c}, rank_rules()).items[0].value == 21);
  CHECK(rank_candidates({c}, rank_rules()).items[0].value_source == "WSJF parts");
  CHECK(*rank_candidates({c}, rank_rules(RankModel::wsjf)).items[0].score == Approx((13 + 8 + 5) / 4.0));  // two issues wait for it: 5
  c.numbers = {{"part.reach", 500}, {"part.impact", 2}, {"part.confidence", 80}};
  CHECK(*rank_candidates({c}, rank_rules()).items[0].value == 1000);
  CHECK(*rank_candidates({c}, rank_rules(RankModel::rice)).items[0].score == Approx(500 * 2 * 0.8 / 4));
  c.business_value = 7;
  CHECK(rank_candidates({c}, rank_rules()).items[0].value_source == "business value");
}

TEST_CASE("return in money is worked by hand, and what has no value in money is not made up") {
  RankRules r = rank_rules();
  r.weights = {{"roi", 1}, {"effort", 0}, {"alignment", 0}};
  r.money = RankMoney{"EUR", 100, 500, 2, "measured"};
  RankCandidate liked = feature("M-2", {}, 4);
  liked.votes = 50;
  const Ranking out = rank_candidates({feature("M-1", 60, 4), liked}, r);
  const RankedItem& i = out.items[0];
  CHECK(*i.benefit == 6000);
  CHECK(*i.cost == 4000);  // 4 points of 2 days at 500
  CHECK(*i.roi == Approx(0.5));
  CHECK(*i.score == Approx(60));  // 1.5 for 1: 100 × 1.5 / 2.5
  CHECK(out.items[1].rank == 0);
  CHECK(out.items[1].reason == "no value in EUR: it is by signals");
  CHECK(render(ranking_report(out, false), Format::table, {}).find("Benefit") != std::string::npos);
}

TEST_CASE("similar finished work stands in where nothing better is known, and is named") {
  RankCandidate c = feature("N-1", {}, {});
  c.neighbour_value = 30, c.value_neighbours = 4, c.neighbour_effort = 8, c.neighbour_low = 5, c.neighbour_high = 13, c.effort_neighbours = 3;
  const RankedItem i = rank_candidates({c}, rank_rules()).items[0];
  CHECK(i.value_source == "median of 4 similar finished");
  CHECK(i.effort_source == "median of 3 similar finished");
  CHECK(i.confidence == "low");
  CHECK(*i.low < *i.high);
  c.points = 2, c.business_value = 9;
  const RankedItem own = rank_candidates({c}, rank_rules()).items[0];
  CHECK(*own.value == 9);
  CHECK(own.effort_source == "own points");
}

TEST_CASE("a learned value stands between what was stated and the signals, and its range is that of score and return, by hand") {
  RankCandidate c = feature("A-1", {}, 10);
  c.votes = 7, c.learned_value = LearnedFigure{30, 10, 60, "learned (model 4, off by 3.2)", "model 4, linear on text: off by 3.2"};
  const auto ranked = [&](RankModel model = RankModel::roi) { return rank_candidates({c}, rank_rules(model)).items.at(0); };
  // 3 a point: 75 × 5/7; 20/30 of 100 × 2/7. Ends: 1 a point is 50, 6 a point 100 × 6/7.
  RankedItem i = ranked();
  CHECK(i.value_source == "learned (model 4, off by 3.2)");
  CHECK(*i.score == Approx(75 * 5 / 7.0 + 200 / 3.0 * 2 / 7));
  CHECK(*i.low == Approx(50 * 5 / 7.0 + 200 / 3.0 * 2 / 7));
  CHECK(*i.high == Approx(600 / 7.0 * 5 / 7 + 200 / 3.0 * 2 / 7));
  CHECK((*i.roi_low == Approx(1) && *i.roi_high == Approx(6)));
  CHECK(i.confidence == "medium");
  CHECK(i.factors.at(0).evidence == "model 4, linear on text: off by 3.2");
  // With a learned effort of 5 to 20 both ends meet: 10 for 20, and 60 for 5.
  c.points.reset(), c.learned_effort = LearnedFigure{10, 5, 20, "learned (model 2, off by 1)", ""};
  i = ranked();
  CHECK(*i.low == Approx(100 / 3.0 * 5 / 7 + 50 * 2 / 7.0));
  CHECK(*i.high == Approx(1200 / 13.0 * 5 / 7 + 80 * 2 / 7.0));
  CHECK((*i.roi_low == Approx(0.5) && *i.roi_high == Approx(12)));
  CHECK(i.confidence == "low");
  // Reach and impact of RICE come from elsewhere, so a value's range is none of its score's.
  c.points = 10, c.learned_effort.reset();
  CHECK_FALSE(ranked(RankModel::rice).low.has_value());
  CHECK(ranked(RankModel::wsjf).low.has_value());
  // What was stated goes before, whichever way.
  for (const auto& [part, value, source] : {std::tuple{"part.value", 7.0, "WSJF parts"}, {"part.reach", 8.0, "reach × impact"}}) {
    c.numbers = {{part, value}, {"part.impact", 2}};
    CHECK(ranked().value_source == source);
    CHECK_FALSE(ranked().low.has_value());
  }
  c.numbers.clear(), c.business_value = 5;
  CHECK(ranked().value_source == "business value");
  c.outcome = 6;
  CHECK(ranked().value_source == "outcome");
}

TEST_CASE("a learned value is an amount: it has a price where money is configured, and is of one kind with stated ones") {
  RankCandidate c = feature("A-1", {}, 10), stated = feature("A-2", 20, 5);
  c.learned_value = LearnedFigure{30, 10, 60, "learned (model 4, off by 3.2)", ""};
  RankRules r = rank_rules();
  CHECK(ranking_report(rank_candidates({c, stated}, r), false).warnings.empty());
  // A point of value is worth 500, a point of work costs 2 days of 400: 15000 against 8000, 5000 at the least, 30000 at the most.
  r.money = RankMoney{"EUR", 500, 400, 2, "by hand"};
  const RankedItem i = rank_candidates({c}, r).items.at(0);
  CHECK(*i.roi == Approx(7 / 8.0));
  CHECK((*i.roi_low == Approx(-3 / 8.0) && *i.roi_high == Approx(22 / 8.0)));
}

TEST_CASE("samples draw a learned value within its range, so it may change places with a stated one") {
  RankCandidate c = feature("A-1", {}, 5), stated = feature("A-2", 20, 5);
  c.learned_value = LearnedFigure{22, 22, 22, "learned (model 4, off by 3.2)", ""};
  CHECK(rank_sensitivity(rank_candidates({c, stated}, rank_rules()), 1, 300, 1).same_top == 1);
  c.learned_value->low = 5, c.learned_value->high = 90;
  const double same = rank_sensitivity(rank_candidates({c, stated}, rank_rules()), 1, 300, 1).same_top;
  // Even on logarithms of a quarter more: above 20 it is in ln(90.25/20.25) / ln(90.25/5.25) of them.
  CHECK(same == Approx(std::log(90.25 / 20.25) / std::log(90.25 / 5.25)).epsilon(0.1));
}

TEST_CASE("figures beyond any reckoning are refused by name, and none of them ends as something that is no number") {
  for (const RankModel model : {RankModel::roi, RankModel::rice, RankModel::wsjf, RankModel::ice}) {
    std::vector<RankCandidate> odd{feature("H-1", 1e308, 1e-308), feature("H-2", 1e308, 1), feature("H-3", 5, 1e308), feature("H-4", -1e308, 1e-300), feature("H-5", 4, -3)};
    for (RankCandidate& c : odd) c.votes = 3;
    const Ranking r = rank_candidates(odd, rank_rules(model));
    for (const RankedItem& i : r.items) {
      CHECK_MESSAGE(i.score.has_value() == i.reason.empty(), i.candidate.key);
      if (i.score) CHECK_MESSAGE((std::isfinite(*i.score) && std::isfinite(*i.roi)), i.candidate.key);
    }
    const auto why = [&](const std::string& key) { return std::find_if(r.items.begin(), r.items.end(), [&](const RankedItem& i) { return i.candidate.key == key; })->reason; };
    CHECK(why("H-1") == "its value or effort is beyond any reckoning");
    CHECK(why("H-2").empty());
    CHECK(why("H-5") == "its effort is negative");
  }
}

TEST_CASE("no change of a weight is told that cannot be made: alignment that is not configured") {
  RankRules r = rank_rules();
  std::vector<RankCandidate> two{feature("A-1", 9, 3), feature("A-2", 4, 3)};
  two[1].labels = {"goal"};
  for (const RankSwap& s : rank_swaps(rank_candidates(two, r))) CHECK(s.weight != "alignment");
  r.alignment = {{"labels", {{"goal", 25}}}};
  CHECK(rank_swaps(rank_candidates(two, r)).at(0).weight == "alignment");
}
