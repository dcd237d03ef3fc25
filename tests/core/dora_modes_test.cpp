// SPDX-License-Identifier: Apache-2.0
// Hand-worked cases of the rules that the other tools publish (methods.md 5.3 has the sources). Hours count from Monday
// 2026-03-02T00:00Z; the period is four whole weeks unless a case says otherwise.
#include "core/dora_modes.h"
#include <doctest/doctest.h>
#include <functional>
#include <random>
#include "tests/core/delivery_world.h"
using namespace juno;
using namespace juno::test;

namespace {

std::string text(const std::optional<double>& v) { return v ? people_number(*v) : "n/a"; }
std::string told(const DoraAsTool& r) {
  return text(r.frequency) + (r.frequency_level.empty() ? "" : " " + r.frequency_level) + " | " + text(r.lead_hours) + " of " + std::to_string(r.lead_n) + " | " + text(r.fail_rate) + " | " +
         text(r.recovery_hours) + " of " + std::to_string(r.recovery_n);
}

struct Case {
  std::string name;
  std::function<void(DeliveryWorld&)> make;
  std::string told;  // frequency level | lead time of n | fail rate | recovery of n
};
void check(DoraMode mode, const std::vector<Case>& cases) {
  REQUIRE(cases.size() >= 8);
  for (const Case& c : cases) {
    CAPTURE(c.name);
    DeliveryWorld w;
    c.make(w);
    std::stable_sort(w.deploys.begin(), w.deploys.end(), [](const Deploy& a, const Deploy& b) { return a.finished < b.finished; });
    CHECK(told(dora_as(mode, w.input())) == c.told);
  }
}

constexpr double kDay = 24;

// A pull request whose first commit is from `first`, opened and merged, shipped by the deployment given last.
void pull(DeliveryWorld& w, std::optional<double> first, double opened, double merged) {
  const int number = static_cast<int>(w.pulls.size()) + 1;
  w.pull(number, "P" + std::to_string(number));
  PullRequest& p = w.pulls.back().pull;
  if (first) p.moments.first_commit = at(*first);
  p.created = at(opened), p.merged = at(merged);
}
void review(DeliveryWorld& w, double when, ReviewState state) {
  Review r;
  r.state = state, r.submitted = at(when);
  w.pulls.back().reviews.push_back(r);
}
void days(DeliveryWorld& w, const std::vector<int>& all) {
  for (const int d : all) w.deploy("D" + std::to_string(w.deploys.size()), d * kDay + 12, "abcdef" + std::to_string(10 + w.deploys.size()));
}

}  // namespace

TEST_CASE("DevLake's figures by hand") {
  check(DoraMode::devlake, {
      // Weeks of 0 days: the median is 0, and 0 in the one month.
      {"nothing", [](DeliveryWorld&) {}, "0 low | n/a of 0 | n/a | n/a of 0"},
      // Days a week 5, 5, 1, 0: sorted 0 1 5 5, percent ranks 0, 1/3, 2/3, 2/3: 1.
      {"the lower of the middle two", [](DeliveryWorld& w) { days(w, {0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14}); }, "1 high | n/a of 0 | n/a | n/a of 0"},
      // 5, 5, 5, 0: 0 at rank 0, 5 at 1/3.
      {"five days in most weeks", [](DeliveryWorld& w) { days(w, {0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18}); }, "5 elite | n/a of 0 | n/a | n/a of 0"},
      // Three deployments on one day are one deployment day; 1, 0, 0, 0: median 0, but the month has one.
      {"several on a day", [](DeliveryWorld& w) { w.deploy("A", 1, "a").deploy("B", 2, "b").deploy("C", 3, "c"); }, "0 medium | n/a of 0 | n/a | n/a of 0"},
      // 10.51 h = 630.6 min, cut to 630; 20 h. Of two the lower: 10.5 h.
      {"lead time per pull request, whole minutes, lower median",
       [](DeliveryWorld& w) { w.deploy("A", 40, "a"); pull(w, 29.49, 30, 35); pull(w, 20, 30, 35); },
       "0 medium | 10.5 of 2 | n/a | n/a of 0"},
      {"the first deployment's pull requests do not count, nor do those without commits",
       [](DeliveryWorld& w) { w.deploy("A", 10, "a"); w.deploys.back().known = false; pull(w, 1, 2, 3); w.deploy("B", 40, "b"); pull(w, std::nullopt, 2, 3); pull(w, 16, 20, 30); },
       "0 medium | 24 of 1 | n/a | n/a of 0"},
      // Two incidents of A, one of B (five days later and of another service): 2 of 3 deployments.
      {"an incident belongs to the deployment before it, however long ago, and a deployment fails once",
       [](DeliveryWorld& w) { days(w, {0, 1, 9}); w.incident("I1", 13, 14).incident("I2", 20, 30).incident("I3", 36 + 5 * kDay, 36 + 6 * kDay, {}, {"api"}); },
       // Recoveries from the deployment's end: 14 - 12 = 2 h, 30 - 12 = 18 h, 6 days = 144 h: the middle one.
       "0 medium | n/a of 0 | 0.67 | 18 of 3"},
      {"at the same moment is not before", [](DeliveryWorld& w) { days(w, {0, 1, 9}); w.incident("I1", 12, 14); }, "0 medium | n/a of 0 | 0 | n/a of 0"},
      // Failed in the period, resolved after it: it fails the deployment but has no recovery time yet.
      {"resolved outside the period", [](DeliveryWorld& w) { w.now = 60 * kDay; days(w, {0, 1, 9}); w.incident("I1", 13, 29 * kDay).incident("I2", 14, std::nullopt); }, "0 medium | n/a of 0 | 0.33 | n/a of 0"},
      // 1, 0, 0, 0 deployment days of the period; the incident's deployment lies before the period.
      {"a deployment before the period takes its incidents along", [](DeliveryWorld& w) { w.from = 7 * kDay; w.to = 28 * kDay; days(w, {6, 9}); w.incident("I1", 6 * kDay + 13, 8 * kDay); }, "0 medium | n/a of 0 | 0 | n/a of 0"},
      {"an attempt that failed neither counts nor is blamed", [](DeliveryWorld& w) { days(w, {0, 1, 9}); w.deploys[1].live = false; w.incident("I1", 37, 38); }, "0 medium | n/a of 0 | 0.5 | 26 of 1"},
  });
}

TEST_CASE("Four Keys' figures by hand") {
  check(DoraMode::fourkeys, {
      {"nothing", [](DeliveryWorld&) {}, "n/a | n/a of 0 | n/a | n/a of 0"},
      // Weeks begin on Sunday and days before the first event's next one are no days: from Tuesday 3 March there are five
      // weeks (1, 8, 15, 22 March, and Sunday 29 March alone). Deployments on 2 March (not seen), 3, 4, 5, 9, 10, 11 March:
      // days a week 3, 3, 0, 0, 0: median 0. Of weeks with any: 1 1 0 0 0: 0. A month of March: 2 weeks: Monthly.
      {"most weeks without any", [](DeliveryWorld& w) { days(w, {0, 1, 2, 3, 7, 8, 9}); }, "0 Monthly | n/a of 0 | 0 | n/a of 0"},
      // The first event is on 1 March (an incident): days 2 to 29 March; weeks of 1, 8, 15, 22, 29 March: 4, 3, 3, 0, 0.
      {"three days in the middle week", [](DeliveryWorld& w) { w.incident("I0", -12, std::nullopt); days(w, {0, 1, 2, 3, 7, 8, 9, 14, 15, 16}); }, "3 Daily | n/a of 0 | 0 | n/a of 0"},
      // 1, 1, 1, 0, 0.
      {"one day in most weeks", [](DeliveryWorld& w) { w.incident("I0", -12, std::nullopt); days(w, {0, 7, 14}); }, "1 Weekly | n/a of 0 | 0 | n/a of 0"},
      // A deployment of February only: in the period there is none.
      {"none in the period", [](DeliveryWorld& w) { days(w, {-10}); }, "0 Yearly | n/a of 0 | n/a | n/a of 0"},
      // Minutes 60, 120, 60 again (the same day: once), 0 (left out): 60 and 120: interpolated 90 min.
      {"lead time per commit, equal minutes of a day once, only above 0",
       [](DeliveryWorld& w) { w.deploy("A", 10, "a").commit("aaaaaaa1", 9).commit("aaaaaaa2", 8).commit("aaaaaaa3", 9).commit("aaaaaaa4", 9.995); },
       "0 Yearly | 1.5 of 2 | 0 | n/a of 0"},
      // The same minutes on two days are two rows: 60, 60, 180: 60 min.
      {"equal minutes of two days are two",
       [](DeliveryWorld& w) { w.deploy("A", 10, "a").commit("aaaaaaa1", 9).deploy("B", 34, "b").commit("bbbbbbb1", 33).commit("bbbbbbb2", 31); },
       "0 Monthly | 1 of 3 | 0 | n/a of 0"},
      // One deployment with three commits; two incidents name three of them: (1, I1) (2, I1) (3, I2): 3 over 1. The
      // incidents began with their root causes: 1 h and 3 h; resolved 11 and 12: 10 and 9 whole hours: 9.5.
      {"the failure rate can exceed 1",
       [](DeliveryWorld& w) { w.deploy("A", 10, "a").commit("aaaaaaa1", 1).commit("aaaaaaa2", 2).commit("aaaaaaa3", 3).incident("I1", 10.5, 11, {"aaaaaaa1", "aaaaaaa2"}).incident("I2", 10.6, 12, {"aaaaaaa3"}); },
       "0 Yearly | 8 of 3 | 3 | 9.5 of 2"},
      // Without a root cause no deployment is blamed, but the incident has its time: 2.9 h are 2 whole ones.
      {"an incident without a root cause", [](DeliveryWorld& w) { w.deploy("A", 10, "a").incident("I1", 11, 13.9); }, "0 Yearly | n/a of 0 | 0 | 2 of 1"},
      {"one that is open", [](DeliveryWorld& w) { w.deploy("A", 10, "a").incident("I1", 11, std::nullopt).incident("I2", 11, 15); }, "0 Yearly | n/a of 0 | 0 | 4 of 1"},
  });
}

TEST_CASE("middleware's figures by hand") {
  check(DoraMode::middleware, {
      {"nothing", [](DeliveryWorld&) {}, "0 | n/a of 0 | n/a | n/a of 0"},
      // 28 days, 27 deployments: 27 // 28 = 0; 28: 1.
      {"27 in 28 days are 0 a day", [](DeliveryWorld& w) { for (int d = 0; d < 27; ++d) days(w, {d}); }, "0 | n/a of 0 | 0 | n/a of 0"},
      {"28 are 1", [](DeliveryWorld& w) { for (int d = 0; d < 28; ++d) days(w, {d}); }, "1 | n/a of 0 | 0 | n/a of 0"},
      // 2 to open, 3 to a comment, 4 more to the approval, 1 to the merge, 10 to the deployment.
      {"all five stages", [](DeliveryWorld& w) { w.deploy("A", 22, "a"); pull(w, 2, 4, 12); review(w, 7, ReviewState::commented); review(w, 11, ReviewState::approved); }, "0 | 20 of 1 | 0 | n/a of 0"},
      // The first review approves: no rework. 0 to open (its commit is later), 3 to the review, 5 to the merge, 10 more.
      {"approved at once, committed after opening", [](DeliveryWorld& w) { w.deploy("A", 22, "a"); pull(w, 5, 4, 12); review(w, 7, ReviewState::approved); }, "0 | 18 of 1 | 0 | n/a of 0"},
      // Without a review: opened to merged (8 h) is counted nowhere. 2 + 10 = 12; with the one above (18): mean 15.
      {"missing stages count 0 in the mean",
       [](DeliveryWorld& w) { w.deploy("A", 22, "a"); pull(w, 2, 4, 12); pull(w, 5, 4, 12); review(w, 7, ReviewState::approved); },
       "0 | 15 of 2 | 0 | n/a of 0"},
      // Approved after the merge: no merge time; 2 + 9 (first review, an approval) + 10.
      {"approved after the merge", [](DeliveryWorld& w) { w.deploy("A", 22, "a"); pull(w, 2, 4, 12); review(w, 13, ReviewState::approved); }, "0 | 21 of 1 | 0 | n/a of 0"},
      {"merged before the period, or not deployed", [](DeliveryWorld& w) { w.from = 13; w.deploy("A", 22, "a"); pull(w, 2, 4, 12); w.deploy("B", 23, "b").deploys.back().known = false; pull(w, 2, 4, 14); }, "0 | n/a of 0 | 0 | n/a of 0"},
      // Both incidents fall between A and B: 1 of 3. Mean of 1 h and 5 h.
      {"an incident belongs to the deployment before it", [](DeliveryWorld& w) { days(w, {0, 1, 9}); w.incident("I1", 13, 14).incident("I2", 35, 40); }, "0 | n/a of 0 | 0.33 | 3 of 2"},
      {"at the moment of a deployment it is that one's", [](DeliveryWorld& w) { days(w, {0, 1, 9}); w.incident("I1", 13, 14).incident("I2", 36, 40); }, "0 | n/a of 0 | 0.67 | 2.5 of 2"},
      {"before every deployment it is nobody's, but has its time", [](DeliveryWorld& w) { days(w, {1, 2, 9}); w.incident("I1", 13, 15); }, "0 | n/a of 0 | 0 | 2 of 1"},
      // Opened before the period: no failure; resolved in it: counted. Resolved after it: the other way round.
      {"the period of opening and that of resolving", [](DeliveryWorld& w) { w.now = 60 * kDay; days(w, {1, 2, 9}); w.incident("I1", -5, 5).incident("I2", 37, 40 * kDay); }, "0 | n/a of 0 | 0.33 | 10 of 1"},
  });
  DeliveryWorld w;
  for (int d = 0; d < 27; ++d) days(w, {d});
  const DoraAsTool r = dora_as(DoraMode::middleware, w.input());
  CHECK(text(r.per_week) == "6");    // 27 // 4
  CHECK(text(r.per_month) == "27");  // March
}

TEST_CASE("the lower median is what percent_rank() <= 0.5 leaves") {
  struct Row { std::vector<double> values; double median; };
  for (const Row& r : {Row{{3}, 3}, {{1, 2}, 1}, {{1, 2, 3}, 2}, {{4, 1, 3, 2}, 2}, {{0, 0, 5, 5}, 0}, {{0, 5, 5}, 5}, {{1, 1, 1, 5, 5}, 1}, {{1, 2, 2, 2, 3}, 2}}) CHECK(lower_median(r.values) == r.median);
  CHECK(!lower_median({}));
  // Against the definition itself, by counting.
  std::mt19937_64 random(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<double> values;
    for (std::size_t n = 1 + random() % 9; n > 0; --n) values.push_back(static_cast<double>(random() % 5));
    double want = -1;
    for (const double v : values) {
      const auto below = std::count_if(values.begin(), values.end(), [&](double o) { return o < v; });
      const double rank = values.size() == 1 ? 0 : static_cast<double>(below) / static_cast<double>(values.size() - 1);
      if (rank <= 0.5) want = std::max(want, v);
    }
    REQUIRE(lower_median(values) == want);
  }
}
