// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "cmd/rank_extra.h"
#include "connectors/jira/fields.h"
#include "core/calendar.h"
#include "core/error.h"
#include "core/names.h"
#include "store/rank_candidates.h"
#include "store/site.h"
namespace juno {
namespace {

constexpr double kUsualWeight = 0.2, kHoursPerDay = 8;
constexpr int kWindowDays = 180;

// Role → the field's name as configured.
std::map<std::string, std::string> wanted_fields(const RankSettings& s) {
  std::map<std::string, std::string> out;
  const RankParts& p = s.parts;
  for (const auto& [role, field] : {std::pair<const char*, const std::string&>{"value", p.value}, {"time_criticality", p.time_criticality}, {"risk_reduction", p.risk_reduction}, {"reach", p.reach}, {"impact", p.impact}, {"confidence", p.confidence}})
    if (!field.empty()) out[std::string("part.") + role] = field;
  for (const RankCriterion& k : s.criteria) out["criterion." + k.name] = k.field;
  return out;
}

}  // namespace

std::vector<std::string> field_ids(const std::vector<jira::FieldInfo>& fields, const std::string& name) {
  std::vector<std::string> out;
  const std::string folded = fold_case(name);
  for (const auto& f : fields)
    if (f.id == name) return {f.id};
  for (const auto& f : fields)
    if (fold_case(f.name) == folded || std::any_of(f.aliases.begin(), f.aliases.end(), [&](const std::string& a) { return fold_case(a) == folded; })) out.push_back(f.id);
  return out;
}

std::set<std::string> fields_read(Context& ctx, const std::vector<jira::FieldInfo>& fields) {
  std::set<std::string> out;
  for (const auto& [role, name] : wanted_fields(ctx.config().rank))
    for (std::string& id : field_ids(fields, name)) out.insert(std::move(id));
  return out;
}

void read_fields(Context& ctx, std::vector<RankCandidate>& candidates, RankRules& rules, std::vector<std::string>& warnings) {
  const RankSettings& s = ctx.config().rank;
  for (const RankCriterion& k : s.criteria) {
    rules.criteria.push_back({k.name, k.field, k.low, k.high});
    const auto weight = s.weights.find(k.name);
    rules.weights.emplace(k.name, weight == s.weights.end() ? kUsualWeight : weight->second);
  }
  const auto wanted = wanted_fields(s);
  std::map<std::string, bool> seen;
  if (!wanted.empty())
    for (const store::Site& site : store::sites(ctx.cache())) {
      const auto catalogue = store::setting(ctx.cache(), "fields:" + site.name);
      if (!catalogue) continue;
      const auto fields = jira::parse_fields(*catalogue);
      std::map<std::string, std::vector<std::string>> ids;
      for (const auto& [role, name] : wanted)
        if (auto found = field_ids(fields, name); !found.empty()) ids[role] = std::move(found), seen[name] = true;
      if (!ids.empty()) store::read_numbers(ctx.cache(), candidates, site.name, ids);
    }
  for (const auto& [role, name] : wanted)
    if (!seen[name]) warnings.push_back("No site has a field '" + name + "', which the configuration names for rank." + (role.starts_with("part.") ? "parts." + role.substr(5) : "criteria." + role.substr(10)) + ".");
}

void read_money(Context& ctx, RankRules& rules, std::vector<std::string>& warnings) {
  const RankSettings& s = ctx.config().rank;
  if (s.currency.empty() && !s.rate) return;
  if (s.currency.empty() || !s.rate) throw Error(Exit::config, std::string("rank.") + (s.rate ? "currency" : "rate") + " is missing: both it and rank." + (s.rate ? "rate" : "currency") + " are needed for money");
  const auto unit = s.units.find(s.currency);
  if (unit == s.units.end()) throw Error(Exit::config, "rank.units says nothing of " + s.currency + ", which rank.currency names", "say what one " + s.currency + " is in points of business value: rank.units." + s.currency + " = 0.01");
  RankMoney money{s.currency, 1 / unit->second, *s.rate, s.days_per_point.value_or(0), "rank.days_per_point"};
  if (!s.days_per_point) {
    const Date today = ctx.zone().date(ctx.now());
    const auto measured = store::days_per_point(ctx.cache(), ctx.zone().start_of(today + -kWindowDays), ctx.now(), Calendar(ctx.config()).working_days(today + -kWindowDays, today), kHoursPerDay);
    if (!measured.days) {
      warnings.push_back("No money: what a point takes cannot be measured from " + std::to_string(measured.finished) + " estimated issues finished in " + std::to_string(kWindowDays) + " days (20 are needed); rank.days_per_point says it.");
      return;
    }
    money.days_per_point = *measured.days, money.days_source = measured.source;
  }
  rules.money = std::move(money);
}

}  // namespace juno
