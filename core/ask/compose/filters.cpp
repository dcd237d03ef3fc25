// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {
namespace {

Atom opposite(Atom a) {
  static constexpr std::pair<Op, Op> kOpposites[] = {{Op::equal, Op::not_equal}, {Op::not_equal, Op::equal}, {Op::in, Op::not_in}, {Op::is_null, Op::not_null}, {Op::not_null, Op::is_null}, {Op::contains, Op::not_contains}};
  if (auto* yes = std::get_if<bool>(&a.value)) {
    *yes = !*yes;
    return a;
  }
  for (const auto& [op, other] : kOpposites)
    if (a.op == op) {
      a.op = other;
      return a;
    }
  give_up("underspecified", "not");
}
// One of "open=true", "assignee?", "assignee!", "state!closed", "conclusion~failure,timed_out".
Atom atom_of(std::string_view text) {
  const std::size_t sign = text.find_first_of("=?!~");
  const std::string value(text.substr(sign + 1));
  Atom a;
  a.field = text.substr(0, sign);
  switch (text[sign]) {
    case '?': a.op = Op::is_null; return a;
    case '!':
      a.op = value.empty() ? Op::not_null : Op::not_equal;
      if (value.empty()) return a;
      break;
    case '~': {
      const std::size_t comma = value.find(',');
      a.op = Op::in, a.value = std::vector<std::string>{value.substr(0, comma), value.substr(comma + 1)};
      return a;
    }
    default: a.op = Op::equal;
  }
  if (value == "true" || value == "false") a.value = value == "true";
  else if (value == "0") a.value = 0.0;
  else a.value = value;
  return a;
}
// The part for an entity of parts with `;` between them and the entity before `sign`; nothing = none is.
std::optional<std::string_view> part_for(std::string_view arg, std::string_view entity, char sign) {
  for (std::size_t from = 0; from < arg.size();) {
    const std::size_t end = std::min(arg.find(';', from), arg.size());
    const std::string_view part = arg.substr(from, end - from);
    const std::size_t at = part.find(sign);
    if (part.substr(0, at) == entity) return part.substr(at + 1);
    from = end + 1;
  }
  return {};
}

}  // namespace

std::string_view metric_for(std::string_view arg, std::string_view entity) {
  return arg.find('=') == std::string_view::npos ? arg : part_for(arg, entity, '=').value_or("");
}
std::optional<std::vector<Atom>> atoms_for(std::string_view arg, std::string_view entity) {
  const auto part = part_for(arg, entity, ':');
  if (!part) return {};
  std::vector<Atom> atoms;
  for (std::size_t at = 0; at <= part->size();) {
    const std::size_t stop = std::min(part->find('&', at), part->size());
    atoms.push_back(atom_of(part->substr(at, stop - at)));
    at = stop + 1;
  }
  return atoms;
}

// What nouns name: the values they may have, and the field they are of where that has another name.
namespace {

struct NounList { std::string_view noun; List list; };
constexpr NounList kNounLists[] = {{"team", List::teams}, {"project", List::projects}, {"component", List::components}, {"label", List::labels}, {"status", List::statuses},
                                   {"priority", List::priorities}, {"type", List::types}, {"sprint", List::sprints}, {"epic", List::epics}, {"release", List::versions}, {"repo", List::repos},
                                   {"environment", List::environments}, {"workflow", List::workflows}, {"feature", List::features}, {"person", List::people}};
struct NounField { Entity entity; std::string_view noun, field; };
constexpr NounField kNounFields[] = {{Entity::release, "release", "name"}, {Entity::issue, "author", "reporter"}, {Entity::feature, "feature", "title"}, {Entity::pull_request, "status", "state"},
                                     {Entity::ci_run, "status", "conclusion"}, {Entity::review, "status", "state"}, {Entity::sprint, "status", "state"}, {Entity::review, "review_state", "state"},
                                     {Entity::pull_request, "summary", "title"}, {Entity::worklog, "issue", "issue"}, {Entity::sprint, "due", "end"}};

}  // namespace

List Walk::list_of(std::string_view noun) {
  for (const NounList& n : kNounLists)
    if (n.noun == noun) return n.list;
  return among(noun, {"assignee", "reporter", "author", "reviewer", "requested_reviewer"}) ? List::people : List::none;
}
std::string Walk::field_of(std::string_view noun) const {
  for (const NounField& n : kNounFields)
    if (n.entity == entity() && n.noun == noun) return std::string(n.field);
  if (noun == "person") return std::string(info(entity()).person_field);
  if (noun == "release") return "fix_version";
  if (noun == "feature") return {};
  return noun == "sprint" || d_.has_field(noun) ? std::string(noun) : std::string();
}
std::string Walk::field_of(List list) const {
  if (list == List::statuses && entity() != Entity::issue) return {};
  for (const NounList& n : kNounLists)
    if (n.list == list) return field_of(n.noun);
  return {};
}

void Walk::filter(Atom atom, bool negated) {
  if (!d_.has_field(atom.field)) give_up("ambiguous_scope", atom.field);
  if (negated) atom = opposite(std::move(atom));
  const bool range = atom.op == Op::less || atom.op == Op::at_most || atom.op == Op::greater || atom.op == Op::at_least;
  if (range && atom.field == "priority" && !world_.priorities_ordered) give_up("unknown_value", "priority");
  auto& side = d_.conditions();
  if (range || atom.op == Op::equal) std::erase_if(side, [&](const Filter& f) { return f.any.empty() && f.atom.field == atom.field && f.atom.op == Op::not_null; });  // estimated, and at 8
  side.emplace_back(std::move(atom));
}
void Walk::filter_names(const std::string& field, const std::vector<std::string>& names, bool negated) {
  if (names.size() == 1) filter({field, Op::equal, names[0], {}}, negated);
  else filter({field, Op::in, names, {}}, negated);
}

}  // namespace juno::ask
