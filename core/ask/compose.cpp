// SPDX-License-Identifier: Apache-2.0
#include "core/ask/compose.h"
#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include "core/ask/draft.h"
namespace juno::ask {
namespace {

bool among(std::string_view w, std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), w) != names.end(); }
Entity entity_named(std::string_view name) {
  const EntityInfo* info = find_entity(name);
  return info ? info->entity : Entity::issue;
}
// Of "pull_request=pr_cycle_time;issue=cycle_time" the part for an entity; the whole where it names none.
std::string_view part_for(std::string_view arg, std::string_view entity) {
  if (arg.find('=') == std::string_view::npos) return arg;
  for (std::size_t from = 0; from < arg.size();) {
    const std::size_t end = std::min(arg.find(';', from), arg.size());
    const std::string_view part = arg.substr(from, end - from);
    const std::size_t sign = part.find('=');
    if (part.substr(0, sign) == entity) return part.substr(sign + 1);
    from = end + 1;
  }
  return {};
}

}  // namespace

Composer::Composer(const Cover& cover, std::span<const Token> tokens, const World& world, const Today& today) : tokens_(tokens), world_(world), today_(today) {
  collect(cover);
}

void Composer::collect(const Cover& cover) {
  Item next;
  for (const Chunk& c : cover) {
    d_.cost += c.cost;
    if (c.type == Type::unknown) fail("unknown_value", c.text);
    if (c.type == Type::when && c.when.kind != When::Kind::window) fail("ambiguous_time", tokens_[c.begin].text);
    if (c.type == Type::word) {
      const Word w = c.entry->word;
      if (w == Word::vague) fail(std::string(c.entry->arg), tokens_[c.begin].text);
      if (w == Word::filler) {
        if (c.entry->arg == "'s" && !items_.empty() && items_.back().chunk.end == c.begin) items_.back().owned = true;
        for (std::size_t i = c.begin; i < c.end; ++i)
          if (tokens_[i].norm == "the" || tokens_[i].norm == "this" || tokens_[i].norm == "total") next.article = tokens_[i].norm != "total", d_.total |= tokens_[i].norm == "total";
        continue;
      }
      if (w == Word::neg && c.begin == 0 && c.end > 1) {  // "who has not …"
        if (tokens_[0].norm == "who") d_.who = true;
        else if (tokens_[0].norm == "which" || tokens_[0].norm == "that") fail("underspecified", tokens_[0].text);
      }
      if (w == Word::have && c.begin == 0 && tokens_[0].norm == "who") d_.who = true;
      if (w == Word::prep) {
        next.prep = tokens_[c.begin + (tokens_[c.begin].norm == "back" ? 1 : 0)].norm;
        continue;
      }
      if (w == Word::be) {
        next.be = c.entry->arg;
        if (c.entry->arg == "were" || c.entry->arg == "did") d_.past = true;
        continue;
      }
      if (w == Word::clause) {
        if (c.begin == 0 && (tokens_[0].norm == "who" || tokens_[0].norm == "which" || tokens_[0].norm == "where")) fail("underspecified", tokens_[0].text);
        next.clause = true;
        for (std::size_t i = c.begin; i < c.end; ++i) {
          if (tokens_[i].norm == "were" || tokens_[i].norm == "was") next.be = "were", d_.past = true;
          if (tokens_[i].norm == "are" || tokens_[i].norm == "is") next.be = "be";
        }
        continue;
      }
    }
    next.chunk = c;
    next.place = items_.size();
    items_.push_back(next);
    next = Item{};
  }
  if (items_.empty()) fail("vague");
  const auto said = [&](Word w) { return std::any_of(items_.begin(), items_.end(), [&](const Item& i) { return i.chunk.is(w); }); };
  if (next.be == "take" && !said(Word::how_long) && !said(Word::metric)) fail("underspecified", "last");  // "the bug reported last"
  // "say/do": a verb without what it does.
  if (next.be == "do" || next.be == "did" || next.be == "will") {
    const std::string_view last = tokens_[cover.back().begin].norm;
    for (const Chunk& c : cover)
      if (c.is(Word::be) && c.begin + 1 >= tokens_.size() - (tokens_.back().type == Token::Class::sign ? 1 : 0) && tokens_[c.begin].norm != "have" && tokens_[c.begin].norm != "has" && tokens_[c.begin].norm != "had") fail("underspecified", std::string(last));
  }
}

void Composer::decide_entity() {
  std::set<std::string_view> nouns;
  std::vector<std::string_view> heads;  // nouns that are not what is grouped by
  bool hours = false, compared = false, lines = false, types = false, reviewed = false, points = false, people_or_teams = false;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Chunk& c = items_[i].chunk;
    if (c.is(Word::compare) || c.is(Word::age)) compared = true;
    if (c.is(Word::measure, "logged_hours") || c.is(Word::measure, "logged_time")) hours |= !(i > 0 && items_[i - 1].chunk.is(Word::neg, "without") && !items_[0].chunk.is(Word::who) && !items_[0].chunk.is(Word::noun, "person") && !items_[0].chunk.is(Word::noun, "team"));
    if (c.is(Word::measure, "size") || c.is(Word::measure, "additions") || c.is(Word::measure, "deletions")) lines = true;
    if (c.is(Word::measure, "story_points") || c.is(Word::measure, "estimate")) points = true;
    if (c.value_of(List::types)) types = true;
    if (c.value_of(List::people) || c.value_of(List::teams) || c.is(Word::me)) people_or_teams = true;
    if (c.is(Word::verb, "reviewed")) reviewed = true;
    if (!c.is(Word::noun)) continue;
    const bool grouped = i > 0 && (items_[i - 1].chunk.is(Word::group) || (items_[i - 1].chunk.is(Word::conj) && i > 1 && items_[i - 2].chunk.is(Word::noun) && i > 2 && items_[i - 3].chunk.is(Word::group)));
    nouns.insert(c.entry->arg);
    if (!grouped) heads.push_back(c.entry->arg);
  }
  auto said = [&](std::string_view n) { return nouns.contains(n); };
  for (const Item& item : items_) {
    if (!item.chunk.is(Word::metric)) continue;
    std::string_view arg = item.chunk.entry->arg;
    if (arg.find('=') != std::string_view::npos) arg = part_for(arg, said("pull_request") ? "pull_request" : said("deployment") && arg.find("deployment=") != std::string_view::npos ? "deployment" : "issue");
    if (arg == "workload") d_.entity = Entity::issue;
    else if (arg == "dora") d_.entity = Entity::deployment;
    else if (arg == "flow") d_.entity = said("pull_request") ? Entity::pull_request : Entity::issue;
    else if (arg == "promise" || arg == "utilization:over") d_.entity = Entity::sprint;
    else if (const Metric* m = find_metric(arg.substr(0, arg.find(':')))) {
      if (d_.entity && *d_.entity != m->entity && m->entity != Entity::pull_request) continue;
      d_.entity = m->entity;
    }
  }
  if (d_.entity == Entity::issue && said("pull_request"))  // "cycle time, review time and merge time of PRs"
    for (const Item& item : items_)
      if (item.chunk.is(Word::metric) && item.chunk.entry->arg.find("pull_request=") != std::string_view::npos) d_.entity = Entity::pull_request;
  if (d_.entity) return;
  if (hours && !compared) d_.entity = Entity::worklog;
  for (const Item& item : items_)
    if (item.chunk.is(Word::verb, "logged"))
      for (const Item& other : items_)
        if (other.chunk.type == Type::duration && (said("person") || items_[0].chunk.is(Word::who))) d_.entity = Entity::worklog;
  if (d_.entity) return;
  constexpr std::array<std::string_view, 8> kStrong = {"pull_request", "review", "commit", "deployment", "incident", "worklog", "ci_run", "issue"};
  for (const std::string_view h : heads)
    if (std::find(kStrong.begin(), kStrong.end(), h) != kStrong.end()) {
      if (d_.entity && *d_.entity != entity_named(h)) {
        const bool reviews = (*d_.entity == Entity::pull_request && h == "review") || (*d_.entity == Entity::review && h == "pull_request");
        if (reviews) { d_.entity = Entity::pull_request; continue; }
        if (h == "issue" && !types && d_.entity == Entity::incident) continue;
        fail("ambiguous_scope", std::string(h));
      }
      d_.entity = entity_named(h);
    }
  if (d_.entity && types && *d_.entity != Entity::issue && *d_.entity != Entity::worklog) fail("ambiguous_scope", "type");
  if (d_.entity == Entity::pull_request && reviewed) {
    bool figures = false;
    for (const Item& item : items_) figures |= item.chunk.is(Word::count) || item.chunk.is(Word::rank) || item.chunk.is(Word::group) || item.chunk.is(Word::compare);
    bool who = false;
    for (const Item& item : items_) who |= item.chunk.is(Word::who) || item.chunk.is(Word::me) || item.chunk.value_of(List::people) || item.chunk.value_of(List::teams) || (item.chunk.is(Word::noun) && (item.chunk.entry->arg == "person" || item.chunk.entry->arg == "reviewer" || item.chunk.entry->arg == "team"));
    if (figures && who) d_.entity = Entity::review;
  }
  if (d_.entity) return;
  if (types) { d_.entity = Entity::issue; return; }
  if (lines) { d_.entity = Entity::commit; return; }
  for (const Item& item : items_)
    if (item.chunk.is(Word::measure) && (item.chunk.entry->arg == "roi" || item.chunk.entry->arg == "roi_confidence")) d_.entity = Entity::feature;
  if (said("feature")) d_.entity = Entity::feature;
  if (d_.entity) return;
  for (const Item& item : items_)
    if (item.chunk.value_of(List::features) && !points) d_.entity = Entity::feature;
  if (d_.entity && !said("epic")) return;
  d_.entity.reset();
  for (const Item& item : items_)
    if (item.chunk.is(Word::verb, "ended") || item.chunk.is(Word::verb, "sprint_started") || item.chunk.is(Word::noun, "goal") || item.chunk.is(Word::noun, "start") || item.chunk.is(Word::noun, "end"))
      for (const Item& other : items_)
        if (other.chunk.value_of(List::sprints) && heads.size() <= 1) { d_.entity = Entity::sprint; return; }
  if (points) { d_.entity = Entity::issue; return; }
  bool issue_state = false, pull_state = false;
  for (const Item& item : items_) {
    const Chunk& c = item.chunk;
    if (c.is(Word::verb, "merged") || c.is(Word::verb, "abandoned")) pull_state = true;
    if (c.is(Word::verb, "deployed")) { d_.entity = Entity::deployment; return; }
    if (c.is(Word::verb, "reviewed")) { d_.entity = Entity::review; return; }
    if (c.is(Word::verb, "resolved") || c.is(Word::verb, "due") || c.is(Word::verb, "started") || c.is(Word::role, "assignee") || c.is(Word::role, "resolver") || c.is(Word::role, "parent") || c.value_of(List::statuses) || c.value_of(List::priorities) ||
        c.is(Word::adjective) || c.is(Word::moved) || c.type == Type::key) issue_state = true;
    if (c.is(Word::role, "requested_reviewer") || c.is(Word::role, "reviewer")) pull_state = true;
    if (c.is(Word::state)) {
      if (c.entry->arg.starts_with("issue:")) issue_state = true;
      else if (c.entry->arg.starts_with("pull_request:")) pull_state = true;
    }
    if (c.is(Word::age) || c.is(Word::verb, "created") || c.is(Word::verb, "updated")) issue_state = issue_state || !said("sprint");
  }
  if (said("sprint") && (heads.empty() ? false : heads.front() == "sprint" || heads.size() == 1)) { d_.entity = issue_state && !pull_state && (said("issue")) ? Entity::issue : Entity::sprint; return; }
  for (std::size_t i = 0; i < items_.size(); ++i)  // "what is still open for version 6.0"
    if (items_[i].chunk.value_of(List::versions))
      for (std::size_t k = i > 0 && items_[i - 1].chunk.is(Word::noun, "release") ? i - 1 : i; k <= i; ++k) issue_state |= i > 1 && among(items_[k].prep, {"for", "in", "into"});
  if (said("workflow") && heads.size() == 1 && std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.is(Word::rank, "longest") || i.chunk.is(Word::rank, "shortest"); })) { d_.entity = Entity::ci_run; return; }
  if (said("release") && !issue_state) { d_.entity = Entity::release; return; }
  if (pull_state && !issue_state) { d_.entity = Entity::pull_request; return; }
  if (issue_state) { d_.entity = Entity::issue; return; }
  for (const Item& item : items_)
    if ((item.chunk.is(Word::who) || (item.chunk.is(Word::noun, "person"))) && people_or_teams) d_.entity = Entity::person;
  if (d_.entity) return;
  for (const Item& item : items_)
    if (item.chunk.is(Word::verb, "committed") && tokens_[item.chunk.begin].norm.starts_with("commit")) { d_.entity = Entity::commit; return; }
  if (said("person") && heads.size() == 1) { d_.entity = Entity::person; return; }
  if (said("epic") || said("status") || said("priority") || said("assignee") || said("type") || said("label") || said("component") || said("reporter")) { d_.entity = Entity::issue; return; }
  for (const Item& item : items_)
    if (item.chunk.value_of(List::sprints) || item.chunk.value_of(List::epics) || (item.chunk.value_of(List::versions) && items_[0].chunk.is(Word::when)) || item.chunk.is(Word::report)) d_.entity = Entity::issue;
  if (!d_.entity) fail("vague");
}

bool Composer::ahead(std::initializer_list<Word> words, std::size_t from) const {
  for (std::size_t i = from; i < items_.size(); ++i)
    for (const Word w : words)
      if (items_[i].chunk.is(w)) return true;
  return false;
}

void Composer::walk() {
  while (at_ < items_.size()) {
    const std::size_t before = at_;
    bool only_this = false;
    const Item& item = items_[at_];
    if (d_.in_share && item.clause && item.chunk.begin > 2 && tokens_[item.chunk.begin - 1].norm == "where" && tokens_[item.chunk.begin - 2].norm == "those" && tokens_[item.chunk.begin - 3].norm == "of" && !d_.pct.empty()) d_.in_share = false, d_.share_whole = true;
    const bool whole = d_.share_whole || item.prep == "among" || item.prep == "amongst" || item.prep == "out";  // what the share is of
    if (d_.shape == Draft::Shape::share && !d_.in_share && before > 1 && !whole && (item.be == "were" || item.be == "be" || item.be == "do" || item.be == "did" || item.chunk.is(Word::have) || item.clause)) d_.in_share = true;
    if (d_.shape == Draft::Shape::share && !d_.in_share && before > 1) {
      if (whole && d_.pct.empty() && !d_.where.empty()) d_.pct.swap(d_.where);  // the share of bugs among what was closed
      if (item.chunk.is(Word::role, "by") && tokens_[item.chunk.begin].norm.starts_with("com")) d_.in_share = true;
      if (item.chunk.is(Word::role, "by") && tokens_[item.chunk.begin].norm == "came") d_.in_share = true;
    }
    // "The share of stories without points": nothing else will say what the share is of.
    if (d_.shape == Draft::Shape::share && !d_.in_share && before > 1 && item.chunk.is(Word::state) && (among(tokens_[item.chunk.begin].norm, {"without", "with", "no", "missing", "lacking"}) ||
        // "% of stories in the sprint done"
        (item.chunk.entry->arg.starts_with("issue:open=false") && (items_[before - 1].chunk.is(Word::noun) || items_[before - 1].chunk.value_of(List::types)) && before + 1 == items_.size()))) {
      bool later = false;
      for (std::size_t i = before + 1; i < items_.size(); ++i) later |= !items_[i].be.empty() || items_[i].clause || items_[i].chunk.is(Word::have);
      d_.in_share = !later;
      // "The share of tickets without an estimate in sprint 12": the sprint is of both.
      only_this = d_.in_share && std::any_of(items_.begin() + static_cast<std::ptrdiff_t>(before) + 1, items_.end(), [](const Item& i) { return i.chunk.type == Type::value; });
    }
    step();
    if (only_this) d_.in_share = false, d_.share_whole = true;
    if (at_ == before) fail("underspecified", tokens_[item.chunk.begin].text);
  }
  if (negated_ || without_ || except_) fail("underspecified", "not");
}

void Composer::step() {
  const Item& item = items_[at_];
  switch (item.chunk.type) {
    case Type::value: return value_step();
    case Type::key: return key_step();
    case Type::when: return when_step();
    case Type::number: return number_step();
    case Type::duration:
      if (item.chunk.number == 1 && !d_.in_share) fail("underspecified", item.chunk.text);  // "3 days old" without "more than"
      fail("ambiguous_time", item.chunk.text);
    case Type::quoted: {  // "timeout" in the summary
      const std::string words = item.chunk.text;
      ++at_;
      if (next_is(0, Word::noun, "summary") || next_is(0, Word::noun, "text") || next_is(0, Word::noun, "message")) {
        const std::string_view field = items_[at_].chunk.entry->arg;
        ++at_;
        return text_step(words, field);
      }
      fail("ambiguous_scope", words);
    }
    case Type::phrase: fail("underspecified");
    case Type::unknown: fail("unknown_value", item.chunk.text);
    case Type::word: return word_step(item);
  }
}

void Composer::word_step(const Item& item) {
  const std::string_view arg = item.chunk.entry->arg;
  switch (item.chunk.entry->word) {
    case Word::count:
      // "How much work": issues, points or hours?
      if (tokens_[item.chunk.end - 1].norm == "much" && next_is(1, Word::noun, "issue") && tokens_[items_[at_ + 1].chunk.begin].norm == "work") fail("ambiguous_metric", "work");
      set_shape(Draft::Shape::count);
      ++at_;
      return;
    case Word::list:
      for (std::size_t i = 0; i < at_; ++i)  // "Checkout and Search": no order to search
        if (!items_[i].chunk.is(Word::list) && !items_[i].chunk.is(Word::me) && !items_[i].chunk.is(Word::which) && items_[i].chunk.type != Type::when) fail("underspecified", tokens_[item.chunk.begin].text);
      set_shape(Draft::Shape::list);
      ++at_;
      return;
    case Word::which: ++at_; return;
    case Word::who:
      d_.who = true, d_.who_many = arg == "many";
      ++at_;
      return;
    case Word::share: d_.shape = Draft::Shape::share; ++at_; return;
    case Word::when: d_.shape = arg == "did" ? Draft::Shape::when_did : Draft::Shape::when_will; ++at_; return;
    case Word::how_long: return how_long_step();
    case Word::noun: return noun_step();
    case Word::measure: return measure_step();
    case Word::metric: return metric_step();
    case Word::agg:
      if (!d_.aggregation.empty() && d_.aggregation != arg) fail("ambiguous_metric", std::string(arg));
      d_.aggregation = arg;
      ++at_;
      return;
    case Word::state: return state_step();
    case Word::verb: return verb_step();
    case Word::role: return role_step();
    case Word::moved: return moved_step();
    case Word::group: return group_step();
    case Word::grain: {
      std::string field;
      if (group_word(item, field) && (item.chunk.end == item.chunk.begin + 1) && (tokens_[item.chunk.begin].norm.ends_with("ly"))) {  // "weekly throughput"
        add_group(field);
        ++at_;
        return;
      }
      const std::string_view first = tokens_[item.chunk.begin].norm;
      if (item.chunk.end > item.chunk.begin + 1 && (first == "a" || first == "per" || first == "each" || tokens_[item.chunk.begin + 1].norm == "by" || tokens_[item.chunk.begin + 1].norm == "over" || tokens_[item.chunk.begin + 1].norm == "on")) {
        if (arg == "hour" || arg == "minute") fail("underspecified");
        add_group(std::string(arg));
        ++at_;
        return;
      }
      if (item.article) fail("underspecified", tokens_[item.chunk.begin].text);
      if (next_is(1, Word::trend) || (at_ > 0 && before_is(Word::trend)) || next_is(1, Word::spread) || (before_is(Word::which) && ahead({Word::rank}, at_)) || (at_ > 0 && before_is(Word::spread))) {
        add_group(std::string(arg));
        if (before_is(Word::which)) d_.target = std::string(arg), d_.target_many = tokens_[item.chunk.end - 1].norm.ends_with("s");
        ++at_;
        return;
      }
      fail("underspecified", tokens_[item.chunk.begin].text);
    }
    case Word::spread:
      d_.spread = true;
      ++at_;
      if (next_is(0, Word::group)) return;
      return;
    case Word::rank: return rank_step();
    case Word::compare: return compare_step();
    case Word::age: return age_step();
    case Word::neg: return neg_step();
    case Word::conj:
      pending_or_ = arg == "or" ? "or" : "";
      if (arg == "or") fail("underspecified", "or");
      if (arg == "but" && next_is(1, Word::noun)) fail("underspecified", "but");
      if (arg == "but" && peek(1) && peek(1)->chunk.type == Type::value && peek(1)->prep.empty() && peek(1)->be.empty()) fail("underspecified", "but");
      ++at_;
      return;
    case Word::versus: d_.versus = true; ++at_; return;
    case Word::contrast: d_.contrast = true; ++at_; return;
    case Word::trend: d_.trend = true; ++at_; return;
    case Word::have: ++at_; return;
    case Word::me: {
      if (world_.me.empty()) fail("no_identity");
      d_.me = true;
      ++at_;
      if (next_is(0, Word::noun, "team") && arg == "my") fail("ambiguous_scope", "team");
      if (next_is(0, Word::role)) {
        const std::string role(items_[at_].chunk.entry->arg);
        if (role == "requested_reviewer") { ++at_; return person({"@me"}, role, take_negation()); }
        if (role == "works") { ++at_; return person({"@me"}, "", false); }
      }
      if (arg != "me" && next_is(0, Word::verb)) return person({"@me"}, items_[at_].chunk.entry->arg, take_negation());
      if (arg == "i" && next_is(0, Word::state)) return person({"@me"}, "", take_negation());
      if (arg == "i" && !(at_ < items_.size())) fail("underspecified", "I");
      return person({"@me"}, before_is(Word::role) ? "by" : "", take_negation());
    }
    case Word::all:
      if (at_ > 0 && before_is(Word::count)) fail("underspecified", "people");
      ++at_;
      if (d_.shape == Draft::Shape::count && !d_.who && d_.target.empty()) return add_group(field_of("person"));
      if (d_.who || !d_.target.empty()) return;
      if (at_ < items_.size() && !items_[at_].chunk.is(Word::state)) fail("underspecified", "everyone");
      return;
    case Word::adjective: return adjective_step();
    case Word::report: {
      const std::string_view report = arg.substr(0, arg.find(':'));
      if (arg.ends_with(":how") && !std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.value_of(List::sprints); })) fail("vague");
      d_.report = report;
      ++at_;
      return;
    }
    case Word::text: {
      ++at_;
      if (!peek() || (peek()->chunk.type != Type::phrase && peek()->chunk.type != Type::quoted)) fail("underspecified", "text");
      const std::string words = peek()->chunk.text;
      ++at_;
      if (next_is(0, Word::noun, "summary") && arg == "text") { ++at_; return text_step(words, "summary"); }
      return text_step(words, arg);
    }
    case Word::nobody: fail("underspecified");
    case Word::one: fail("fragment");
    case Word::sort:
      if (arg == "rank") {
        if (!d_.rank.empty() || d_.shape == Draft::Shape::count) fail("underspecified", "rank");
        d_.rank = "ranked";
      }
      ++at_;
      return;
    case Word::sprint: case Word::filler: case Word::prep: case Word::be: case Word::clause: case Word::vague: case Word::refuse: ++at_; return;
  }
}

void Composer::set_shape(Draft::Shape shape) {
  if (d_.shape == Draft::Shape::none || d_.shape == Draft::Shape::list) d_.shape = shape;
}

Reading Composer::run() {
  Reading r;
  try {
    if (items_[0].chunk.is(Word::sort) && items_[0].chunk.entry->arg != "rank") fail("fragment", tokens_[0].text);
    decide_entity();
    walk();
    Ir ir = finish();
    const auto wrong = validate(ir, world_);
    if (!wrong.empty()) fail(wrong.front().find("unknown") != std::string::npos ? "unknown_value" : "underspecified", wrong.front());
    r.ir = std::move(ir);
  } catch (const NoMeaning& why) {
    r.reason = why.reason, r.about = why.about;
  }
  r.cost = d_.cost;
  return r;
}

Reading compose(const Cover& cover, std::span<const Token> tokens, const World& world, const Today& today) {
  try {
    return Composer(cover, tokens, world, today).run();
  } catch (const NoMeaning& why) {
    Reading r;
    r.reason = why.reason, r.about = why.about;
    for (const Chunk& c : cover) r.cost += c.cost;
    return r;
  }
}

}  // namespace juno::ask
