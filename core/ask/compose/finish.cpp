// SPDX-License-Identifier: Apache-2.0
#include "core/ask/compose/finish.h"
#include <algorithm>
#include "core/text.h"
namespace juno::ask {

const Atom* find_atom(const std::vector<Filter>& where, std::string_view field) {
  const auto it = std::find_if(where.begin(), where.end(), [&](const Filter& f) { return f.any.empty() && f.atom.field == field; });
  return it == where.end() ? nullptr : &it->atom;
}
bool is_true(const Atom* a) { return a && a->value == Value(true); }
bool is_false(const Atom* a) { return a && a->value == Value(false); }
bool is_text(const Atom* a, std::string_view text) { return a && a->value == Value(std::string(text)); }
void drop(std::vector<Filter>& where, std::string_view field) {
  std::erase_if(where, [&](const Filter& f) { return f.any.empty() && f.atom.field == field; });
}
const Atom* Finish::said(std::string_view field) const { return find_atom(d_.where, field); }

Ir Finish::run() {
  if (!d_.report.empty()) return report();
  if (asks_of_one()) return told_of_one();
  check_question();
  usual_lengths();
  if (!d_.key.empty()) return one_issue();
  if (d_.shape == Shape::when_will || d_.shape == Shape::when_did) return asked_when();
  metrics_ = d_.metrics;
  points();
  promises();
  sprint_figures();
  outlook();
  place_times();
  if (forecast()) return query_;
  counts();
  check_figures();
  aggregation();
  events();
  history();
  periods();
  groups();
  conditions();
  share();
  having();
  trend();
  comparison();
  grains();
  status_lengths();
  order();
  columns();
  check_list();
  return query_;
}

// ---- what is no question for figures or lists --------------------------------------------------------------------------
void Finish::check_question() {
  const bool takes = s_.any([](const Item& i) { return i.be == "take"; });
  const bool lengths = holds(d_.metrics, "time_in_status") || holds(d_.metrics, "ci_duration") || holds(d_.metrics, "lead_time");
  const bool took = said("lead_time") || said("cycle_time") || said("time_to_merge");  // "needed more than 30 days from creation to resolution"
  if (takes && d_.shape != Shape::how_long && !lengths && !took) give_up("underspecified", "take");
  if (std::count_if(items_.begin(), items_.end(), [](const Item& i) { return i.is(Word::count); }) > 1 && d_.events.size() < 2) give_up("underspecified", "how many");
  const bool spread = !d_.groups.empty() && s_.uses({"spread", "distributed", "divided", "split", "scattered"});  // "how are open bugs spread over the teams"
  if (d_.how && d_.metrics.empty() && !spread) give_up("ambiguous_metric", "how");
  if (d_.more) give_up("underspecified", "more");
  const bool whose = !d_.key.empty() && !d_.past && d_.select == std::vector<std::string>{"assignee"} && s_.says(Word::all, "any");  // is anyone working on it
  if (d_.metrics.empty() && d_.shape == Shape::none && !d_.trend && !d_.told_more && !whose && asks_yes_or_no()) count_instead();
  // "Just the urgent ones": of what was spoken of before.
  const bool thing = s_.says(Word::noun) || s_.says(Word::metric) || s_.says(Word::measure) || s_.says(List::types);
  if (s_.uses({"ones"}) && !thing) give_up("fragment", "ones");
  if (d_.shape == Shape::when_will && d_.past) give_up("underspecified", "when");
  if (items_.size() == 1 && items_[0].is(Word::state) && !s_.uses({"everything"})) give_up("vague", tokens_[items_[0].chunk->begin].text);
  const bool named = s_.says(Word::noun) || s_.says(Chunk::Type::value) || s_.says(Chunk::Type::key);
  if (d_.metrics.empty() && d_.events.size() == 1 && d_.happened("updated") && !named) give_up("vague", "updated");
}
// "Did we finish sprint 13?" wants a yes or a no; "are there any open bugs" wants to see them.
bool Finish::asks_yes_or_no() const {
  if (future() || !among(tokens_.front().norm, {"did", "does", "do", "is", "are", "was", "were", "has", "have", "had", "isnt", "arent", "didnt"})) return false;
  std::string opening;
  for (std::size_t i = 0; i < tokens_.size() && i < 3; ++i) opening += tokens_[i].norm + ' ';
  for (const std::string_view some : {"is there ", "are there ", "do we have ", "do you have ", "have we got "})
    if (opening.starts_with(some)) return false;
  for (const std::string_view some : {"is any", "are any", "are some", "has any", "have any"})
    if (opening.starts_with(some) && !s_.says(Word::all, "any")) return false;
  return true;
}

// A figure answers "did we close a bug yesterday" as well; that it was meant is for the asker to say.
void Finish::count_instead() {
  d_.shape = Shape::count;
  d_.only_near = tokens_.front().text;
}

Ir Finish::report() const {
  const bool figures = !d_.metrics.empty() || d_.grouped() || !d_.rank.empty() || !d_.rank_field.empty() || !d_.pct.empty() || !d_.having.empty() || d_.number_of || d_.none_of || !d_.aggregation.empty() || d_.spread;
  const bool rows = !d_.key.empty() || !d_.events.empty() || !d_.history.empty() || !d_.select.empty() || !d_.sort.empty() || d_.limit;
  if (figures || rows || d_.compared() || d_.trend || d_.times.size() > 1 || d_.shape == Shape::count || d_.shape == Shape::share) give_up("underspecified", "report");
  for (const Filter& f : d_.where)
    if (!f.any.empty() || !among(f.atom.field, {"sprint", "team", "project", "state"})) give_up("underspecified", "report");
  ReportRequest r;
  r.report = d_.report;
  r.where = d_.where;
  if (!d_.times.empty()) r.time = d_.times[0]->past;
  if (r.report != "sprint") return r;
  drop(r.where, "state");
  if (!find_atom(r.where, "sprint")) r.where.emplace_back(Atom{"sprint", Op::equal, std::string("@current"), {}});
  if (!r.time.empty()) give_up("ambiguous_time");
  return r;
}

// ---- one issue: its fields, when it happened, when it will be done -----------------------------------------------------
SemanticQuery Finish::one_issue() {
  const bool figures = !d_.metrics.empty() || !d_.groups.empty() || !d_.target.empty() || !d_.rank.empty() || d_.number_of || d_.shape == Shape::share || (d_.shape == Shape::count && d_.select.empty());
  if (figures || !d_.where.empty() || !d_.times.empty() || d_.limit || d_.trend || !d_.history.empty()) give_up("underspecified", d_.key);
  query_.entity = "issue";
  query_.where.emplace_back(Atom{"key", Op::equal, d_.key, {}});
  if (d_.shape == Shape::when_will) {
    if (d_.happened("due")) query_.select = {"due"};
    else if (d_.happened("resolved") || future()) query_.entity.clear(), query_.metrics = {eta()};
    else give_up("underspecified");
    return query_;
  }
  if (d_.shape == Shape::when_did || (d_.who && !d_.events.empty())) {
    if (d_.events.size() != 1 || !d_.select.empty()) give_up("underspecified");
    const std::string field = !d_.who ? axis_of(d_.events[0]) : d_.events[0].verb == "created" ? "reporter" : "";
    if (field.empty()) give_up("underspecified", "who");
    query_.select = {field};
    return query_;
  }
  const bool age = d_.select == std::vector<std::string>{"age"};
  if (!d_.events.empty() || (d_.who && d_.select.empty()) || (d_.shape == Shape::how_long && !age)) give_up("underspecified");
  for (const std::string& field : d_.select)
    if (!d_.has_field(field)) give_up("underspecified", field);
  query_.select = d_.select;
  return query_;
}

// ---- "when will", "when did": of sprints, releases or the work that is left --------------------------------------------

// "With 95 % certainty" is the date's, too.
std::string Finish::eta() const {
  if (d_.aggregation.empty() && d_.more_aggregations.empty()) return "eta";
  const std::string name = "eta." + d_.aggregation;
  if (!metric_use(name).metric || !d_.more_aggregations.empty()) give_up("ambiguous_metric", d_.aggregation);
  return name;
}

SemanticQuery Finish::asked_when() {
  if (!d_.metrics.empty() || !d_.groups.empty() || !d_.rank.empty() || !d_.times.empty()) give_up("underspecified", "when");
  if (!d_.aggregation.empty() && (!is(Entity::issue) || d_.shape == Shape::when_did)) give_up("ambiguous_metric", d_.aggregation);
  if (is(Entity::sprint)) {
    if (d_.events.size() != 1 || d_.where.empty()) give_up("underspecified", "when");
    query_.entity = "sprint", query_.where = d_.where;
    query_.select = {axis_of(d_.events[0])};
    return query_;
  }
  const bool of_release = is(Entity::issue) && said("fix_version") && (d_.happened("released") || d_.happened("deployed") || d_.happened("due"));
  if (is(Entity::release) || of_release) {
    if (d_.shape == Shape::when_will && s_.uses({"done", "finished", "complete", "completed", "ready", "finish"})) give_up("ambiguous_metric", "done");  // its date, or a forecast of its work
    const Atom* version = said(of_release ? "fix_version" : "name");
    if (!version || d_.where.size() != 1) give_up("underspecified", "when");
    query_.entity = "release";
    query_.where.emplace_back(Atom{"name", version->op, version->value, {}});
    query_.select = {"release_date"};
    return query_;
  }
  if (!is(Entity::issue) || d_.shape == Shape::when_did) give_up("underspecified", "when");
  for (const Event& e : d_.events)
    if (e.verb != "resolved" || !e.times.empty()) give_up("underspecified", "when");
  if (is_false(said("open"))) drop(d_.where, "open");
  if (d_.where.empty()) {  // "when will we be done": with the sprint, or with everything?
    const Atom sprint{"sprint", Op::equal, std::string("@current"), {}}, open{"open", Op::equal, true, {}};
    SemanticQuery of_sprint, of_all;
    of_sprint.metrics = of_all.metrics = {eta()};
    of_sprint.where.emplace_back(sprint), of_all.where.emplace_back(open);
    give_up("ambiguous_scope", "done", {of_sprint, of_all});
  }
  query_.metrics = {eta()}, query_.where = d_.where;
  return query_;
}

// ---- the rest ----------------------------------------------------------------------------------------------------------
void Finish::columns() {
  if (d_.select.empty()) return;
  if (!query_.metrics.empty()) give_up("underspecified", d_.select[0]);
  query_.select = d_.select;
}
void Finish::check_list() const {
  const bool figures = !query_.metrics.empty();
  if (figures && query_.metrics[0] == "velocity_forecast" && !query_.time.empty()) give_up("ambiguous_time");
  if (figures || !query_.sort.empty() || d_.shape != Shape::none) return;
  if (is(Entity::sprint) && query_.select.empty())
    for (const Item& i : items_)
      if (i.is(Word::noun, "sprint") && !s_.last_word(i).ends_with("s")) give_up("underspecified", "sprint");  // "Otter's sprint"
  if (is(Entity::person) && query_.where.empty() && s_.any([](const Item& i) { return among(i.be, {"do", "did"}); })) give_up("underspecified", "did");
  // A list without any condition is of everything; fine when it was asked for.
  if (query_.where.empty() && (is(Entity::issue) || is(Entity::sprint))) give_up("vague");
}

}  // namespace juno::ask
