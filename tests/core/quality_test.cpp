// SPDX-License-Identifier: Apache-2.0
#include "core/quality.h"
#include <doctest/doctest.h>
#include <cmath>
#include <numeric>
#include <random>
#include "core/association.h"
using namespace juno;

namespace {

constexpr FlowIssue::Place kTodo = 1, kDev = 2, kDone = 3;
constexpr FlowIssue::Place kBug = 1, kStory = 2, kDuplicate = 3, kFixed = 4, kLive = 5, kApi = 6, kWeb = 7;
Instant day(int n) { return parse_instant("2026-01-01T00:00:00Z").value() + std::chrono::hours(24 * (n - 1)); }  // n-th of January

FlowIssue made(const std::string& key, FlowIssue::Place type, std::vector<FlowIssue::Visit> visits) {
  FlowIssue i;
  i.key = key, i.type = type, i.visits = std::move(visits), i.created = i.visits.front().from;
  return i;
}

struct Ask {
  FlowIssues data;
  FlowRules rules;
  QualitySettings settings;
  Period period{day(1), day(71), Zone().date(day(1)), Zone().date(day(70)), "ten weeks", true};
  Calendar calendar;
  FlowGroup by = FlowGroup::component;
  Ask() {
    data.statuses = {{}, {1, "To Do", StatusCategory::todo}, {2, "Dev", StatusCategory::in_progress}, {3, "Done", StatusCategory::done}};
    data.words = {"", "Bug", "Story", "Duplicate", "Fixed", "Live", "api", "web"};
    rules = flow_rules(data.statuses, {});
  }
  QualityInput input() const {
    std::vector<std::size_t> all(data.issues.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::vector<Period> steps;
    for (int w = 0; w < 10; ++w) steps.push_back({day(1 + 7 * w), day(8 + 7 * w), Zone().date(day(1 + 7 * w)), Zone().date(day(7 + 7 * w)), "w" + std::to_string(w), true});
    return {data, all, rules, settings, period, steps, {}, calendar, by, true};
  }
  Quality answer() const { return quality(input()); }
};

}  // namespace

TEST_CASE("Kaplan-Meier agrees with the published remission times") {
  // Freireich et al. (1963), 6-mercaptopurine: Kaplan-Meier as tabled in Kleinbaum and Klein, Survival Analysis, ch. 2.
  std::vector<Lifetime> lives;
  for (const double t : {6, 6, 6, 7, 10, 13, 16, 22, 23}) lives.push_back({t, true});
  for (const double t : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) lives.push_back({t, false});
  const Survival s = survival(lives);
  CHECK(s.count == 21);
  CHECK(s.ended == 9);
  const std::vector<std::pair<double, double>> table = {{6, .8571}, {7, .8067}, {10, .7529}, {13, .6902}, {16, .6275}, {22, .5378}, {23, .4482}};
  REQUIRE(s.steps.size() == table.size());
  for (std::size_t n = 0; n < table.size(); ++n) {
    CHECK(s.steps[n].at == table[n].first);
    CHECK(s.steps[n].surviving == doctest::Approx(table[n].second).epsilon(0.0002));
    CHECK(s.steps[n].low < s.steps[n].surviving);
    CHECK(s.steps[n].high > s.steps[n].surviving);
  }
  CHECK(s.median == 23.0);
}

TEST_CASE("a lifetime's median is not reached while fewer than half have ended, and equals the plain one when all have") {
  CHECK(!survival({{1, true}, {2, false}, {3, false}}).median);
  CHECK(!survival({}).median);
  CHECK(survival({{1, true}, {2, true}, {3, true}}).median == 2.0);
  CHECK(survival({{5, true}, {5, false}}).median == 5.0);  // still watched at 5
  // Left out, the open ones would make the median 2.
  CHECK(survival({{1, true}, {2, true}, {3, true}, {10, false}, {11, false}, {12, false}}).median == 3.0);
}

TEST_CASE("Fisher's exact test agrees with the tea tasting and with brute force") {
  CHECK(fisher_exact(3, 4, 4, 8) == doctest::Approx(34.0 / 70));  // Fisher (1935): 3 of 4 cups
  CHECK(fisher_exact(4, 4, 4, 8) == doctest::Approx(2.0 / 70));
  CHECK(fisher_exact(0, 0, 3, 9) == 1);
  std::mt19937 random(3);
  for (int n = 0; n < 200; ++n) {
    const int total = 1 + static_cast<int>(random() % 14), size = static_cast<int>(random() % static_cast<unsigned>(total + 1)), all = static_cast<int>(random() % static_cast<unsigned>(total + 1));
    const int low = std::max(0, size + all - total), high = std::min(size, all);
    const int hits = low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    // Every choice of `size` of the total; the first `all` have the property.
    std::vector<double> ways(static_cast<std::size_t>(size) + 1, 0);
    double choices = 0;
    for (unsigned set = 0; set < 1U << total; ++set) {
      if (__builtin_popcount(set) != size) continue;
      ++choices;
      ++ways[static_cast<std::size_t>(__builtin_popcount(set & ((1U << all) - 1)))];
    }
    double p = 0;
    for (const double w : ways)
      if (w <= ways[static_cast<std::size_t>(hits)]) p += w / choices;
    CHECK(fisher_exact(hits, size, all, total) == doctest::Approx(p).epsilon(1e-6));
  }
}

TEST_CASE("false discoveries are held as Benjamini and Hochberg have it") {
  // Their paper's example (1995, §3.2): 15 p values, four findings at 0.05.
  const std::vector<double> p = {.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.0};
  const auto q = false_discovery(p);
  CHECK(std::count_if(q.begin(), q.end(), [](double v) { return v <= 0.05; }) == 4);
  CHECK(q[3] == doctest::Approx(.0095 * 15 / 4));
  CHECK(false_discovery({.5, .01, .5}) == std::vector<double>{.5, .03, .5});
  CHECK(false_discovery({}).empty());
}

TEST_CASE("a handful of bugs, by hand") {
  Ask a;
  auto& all = a.data.issues;
  all.push_back(made("P-1", kBug, {{day(2), kTodo}, {day(3), kDev}, {day(6), kDone}}));                                // 1 + 3 = 4 days
  all.push_back(made("P-2", kBug, {{day(5), kTodo}, {day(9), kDone}, {day(20), kDev}, {day(25), kDone}}));             // reopened after 11 days
  all.push_back(made("P-3", kBug, {{day(10), kTodo}, {day(12), kDone}}));                                              // duplicate
  all.back().resolution = kDuplicate;
  all.push_back(made("P-4", kBug, {{day(40), kTodo}}));                                                                // open, age 31
  all.back().labels = {kLive};
  all.push_back(made("P-5", kBug, {{day(-50), kTodo}}));                                                               // open, age 121, from before
  all.push_back(made("P-6", kBug, {{day(-5), kTodo}, {day(1), kDone}, {day(35), kDev}, {day(60), kDone}}));            // from before, reopened after 34 days
  for (int n = 0; n < 6; ++n) all.push_back(made("P-" + std::to_string(7 + n), kStory, {{day(1 + n), kTodo}, {day(4 + n), kDev}, {day(8 + n), kDone}}));
  a.settings.escaped = {"live"};
  const Quality q = a.answer();
  CHECK(q.created == std::vector<std::size_t>{0, 1, 2, 3});
  CHECK(q.finished == std::vector<std::size_t>{0, 1, 2, 5});
  CHECK(q.open == std::vector<std::size_t>{3, 4});
  CHECK(q.open_at_start == 2);  // P-5 and P-6
  CHECK(q.issues_created == 10);
  CHECK(*q.defect_rate.rate == doctest::Approx(0.4));
  CHECK(*q.per_100_finished == doctest::Approx(40));  // 4 of 10 finished
  CHECK(q.invalid == std::vector<std::size_t>{2});
  CHECK(q.first_done == std::vector<std::size_t>{0, 1, 2, 5});
  CHECK(q.reopened == std::vector<std::size_t>{1, 5});
  CHECK(*q.reopen_rate.rate == doctest::Approx(0.5));
  CHECK(q.reopen_rate_30d.hits == 1);  // P-6 came back only after 34 days
  CHECK(q.reopen_rate_30d.of == 4);
  CHECK(q.escape_rate.hits == 1);
  CHECK(q.escape_rate.of == 3);
  CHECK(q.old_share.hits == 1);
  CHECK(q.old_share.of == 2);
  CHECK(q.resolution.why == "too few, only 2, 4, 20, 65");
  CHECK(q.to_fix.why == "too few, only 3, 5, 25");  // P-3 was never worked on
  CHECK(q.lifetime.count == 4);
  CHECK(q.lifetime.ended == 3);
  CHECK(q.lifetime.median == 4.0);  // 2, 4, 20, 31 and still open
  CHECK(q.steps[0].created == 2);
  CHECK(q.steps[0].open == 3);  // P-2, P-5 and P-6, which is finished for good only later
  CHECK(q.steps[9].open == 2);
  CHECK(q.escape_rate.why.empty());
  a.settings.escaped = {};
  CHECK(a.answer().escape_rate.why == "no label says what was found after release: name it with --escaped-label");
}

TEST_CASE("a trend is called only on evidence, and which way is worse depends on the measure") {
  Ask a;
  for (int w = 0; w < 10; ++w)
    for (int n = 0; n <= w; ++n) a.data.issues.push_back(made("P-" + std::to_string(100 * w + n), kBug, {{day(1 + 7 * w), kTodo}, {day(2 + 7 * w), kDone}}));
  Quality q = a.answer();
  REQUIRE(q.trends.size() == 4);
  CHECK(q.trends[0].verdict == "worsening");   // ever more are created
  CHECK(q.trends[0].slope->slope == 1);
  CHECK(q.trends[1].verdict == "improving");   // and finished
  CHECK(q.trends[2].verdict == "no evidence"); // none stays open
  a.data.issues.resize(1);
  q = a.answer();
  CHECK(q.trends[0].counted == 10);
  CHECK(q.trends[0].verdict == "no evidence");
  CHECK(q.trends[3].counted == 1);
  CHECK(q.trends[3].verdict.empty());
}

TEST_CASE("a component stands out only beyond chance, and an issue counts in each of its components") {
  Ask a;
  for (int n = 0; n < 120; ++n) {
    a.data.issues.push_back(made("P-" + std::to_string(n), n % 40 < 14 || n < 40 ? (n < 40 && n % 4 ? kBug : kStory) : kStory, {{day(1 + n % 60), kTodo}}));
    a.data.issues.back().components = {n < 40 ? kApi : kWeb};
  }
  for (int n = 40; n < 50; ++n) a.data.issues[static_cast<std::size_t>(n)].type = kBug;  // web: 10 of 80, api: 30 of 40
  a.data.issues[0].components = {kApi, kWeb};
  const Quality q = a.answer();
  REQUIRE(q.groups.size() == 2);
  CHECK(q.groups[0].name == "api");
  CHECK(q.groups[0].bugs == 30);
  CHECK(q.groups[0].issues == 40);
  CHECK(q.groups[0].stands_out);
  CHECK(q.groups[0].share_of_bugs == doctest::Approx(0.75));
  CHECK(q.groups[1].issues == 81);
  CHECK(!q.groups[1].stands_out);  // fewer than its share
  // Chance alone: the same rate everywhere.
  for (std::size_t n = 0; n < 120; ++n) a.data.issues[n].type = n % 3 ? kStory : kBug;
  for (const auto& g : a.answer().groups) CHECK(!g.stands_out);
}
