// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include "core/report.h"
#include "store/packed.h"
#include "store/query.h"
#include "store/rank_candidates.h"
namespace juno::store {
namespace {

constexpr int kFewFinished = 20;

// A number, a choice whose name is a number, or a text that is one.
std::optional<double> number_in(const nlohmann::json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_object() && value.contains("value")) return number_in(value["value"]);
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  double out = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return text.empty() || failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(out) ? std::nullopt : std::optional(out);
}

}  // namespace

void read_numbers(Database& cache, std::vector<RankCandidate>& candidates, const std::string& source, const std::map<std::string, std::vector<std::string>>& fields) {
  const Packer packer;
  Query q(cache, "select body from issue_raw where issue_id = $1");
  for (RankCandidate& c : candidates) {
    if (c.source != source) continue;
    q.bind(c.id);
    if (!q.next()) continue;
    const auto record = nlohmann::json::parse(packer.unpack(q.blob(0)), nullptr, false);
    q.done();
    if (!record.is_object() || !record.contains("fields") || !record["fields"].is_object()) continue;
    for (const auto& [role, ids] : fields)
      for (const std::string& id : ids)
        if (const auto at = record["fields"].find(id); at != record["fields"].end())
          if (const auto number = number_in(*at)) {
            c.numbers[role] = *number;
            break;
          }
  }
}

DaysPerPoint days_per_point(Database& cache, Instant from, Instant to, double working_days, double hours_per_day) {
  DaysPerPoint out;
  double points = 0, logged_points = 0, logged_hours = 0;
  int logged = 0;
  std::set<std::int64_t> people;
  Query q(cache, R"(
    select points, logged_s, assignee
    from issue
    where done_at > $1 and done_at <= $2 and points > 0 and deleted_at is null and subtask = 0
    order by id)");
  for (q.bind(from, to); q.next();) {
    ++out.finished, points += q.real(0);
    if (!q.null(2)) people.insert(q.integer(2));
    if (q.integer(1) <= 0) continue;
    ++logged, logged_points += q.real(0), logged_hours += static_cast<double>(q.integer(1)) / 3600;
  }
  if (logged >= kFewFinished) {
    out.days = logged_hours / hours_per_day / logged_points;
    out.source = "time logged on " + std::to_string(logged) + " finished issues";
  } else if (out.finished >= kFewFinished && !people.empty() && working_days > 0) {
    out.days = static_cast<double>(people.size()) * working_days / points;
    out.source = std::to_string(people.size()) + " people finished " + people_number(points) + " points in " + people_number(working_days) + " working days";
  }
  return out;
}

}  // namespace juno::store
