// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include "core/ask/draft.h"
#include "core/text.h"
namespace juno::ask {
namespace {

struct NounList { std::string_view noun; List list; };
constexpr std::array<NounList, 15> kNounLists = {{{"team", List::teams}, {"project", List::projects}, {"component", List::components}, {"label", List::labels}, {"status", List::statuses}, {"priority", List::priorities}, {"type", List::types},
                                                  {"sprint", List::sprints}, {"epic", List::epics}, {"release", List::versions}, {"repo", List::repos}, {"environment", List::environments}, {"workflow", List::workflows}, {"feature", List::features},
                                                  {"person", List::people}}};
List list_of(std::string_view noun) {
  for (const auto& n : kNounLists)
    if (n.noun == noun) return n.list;
  if (noun == "assignee" || noun == "reporter" || noun == "author" || noun == "reviewer" || noun == "requested_reviewer") return List::people;
  return List::none;
}

// "issue:open=true&sprint?" taken apart, for one entity.
std::optional<std::vector<Atom>> atoms_for(std::string_view arg, std::string_view entity) {
  for (std::size_t from = 0; from < arg.size();) {
    const std::size_t end = std::min(arg.find(';', from), arg.size());
    const std::string_view part = arg.substr(from, end - from);
    const std::size_t colon = part.find(':');
    if (part.substr(0, colon) == entity) {
      std::vector<Atom> atoms;
      for (std::size_t at = colon + 1; at <= part.size();) {
        const std::size_t stop = std::min(part.find('&', at), part.size());
        const std::string_view text = part.substr(at, stop - at);
        const std::size_t sign = text.find_first_of("=?!~");
        Atom a;
        a.field = text.substr(0, sign);
        const std::string value(text.substr(sign + 1));
        if (text[sign] == '?') a.op = Op::is_null;
        else if (text[sign] == '!' && value.empty()) a.op = Op::not_null;
        else if (text[sign] == '~') {
          a.op = Op::in;
          const std::size_t comma = value.find(',');
          a.value = std::vector<std::string>{value.substr(0, comma), value.substr(comma + 1)};
        } else {
          a.op = text[sign] == '!' ? Op::not_equal : Op::equal;
          if (value == "true" || value == "false") a.value = value == "true";
          else if (value == "0") a.value = 0.0;
          else a.value = value;
        }
        atoms.push_back(std::move(a));
        at = stop + 1;
      }
      return atoms;
    }
    from = end + 1;
  }
  return {};
}

Atom opposite(Atom a) {
  if (auto* yes = std::get_if<bool>(&a.value)) *yes = !*yes;
  else if (a.op == Op::equal) a.op = Op::not_equal;
  else if (a.op == Op::not_equal) a.op = Op::equal;
  else if (a.op == Op::in) a.op = Op::not_in;
  else if (a.op == Op::is_null) a.op = Op::not_null;
  else if (a.op == Op::not_null) a.op = Op::is_null;
  else if (a.op == Op::contains) a.op = Op::not_contains;
  else throw NoMeaning{"underspecified", "not"};
  return a;
}
}  // namespace

void Composer::filter(Atom atom, bool negated) {
  if (!has_field(atom.field)) fail("ambiguous_scope", atom.field);
  if (negated) atom = opposite(std::move(atom));
  const bool range = atom.op == Op::less || atom.op == Op::at_most || atom.op == Op::greater || atom.op == Op::at_least;
  if (range && atom.field == "priority" && !world_.priorities_ordered) fail("unknown_value", "priority");
  auto& side = d_.in_share ? d_.pct : d_.where;
  if (range || atom.op == Op::equal) std::erase_if(side, [&](const Filter& f) { return f.any.empty() && f.atom.field == atom.field && f.atom.op == Op::not_null; });  // estimated, and at 8
  side.emplace_back(std::move(atom));
}
std::string_view Composer::led_by(const Item& item) const {
  std::size_t i = item.chunk.begin;
  while (i > 0 && among(tokens_[i - 1].norm, {"the", "our", "my", "a", "an"})) --i;
  return i > 0 ? std::string_view(tokens_[i - 1].norm) : std::string_view();
}
bool Composer::take_negation() {
  const bool was = negated_ || except_;
  if (without_) fail("underspecified", "without");
  negated_ = except_ = false;
  return was;
}

std::string Composer::field_of(std::string_view noun) const {
  const Entity e = entity();
  if (noun == "person") return std::string(info(e).person_field);
  if (noun == "release") return e == Entity::release ? "name" : "fix_version";
  if (noun == "sprint") return "sprint";
  if (noun == "author" && e == Entity::issue) return "reporter";
  if (noun == "feature") return e == Entity::feature ? "title" : "";
  if (noun == "assignee" && !has_field("assignee")) return std::string();
  if (noun == "status" && e == Entity::pull_request) return "state";
  if (noun == "status" && e == Entity::ci_run) return "conclusion";
  if (noun == "status" && e == Entity::review) return "state";
  if (noun == "status" && e == Entity::sprint) return "state";
  if (noun == "review_state" && e == Entity::review) return "state";
  if (noun == "summary" && e == Entity::pull_request) return "title";
  if (noun == "issue" && e == Entity::worklog) return "issue";
  if (noun == "due" && e == Entity::sprint) return "end";
  return has_field(noun) ? std::string(noun) : std::string();
}
std::string Composer::field_of(List list) const {
  for (const auto& n : kNounLists)
    if (n.list == list) return n.noun == "status" && entity() != Entity::issue ? "" : field_of(n.noun);
  return {};
}

void Composer::add_group(const std::string& field) {
  if (field.empty()) fail("ambiguous_scope", "group");
  if (std::find(d_.groups.begin(), d_.groups.end(), field) == d_.groups.end()) d_.groups.push_back(field);
}
bool Composer::group_word(const Item& item, std::string& field) const {
  const Chunk& c = item.chunk;
  if (c.is(Word::grain)) {
    field = c.entry->arg;
    return field != "hour" && field != "minute";
  }
  if (c.is(Word::all)) field = field_of("person");
  else if (c.is(Word::noun)) field = field_of(c.entry->arg);
  else return false;
  return !field.empty();
}

void Composer::group_step() {
  ++at_;
  bool any = false;
  for (;;) {
    const Item* item = peek();
    std::string field;
    if (!item) break;
    if (item->chunk.is(Word::group)) { ++at_; continue; }
    if (any && item->article && item->chunk.is(Word::grain)) break;  // "by month, this year"
    if (!group_word(*item, field)) break;
    // "by team Mobile" is no grouping
    if (peek(1) && peek(1)->chunk.type == Type::value && peek(1)->prep.empty() && item->chunk.is(Word::noun) && list_of(item->chunk.entry->arg) == peek(1)->chunk.name.list) fail("underspecified", field);
    if (item->chunk.is(Word::noun, "person"))
      for (const auto& e : d_.events)
        if (e.verb == "created" && entity() == Entity::issue) fail("ambiguous_scope", "person");
    add_group(field);
    any = true;
    ++at_;
    std::string other;
    if (peek(1) && peek()->chunk.is(Word::conj) && peek()->chunk.entry->arg != "or" && (group_word(*peek(1), other) || (peek(1)->chunk.is(Word::group) && peek(2) && group_word(*peek(2), other)))) { ++at_; continue; }
    std::string next;
    if (peek() && !peek()->chunk.is(Word::conj) && group_word(*peek(), next) && !peek()->chunk.is(Word::grain) && peek()->prep.empty()) fail("underspecified", next);
    break;
  }
  if (any) return;
  const Item* item = peek();
  if (!item) fail("underspecified", "by");
  if (item->chunk.is(Word::measure) || item->chunk.is(Word::metric)) {
    if (d_.contrast || d_.versus) return;  // "compare … by velocity"
    if (d_.rank.empty() && d_.sort.empty()) fail("underspecified", "by");
    if (item->chunk.is(Word::measure) && has_field(item->chunk.entry->arg) && !d_.who && d_.target.empty() && (entity() == Entity::feature || (d_.groups.empty() && d_.metrics.empty()))) {
      d_.rank_field = item->chunk.entry->arg;
      if (d_.rank_field == "size" || d_.rank == "top") {}
      ++at_;
    }
    return;
  }
  if ((item->chunk.is(Word::state) || item->chunk.is(Word::verb)) && d_.contrast) return;
  // "top 3 components by open bugs", "teams ranked by number of incidents"
  if (!d_.target.empty() && !d_.rank.empty() && (item->chunk.is(Word::state) || item->chunk.is(Word::count) || item->chunk.is(Word::adjective) || item->chunk.is(Word::verb) || item->chunk.value_of(List::types) || (item->chunk.is(Word::noun) && item->chunk.entry->arg == info(entity()).name))) return;
  if (item->chunk.is(Word::rank)) return;
  if (d_.contrast && item->chunk.is(Word::count)) return;
  fail("underspecified", "by");
}

// What a person did or is to the entity; `role` is a verb, a role, "by" or empty.
void Composer::person(const std::vector<std::string>& names, std::string_view role, bool negated) {
  const Entity e = entity();
  std::string field(info(e).person_field);
  if (role == "creator" || role == "created") {
    field = e == Entity::issue ? "reporter" : has_field("author") ? "author" : "";
    if (role == "created" && (e == Entity::worklog || e == Entity::review)) field = info(e).person_field;
  } else if (role == "reviewer" || role == "reviewed" || role == "reviewedby") field = has_field("reviewer") ? "reviewer" : "";
  else if (role == "requested_reviewer") {
    field = has_field("requested_reviewer") ? "requested_reviewer" : "";
    if (!field.empty()) filter({"state", Op::equal, std::string("open"), {}});
  } else if (role == "assignee") field = has_field("assignee") ? "assignee" : "";
  else if (role == "resolver" || role == "resolved" || role == "started" || role == "closed") field = e == Entity::issue || e == Entity::incident || e == Entity::sprint ? "assignee" : "";
  else if (role == "merger") field = "";
  else if (role == "by") {
    // "merged by", "approved by": not the author, and nobody keeps who it was.
    for (std::size_t i = 1; i < items_.size() && i < at_; ++i)
      if (items_[i].chunk.is(Word::role, "by") && (items_[i - 1].chunk.is(Word::state) || items_[i - 1].chunk.is(Word::verb, "merged") || items_[i - 1].chunk.is(Word::verb, "closed") || items_[i - 1].chunk.is(Word::verb, "abandoned")) && e == Entity::pull_request) fail("ambiguous_scope", "by");
    if (e == Entity::issue) {
      const Draft::Event* last = d_.events.empty() ? nullptr : &d_.events.back();
      if (!last || last->verb == "updated" || last->verb == "due") {
        bool settled = !d_.metrics.empty();
        if (!settled) fail("ambiguous_scope", "by");
      } else field = last->verb == "created" ? "reporter" : "assignee";
    } else if (e == Entity::pull_request) {
      const Draft::Event* last = d_.events.empty() ? nullptr : &d_.events.back();
      if (last && last->verb == "reviewed") field = "reviewer";
      else if (last && (last->verb == "merged" || last->verb == "abandoned" || last->verb == "closed" || last->verb == "updated") && last->at + 1 + 1 >= at_ && last->at + 3 > at_ && items_[at_ > 1 ? at_ - 2 : 0].chunk.is(Word::verb)) field = "author";
    } else if (e == Entity::deployment) field = "";
  } else if (role == "updated" || role == "due" || role == "deployed") field = "";
  if (field.empty()) fail("ambiguous_scope", std::string(role.empty() ? "person" : role));
  if (names.size() == 1) filter({field, Op::equal, names[0], {}}, negated);
  else filter({field, Op::in, names, {}}, negated);
  if (d_.contrast || d_.versus) add_group(field);
}

// Values of one list joined by and, or, a comma, "vs".
std::vector<std::string> Composer::value_list(List list, std::size_t& end, bool& both) {
  std::vector<std::string> names;
  std::size_t i = end;
  for (;;) {
    names.push_back(items_[i].chunk.name.value);
    end = i + 1;
    std::size_t next = i + 1;
    // "the Backend team and the Frontend team"
    if (next < items_.size() && items_[next].chunk.is(Word::noun) && list_of(items_[next].chunk.entry->arg) == list && next + 2 < items_.size() && (items_[next + 1].chunk.is(Word::conj) || items_[next + 1].chunk.is(Word::versus))) ++next;
    bool joined = false;
    while (next < items_.size() && (items_[next].chunk.is(Word::conj) || items_[next].chunk.is(Word::versus) || (d_.contrast && items_[next].prep == "to"))) {
      if (items_[next].chunk.is(Word::versus)) both = true;
      if (items_[next].chunk.is(Word::conj, "but")) break;
      joined = true;
      ++next;
    }
    if (next < items_.size() && joined && items_[next].chunk.is(Word::noun) && list_of(items_[next].chunk.entry->arg) == list && next + 1 < items_.size() && items_[next + 1].chunk.value_of(list)) ++next;
    if (!joined && d_.contrast && next + 1 < items_.size() && items_[next].chunk.is(Word::have)) joined = true, ++next;
    const bool contrasted = d_.contrast && next < items_.size() && (items_[next].prep == "with" || items_[next].prep == "to" || items_[next].prep == "against");
    if ((joined || contrasted) && next < items_.size() && list == List::sprints && items_[next].chunk.is(Word::one)) {
      names.push_back("@previous");
      end = next + 1;
      break;
    }
    if (!(joined || contrasted) || next >= items_.size() || !items_[next].chunk.value_of(list) || items_[next].clause) break;
    i = next;
  }
  return names;
}

void Composer::value_step() {
  const Item first = items_[at_];
  const List list = first.chunk.name.list;
  const bool cue_before = at_ > 0 && items_[at_ - 1].chunk.is(Word::noun) && list_of(items_[at_ - 1].chunk.entry->arg) == list;
  const bool touching = at_ > 0 && items_[at_ - 1].chunk.type == Type::value && items_[at_ - 1].chunk.end == first.chunk.begin;
  bool both = false;
  std::size_t end = at_;
  std::vector<std::string> names = value_list(list, end, both);
  if (both) d_.versus = true;
  const std::size_t start = at_;
  if (list == List::labels && !both && !d_.contrast && !negated_ && !except_)  // one ticket with both, or the tickets of each?
    for (std::size_t i = start; i < end; ++i)
      if (items_[i].chunk.is(Word::conj, "and")) fail("ambiguous_scope", "and");
  at_ = end;
  bool cue_after = false;
  if (next_is(0, Word::noun) && !cue_before && peek()->prep.empty()) {
    const std::string_view noun = peek()->chunk.entry->arg;
    const List other = list_of(noun);
    // "bugs labelled X": a cue of the next name
    const bool for_next = peek(1) && other != List::none && (peek(1)->chunk.value_of(other) || (next_is(1, Word::compare, "=") && peek(2) && peek(2)->chunk.value_of(other)) || (noun == "epic" && peek(1)->chunk.type == Type::key)) && peek(1)->prep.empty();
    if (for_next && !(other == list)) {
    } else if (other == list && noun != "person") {
      if (touching && !items_[start].article && noun != "sprint") fail("unknown_value", std::string(noun));
      cue_after = true;
      ++at_;
      // "the SHOP project's bugs"
    } else if (other != List::none && field_of(noun) != info(entity()).name && other != List::people && other != List::types && noun != "sprint" && noun != "release" && noun != "feature" && noun != "epic" && noun != "status" && !(noun == "repo" || noun == "workflow") &&
               !next_is(1, Word::spread) && noun != "priority")
      fail("unknown_value", std::string(noun));
    else if (other != List::none && (noun == "label" || noun == "component" || noun == "project" || noun == "repo" || noun == "epic" || noun == "workflow" || noun == "environment" || noun == "status") && !next_is(1, Word::spread))
      fail("unknown_value", std::string(noun));
  }
  const bool cued = cue_before || cue_after;
  for (std::size_t i = start; i < end; ++i)
    if (items_[i].chunk.type == Type::value && items_[i].chunk.shadowed && cued) d_.cost -= 1.2;
  const bool negated = take_negation();
  if (list == List::people) {
    if (entity() == Entity::person) return filter(names.size() == 1 ? Atom{"name", Op::equal, names[0], {}} : Atom{"name", Op::in, names, {}}, negated);
    if (cue_after || cue_before) {
      const std::string field = field_of(items_[cue_after ? at_ - 1 : start - 1].chunk.entry->arg);
      if (field.empty()) fail("ambiguous_scope");
      return filter(names.size() == 1 ? Atom{field, Op::equal, names[0], {}} : Atom{field, Op::in, names, {}}, negated);
    }
    if (start > 0 && items_[start - 1].chunk.is(Word::have)) fail("ambiguous_scope", names[0]);
    // "PRs waiting on Ann's review"
    const std::size_t said = first.chunk.begin;
    if (first.owned && entity() == Entity::pull_request && next_is(0, Word::noun, "review") && !negated && said > 1 && among(tokens_[said - 1].norm, {"for", "on"}) && among(tokens_[said - 2].norm, {"waiting", "wait", "blocked", "pending", "stuck"})) {
      ++at_;
      items_[start].be = {};
      return person(names, "requested_reviewer", false);
    }
    std::string_view role;
    // "PRs that Ann approved": she reviewed them.
    if (next_is(0, Word::state) && !first.owned && entity() == Entity::pull_request && peek()->be.empty() && peek()->chunk.entry->arg.find("review_state") != std::string_view::npos) fail("ambiguous_scope", names[0]);
    if (next_is(0, Word::verb) && !first.owned) role = next_is(0, Word::verb, "open") ? "created" : peek()->chunk.entry->arg;
    else if (next_is(0, Word::role, "works") && !first.owned) {
      ++at_;
      filter({"status_category", Op::equal, std::string("in_progress"), {}});
    } else if (next_is(0, Word::role, "assignee") && !first.owned && !(peek(1) && (peek(1)->chunk.is(Word::me) || peek(1)->chunk.is(Word::nobody) || peek(1)->chunk.is(Word::neg) || peek(1)->chunk.value_of(List::people)))) {
      role = "assignee", ++at_;  // "that Greta is assigned to"
    } else if (next_is(0, Word::role, "requested_reviewer") && !first.owned) role = "requested_reviewer", ++at_;
    else if (first.prep == "with" || first.prep == "on" || first.prep == "in" || first.prep == "to" || first.prep == "at" || first.prep == "into") fail("ambiguous_scope", names[0]);
    if (both || d_.contrast) d_.versus = true;
    return person(names, role, negated);
  }
  if (list == List::statuses) {
    const bool part = std::any_of(items_.begin() + static_cast<std::ptrdiff_t>(start), items_.begin() + static_cast<std::ptrdiff_t>(end), [](const Item& i) { return i.chunk.type == Type::value && !i.chunk.name.whole; });
    if (part && first.prep.empty() && !cued) fail("unknown_value", names[0]);
    if (first.chunk.shadowed && !cued && first.prep != "in") fail("ambiguous_value", names[0]);
    bool never = false, been = false;
    for (std::size_t t = first.chunk.begin > 3 ? first.chunk.begin - 3 : 0; t < first.chunk.begin; ++t) never |= tokens_[t].norm == "never", been |= tokens_[t].norm == "been";
    if (negated && never) {
      d_.history.push_back({"status", Op::was_not, names.size() == 1 ? names[0] : "", {}});
      if (names.size() != 1) fail("underspecified", "never");
      return;
    }
    if (been && !never && !(start > 0 && items_[start - 1].chunk.is(Word::verb, "was")) && !(next_is(0, Word::compare) && peek(1) && peek(1)->chunk.type == Type::duration)) fail("ambiguous_time", names[0]);
    const std::string_view before = start > 0 && items_[start - 1].chunk.is(Word::verb, "was") ? "was" : "";
    // "How many were in QA at the end of May" is a count of that moment, not of a day's comings and goings.
    bool when_follows = false, moment = false;
    for (std::size_t i = at_; i < items_.size(); ++i)
      if (items_[i].chunk.type == Type::when) when_follows = true, moment |= items_[i].chunk.when.snapshot && d_.shape == Draft::Shape::count;
    if (moment) d_.snapshot_state = true, when_follows = false;
    if (entity() != Entity::issue) fail("ambiguous_scope", "status");
    const bool by_metric = std::find_if(d_.metrics.begin(), d_.metrics.end(), [](const std::string& m) { return m.starts_with("time_in_status"); }) != d_.metrics.end();
    for (std::size_t i = at_; i < items_.size(); ++i)
      if (before == "was" && items_[i].chunk.type == Type::when && items_[i].chunk.when.past.starts_with("since:")) fail("ambiguous_time", "since");  // ever since, or once
    if (!by_metric && (before == "was" || (first.be == "were" && when_follows) || (first.be == "were" && !d_.times.empty())) && d_.events.empty()) {
      if (names.size() != 1) fail("underspecified", "was");
      d_.history.push_back({"status", negated ? Op::was_not : Op::was, names[0], {}});
      return;
    }
    if (first.be == "did") fail("underspecified");
    if (next_is(0, Word::compare) && peek(1) && peek(1)->chunk.type == Type::duration) {}
    return filter(names.size() == 1 ? Atom{"status", Op::equal, names[0], {}} : Atom{"status", Op::in, names, {}}, negated);
  }
  if (list == List::sprints) {
    if (entity() == Entity::sprint && d_.metrics.empty() && names.size() == 1 && names[0] == "@current" && !ahead({Word::metric}, at_) && !d_.hours) {
      bool figures = false;
      for (const Item& i : items_) figures |= i.chunk.is(Word::metric) || i.chunk.is(Word::measure) || i.chunk.is(Word::report);
      if (!figures) return filter({"state", Op::equal, std::string("active"), {}}, negated);
    }
    if (!has_field("sprint")) fail("ambiguous_time", "sprint");
    if (items_.size() == 1 || (items_.size() == 2 && items_[0].chunk.is(Word::list) && names[0].starts_with('@'))) {
      if (names[0].starts_with('@')) fail("vague", "sprint");
    }
    if (negated && names[0].starts_with("@last")) fail("underspecified");
    if (both || (d_.contrast && names.size() > 1)) add_group("sprint");
    return filter(names.size() == 1 ? Atom{"sprint", Op::equal, names[0], {}} : Atom{"sprint", Op::in, names, {}}, negated);
  }
  std::string field = field_of(list);
  if (cue_before && field_of(items_[start - 1].chunk.entry->arg) != "") field = field_of(items_[start - 1].chunk.entry->arg);
  if (field.empty() || !has_field(field)) fail("ambiguous_scope", names[0]);
  if (list == List::priorities && cue_after && normal(names[0]) == "low") fail("ambiguous_value", "priority");
  if (list == List::priorities && entity() != Entity::issue && entity() != Entity::incident) fail("ambiguous_scope");
  // "P1 or higher"
  if (list == List::priorities && names.size() == 1 && next_is(0, Word::compare)) {
    const std::string_view arg = peek()->chunk.entry->arg;
    if (negated || (arg != ">=" && arg != "<=" && arg != "+")) fail("underspecified", "priority");
    ++at_;
    return filter({field, arg == "<=" ? Op::at_most : Op::at_least, names[0], {}});
  }
  if (list == List::features && entity() != Entity::feature) fail("ambiguous_scope", names[0]);
  if (both || (d_.contrast && names.size() > 1)) add_group(field);
  if (names.size() > 1 && std::adjacent_find(names.begin(), names.end()) != names.end()) fail("underspecified");
  filter(names.size() == 1 ? Atom{field, Op::equal, names[0], {}} : Atom{field, Op::in, names, {}}, negated);
}

void Composer::key_step() {
  const std::string key = items_[at_].chunk.text;
  const bool epic_before = at_ > 0 && items_[at_ - 1].chunk.is(Word::noun, "epic");
  ++at_;
  const bool epic_after = next_is(0, Word::noun, "epic");
  if (epic_after) ++at_;
  const bool negated = take_negation();
  if (epic_before || epic_after) return filter({"epic", Op::equal, key, {}}, negated);
  if (entity() == Entity::worklog) return filter({"issue", Op::equal, key, {}}, negated);
  if (entity() != Entity::issue || negated) fail("ambiguous_scope", key);
  if (!d_.key.empty()) fail("underspecified", key);
  d_.key = key;
}

void Composer::number_step() {
  const double n = items_[at_].chunk.number;
  const bool sprint_before = at_ > 0 && items_[at_ - 1].chunk.is(Word::noun, "sprint");
  if (sprint_before) fail("unknown_value", "sprint");
  if (at_ > 0 && items_[at_ - 1].chunk.is(Word::noun, "pull_request") && entity() == Entity::pull_request && n == std::floor(n) && items_[at_].prep.empty()) {
    ++at_;
    return filter({"number", Op::equal, n, {}}, take_negation());
  }
  // "8 points or more", "stories of 5 points", "5 point stories"
  if (next_is(1, Word::measure, "story_points") && entity() == Entity::issue && !d_.who && d_.target.empty() && d_.groups.empty() && d_.rank.empty() && has_field("story_points")) {
    const bool bound = next_is(2, Word::compare) && peek(2)->chunk.entry->arg != "=" && peek(2)->prep.empty() && !(peek(3) && peek(3)->chunk.type == Type::number);
    const bool exact = !ahead({Word::rank, Word::compare}, at_) && (items_[at_].prep == "of" || items_[at_].prep == "at" || before_is(Word::have) || (peek(2) && peek(2)->prep.empty() && (peek(2)->chunk.is(Word::noun, "issue") || peek(2)->chunk.value_of(List::types)) && tokens_[peek(1)->chunk.begin].norm == "point"));
    if (bound || exact) {
      const bool more = bound && (peek(2)->chunk.entry->arg == ">=" || peek(2)->chunk.entry->arg == "+");
      if (bound && !more && peek(2)->chunk.entry->arg != "<=") fail("underspecified", "than");
      at_ += bound ? 3 : 2;
      if (next_is(0, Word::conj, "or") && peek(1) && peek(1)->chunk.type == Type::number) fail("underspecified", "or");
      return filter({"story_points", !bound ? Op::equal : more ? Op::at_least : Op::at_most, n, {}}, take_negation());
    }
  }
  if (next_is(1, Word::compare) && peek(1)->chunk.entry->arg != "=") {  // "5+ comments", "5 or more comments"
    std::swap(items_[at_], items_[at_ + 1]);
    return compare_step();
  }
  const bool limit = d_.rank == "top" || d_.rank == "bottom" || next_is(1, Word::rank) || (at_ > 0 && before_is(Word::rank)) || (d_.shape == Draft::Shape::list && at_ > 0 && before_is(Word::list) && next_is(1, Word::noun));
  bool later = false;  // "10 open issues with the most comments", "show 5 bugs sorted by"
  for (std::size_t i = at_ + 1; i < items_.size(); ++i) later |= items_[i].chunk.is(Word::rank);
  if (!(limit || later) || d_.limit || n < 1 || n > 10000 || n != std::floor(n) || negated_) fail("underspecified", tokens_[items_[at_].chunk.begin].text);
  d_.limit = static_cast<std::int64_t>(n);
  ++at_;
}

void Composer::adjective_step() {
  const std::string_view arg = items_[at_].chunk.entry->arg;
  ++at_;
  if (!has_field("priority")) fail("ambiguous_scope", "priority");
  const auto& all = world_.priorities;
  const bool negated = take_negation();
  if (next_is(0, Word::noun, "priority")) ++at_;
  if (all.size() < 2 || !world_.priorities_ordered) fail("unknown_value", "priority");
  if (arg == "0") return filter({"priority", Op::equal, all[0], {}}, negated);
  if (arg == "1") {
    std::string high = all[1];
    for (const std::string& p : all)
      if (normal(p) == "high") high = p;
    if (negated) fail("underspecified", "not");
    return filter({"priority", Op::at_least, high, {}});
  }
  if (arg == "last") return filter({"priority", Op::equal, all.back(), {}}, negated);
  for (const std::string& p : all)
    if (arg == "mid" && (normal(p) == "medium" || normal(p) == "normal")) return filter({"priority", Op::equal, p, {}}, negated);
  fail("ambiguous_value", "priority");
}

bool Composer::add_states(std::string_view arg, bool negated) {
  const auto atoms = atoms_for(arg, info(entity()).name);
  if (!atoms) return false;
  if (negated && atoms->size() > 1) fail("underspecified", "not");
  for (const Atom& a : *atoms) filter(a, negated);
  return true;
}

void Composer::state_step() {
  const Item item = items_[at_];
  const std::string_view arg = item.chunk.entry->arg;
  const std::string_view own = info(entity()).name;
  ++at_;
  if (d_.who && arg == "issue:status_category=in_progress" && peek() && peek()->chunk.type == Type::key) {  // who is working on SHOP-1
    d_.select = {"assignee"};
    return;
  }
  if (at_ > 1 && items_[at_ - 2].chunk.is(Word::have) && arg.starts_with("issue:blocking")) fail("underspecified");
  if (arg.starts_with("issue:reopened") && at_ > 1 && (items_[at_ - 2].chunk.is(Word::who) || items_[at_ - 2].chunk.value_of(List::people)) && item.be.empty() && !item.clause) fail("no_data", "reopened");  // nobody keeps who did it
  if (arg.starts_with("issue:blocking") && peek() && (peek()->chunk.type == Type::key || peek()->chunk.value_of(List::epics)) && peek()->prep.empty()) fail("underspecified", "blocking");
  if (arg.find(":assignee!") != std::string_view::npos && peek() && (peek()->chunk.is(Word::me) || peek()->chunk.type == Type::value || peek()->chunk.is(Word::neg))) fail("underspecified", "assigned");
  if (arg.starts_with("issue:assignee?") && peek() && among(led_by(*peek()), {"to", "on", "in", "from", "of"}) && (peek()->chunk.value_of(List::teams) || peek()->chunk.is(Word::noun, "team"))) fail("underspecified", "not assigned");  // to nobody, or to none of them
  if (arg.find(":assignee!") != std::string_view::npos && at_ > 1 && items_[at_ - 2].chunk.value_of(List::people)) fail("underspecified", "assigned");
  if (arg.starts_with("sprint:")) {  // "active sprints"; "the active sprint" is a selector
    const bool plural = next_is(0, Word::noun, "sprint") && tokens_[peek()->chunk.end - 1].norm.ends_with("s");
    if (entity() != Entity::sprint || ahead({Word::metric, Word::measure, Word::report}, 0) || !(plural || item.be == "be" || item.clause)) fail("ambiguous_scope");
  }
  if (arg.starts_with("issue:open=false") && item.chunk.begin > 1 && tokens_[item.chunk.begin - 1].norm == "be" && tokens_[item.chunk.begin - 2].norm == "to") fail("underspecified", "to be");  // not yet
  // "Sprints that ended in April", "versions released in June": the date says it.
  if ((arg == "sprint:state=closed" || arg == "release:released=true") && (entity() == Entity::sprint || entity() == Entity::release) && (item.clause || item.be == "were" || peek()) && among(tokens_[item.chunk.begin].norm, {"ended", "released", "shipped"}) &&
      next_is_when()) fail("underspecified", "ended");
  if (!d_.history.empty() && item.chunk.begin > 0 && (tokens_[item.chunk.begin - 1].norm == "to" || tokens_[item.chunk.begin - 1].norm == "into")) fail("unknown_value", "status");
  if ((item.prep == "in" || item.prep == "to" || item.prep == "into") && (arg.starts_with("issue:open=false") || arg.starts_with("issue:open=true;") || arg.starts_with("issue:blocked"))) fail("unknown_value", "status");
  if (arg.starts_with("pull_request:state=merged") && entity() == Entity::pull_request && at_ > 2 && items_[at_ - 2].chunk.is(Word::conj) && items_[at_ - 3].chunk.is(Word::verb)) fail("underspecified", "merged");
  if (negated_ && (d_.who || !d_.target.empty())) {
    if (!arg.starts_with("pull_request:state=merged") || entity() != Entity::pull_request) fail("underspecified", "not");
    negated_ = false, d_.none_of = true;  // "who has not merged any"
    d_.events.push_back({"merged", at_ - 1, {}, false});
    return;
  }
  if ((d_.who || !d_.target.empty()) && arg == "pull_request:state=open" && tokens_[item.chunk.begin].norm != "open" && tokens_[item.chunk.begin].norm != "unmerged") fail("underspecified", "not");
  if ((negated_ || except_) && next_is(0, Word::conj) && peek(1) && peek(1)->chunk.type == Type::value) fail("underspecified", "not");  // not Done and not the next one?
  const bool negated = take_negation();
  d_.snapshot_state = d_.snapshot_state || arg.starts_with("issue:open") || arg.starts_with("issue:status_category") || arg.starts_with("issue:blocked");
  // Worklogs, sprint metrics: what is said of issues does not apply.
  const auto atoms = atoms_for(arg, own);
  if (!atoms) {
    if (entity() == Entity::sprint && arg.starts_with("issue:open=false")) { d_.events.push_back({"resolved", at_ - 1, {}, false}); return; }
    if (entity() == Entity::sprint && arg.starts_with("issue:added_mid")) { d_.metrics.push_back("scope_added"); return; }
    if (entity() == Entity::sprint && arg.starts_with("issue:carried_over")) { d_.metrics.push_back("carryover"); return; }
    fail("ambiguous_scope", tokens_[item.chunk.begin].text);
  }
  // "blocked or overdue"
  if (next_is(0, Word::conj, "or") && next_is(1, Word::state)) {
    const auto other = atoms_for(items_[at_ + 1].chunk.entry->arg, own);
    if (!other || negated || std::any_of(atoms->begin(), atoms->end(), [](const Atom& a) { return a.op == Op::equal && a.value == Value(false) && a.field != "open"; })) fail("underspecified", "or");  // not blocked, or neither?
    Filter either;
    either.any = {*atoms, *other};
    at_ += 2;
    if (next_is(0, Word::conj, "or")) fail("underspecified", "or");
    (d_.in_share ? d_.pct : d_.where).push_back(std::move(either));
    return;
  }
  if (next_is(0, Word::conj, "or") && !next_is(1, Word::state)) fail("underspecified", "or");
  if (arg.starts_with("issue:carried_over") && !negated) {
    // "how many issues were carried over from last sprint" counts what that sprint left; a list is of those now in a sprint.
    if (d_.shape == Draft::Shape::count && entity() == Entity::issue) {
      bool from = false;
      for (const Item& i : items_) from |= i.chunk.value_of(List::sprints) && i.chunk.name.value != "@current";
      if (from) {
        d_.entity = Entity::sprint, d_.metrics = {"carryover"};
        return;
      }
    } else {
      for (const Item& i : items_)
        if (i.chunk.value_of(List::sprints) && i.chunk.name.value != "@current") fail("ambiguous_scope", "carried over");
    }
  }
  if (arg.find("added_mid_sprint=true") != std::string_view::npos && !negated) {
    bool sprint = false;
    for (const Item& i : items_) sprint |= i.chunk.value_of(List::sprints);
    if (!sprint) filter({"sprint", Op::equal, std::string("@current"), {}});
  }
  if (!add_states(arg, negated)) fail("ambiguous_scope");
}

void Composer::verb_step() {
  const Item item = items_[at_];
  std::string verb(item.chunk.entry->arg);
  ++at_;
  if (verb == "open") {  // "did Tom open", "did we open"
    const bool did = item.be == "did" || (at_ >= 2 && items_[at_ - 2].be == "did");
    if (!did || next_is(0, Word::noun)) fail("underspecified", "open");
    verb = "created";
  }
  if (verb == "created" || verb == "scope_added")  // "added to the sprint after it started": said at the end
    for (std::size_t i = at_; i < items_.size(); ++i)
      if (tokens_[item.chunk.end - 1].norm == "added" && items_[i].chunk.is(Word::state, "issue:added_mid_sprint=true")) return;
  if (verb == "created" && peek() && peek()->chunk.value_of(List::statuses) && peek()->prep.empty() && peek()->be.empty() && !peek()->clause) fail("ambiguous_time", "entered");  // "entered UAT"
  if (verb == "updated" && entity() == Entity::commit) return;  // "changed the most lines"
  if (verb == "created" && tokens_[item.chunk.end - 1].norm == "added" && peek() && peek()->chunk.value_of(List::sprints) && among(led_by(*peek()), {"to", "into"}) && entity() == Entity::issue) fail("ambiguous_time", "added");  // when it entered the sprint
  const std::string_view just_before = item.chunk.begin > 0 ? std::string_view(tokens_[item.chunk.begin - 1].norm) : std::string_view();
  if (verb == "resolved" && (just_before == "to" || just_before == "into") && !d_.history.empty()) fail("unknown_value", "status");
  if (verb == "was") {
    if (!(peek() && peek()->chunk.value_of(List::statuses))) fail("underspecified", "was");
    return;
  }
  if (verb == "promised") {
    if (entity() != Entity::sprint && !(entity() == Entity::issue && d_.metrics.empty() && !d_.points)) {}
    for (const std::string& m : d_.metrics)
      if (m == "points") { std::erase(d_.metrics, "points"); break; }
    d_.events.push_back({verb, at_ - 1, {}, false});
    return;
  }
  if (verb == "resolved" && item.chunk.begin > 1 && tokens_[item.chunk.begin - 1].norm == "be" && tokens_[item.chunk.begin - 2].norm == "to" && item.be != "will" && has_field("open") && !negated_) return filter({"open", Op::equal, true, {}});  // still to be closed
  if (verb == "abandoned" && (entity() != Entity::pull_request)) fail("ambiguous_scope", "abandoned");
  if (negated_) {
    if (verb == "merged" && entity() == Entity::pull_request && !d_.who) { negated_ = false; return filter({"state", Op::equal, std::string("open"), {}}); }
    if (verb == "resolved" && entity() == Entity::issue) {
      bool timed = false;
      for (std::size_t i = at_; i < items_.size(); ++i) timed |= items_[i].chunk.type == Type::when;
      if (timed) fail("underspecified", "not");
      for (const Item& i : items_)
        if (d_.past && i.chunk.value_of(List::sprints) && i.chunk.name.value != "@current") fail("ambiguous_metric", "carryover");  // not done when it closed, or still not
      negated_ = false;
      return filter({"open", Op::equal, true, {}});
    }
    if (verb == "logged" && entity() == Entity::worklog && (d_.who || !d_.target.empty() || !d_.groups.empty())) { negated_ = false; d_.none_of = true; return; }
    if (d_.who || !d_.target.empty()) { negated_ = false; d_.none_of = true; d_.events.push_back({verb, at_ - 1, {}, false}); return; }
    fail("underspecified", "not");
  }
  if (without_ || except_) fail("underspecified", "without");
  Draft::Event e;
  e.verb = verb, e.at = at_ - 1;
  e.adjective = peek() && peek()->prep.empty() && !peek()->clause && (next_is(0, Word::noun) || (peek()->chunk.type == Type::value && peek()->chunk.name.list == List::types));
  if (e.adjective && verb == "started") fail("underspecified");
  d_.events.push_back(std::move(e));
}

void Composer::role_step() {
  std::string role(items_[at_].chunk.entry->arg);
  const bool negated = take_negation();
  ++at_;
  if (role == "works") {
    if (d_.who && peek() && peek()->chunk.type == Type::key) { d_.select = {"assignee"}; return; }
    fail("underspecified", "works");
  }
  if (role == "parent") {
    if (!peek() || peek()->chunk.type != Type::key) fail("underspecified", "parent");
    const std::string key = peek()->chunk.text;
    ++at_;
    return filter({"parent", Op::equal, key, {}}, negated);
  }
  if (role == "merger") fail("no_data", "merged by");
  if (role == "assignee" && items_[at_ - 1].be == "were") fail("ambiguous_time", "were");  // whose it was once
  if (next_is(0, Word::compare, "=")) ++at_;
  const Item* item = peek();
  if (d_.who && item && item->chunk.type == Type::key && role == "assignee") { d_.select = {"assignee"}; return; }
  if (!item && d_.who && !d_.key.empty() && role == "assignee") { d_.select = {"assignee"}; return; }  // who is SHOP-1 assigned to
  if (!item) fail("underspecified", role);
  if (role == "creator") d_.events.push_back({"created", at_ - 1, {}, false});
  if (role == "resolver") d_.events.push_back({"resolved", at_ - 1, {}, false});
  if (role == "creator" && entity() == Entity::pull_request) d_.events.pop_back();
  else if (role == "creator" && entity() == Entity::commit) d_.events.pop_back();
  const bool mere_creator = role == "creator" && entity() == Entity::issue;
  auto settle = [&] {
    // "reported by Sarah this month" happened then; "reported by Sarah" alone is about who.
    if (mere_creator && d_.shape != Draft::Shape::count) {}
  };
  if (item->chunk.is(Word::nobody)) {
    if (role != "assignee") fail("underspecified");
    ++at_;
    return filter({"assignee", Op::is_null, {}, {}}, negated);
  }
  if (item->chunk.is(Word::me)) {
    if (world_.me.empty()) fail("no_identity");
    ++at_;
    settle();
    if (next_is(0, Word::noun, "team")) fail("ambiguous_scope", "team");
    std::vector<std::string> names{"@me"};
    if (next_is(0, Word::conj) && peek(1) && peek(1)->chunk.value_of(List::people)) names.push_back(peek(1)->chunk.name.value), at_ += 2;
    return person(names, role, negated);
  }
  if (item->chunk.value_of(List::people)) {
    bool both = false;
    std::size_t end = at_;
    const auto names = value_list(List::people, end, both);
    at_ = end;
    for (std::size_t i = at_; i-- > 0 && items_[i].chunk.type == Type::value;)
      if (items_[i].chunk.shadowed) d_.cost -= 1.2;
    if (both) d_.versus = true;
    if (next_is(0, Word::conj, "or") && next_is(1, Word::nobody)) {  // "assigned to Tom or unassigned"
      if (role != "assignee" || negated || names.size() != 1) fail("underspecified", "or");
      at_ += 2;
      Filter either;
      either.any = {{{"assignee", Op::equal, names[0], {}}}, {{"assignee", Op::is_null, {}, {}}}};
      (d_.in_share ? d_.pct : d_.where).push_back(std::move(either));
      return;
    }
    settle();
    return person(names, role == "doer" ? "" : role, negated);
  }
  if (item->chunk.value_of(List::teams) && role != "requested_reviewer") {
    if (role == "reviewer" || role == "merger") fail("ambiguous_scope", "team");  // the team of a pull request is its author's
    if (negated) except_ = true;
    if (entity() == Entity::issue && (role == "creator" || (!d_.events.empty() && d_.events.back().verb == "created"))) fail("ambiguous_scope", "team");
    return;  // its team: the next step
  }
  if (item->chunk.is(Word::noun, "team") && peek(1) && peek(1)->chunk.value_of(List::teams) && !negated) return;
  if (role == "creator" && item->chunk.type == Type::when && item->prep.empty()) fail("underspecified", role);
  // "from the SHOP project", "by quoted"
  if (role == "by" && !d_.events.empty()) {}
  if (role == "by" && items_[at_ - 1].chunk.end - items_[at_ - 1].chunk.begin == 1 && tokens_[items_[at_ - 1].chunk.begin].norm == "from" && !negated) return;
  fail("unknown_value", role);
}

void Composer::moved_step() {
  std::string_view arg = items_[at_].chunk.entry->arg;
  if (negated_ || without_) fail("underspecified", "not");
  ++at_;
  if (entity() != Entity::issue) fail("ambiguous_scope", "moved");
  if (const std::size_t colon = arg.find(':'); colon != std::string_view::npos) {
    d_.history.push_back({std::string(arg.substr(colon + 1)), Op::changed, {}, {}});
    return;
  }
  auto status_value = [&]() -> std::string {
    while (next_is(0, Word::noun, "status")) ++at_;
    if (!peek() || !peek()->chunk.value_of(List::statuses)) fail("unknown_value", "status");
    const Chunk& c = peek()->chunk;
    if (c.shadowed) d_.cost -= 1.2;
    const std::string value = c.name.value;
    ++at_;
    while (next_is(0, Word::noun, "status")) ++at_;
    return value;
  };
  if (arg == "changed_to" && peek() && peek()->chunk.value_of(List::versions)) return;  // what went into 5.9
  d_.history.push_back({"status", arg == "changed_to" ? Op::changed_to : Op::changed_from, status_value(), {}});
  if (peek() && peek()->chunk.value_of(List::statuses)) {
    if (arg == "changed_from" && (peek()->prep == "to" || peek()->prep == "into")) d_.history.push_back({"status", Op::changed_to, status_value(), {}});
    else fail("underspecified", "moved");
  }
  if (next_is(0, Word::conj, "or") || (next_is(0, Word::conj) && peek(1) && peek(1)->chunk.value_of(List::statuses))) fail("underspecified", "moved");
}

void Composer::neg_step() {
  const std::string_view arg = items_[at_].chunk.entry->arg;
  if (negated_ || without_ || except_) fail("underspecified", "not");
  if (at_ > 1 && before_is(Word::conj) && items_[at_ - 2].chunk.is(Word::state) && at_ > 2 && items_[at_ - 3].chunk.is(Word::neg)) fail("underspecified", "not");
  if (arg == "except" && at_ > 1 && items_[at_ - 2].chunk.is(Word::group) && before_is(Word::noun)) {  // "every team except Core"
    const std::string_view each = tokens_[items_[at_ - 2].chunk.begin].norm;
    if (each == "every" || each == "each" || each == "all" || each == "from" || each == "of") fail("underspecified", "every");
  }
  (arg == "not" ? negated_ : arg == "except" ? except_ : without_) = true;
  ++at_;
  if (next_is(0, Word::compare, "=")) ++at_;
  const Item* item = peek();
  if (!item) fail("underspecified", "not");
  if (tokens_[items_[at_ - 1].chunk.end - 1].norm == "never" && (item->chunk.is(Word::state) || item->chunk.is(Word::role)) && !item->chunk.is(Word::state, "pull_request:state=merged")) fail("ambiguous_time", "never");  // not now is not never
  // "no more than", "not more than" are comparators of their own; "who has no open issues" counts to nothing.
  if (without_ && !item->chunk.is(Word::noun) && !item->chunk.is(Word::measure)) {
    if (d_.who || !d_.target.empty()) {
      without_ = false, d_.none_of = true;
      return;
    }
    if (item->chunk.type == Type::value && (item->chunk.name.list == List::labels || item->chunk.name.list == List::components)) {
      without_ = false, negated_ = true;
      return;
    }
    fail("underspecified", "without");
  }
  if (except_) {  // "excluding those labelled X", "except in project SHOP", "other than bugs"
    if (item->chunk.is(Word::have) || item->chunk.is(Word::one)) ++at_;
  }
}

void Composer::text_step(const std::string& words, std::string_view field) {
  std::string name(field);
  if (entity() == Entity::pull_request && name == "summary") name = "title";
  if (entity() == Entity::commit && (name == "summary" || name == "message")) name = "message";
  if (!has_field(name) || find_field(entity(), name)->type != juno::ask::Type::text) fail("ambiguous_scope", "text");
  if (words.size() < 2) fail("underspecified", "text");
  filter({name, Op::contains, words, {}}, take_negation());
}

void Composer::when_step() {
  if (negated_ || without_ || except_) fail("underspecified", "not");
  whens_.push_back(items_[at_].chunk.when);
  const When* w = &whens_.back();
  ++at_;
  Draft::Event* event = nullptr;
  for (auto& e : d_.events)
    if (e.at < at_) event = &e;
  // "this month vs last month", "January and February"
  const bool paired = (at_ >= 2 && items_[at_ - 2].chunk.is(Word::versus)) || ((d_.contrast || d_.versus) && at_ >= 2);
  if (event && (event->times.empty() || paired)) event->times.push_back(w);
  else d_.times.push_back(w);
}

}  // namespace juno::ask
