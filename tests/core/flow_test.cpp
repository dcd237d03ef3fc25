// SPDX-License-Identifier: Apache-2.0
#include "core/flow.h"
#include "tests/support/at.h"
#include <doctest/doctest.h>
#include <cmath>
#include <random>
using namespace juno;

namespace {

Instant day(int n) { return at("2026-03-01T00:00:00Z") + std::chrono::hours(24 * (n - 1)); }  // n-th of March
Instant hour(int n) { return at("2026-03-01T00:00:00Z") + std::chrono::hours(n); }

// Places of the world's statuses.
constexpr FlowIssue::Place kTodo = 1, kDev = 2, kReview = 3, kDone = 4, kBlocked = 5, kReleased = 6;
FlowIssues world() {
  FlowIssues w;
  w.statuses = {{}, {1, "To Do", StatusCategory::todo}, {2, "Dev", StatusCategory::in_progress}, {3, "Review", StatusCategory::in_progress},
                {4, "Done", StatusCategory::done}, {5, "Blocked", StatusCategory::in_progress}, {6, "Released", StatusCategory::done}};
  return w;
}
FlowIssue issue(std::vector<FlowIssue::Visit> visits, std::optional<Instant> resolved = {}, std::string key = "PAY-1") {
  FlowIssue i;
  i.key = std::move(key), i.visits = std::move(visits), i.created = i.visits.front().from, i.resolved = resolved;
  return i;
}

struct Picked {
  std::string what;
  std::vector<FlowIssue::Visit> visits;
  std::optional<Instant> resolved;
  FlowSettings::Start start;
  FlowSettings::Finish finish;
  std::optional<Instant> started, finished;
  int reopened;
};
using Start = FlowSettings::Start;
using Finish = FlowSettings::Finish;

Period march(int first, int last) { return {day(first), day(last + 1), Zone().date(day(first)), Zone().date(day(last)), "march", true}; }

struct Ask {
  FlowIssues data = world();
  FlowSettings settings;
  FlowRules rules;
  Calendar calendar;
  Period period = march(1, 10);
  FlowGroup by = FlowGroup::none;
  Flow answer() {
    rules = flow_rules(data.statuses, settings);
    return flow(input());
  }
  FlowInput input() const {
    std::vector<std::size_t> all;
    for (std::size_t n = 0; n < data.issues.size(); ++n) all.push_back(n);
    return {data, all, rules, period, steps_of(period, Step::day, {}), {}, calendar, by, true};
  }
};

}  // namespace

TEST_CASE("start and finish are the moments the rules name") {
  const std::optional<Instant> none;
  const Picked cases[] = {
      {"straight through", {{day(1), kTodo}, {day(3), kDev}, {day(5), kReview}, {day(8), kDone}}, none, Start::first, Finish::resolved, day(3), day(8), 0},
      {"the resolution date wins", {{day(1), kTodo}, {day(3), kDev}, {day(8), kDone}}, day(9), Start::first, Finish::resolved, day(3), day(9), 0},
      {"but not for the status rule", {{day(1), kTodo}, {day(3), kDev}, {day(8), kDone}}, day(9), Start::first, Finish::last, day(3), day(8), 0},
      {"a resolution date on what is not done counts for nothing", {{day(1), kTodo}, {day(3), kDev}}, day(9), Start::first, Finish::resolved, day(3), none, 0},
      {"created in progress starts at creation", {{day(2), kDev}, {day(4), kDone}}, none, Start::first, Finish::resolved, day(2), day(4), 0},
      {"never in progress", {{day(1), kTodo}, {day(4), kDone}}, none, Start::first, Finish::resolved, none, day(4), 0},
      {"created done", {{day(1), kDone}}, none, Start::first, Finish::resolved, none, day(1), 0},
      {"put back and taken again: first", {{day(1), kTodo}, {day(2), kDev}, {day(3), kTodo}, {day(5), kDev}, {day(7), kDone}}, none, Start::first, Finish::last, day(2), day(7), 0},
      {"put back and taken again: last", {{day(1), kTodo}, {day(2), kDev}, {day(3), kTodo}, {day(5), kDev}, {day(7), kDone}}, none, Start::last, Finish::last, day(5), day(7), 0},
      {"from one status of work to another is no new start", {{day(1), kTodo}, {day(2), kDev}, {day(5), kReview}, {day(6), kDev}, {day(7), kDone}}, none, Start::last, Finish::last, day(2), day(7), 0},
      {"reopened: last finish", {{day(1), kDev}, {day(3), kDone}, {day(4), kDev}, {day(6), kDone}, {day(7), kReleased}}, none, Start::first, Finish::last, day(1), day(6), 1},
      {"reopened: first finish", {{day(1), kDev}, {day(3), kDone}, {day(4), kDev}, {day(6), kDone}}, none, Start::first, Finish::first, day(1), day(3), 1},
      {"reopened and still open", {{day(1), kDev}, {day(3), kDone}, {day(4), kDev}}, none, Start::first, Finish::last, day(1), none, 1},
      {"reopened and still open, by its first finish", {{day(1), kDev}, {day(3), kDone}, {day(4), kDev}}, none, Start::first, Finish::first, day(1), day(3), 1},
      {"work that began only after the first finish is not before it", {{day(1), kTodo}, {day(3), kDone}, {day(4), kDev}, {day(5), kDone}}, none, Start::first, Finish::first, none, day(3), 1},
      {"resolved before work began", {{day(1), kTodo}, {day(3), kDev}, {day(5), kDone}}, day(2), Start::first, Finish::resolved, none, day(2), 0},
      {"started and finished at once takes no time", {{day(1), kTodo}, {day(3), kDev}, {day(3), kDone}}, none, Start::first, Finish::last, day(3), day(3), 0},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    FlowSettings settings;
    settings.start = c.start, settings.finish = c.finish;
    const FlowTimes t = flow_times(issue(c.visits, c.resolved), flow_rules(world().statuses, settings));
    CHECK(t.started == c.started);
    CHECK(t.finished == c.finished);
    CHECK(t.reopened == c.reopened);
  }
}

TEST_CASE("what a status means follows the settings") {
  const auto stages = [](FlowSettings s) { return flow_rules(world().statuses, s).stages; };
  using S = Stage;
  FlowSettings s;
  CHECK(stages(s) == std::vector<S>{S::before, S::before, S::unclassified, S::unclassified, S::done, S::waiting, S::done});
  s.waiting = {"review"};  // in any case; the rest of the work is active then
  CHECK(stages(s) == std::vector<S>{S::before, S::before, S::active, S::waiting, S::done, S::waiting, S::done});
  s.active = {"Dev"}, s.waiting = {};
  CHECK(stages(s) == std::vector<S>{S::before, S::before, S::active, S::unclassified, S::done, S::waiting, S::done});
  s.started = {"Review"};
  CHECK(stages(s)[kDev] == S::before);
  s.done = {DoneRule::By::statuses, {"Released"}}, s.started = {};
  CHECK(stages(s)[kDone] == S::waiting);  // done to the tracker, waiting by the configured rule
  s.started = {"Reveiw"};
  CHECK(flow_rules(world().statuses, s).warnings == std::vector<std::string>{"start status: no status is named Reveiw."});
}

TEST_CASE("days are counted as asked") {
  const Zone zone;
  const Calendar calendar;
  const Instant friday = at("2026-03-06T18:00:00Z"), monday = at("2026-03-09T06:00:00Z");
  CHECK(*DayCount(DayUnit::elapsed, zone, calendar).between(friday, monday) == doctest::Approx(2.5));
  CHECK(*DayCount(DayUnit::calendar, zone, calendar).between(friday, monday) == 4);
  CHECK(*DayCount(DayUnit::working, zone, calendar).between(friday, monday) == doctest::Approx(0.5));
  CHECK(*DayCount(DayUnit::calendar, zone, calendar).between(friday, friday) == 1);
  CHECK(!DayCount(DayUnit::elapsed, zone, calendar).between(monday, friday));
}

TEST_CASE("a small team's ten days, by hand") {
  Ask a;
  a.data.words = {"", "Web", "Api"};
  a.data.issues = {issue({{day(-3), kTodo}, {day(-1), kDev}, {day(2), kDone}}, {}, "PAY-1"),          // cycle 3, lead 5
                   issue({{day(1), kTodo}, {day(2), kDev}, {day(4), kReview}, {day(6), kDone}}, {}, "PAY-2"),  // cycle 4, lead 5
                   issue({{day(3), kTodo}, {day(5), kDone}}, {}, "PAY-3"),                              // never started, lead 2
                   issue({{day(4), kTodo}, {day(5), kDev}}, {}, "PAY-4"),                               // age 6 at the end of the 10th
                   issue({{day(4), kTodo}, {day(6), kDev}, {day(8), kTodo}}, {}, "PAY-5"),              // put back, age 5
                   issue({{day(-9), kTodo}}, {}, "PAY-6"),                                              // backlog
                   issue({{day(2), kDev}, {day(3), kDone}, {day(7), kDev}, {day(9), kDone}}, {}, "PAY-7")};  // reopened: cycle 7, lead 7
  a.data.issues[0].team = a.data.issues[1].team = a.data.issues[3].team = 1;
  a.data.issues[6].team = 2;
  a.by = FlowGroup::team;
  const Flow f = a.answer();
  CHECK(f.arrived == std::vector<std::size_t>{1, 2, 3, 4, 6});
  CHECK(f.started == std::vector<std::size_t>{1, 3, 4, 6});
  CHECK(f.finished == std::vector<std::size_t>{0, 1, 2, 6});
  CHECK(f.never_started == std::vector<std::size_t>{2});
  CHECK(f.in_progress == std::vector<std::size_t>{3, 4});
  CHECK(f.put_back == std::vector<std::size_t>{4});
  CHECK(f.reopened == std::vector<std::size_t>{6});
  CHECK(f.cycle[0] == 3.0);
  CHECK(f.cycle[1] == 4.0);
  CHECK(!f.cycle[2]);
  CHECK(f.cycle[6] == 7.0);
  CHECK(f.lead[2] == 2.0);
  CHECK(f.age[3] == 6.0);
  CHECK(f.oldest == 6.0);
  CHECK(!f.cycle_time.median);
  CHECK(f.cycle_time.why == "too few, only 3, 4, 7");
  CHECK(f.in_progress_at_start == 1);
  std::vector<int> wip;
  for (const auto& s : f.steps) wip.push_back(s.in_progress);
  CHECK(wip == std::vector<int>{1, 2, 2, 2, 3, 3, 3, 3, 2, 2});
  // Days in progress: 1 + 4 + 7 + 6 + 5 = 23 of ten days.
  CHECK(f.little->mean_in == doctest::Approx(2.3));
  CHECK(f.little->stays == 5);
  // Arrivals from what was open at the start (PAY-1 and PAY-6).
  CHECK(f.steps[0].all_arrived == 3);
  CHECK(f.steps[9].all_arrived == 7);
  CHECK(f.steps[9].all_started == 5);
  CHECK(f.steps[9].all_finished == 4);
  // Between start and finish of PAY-1, 2 and 7: unclassified 3 + 4 + 3, waiting 4 (PAY-7 while it was done).
  CHECK(f.efficiency.unclassified_days == doctest::Approx(10));
  CHECK(f.efficiency.waiting_days == doctest::Approx(4));
  CHECK(*f.efficiency.low == 0);
  CHECK(*f.efficiency.high == doctest::Approx(10.0 / 14));
  REQUIRE(f.groups.size() == 3);
  CHECK(f.groups[0].name == "Api");
  CHECK(f.groups[0].finished == 1);
  CHECK(f.groups[1].name == "Web");
  CHECK(f.groups[1].finished == 2);
  CHECK(f.groups[1].in_progress == 1);
  CHECK(f.groups[1].per_week == doctest::Approx(1.4));
  CHECK(f.groups[2].name == "Unassigned");
  CHECK(f.groups[2].in_progress == 1);
}

TEST_CASE("flow efficiency is one number once every status is classified") {
  Ask a;
  a.settings.waiting = {"Review"};
  a.data.issues = {issue({{day(1), kDev}, {day(4), kReview}, {day(5), kBlocked}, {day(6), kDone}})};
  const Flow f = a.answer();
  CHECK(*f.efficiency.low == doctest::Approx(0.6));
  CHECK(*f.efficiency.high == doctest::Approx(0.6));
}

TEST_CASE("time in status adds up re-entries and counts what ended in the period") {
  Ask a;
  a.data.issues = {issue({{day(-5), kTodo}, {day(-2), kDev}, {day(2), kReview}, {day(3), kDev}, {day(5), kReview}, {day(9), kDone}}),
                   issue({{day(4), kReview}}, {}, "PAY-2")};
  const Flow f = a.answer();
  REQUIRE(f.statuses.statuses.size() == 2);  // To Do ended before the period
  const StatusTime& review = f.statuses.statuses[0];
  const StatusTime& dev = f.statuses.statuses[1];
  CHECK(review.status == kReview);
  CHECK(review.visits == std::vector<double>{5});  // 1 + 4; PAY-2's still runs
  CHECK(review.entries == 3);
  CHECK(review.exits == 2);
  CHECK(review.returned == 1);
  CHECK(review.in_at_end == 1);
  CHECK(review.total_days == doctest::Approx(12));  // 1 + 4 + 7
  CHECK(dev.visits == std::vector<double>{6});      // 4 + 2, though only 3 of it lie inside
  CHECK(dev.total_days == doctest::Approx(3));
  CHECK(*review.share == doctest::Approx(0.8));
  CHECK(review.longest == std::vector<std::size_t>{1, 0});
}

TEST_CASE("a bottleneck is named only on evidence") {
  Ask a;
  for (int n = 0; n < 12; ++n) {  // a day of work each, then a queue that only grows
    std::vector<FlowIssue::Visit> v = {{hour(n * 8), kDev}, {hour(n * 8 + 12), kReview}};
    if (n < 3) v.push_back({hour(n * 8 + 100), kDone});
    a.data.issues.push_back(issue(v, {}, "PAY-" + std::to_string(n)));
  }
  const Flow stuck = a.answer();
  REQUIRE(stuck.statuses.bottleneck);
  CHECK(stuck.statuses.statuses[*stuck.statuses.bottleneck].status == kReview);
  for (auto& i : a.data.issues)
    if (i.visits.size() == 2) i.visits.push_back({hour(235), kDone});  // as slow, but all came out
  const Flow slow = a.answer();
  CHECK(!slow.statuses.bottleneck);
  CHECK(slow.statuses.why_none == "the status that takes most time lets out as much as comes in");
  a.data.issues.resize(1);
  CHECK(a.answer().statuses.why_none == "fewer than 5 issues were in process");
  a.data.issues.clear();
  CHECK(a.answer().statuses.why_none == "nothing was in process");
}

TEST_CASE("work in progress by difference array equals brute force, and Little's identity holds to 1e-9") {
  std::mt19937_64 random(11);
#ifdef __SANITIZE_ADDRESS__
  constexpr int kWorlds = 15;
#else
  constexpr int kWorlds = 80;
#endif
  for (int world = 0; world < kWorlds; ++world) {
    const Period p = {hour(24 * 5), hour(24 * 5 + 1 + static_cast<int>(random() % 600)), {}, {}, "", true};
    std::vector<Period> steps;  // of uneven length
    for (Instant from = p.from; from < p.to;) {
      const Instant to = std::min(p.to, from + std::chrono::minutes(1 + static_cast<int>(random() % 4000)));
      steps.push_back({from, to, {}, {}, "", true});
      from = to;
    }
    std::vector<Stay> stays;
    for (int n = static_cast<int>(random() % 40); n > 0; --n) {
      Stay s{hour(0) + std::chrono::minutes(static_cast<int>(random() % 60'000)), {}};
      if (random() % 3) s.to = s.from + std::chrono::minutes(static_cast<int>(random() % 20'000));
      if (random() % 8 == 0) s.from = steps[random() % steps.size()].from;  // on a boundary
      if (s.to && *s.to < s.from) s.to = s.from;
      if (s.to && random() % 8 == 0) s.to = std::max(s.from, steps[random() % steps.size()].to);
      stays.push_back(s);
    }
    const WipSeries series = wip_series(stays, steps);
    REQUIRE(series.at_end.size() == steps.size());
    for (std::size_t k = 0; k < steps.size(); ++k) {
      int in = 0;
      std::int64_t inside = 0;
      for (const Stay& s : stays) {
        const Instant last = steps[k].to - std::chrono::milliseconds(1);
        in += s.from <= last && (!s.to || *s.to > last);
        for (std::int64_t ms = steps[k].from.ms; ms < steps[k].to.ms; ms += 60'000)  // minute by minute
          inside += s.from.ms <= ms && (!s.to || ms < s.to->ms);
      }
      CHECK(series.at_end[k] == in);
      CHECK(series.mean[k] == doctest::Approx(static_cast<double>(inside) * 60'000 / static_cast<double>(steps[k].to.ms - steps[k].from.ms)).epsilon(1e-9));
    }
    const auto law = little(stays, steps);
    REQUIRE(law);
    CHECK(std::abs(law->mean_in - law->per_day * law->mean_days) <= 1e-9 * std::max(1.0, law->mean_in));
  }
}

TEST_CASE("a flow's figures hang together, whatever the histories") {
  std::mt19937_64 random(5);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int world = 0; world < 150; ++world) {
    Ask a;
    a.settings.start = pick(2) ? Start::first : Start::last;
    a.settings.finish = static_cast<Finish>(pick(3));
    if (pick(2)) a.settings.waiting = {"Review"};
    a.period = march(3 + pick(4), 8 + pick(15));
    for (int n = pick(30); n > 0; --n) {
      std::vector<FlowIssue::Visit> v = {{hour(-200 + pick(700)), static_cast<FlowIssue::Place>(1 + pick(6))}};
      for (int m = pick(7); m > 0; --m) v.push_back({v.back().from + std::chrono::minutes(pick(6000)), static_cast<FlowIssue::Place>(1 + pick(6))});
      const auto resolved = pick(3) ? std::optional<Instant>() : v.back().from + std::chrono::minutes(pick(100));
      a.data.issues.push_back(issue(std::move(v), resolved, "PAY-" + std::to_string(n)));
    }
    const Flow f = a.answer();
    // In at the end = in at the start + started - finished of those started.
    const auto with_start = std::count_if(f.finished.begin(), f.finished.end(), [&](std::size_t k) { return f.times[k].started.has_value(); });
    CHECK(static_cast<std::ptrdiff_t>(f.in_progress.size()) == f.in_progress_at_start + static_cast<std::ptrdiff_t>(f.started.size()) - with_start);
    CHECK(f.finished.size() == f.never_started.size() + static_cast<std::size_t>(with_start));
    int arrived = 0, started = 0, finished = 0;
    for (const auto& s : f.steps) arrived += s.arrived, started += s.started, finished += s.finished;
    CHECK(arrived == static_cast<int>(f.arrived.size()));
    CHECK(started == static_cast<int>(f.started.size()));
    CHECK(finished == static_cast<int>(f.finished.size()));
    for (const std::size_t k : f.finished) CHECK((!f.cycle[k] || (*f.cycle[k] >= 0 && *f.cycle[k] <= *f.lead[k])));
    const auto& e = f.efficiency;
    if (e.low) CHECK((0 <= *e.low && *e.low <= *e.high && *e.high <= 1));
    double work = 0, share = 0;
    for (const auto& s : f.statuses.statuses) {
      if (s.share) share += *s.share;
      if (in_process(s.stage)) work += s.total_days;
    }
    if (work > 0) CHECK(share == doctest::Approx(1));
    if (f.little) CHECK(std::abs(f.little->mean_in - f.little->per_day * f.little->mean_days) <= 1e-9 * std::max(1.0, f.little->mean_in));
  }
}

TEST_CASE("few values are told, not summarised") {
  CHECK(durations({}, "nothing").why == "nothing");
  CHECK(!durations({1, 2, 3, 4}, "").median);
  const Durations five = durations({5, 1, 4, 2, 3}, "");
  CHECK(five.median == 3.0);
  CHECK(five.p85 == 5.0);  // ceil(0.85 * 5) = 5th
  CHECK(!five.p95);
  CHECK(five.why_p95 == "5 of the 20 values it needs");
  std::vector<double> twenty;
  for (int n = 1; n <= 20; ++n) twenty.push_back(n);
  CHECK(durations(twenty, "").p95 == 19.0);
  CHECK(durations(twenty, "").median == 10.5);
}
