// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/error.h"
#include "core/names.h"
#include "core/queue.h"
#include "core/text.h"
namespace juno {
namespace {

std::string number(int n) { return std::to_string(n); }

const QueueItem& item_named(const Queue& q, std::string_view key) {
  const std::string wanted = fold_case(key);
  std::vector<std::string> keys;
  for (const QueueItem& i : q.items) {
    if (fold_case(i.key) == wanted) return i;
    keys.push_back(i.key);
  }
  const std::string guess = nearest(key, keys);
  throw Error(Exit::usage, "the queue has no item " + std::string(key), guess.empty() ? "finished issues and sub-tasks are left out unless asked for" : "did you mean " + guess + "?");
}

const QueueTeam& team_of(const Queue& q, const QueueItem& item) {
  return *std::find_if(q.teams.begin(), q.teams.end(), [&](const QueueTeam& t) { return t.name == item.team; });
}

bool same_person(const QueueItem& a, const QueueItem& b) { return a.stakeholder == b.stakeholder; }

std::string own_list(const Queue& q, const QueueItem& item) {
  std::vector<const QueueItem*> own;
  for (const QueueItem& i : q.items)
    if (same_person(i, item) && (q.algorithm == QueueAlgorithm::round_robin || i.team == item.team)) own.push_back(&i);
  std::sort(own.begin(), own.end(), [](const QueueItem* a, const QueueItem* b) { return a->round < b->round; });
  std::vector<std::string> words;
  for (const QueueItem* i : own) words.push_back(i->key + " (" + (i->starts ? "hard, " : "") + people_number(i->score) + (i->target ? ", by " + format_date(*i->target) : "") + ")");
  return "List: item " + number(item.round) + " of " + number(static_cast<int>(own.size())) + " of " + item.stakeholder.name + " (" + item.field_used + ")" +
         (q.algorithm == QueueAlgorithm::round_robin ? "" : " in " + item.team) + ", by hard time, priority score, target date, tracker rank, key: " + joined(words) + ".";
}

std::string turn(const Queue& q, const QueueItem& item) {
  switch (q.algorithm) {
    case QueueAlgorithm::priority: return "Order: by priority score in the team; its score is " + people_number(item.score) + " (" + (item.priority.empty() ? "no priority" : item.priority) + ").";
    case QueueAlgorithm::capacity: return std::string("Order: ") + (item.deferred ? "not in" : "in") + " the choice of highest total score that fits every team; its score is " + people_number(item.score) + ", its size " + people_number(item.size) + ".";
    case QueueAlgorithm::discipline_round_robin:
    case QueueAlgorithm::round_robin: break;
  }
  std::vector<std::string> names;
  int seat = 0;
  std::vector<const QueueItem*> round;
  for (const QueueItem& i : q.items)
    if (i.round == item.round && (q.algorithm == QueueAlgorithm::round_robin || i.team == item.team)) round.push_back(&i);
  std::sort(round.begin(), round.end(), [](const QueueItem* a, const QueueItem* b) { return std::tie(a->stakeholder.name, a->stakeholder.id) < std::tie(b->stakeholder.name, b->stakeholder.id); });
  for (std::size_t k = 0; k < round.size(); ++k)
    if (round[k] == &item) seat = static_cast<int>(k) + 1;
  return "Round " + number(item.round) + ": each stakeholder in turn by name; " + item.stakeholder.name + " is number " + number(seat) + " of " + number(static_cast<int>(round.size())) +
         " who have an item " + number(item.round) + (item.starts ? "; it must happen at " + format_instant(*item.starts) + ", so it stands before what is flexible." : ".");
}

std::string dependencies(const Queue& q, const QueueItem& item) {
  std::vector<std::string> words;
  for (const std::string& key : item.blockers) {
    const QueueItem& b = item_named(q, key);
    words.push_back(key + " (" + (b.team == item.team ? "" : b.team + " ") + number(b.disc_pos) + ")");
  }
  for (const auto* remarks : {&q.conflicts, &q.warnings})
    for (const QueueRemark& r : *remarks)
      if ((r.kind == "blocker_outside" || r.kind == "dependency_cycle") && std::find(r.keys.begin(), r.keys.end(), item.key) != r.keys.end()) words.push_back(r.message);
  std::string out = "Blockers: " + (words.empty() ? "none in the queue" : joined(words)) + ". ";
  if (item.disc_pos == item.fair_pos) return out + "Dependencies did not move it.";
  return out + "Dependencies moved it from position " + number(item.fair_pos) + " to " + number(item.disc_pos) + (item.disc_pos < item.fair_pos ? ", because items before it wait." : ".");
}

std::string cut(const Queue& q, const QueueItem& item) {
  const QueueTeam& team = team_of(q, item);
  if (!team.capacity.amount) return "Cut: no capacity data for " + team.name + ", so there is no line.";
  if (q.algorithm == QueueAlgorithm::capacity)
    return "Cut: " + people_number(team.kept) + " of " + people_number(*team.capacity.amount) + " " + team.capacity.unit + " (" + team.capacity.source + ") are chosen in " + team.name + "; it takes " +
           people_number(item.size) + (item.points ? "" : " (unestimated)") + ": " + (item.deferred ? "deferred." : "chosen.");
  double before = 0;
  for (const QueueItem& i : q.items)
    if (i.team == item.team && i.disc_pos < item.disc_pos && (!q.fill || !i.deferred)) before += i.size;
  return "Cut: " + people_number(before) + " " + team.capacity.unit + " before it and its own " + people_number(item.size) + (item.points ? "" : " (unestimated)") + " make " +
         people_number(before + item.size) + " of " + people_number(*team.capacity.amount) + " (" + team.capacity.source + "): " + (item.deferred ? "deferred." : "above the line.");
}

}  // namespace

std::vector<std::string> explain_item(const Queue& q, std::string_view key) {
  const QueueItem& item = item_named(q, key);
  return {item.key + ": position " + number(item.disc_pos) + " of " + number(team_of(q, item).issues) + " in " + item.team + ", " + number(item.global) + " of " +
              number(static_cast<int>(q.items.size())) + " in all, round " + number(item.round) + ".",
          own_list(q, item), turn(q, item), dependencies(q, item), cut(q, item)};
}

}  // namespace juno
