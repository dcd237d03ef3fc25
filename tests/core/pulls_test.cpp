// SPDX-License-Identifier: Apache-2.0
#include "core/pulls.h"
#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>
#include <random>
#include "core/stats.h"
using namespace juno;

namespace {

// Hours since Monday 2026-03-02T00:00Z.
Instant after_hours(double hours) { return parse_instant("2026-03-02").value() + std::chrono::milliseconds(static_cast<std::int64_t>(hours * 3'600'000)); }
Person who(const std::string& login, const std::string& kind = "user") {
  Person p;
  p.account = p.name = login, p.kind = login.empty() ? "" : kind;
  return p;
}
Review review(const std::string& login, ReviewState state, double when, const std::string& kind = "user") {
  Review r;
  r.reviewer = who(login, kind), r.state = state, r.submitted = after_hours(when);
  return r;
}
PullFacts opened(int number, double created, const std::string& author = "ada") {
  PullFacts f;
  f.pull.number = number, f.pull.repository_name = "acme/web", f.pull.author = who(author);
  f.pull.created = f.pull.updated = after_hours(created);
  f.pull.moments.ready = after_hours(created);
  return f;
}
PullFacts merged(int number, double created, double when, const std::string& author = "ada") {
  PullFacts f = opened(number, created, author);
  f.pull.state = PullState::merged, f.pull.merged = f.pull.closed = after_hours(when), f.pull.merged_by = who("bo");
  return f;
}
std::string name(const Person& p) { return p.name.empty() ? "Unknown" : p.name; }

struct World {
  std::vector<PullFacts> pulls;
  std::vector<std::string> ignore, generated;
  std::vector<double> past;
  bool bots = false;
  PullsInput input() const { return {pulls, Period{after_hours(0), after_hours(28 * 24), Date{}, Date{}, "test", true}, Zone{}, after_hours(28 * 24), bots, ignore, generated, name, past}; }
};

}  // namespace

TEST_CASE("the stages of a pull request by hand") {
  PullFacts f = merged(1, 2, 20);
  PullMoments& m = f.pull.moments;
  m.first_commit = after_hours(-3), m.ready = after_hours(4), m.first_review = after_hours(10), m.first_approval = after_hours(13), m.deployed = after_hours(26), m.first_response = after_hours(9);
  const PullStages s = stages_of(f.pull);
  CHECK(s.coding == 7.0);
  CHECK(s.pickup == 6.0);
  CHECK(s.review == 3.0);
  CHECK(s.merge == 7.0);
  CHECK(s.deploy == 6.0);
  CHECK(s.total == 29.0);
  CHECK(s.to_merge == 23.0);
  CHECK(s.open == 18.0);
  CHECK(s.response == 5.0);
  CHECK(s.whole());
  m.first_commit = after_hours(5);  // committed after it was ready: no coding time, which is not 0
  CHECK(!stages_of(f.pull).coding);
  CHECK(stages_of(f.pull).total == 21.0);
  CHECK(!stages_of(f.pull).whole());
}

TEST_CASE("whatever the moments, the five stages add up to the total where all are known, and none is negative") {
  std::mt19937_64 random(7);
  int whole = 0;
  for (int round = 0; round < 20'000; ++round) {
    PullFacts f = merged(1, 0, 0);
    PullMoments& m = f.pull.moments;
    const bool ordered = random() % 2 == 0;
    double clock = 0;
    const auto some = [&](double absent) -> std::optional<Instant> {
      clock = ordered ? clock + static_cast<double>(random() % 100'000) / 977 : static_cast<double>(random() % 100'000) / 331;
      return static_cast<double>(random() % 100) < absent ? std::nullopt : std::optional(after_hours(clock));
    };
    m.first_commit = some(10), m.ready = some(5), m.first_review = some(10), m.first_approval = some(10), f.pull.merged = some(5), m.deployed = some(10);
    const PullStages s = stages_of(f.pull);
    for (const auto* stage : {&s.coding, &s.pickup, &s.review, &s.merge, &s.deploy, &s.total, &s.to_merge}) CHECK((!*stage || **stage >= 0));
    if (!s.whole()) continue;
    ++whole;
    REQUIRE(s.total);
    CHECK(std::abs(*s.coding + *s.pickup + *s.review + *s.merge + *s.deploy - *s.total) < 1e-9);
    CHECK(std::abs(*s.coding + *s.pickup + *s.review + *s.merge - *s.to_merge) < 1e-9);
  }
  CHECK(whole > 3'000);
}

TEST_CASE("review rounds are pushes after a review that did not approve") {
  struct Row { std::string name; std::vector<Review> reviews; std::vector<double> pushes; int rounds; };
  const auto commented = ReviewState::commented, changes = ReviewState::changes_requested, approved = ReviewState::approved;
  for (const Row& r : {Row{"no review", {}, {1, 2, 3}, 0}, {"approved at once", {review("bo", approved, 5)}, {1, 6}, 0}, {"one round", {review("bo", changes, 5), review("bo", approved, 9)}, {1, 6, 7}, 1},
                       {"a review not followed by a push", {review("bo", changes, 5), review("cy", commented, 6), review("bo", approved, 9)}, {1}, 0},
                       {"two reviews in one round", {review("bo", changes, 5), review("cy", commented, 6), review("bo", approved, 9)}, {1, 7}, 1},
                       {"two rounds", {review("bo", changes, 5), review("bo", changes, 8), review("bo", approved, 12)}, {6, 9}, 2}, {"after the approval nothing counts", {review("bo", approved, 5), review("bo", changes, 6)}, {7}, 0},
                       {"the author's own remarks do not count", {review("ada", commented, 5)}, {6}, 0}, {"without an approval to the merge", {review("bo", changes, 5)}, {6, 25}, 1},
                       {"a deleted account counts", {review("", changes, 5)}, {6}, 1}}) {
    CAPTURE(r.name);
    PullFacts f = merged(1, 0, 20);
    f.reviews = r.reviews;
    for (const double p : r.pushes) f.pushes.push_back(after_hours(p));
    CHECK(review_rounds(f) == r.rounds);
  }
}

TEST_CASE("size leaves out generated files, by their name or by their place") {
  PullFacts f = merged(1, 0, 1);
  f.pull.additions = 900, f.pull.deletions = 100;
  const std::vector<std::string> generated = {"*.lock", "vendor/*"};
  CHECK(size_of(f, generated) == 1000);  // no files are known
  f.files = {{"src/a.cpp", 5, 6, "modified"}, {"deps/cargo.lock", 400, 0, "modified"}, {"vendor/x/y.cpp", 300, 0, "added"}, {"web/vendor/z.js", 190, 94, "added"}, {"vendors.cpp", 5, 0, "added"}};
  CHECK(size_of(f, generated) == 16);
  struct Row { std::int64_t lines; SizeClass size; };
  for (const Row& r : {Row{0, SizeClass::xs}, {9, SizeClass::xs}, {10, SizeClass::s}, {49, SizeClass::s}, {50, SizeClass::m}, {199, SizeClass::m}, {200, SizeClass::l}, {499, SizeClass::l}, {500, SizeClass::xl}}) CHECK(size_class(r.lines) == r.size);
}

TEST_CASE("a month of pull requests by hand") {
  World w;
  w.pulls = {merged(1, 0, 10), merged(2, 5, 30, "cy"), merged(3, -50, 40), merged(4, -90, -10), merged(5, 1, 2, "lint"), opened(6, 100), opened(7, -10, "cy"), opened(8, 3)};
  w.pulls[0].reviews = {review("bo", ReviewState::approved, 4)};
  w.pulls[1].reviews = {review("cy", ReviewState::commented, 7), review("lint", ReviewState::approved, 8, "bot")};  // nobody else
  w.pulls[2].reviews = {review("bo", ReviewState::approved, 41)};                                                   // after the merge
  w.pulls[4].pull.author = who("lint", "bot");
  w.pulls[1].pull.merged_by = who("cy");
  w.pulls[2].pull.merged_by = Person{};
  w.pulls[7].pull.state = PullState::closed, w.pulls[7].pull.closed = after_hours(50);
  w.pulls[0].issues = {"WEB-1"};
  const Pulls r = pulls(w.input());
  CHECK(r.merged == std::vector<std::size_t>{0, 1, 2});
  CHECK(r.unreviewed == std::vector<std::size_t>{1, 2});
  CHECK(r.figures.unreviewed == 2);
  CHECK(r.figures.self_merged == 1);
  CHECK(r.figures.self_merge_known == 2);  // who merged the third is not known
  CHECK(r.opened == 4);                    // 1, 2, 6 and 8
  CHECK(r.abandoned == 1);
  CHECK(r.bots == 1);
  CHECK(r.linked == 1);
  REQUIRE(r.open.size() == 2);
  CHECK(r.open[0].pull == 6);  // the older first
  CHECK(r.open[0].age_days == doctest::Approx((28 * 24 + 10) / 24.0));
  CHECK(r.open[0].stale);  // no update for a week
  CHECK(r.load.reviews == 2);  // bo's; neither the author's own nor a machine's
  REQUIRE(r.load.reviewers.size() == 1);
  CHECK(r.load.reviewers[0].reviews == 2);
  CHECK(r.load.reviewers[0].pulls == 2);
  w.bots = true;
  CHECK(pulls(w.input()).merged.size() == 4);
  w.bots = false, w.ignore = {"b*"};  // bo is a machine that does not say so
  CHECK(pulls(w.input()).figures.unreviewed == 3);
  w.past.assign(20, 24.0 * 100);  // what took 100 days is not old at 28
  CHECK(!pulls(w.input()).open[0].stale);
}

TEST_CASE("who is waited for: asked, not taken back, and no review since") {
  PullFacts f = opened(1, 0);
  f.requests = {{after_hours(1), who("bo"), "", {}}, {after_hours(1), who("cy"), "", after_hours(2)}, {after_hours(1), Person{}, "Weavers", {}}, {after_hours(1), who("di"), "", {}}, {after_hours(9), who("di"), "", {}}};
  f.reviews = {review("di", ReviewState::commented, 5)};
  CHECK(waiting_for(f, name) == std::vector<std::string>{"Weavers", "bo", "di"});  // di was asked again
  f.reviews.push_back(review("bo", ReviewState::commented, 6));
  CHECK(waiting_for(f, name) == std::vector<std::string>{"Weavers", "di"});
}

TEST_CASE("the unevenness of reviewing equals the mean difference over twice the mean, and nothing is capped") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 200; ++round) {
    World w;
    std::vector<int> counts(2 + random() % 5);
    PullFacts f = merged(1, 0, 600);
    for (std::size_t k = 0; k < counts.size(); ++k) {
      counts[k] = 1 + static_cast<int>(random() % 120);
      for (int n = 0; n < counts[k]; ++n) f.reviews.push_back(review("r" + std::to_string(k), ReviewState::commented, 1 + n));
    }
    w.pulls = {f};
    const ReviewLoad load = pulls(w.input()).load;
    double differences = 0, sum = 0;
    for (const int a : counts) {
      sum += a;
      for (const int b : counts) differences += std::abs(a - b);
    }
    const auto n = static_cast<double>(counts.size());
    CHECK(load.reviews == static_cast<int>(sum));
    REQUIRE(load.gini);
    CHECK(*load.gini == doctest::Approx(differences / (n * n) / (2 * sum / n)).epsilon(1e-12));
    CHECK(*load.largest == doctest::Approx(*std::max_element(counts.begin(), counts.end()) / sum));
    CHECK(load.reviewers.front().reviews == *std::max_element(counts.begin(), counts.end()));
  }
}
