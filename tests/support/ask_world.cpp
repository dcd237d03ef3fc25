// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ask_world.h"
#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
namespace juno::test {
namespace {

using Json = nlohmann::json;
using ask::List;

std::string read(const std::string& file) {
  std::ifstream in(std::string(JUNO_SOURCE_DIR "/tests/nl/") + file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

AskWorld load_ask_world(const std::string& name) {
  const Json w = Json::parse(read("world_" + name + ".json"));
  AskWorld world;
  world.name = name;
  for (const auto& p : w["people"]) {
    ask::CatalogueName n{List::people, p["name"], {p["login"]}};
    for (const auto& a : p["aliases"]) n.aliases.push_back(a);
    world.names.push_back(std::move(n));
  }
  for (const auto& [key, list] : {std::pair{"teams", List::teams}, {"components", List::components}, {"labels", List::labels}, {"types", List::types}, {"priorities", List::priorities}, {"repos", List::repos},
                                  {"environments", List::environments}, {"workflows", List::workflows}, {"features", List::features}})
    for (const auto& v : w[key]) world.names.push_back({list, v, {}});
  for (const auto& [key, list] : {std::pair{"projects", List::projects}, {"epics", List::epics}})
    for (const auto& v : w[key]) world.names.push_back({list, v["key"], {v["name"]}});
  for (const auto& [key, list] : {std::pair{"sprints", List::sprints}, {"versions", List::versions}})
    for (const auto& v : w[key]) world.names.push_back({list, v["name"], {}});
  for (const auto& v : w["statuses"]) world.names.push_back({List::statuses, v[0], {}});
  for (const auto& v : w["priorities"]) world.priorities.push_back(v);
  world.me = w["me"], world.production = w["production_environment"];
  static constexpr std::pair<std::string_view, int> kHours[] = {{"Europe/Dublin", 1}, {"America/Chicago", -5}, {"America/New_York", -4}, {"America/Santiago", -4}, {"Pacific/Auckland", 12}};  // on the day of the questions
  const std::string zone = w["tz"];
  for (const auto& [place, hours] : kHours)
    if (place == zone) world.zone = Zone::fixed(zone, hours * 3600);
  if (zone == "Asia/Kolkata") world.zone = Zone::fixed(zone, 19'800);
  if (zone == "Australia/Adelaide") world.zone = Zone::fixed(zone, 34'200);
  world.week_start = w["week_start"] == "sun" ? 6 : 0;
  world.fiscal_start = w["fiscal_year_start_month"];
  world.cached_from = parse_date(w["cache_from"].get<std::string>()).value();
  return world;
}

std::vector<AskQuestion> load_ask_questions(const std::string& world) {
  std::vector<AskQuestion> all;
  std::ifstream in(JUNO_SOURCE_DIR "/tests/nl/questions.jsonl");
  for (std::string line; std::getline(in, line);) {
    const Json q = Json::parse(line);
    if (q["ctx"]["world"] != world) continue;
    AskQuestion out{q["id"], q["q"], q["ctx"]["now"], q["ctx"]["me"].is_null() ? "" : q["ctx"]["me"].get<std::string>(), {}};
    out.accepted.push_back(ask::parse_ir(q["ir"].dump()));
    if (q.contains("also"))
      for (const auto& a : q["also"]) out.accepted.push_back(ask::parse_ir(a.dump()));
    all.push_back(std::move(out));
  }
  return all;
}

ask::AskContext ask_context(const AskWorld& world, const ask::Catalogue& catalogue, const std::string& now, const std::string& me) {
  ask::AskContext context;
  context.world.clock = {parse_instant(now).value(), world.zone, world.week_start, world.fiscal_start};
  context.world.production = world.production;
  context.world.me = me;
  context.world.priorities = world.priorities;
  context.world.known = [&world](List list, std::string_view value) {
    return std::any_of(world.names.begin(), world.names.end(), [&](const auto& n) { return n.list == list && n.value == value; });
  };
  context.catalogue = &catalogue;
  context.cached_from = world.cached_from;
  return context;
}

}  // namespace juno::test
