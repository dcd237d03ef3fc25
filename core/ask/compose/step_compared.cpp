// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {

// "Did Otter close more bugs than Falcon": both figures are shown side by side, which answers it. The name behind "than"
// joins the one before that it is held against.
void Walk::than_step() {
  no_negation();
  ++at_;
  if (next_is(0, Chunk::Type::when)) {  // than last month
    d_.versus = d_.told_more = true, d_.more = false;
    return;
  }
  const bool cued = next_is(0, Word::noun) && next_is(1, Chunk::Type::value) && list_of(peek()->arg()) == peek(1)->chunk->name.list;
  if (cued) ++at_;
  if (next_is(0, Word::role, "by")) ++at_;
  if (!next_is(0, Chunk::Type::value)) give_up("underspecified", "than");
  const Item other = items_[at_++];
  if (next_is(0, Word::noun) && peek()->prep.empty() && list_of(peek()->arg()) == other.chunk->name.list) ++at_;
  if (next_is(0, Word::conj) && next_is(1, other.chunk->name.list)) give_up("underspecified", "than");  // than each, or than both together
  Atom* first = held_against(other);
  if (!first) return than_any(other);
  const std::string one = std::get<std::string>(first->value);
  if (one == other.chunk->name.value) give_up("underspecified", "than");
  first->op = Op::in, first->value = std::vector<std::string>{one, other.chunk->name.value};
  add_group(first->field);
  d_.contrast = d_.told_more = true, d_.more = false;
}
// The one condition so far on a name of the same list; null = none, or several.
Atom* Walk::held_against(const Item& other) {
  Atom* found = nullptr;
  for (Filter& f : d_.where) {
    const Field* field = f.any.empty() ? find_field(entity(), f.atom.field) : nullptr;
    if (!field || field->of != other.chunk->name.list || f.atom.op != Op::equal || !std::holds_alternative<std::string>(f.atom.value)) continue;
    if (found) give_up("underspecified", "than");
    found = &f.atom;
  }
  return found;
}
// "Which team closed more than Otter": the ranking of all is near it.
void Walk::than_any(const Item& other) {
  const Field* field = find_field(entity(), d_.who ? std::string(info(entity()).person_field) : d_.target);
  if (!field || field->of != other.chunk->name.list || !d_.rank.empty()) give_up("underspecified", "than");
  d_.rank = "most", d_.target_many = d_.who_many = true, d_.more = false, d_.contrast = false;
  d_.only_near = "more than";
}
// "Which team closed more bugs, Otter or Falcon"
void Walk::told_both() {
  if (d_.more) d_.more = false, d_.told_more = true;
}

}  // namespace juno::ask
