// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/finish.h"
#include "core/text.h"
namespace juno::ask {
namespace {

// The entity's date that a verb is about.
struct Axis { Entity entity; std::string_view verb, date; };
constexpr Axis kAxes[] = {
    {Entity::issue, "created", "created"}, {Entity::issue, "resolved", "resolved"}, {Entity::issue, "updated", "updated"}, {Entity::issue, "started", "started"}, {Entity::issue, "due", "due"},
    {Entity::incident, "created", "created"}, {Entity::incident, "resolved", "resolved"}, {Entity::incident, "started", "created"},
    {Entity::pull_request, "created", "created"}, {Entity::pull_request, "merged", "merged"}, {Entity::pull_request, "updated", "updated"}, {Entity::pull_request, "closed", "closed"}, {Entity::pull_request, "abandoned", "closed"},
    {Entity::review, "reviewed", "submitted"}, {Entity::review, "created", "submitted"}, {Entity::review, "committed", "submitted"},
    {Entity::commit, "committed", "committed"}, {Entity::commit, "created", "committed"}, {Entity::commit, "merged", "committed"},
    {Entity::deployment, "deployed", "finished"}, {Entity::deployment, "created", "finished"}, {Entity::deployment, "committed", "finished"}, {Entity::deployment, "started", "finished"},
    {Entity::worklog, "logged", "started"}, {Entity::worklog, "created", "started"}, {Entity::worklog, "committed", "started"},
    {Entity::ci_run, "created", "started"}, {Entity::ci_run, "started", "started"},
    {Entity::sprint, "ended", "end"}, {Entity::sprint, "due", "end"}, {Entity::sprint, "resolved", "end"}, {Entity::sprint, "sprint_started", "start"}, {Entity::sprint, "started", "start"},
    {Entity::release, "released", "release_date"}, {Entity::release, "due", "release_date"}, {Entity::release, "resolved", "release_date"}, {Entity::release, "deployed", "release_date"}};
// For a count of rows the figure of those created in a period.
std::string created_figure(const Metric& m) { return m.name == "issues" ? "issues_created" : "prs_opened"; }

}  // namespace

std::string Finish::axis_of(const Event& event) const {
  for (const Axis& a : kAxes)
    if (a.entity == entity() && a.verb == event.verb) return std::string(a.date);
  return {};
}
std::string_view usual_date(Entity entity) {
  switch (entity) {
    case Entity::issue: case Entity::incident: case Entity::pull_request: return "created";
    case Entity::commit: return "committed";
    case Entity::review: return "submitted";
    case Entity::deployment: return "finished";
    case Entity::ci_run: case Entity::worklog: return "started";
    case Entity::sprint: return "end";
    case Entity::release: return "release_date";
    case Entity::person: case Entity::feature: return "";
  }
  return "";
}

// A metric says them already; none may have a time of its own.
void Finish::forget_events() {
  for (const Event& e : d_.events)
    if (!e.times.empty()) give_up("ambiguous_time", e.verb);
  d_.events.clear();
}

void Finish::place_times() {
  // One period after several events belongs to all of them: "created and closed last week".
  const auto timed = [](const Event& e) { return !e.times.empty(); };
  if (d_.events.size() > 1 && std::count_if(d_.events.begin(), d_.events.end(), timed) == 1) {
    const Event& said = *std::find_if(d_.events.begin(), d_.events.end(), timed);
    const auto shared = said.times;
    for (Event& e : d_.events)
      if (said.verb != "due") e.times = shared;  // what is due then need not be done then
  }
  // A period before the verb: "last week, how many bugs were closed".
  if (d_.times.empty() || d_.events.empty()) return;
  const bool day = d_.times.size() == 1 && d_.times[0]->snapshot;
  if (d_.timed_event() || day) give_up("ambiguous_time");
  for (Event& e : d_.events) e.times = d_.times;
  d_.times.clear();
}

// Ends of sprints and dates of releases lie behind and ahead: what sprints came to lies behind; of others the verb tells.
const std::string& Finish::looking(const When& when, bool past) const {
  if (past || when.past == when.future) return when.past;
  if (is(Entity::sprint) && (!query_.metrics.empty() || d_.past)) return when.past;
  if (!is(Entity::sprint) && !is(Entity::release)) return when.future;
  bool ahead = false, behind = d_.past || when.past.starts_with("since:");
  for (const Item& i : items_) {
    ahead |= i.be == "will";
    if (!i.is(Word::verb) && !i.is(Word::state)) continue;
    ahead |= among(s_.last_word(i), {"due", "upcoming", "planned", "scheduled", "unreleased"});
    behind |= among(s_.last_word(i), {"released", "shipped", "ended", "closed", "finished", "completed", "started"});
  }
  if (ahead == behind) give_up("ambiguous_time", tokens_[when.begin].text);
  return behind ? when.past : when.future;
}
void Finish::window_on(const std::string& field, const When& when) {
  const Field* f = find_field(entity(), field);
  if (!f || (when.deadline && f->past) || (when.snapshot && field != "due")) give_up("ambiguous_time", field);
  d_.where.emplace_back(Atom{field, Op::in_window, field == "due" && is(Entity::issue) ? when.future : looking(when, f->past), {}});
}

// ---- events become the axis of a metric, or conditions -----------------------------------------------------------------
void Finish::events() {
  for (const Event& e : d_.events) {
    const std::string axis = axis_of(e);
    const bool reviewed_pulls = is(Entity::pull_request) && e.verb == "reviewed" && said("reviewer");
    if (axis.empty() && !reviewed_pulls && !among(e.verb, {"promised", "scope_added"})) give_up("ambiguous_scope", e.verb);
    if (e.verb == "closed" && is(Entity::pull_request)) give_up("ambiguous_metric", "closed");
    if (e.verb == "scope_added" && is(Entity::issue)) give_up("ambiguous_time", "added");  // when it entered the sprint
    if (e.verb == "abandoned" && !(first() && first()->name == "prs_abandoned")) d_.where.emplace_back(Atom{"state", Op::equal, std::string("closed"), {}});
    if (e.times.size() > 2) give_up("ambiguous_time");
    if (!e.times.empty()) timed_event(e, axis);
    else if (!reviewed_pulls && !(first() && axis == first()->axis)) plain_event(e);
  }
}
void Finish::timed_event(const Event& e, const std::string& axis) {
  if (axis.empty()) give_up("ambiguous_time", e.verb);
  if (std::any_of(query_.metrics.begin(), query_.metrics.end(), [&](const std::string& m) { return base_metric(m)->axis == axis; })) {
    for (const When* w : e.times) {
      if (w->snapshot || (w->deadline && ends_at_now(*first()))) give_up("ambiguous_time");
      const std::string& text = looking(*w, ends_at_now(*first()));
      if (!holds(query_.time, text)) query_.time.push_back(text);
    }
    return;
  }
  if (e.times.size() != 1) give_up("ambiguous_time");
  window_on(axis, *e.times[0]);
}
void Finish::plain_event(const Event& e) {
  const std::string_view verb = e.verb;
  const auto state = [&](std::vector<Filter>& side, std::string_view field, Value value) { side.emplace_back(Atom{std::string(field), Op::equal, std::move(value), {}}); };
  if (among(verb, {"promised", "scope_added", "abandoned"})) return;
  if (among(verb, {"created", "committed", "logged", "deployed"})) {
    const bool snapshot = first() && first()->axis.empty();
    if (verb == "created" && !snapshot && is(Entity::issue) && said("sprint") && !said("reporter")) give_up("ambiguous_time", "sprint");
    return;
  }
  if (verb == "reviewed" && is(Entity::review)) return;
  if (verb == "resolved" && (is(Entity::issue) || is(Entity::incident))) {
    if (!is_false(said("open"))) state(d_.in_share && e.at > 1 ? d_.pct : d_.where, "open", false);
  } else if (verb == "merged" && is(Entity::pull_request)) state(d_.conditions(), "state", std::string("merged"));
  else if (verb == "released" && is(Entity::release)) state(d_.where, "released", true);
  else if (!among(verb, {"resolved", "ended"}) || !is(Entity::sprint) || !first()) give_up("ambiguous_time", e.verb);
}
void Finish::history() {
  if (d_.history.empty()) return;
  if (d_.times.size() > 1) give_up("ambiguous_time");
  const When* w = d_.times.empty() ? nullptr : d_.times[0];
  for (Atom h : d_.history) {
    // On that day at any time, or as that day ended?
    if (w && h.op == Op::was && d_.shape == Shape::count && w->day) give_up("ambiguous_time", "were");
    if (w && (w->snapshot || w->deadline)) give_up("ambiguous_time");
    if (w) h.window = w->past;
    d_.where.emplace_back(std::move(h));
  }
  if (!w && said("sprint")) give_up("ambiguous_time", "sprint");
  d_.times.clear();
}

// ---- periods of nothing in particular ----------------------------------------------------------------------------------
void Finish::periods() {
  const bool compared = d_.compared();
  if (!d_.times.empty() && !as_of()) {
    if (d_.times[0]->snapshot) give_up("ambiguous_time", "as of");
    if (d_.times.size() > (compared ? 2 : 1)) give_up("ambiguous_time");
    if (first() && !first()->axis.empty()) periods_of_metric();
    else periods_of_rows();
  }
  if (query_.time.size() > (compared ? 2 : 1)) give_up("ambiguous_time");
}
// "As of 1 March": a count of how things were.
bool Finish::as_of() {
  const auto& day = d_.times[0]->day;
  const bool snapshot = d_.times[0]->snapshot || (d_.snapshot_state && d_.past && !is_false(said("open")));
  if (d_.times.size() != 1 || !day || !snapshot || !d_.events.empty()) return false;
  if (!first() || !first()->axis.empty() || !is(Entity::issue) || *day > today_.date) return false;
  query_.as_of = format_date(*day);
  return true;
}
// Whether a state is asked about, which is of now and not of a period.
bool Finish::says_state() const {
  for (const std::string_view field : {"overdue", "blocked", "stale", "status_category", "flagged", "blocking"})
    if (said(field)) return true;
  return is_true(said("open")) || (is(Entity::issue) && said("status")) || (is(Entity::pull_request) && is_text(said("state"), "open") && !d_.happened("merged"));
}
void Finish::periods_of_metric() {
  if (says_state() && first()->name != "time_in_status") give_up("ambiguous_time");
  for (const When* w : d_.times) {
    if (w->deadline) give_up("ambiguous_time");
    query_.time.push_back(looking(*w, ends_at_now(*first())));
  }
}
// Which date of the rows the words are about, where no verb tells it.
std::string Finish::axis_of_rows() const {
  const bool pull = is(Entity::pull_request), took = said("cycle_time") || said("lead_time");  // as long as it took: it ended then
  const std::string_view usual = usual_date(entity());
  if (usual.empty()) give_up("ambiguous_time");
  if (usual != "created") return std::string(usual);
  if ((pull && is_text(said("state"), "merged")) || said("time_to_merge")) return "merged";
  if (pull && is_text(said("state"), "closed")) return "closed";
  return is_false(said("open")) || (took && is(Entity::issue)) ? "resolved" : "created";
}
void Finish::check_rows_dated() const {
  if (says_state()) give_up("ambiguous_time", "state");
  const auto told_of = [&](const Item& i) { return !d_.pct.empty() && (i.is(List::labels) || i.is(List::types) || i.is(List::components)); };  // "what share of May's bugs were regressions"
  if (s_.any([&](const Item& i) { return i.is(Chunk::Type::value) && i.be == "were" && !told_of(i); })) give_up("ambiguous_time", "were");  // where they were then is history
  if (said("assignee") || said("carried_over") || said("added_mid_sprint")) give_up("ambiguous_time");
  if (said("logged_hours")) give_up("ambiguous_time", "hours");  // when they were logged, or the issue created
  if (said("reopened") || find_atom(d_.pct, "reopened")) give_up("ambiguous_time", "reopened");  // whenever it was: no date is kept of that
  for (std::size_t i = 1; said("comment_count") && i < items_.size(); ++i)
    if (items_[i].is(Chunk::Type::when) && items_[i - 1].is(Word::measure)) give_up("ambiguous_time", "comments");  // the comments' date, or the ticket's
  if (is_false(said("open")) && first()) give_up("ambiguous_time");
  if (is(Entity::pull_request) && said("reviewer")) give_up("ambiguous_time", "reviewed");  // reviewed then, or opened then and reviewed at any time
}
void Finish::periods_of_rows() {
  check_rows_dated();
  const std::string axis = axis_of_rows();
  const When& when = *d_.times[0];
  const Metric* metric = first();
  if (is_false(said("open")) && s_.any([](const Item& i) { return i.is(Chunk::Type::when) && i.prep == "from"; })) give_up("ambiguous_time", "closed");
  if (metric && metric->name != "issues" && metric->name != "prs") give_up("ambiguous_time", std::string(metric->name));
  if (d_.times.size() == 2 && (!metric || axis != "created")) give_up("ambiguous_time");
  if (metric && axis == "created") {
    if (d_.times.size() == 1 && when.deadline) give_up("ambiguous_time");
    query_.metrics = {created_figure(*metric)};
    for (const When* w : d_.times) query_.time.push_back(w->past);
  } else if (metric && axis == "merged" && !when.deadline && !when.snapshot) {
    query_.metrics = {"prs_merged"};
    query_.time = {when.past};
    drop(d_.where, "state");
  } else window_on(axis, when);
}

}  // namespace juno::ask
