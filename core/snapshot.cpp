// SPDX-License-Identifier: Apache-2.0
#include "core/snapshot.h"
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include "core/error.h"
namespace juno {
namespace {

using nlohmann::json;
constexpr int kVersion = 1;

json number(const std::optional<double>& value) {
  if (!value || !std::isfinite(*value)) return nullptr;
  // 5 rather than nlohmann's 5.0
  if (std::abs(*value) < 9e15 && std::trunc(*value) == *value) return static_cast<std::int64_t>(*value);
  return *value;
}

std::optional<double> number(const json& value) { return value.is_null() ? std::nullopt : std::optional<double>(value.get<double>()); }

json issue_json(const SnapshotIssue& i) {
  return {{"key", i.key},           {"summary", i.summary}, {"type", i.type},     {"status", i.status},          {"priority", i.priority}, {"assignee", i.assignee},
          {"team", i.team},         {"sprint", i.sprint},   {"outcome", i.outcome}, {"added", i.added}, {"points", number(i.points)}};
}

SnapshotIssue read_issue(const json& j) {
  const auto text = [&](const char* key) { return j.at(key).get<std::string>(); };
  return {text("key"), text("summary"), text("type"), text("status"), text("priority"), text("assignee"), text("team"), text("sprint"),
          number(j.at("points")), text("outcome"), j.at("added").get<bool>()};
}

[[noreturn]] void damaged(const std::string& why) {
  throw Error(Exit::store, "snapshot: not readable: " + why, "Compare with another snapshot; `juno sprint snapshot` takes a new one.");
}

}  // namespace

SprintContent content_of(const SprintReport& report, const SprintReportInput& in) {
  SprintContent out;
  const SprintWindow& w = report.scope.window;
  out.sprint_id = in.sprint.id;
  out.sprint = in.sprint.name;
  out.board = in.board;
  out.state = w.closed ? "closed" : w.begun ? "active" : "future";
  out.at = w.end;
  for (const SprintItem& item : report.scope.items) {
    const SprintIssue& i = in.issues[item.issue];
    out.issues.push_back({i.key, i.summary, i.type, in.status_name(item.status_end), i.priority, i.assignee.name, i.team.empty() ? "Unassigned" : i.team,
                          in.sprint.name, item.points_close, std::string(to_string(item.outcome)), item.added});
  }
  for (const Field& f : to_report(report, in).summary) {
    if (f.key.rfind("totals.", 0) != 0) continue;
    std::optional<double> value;
    if (const auto* n = std::get_if<std::int64_t>(&f.value)) value = static_cast<double>(*n);
    if (const auto* d = std::get_if<double>(&f.value)) value = *d;
    out.metrics.emplace_back(f.key, value);
  }
  std::sort(out.metrics.begin(), out.metrics.end());
  return out;
}

std::string canonical_json(const SprintContent& content) {
  json issues = json::array(), metrics = json::object();
  for (const SnapshotIssue& i : content.issues) issues.push_back(issue_json(i));
  for (const auto& [key, value] : content.metrics) metrics[key] = number(value);
  // nlohmann's objects are ordered by key.
  const json whole = {{"version", kVersion}, {"sprint", {{"id", content.sprint_id}, {"name", content.sprint}, {"board", content.board}, {"state", content.state}}},
                      {"at", format_instant(content.at)}, {"issues", std::move(issues)}, {"metrics", std::move(metrics)}};
  return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

SprintContent parse_content(std::string_view text) {
  try {
    const json j = json::parse(text);
    if (j.at("version") != kVersion) damaged("it was written by another version of juno");
    SprintContent out;
    const json& sprint = j.at("sprint");
    out.sprint_id = sprint.at("id").get<Id>();
    out.sprint = sprint.at("name").get<std::string>();
    out.board = sprint.at("board").get<std::string>();
    out.state = sprint.at("state").get<std::string>();
    const auto at = parse_instant(j.at("at").get<std::string>());
    if (!at) damaged("its time is not a time");
    out.at = *at;
    for (const json& i : j.at("issues")) out.issues.push_back(read_issue(i));
    for (const auto& [key, value] : j.at("metrics").items()) out.metrics.emplace_back(key, number(value));
    return out;
  } catch (const json::exception& e) {
    damaged(e.what());
  }
}

}  // namespace juno
