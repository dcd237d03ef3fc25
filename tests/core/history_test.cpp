// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <string>
#include <vector>
#include "core/error.h"
#include "core/history.h"
using namespace juno;
namespace {

FieldMap field_map() {
  FieldMap map;
  map.points = {{"customfield_10016", "Story Points"}, {"customfield_10026", "Story point estimate"}};
  map.sprint = {"customfield_10020", "Sprint"};
  return map;
}

Change change(std::int64_t at, const std::string& field, const std::string& from, const std::string& to, bool cloud = true) {
  Change c;
  c.at = {at};
  c.history = at;
  c.author.account = "ana";
  c.field = field;
  const bool text = field != "status" && field != "Sprint";
  (text ? c.from_text : c.from) = from;
  (text ? c.to_text : c.to) = to;
  if (cloud)
    c.field_id = field == "status" ? "status" : field == "Sprint" ? "customfield_10020" : field == "Story Points" ? "customfield_10016" : "customfield_10026";
  return c;
}

Issue issue_now(std::optional<double> points, Id status, std::vector<Id> sprints) {
  Issue issue;
  issue.created = {1000};
  issue.points = points;
  issue.status.id = status;
  issue.sprints = std::move(sprints);
  return issue;
}

std::optional<double> points_at(const IssueTimeline& line, std::int64_t t) { return state_at(seen_from(line, 1), {t}).points; }
bool member_at(const IssueTimeline& line, Id sprint, std::int64_t t) { return state_at(seen_from(line, sprint), {t}).member; }

}  // namespace

TEST_CASE("an issue without changes has always been as it is now") {
  const auto line = timeline(issue_now(3.0, 5, {7}), {}, field_map());
  CHECK(line.events.empty());
  CHECK_FALSE(line.gap);
  CHECK(state_at(seen_from(line, 7), {999}).exists == false);
  CHECK(points_at(line, 999) == std::nullopt);
  const auto state = state_at(seen_from(line, 7), {1000});
  CHECK(state.exists);
  CHECK(state.member);
  CHECK(state.status == 5);
  CHECK(state.points == 3.0);
}

TEST_CASE("an issue created inside a sprint is a member from its creation although no change says so") {
  const auto line = timeline(issue_now({}, 5, {76, 80}), std::vector{change(3000, "Sprint", "76", "76, 80")}, field_map());
  CHECK_FALSE(line.gap);
  CHECK(line.sprints == std::vector<Id>{76});
  CHECK(member_at(line, 76, 5000));
  CHECK_FALSE(member_at(line, 80, 2999));
  CHECK(member_at(line, 80, 3000));
}

TEST_CASE("sprint lists are complete lists whatever their spacing, and names alone are a gap") {
  const auto line = timeline(issue_now({}, 5, {80}), std::vector{change(2000, "Sprint", " 79 ,76", "76,80"), change(3000, "Sprint", "80,76", "80")}, field_map());
  CHECK_FALSE(line.gap);
  CHECK(line.sprints == std::vector<Id>{76, 79});
  CHECK_FALSE(member_at(line, 76, 3000));
  Change named = change(2000, "Sprint", "", "76");
  named.from_text = "Sprint 9";
  CHECK(timeline(issue_now({}, 5, {76}), std::vector{named}, field_map()).gap);
  CHECK(timeline(issue_now({}, 5, {76}), std::vector{change(2000, "Sprint", "x", "76")}, field_map()).gap);
}

TEST_CASE("estimates are read as decimals in both spellings, and anything else is a gap and unknown") {
  const auto line = timeline(issue_now(1.5, 5, {}), std::vector{change(2000, "Story Points", "", "0,5"), change(3000, "Story Points", "0.5", "1.50")}, field_map());
  CHECK_FALSE(line.gap);
  CHECK(points_at(line, 1500) == std::nullopt);
  CHECK(points_at(line, 2000) == 0.5);
  CHECK(points_at(line, 3000) == 1.5);
  for (const std::string& bad : std::vector<std::string>{"five", "inf", "nan", "1e999", "3 points", "1.2.3"}) {
    CAPTURE(bad);
    const auto odd = timeline(issue_now(1.5, 5, {}), std::vector{change(2000, "Story Points", bad, "1.5")}, field_map());
    CHECK(odd.gap);
    CHECK(points_at(odd, 1500) == std::nullopt);
  }
}

TEST_CASE("the first points field that has a value counts, at each time") {
  const auto map = field_map();
  // Story Points: none, 3 at 2000, none at 4000. Story point estimate: 8 since 3000.
  const std::vector<Change> changes = {change(2000, "Story Points", "", "3"), change(3000, "Story point estimate", "", "8"), change(4000, "Story Points", "3", "")};
  const auto line = timeline(issue_now(8.0, 5, {}), changes, map);
  CHECK_FALSE(line.gap);
  CHECK(points_at(line, 1999) == std::nullopt);
  CHECK(points_at(line, 3500) == 3.0);
  CHECK(points_at(line, 4000) == 8.0);
  CHECK(line.events.size() == 2);  // the change at 3000 was not visible
}

TEST_CASE("a points field that never changed explains what the changed one cannot") {
  const auto map = field_map();
  const auto line = timeline(issue_now(5.0, 5, {}), std::vector{change(2000, "Story Points", "3", "")}, map);
  CHECK_FALSE(line.gap);
  CHECK(points_at(line, 1500) == 3.0);
  CHECK(points_at(line, 2000) == 5.0);
  const auto shadowed = timeline(issue_now(5.0, 5, {}), std::vector{change(2000, "Story point estimate", "3", "2")}, map);
  CHECK_FALSE(shadowed.gap);
  CHECK(points_at(shadowed, 1500) == 5.0);
  CHECK(shadowed.events.empty());
}

TEST_CASE("Data Center names fields by display name only, and a foreign field of the same name with an id is not taken") {
  const auto line = timeline(issue_now(5.0, 5, {7}), std::vector{change(2000, "Story Points", "3", "5", false), change(2500, "Sprint", "", "7", false), change(2600, "status", "4", "5", false)}, field_map());
  CHECK_FALSE(line.gap);
  CHECK(line.events.size() == 3);
  Change foreign = change(2000, "Story Points", "3", "5");
  foreign.field_id = "customfield_99999";
  CHECK(timeline(issue_now(5.0, 5, {}), std::vector{foreign}, field_map()).events.empty());
}

TEST_CASE("a status change without id falls back on a name that only one status has") {
  Change old = change(2000, "status", "", "");
  old.from_text = "Open";
  old.to_text = "Closed";
  HistoryHints hints;
  hints.status_by_name = [](std::string_view name) { return name == "Open" ? Id{1} : Id{0}; };
  const auto known = timeline(issue_now({}, 9, {}), std::vector{old}, field_map(), hints);
  CHECK_FALSE(known.gap);
  CHECK(known.status == 1);
  const auto unknown = timeline(issue_now({}, 9, {}), std::vector{old}, field_map());
  CHECK(unknown.gap);
  CHECK(unknown.status == 0);
  // The change before it says where it came from.
  const auto rebuilt = timeline(issue_now({}, 9, {}), std::vector{change(1500, "status", "1", "3"), old}, field_map());
  CHECK_FALSE(rebuilt.gap);
  CHECK(state_at(seen_from(rebuilt, 1), {1600}).status == 3);
}

TEST_CASE("a changelog that contradicts itself or the present is flagged, and the present wins") {
  const auto map = field_map();
  CHECK(timeline(issue_now(8.0, 5, {}), std::vector{change(2000, "Story Points", "3", "5")}, map).gap);
  CHECK(points_at(timeline(issue_now(8.0, 5, {}), std::vector{change(2000, "Story Points", "3", "5"), change(2100, "Story point estimate", "1", "2")}, map), 2100) == 8.0);
  CHECK(timeline(issue_now({}, 5, {}), std::vector{change(2000, "Story Points", "3", "5")}, map).gap);
  CHECK(timeline(issue_now(5.0, 5, {}), std::vector{change(2000, "Story Points", "1", "2"), change(3000, "Story Points", "3", "5")}, map).gap);
  CHECK(timeline(issue_now({}, 5, {}), std::vector{change(2000, "status", "1", "4")}, map).gap);
  CHECK(timeline(issue_now({}, 5, {}), std::vector{change(2000, "Sprint", "", "4")}, map).gap);
  CHECK(timeline(issue_now({}, 5, {4, 5}), std::vector{change(2000, "Sprint", "", "4")}, map).gap);
}

TEST_CASE("a deleted sprint may vanish from the lists without a change") {
  HistoryHints hints;
  hints.sprint_deleted = [](Id id) { return id == 4; };
  const std::vector<Change> changes = {change(2000, "Sprint", "", "4, 6"), change(3000, "Sprint", "6", "6, 7")};
  CHECK_FALSE(timeline(issue_now({}, 5, {6, 7}), changes, field_map(), hints).gap);
  CHECK(timeline(issue_now({}, 5, {6, 7}), changes, field_map()).gap);
  CHECK(timeline(issue_now({}, 5, {7}), changes, field_map(), hints).gap);  // 6 was not deleted
}

TEST_CASE("changes older than the issue itself belong to its first values") {
  const auto line = timeline(issue_now(5.0, 5, {7}), std::vector{change(500, "Story Points", "1", "3"), change(2000, "Story Points", "3", "5")}, field_map());
  CHECK(line.events.size() == 1);
  CHECK(points_at(line, 1000) == 3.0);
}

TEST_CASE("memberships are intervals, one for each stay") {
  const std::vector<Change> changes = {change(2000, "Sprint", "7", ""), change(3000, "Sprint", "", "7, 5"), change(4000, "Sprint", "5, 7", "7")};
  const auto all = memberships(timeline(issue_now({}, 5, {7}), changes, field_map()));
  REQUIRE(all.size() == 3);
  CHECK(all[0].sprint == 5);
  CHECK(all[0].to == Instant{4000});
  CHECK(all[1].from == Instant{1000});
  CHECK(all[1].to == Instant{2000});
  CHECK(all[2].from == Instant{3000});
  CHECK_FALSE(all[2].to.has_value());
}

TEST_CASE("started is the first work on it, done the present stretch of being done") {
  // 1 todo, 2 in progress, 3 done, 4 done too.
  const auto category = [](Id id) { return id == 1 ? StatusCategory::todo : id == 2 ? StatusCategory::in_progress : StatusCategory::done; };
  const std::vector<Change> changes = {change(2000, "status", "1", "2"), change(3000, "status", "2", "3"), change(4000, "status", "3", "2"),
                                       change(5000, "status", "2", "4"), change(6000, "status", "4", "3")};
  const auto now = moments(timeline(issue_now({}, 3, {}), changes, field_map()), category);
  CHECK(now.started == Instant{2000});
  CHECK(now.done == Instant{5000});
  const auto reopened = moments(timeline(issue_now({}, 2, {}), std::span(changes).first(3), field_map()), category);
  CHECK_FALSE(reopened.done.has_value());
  CHECK(moments(timeline(issue_now({}, 3, {}), {}, field_map()), category).done == Instant{1000});
}

namespace {

// A world that runs forwards and writes its changelog as it goes: the truth that rewinding must find again.
struct World {
  Issue issue;
  std::vector<Change> changes;
  struct State {
    std::int64_t at;
    std::optional<double> fields[2];
    Id status;
    std::set<Id> sprints;
    std::optional<double> points() const { return fields[0] ? fields[0] : fields[1]; }
  };
  std::vector<State> states;  // one for each moment at which something changed

  const State* at(std::int64_t t) const {
    const State* found = nullptr;
    for (const State& s : states)
      if (s.at <= t) found = &s;
    return found;
  }
};

std::string text_of(const std::optional<double>& p) {
  if (!p) return "";
  return *p == 0.5 ? "0.5" : std::to_string(static_cast<int>(*p));
}

std::string text_of(const std::set<Id>& ids) {
  std::string out;
  for (const Id id : ids) out += (out.empty() ? "" : ", ") + std::to_string(id);
  return out;
}

World random_world(std::mt19937& random, bool two_fields) {
  const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  const auto estimate = [&]() -> std::optional<double> {
    const int n = below(6);
    return n == 0 ? std::nullopt : std::optional<double>(n == 1 ? 0.5 : n);
  };
  World w;
  World::State now{1000, {estimate(), two_fields ? estimate() : std::nullopt}, 1 + below(4), {}};
  if (below(2) == 0) now.sprints.insert(1 + below(3));
  w.states.push_back(now);
  const int steps = below(30);
  for (int i = 0; i < steps; ++i) {
    if (below(4) != 0) now.at += 1 + below(50);  // else in the same millisecond
    Change c;
    switch (below(3)) {
      case 0: {
        const auto k = static_cast<unsigned>(two_fields ? below(2) : 0);
        const auto next = estimate();
        if (next == now.fields[k]) continue;
        c = change(now.at, k == 0 ? "Story Points" : "Story point estimate", text_of(now.fields[k]), text_of(next), below(2) == 0);
        now.fields[k] = next;
        break;
      }
      case 1: {
        const Id next = 1 + below(4);
        if (next == now.status) continue;
        c = change(now.at, "status", std::to_string(now.status), std::to_string(next), below(2) == 0);
        now.status = next;
        break;
      }
      default: {
        auto next = now.sprints;
        const Id id = 1 + below(3);
        if (!next.insert(id).second) next.erase(id);
        if (below(5) == 0) next.clear();
        if (next == now.sprints) continue;
        c = change(now.at, "Sprint", text_of(now.sprints), text_of(next), below(2) == 0);
        now.sprints = next;
      }
    }
    c.history = static_cast<Id>(i / 2);
    c.ordinal = i;
    w.changes.push_back(c);
    w.states.push_back(now);
  }
  w.issue = issue_now(now.points(), now.status, {now.sprints.begin(), now.sprints.end()});
  return w;
}

// What the timeline itself says at t, without any of the code under test.
struct Direct {
  std::optional<double> points;
  Id status;
  std::vector<Id> sprints;
};
Direct direct(const IssueTimeline& line, std::int64_t t) {
  Direct d{line.points, line.status, line.sprints};
  for (const auto& e : line.events) {
    if (e.at.ms > t) continue;
    if (e.kind == IssueTimeline::Event::Kind::points) d.points = e.points;
    if (e.kind == IssueTimeline::Event::Kind::status) d.status = e.status;
    if (e.kind == IssueTimeline::Event::Kind::sprints) d.sprints = e.sprints;
  }
  return d;
}

bool equal(const SprintTimeline& a, const SprintTimeline& b) {
  const auto same_event = [](const SprintTimeline::Event& x, const SprintTimeline::Event& y) {
    return x.at == y.at && x.kind == y.kind && x.points == y.points && x.status == y.status && x.member == y.member && x.author == y.author;
  };
  return a.created == b.created && a.points == b.points && a.status == b.status && a.member == b.member && a.gap == b.gap &&
         std::equal(a.events.begin(), a.events.end(), b.events.begin(), b.events.end(), same_event);
}

}  // namespace

TEST_CASE("rewinding a random history finds every value that playing it forwards had, at every instant") {
  std::mt19937 random(20260824);
  const auto map = field_map();
  int wrong = 0, gaps = 0;
  for (int round = 0; round < 1500; ++round) {
    const World w = random_world(random, round % 3 == 0);
    auto shuffled = w.changes;
    if (round % 7 == 0) std::shuffle(shuffled.begin(), shuffled.end(), random);  // order comes from (at, history, ordinal)
    const auto line = timeline(w.issue, shuffled, map);
    // With two fields the present of the second may be hidden behind the first: then only its later values are certain.
    gaps += line.gap;
    const std::int64_t end = w.states.back().at + 2;
    for (std::int64_t t = 998; t <= end; t += 1 + static_cast<std::int64_t>(random() % 3)) {
      const World::State* truth = w.at(t);
      for (Id sprint = 1; sprint <= 3; ++sprint) {
        const auto seen = state_at(seen_from(line, sprint), {t});
        if (!truth) {
          wrong += seen.exists || seen.member || seen.points || seen.status;
          continue;
        }
        wrong += !seen.exists || seen.status != truth->status || seen.member != (truth->sprints.count(sprint) == 1);
        if (round % 3 != 0) wrong += seen.points != truth->points();
      }
      if (truth) {
        const Direct d = direct(line, t);
        wrong += d.sprints != std::vector<Id>(truth->sprints.begin(), truth->sprints.end()) || d.status != truth->status;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(gaps == 0);
}

TEST_CASE("two points fields are told apart wherever the changelog tells them") {
  std::mt19937 random(7);
  int wrong = 0, checked = 0;
  for (int round = 0; round < 1000; ++round) {
    const World w = random_world(random, true);
    bool both = false, first = false, second = false;
    for (const Change& c : w.changes) {
      first |= c.field == "Story Points";
      second |= c.field == "Story point estimate";
    }
    both = first && second;
    if (!both) continue;  // a field that never changed and is hidden now cannot be known
    const auto line = timeline(w.issue, w.changes, field_map());
    for (std::int64_t t = 1000; t <= w.states.back().at; t += 7, ++checked) wrong += direct(line, t).points != w.at(t)->points();
  }
  CHECK(wrong == 0);
  CHECK(checked > 1000);
}

TEST_CASE("a history that lost changes is flagged, or right about all that it still covers") {
  std::mt19937 random(99);
  FieldMap map = field_map();
  map.points.pop_back();  // a second field that never changed could explain a value whose change was lost
  int silent = 0, flagged = 0;
  for (int round = 0; round < 2000; ++round) {
    const World w = random_world(random, false);
    if (w.changes.size() < 2) continue;
    const std::size_t from = random() % w.changes.size(), count = 1 + random() % (w.changes.size() - from);
    auto kept = w.changes;
    std::set<std::int64_t> lost;
    for (std::size_t i = from; i < from + count; ++i) lost.insert(w.changes[i].at.ms);
    kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(from), kept.begin() + static_cast<std::ptrdiff_t>(from + count));
    const auto line = timeline(w.issue, kept, map);
    flagged += line.gap;
    if (line.gap) continue;
    // Not flagged: each field's lost changes were its oldest ones, or undid each other. From the first kept change of a
    // field on (the present included) its value must be right at every kept change that shares its moment with no lost one.
    for (const Change& c : kept) {
      if (lost.count(c.at.ms)) continue;
      const Direct d = direct(line, c.at.ms);
      const World::State& truth = *w.at(c.at.ms);
      if (c.field == "status") silent += d.status != truth.status;
      if (c.field == "Sprint") silent += d.sprints != std::vector<Id>(truth.sprints.begin(), truth.sprints.end());
      if (c.field == "Story Points") silent += d.points != truth.points();
    }
  }
  CHECK(silent == 0);
  CHECK(flagged > 500);
}

TEST_CASE("a stored timeline reads back as it was") {
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    const World w = random_world(random, true);
    auto line = seen_from(timeline(w.issue, w.changes, field_map()), 1 + round % 3);
    if (round % 5 == 0) line.gap = true;
    for (auto& e : line.events) e.author = random() % 3 == 0 ? 0 : random() % 4 + (std::uint64_t{1} << 63);
    CHECK(equal(decode_sprint_timeline(encode(line)), line));
  }
  SprintTimeline odd;
  odd.created = {-5};
  odd.points = -0.1;
  odd.events = {{{-5}, 0, 0, 1e300, SprintTimeline::Event::Kind::points, false}, {{9'000'000'000'000'000'000}, 9, -3, {}, SprintTimeline::Event::Kind::status, false}};
  CHECK(equal(decode_sprint_timeline(encode(odd)), odd));
}

TEST_CASE("damaged or newer bytes are an error of the cache, never a crash or a wrong answer of another size") {
  std::mt19937 random(6);
  World w = random_world(random, true);
  while (w.changes.size() < 12) w = random_world(random, true);
  const std::string good = encode(seen_from(timeline(w.issue, w.changes, field_map()), 1));
  for (std::size_t n = 0; n < good.size(); ++n) CHECK_THROWS_AS(decode_sprint_timeline(good.substr(0, n)), Error);
  CHECK_THROWS_AS(decode_sprint_timeline(good + "x"), Error);
  std::string newer = good;
  newer[0] = 2;
  CHECK_THROWS_AS(decode_sprint_timeline(newer), Error);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = good;
    for (int k = 0; k < 3; ++k) bytes[random() % bytes.size()] = static_cast<char>(random());
    try {
      const auto line = decode_sprint_timeline(bytes);
      CHECK(line.events.size() <= bytes.size());
    } catch (const Error& e) {
      CHECK(e.exit == Exit::store);
    }
  }
}

TEST_CASE("accounts hash to the published FNV-1a values") {
  CHECK(account_hash("") == 0);
  CHECK(account_hash("a") == 0xaf63dc4c8601ec8cULL);
  CHECK(account_hash("foobar") == 0x85944171f73967e8ULL);
}
