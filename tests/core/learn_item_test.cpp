// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <random>
#include "core/learn/cases.h"
#include "tests/core/learn_history.h"
using namespace juno;
using namespace juno::learn;

namespace {

Instant day(int n) { return {static_cast<std::int64_t>(n) * 86'400'000}; }

LearnItem edited() {
  LearnItem item;
  item.key = "INV-1", item.created = day(1), item.started = day(10), item.done = day(20), item.points = item.estimate = 8;
  item.now = {"Print invoices in colour", "Took long because of the old driver", "Bug", "High", "INV-90", "u2", {"late", "urgent"}, {"printer"}};
  item.changes = {{day(3), ItemField::labels, "", "urgent"},
                  {day(5), ItemField::component, "", "screen"},
                  {day(12), ItemField::summary, "Print invoices", "Print invoices in colour"},
                  {day(13), ItemField::component, "screen", ""},
                  {day(13), ItemField::component, "", "printer"},
                  {day(14), ItemField::labels, "urgent", "late urgent"},
                  {day(15), ItemField::type, "Story", "Bug"},
                  {day(16), ItemField::priority, "Low", "High"},
                  {day(17), ItemField::epic, "INV-80", "INV-90"},
                  {day(18), ItemField::reporter, "u1", "u2"},
                  {day(19), ItemField::description, "All of them", "Took long because of the old driver"}};
  item.worth = {{day(25), 4}, {day(30), 12}};
  return item;
}

}  // namespace

TEST_CASE("an item is as it was written at a moment") {
  const LearnItem item = edited();
  CHECK(item_at(item.now, item.changes, day(10)) == Item{"Print invoices", "All of them", "Story", "Low", "INV-80", "u1", {"urgent"}, {"screen"}});
  CHECK(item_at(item.now, item.changes, day(2)) == Item{"Print invoices", "All of them", "Story", "Low", "INV-80", "u1", {}, {}});
  CHECK(item_at(item.now, item.changes, day(12)).summary == "Print invoices in colour");  // that moment's own change is in
  CHECK(item_at(item.now, item.changes, day(30)) == item.now);
}

TEST_CASE("fields are found by name or id, and what would give the outcome away is none of them") {
  CHECK(item_field("Epic Link", "customfield_10014") == ItemField::epic);
  CHECK(item_field("Komponente", "components") == ItemField::component);
  for (const std::string forbidden : {"status", "resolution", "Fix Version", "Story Points", "timespent", "timeestimate", "Sprint", "assignee", "WorklogId", "Comment", "Flagged", "Rank"})
    CHECK_FALSE_MESSAGE(item_field(forbidden, "").has_value(), forbidden);
}

TEST_CASE("whatever happens after the moment of prediction changes nothing of a case") {
  std::mt19937 random(17);
  const auto any = [&] { return "word" + std::to_string(random() % 50); };
  for (const Target target : kTargets) {
    const std::vector<LearnItem> items{edited()};
    Lexicon lexicon;
    const auto before = cases_of(lexicon, target, items, day(40));
    REQUIRE(before.size() == 1);
    for (int round = 0; round < 50; ++round) {
      LearnItem later = items.front();
      // Every field is written anew at random moments after the prediction, and ends as something else.
      const int first = target == Target::points ? 2 : 11;
      const Item was = item_at(later.now, later.changes, day(first - 1));
      std::erase_if(later.changes, [&](const ItemChange& c) { return c.at >= day(first); });
      later.now = {any(), any(), any(), any(), any(), any(), {any()}, {any()}};
      const auto change = [&](ItemField f, const std::string& from, const std::string& to) { later.changes.push_back({day(first + static_cast<int>(random() % 20)), f, from, to}); };
      change(ItemField::summary, was.summary, later.now.summary), change(ItemField::description, was.description, later.now.description);
      change(ItemField::type, was.type, later.now.type), change(ItemField::priority, was.priority, later.now.priority);
      change(ItemField::epic, was.epic, later.now.epic), change(ItemField::reporter, was.reporter, later.now.reporter);
      change(ItemField::labels, was.labels.empty() ? "" : was.labels.front(), later.now.labels.front());
      for (const std::string& c : was.components) change(ItemField::component, c, "");
      change(ItemField::component, "", later.now.components.front());
      std::stable_sort(later.changes.begin(), later.changes.end(), [](const ItemChange& a, const ItemChange& b) { return a.at < b.at; });
      const auto after = cases_of(lexicon, target, std::vector<LearnItem>{later}, day(40));
      CHECK(canonical(after) == canonical(before));
    }
  }
}

TEST_CASE("what was not known yet at a moment is open then, and unknown to what is learned") {
  Lexicon lexicon;
  const auto items = learn::test::history({60, 0.5, 1, 5, 8});
  const auto cases = cases_of(lexicon, Target::cycle, items, learn::test::end_of(items));
  const Instant moment = cases[40].at;
  const auto seen = seen_at(Target::cycle, cases, moment);
  CHECK(seen.size() == 40);
  bool some_open = false;
  for (const Case& c : seen) {
    if (c.known) {
      CHECK(*c.known < moment);
    } else {
      some_open = true;
      CHECK(c.value == doctest::Approx(static_cast<double>(moment.ms - c.at.ms) / 86'400'000));
    }
  }
  CHECK(some_open);
  for (const Case& c : seen_at(Target::effort, cases, moment)) CHECK(c.known.has_value());
}

TEST_CASE("points are learned as they were first given: a re-estimate knows what the work turned out to be") {
  LearnItem item = edited();
  Lexicon lexicon;
  const auto value = [&](Target t) { return cases_of(lexicon, t, std::vector<LearnItem>{item}, day(40)).at(0).value; };
  item.points = 21;
  CHECK(value(Target::points) == 8);
  CHECK(value(Target::effort) == 21);
}

TEST_CASE("cases that cannot be are left out") {
  LearnItem odd = edited();
  Lexicon lexicon;
  const auto count = [&](Target t) { return cases_of(lexicon, t, std::vector<LearnItem>{odd}, day(40)).size(); };
  odd.done = day(5);  // before it was started
  CHECK(count(Target::cycle) == 0);
  odd.points = odd.estimate = -1;
  CHECK(count(Target::points) == 0);
  CHECK(count(Target::effort) == 0);
  odd.points.reset(), odd.estimate.reset(), odd.started.reset();
  CHECK(count(Target::points) + count(Target::cycle) + count(Target::effort) == 0);
}
