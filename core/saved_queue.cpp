// SPDX-License-Identifier: Apache-2.0
#include "core/saved_queue.h"
#include <cmath>
#include <nlohmann/json.hpp>
#include "core/error.h"
#include "core/sprint_report.h"
namespace juno {
namespace {

using nlohmann::json;
constexpr int kVersion = 1;

json written(double value) {
  // 5 rather than nlohmann's 5.0
  if (std::abs(value) < 9e15 && std::trunc(value) == value) return static_cast<std::int64_t>(value);
  return value;
}
json written(const std::optional<double>& value) { return value && std::isfinite(*value) ? written(*value) : json(nullptr); }
json written(const std::optional<Instant>& value) { return value ? json(format_instant(*value)) : json(nullptr); }
json written(const std::optional<Date>& value) { return value ? json(format_date(*value)) : json(nullptr); }
json written(const Who& who) { return {{"id", who.id}, {"name", who.name}}; }

[[noreturn]] void damaged(const std::string& why) { throw Error(Exit::store, "saved queue: not readable: " + why, "plan it anew with `juno queue`"); }

std::optional<double> number(const json& j) { return j.is_null() ? std::nullopt : std::optional(j.get<double>()); }
std::optional<Instant> instant(const json& j) {
  if (j.is_null()) return std::nullopt;
  const auto at = parse_instant(j.get<std::string>());
  if (!at) damaged("a time is not a time");
  return at;
}
std::optional<Date> date(const json& j) { return j.is_null() ? std::nullopt : parse_date(j.get<std::string>()); }
Who person(const json& j) { return {j.at("id").get<Id>(), j.at("name").get<std::string>()}; }

json written(const QueueItem& i) {
  return {{"key", i.key},           {"summary", i.summary},  {"type", i.type},       {"status", i.status},   {"priority", i.priority},        {"score", written(i.score)},
          {"team", i.team},         {"assignee", written(i.assignee)}, {"stakeholder", written(i.stakeholder)}, {"field_used", i.field_used}, {"points", written(i.points)},
          {"hours", written(i.hours)}, {"rank", i.rank},     {"starts", written(i.starts)}, {"ends", written(i.ends)}, {"target", written(i.target)},
          {"disc_pos", i.disc_pos}, {"global", i.global}, {"round", i.round}, {"fair_pos", i.fair_pos}, {"deferred", i.deferred}, {"size", written(i.size)},
          {"blockers", i.blockers}};
}

QueueItem read_item(const json& j) {
  const auto text = [&](const char* key) { return j.at(key).get<std::string>(); };
  QueueItem i;
  i.key = text("key"), i.summary = text("summary"), i.type = text("type"), i.status = text("status"), i.priority = text("priority"), i.team = text("team");
  i.score = j.at("score").get<double>();
  i.assignee = person(j.at("assignee")), i.stakeholder = person(j.at("stakeholder")), i.field_used = text("field_used");
  i.points = number(j.at("points")), i.hours = number(j.at("hours")), i.rank = text("rank");
  i.starts = instant(j.at("starts")), i.ends = instant(j.at("ends")), i.target = date(j.at("target"));
  i.disc_pos = j.at("disc_pos").get<int>(), i.global = j.at("global").get<int>(), i.round = j.at("round").get<int>(), i.fair_pos = j.at("fair_pos").get<int>();
  i.deferred = j.at("deferred").get<bool>(), i.size = j.at("size").get<double>();
  i.blockers = j.at("blockers").get<std::vector<std::string>>();
  return i;
}

json written(const QueueTeam& t) {
  return {{"name", t.name}, {"issues", t.issues}, {"deferred", t.deferred}, {"unestimated", t.unestimated}, {"stakeholders", t.stakeholders}, {"points", written(t.points)},
          {"sized", t.sized}, {"size", written(t.size)}, {"kept", written(t.kept)}, {"capacity", written(t.capacity.amount)}, {"unit", t.capacity.unit}, {"capacity_source", t.capacity.source},
          {"utilisation", written(t.utilisation)}, {"fairness", written(t.fairness)}, {"share", written(t.share)}};
}

QueueTeam read_team(const json& j) {
  QueueTeam t;
  t.name = t.capacity.team = j.at("name").get<std::string>();
  t.issues = j.at("issues").get<int>(), t.deferred = j.at("deferred").get<int>(), t.unestimated = j.at("unestimated").get<int>();
  t.stakeholders = j.at("stakeholders").get<std::vector<std::string>>();
  t.sized = j.value("sized", true);  // not said before
  t.points = number(j.at("points")), t.size = j.at("size").get<double>(), t.kept = j.at("kept").get<double>();
  t.capacity.amount = number(j.at("capacity")), t.capacity.unit = j.at("unit").get<std::string>(), t.capacity.source = j.at("capacity_source").get<std::string>();
  t.utilisation = number(j.at("utilisation")), t.fairness = j.at("fairness").get<double>(), t.share = j.at("share").get<double>();
  return t;
}

json written(const std::vector<QueueRemark>& remarks) {
  json out = json::array();
  for (const QueueRemark& r : remarks) out.push_back({{"kind", r.kind}, {"team", r.team}, {"keys", r.keys}, {"message", r.message}});
  return out;
}

std::vector<QueueRemark> read_remarks(const json& all) {
  std::vector<QueueRemark> out;
  for (const json& j : all)
    out.push_back({j.at("kind").get<std::string>(), j.at("team").get<std::string>(), j.at("keys").get<std::vector<std::string>>(), j.at("message").get<std::string>()});
  return out;
}

json written(const Queue& q) {
  json items = json::array(), teams = json::array();
  for (const QueueItem& i : q.items) items.push_back(written(i));
  for (const QueueTeam& t : q.teams) teams.push_back(written(t));
  return {{"algorithm", to_string(q.algorithm)}, {"fill", q.fill}, {"items", std::move(items)}, {"teams", std::move(teams)}, {"stakeholders", q.stakeholders}, {"points", written(q.points)},
          {"fairness", written(q.fairness)}, {"conflicts", written(q.conflicts)}, {"warnings", written(q.warnings)}, {"value", written(q.value)}, {"best_value", written(q.best_value)}};
}

Queue read_queue(const json& j) {
  Queue q;
  const auto algorithm = queue_algorithm_named(j.at("algorithm").get<std::string>());
  if (!algorithm) damaged("its algorithm is not known");
  q.algorithm = *algorithm, q.fill = j.at("fill").get<bool>(), q.stakeholders = j.at("stakeholders").get<int>();
  for (const json& i : j.at("items")) q.items.push_back(read_item(i));
  for (const json& t : j.at("teams")) q.teams.push_back(read_team(t));
  q.points = number(j.at("points")), q.fairness = number(j.at("fairness")), q.value = number(j.at("value")), q.best_value = number(j.at("best_value"));
  q.conflicts = read_remarks(j.at("conflicts")), q.warnings = read_remarks(j.at("warnings"));
  return q;
}

json written(const QueueRules& r) {
  return {{"algorithm", r.algorithm}, {"subtasks", r.subtasks}, {"include_done", r.include_done}, {"fill", r.fill}, {"backlog", r.backlog}, {"where", r.where}, {"what_if", r.what_if},
          {"schedule", r.schedule}};
}

QueueRules read_rules(const json& j) {
  const auto flag = [&](const char* key) { return j.at(key).get<bool>(); };
  return {j.at("algorithm").get<std::string>(), flag("subtasks"), flag("include_done"), flag("fill"), flag("backlog"), j.at("where").get<std::vector<std::string>>(),
          j.at("what_if").get<std::vector<std::string>>(), j.at("schedule").get<std::string>()};
}

json written(const std::optional<Sprint>& s) {
  if (!s) return nullptr;
  return {{"id", s->id}, {"name", s->name}, {"state", static_cast<int>(s->state)}, {"goal", s->goal}, {"start", written(s->began())}, {"end", written(s->end)}, {"complete", written(s->complete)}};
}

std::optional<Sprint> read_sprint(const json& j) {
  if (j.is_null()) return std::nullopt;
  Sprint s;
  s.id = j.at("id").get<Id>(), s.name = j.at("name").get<std::string>(), s.goal = j.at("goal").get<std::string>();
  const int state = j.at("state").get<int>();
  s.state = state == 0 ? SprintState::future : state == 1 ? SprintState::active : SprintState::closed;
  s.start = instant(j.at("start")), s.end = instant(j.at("end")), s.complete = instant(j.at("complete"));
  return s;
}

}  // namespace

std::string canonical_json(const SavedQueue& s) {
  // nlohmann's objects are ordered by key.
  const json whole = {{"version", kVersion}, {"rules", written(s.rules)}, {"sprint", written(s.sprint)}, {"board", s.board}, {"generated", format_instant(s.generated)}, {"queue", written(s.queue)}};
  return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

SavedQueue parse_saved_queue(std::string_view text) {
  try {
    const json j = json::parse(text);
    if (j.at("version") != kVersion) damaged("it was written by another version of juno");
    SavedQueue s;
    s.rules = read_rules(j.at("rules")), s.sprint = read_sprint(j.at("sprint")), s.board = j.at("board").get<std::string>();
    s.generated = instant(j.at("generated")).value_or(Instant{}), s.queue = read_queue(j.at("queue"));
    return s;
  } catch (const json::exception& e) {
    damaged(e.what());
  }
}

std::string title_of(const SavedQueue& s) { return s.sprint ? "Queue: " + s.sprint->name : "Queue of the backlog of " + s.board; }

std::vector<Field> header_of(const SavedQueue& s) {
  std::vector<Field> out;
  if (s.sprint) out = sprint_fields(*s.sprint, s.board);
  out.push_back({"generated_at", "Generated", s.generated, Kind::instant, ""});
  return out;
}

}  // namespace juno
