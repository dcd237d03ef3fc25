// SPDX-License-Identifier: Apache-2.0
#include "core/capacity_conflicts.h"
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include "core/names.h"
namespace juno {
namespace {

std::string percent(double ratio) {
  // As the tables have it: one decimal.
  return people_number(static_cast<double>(static_cast<std::int64_t>(ratio * 1000 + (ratio < 0 ? -0.5 : 0.5))) / 10) + " %";
}

std::string days_text(Date from, Date to) { return from == to ? format_date(from) : format_date(from) + ".." + format_date(to); }

int rank_of(const std::string& severity) { return severity == "high" ? 0 : severity == "medium" ? 1 : 2; }

class Finder {
 public:
  Finder(const CapacityCheck& check, std::span<const CapacityIssue> issues, const CapacityInput& in) : teams_(check.teams), people_(check.people), in_(in), settings_(in.config.capacity), calendar_(in.config) {
    for (const CapacityIssue& i : issues)
      if (i.score >= settings_.urgent_score && !i.done) urgent_.insert(i.team);
  }

  std::vector<CapacityConflict> all() {
    for (const TeamLoad& t : teams_) utilisation(t), priorities(t), thin(t);
    people();
    memberships();
    absences();
    std::stable_sort(out_.begin(), out_.end(), [](const CapacityConflict& a, const CapacityConflict& b) {
      return std::tuple(rank_of(a.severity), a.team == kNoTeam, std::tie(a.team, a.person, a.kind, a.text)) < std::tuple(rank_of(b.severity), b.team == kNoTeam, std::tie(b.team, b.person, b.kind, b.text));
    });
    return std::move(out_);
  }

 private:
  void add(const char* kind, const char* severity, const std::string& team, const std::string& person, const std::string& text) { out_.push_back({kind, severity, team, person, text}); }

  static std::string amounts(double work, double capacity, CapacityUnit unit) { return people_number(work) + " of " + people_number(capacity) + " " + std::string(to_string(unit)); }

  void utilisation(const TeamLoad& t) {
    const TeamCapacity& c = t.plan.capacity;
    if (!c.amount && t.issues > 0 && c.team != kNoTeam) add("no_capacity", "low", c.team, "", std::to_string(t.issues) + (t.issues == 1 ? " issue" : " issues") + " and no known capacity (" + c.reason + ")");
    if (!c.amount || !t.allocated) return;
    if (*c.amount <= 0 && *t.allocated > 0) return add("over_allocated", "high", c.team, "", "has no capacity and " + people_number(*t.allocated) + " " + std::string(to_string(c.unit)) + " of work");
    if (!t.utilisation) return;
    const std::string text = amounts(*t.allocated, *c.amount, c.unit) + ", " + percent(*t.utilisation);
    if (*t.utilisation > settings_.over) add("over_allocated", *t.utilisation > settings_.over_high ? "high" : "medium", c.team, "", text);
    else if (*t.utilisation < settings_.under) add("under_used", "low", c.team, "", text);
  }

  void priorities(const TeamLoad& t) {
    const std::string& team = t.plan.capacity.team;
    const std::string_view written = team == kNoTeam ? std::string_view() : std::string_view(team);
    if (t.urgent && *t.urgent < settings_.urgent_share && urgent_.count(written)) add("urgent_work", "medium", team, "", "urgent work gets " + percent(*t.urgent) + " of the team, less than " + percent(settings_.urgent_share));
    if (t.low && *t.low > settings_.low_share) add("low_work", "low", team, "", "unimportant work gets " + percent(*t.low) + " of the team, more than " + percent(settings_.low_share));
  }

  void thin(const TeamLoad& t) {
    const auto& days = t.plan.thin_days;
    for (std::size_t i = 0; i < days.size();) {
      std::size_t j = i;
      while (j + 1 < days.size() && next_working_day(days[j]) == days[j + 1]) ++j;
      add("thin_days", "medium", t.plan.capacity.team, "", "less than half of the team is there on " + days_text(days[i], days[j]));
      i = j + 1;
    }
  }

  Date next_working_day(Date day) const {
    int n = 1;
    while (n < 7 && !calendar_.working_day(day + n)) ++n;
    return day + n;
  }

  void people() {
    for (const PersonLoad& p : people_) {
      if (!p.capacity || p.allocated <= 0) continue;
      if (*p.capacity <= 0) add("person_away", "high", p.team, p.person, "has " + people_number(p.allocated) + " " + std::string(to_string(p.unit)) + " assigned and no time in this sprint");
      else if (*p.utilisation > settings_.over)
        add("person_over_allocated", *p.utilisation > settings_.over_high ? "high" : "medium", p.team, p.person, amounts(p.allocated, *p.capacity, p.unit) + ", " + percent(*p.utilisation));
    }
  }

  // Nobody is more than whole: members of several teams, or twice of one, at the same time.
  void memberships() {
    struct Membership { const TeamMember* member; const Team* team; };
    std::map<std::string, std::vector<Membership>> by_person;
    for (const Team& team : in_.config.teams)
      for (const TeamMember& m : team.members) by_person[person_key(in_.config, m.name)].push_back({&m, &team});
    const auto begin = in_.sprint.began(), end = in_.sprint.end ? in_.sprint.end : in_.sprint.complete;
    for (const auto& [key, all] : by_person) {
      double sum = 0;
      std::string teams;
      int places = 0;
      for (const auto& [m, team] : all) {
        if ((begin && m->to && *m->to < in_.zone.date(*begin)) || (end && m->from && in_.zone.date(*end) < *m->from)) continue;
        sum += m->availability;
        ++places;
        teams += (teams.empty() ? "" : ", ") + team->name + " " + percent(m->availability);
      }
      if (places > 1 && sum > 1 + 1e-9) add("double_booked", sum > 1.5 ? "high" : "medium", all.front().team->name, all.front().member->name, "is planned for " + percent(sum) + " of working time: " + teams);
    }
  }

  void absences() {
    const auto begin = in_.sprint.began(), end = in_.sprint.end ? in_.sprint.end : in_.sprint.complete;
    for (const CapacityChange& c : in_force(in_.changes)) {
      if (c.what == CapacityChange::What::absence && !member(c.person))
        add("absence_without_team", "low", c.team, c.person, "is no configured member of any team, so the absence of " + days_text(*c.from, *c.to) + " changes no capacity");
      if (c.what == CapacityChange::What::absence && begin && end && (*c.to < in_.zone.date(*begin) || in_.zone.date(*end) < *c.from))
        add("absence_outside", "low", c.team, c.person, "the absence of " + days_text(*c.from, *c.to) + " is outside the sprint");
    }
    for (auto& [key, off] : days_off(in_)) {
      std::stable_sort(off.begin(), off.end(), [](const Holiday& a, const Holiday& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
      std::erase_if(off, [&](const Holiday& h) { return !touches(h); });
      for (std::size_t i = 1, longest = 0; i < off.size(); ++i) {
        const Holiday &a = off[longest], &b = off[i];
        if (b.to > a.to) longest = i;
        if (b.from <= a.to) add("overlapping_absences", "low", "", name_of(key), days_text(a.from, a.to) + " and " + days_text(b.from, b.to) + " overlap: each day counts once");
      }
    }
  }

  bool member(const std::string& person) const {
    const std::string key = person_key(in_.config, person);
    return std::any_of(in_.config.teams.begin(), in_.config.teams.end(), [&](const Team& t) {
      return std::any_of(t.members.begin(), t.members.end(), [&](const TeamMember& m) { return person_key(in_.config, m.name) == key; });
    });
  }

  bool touches(const Holiday& h) const {
    const auto begin = in_.sprint.began(), end = in_.sprint.end ? in_.sprint.end : in_.sprint.complete;
    return !begin || !end || (h.from <= in_.zone.date(*end) && in_.zone.date(*begin) <= h.to);
  }

  // As people write it.
  std::string name_of(const std::string& key) const {
    for (const ConfiguredPerson& p : in_.config.people)
      if (fold_case(p.name) == key) return p.name;
    for (const CapacityChange& c : in_.changes)
      if (fold_case(c.person) == key) return c.person;
    return key;
  }

  std::span<const TeamLoad> teams_;
  std::span<const PersonLoad> people_;
  const CapacityInput& in_;
  const CapacitySettings& settings_;
  Calendar calendar_;
  std::set<std::string_view> urgent_;  // teams, as issues write them, for which urgent work waits
  std::vector<CapacityConflict> out_;
};

}  // namespace

std::vector<CapacityConflict> capacity_conflicts(const CapacityCheck& check, std::span<const CapacityIssue> issues, const CapacityInput& input) {
  return Finder(check, issues, input).all();
}

std::vector<PersonLoad> person_loads(std::span<const TeamLoad> teams, std::span<const CapacityIssue> issues, const CapacityInput& input) {
  std::map<std::pair<std::string, std::string>, std::pair<double, std::string>> work;  // by team and person: how much, and the name
  std::map<std::string_view, const TeamLoad*> named;
  std::map<std::string_view, std::string> keys;  // of assignees as issues write them
  for (const TeamLoad& t : teams) named.emplace(t.plan.capacity.team, &t);
  for (const CapacityIssue& i : issues) {
    const auto team = named.find(i.team);
    if (i.assignee.empty() || i.team.empty() || team == named.end()) continue;
    const CapacityUnit unit = team->second->plan.capacity.unit;
    const auto [who, fresh] = keys.emplace(i.assignee, "");
    if (fresh) who->second = person_key(input.config, i.assignee);
    auto& mine = work[{i.team, who->second}];
    mine.first += unit == CapacityUnit::points ? std::max(0.0, i.points.value_or(0)) : unit == CapacityUnit::hours ? i.hours.value_or(0) : 1;
    if (mine.second.empty() || i.assignee < mine.second) mine.second = i.assignee;
  }
  std::vector<PersonLoad> out;
  for (const TeamLoad& t : teams) {
    const TeamCapacity& c = t.plan.capacity;
    for (const MemberPlan& m : t.plan.members) {
      PersonLoad& p = out.emplace_back(PersonLoad{c.team, m.name, c.unit, {}, 0, {}, m.reason});
      if (m.amount) p.capacity = *m.amount * t.plan.factor;
      if (const auto mine = work.extract({c.team, person_key(input.config, m.name)}); !mine.empty()) p.allocated = mine.mapped().first;
      if (p.capacity && *p.capacity > 0) p.utilisation = p.allocated / *p.capacity;
    }
    for (auto it = work.lower_bound({c.team, ""}); it != work.end() && it->first.first == c.team; ++it)
      out.push_back({c.team, it->second.second, c.unit, {}, it->second.first, {}, "no configured member of " + c.team});
  }
  return out;
}

}  // namespace juno
