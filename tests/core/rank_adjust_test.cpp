// SPDX-License-Identifier: Apache-2.0
#include "core/rank_adjust.h"
#include <doctest/doctest.h>
#include <algorithm>
#include <map>
#include <random>
#include "core/error.h"
#include "core/rank.h"
#include "core/rank_outcome.h"
#include "core/rank_run.h"
#include "core/render/render.h"
using namespace juno;
using doctest::Approx;
using Adjust = RankAdjustment::Kind;
namespace {

const Date kToday = *parse_date("2026-03-02");

RankCandidate feature(Id id, double value, double points) {
  RankCandidate c;
  c.source = "jira", c.tracker = c.id = id, c.key = "F-" + std::to_string(id), c.summary = "Summary", c.type = "Epic", c.business_value = value, c.points = points;
  return c;
}

RankRules rules() {
  RankRules r;
  r.weights = {{"roi", 1}, {"effort", 0}, {"alignment", 0}}, r.today = kToday;
  return r;
}

RankAdjustment word(std::int64_t id, Id issue, Adjust kind, double value = 0) {
  return {id, "jira", issue, "F-" + std::to_string(issue), kind, value, {}, {1000 * id}, "dana", "because"};
}

std::string order(const Ranking& r) {
  std::string out;
  for (const RankedItem& i : r.items) out += (out.empty() ? "" : " ") + i.candidate.key + (i.rank == 0 ? "*" : "");
  return out;
}

// Values 90, 40, 20, 10 for 10 points: 9, 4, 2, 1 a point: 90, 80, 66.7, 50.
Ranking four() { return rank_candidates({feature(1, 90, 10), feature(2, 40, 10), feature(3, 20, 10), feature(4, 10, 10)}, rules()); }

}  // namespace

TEST_CASE("a delta moves one score by exactly that much, and both scores are told") {
  Ranking r = four();
  adjust_ranking(r, std::vector{word(1, 4, Adjust::delta, 20)});
  CHECK(order(r) == "F-1 F-2 F-4 F-3");
  CHECK(*r.items[2].score == Approx(50));
  CHECK(*r.items[2].final_score == Approx(70));
  CHECK(r.items[2].model_rank == 4);
  const Report report = ranking_report(r, false);
  CHECK(std::find(report.notes.begin(), report.notes.end(), "Adjusted: F-4 +20 by dana: because.") != report.notes.end());
}

TEST_CASE("pins take their places, vetoes lose them, and both can be seen through") {
  struct Row { std::string name; std::vector<RankAdjustment> words; std::string order; };
  const std::vector<Row> rows = {
      {"the last first", {word(1, 4, Adjust::pin, 1)}, "F-4 F-1 F-2 F-3"},
      {"the first last, beyond the end", {word(1, 1, Adjust::pin, 99)}, "F-2 F-3 F-4 F-1"},
      {"two pins of one place by score", {word(1, 4, Adjust::pin, 1), word(2, 3, Adjust::pin, 1)}, "F-3 F-4 F-1 F-2"},
      {"pins to both ends", {word(1, 4, Adjust::pin, 1), word(2, 1, Adjust::pin, 4)}, "F-4 F-2 F-3 F-1"},
      {"a veto", {word(1, 1, Adjust::veto)}, "F-2 F-3 F-4 F-1*"},
      {"a veto and a pin to second", {word(1, 1, Adjust::veto), word(2, 4, Adjust::pin, 2)}, "F-2 F-4 F-3 F-1*"},
      {"a delta below all", {word(1, 1, Adjust::delta, -60)}, "F-2 F-3 F-4 F-1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Ranking r = four();
    adjust_ranking(r, row.words);
    CHECK(order(r) == row.order);
    for (const RankedItem& i : r.items) CHECK((i.rank == 0) == !i.reason.empty());
    adjust_ranking(r, {});
    CHECK(order(r).substr(0, 3) == "F-1");
  }
}

TEST_CASE("what has no score can be pinned, and still says why it has none") {
  Ranking r = rank_candidates({feature(1, 90, 10), feature(2, 40, 0)}, rules());
  adjust_ranking(r, std::vector{word(1, 2, Adjust::pin, 1)});
  CHECK(order(r) == "F-2 F-1");
  CHECK_FALSE(r.items[0].final_score);
  CHECK(r.items[0].reason == "its effort is 0");
  // The model's own answers leave it out and do not fail.
  CHECK(rank_sensitivity(r, 3, 20, 1).items.size() == 1);
  CHECK(rank_explanation(r, "F-1").notes.size() > 0);
  CHECK(render(rank_explanation(r, "F-2"), Format::json, {}).find("\"rank\": 1") != std::string::npos);
}

TEST_CASE("the last word about a feature counts, until it is taken back or over") {
  auto expiring = word(3, 2, Adjust::delta, 5);
  expiring.expires = kToday + -1;
  const std::vector<RankAdjustment> all = {word(1, 1, Adjust::pin, 3), word(2, 1, Adjust::delta, 4), expiring, word(4, 3, Adjust::veto), word(5, 3, Adjust::none)};
  const auto last = last_adjustments(all);
  REQUIRE(last.size() == 2);
  CHECK(last[0].id == 2);
  CHECK_FALSE(in_force(last[1], kToday));
  CHECK(in_force(last[1], kToday + -1));  // through its last day
  Ranking r = four();
  adjust_ranking(r, last);
  CHECK(r.expired.size() == 1);
  CHECK(order(r) == "F-1 F-2 F-3 F-4");
}

TEST_CASE("adjusted or not, another candidate changes nobody's score, and the order of words or candidates nothing") {
  std::mt19937 random(4);
  for (int round = 0; round < 60; ++round) {
    std::vector<RankCandidate> all;
    std::vector<RankAdjustment> words;
    for (Id id = 1; id <= 9; ++id) {
      all.push_back(feature(id, static_cast<double>(random() % 50), static_cast<double>(random() % 6)));
      if (random() % 2) words.push_back(word(id, id, static_cast<Adjust>(random() % 3), static_cast<double>(1 + random() % 9)));
    }
    Ranking before = rank_candidates(all, rules());
    adjust_ranking(before, words);
    std::shuffle(all.begin(), all.end(), random), std::shuffle(words.begin(), words.end(), random);
    Ranking again = rank_candidates(all, rules());
    adjust_ranking(again, words);
    REQUIRE(rank_run_body(again) == rank_run_body(before));
    REQUIRE(order(again) == order(before));
    all.push_back(feature(77, 33, 3));
    Ranking more = rank_candidates(all, rules());
    adjust_ranking(more, words);
    std::map<std::string, std::optional<double>> scores;
    for (const RankedItem& i : more.items) scores[i.candidate.key] = i.final_score;
    for (const RankedItem& i : before.items) REQUIRE(scores.at(i.candidate.key) == i.final_score);
    // Ranks are 1, 2, 3 …
    int rank = 0;
    for (const RankedItem& i : more.items)
      if (i.rank > 0) REQUIRE(i.rank == ++rank);
  }
}

TEST_CASE("a kept ranking reads back as it was, and says where everything stood") {
  Ranking r = four();
  adjust_ranking(r, std::vector{word(1, 4, Adjust::pin, 1), word(2, 2, Adjust::veto)});
  const std::string body = rank_run_body(r);
  const auto items = read_rank_run(body);
  REQUIRE(items.size() == 4);
  CHECK(items[3].key == "F-4");
  CHECK(items[3].rank == 1);
  CHECK(items[3].adjustment == "pin 1");
  CHECK(*items[0].score == *r.items[1].score);
  CHECK(items[1].rank == 0);
  CHECK(find_in_rank_run(body, "jira", 3)->value == 20);
  CHECK_FALSE(find_in_rank_run(body, "jira", 33));
  CHECK_FALSE(find_in_rank_run(body, "ira", 3));
  Ranking now = four();
  compare_with_run(now, {7, {5}, "dana", "roi", "roi", 4}, body);
  CHECK(now.items[3].rank_before == 1);
  CHECK(now.items[1].rank_before == 0);
  for (const std::string& bad : {std::string(), std::string("x"), body.substr(0, body.size() - 1), std::string("juno rank 1\njira\tx\n"), std::string("juno rank 1\njira\t1\tF-1\tfirst\t\t\t\t\t\t\t\n")})
    CHECK_THROWS_AS(read_rank_run(bad), Error);
}

TEST_CASE("accuracy is worked by hand, and what cannot be compared says why") {
  const auto outcome = [](Id issue, double value, const std::string& unit = "") { return RankOutcome{issue, "jira", issue, "F-" + std::to_string(issue), kToday, value, unit, "hand", {}, "dana", ""}; };
  const auto said = [](Id issue, std::optional<double> value, const std::string& source, double score) {
    RankRunItem i;
    i.source = "jira", i.issue = issue, i.key = "F-" + std::to_string(issue), i.value = value, i.value_source = source, i.score = score;
    return i;
  };
  // Errors 10, -20, 0 of 10, 40, 30: MAE 10, bias -10/3, MAPE (1 + 0.5 + 0) / 3; ranks 1 3 2 against 1... predicted 20 20 30.
  const std::vector<RankForecast> all = {{outcome(1, 10), said(1, 20, "business value", 50), {}},      {outcome(2, 40), said(2, 20, "business value", 90), {}},
                                         {outcome(3, 3000, "EUR"), said(3, 30, "business value", 70), {}}, {outcome(4, 5), said(4, 44, "signals", 10), {}},
                                         {outcome(5, 9, "GBP"), said(5, 9, "business value", 10), {}}, {outcome(6, 9), {}, {}}};
  const Report r = accuracy_report(all, {{"EUR", 0.01}});
  const auto value = [&](const char* key) { return std::get<double>(find_field(r, key)->value); };
  CHECK(std::get<std::int64_t>(find_field(r, "n")->value) == 3);
  CHECK(value("mae") == Approx(10));
  CHECK(value("bias") == Approx(-10.0 / 3));
  CHECK(value("mape") == Approx(0.5));
  CHECK(value("spearman") == Approx(0));  // ranks 1.5 1.5 3 against 1 3 2
  CHECK(value("order") == Approx(1));     // scores 50 90 70 10 against 10 40 30 5
  const auto& rows = r.sections[0].table.rows;
  CHECK(std::get<std::string>(rows[3].back()) == "the index of signals is no amount");
  CHECK(std::get<std::string>(rows[4].back()) == "rank.units says nothing of GBP");
  CHECK(std::get<std::string>(rows[5].back()) == "no ranking kept before 2026-03-02 has it");
  CHECK(find_field(accuracy_report({}, {}), "mae")->reason == "no outcome is recorded");
}

TEST_CASE("of outcomes the latest day counts, and of a day the last word") {
  const auto said = [](std::int64_t id, const char* day, std::optional<double> value) { return RankOutcome{id, "jira", 1, "F-1", *parse_date(day), value, "", "hand", {}, "dana", ""}; };
  std::vector<RankOutcome> all = {said(1, "2026-02-01", 10), said(2, "2026-01-01", 5), said(3, "2026-02-01", 12), said(4, "2026-05-01", 99)};
  CHECK(last_outcomes(all, kToday)[0].value == 12);
  all.push_back(said(5, "2026-02-01", {}));
  CHECK(last_outcomes(all, kToday)[0].value == 5);
  all.push_back(said(6, "2026-01-01", {}));
  CHECK(last_outcomes(all, kToday).empty());
}

TEST_CASE("a file of outcomes is taken whole or not at all") {
  const auto lines = read_outcomes("key,value,at,unit\nF-1,12.5,2026-02-01,EUR\nF-2,-3,2026-02-02,\n", "o.csv", kToday);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].unit == "EUR");
  CHECK(lines[1].value == -3);
  struct Row { std::string text, why; };
  const std::vector<Row> rows = {{"key,value\nF-1,2\n", "column at is missing"}, {"key,value,at,colour\n", "no column 'colour'"}, {"key,value,at\nF-1,1e999,2026-02-01\n", "lines that cannot"}, {"", "empty"},
                                 {"key,value,at\nF-1,1,2027-02-01\n", "lines that cannot"}, {"key,value,at\n,1,2026-02-01\n", "lines that cannot"}, {"key,value,at\nF-1,\"1,000\",2026-02-01\n", "lines that cannot"}};
  for (const Row& row : rows) CHECK_THROWS_WITH_AS(read_outcomes(row.text, "o.csv", kToday), doctest::Contains(row.why.c_str()), Error);
}
