// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>
#include "core/saved_queue.h"
#include "core/text.h"
namespace juno {
namespace {

using ByKey = std::unordered_map<std::string_view, const QueueItem*>;

ByKey by_key(const Queue& q) {
  ByKey out;
  for (const QueueItem& i : q.items) out.emplace(i.key, &i);
  return out;
}

const QueueItem* find(const ByKey& all, std::string_view key) {
  const auto at = all.find(key);
  return at == all.end() ? nullptr : at->second;
}

std::string shown(const std::optional<double>& value) { return value ? people_number(*value) : "none"; }
std::string shown(const std::string& value) { return value.empty() ? "none" : value; }

std::string listed(std::vector<std::string> keys) {
  constexpr std::size_t kShown = 4;
  std::sort(keys.begin(), keys.end(), key_before);
  std::string out;
  for (std::size_t k = 0; k < std::min(keys.size(), kShown); ++k) out += (k ? ", " : "") + keys[k];
  return out + (keys.size() > kShown ? " and " + std::to_string(keys.size() - kShown) + " more" : "");
}

std::string schedule_of(const QueueItem& i) {
  return std::string(to_string(i.starts ? Scheduled::hard : i.target ? Scheduled::soft : Scheduled::flexible)) +
         (i.starts ? " " + format_instant(*i.starts) : i.target ? " " + format_date(*i.target) : "");
}

// What is another about the item itself.
std::vector<std::string> own_reasons(const QueueItem& a, const QueueItem& b) {
  std::vector<std::string> out;
  const auto differs = [&](const char* what, const std::string& before, const std::string& after) {
    if (before != after) out.push_back(std::string(what) + " " + before + " → " + after);
  };
  differs("team", a.team, b.team);
  differs("priority", shown(a.priority), shown(b.priority));
  differs("score", people_number(a.score), people_number(b.score));
  differs("stakeholder", a.stakeholder.name, b.stakeholder.name);
  differs("points", shown(a.points), shown(b.points));
  differs("scheduled", schedule_of(a), schedule_of(b));
  if (a.rank != b.rank) out.push_back("ranked anew in the tracker");
  for (const std::string& key : b.blockers)
    if (std::find(a.blockers.begin(), a.blockers.end(), key) == a.blockers.end()) out.push_back("now waits for " + key);
  for (const std::string& key : a.blockers)
    if (std::find(b.blockers.begin(), b.blockers.end(), key) == b.blockers.end()) out.push_back("no longer waits for " + key);
  return out;
}

struct Comparison {
  const Queue& before;
  const Queue& after;
  ByKey old_items, new_items;
  std::unordered_map<std::string_view, std::vector<const QueueItem*>> old_teams, new_teams;

  Comparison(const Queue& a, const Queue& b) : before(a), after(b), old_items(by_key(a)), new_items(by_key(b)) {
    for (const QueueItem& i : a.items) old_teams[i.team].push_back(&i);
    for (const QueueItem& i : b.items) new_teams[i.team].push_back(&i);
  }

  // Who stands before it in the team that did not, and the other way round.
  std::vector<std::string> neighbours(const QueueItem& a, const QueueItem& b) const {
    std::vector<std::string> came, went, out;
    for (const QueueItem* other : new_teams.at(b.team)) {
      if (other->disc_pos >= b.disc_pos) continue;
      const QueueItem* was = find(old_items, other->key);
      if (!was || was->team != a.team || was->disc_pos > a.disc_pos) came.push_back(other->key);
    }
    for (const QueueItem* other : old_teams.at(a.team)) {
      if (other->disc_pos >= a.disc_pos) continue;
      const QueueItem* is = find(new_items, other->key);
      if (!is || is->team != b.team || is->disc_pos > b.disc_pos) went.push_back(other->key);
    }
    if (!came.empty()) out.push_back("now before it: " + listed(came));
    if (!went.empty()) out.push_back("no longer before it: " + listed(went));
    return out;
  }

  std::string line_reason(const QueueItem& a, const QueueItem& b) const {
    const auto capacity = [](const Queue& q, const std::string& team) {
      const auto t = std::find_if(q.teams.begin(), q.teams.end(), [&](const QueueTeam& x) { return x.name == team; });
      return t->capacity.amount ? people_number(*t->capacity.amount) + " " + t->capacity.unit : std::string("no capacity");
    };
    std::string out = b.deferred ? "now below the cut-line" : "now above the cut-line";
    const std::string was = capacity(before, a.team), is = capacity(after, b.team);
    if (was != is) out += " (capacity " + was + " → " + is + ")";
    return out;
  }
};

const char* word(QueueChange::Kind kind) {
  switch (kind) {
    case QueueChange::Kind::added: return "added";
    case QueueChange::Kind::removed: return "removed";
    case QueueChange::Kind::moved: return "moved";
    case QueueChange::Kind::changed: return "changed";
  }
  return "";
}

Cell place(const QueueItem* item, int QueueItem::*where) { return item ? Cell{static_cast<std::int64_t>(item->*where)} : Cell{}; }

}  // namespace

std::vector<QueueChange> queue_changes(const Queue& before, const Queue& after, const LeftOut& left_out) {
  const Comparison c(before, after);
  std::vector<QueueChange> out;
  for (const QueueItem& now : after.items) {
    const QueueItem* was = find(c.old_items, now.key);
    if (!was) {
      out.push_back({QueueChange::Kind::added, nullptr, &now, "not in the queue before"});
      continue;
    }
    const bool moved = was->team != now.team || was->disc_pos != now.disc_pos;
    std::vector<std::string> why = own_reasons(*was, now);
    if (was->deferred != now.deferred) why.push_back(c.line_reason(*was, now));
    if (moved && was->team == now.team)
      for (std::string& reason : c.neighbours(*was, now)) why.push_back(std::move(reason));
    if (moved || !why.empty()) out.push_back({moved ? QueueChange::Kind::moved : QueueChange::Kind::changed, was, &now, joined(why, "; ")});
  }
  for (const QueueItem& was : before.items) {
    if (find(c.new_items, was.key)) continue;
    const auto why = left_out.find(was.key);
    out.push_back({QueueChange::Kind::removed, &was, nullptr, why == left_out.end() ? "no longer in the queue" : why->second});
  }
  return out;
}

Report to_report(const Queue& before, const Queue& after, const std::string& before_is, const std::string& after_is, const LeftOut& left_out) {
  const auto changes = queue_changes(before, after, left_out);
  const auto count = [&](QueueChange::Kind kind) { return static_cast<std::int64_t>(std::count_if(changes.begin(), changes.end(), [&](const QueueChange& c) { return c.kind == kind; })); };
  Report out;
  out.title = "What moved in the queue";
  out.summary = {{"before", "Before", before_is, Kind::text, ""},
                 {"after", "After", after_is, Kind::text, ""},
                 {"totals.added", "Added", count(QueueChange::Kind::added), Kind::integer, ""},
                 {"totals.removed", "Removed", count(QueueChange::Kind::removed), Kind::integer, ""},
                 {"totals.moved", "Moved", count(QueueChange::Kind::moved), Kind::integer, ""},
                 {"totals.changed", "Changed in place", count(QueueChange::Kind::changed), Kind::integer, ""},
                 {"totals.unchanged", "As before", static_cast<std::int64_t>(after.items.size()) - static_cast<std::int64_t>(changes.size()) + count(QueueChange::Kind::removed), Kind::integer, ""}};
  Section s{"changes", "Changes", {}, {}, false};
  s.table.columns = {{"change", "Change"}, {"team", "Team", Kind::text, true, 2}, {"key", "Key"}, {"summary", "Summary", Kind::text, true, 1}, {"disc_pos_before", "# before", Kind::integer},
                     {"disc_pos_after", "# after", Kind::integer}, {"deferred_before", "Deferred before", Kind::boolean, false, 3}, {"deferred_after", "Deferred after", Kind::boolean, false, 4},
                     {"why", "Why", Kind::text, true, 0, true}};
  for (const QueueChange& c : changes) {
    const QueueItem& i = c.after ? *c.after : *c.before;
    s.table.rows.push_back({std::string(word(c.kind)), i.team, i.key, i.summary, place(c.before, &QueueItem::disc_pos), place(c.after, &QueueItem::disc_pos),
                            c.before ? Cell{c.before->deferred} : Cell{}, c.after ? Cell{c.after->deferred} : Cell{}, c.why});
  }
  out.sections.push_back(std::move(s));
  return out;
}

}  // namespace juno
