// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>
#include "core/burndown.h"
#include "tests/core/sprint_support.h"
using namespace juno;
using namespace juno::test;
namespace {

// Ten thousand random sprints are replayed forwards here, moment by moment, and every figure is worked out again from the
// replay by the words of domain.md §2, without the walk of the code under test.
constexpr std::int64_t kStart = 1'000'000, kEnd = 1'400'000;  // ms; the close and its minute lie within
constexpr std::uint64_t kCloser = 99;

struct State {
  std::int64_t at;
  bool member, done;
  double points;  // unestimated is 0 here
};

struct Past {
  std::vector<State> states;  // the last of each moment counts
  const State* at(std::int64_t t) const {
    const State* found = nullptr;
    for (const State& s : states)
      if (s.at <= t) found = &s;
    return found;
  }
  bool member(std::int64_t t) const { return at(t) && at(t)->member; }
  bool done(std::int64_t t) const { return at(t) && at(t)->done; }
  double points(std::int64_t t) const { return at(t) ? at(t)->points : 0; }
};

struct Generated {
  std::vector<SprintIssue> issues;
  std::vector<Past> pasts;
};

Generated generate(std::mt19937& random) {
  const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  Generated g;
  const int count = 1 + below(4);
  const bool close_takes_out = below(3) == 0;
  for (int k = 0; k < count; ++k) {
    SprintIssue issue;
    issue.key = "P-" + std::to_string(k + 1);
    auto& line = issue.timeline;
    std::int64_t t = below(4) == 0 ? kStart + below(300'000) : 500'000;
    State s{t, below(2) == 0, below(5) == 0, 0};
    line.created = {t};
    line.member = s.member;
    line.status = s.done ? 3 : 1;
    if (below(4) != 0) line.points = s.points = below(9);
    Past past{{s}};
    const int steps = below(9);
    for (int i = 0; i < steps; ++i) {
      if (below(4) != 0) t = std::max(t, below(5) == 0 ? kStart - 2 + below(1004) : t + below(120'000));  // else the same moment
      if (t >= kEnd - 60'000) break;
      SprintTimeline::Event e{{t}, 1, 0, {}, SprintTimeline::Event::Kind::points, false};
      switch (below(3)) {
        case 0:
          if (below(5) != 0) e.points = below(9);
          s.points = std::optional<double>(e.points).value_or(0);
          break;
        case 1:
          e.kind = SprintTimeline::Event::Kind::status;
          s.done = !s.done;
          e.status = s.done ? 3 + below(2) : 1 + below(2);
          break;
        default:
          e.kind = SprintTimeline::Event::Kind::member;
          e.member = s.member = !s.member;
      }
      s.at = t;
      line.events.push_back(e);
      past.states.push_back(s);
    }
    if (close_takes_out && s.member && !s.done)
      line.events.push_back({{kEnd - below(50'000)}, kCloser, 0, {}, SprintTimeline::Event::Kind::member, false});
    if (below(3) == 0)  // what comes after the close changes nothing
      line.events.push_back({{kEnd + 1 + below(100'000)}, 1, s.done ? 1 : 3, {}, SprintTimeline::Event::Kind::status, false});
    g.issues.push_back(std::move(issue));
    g.pasts.push_back(std::move(past));
  }
  return g;
}

struct Truth {
  bool part = false, at_start = false, done_at_start = false;
  Outcome outcome = Outcome::not_completed;
  double start = 0, end = 0;
};

Truth truth_of(const Past& past) {
  const std::int64_t t0 = kStart + 999, t1 = kEnd;  // kStart is a whole second
  Truth truth;
  truth.at_start = past.member(t0);
  truth.done_at_start = truth.at_start && past.done(t0);
  std::int64_t entry = -1, leaving = -1, done_at = -1;
  std::int64_t before = -1;
  for (const State& s : past.states) {
    if (s.at == before || s.at > t1) continue;
    const bool was_member = past.member(s.at - 1), is_member = past.member(s.at);
    if (s.at > t0 && is_member && !was_member && entry < 0) entry = s.at;
    if (s.at > t0 && was_member && !is_member) leaving = s.at;
    if (past.done(s.at) && !past.done(s.at - 1)) done_at = s.at;
    before = s.at;
  }
  truth.part = truth.at_start || entry >= 0;
  truth.start = past.points(truth.at_start ? t0 : entry);
  truth.end = past.points(t1);
  if (!past.member(t1)) {
    truth.outcome = Outcome::removed;
    truth.end = past.points(leaving);
  } else if (past.done(t1)) {
    const bool here = done_at > t0 && past.member(done_at);
    truth.outcome = here ? Outcome::completed : Outcome::completed_elsewhere;
    if (here) truth.end = past.points(done_at);
  }
  return truth;
}

Sprint sprint() {
  Sprint s;
  s.id = 1;
  s.name = "Random";
  s.state = SprintState::closed;
  s.start = Instant{kStart};
  s.end = Instant{kEnd - 5000};
  s.complete = Instant{kEnd};
  return s;
}

bool close_to(double a, double b) { return std::abs(a - b) < 1e-9; }

}  // namespace

TEST_CASE("on random sprints every issue has the outcome, and every sum the value, that a forward replay gives") {
  std::mt19937 random(424242);
  const auto rules = test::rules();
  const Sprint s = sprint();
  const Calendar calendar;
  const Zone zone;
  int wrong_items = 0, wrong_sums = 0, broken_identities = 0, wrong_burndowns = 0, seen[4] = {};
  for (int round = 0; round < 10'000; ++round) {
    const Generated g = generate(random);
    const SprintReportInput in{s, "", g.issues, rules, calendar, zone, Instant{9'000'000}, status_name};
    const SprintReport r = sprint_report(in);
    std::size_t k = 0;
    double committed = 0, added = 0, by_outcome[4] = {};
    int committed_n = 0, added_n = 0, n[4] = {}, at_start = 0, entered = 0, left = 0;
    double in_start = 0, in_end = 0, moved = 0;
    for (std::size_t i = 0; i < g.issues.size(); ++i) {
      const Truth t = truth_of(g.pasts[i]);
      if (!t.part) continue;
      if (k >= r.scope.items.size() || r.scope.items[k].issue != i) {
        ++wrong_items;
        break;
      }
      const SprintItem& item = r.scope.items[k++];
      wrong_items += item.outcome != t.outcome || item.at_start != t.at_start || item.done_at_start != t.done_at_start || item.added == t.at_start ||
                     !close_to(item.points_start.value_or(0), t.start) || !close_to(item.points_end.value_or(0), t.end);
      const auto o = static_cast<std::size_t>(t.outcome);
      ++seen[o];
      ++n[o];
      by_outcome[o] += t.end;
      if (t.at_start && !t.done_at_start) committed += t.start, ++committed_n;
      if (!t.at_start) added += t.start, ++added_n;
      // methods.md §1.2, membership and points separately; the close operation has been taken back already.
      at_start += t.at_start;
      entered += item.entries;
      left += item.leavings;
      in_start += g.pasts[i].member(kStart + 999) ? g.pasts[i].points(kStart + 999) : 0;
      in_end += g.pasts[i].member(kEnd) ? g.pasts[i].points(kEnd) : 0;
      moved += item.points_entered - item.points_left + item.re_estimated;
    }
    wrong_items += k != r.scope.items.size();
    const auto points = [](const Amount& a) { return a.points.value_or(0); };
    const Amount* amounts[] = {&r.completed, &r.not_completed, &r.removed, &r.completed_elsewhere};
    for (std::size_t o = 0; o < 4; ++o) wrong_sums += amounts[o]->issues != n[o] || !close_to(points(*amounts[o]), by_outcome[o]);
    wrong_sums += r.committed.issues != committed_n || !close_to(points(r.committed), committed) || r.added.issues != added_n || !close_to(points(r.added), added);
    if (committed_n > 0) wrong_sums += !close_to(*r.scope_change.issues, static_cast<double>(added_n - n[2]) / committed_n);
    broken_identities += at_start + entered - left != n[0] + n[1] + n[3] || !close_to(in_start + moved, in_end);
    for (const bool in_issues : {false, true}) {
      const Burndown b = burndown(r.scope, in, in_issues);
      const double remaining = b.points ? points(r.not_completed) : r.not_completed.issues, completed = b.points ? points(r.completed) : r.completed.issues;
      wrong_burndowns += !close_to(*b.days.back().remaining, remaining) || !close_to(*b.days.back().completed, completed);
    }
  }
  CHECK(wrong_items == 0);
  CHECK(wrong_sums == 0);
  CHECK(broken_identities == 0);
  CHECK(wrong_burndowns == 0);
  for (const int outcome : seen) CHECK(outcome > 1000);  // the sprints were worth replaying
}

TEST_CASE("the input's order changes nothing in a report") {
  std::mt19937 random(17);
  const auto rules = test::rules();
  const Sprint s = sprint();
  const Calendar calendar;
  const Zone zone;
  for (int round = 0; round < 50; ++round) {
    Generated g = generate(random);
    for (std::size_t i = 0; i < g.issues.size(); ++i) g.issues[i].assignee = {static_cast<Id>(random() % 2), random() % 2 ? "Ana" : "Bo"};
    const auto csv_of = [&] {
      const SprintReportInput in{s, "B", g.issues, rules, calendar, zone, Instant{9'000'000}, status_name};
      const SprintReport r = sprint_report(in);
      std::string out;
      for (const Report& report : {to_report(r, in), to_report(burndown(r.scope, in), r.scope, in)}) {
        for (const auto& line : report.explain) out += line + "\n";
        for (const auto& f : report.summary)
          if (const auto* d = std::get_if<double>(&f.value)) out += f.key + std::to_string(*d) + "\n";
        for (const auto& section : report.sections)
          for (const auto& row : section.table.rows)
            for (const auto& cell : row)
              if (const auto* text = std::get_if<std::string>(&cell)) out += *text + "|";
      }
      return out;
    };
    const std::string once = csv_of();
    std::shuffle(g.issues.begin(), g.issues.end(), random);
    CHECK(csv_of() == once);
  }
}
