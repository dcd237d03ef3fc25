// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>
#include "core/capacity.h"
#include "core/names.h"
#include "core/report.h"
#include "core/stats.h"
namespace juno {
namespace {

constexpr std::size_t kAutoNeeds = 2;  // fewer sprints have no spread
constexpr double kOddLength = 0.2;

using What = CapacityChange::What;

// Everything about one sprint that its teams share.
class Planner {
 public:
  explicit Planner(const CapacityInput& in)
      : in_(in), calendar_(in.config), days_(sprint_days(in.sprint, calendar_, in.zone)), said_(in_force(in.changes)), away_(days_off(in)) {
    for (const Team& team : in.config.teams) configured_.emplace(fold_case(team.name), &team);
    for (const CapacityChange& c : said_)
      if (c.what == What::amount) amounts_[fold_case(c.team)] = &c;
  }

  std::vector<TeamPlan> plans() {
    std::map<std::string, std::string> names;  // folded → as written
    const auto add = [&](const std::string& name) { names.emplace(fold_case(name.empty() ? kNoTeam : name), name.empty() ? kNoTeam : name); };
    for (const auto& name : in_.teams) add(name);
    const auto left_out = teams_left_out(in_);
    const std::set<std::string> others(left_out.begin(), left_out.end());
    for (const Team& team : in_.config.teams)
      if (!others.count(team.name)) add(team.name);
    for (const CapacityChange& c : said_)
      if (!c.team.empty()) add(c.team);
    std::vector<TeamPlan> out;
    for (const auto& [folded, name] : names) out.push_back(plan(name));
    std::sort(out.begin(), out.end(), [](const TeamPlan& a, const TeamPlan& b) {
      const bool a_last = a.capacity.team == kNoTeam, b_last = b.capacity.team == kNoTeam;
      return std::tie(a_last, a.capacity.team) < std::tie(b_last, b.capacity.team);
    });
    return out;
  }

 private:
  bool dated() const { return in_.sprint.began() && (in_.sprint.end || in_.sprint.complete); }

  TeamPlan plan(const std::string& name) const {
    const auto known = configured_.find(fold_case(name));
    const Team none;
    const Team& team = known == configured_.end() ? none : *known->second;
    TeamPlan p;
    p.capacity.team = name;
    p.capacity.unit = capacity_unit_named(team.unit.empty() ? in_.config.capacity.unit : team.unit).value_or(CapacityUnit::points);
    const CapacityUnit own = p.capacity.unit;
    if (const auto amount = amounts_.find(fold_case(name)); amount != amounts_.end()) p.said = *amount->second, p.set = p.said->value, p.capacity.unit = p.said->unit;
    exception(team, name, "", p.factor, p.exception);
    for (const TeamMember& m : team.members) p.members.push_back(member(team, name, m, p.capacity.unit, own));
    availability(p, team);
    thin_days(p, team);
    planned(p);
    automatic(p, name);
    choose(p);
    warn(p, name);
    return p;
  }

  // The factor for a person in a team, or for the whole team: what was said last, else what is configured.
  void exception(const Team& team, const std::string& name, const std::string& person, double& factor, std::string& why) const {
    const std::string key = person.empty() ? "" : person_key(in_.config, person);
    for (const SprintException& e : team.exceptions) {
      const bool here = fold_case(e.sprint) == fold_case(in_.sprint.name) || e.sprint == std::to_string(in_.sprint.id);
      if (here && (e.person.empty() ? "" : person_key(in_.config, e.person)) == key) factor = e.factor, why = e.reason;
    }
    for (const CapacityChange& c : said_) {
      if (c.what != What::availability || (c.person.empty() ? "" : person_key(in_.config, c.person)) != key) continue;
      if (fold_case(c.team) == fold_case(name) || (c.team.empty() && !person.empty())) factor = *c.value, why = c.reason;
    }
  }

  // How much of that day the person works, before availability.
  double worked(const std::string& person, Date day) const {
    double share = calendar_.worked(day);
    if (const auto away = away_.find(person); away != away_.end())
      for (const Holiday& h : away->second)
        if (h.from <= day && day <= h.to) share = std::min(share, h.factor);
    return share;
  }

  MemberPlan member(const Team& team, const std::string& name, const TeamMember& m, CapacityUnit unit, CapacityUnit own) const {
    MemberPlan p;
    p.name = m.name, p.role = m.role;
    double factor = 1;
    std::string why;
    exception(team, name, m.name, factor, why);
    p.availability = m.availability * factor;
    const std::string key = person_key(in_.config, m.name);
    double sum = 0;
    for (const Date day : days_) {
      if ((m.from && day < *m.from) || (m.to && *m.to < day)) continue;
      p.days += 1;
      sum += worked(key, day);
    }
    p.free_days = p.days - sum;
    if (unit == CapacityUnit::hours) {
      const double hours = m.hours_per_day.value_or(in_.config.capacity.hours_per_day);
      if (days_.empty()) p.reason = no_days();
      else p.whole = hours * static_cast<double>(days_.size()), p.amount = hours * sum * p.availability;
    } else if (!m.capacity) {
      p.reason = "no capacity is configured";
    } else if (unit != own) {
      p.reason = "the configured capacity is in " + std::string(to_string(own));
    } else {
      p.whole = m.capacity;
      if (!days_.empty()) p.amount = *m.capacity * p.availability * sum / static_cast<double>(days_.size());
      else if (!dated()) p.amount = *m.capacity * p.availability;
      else p.reason = no_days();
    }
    return p;
  }

  std::string no_days() const { return dated() ? "the sprint has no working day" : "the sprint has no dates"; }

  // The share of usual working time that the team has in this sprint.
  void availability(TeamPlan& p, const Team& team) const {
    if (days_.empty() && dated()) return;
    double now = 0, usual = 0;
    for (std::size_t i = 0; i < p.members.size(); ++i) {
      const MemberPlan& m = p.members[i];
      usual += team.members[i].availability;
      now += m.availability * (days_.empty() ? 1 : (m.days - m.free_days) / static_cast<double>(days_.size()));
    }
    if (p.members.empty()) {
      usual = days_.empty() ? 1 : static_cast<double>(days_.size());
      now = days_.empty() ? 1 : 0;
      for (const Date day : days_) now += calendar_.worked(day);
    }
    if (usual > 0) p.availability = now / usual * p.factor;
  }

  void thin_days(TeamPlan& p, const Team& team) const {
    for (const Date day : days_) {
      const double everybody = calendar_.worked(day);
      double here = 0, all = 0;
      for (std::size_t i = 0; i < p.members.size(); ++i) {
        const TeamMember& m = team.members[i];
        if ((m.from && day < *m.from) || (m.to && *m.to < day)) continue;
        all += m.availability * everybody;
        here += m.availability * worked(person_key(in_.config, m.name), day);
      }
      if (p.members.size() > 1 && all > 0 && here < all / 2) p.thin_days.push_back(day);
    }
  }

  void planned(TeamPlan& p) const {
    double sum = 0;
    bool any = false;
    for (const MemberPlan& m : p.members) {
      if (m.amount) sum += *m.amount, any = true;
      if (p.no_plan.empty() && !m.reason.empty()) p.no_plan = m.name + ": " + m.reason;
    }
    if (p.members.empty()) p.no_plan = "no members are configured";
    if (any) p.planned = sum * p.factor, p.no_plan.clear();
  }

  void automatic(TeamPlan& p, const std::string& name) const {
    const auto found = std::find_if(in_.past.begin(), in_.past.end(), [&](const auto& past) { return fold_case(past.first) == fold_case(name); });
    std::vector<double> values;
    if (found != in_.past.end())
      for (const TeamPast& past : found->second) {
        const auto value = p.capacity.unit == CapacityUnit::issues ? std::optional<double>(past.issues) : p.capacity.unit == CapacityUnit::hours ? past.hours : past.points;
        if (!value || values.size() >= static_cast<std::size_t>(in_.config.capacity.auto_sprints)) continue;
        values.push_back(*value);
        p.past.push_back(past);
      }
    const bool nobody = fold_case(name) == fold_case(kNoTeam) && std::any_of(in_.teams.begin(), in_.teams.end(), [](const std::string& t) { return !t.empty(); });
    if (nobody)
      p.no_auto = "issues without a team have no capacity of their own";
    else if (values.size() < kAutoNeeds)
      p.no_auto = "not enough history: " + std::to_string(values.size()) + " of " + std::to_string(kAutoNeeds) + " closed sprints in " + std::string(to_string(p.capacity.unit));
    else if (!p.availability)
      p.no_auto = days_.empty() ? no_days() : "no member has working time";
    else
      p.automatic = *mean(values) * *p.availability;
    p.capacity.n = static_cast<int>(values.size());
    p.past_spread = p.capacity.spread = standard_deviation(values);
  }

  void choose(TeamPlan& p) const {
    TeamCapacity& c = p.capacity;
    std::string why;
    for (const std::string& source : in_.config.capacity.sources) {
      const auto& amount = source == "set" ? p.set : source == "plan" ? p.planned : p.automatic;
      if (amount) {
        c.amount = amount, c.source = source == "set" && p.said->origin == "plan" ? "plan" : source;
        break;
      }
      const std::string reason = source == "set" ? "" : source == "plan" ? p.no_plan : p.no_auto;
      if (!reason.empty()) why += (why.empty() ? "" : "; ") + source + ": " + reason;
    }
    if (c.source != "auto") c.n = 0, c.spread.reset();
    if (!c.amount) c.reason = why.empty() ? "nothing is set" : why;
  }

  void warn(TeamPlan& p, const std::string& name) const {
    if (!dated()) p.warnings.push_back(name + ": the sprint has no dates, so holidays and absences are not counted");
    if (p.capacity.source == "plan" && !p.set)
      for (const MemberPlan& m : p.members)
        if (!m.amount) p.warnings.push_back(name + ": " + m.name + " counts as nothing (" + m.reason + ")");
    for (const CapacityChange& c : said_) {
      if (c.what != What::availability || c.person.empty() || fold_case(c.team) != fold_case(name)) continue;
      const bool known = std::any_of(p.members.begin(), p.members.end(), [&](const MemberPlan& m) { return person_key(in_.config, m.name) == person_key(in_.config, c.person); });
      if (!known) p.warnings.push_back(name + ": " + c.person + " is no configured member, so what was set for that person has no effect");
    }
    if (p.capacity.source != "auto" || days_.empty()) return;
    std::vector<double> lengths;
    for (const TeamPast& past : p.past)
      if (past.days > 0) lengths.push_back(static_cast<double>(past.days));
    const auto usual = mean(lengths);
    const auto days = static_cast<double>(days_.size());
    if (usual && std::abs(days / *usual - 1) > kOddLength)
      p.warnings.push_back(name + ": the sprint has " + people_number(days) + " working days, those behind its automatic capacity " + people_number(*usual) + " on average");
  }

  const CapacityInput& in_;
  Calendar calendar_;
  std::vector<Date> days_;
  std::vector<CapacityChange> said_;
  std::map<std::string, const Team*> configured_;              // by folded name
  std::map<std::string, const CapacityChange*> amounts_;       // by folded team, the last word
  std::map<std::string, std::vector<Holiday>> away_;  // by person_key
};

}  // namespace

std::vector<std::string> teams_left_out(const CapacityInput& in) {
  std::set<std::string> here;
  for (const std::string& team : in.teams)
    if (!team.empty()) here.insert(fold_case(team));
  const bool planned = !here.empty();
  for (const CapacityChange& c : in_force(in.changes)) here.insert(fold_case(c.team));
  std::vector<std::string> out;
  for (const Team& team : in.config.teams) {
    if (here.count(fold_case(team.name)) > 0) continue;
    const bool own = std::any_of(team.boards.begin(), team.boards.end(), [&](const std::string& b) { return fold_case(b) == fold_case(in.board); });
    if (team.boards.empty() ? planned : !own) out.push_back(team.name);
  }
  return out;
}

std::map<std::string, std::vector<Holiday>> days_off(const CapacityInput& in) {
  std::map<std::string, std::vector<Holiday>> out;
  for (const ConfiguredPerson& p : in.config.people)
    for (const Holiday& h : p.holidays) out[fold_case(p.name)].push_back(h);
  for (const CapacityChange& c : in_force(in.changes))
    if (c.what == What::absence && c.from && c.to) out[person_key(in.config, c.person)].push_back({*c.from, *c.to, std::clamp(*c.value, 0.0, 1.0)});
  return out;
}

std::vector<TeamPlan> plan_capacity(const CapacityInput& input) { return Planner(input).plans(); }

}  // namespace juno
