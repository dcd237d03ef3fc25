// SPDX-License-Identifier: Apache-2.0
#include "core/ask/compose/walk.h"
#include <algorithm>
#include "core/text.h"
namespace juno::ask {

// "P4 excepted": the same as "except P4".
void Walk::bring_forward_exceptions() {
  for (std::size_t i = 1; i < items_.size(); ++i) {
    if (!items_[i].is(Word::neg, "behind")) continue;
    if (!items_[i - 1].is(Chunk::Type::value) || items_[i].clause || !items_[i].prep.empty() || among(items_[i].be, {"did", "do", "will"})) give_up("underspecified", "except");
    if (i > 1 && (items_[i - 2].is(Chunk::Type::value) || items_[i - 2].is(Word::neg) || (items_[i - 2].is(Word::conj) && items_[i - 2].arg() != ","))) give_up("ambiguous_scope", "except");  // how many of them
    std::swap(items_[i - 1], items_[i]);
    items_[i].be = {}, items_[i - 1].be = {};
  }
}

void Walk::run() {
  bring_forward_exceptions();
  while (at_ < items_.size()) {
    const std::size_t before = at_;
    const Item item = items_[at_];
    const bool only_this = enter_share();
    step();
    if (only_this) d_.in_share = false, d_.share_whole = true;
    if (at_ == before) give_up("underspecified", tokens_[item.chunk->begin].text);
  }
  no_negation();
}

// Decides where a share begins and its whole ends; true when only the item at hand is of the share.
bool Walk::enter_share() {
  const Item& item = items_[at_];
  const bool of_those_where = item.clause && s_.word_before(item, 1) == "where" && s_.word_before(item, 2) == "those" && s_.word_before(item, 3) == "of";
  if (d_.in_share && of_those_where && !d_.pct.empty()) d_.in_share = false, d_.share_whole = true;
  if (d_.shape != Shape::share || d_.in_share || at_ < 2) return false;
  const bool whole = d_.share_whole || among(item.prep, {"among", "amongst", "out"});  // what the share is of
  const bool went = entity() == Entity::worklog && item.is(Word::moved, "changed_to");  // "what share of our hours went to bugs"
  if (!whole && (among(item.be, {"were", "be", "do", "did"}) || item.is(Word::have) || item.clause || went)) {
    d_.in_share = true;
    return false;
  }
  if (whole && d_.pct.empty() && !d_.where.empty()) d_.pct.swap(d_.where);  // the share of bugs among what was closed
  if (item.is(Word::role, "by") && (s_.first_word(item).starts_with("com") || s_.first_word(item) == "came")) d_.in_share = true;
  if (d_.in_share || !state_of_share(item)) return false;
  const auto rest = items_.begin() + static_cast<std::ptrdiff_t>(at_) + 1;
  d_.in_share = std::none_of(rest, items_.end(), [](const Item& i) { return !i.be.empty() || i.clause || i.is(Word::have); });
  // "The share of tickets without an estimate in sprint 12": the sprint is of both.
  return d_.in_share && std::any_of(rest, items_.end(), [](const Item& i) { return i.is(Chunk::Type::value); });
}
// "The share of stories without points", "% of stories in the sprint done": nothing else will say what the share is of.
bool Walk::state_of_share(const Item& item) const {
  if (!item.is(Word::state)) return false;
  if (among(s_.first_word(item), {"without", "with", "no", "missing", "lacking", "had", "has", "have"})) return true;
  return item.arg().starts_with("issue:open=false") && (back_is(1, Word::noun) || back_is(1, List::types)) && at_ + 1 == items_.size();
}

void Walk::step() {
  const Item item = items_[at_];
  switch (item.chunk->type) {
    case Chunk::Type::value: return value_step();
    case Chunk::Type::key: return key_step();
    case Chunk::Type::when: return when_step();
    case Chunk::Type::number: return number_step();
    case Chunk::Type::duration:
      if (item.chunk->number == 1 && !d_.in_share) give_up("underspecified", item.chunk->text);  // "3 days old" without "more than"
      give_up("ambiguous_time", item.chunk->text);
    case Chunk::Type::quoted: return quoted_step();
    case Chunk::Type::phrase: give_up("underspecified");
    case Chunk::Type::branch:
      ++at_;
      return filter({"branch", Op::equal, item.chunk->text, {}}, take_negation());
    case Chunk::Type::unknown: give_up("unknown_value", item.chunk->text);
    case Chunk::Type::word: return word_step(item);
  }
}

void Walk::word_step(const Item& item) {
  const std::string_view arg = item.arg();
  switch (item.chunk->entry->word) {
    case Word::count: return count_step();
    case Word::list: return list_step();
    case Word::who: d_.who = true, d_.who_many = arg == "many"; break;
    case Word::share: d_.shape = Shape::share; break;
    case Word::when: d_.shape = arg == "did" ? Shape::when_did : Shape::when_will; break;
    case Word::how_long: return how_long_step();
    case Word::noun: return noun_step();
    case Word::measure: return measure_step();
    case Word::metric: return metric_step();
    case Word::agg:
      if (d_.aggregation.empty() || d_.aggregation == arg) d_.aggregation = arg;
      else if ((back_is(1, Word::conj) && back_is(2, Word::agg)) || (back_is(1, Word::agg) && among(s_.word_before(item), {"/", "&", "+"}))) d_.more_aggregations.emplace_back(arg);
      else give_up("ambiguous_metric", std::string(arg));
      break;
    case Word::state: return state_step();
    case Word::verb: return verb_step();
    case Word::role: return role_step();
    case Word::moved: return moved_step();
    case Word::group: return group_step();
    case Word::grain: return grain_step(item);
    case Word::spread: d_.spread = true; break;
    case Word::rank: return rank_step();
    case Word::compare: return compare_step();
    case Word::age: return age_step();
    case Word::neg: return neg_step();
    case Word::conj: return conj_step();
    case Word::versus:
      if (arg == "than") return than_step();
      d_.versus = true;
      break;
    case Word::contrast: d_.contrast = true, d_.more |= arg == "more"; break;
    case Word::trend: d_.trend = true; break;
    case Word::me: return me_step();
    case Word::all: return all_step();
    case Word::adjective: return adjective_step();
    case Word::report: return report_step();
    case Word::text: return text_step();
    case Word::nobody: give_up("underspecified");
    case Word::one: give_up("fragment");
    case Word::sort: return sort_step();
    case Word::have: return have_step();
    case Word::which: case Word::sprint: case Word::filler: case Word::prep: case Word::be: case Word::clause: case Word::vague: case Word::refuse: break;
  }
  ++at_;
}

void Walk::count_step() {
  const Item item = items_[at_++];
  // "How much work": issues, points or hours?
  const bool carry = s_.any([](const Item& i) { return i.is(Word::metric, "carryover") || (i.is(Word::state) && i.arg().starts_with("issue:carried_over")); });  // one figure tells that
  const bool in_points = s_.says(Word::measure, "story_points");  // "how much work is left, in points"
  if (s_.last_word(item) == "much" && next_is(0, Word::noun, "issue") && s_.first_word(*peek()) == "work" && !in_points && !carry) give_up("ambiguous_metric", "work");
  const bool part = s_.last_word(item) == "much" && entity() == Entity::worklog && peek() && peek()->prep == "of";  // "how much of our time"
  if (d_.shape == Shape::none || d_.shape == Shape::list) d_.shape = part ? Shape::share : Shape::count;
}

void Walk::list_step() {
  const auto harmless = [](const Item& i) { return i.is(Word::list) || i.is(Word::me) || i.is(Word::which) || i.is(Chunk::Type::when); };
  const auto here = items_.begin() + static_cast<std::ptrdiff_t>(at_);
  if (here->article && s_.first_word(*here) == "name") give_up("underspecified", "name");  // "the name of" orders nothing
  if (!std::all_of(items_.begin(), here, harmless)) give_up("underspecified", tokens_[here->chunk->begin].text);  // "Checkout and Search": no order to search
  if (d_.shape == Shape::none) d_.shape = Shape::list;
  ++at_;
}

void Walk::have_step() {
  if (d_.contrast && s_.first_word(items_[at_]) == "with" && next_is(1, Chunk::Type::when) && s_.says(Chunk::Type::when)) {  // compare this quarter with the last
    d_.versus = true;
    ++at_;
    return;
  }
  if (next_is(1, Word::group) || next_is(1, Chunk::Type::when)) give_up("underspecified", std::string(s_.first_word(items_[at_])));
  ++at_;
  if (d_.who && at_ < 3 && next_is(0, Chunk::Type::key)) d_.select = {"assignee"};  // who has SHOP-1
}

void Walk::conj_step() {
  const std::string_view arg = items_[at_++].arg();
  if (arg == "or") give_up("underspecified", "or");
  const bool bare_value = next_is(0, Chunk::Type::value) && peek()->prep.empty() && peek()->be.empty();
  if (arg == "but" && (next_is(0, Word::noun) || bare_value)) give_up("underspecified", "but");
}

void Walk::sort_step() {
  const std::string_view arg = items_[at_].arg();
  if (arg == "low" || arg == "high") {
    if (!d_.order.empty()) give_up("underspecified", "first");
    d_.order = arg;
  }
  if (arg == "rank") {
    if (!d_.rank.empty() || d_.shape == Shape::count) give_up("underspecified", "rank");
    d_.rank = "ranked";
  }
  ++at_;
}

void Walk::report_step() {
  const std::string_view arg = items_[at_].arg();
  if (arg.ends_with(":how") && !s_.says(List::sprints)) give_up("vague");
  d_.report = arg.substr(0, arg.find(':'));
  ++at_;
}

// "mentioning timeout in the summary"
void Walk::text_step() {
  const std::string_view arg = items_[at_++].arg();
  if (!next_is(0, Chunk::Type::phrase) && !next_is(0, Chunk::Type::quoted)) give_up("underspecified", "text");
  const std::string words = items_[at_++].chunk->text;
  if (arg != "text" || !next_is(0, Word::noun, "summary")) return text_filter(words, arg);
  ++at_;
  text_filter(words, "summary");
}
// "timeout" in the summary
void Walk::quoted_step() {
  const std::string words = items_[at_++].chunk->text;
  if (!next_is(0, Word::noun, "summary") && !next_is(0, Word::noun, "text") && !next_is(0, Word::noun, "message")) give_up("ambiguous_scope", words);
  text_filter(words, items_[at_++].arg());
}
void Walk::text_filter(const std::string& words, std::string_view field) {
  std::string name(field);
  if (entity() == Entity::pull_request && name == "summary") name = "title";
  if (entity() == Entity::commit && name == "summary") name = "message";
  const Field* f = find_field(entity(), name);
  if (!f || f->type != Type::text) give_up("ambiguous_scope", "text");
  if (words.size() < 2) give_up("underspecified", "text");
  filter({name, Op::contains, words, {}}, take_negation());
}

bool Walk::ahead(std::initializer_list<Word> words, std::size_t from) const {
  for (std::size_t i = from; i < items_.size(); ++i)
    for (const Word w : words)
      if (items_[i].is(w)) return true;
  return false;
}

}  // namespace juno::ask
