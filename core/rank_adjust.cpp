// SPDX-License-Identifier: Apache-2.0
#include "core/rank_adjust.h"
#include <algorithm>
#include <iterator>
#include <map>
#include "core/rank.h"
namespace juno {
namespace {

using Adjust = RankAdjustment::Kind;

// By final score, then return, then key: items arrive by key.
void sort_by_score(std::vector<RankedItem>& items) {
  std::stable_sort(items.begin(), items.end(), [](const RankedItem& a, const RankedItem& b) {
    if (a.final_score.has_value() != b.final_score.has_value()) return a.final_score.has_value();
    if (!a.final_score) return false;
    return *a.final_score != *b.final_score ? *a.final_score > *b.final_score : a.roi > b.roi;
  });
}

bool pinned(const RankedItem& i) { return i.adjustment && i.adjustment->kind == Adjust::pin; }
bool vetoed(const RankedItem& i) { return i.adjustment && i.adjustment->kind == Adjust::veto; }

// The pinned ones put into the others' order, lowest place first, so that each stands where it was pinned if enough others do.
std::vector<RankedItem> placed(std::vector<RankedItem> free, std::vector<RankedItem> pins) {
  std::stable_sort(pins.begin(), pins.end(), [](const RankedItem& a, const RankedItem& b) { return a.adjustment->value < b.adjustment->value; });
  std::vector<RankedItem> out;
  out.reserve(free.size() + pins.size());
  auto pin = pins.begin();
  auto other = free.begin();
  while (pin != pins.end() || other != free.end()) {
    const bool take_pin = pin != pins.end() && (other == free.end() || static_cast<double>(out.size()) + 1 >= pin->adjustment->value);
    out.push_back(std::move(take_pin ? *pin++ : *other++));
  }
  return out;
}

void apply(RankedItem& item, const RankAdjustment& a) {
  item.adjustment = a;
  if (a.kind == Adjust::delta && item.score) item.final_score = *item.score + a.value;
  if (a.kind == Adjust::veto) item.reason = "vetoed by " + a.author + ": " + a.reason;
}

}  // namespace

std::string_view to_string(Adjust kind) {
  switch (kind) {
    case Adjust::delta: return "delta";
    case Adjust::pin: return "pin";
    case Adjust::veto: return "veto";
    case Adjust::none: return "none";
  }
  return {};
}

std::optional<Adjust> rank_adjustment_named(std::string_view name) {
  for (const Adjust k : {Adjust::delta, Adjust::pin, Adjust::veto, Adjust::none})
    if (to_string(k) == name) return k;
  return std::nullopt;
}

std::string brief(const RankAdjustment& a) {
  switch (a.kind) {
    case Adjust::delta: return (a.value < 0 ? "" : "+") + people_number(a.value);
    case Adjust::pin: return "pin " + people_number(a.value);
    case Adjust::veto: return "veto";
    case Adjust::none: return "";
  }
  return {};
}

std::vector<RankAdjustment> last_adjustments(std::span<const RankAdjustment> all) {
  std::map<std::pair<std::string, Id>, const RankAdjustment*> last;
  for (const RankAdjustment& a : all) last[{a.source, a.issue}] = &a;
  std::vector<RankAdjustment> out;
  for (const auto& [issue, a] : last)
    if (a->kind != Adjust::none) out.push_back(*a);
  return out;
}

void adjust_ranking(Ranking& r, std::span<const RankAdjustment> last) {
  if (last.empty() && std::none_of(r.items.begin(), r.items.end(), [](const RankedItem& i) { return i.adjustment.has_value(); })) return;  // as the model has it
  std::map<std::pair<std::string, Id>, const RankAdjustment*> by_issue;
  for (const RankAdjustment& a : last) by_issue[{a.source, a.issue}] = &a;
  std::vector<RankedItem> scored, pins, vetoes, rest;
  scored.reserve(r.items.size());
  for (RankedItem& item : r.items) {
    item.adjustment.reset(), item.final_score = item.score;
    if (const auto a = by_issue.find({item.candidate.source, item.candidate.tracker}); a != by_issue.end()) {
      if (in_force(*a->second, r.rules.today)) apply(item, *a->second);
      else r.expired.push_back(*a->second);
    }
    (vetoed(item) ? vetoes : pinned(item) ? pins : item.score ? scored : rest).push_back(std::move(item));
  }
  // Model order before: ties of a changed score go by key as all others do.
  for (auto* group : {&scored, &pins, &vetoes, &rest}) {
    std::sort(group->begin(), group->end(), [](const RankedItem& a, const RankedItem& b) { return rank_key_before(a.candidate, b.candidate); });
    sort_by_score(*group);
  }
  r.items = placed(std::move(scored), std::move(pins));
  int rank = 0;
  for (RankedItem& item : r.items) item.rank = ++rank;
  for (auto* group : {&vetoes, &rest})
    for (RankedItem& item : *group) item.rank = 0, r.items.push_back(std::move(item));
}

Report adjustments_report(std::span<const RankAdjustment> all, Date today) {
  std::map<std::pair<std::string, Id>, std::int64_t> last;
  for (const RankAdjustment& a : all) last[{a.source, a.issue}] = a.id;
  Report out;
  Section s{"adjustments", "Adjustments", {}, {}, false};
  s.table.columns = {{"id", "#", Kind::integer, false, 3}, {"at", "Said", Kind::instant, false, 1}, {"author", "By"}, {"key", "Key"}, {"kind", "Kind", Kind::text, false, 4}, {"value", "Value", Kind::number, false, 5},
                     {"expires", "Until", Kind::date}, {"state", "State"}, {"reason", "Reason", Kind::text, true, 0, true}};
  for (const RankAdjustment& a : all) {
    const bool newest = last.at({a.source, a.issue}) == a.id;
    const std::string state = !newest ? "replaced" : a.kind == Adjust::none ? "taken back" : in_force(a, today) ? "in force" : "expired";
    const bool has_value = a.kind == Adjust::delta || a.kind == Adjust::pin;
    s.table.rows.push_back({a.id, a.at, a.author, a.key, std::string(to_string(a.kind)), has_value ? Cell{a.value} : Cell{}, a.expires ? Cell{*a.expires} : Cell{}, state, cell(a.reason)});
  }
  out.sections.push_back(std::move(s));
  out.notes.push_back("Nothing here is ever changed or removed: the last word about a feature counts.");
  return out;
}

}  // namespace juno
