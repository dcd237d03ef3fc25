// SPDX-License-Identifier: Apache-2.0
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {

void Walk::add_group(std::string_view field) {
  if (field.empty()) give_up("ambiguous_scope", "group");
  if (!holds(d_.groups, field)) d_.groups.emplace_back(field);
}
// What an item groups by; empty = it is no word to group by.
std::string Walk::group_field(const Item& item) const {
  if (item.is(Word::grain)) return among(item.arg(), {"hour", "minute"}) ? "" : std::string(item.arg());
  if (item.is(Word::all)) return item.arg() == "any" ? "" : field_of("person");
  return item.is(Word::noun) ? field_of(item.arg()) : "";
}

// "by team and status", "per assignee"
void Walk::group_step() {
  ++at_;
  if (group_list()) return;
  const Item* item = peek();
  if (!item && d_.grouped() && s_.last_word(*back(1)) == "each") return;  // "more than eight each"
  if (!item) give_up("underspecified", "by");
  if (each_of(*item)) return;
  if (item->is(Word::measure) || item->is(Word::metric)) return group_by_figure(*item);
  const bool counted = item->is(Word::state) || item->is(Word::count) || item->is(Word::adjective) || item->is(Word::verb) || item->is(List::types) || item->is(Word::noun, own());
  // "top 3 components by open bugs", "teams ranked by number of incidents"
  if (counted && !d_.target.empty() && !d_.rank.empty()) return;
  if (d_.contrast && (item->is(Word::state) || item->is(Word::verb) || item->is(Word::count))) return;
  if (!item->is(Word::rank)) give_up("underspecified", "by");
}
// "In each of the last 3 sprints", "for each of the last 4 weeks": what follows is the condition, and the group.
bool Walk::each_of(const Item& item) {
  const Item& by = *back(1);
  if (!s_.has_word(by, "each") && !s_.has_word(by, "every")) return false;
  const bool owner = (item.is(List::teams) || item.is(List::projects)) && next_is(1, List::sprints);  // each of Otter's last 3 sprints
  const Item& chosen = owner ? *peek(1) : item;
  if (chosen.is(List::sprints) && chosen.chunk->name.value.starts_with("@last:")) {
    add_group("sprint");
    return true;
  }
  static constexpr std::pair<char, std::string_view> kUnits[] = {{'d', "day"}, {'w', "week"}, {'m', "month"}, {'q', "quarter"}, {'y', "year"}};
  if (!item.is(Chunk::Type::when) || !item.chunk->when.past.starts_with("last:")) return false;
  for (const auto& [unit, grain] : kUnits)
    if (item.chunk->when.past.back() == unit) {
      add_group(grain);
      return true;
    }
  return false;
}
bool Walk::group_list() {
  bool any = false;
  const auto field_at = [&](std::size_t ahead) { return peek(ahead) ? group_field(*peek(ahead)) : std::string(); };
  while (const Item* item = peek()) {
    if (item->is(Word::group)) {
      ++at_;
      continue;
    }
    const std::string field = group_field(*item);
    if (field.empty() || (any && item->article && item->is(Word::grain))) break;  // "by month, this year"
    // "by team Mobile" is no grouping
    if (item->is(Word::noun) && next_is(1, Chunk::Type::value) && peek(1)->prep.empty() && list_of(item->arg()) == peek(1)->chunk->name.list) give_up("underspecified", field);
    if (item->is(Word::noun, "person") && entity() == Entity::issue && d_.happened("created")) give_up("ambiguous_scope", "person");
    if (others_than(0) && (item->is(Word::all) || plural(s_.last_word(*item)))) give_up("underspecified", "by");  // "by people other than Tom": who did it
    add_group(field);
    any = true;
    ++at_;
    const bool more = next_is(0, Word::conj) && !next_is(0, Word::conj, "or") && (!field_at(1).empty() || (next_is(1, Word::group) && !field_at(2).empty()));
    if (!more) {
      if (peek() && !peek()->is(Word::grain) && peek()->prep.empty() && !field_at(0).empty()) give_up("underspecified", field_at(0));
      break;
    }
    ++at_;
  }
  return any;
}
// "top features by ROI"; "compare … by velocity" groups by nothing.
void Walk::group_by_figure(const Item& item) {
  if (d_.compared()) return;
  if (d_.rank.empty() && d_.sort.empty()) give_up("underspecified", "by");
  const bool of_rows = entity() == Entity::feature || (d_.groups.empty() && d_.metrics.empty());
  if (!item.is(Word::measure) || !d_.has_field(item.arg()) || d_.asks_for_one_of() || !of_rows) return;
  d_.rank_field = item.arg();
  ++at_;
}

// "per week", "weekly"; "which month"
void Walk::grain_step(const Item& item) {
  const std::string_view arg = item.arg(), first = s_.first_word(item);
  const bool moment = among(arg, {"hour", "minute"}), several = item.chunk->end > item.chunk->begin + 1;
  const bool before_which = back_is(1, Word::which), ranked = before_which && ahead({Word::rank}, at_);
  const bool spread = next_is(1, Word::trend) || back_is(1, Word::trend) || next_is(1, Word::spread) || back_is(1, Word::spread);
  if (!several && !moment && first.ends_with("ly")) add_group(arg);  // "weekly throughput"
  else if (several && (among(first, {"a", "per", "each"}) || among(tokens_[item.chunk->begin + 1].norm, {"by", "over", "on"}))) {
    if (moment) give_up("underspecified");
    add_group(arg);
  } else {
    if (item.article || !(spread || ranked)) give_up("underspecified", tokens_[item.chunk->begin].text);
    add_group(arg);
    if (before_which) d_.target = arg, d_.target_many = s_.last_word(item).ends_with("s");
  }
  ++at_;
}

}  // namespace juno::ask
