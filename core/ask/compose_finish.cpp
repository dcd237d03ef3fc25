// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>
#include "core/ask/draft.h"
#include "core/ask/sprint_figures.h"
#include "core/text.h"
namespace juno::ask {
namespace {

const Atom* find_atom(const std::vector<Filter>& where, std::string_view field) {
  for (const Filter& f : where)
    if (f.any.empty() && f.atom.field == field) return &f.atom;
  return nullptr;
}
bool is_true(const Atom* a) { return a && std::holds_alternative<bool>(a->value) && std::get<bool>(a->value); }
bool is_false(const Atom* a) { return a && std::holds_alternative<bool>(a->value) && !std::get<bool>(a->value); }
void drop(std::vector<Filter>& where, std::string_view field) {
  std::erase_if(where, [&](const Filter& f) { return f.any.empty() && f.atom.field == field; });
}
constexpr std::array<std::string_view, 11> kPerSprint = {"velocity", "commitment", "say_do", "carryover", "scope_added", "completion_rate", "burndown", "burnup", "sprint_success_probability", "capacity", "utilization"};

}  // namespace

// The entity's date that an event is about; empty = none.
std::string Composer::axis_of(const Draft::Event& event) const {
  const std::string_view v = event.verb;
  switch (entity()) {
    case Entity::issue: return among(v, {"created", "resolved", "updated", "started", "due"}) ? std::string(v) : "";
    case Entity::incident: return among(v, {"created", "resolved"}) ? std::string(v) : v == "started" ? "created" : "";
    case Entity::pull_request: return among(v, {"created", "merged", "updated", "closed"}) ? std::string(v) : v == "abandoned" ? "closed" : "";
    case Entity::review: return among(v, {"reviewed", "created", "committed"}) ? "submitted" : "";
    case Entity::commit: return among(v, {"committed", "created", "merged"}) ? "committed" : "";
    case Entity::deployment: return among(v, {"deployed", "created", "committed", "started"}) ? "finished" : "";
    case Entity::worklog: return among(v, {"logged", "created", "committed"}) ? "started" : "";
    case Entity::ci_run: return among(v, {"created", "started"}) ? "started" : "";
    case Entity::sprint: return v == "ended" || v == "due" || v == "resolved" ? "end" : v == "sprint_started" || v == "started" ? "start" : "";
    case Entity::release: return among(v, {"released", "due", "resolved", "deployed"}) ? "release_date" : "";
    case Entity::feature: case Entity::person: return "";
  }
  return "";
}

void Composer::forget_events() {
  for (const auto& e : d_.events)
    if (!e.times.empty()) fail("ambiguous_time", e.verb);
  d_.events.clear();
}

Draft::Event* Composer::last_event() { return d_.events.empty() ? nullptr : &d_.events.back(); }

// Ends of sprints and dates of releases lie behind and ahead: what sprints came to lies behind; of others the verb tells.
const std::string& Composer::looking(const When& when, bool past) const {
  if (past || when.past == when.future) return when.past;
  if (entity() == Entity::sprint && (!query_.metrics.empty() || d_.past)) return when.past;
  if (entity() != Entity::sprint && entity() != Entity::release) return when.future;
  bool ahead = false, behind = d_.past || when.past.starts_with("since:");
  for (const Item& i : items_) {
    ahead |= i.be == "will";
    if (!i.chunk.is(Word::verb) && !i.chunk.is(Word::state)) continue;
    const std::string_view w = tokens_[i.chunk.end - 1].norm;
    ahead |= among(w, {"due", "upcoming", "planned", "scheduled", "unreleased"});
    behind |= among(w, {"released", "shipped", "ended", "closed", "finished", "completed", "started"});
  }
  if (ahead == behind) fail("ambiguous_time", tokens_[when.begin].text);
  return behind ? when.past : when.future;
}

void Composer::window_on(const std::string& field, const When& when) {
  const Field* f = find_field(entity(), field);
  if (!f) fail("ambiguous_time", field);
  if (when.deadline && f->past) fail("ambiguous_time", field);
  if (when.snapshot && field != "due") fail("ambiguous_time", field);
  (d_.in_share && false ? d_.pct : d_.where).emplace_back(Atom{field, Op::in_window, field == "due" && entity() == Entity::issue ? when.future : looking(when, f->past), {}});
}

bool Composer::sprint_metric() const {
  return std::any_of(d_.metrics.begin(), d_.metrics.end(), [](const std::string& m) { return std::find(kPerSprint.begin(), kPerSprint.end(), m.substr(0, m.find('.'))) != kPerSprint.end(); });
}

Ir Composer::finish_report() {
  if (!d_.metrics.empty() || !d_.groups.empty() || d_.who || !d_.rank.empty() || !d_.pct.empty() || !d_.events.empty() || d_.limit || !d_.having.empty() || !d_.key.empty() || d_.times.size() > 1 || d_.shape == Draft::Shape::count || d_.shape == Draft::Shape::share || !d_.select.empty() ||
      !d_.target.empty() || d_.contrast || d_.versus || d_.trend || d_.number_of || d_.none_of || !d_.history.empty() || !d_.sort.empty() || !d_.aggregation.empty() || d_.spread || !d_.rank_field.empty())
    fail("underspecified", "report");
  for (const Filter& f : d_.where)
    if (!f.any.empty() || !among(f.atom.field, {"sprint", "team", "project", "state"})) fail("underspecified", "report");
  ReportRequest r;
  r.report = d_.report;
  r.where = d_.where;
  if (r.report == "sprint") drop(r.where, "state");
  if (r.report == "sprint" && !find_atom(r.where, "sprint")) r.where.emplace_back(Atom{"sprint", Op::equal, std::string("@current"), {}});
  if (!d_.times.empty()) r.time = d_.times[0]->past;
  if (r.report == "sprint" && !r.time.empty()) fail("ambiguous_time");
  return r;
}

// Events become the axis of a metric, or conditions.
void Composer::events_to_metrics() {
  const bool figures = !query_.metrics.empty();
  const Metric* first = figures ? find_metric(query_.metrics[0].substr(0, query_.metrics[0].find('.'))) : nullptr;
  for (const auto& e : d_.events) {
    const std::string axis = axis_of(e);
    const bool reviewed_pulls = entity() == Entity::pull_request && e.verb == "reviewed" && find_atom(d_.where, "reviewer");
    if (axis.empty() && !reviewed_pulls && e.verb != "promised" && e.verb != "scope_added") fail("ambiguous_scope", e.verb);
    if (e.verb == "closed" && entity() == Entity::pull_request) fail("ambiguous_metric", "closed");
    if (e.verb == "abandoned" && !(first && first->name == "prs_abandoned")) d_.where.emplace_back(Atom{"state", Op::equal, std::string("closed"), {}});
    if (e.times.size() > 2) fail("ambiguous_time");
    const bool own_axis = first && axis == first->axis;
    if (!e.times.empty()) {
      if (axis.empty()) fail("ambiguous_time", e.verb);
      if (own_axis || (first && std::any_of(query_.metrics.begin(), query_.metrics.end(), [&](const std::string& m) { return find_metric(m.substr(0, m.find('.')))->axis == axis; }))) {
        for (const When* w : e.times) {
          if (w->snapshot || (w->deadline && ends_at_now(*first))) fail("ambiguous_time");
          const std::string& text = looking(*w, ends_at_now(*first));
          if (std::find(query_.time.begin(), query_.time.end(), text) == query_.time.end()) query_.time.push_back(text);
        }
        continue;
      }
      if (e.times.size() != 1) fail("ambiguous_time");
      window_on(axis, *e.times[0]);
      continue;
    }
    if (own_axis || reviewed_pulls || e.verb == "promised" || e.verb == "scope_added") continue;
    if (figures && first->axis.empty() && (e.verb == "created" || e.verb == "committed")) continue;
    if (e.verb == "created" && entity() == Entity::issue && find_atom(d_.where, "sprint") && !find_atom(d_.where, "reporter")) fail("ambiguous_time", "sprint");
    if (e.verb == "created" || e.verb == "committed" || e.verb == "logged" || e.verb == "deployed") continue;
    if (e.verb == "reviewed" && entity() == Entity::review) continue;
    if (e.verb == "resolved" && (entity() == Entity::issue || entity() == Entity::incident)) {
      if (!is_false(find_atom(d_.where, "open"))) (d_.in_share && e.at > 1 ? d_.pct : d_.where).emplace_back(Atom{"open", Op::equal, false, {}});
      continue;
    }
    if (e.verb == "merged" && entity() == Entity::pull_request) { (d_.in_share ? d_.pct : d_.where).emplace_back(Atom{"state", Op::equal, std::string("merged"), {}}); continue; }
    if (e.verb == "abandoned") continue;
    if (e.verb == "released" && entity() == Entity::release) { d_.where.emplace_back(Atom{"released", Op::equal, true, {}}); continue; }
    if ((e.verb == "resolved" || e.verb == "ended") && entity() == Entity::sprint && figures) continue;
    fail("ambiguous_time", e.verb);
  }
}

void Composer::sprint_defaults() {
  for (const std::string& g : query_.group_by)
    if (is_grain(g) && query_.time.empty()) fail("ambiguous_time", g);
  const bool burns = std::any_of(query_.metrics.begin(), query_.metrics.end(), [](const std::string& m) { return m == "burndown" || m == "burnup"; });
  for (const Filter& f : query_.where)
    if (burns && f.any.empty() && f.atom.field != "sprint" && f.atom.field != "team" && f.atom.field != "project" && f.atom.field != "name") fail("ambiguous_scope", f.atom.field);
  add_usual_sprints(query_, d_.trend);
}

void Composer::ranking() {
  const bool figures = !query_.metrics.empty();
  const bool low = among(d_.rank, {"fewest", "lowest", "shortest", "smallest", "bottom"});
  if (figures) {
    if (among(d_.rank, {"highest", "lowest", "longest", "shortest", "largest", "smallest"}) && std::find(d_.metrics.begin(), d_.metrics.end(), count_metric()) != d_.metrics.end() && entity() != Entity::worklog) fail("ambiguous_metric", d_.rank);
    if (d_.rank.empty()) {
      if (d_.limit) fail("underspecified", "limit");
      return;
    }
    if (query_.metrics.size() != 1) fail("ambiguous_metric", d_.rank);
    if (query_.group_by.empty()) fail("underspecified", d_.rank);
    if (among(d_.rank, {"oldest", "newest", "updated", "idle", "merged", "resolved", "commented", "urgent"})) fail("underspecified", d_.rank);
    const Metric* m = find_metric(query_.metrics[0].substr(0, query_.metrics[0].find('.')));
    if (m && (d_.rank == "longest" || d_.rank == "shortest") && m->unit != "days" && m->unit != "hours" && m->unit != "minutes") fail("ambiguous_metric", d_.rank);
    if (!m || m->name == "burndown" || m->name == "burnup") fail("underspecified");
    if (m->aggregation == Aggregation::count && among(d_.rank, {"highest", "lowest", "longest", "shortest", "largest", "smallest"})) fail("ambiguous_metric", d_.rank);  // the biggest of them, or the most
    const bool grain = std::any_of(query_.group_by.begin(), query_.group_by.end(), [](const std::string& g) { return is_grain(g); });
    if (low || grain || query_.group_by.size() > 1) query_.sort.push_back({query_.metrics[0], !low});
    if (!d_.limit && !d_.who && d_.target.empty()) fail("underspecified", d_.rank);
    if (d_.limit) query_.limit = d_.limit;
    else if ((d_.who && !d_.who_many) || (!d_.target.empty() && !d_.target_many)) query_.limit = 1;
    if (query_.group_by.size() > 1 && query_.limit) fail("underspecified", d_.rank);
    return;
  }
  if (d_.rank.empty()) {
    if (d_.limit) query_.limit = d_.limit;
    return;
  }
  auto by = [&](std::string field, bool descending) {
    if (!find_field(entity(), field)) fail("underspecified", d_.rank);
    query_.sort.push_back({std::move(field), descending});
  };
  if (among(d_.rank_field, {"cycle_time", "lead_time", "time_to_merge"})) {
    // "The shortest cycle time" may be the figure itself; and a time without a verb is of what?
    if (std::none_of(items_.begin(), items_.end(), [&](const Item& i) { return (i.chunk.is(Word::noun) && i.chunk.entry->arg == info(entity()).name) || i.chunk.value_of(List::types); })) fail("ambiguous_metric", d_.rank_field);
    if (find_atom(query_.where, "created") && std::none_of(d_.events.begin(), d_.events.end(), [](const auto& e) { return e.verb == "created"; })) fail("ambiguous_time");
  }
  if (const Atom* type = find_atom(query_.where, "type"); type && d_.rank_field == "story_points" && type->value == Value(std::string("Epic"))) fail("ambiguous_metric", "points");  // its own, or those of its stories
  if (!d_.rank_field.empty()) by(d_.rank_field, !low);
  else if (d_.rank == "oldest") by("created", false);
  else if (d_.rank == "newest" && entity() == Entity::issue && is_false(find_atom(query_.where, "open"))) by("resolved", true);
  else if (d_.rank == "newest" && entity() == Entity::pull_request && find_atom(query_.where, "state") && find_atom(query_.where, "state")->value == Value(std::string("merged"))) by("merged", true);
  else if (d_.rank == "newest") by(entity() == Entity::commit ? "committed" : entity() == Entity::deployment ? "finished" : entity() == Entity::review ? "submitted" : entity() == Entity::release ? "release_date" : entity() == Entity::ci_run ? "started" : "created", true);
  else if (d_.rank == "updated") by("updated", true);
  else if (d_.rank == "idle") by("updated", false);
  else if (d_.rank == "merged") { by("merged", true); if (!find_atom(query_.where, "state")) query_.where.emplace_back(Atom{"state", Op::equal, std::string("merged"), {}}); }
  else if (d_.rank == "resolved") { by("resolved", true); if (!find_atom(query_.where, "open")) query_.where.emplace_back(Atom{"open", Op::equal, false, {}}); }
  else if (d_.rank == "commented") by("comment_count", true);
  else if ((d_.rank == "largest" || d_.rank == "smallest") && entity() == Entity::pull_request) by("size", d_.rank == "largest");
  else if ((d_.rank == "largest" || d_.rank == "smallest") && entity() == Entity::commit) by("size", d_.rank == "largest");
  else if ((d_.rank == "longest" || d_.rank == "shortest") && entity() == Entity::ci_run) by("duration", d_.rank == "longest");
  else fail("underspecified", d_.rank);
  if (d_.limit) query_.limit = d_.limit;
  else {
    // "the oldest bug" is one; "the oldest bugs" are all, in order.
    for (const Item& i : items_) {
      const Chunk& c = i.chunk;
      const bool head = (c.is(Word::noun) && c.entry->arg == info(entity()).name) || c.value_of(List::types);
      if (!head) continue;
      if (!tokens_[c.end - 1].norm.ends_with("s")) query_.limit = 1;
      break;
    }
  }
  if (!d_.rank_field.empty() && d_.rank == "top" && !query_.limit) fail("underspecified", "top");
}

void Composer::place_times() {
  // One period after several events belongs to all of them: "created and closed last week".
  if (d_.events.size() > 1) {
    std::vector<const When*> shared;
    std::size_t timed = 0;
    for (const auto& e : d_.events)
      if (!e.times.empty()) shared = e.times, ++timed;
    if (timed == 1)
      for (auto& e : d_.events) e.times = shared;
  }
  // A period before the verb: "last week, how many bugs were closed".
  if (!d_.times.empty() && !d_.events.empty()) {
    bool free = true;
    for (const auto& e : d_.events) free = free && e.times.empty();
    const bool day = d_.times.size() == 1 && d_.times[0]->snapshot;
    if (!free || day) fail("ambiguous_time");
    for (auto& e : d_.events) e.times = d_.times;
    d_.times.clear();
  }
}

Ir Composer::finish() {
  if (!d_.report.empty()) return finish_report();
  const bool pulls_said = std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.is(Word::noun, "pull_request"); });
  const bool future = std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.be == "will"; });
  const bool take = std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.be == "take"; });
  auto event = [&](std::string_view verb) { return std::any_of(d_.events.begin(), d_.events.end(), [&](const auto& e) { return e.verb == verb; }); };
  if (take && d_.shape != Draft::Shape::how_long && std::none_of(d_.metrics.begin(), d_.metrics.end(), [](const std::string& m) { return m == "time_in_status" || m == "ci_duration" || m == "lead_time"; })) fail("underspecified", "take");
  if (d_.metrics.empty() && std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.is(Word::state) && i.be == "did"; }) && false) fail("underspecified");

  if (std::count_if(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.is(Word::count); }) > 1 && d_.events.size() < 2) fail("underspecified", "how many");
  if (d_.how && d_.metrics.empty()) fail("ambiguous_metric", "how");
  // "Did we finish sprint 13?" wants a yes or a no; "are there any open bugs" wants to see them.
  auto token_in = [&](std::size_t i, std::initializer_list<std::string_view> names) { return i < tokens_.size() && among(tokens_[i].norm, names); };
  const bool asks_for_some = (token_in(0, {"is", "are"}) && token_in(1, {"there"})) || (token_in(0, {"do"}) && token_in(1, {"we", "you"}) && token_in(2, {"have"})) || (token_in(0, {"have"}) && token_in(1, {"we"}) && token_in(2, {"got"}));
  if (d_.metrics.empty() && d_.shape == Draft::Shape::none && !future && !d_.trend && !asks_for_some && among(tokens_.front().norm, {"did", "does", "do", "is", "are", "was", "were", "has", "have", "had", "isnt", "arent", "didnt"})) fail("underspecified", tokens_.front().text);

  // "Just the urgent ones": of what was spoken of before.
  if (std::any_of(tokens_.begin(), tokens_.end(), [](const Token& t) { return t.norm == "ones"; }) && std::none_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.is(Word::noun) || i.chunk.is(Word::metric) || i.chunk.is(Word::measure) || i.chunk.value_of(List::types); })) fail("fragment", "ones");
  if (d_.shape == Draft::Shape::when_will && d_.past) fail("underspecified", "when");
  if (items_.size() == 1 && items_[0].chunk.is(Word::state)) fail("vague", tokens_[items_[0].chunk.begin].text);
  if (d_.metrics.empty() && d_.events.size() == 1 && event("updated") && std::none_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.is(Word::noun) || i.chunk.type == Type::value || i.chunk.type == Type::key; })) fail("vague", "updated");
  if (d_.target == "workflow" && entity() == Entity::ci_run && d_.metrics.empty() && among(d_.rank, {"longest", "shortest"})) d_.metrics = {"ci_duration"};
  if (d_.target == "status" && d_.rank == "longest" && entity() == Entity::issue && d_.metrics.empty() && d_.events.empty()) d_.metrics = {"time_in_status"};

  // ---- one issue ----
  if (!d_.key.empty()) {
    if (!d_.metrics.empty() || !d_.groups.empty() || !d_.rank.empty() || !d_.where.empty() || !d_.times.empty() || (d_.shape == Draft::Shape::count && d_.select.empty()) || d_.shape == Draft::Shape::share || d_.limit || !d_.target.empty() || d_.number_of || !d_.history.empty()) fail("underspecified", d_.key);
    query_.entity = "issue";
    query_.where.emplace_back(Atom{"key", Op::equal, d_.key, {}});
    if (d_.shape == Draft::Shape::when_will) {
      if (event("due")) query_.select = {"due"};
      else if (event("resolved") || future) {
        query_.entity.clear();
        query_.metrics = {"eta"};
      } else fail("underspecified");
      return query_;
    }
    if (d_.shape == Draft::Shape::when_did || (d_.who && !d_.events.empty())) {
      if (d_.events.size() != 1 || !d_.select.empty()) fail("underspecified");
      const std::string axis = axis_of(d_.events[0]);
      if (d_.who) query_.select = {d_.events[0].verb == "created" ? "reporter" : ""};
      else query_.select = {axis};
      if (query_.select[0].empty()) fail("underspecified", "who");
      return query_;
    }
    if (!d_.events.empty() || (d_.who && d_.select.empty()) || (d_.shape == Draft::Shape::how_long && d_.select != std::vector<std::string>{"age"})) fail("underspecified");
    for (const std::string& s : d_.select)
      if (!has_field(s)) fail("underspecified", s);
    query_.select = d_.select;
    return query_;
  }
  if (d_.shape == Draft::Shape::when_will || d_.shape == Draft::Shape::when_did) {
    if (!d_.metrics.empty() || !d_.groups.empty() || !d_.rank.empty() || !d_.times.empty()) fail("underspecified", "when");
    if (entity() == Entity::sprint) {
      query_.entity = "sprint", query_.where = d_.where;
      if (d_.events.size() != 1 || d_.where.empty()) fail("underspecified", "when");
      query_.select = {axis_of(d_.events[0])};
      return query_;
    }
    if (entity() == Entity::release || (entity() == Entity::issue && find_atom(d_.where, "fix_version") && (event("released") || event("deployed") || event("due")))) {
      const Atom* v = entity() == Entity::release ? find_atom(d_.where, "name") : find_atom(d_.where, "fix_version");
      if (d_.shape == Draft::Shape::when_will && std::any_of(tokens_.begin(), tokens_.end(), [](const Token& t) { return among(t.norm, {"done", "finished", "complete", "completed", "ready", "finish"}); })) fail("ambiguous_metric", "done");  // its date, or a forecast of its work
      if (!v || d_.where.size() != 1) fail("underspecified", "when");
      query_.entity = "release";
      query_.where.emplace_back(Atom{"name", v->op, v->value, {}});
      query_.select = {"release_date"};
      return query_;
    }
    if (entity() != Entity::issue || d_.shape == Draft::Shape::when_did) fail("underspecified", "when");
    for (const auto& e : d_.events)
      if (e.verb != "resolved" || !e.times.empty()) fail("underspecified", "when");
    if (is_false(find_atom(d_.where, "open"))) drop(d_.where, "open");
    query_.metrics = {"eta"};
    query_.where = d_.where;
    if (query_.where.empty()) fail("underspecified", "when");
    return query_;
  }

  // ---- which figures ----
  std::vector<std::string> metrics = d_.metrics;
  if (entity() == Entity::issue && !metrics.empty() && metrics[0] == "points" && metrics.size() == 1) {
    const Atom* sprint = find_atom(d_.where, "sprint");
    const bool per_sprint = std::find(d_.groups.begin(), d_.groups.end(), "sprint") != d_.groups.end() || d_.target == "sprint";
    if (event("promised")) {
      metrics = {"commitment"};
      if (event("resolved")) metrics.push_back("velocity");
      d_.entity = Entity::sprint, forget_events();
    } else if (event("scope_added") && (sprint || per_sprint)) metrics = {"scope_added"}, d_.entity = Entity::sprint, forget_events();
    else if ((event("resolved") || is_false(find_atom(d_.where, "open"))) && (sprint || per_sprint)) {
      for (const auto& e : d_.events)
        if (!e.times.empty() || e.verb != "resolved") fail("ambiguous_time");
      metrics = {"velocity"}, d_.entity = Entity::sprint, forget_events();
      drop(d_.where, "open");
    } else if (event("resolved")) metrics = {"points_resolved"};
    else if (!d_.events.empty() && !event("due")) fail("ambiguous_metric", "points");
    else if (!d_.times.empty() && !is_false(find_atom(d_.where, "open"))) fail("ambiguous_time", "points");
    else if (!d_.times.empty()) metrics = {"points_resolved"};
  }
  if (event("promised") && metrics.empty()) {
    metrics = {"commitment"};
    if (event("resolved")) metrics.push_back("velocity");
    for (const auto& e : d_.events)
      if (!e.times.empty()) fail("ambiguous_time");
    d_.entity = Entity::sprint, forget_events();
    if (!find_atom(d_.where, "sprint") && d_.groups.empty()) fail("underspecified", "committed");
    drop(d_.where, "open");
  }
  if (entity() == Entity::sprint && metrics.size() == 1 && metrics[0] == "points") {
    if (event("resolved") || event("ended")) metrics = {"velocity"}, forget_events();
    else fail("ambiguous_metric", "points");
  }
  if (entity() == Entity::sprint && !metrics.empty() && sprint_metric()) {
    d_.entity = Entity::sprint;
    std::erase_if(d_.events, [](const auto& e) { return (e.verb == "resolved" || e.verb == "ended" || e.verb == "promised" || e.verb == "scope_added" || e.verb == "started" || e.verb == "sprint_started") && e.times.empty(); });
  }
  if (metrics == std::vector<std::string>{"velocity"} && future) {
    const Atom* sprint = find_atom(d_.where, "sprint");
    if (sprint && (!std::holds_alternative<std::string>(sprint->value) || std::get<std::string>(sprint->value) != "@next")) fail("ambiguous_time");
    drop(d_.where, "sprint");
    metrics = {"velocity_forecast"};
  }
  if (metrics == std::vector<std::string>{"velocity_forecast"}) drop(d_.where, "sprint");
  if (std::find(metrics.begin(), metrics.end(), "sprint_success_probability") != metrics.end()) {
    if (d_.shape == Draft::Shape::count || d_.shape == Draft::Shape::share || d_.past || metrics.size() > 1) fail("ambiguous_metric");
    forget_events();
    if (d_.groups.size() || d_.who || !d_.target.empty() || !d_.times.empty()) fail("underspecified");
  }
  const bool grouping = d_.who || !d_.target.empty() || !d_.groups.empty();
  place_times();
  // How many will be done by then.
  if (entity() == Entity::issue && metrics.empty() && future && d_.shape == Draft::Shape::count && d_.events.size() == 1 && d_.events[0].verb == "resolved") {
    const auto& times = d_.events[0].times;
    if (times.size() != 1 || grouping) fail("ambiguous_time", "by when");
    const When& w = *times[0];
    query_.metrics = {"forecast_items"};
    if (w.deadline) query_.time = {format_date(today_.date) + ".." + format_date(*w.day)};
    else query_.time = {w.future};
    query_.where = d_.where;
    return query_;
  }
  if (future && metrics.empty() && d_.shape != Draft::Shape::list && !event("due") && entity() != Entity::sprint && entity() != Entity::release) {
    if (entity() == Entity::issue && find_atom(d_.where, "sprint") && event("resolved") && d_.shape == Draft::Shape::none && !grouping && d_.where.size() == 1) {
      query_.metrics = {"sprint_success_probability"};
      query_.where = d_.where;
      return query_;
    }
    fail("ambiguous_time", "will");
  }
  if (future && entity() == Entity::sprint && metrics.empty() && find_atom(d_.where, "sprint") && (event("resolved") || event("ended")) && d_.where.size() == 1 && !grouping && d_.shape == Draft::Shape::none && d_.times.empty()) {
    query_.metrics = {"sprint_success_probability"};
    query_.where = d_.where;
    return query_;
  }
  const bool counted = d_.shape == Draft::Shape::count || d_.shape == Draft::Shape::share || grouping || d_.number_of || d_.trend || d_.contrast || ((d_.versus || d_.contrast) && (d_.times.size() == 2 || std::any_of(d_.events.begin(), d_.events.end(), [](const auto& e) { return e.times.size() == 2; }))) || (d_.total && d_.shape != Draft::Shape::list);
  // Lists are of now: what was so at a moment is counted.
  const bool moment = entity() == Entity::issue && d_.shape == Draft::Shape::none && d_.times.size() == 1 && d_.times[0]->snapshot && d_.events.empty() && d_.rank.empty() && d_.select.empty() && d_.snapshot_state && !is_false(find_atom(d_.where, "open")) && among(tokens_[d_.times[0]->begin].norm, {"as", "at"});
  const bool happens = entity() == Entity::commit || entity() == Entity::review || entity() == Entity::deployment || entity() == Entity::incident || entity() == Entity::ci_run;
  if (d_.shape == Draft::Shape::how_long && metrics.empty()) fail("ambiguous_metric", "how long");
  const bool with_time = !d_.times.empty() || std::any_of(d_.events.begin(), d_.events.end(), [](const auto& e) { return !e.times.empty(); });
  if (metrics.empty() && entity() == Entity::person && d_.shape == Draft::Shape::count && !grouping) metrics = {"people"};
  if (metrics.empty() && entity() != Entity::person && (counted || moment || (happens && with_time && d_.shape == Draft::Shape::none && d_.rank.empty()) || (entity() == Entity::worklog))) {
    if (d_.who && d_.rank.empty() && !d_.number_of && !d_.none_of && d_.having.empty() && d_.groups.empty()) fail("ambiguous_metric", "who");
    const std::string count = count_metric();
    auto from_events = [&](std::initializer_list<std::pair<std::string_view, std::string_view>> table) {
      for (const auto& e : d_.events)
        for (const auto& [verb, metric] : table)
          if (e.verb == verb && std::find(metrics.begin(), metrics.end(), metric) == metrics.end()) metrics.emplace_back(metric);
    };
    const bool in_sprint = find_atom(d_.where, "sprint") != nullptr;
    if (entity() == Entity::issue) {
      if (in_sprint && event("resolved") && !with_time && d_.shape != Draft::Shape::share) {}
      else if (d_.shape == Draft::Shape::share && d_.in_share && event("resolved") && !with_time && !event("created")) {}
      else from_events({{"created", "issues_created"}, {"resolved", "issues_resolved"}});
      if (in_sprint && event("created")) fail("ambiguous_time", "sprint");
    } else if (entity() == Entity::pull_request) {
      from_events({{"created", "prs_opened"}, {"merged", "prs_merged"}, {"abandoned", "prs_abandoned"}});
      if (event("merged") && metrics.size() == 1) drop(d_.where, "none");
    } else if (entity() == Entity::review && pulls_said) metrics = {"prs_reviewed"};
    if (metrics.empty()) metrics = {count};
    // A created event without its time only says whose: keep the plain count then? No: its axis is what was asked.
  }
  if (metrics.empty() && (d_.number_of || d_.none_of) && entity() == Entity::person) fail("underspecified");
  if (entity() == Entity::review && pulls_said && metrics == std::vector<std::string>{"reviews"}) metrics = {"prs_reviewed"};
  if (metrics.empty() && d_.aggregation == "sum") d_.aggregation.clear();
  if (metrics.empty() && !d_.aggregation.empty()) fail("ambiguous_metric", d_.aggregation);
  if (metrics.empty() && d_.shape == Draft::Shape::share) fail("underspecified", "share");
  if (d_.shape == Draft::Shape::count && metrics.empty()) fail("underspecified", "count");

  if (metrics == std::vector<std::string>{"contributors"} && !d_.rank.empty()) metrics = {"commits"};

  // ---- aggregation ----
  if (!d_.aggregation.empty())
    for (std::string& m : metrics) {
      const Atom* one = find_atom(d_.where, "sprint");
      if (d_.aggregation == "sum" && one && one->op == Op::equal && std::holds_alternative<std::string>(one->value) && (std::get<std::string>(one->value) == "@previous" || !std::get<std::string>(one->value).starts_with('@')) && find_metric(m) && find_metric(m)->entity == Entity::sprint) continue;  // the total of one sprint
      const MetricUse use = metric_use(m + "." + d_.aggregation);
      const Metric* plain = find_metric(m);
      if (!use.metric && d_.aggregation == "avg" && plain && plain->unit == "ratio") continue;   // an average of a rate is the rate
      if (!use.metric && d_.aggregation == "sum" && plain && plain->aggregation == Aggregation::count) continue;
      if (!use.metric) fail("ambiguous_metric", d_.aggregation);
      if (d_.aggregation == "median" && plain->aggregation == Aggregation::median) continue;
      m += "." + d_.aggregation;
    }
  query_.metrics = metrics;
  if (metrics.empty()) query_.entity = info(entity()).name;
  const Metric* first = metrics.empty() ? nullptr : find_metric(metrics[0].substr(0, metrics[0].find('.')));
  d_.metrics = metrics;

  // ---- times ----
  events_to_metrics();
  for (Atom h : d_.history) {
    if (d_.times.size() > 1 || (h.op == Op::was && d_.times.empty() && d_.past && false)) fail("ambiguous_time");
    // On that day at any time, or as that day ended?
    if (h.op == Op::was && d_.shape == Draft::Shape::count && !d_.times.empty() && d_.times[0]->day) fail("ambiguous_time", "were");
    if (!d_.times.empty()) h.window = d_.times[0]->past;
    if (!d_.times.empty() && (d_.times[0]->snapshot || d_.times[0]->deadline)) fail("ambiguous_time");
    d_.where.emplace_back(h);
  }
  if (!d_.history.empty() && d_.times.empty() && find_atom(d_.where, "sprint")) fail("ambiguous_time", "sprint");
  if (!d_.history.empty()) d_.times.clear();
  if (!d_.times.empty()) {
    const bool closed = is_false(find_atom(d_.where, "open"));
    const bool snapshot = d_.times.size() == 1 && d_.times[0]->day && (d_.times[0]->snapshot || (d_.snapshot_state && d_.past && !closed)) && d_.events.empty();
    const bool state = is_true(find_atom(d_.where, "open")) || find_atom(d_.where, "overdue") || find_atom(d_.where, "blocked") || find_atom(d_.where, "stale") || (entity() == Entity::issue && find_atom(d_.where, "status")) || find_atom(d_.where, "status_category") || find_atom(d_.where, "flagged") ||
                       find_atom(d_.where, "blocking") || (entity() == Entity::pull_request && find_atom(d_.where, "state") && !event("merged") && std::get<std::string>(find_atom(d_.where, "state")->value) == "open");
    if (snapshot && first && first->axis.empty() && (entity() == Entity::issue) && *d_.times[0]->day <= today_.date) query_.as_of = format_date(*d_.times[0]->day);
    else if (d_.times[0]->snapshot) fail("ambiguous_time", "as of");
    else if (d_.times.size() > 2 || (d_.times.size() == 2 && !d_.versus && !d_.contrast)) fail("ambiguous_time");
    else if (first && !first->axis.empty()) {
      if (state && first->name != "time_in_status") fail("ambiguous_time");
      for (const When* w : d_.times) {
        if (w->deadline) fail("ambiguous_time");
        query_.time.push_back(looking(*w, ends_at_now(*first)));
      }
    } else {
      if (state) fail("ambiguous_time", "state");
      for (const Item& i : items_)
        if (i.chunk.type == Type::value && i.be == "were") fail("ambiguous_time", "were");  // where they were then is history
      if (find_atom(d_.where, "assignee") || find_atom(d_.where, "carried_over") || find_atom(d_.where, "added_mid_sprint")) fail("ambiguous_time");
      if (find_atom(d_.pct, "reopened")) fail("ambiguous_time", "reopened");
      if (find_atom(d_.where, "reopened")) fail("ambiguous_time", "reopened");  // whenever it was: no date is kept of that
      if (find_atom(d_.where, "comment_count") && std::any_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.type == Type::when; }))
        for (std::size_t i = 1; i < items_.size(); ++i)
          if (items_[i].chunk.type == Type::when && items_[i - 1].chunk.is(Word::measure)) fail("ambiguous_time", "comments");  // the comments' date, or the ticket's
      const bool merged = entity() == Entity::pull_request && find_atom(d_.where, "state") && std::get<std::string>(find_atom(d_.where, "state")->value) == "merged";
      const bool done = is_false(find_atom(d_.where, "open"));
      if (done && first) fail("ambiguous_time");
      const bool dropped = entity() == Entity::pull_request && find_atom(d_.where, "state") && std::get<std::string>(find_atom(d_.where, "state")->value) == "closed";
      if (entity() == Entity::pull_request && find_atom(d_.where, "reviewer")) fail("ambiguous_time", "reviewed");  // reviewed then, or opened then and reviewed at any time
      const bool took = find_atom(d_.where, "cycle_time") || find_atom(d_.where, "lead_time");  // as long as it took: it ended then
      std::string axis = merged || find_atom(d_.where, "time_to_merge") ? "merged" : dropped ? "closed" : done || (took && entity() == Entity::issue) ? "resolved" : "created";
      switch (entity()) {
        case Entity::commit: axis = "committed"; break;
        case Entity::review: axis = "submitted"; break;
        case Entity::deployment: axis = "finished"; break;
        case Entity::ci_run: case Entity::worklog: axis = "started"; break;
        case Entity::sprint: axis = "end"; break;
        case Entity::release: axis = "release_date"; break;
        case Entity::person: case Entity::feature: fail("ambiguous_time");
        case Entity::issue: case Entity::incident: case Entity::pull_request: break;
      }
      if (done) {
        for (const Item& i : items_)
          if (i.chunk.type == Type::when && i.prep == "from") fail("ambiguous_time", "closed");
      }
      if (first && !(first->name == "issues" || first->name == "prs")) fail("ambiguous_time", std::string(first->name));
      if (d_.times.size() == 2) {
        if (!first || axis != "created") fail("ambiguous_time");
        query_.metrics = {first->name == "issues" ? "issues_created" : "prs_opened"};
        for (const When* w : d_.times) query_.time.push_back(w->past);
      } else if (first && axis == "created") {
        query_.metrics = {first->name == "issues" ? "issues_created" : "prs_opened"};
        query_.time = {d_.times[0]->past};
        if (d_.times[0]->deadline) fail("ambiguous_time");
      } else if (first && axis == "merged" && !d_.times[0]->deadline && !d_.times[0]->snapshot) {
        query_.metrics = {"prs_merged"};
        query_.time = {d_.times[0]->past};
        drop(d_.where, "state");
      } else window_on(axis, *d_.times[0]);
    }
  }
  if (query_.time.size() == 2 && !d_.versus && !d_.contrast) fail("ambiguous_time");
  if (query_.time.size() > 2) fail("ambiguous_time");

  // ---- groups ----
  query_.group_by = d_.groups;
  if (!d_.target.empty() && std::find(query_.group_by.begin(), query_.group_by.end(), d_.target) == query_.group_by.end() && !metrics.empty()) query_.group_by.insert(query_.group_by.begin(), d_.target);
  if (d_.who && !metrics.empty()) {
    std::string field(info(entity()).person_field);
    if (entity() == Entity::issue && event("created")) field = "reporter";
    if (entity() == Entity::review) field = "reviewer";
    if (field.empty()) fail("ambiguous_scope", "who");
    if (std::find(query_.group_by.begin(), query_.group_by.end(), field) == query_.group_by.end()) query_.group_by.push_back(field);
  }
  if (d_.target == "assignee" && d_.target_noun == "person" && entity() == Entity::issue && event("created"))
    for (std::string& g : query_.group_by)
      if (g == "assignee") g = "reporter";
  if (d_.who && entity() == Entity::person && d_.where.empty()) fail("vague");
  if (d_.who && entity() != Entity::person && metrics.empty() && d_.select.empty()) fail("underspecified", "who");
  if (!d_.target.empty() && metrics.empty()) fail("underspecified", d_.target);
  // "Compare bugs raised in August with bugs raised in September": what both sides say is said once.
  if (d_.contrast || d_.versus)
    for (std::size_t i = 0; i < d_.where.size(); ++i)
      for (std::size_t k = d_.where.size(); k-- > i + 1;)
        if ((query_.time.size() == 2 || query_.metrics.size() == 2) && d_.where[i].any.empty() && d_.where[i] == d_.where[k]) d_.where.erase(d_.where.begin() + static_cast<std::ptrdiff_t>(k));
  // The same name twice: one of them was meant otherwise.
  for (std::size_t i = 0; i < d_.where.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (d_.where[i].any.empty() && d_.where[i] == d_.where[k] && std::holds_alternative<std::string>(d_.where[i].atom.value)) fail("underspecified", std::get<std::string>(d_.where[i].atom.value));
  // "Login Map": in both at once, or in either? Only one thing can be meant by each name of a list.
  for (std::size_t i = 0; i < d_.where.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (d_.where[i].any.empty() && d_.where[k].any.empty() && d_.where[i].atom.field == d_.where[k].atom.field && d_.where[i].atom.op == Op::equal && d_.where[k].atom.op == Op::equal && d_.where[i].atom.value != d_.where[k].atom.value && std::holds_alternative<std::string>(d_.where[i].atom.value)) fail("underspecified", d_.where[i].atom.field);
  // "Neither in Doing nor Testing": not one of both.
  for (auto it = d_.where.begin(); it != d_.where.end(); ++it) {
    if (!it->any.empty() || it->atom.op != Op::not_equal || !std::holds_alternative<std::string>(it->atom.value)) continue;
    std::vector<std::string> names{std::get<std::string>(it->atom.value)};
    for (auto other = std::next(it); other != d_.where.end();) {
      const bool same = other->any.empty() && other->atom.field == it->atom.field && other->atom.op == Op::not_equal && std::holds_alternative<std::string>(other->atom.value);
      if (same) names.push_back(std::get<std::string>(other->atom.value)), other = d_.where.erase(other);
      else ++other;
    }
    if (names.size() > 1) it->atom.op = Op::not_in, it->atom.value = std::move(names);
  }
  query_.where = d_.where;
  query_.pct = d_.pct;

  // ---- share ----
  if (d_.shape == Draft::Shape::share) {
    auto& side = d_.in_share ? query_.pct : query_.where;
    const Atom* reviews = find_atom(side, "review_count");
    if (entity() == Entity::pull_request && reviews && find_atom(side, "state")) {
      drop(side, "review_count"), drop(side, "state");
      if (!query_.pct.empty() || find_atom(query_.where, "state")) fail("underspecified", "share");
      query_.metrics = {"unreviewed_rate"};
      if (query_.time.empty() && find_atom(query_.where, "created")) fail("ambiguous_time");
      if (!query_.time.empty() && d_.metrics != std::vector<std::string>{"prs_merged"}) fail("ambiguous_time");
    } else {
      if (query_.pct.empty() || query_.metrics.size() != 1) fail("underspecified", "share");
      if (entity() == Entity::deployment || (entity() == Entity::pull_request && (find_atom(query_.pct, "linked_issue") || find_atom(query_.pct, "state")))) fail("ambiguous_metric", "share");
    }
    if (!d_.rank.empty() || d_.number_of) fail("underspecified", "share");
  } else if (!query_.pct.empty()) fail("underspecified", "share");

  // ---- conditions on groups ----
  if (d_.number_of || d_.none_of) {
    if (query_.metrics.size() != 1 || query_.group_by.empty()) fail("underspecified", "than");
    query_.having.push_back(d_.none_of ? Having{query_.metrics[0], Op::equal, 0} : Having{query_.metrics[0], d_.number_of->first, d_.number_of->second});
  }
  for (const Having& h : d_.having) query_.having.push_back(h);
  if (!query_.having.empty() && query_.group_by.empty()) fail("underspecified", "than");

  // ---- trend ----
  if (sprint_metric() && !query_.metrics.empty()) sprint_defaults();
  if (d_.trend && !query_.metrics.empty() && !sprint_metric()) {
    const Metric* m = find_metric(query_.metrics[0].substr(0, query_.metrics[0].find('.')));
    if (!m || m->axis.empty()) fail("ambiguous_metric", "trend");
    const bool grain = std::any_of(query_.group_by.begin(), query_.group_by.end(), [](const std::string& g) { return is_grain(g); });
    if (query_.time.size() > 1) fail("underspecified", "trend");
    if (query_.time.empty()) {
      query_.time = {"last:12w"};
      if (!grain) query_.group_by.push_back("week");
    } else if (!grain) {
      const auto span = resolve_window(query_.time[0], world_.clock, true);
      if (!span || !span->from || !span->to) fail("ambiguous_time");
      const auto days = (span->to->ms - span->from->ms + 43'200'000) / 86'400'000;
      query_.group_by.push_back(days <= 14 ? "day" : days <= 120 ? "week" : "month");
    }
  } else if (d_.trend && query_.metrics.empty()) fail("ambiguous_metric", "trend");
  if (d_.trend && std::any_of(tokens_.begin(), tokens_.end(), [](const Token& t) { return t.norm == "much"; })) fail("ambiguous_metric", "how much");  // the difference, not the way there
  if (d_.spread && query_.group_by.empty()) fail("underspecified", "distribution");
  if ((d_.contrast || d_.versus) && query_.time.size() < 2 && query_.metrics.size() < 2) {
    bool several = false;
    for (const Filter& f : query_.where) several |= f.any.empty() && f.atom.op == Op::in && std::find(query_.group_by.begin(), query_.group_by.end(), f.atom.field) != query_.group_by.end();
    if (!several && (query_.group_by.empty() || query_.metrics.empty())) fail("underspecified", "compare");
    if (d_.versus && !several) fail("underspecified", "compare");
  }
  if ((d_.contrast || d_.versus) && std::all_of(items_.begin(), items_.end(), [](const Item& i) { return i.chunk.is(Word::contrast) || i.chunk.is(Word::versus) || i.chunk.is(Word::which) || i.chunk.is(Word::list) || i.chunk.is(Word::conj) || i.chunk.is(Word::noun, "sprint") || i.chunk.is(Word::noun, "team") || i.chunk.type == Type::when || (i.chunk.type == Type::value && i.chunk.name.list != List::types && i.chunk.name.list != List::labels); })) fail("ambiguous_metric", "compare");
  if ((d_.contrast || d_.versus) && query_.metrics.empty()) {
    if (query_.group_by.empty()) fail("underspecified", "compare");
    query_.metrics = {count_metric()}, query_.entity.clear();
  }
  for (const std::string& g : query_.group_by)
    if (is_grain(g)) {
      const Metric* m = query_.metrics.empty() ? nullptr : find_metric(query_.metrics[0].substr(0, query_.metrics[0].find('.')));
      if (!m) fail("underspecified", g);
      if (m->axis.empty()) {
        // "bugs per month" counts what was created; a state has no months.
        if (query_.metrics == std::vector<std::string>{"issues"} && !is_true(find_atom(query_.where, "open")) && !find_atom(query_.where, "status") && !find_atom(query_.where, "status_category")) query_.metrics = {"issues_created"};
        else if (query_.metrics == std::vector<std::string>{"prs"} && !find_atom(query_.where, "state")) query_.metrics = {"prs_opened"};
        else fail("ambiguous_time", g);
      }
    }
  if (!query_.metrics.empty() && find_metric(query_.metrics[0].substr(0, query_.metrics[0].find('.')))->name == "time_in_status" && query_.group_by.empty() && !find_atom(query_.where, "status")) query_.group_by.push_back("status");
  if (!query_.metrics.empty() && query_.metrics[0].starts_with("time_in_status") && query_.group_by == std::vector<std::string>{"status"} && !ahead({Word::group}, 0) && find_atom(query_.where, "status") && find_atom(query_.where, "status")->op == Op::equal) query_.group_by.clear();  // of one status
  query_.sort = d_.sort;
  if (!d_.sort.empty() && !query_.metrics.empty()) fail("underspecified", "sort");
  ranking();
  if (!d_.select.empty()) {
    if (!query_.metrics.empty()) fail("underspecified", d_.select[0]);
    query_.select = d_.select;
  }
  if (query_.metrics.empty() && entity() == Entity::sprint && d_.shape == Draft::Shape::none && query_.select.empty() && query_.sort.empty())
    for (const Item& i : items_)
      if (i.chunk.is(Word::noun, "sprint") && !tokens_[i.chunk.end - 1].norm.ends_with("s")) fail("underspecified", "sprint");  // "Otter's sprint"
  // A list without any condition is of everything; fine when it was asked for.
  if (query_.metrics.empty() && query_.where.empty() && query_.sort.empty() && d_.shape == Draft::Shape::none && (entity() == Entity::issue || entity() == Entity::sprint)) fail("vague");
  if (!query_.metrics.empty() && query_.metrics[0] == "velocity_forecast" && !query_.time.empty()) fail("ambiguous_time");
  return query_;
}

}  // namespace juno::ask
