// SPDX-License-Identifier: Apache-2.0
#include "cmd/capacity_words.h"
#include <algorithm>
#include <filesystem>
#include <set>
#include "core/error.h"
#include "core/names.h"
#include "store/capacity.h"
#include "store/names.h"
namespace juno {
namespace {

void add(std::vector<NameCandidate>& all, std::set<std::string>& seen, const std::string& name, std::vector<std::string> aliases = {}) {
  if (!name.empty() && seen.insert(fold_case(name)).second) all.push_back({name, std::move(aliases), ""});
}

bool same_thing(const CapacityChange& a, const CapacityChange& b) {
  const bool one_team = a.what == CapacityChange::What::absence || fold_case(a.team) == fold_case(b.team);
  return a.source == b.source && a.sprint == b.sprint && a.what == b.what && one_team && fold_case(a.person) == fold_case(b.person) && a.from == b.from && a.to == b.to;
}

void need_reason(const CapacityChange& c, bool replaces) {
  if (!c.reason.empty() || (c.what == CapacityChange::What::amount && !replaces)) return;
  throw Error(Exit::usage, std::string("say why: ") + (c.what == CapacityChange::What::amount ? "this replaces an earlier amount" : "an exception is kept with its reason"), "add --reason \"…\"");
}

}  // namespace

CapacityWords::CapacityWords(Context& ctx) : config_(ctx.config()) {
  std::set<std::string> seen;
  for (const Team& t : config_.teams) add(teams_, seen, t.name);
  for (const auto& t : store::names(ctx.cache(), store::NameKind::team)) add(teams_, seen, t.text);
  add(teams_, seen, kNoTeam);
  seen.clear();
  for (const ConfiguredPerson& p : config_.people) add(people_, seen, p.name, p.aliases);
  for (const Team& t : config_.teams)
    for (const TeamMember& m : t.members) add(people_, seen, m.name);
  for (const auto& p : store::names(ctx.cache(), store::NameKind::person)) add(people_, seen, p.text);
}

std::string CapacityWords::team(const std::string& given, bool fresh) const {
  if (fresh) {
    const auto known = std::find_if(teams_.begin(), teams_.end(), [&](const NameCandidate& t) { return fold_case(t.name) == fold_case(given); });
    return known == teams_.end() ? given : known->name;
  }
  return teams_[resolve_name(given, teams_, "team", "juno capacity show")].name;
}

std::string CapacityWords::person(const std::string& given) const { return people_[resolve_name(given, people_, "person", "")].name; }

CapacityUnit CapacityWords::unit(const std::string& team) const {
  for (const Team& t : config_.teams)
    if (fold_case(t.name) == fold_case(team) && !t.unit.empty()) return capacity_unit_named(t.unit).value_or(CapacityUnit::points);
  return capacity_unit_named(config_.capacity.unit).value_or(CapacityUnit::points);
}

std::string team_in(std::span<const TeamPlan> plans, const std::string& given) {
  if (given.empty()) return given;
  std::vector<NameCandidate> candidates;
  for (const TeamPlan& p : plans) candidates.push_back({p.capacity.team, {}, ""});
  return candidates[resolve_name(given, candidates, "team", "juno capacity show")].name;
}

std::vector<TakenChange> take_changes(Context& ctx, std::vector<CapacityChange> changes, bool dry_run) {
  std::vector<CapacityChange> known;
  store::Database* ledger = nullptr;
  if (!dry_run || std::filesystem::exists(ctx.paths().ledger)) {
    ledger = &ctx.ledger(dry_run ? store::Database::Mode::read_only : store::Database::Mode::read_write);
  }
  std::optional<store::Transaction> tx;
  if (!dry_run) tx.emplace(*ledger);
  if (ledger) known = store::capacity_changes(*ledger);
  std::vector<TakenChange> out;
  for (CapacityChange& c : changes) {
    TakenChange taken;
    const auto before = std::find_if(known.rbegin(), known.rend(), [&](const CapacityChange& k) { return same_thing(k, c); });
    if (before != known.rend()) taken.before = before->value;
    const bool same_unit = before != known.rend() && (c.what != CapacityChange::What::amount || before->unit == c.unit);
    taken.same = taken.before == c.value && (!c.value || same_unit);
    c.at = ctx.now(), c.author = ctx.system.user();
    if (!taken.same) {
      need_reason(c, taken.before.has_value());
      if (!dry_run) c.id = store::add_capacity_change(*ledger, c);
      known.push_back(c);
    }
    taken.change = std::move(c);
    out.push_back(std::move(taken));
  }
  if (tx) tx->commit();
  return out;
}

Report taken_report(const std::vector<TakenChange>& taken, bool dry_run) {
  Section s{"changes", "Changes", {}, {}, false};
  s.table.columns = {{"sprint", "Sprint", Kind::text, true}, {"team", "Team", Kind::text, true}, {"person", "Person", Kind::text, true}, {"what", "What"}, {"from", "From", Kind::date}, {"to", "To", Kind::date},
                     {"before", "Before", Kind::number}, {"after", "After", Kind::number}, {"unit", "Unit"}, {"result", "Result"}};
  std::int64_t changed = 0;
  const auto text = [](const std::string& t) { return t.empty() ? Cell{} : Cell{t}; };
  const auto number = [](const std::optional<double>& v) { return v ? Cell{*v} : Cell{}; };
  const auto date = [](const std::optional<Date>& d) { return d ? Cell{*d} : Cell{}; };
  for (const auto& [c, before, same] : taken) {
    changed += !same;
    const bool amount = c.what == CapacityChange::What::amount;
    s.table.rows.push_back({c.sprint_name, text(c.team), text(c.person), std::string(to_string(c.what)), date(c.from), date(c.to), number(before), number(c.value),
                            amount ? Cell{std::string(to_string(c.unit))} : Cell{}, std::string(same ? "unchanged" : dry_run ? "would change" : "changed")});
  }
  Report r;
  r.summary = {{"changed", "Changed", changed, Kind::integer, ""}, {"unchanged", "Unchanged", static_cast<std::int64_t>(taken.size()) - changed, Kind::integer, ""}};
  r.sections.push_back(std::move(s));
  if (dry_run) r.notes.push_back("Nothing was written: --dry-run.");
  return r;
}

}  // namespace juno
