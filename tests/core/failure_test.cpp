// SPDX-License-Identifier: Apache-2.0
#include "core/failure.h"
#include <doctest/doctest.h>
#include <functional>
#include <map>
#include <random>
#include "tests/core/delivery_world.h"
using namespace juno;
using namespace juno::test;

namespace {

// "D1: rolled back D2; D2: unplanned rollback of D1", the whole judgement in words.
std::string told(const DeliveryWorld& w) {
  const Judged j = judge(w.deploys, w.commits, w.pulls, w.incidents, w.rules);
  std::string out;
  for (std::size_t d = 0; d < w.deploys.size(); ++d)
    for (const auto& f : j.verdicts[d].failures) out += w.deploys[d].id + " " + std::string(to_string(f.kind)) + " " + f.by + "; ";
  for (std::size_t d = 0; d < w.deploys.size(); ++d)
    for (const auto& r : j.verdicts[d].rework) out += w.deploys[d].id + " is " + r + "; ";
  for (std::size_t i = 0; i < w.incidents.size(); ++i)
    if (!j.of_incident[i]) out += w.incidents[i].key + " lost; ";
  return out;
}

// Three deployments, a day apart, each with a commit and a pull request of its own.
DeliveryWorld three() {
  DeliveryWorld w;
  w.deploy("D1", 10, "aaaaaaa1").commit("aaaaaaa1", 1).pull(1, "Add cart", "cart", {"SHOP-1"});
  w.deploy("D2", 34, "bbbbbbb2").commit("bbbbbbb2", 20).pull(2, "Add tax", "tax", {"SHOP-2"});
  w.deploy("D3", 58, "ccccccc3").commit("ccccccc3", 40).pull(3, "Add mail", "mail", {"SHOP-3"});
  return w;
}

}  // namespace

TEST_CASE("a deployment fails by what is known of it, and never twice by the same") {
  struct Row { std::string name; std::function<void(DeliveryWorld&)> change; std::string told; };
  const std::vector<Row> rows = {
      {"nothing happened", [](DeliveryWorld&) {}, ""},
      {"an incident names the commit", [](DeliveryWorld& w) { w.incident("OPS-1", 60, 61, {"bbbbbbb"}); }, "D2 incident OPS-1; "},
      {"an incident names the pull request", [](DeliveryWorld& w) { w.incident("OPS-1", 60, 61, {"acme/web#1"}); }, "D1 incident OPS-1; "},
      {"an incident names the issue", [](DeliveryWorld& w) { w.incident("OPS-1", 60, 61, {"SHOP-3"}); }, "D3 incident OPS-1; "},
      {"an incident names the deployment", [](DeliveryWorld& w) { w.incident("OPS-1", 60, 61, {"D2"}); }, "D2 incident OPS-1; "},
      {"an incident that names two counts once, for the last", [](DeliveryWorld& w) { w.incident("OPS-1", 60, 61, {"SHOP-1", "SHOP-2"}); }, "D2 incident OPS-1; "},
      {"what was not live yet did not cause it", [](DeliveryWorld& w) { w.incident("OPS-1", 20, 61, {"SHOP-2"}); }, "OPS-1 lost; "},
      {"a cause that is not known is not guessed at", [](DeliveryWorld& w) { w.incident("OPS-1", 59, 61, {"SHOP-99"}); }, "OPS-1 lost; "},
      {"no cause: the deployment before, within the window", [](DeliveryWorld& w) { w.incident("OPS-1", 57, 61); }, "D2 incident soon after OPS-1; "},
      {"at the window's end, still", [](DeliveryWorld& w) { w.incident("OPS-1", 82, 90); }, "D3 incident soon after OPS-1; "},
      {"beyond the window, no more", [](DeliveryWorld& w) { w.incident("OPS-1", 82.001, 90); }, "OPS-1 lost; "},
      {"another service is not blamed", [](DeliveryWorld& w) { w.incident("OPS-1", 59, 61, {}, {"api"}); }, "OPS-1 lost; "},
      {"an unknown service is not guessed", [](DeliveryWorld& w) { w.incident("OPS-1", 59, 61, {}, {}); }, "OPS-1 lost; "},
      {"two incidents of one deployment", [](DeliveryWorld& w) { w.incident("OPS-1", 59, 61).incident("OPS-2", 60, 62); }, "D3 incident soon after OPS-1; D3 incident soon after OPS-2; "},
      {"while it was rolling out", [](DeliveryWorld& w) { w.deploys[2].began = at(57), w.incident("OPS-1", 57.5, 61); }, "D3 incident soon after OPS-1; "},
      {"an attempt that never went live is not blamed", [](DeliveryWorld& w) { w.deploys[2].live = false, w.incident("OPS-1", 57.9, 61); }, "D2 incident soon after OPS-1; "},
      {"back to what was live before", [](DeliveryWorld& w) { w.deploy("D4", 60, "bbbbbbb2"); }, "D3 rolled back D4; D4 is rollback of D3; "},
      {"back by two", [](DeliveryWorld& w) { w.deploy("D4", 60, "aaaaaaa1"); }, "D3 rolled back D4; D4 is rollback of D3; "},
      {"forward again is no rollback", [](DeliveryWorld& w) { w.deploy("D4", 60, "bbbbbbb2").deploy("D5", 62, "ccccccc3"); }, "D3 rolled back D4; D4 is rollback of D3; "},
      {"the same commit again is a change of configuration", [](DeliveryWorld& w) { w.deploy("D4", 60, "ccccccc3"); }, ""},
      {"rolled back after that, the last one with the bad commit failed", [](DeliveryWorld& w) { w.deploy("D4", 60, "ccccccc3").deploy("D5", 62, "bbbbbbb2"); }, "D4 rolled back D5; D5 is rollback of D4; "},
      {"an older commit that never was deployed by itself", [](DeliveryWorld& w) { w.deploys.pop_back(), w.deploy("D3", 58, "ccccccc3").commit("ccccccc0", 35).commit("ccccccc3", 40).deploy("D4", 60, "ccccccc0"); }, "D3 rolled back D4; D4 is rollback of D3; "},
      {"a revert by its commit message", [](DeliveryWorld& w) { w.deploy("D4", 80, "ddddddd4").commit("ddddddd4", 79, "Revert\n\nThis reverts commit bbbbbbb2."); }, "D2 reverted D4; D4 is revert of bbbbbbb; "},
      {"a revert by its pull request's body", [](DeliveryWorld& w) { w.deploy("D4", 80, "ddddddd4").commit("ddddddd4", 79).pull(4, "Undo", "undo", {}, "Reverts acme/web#1"); }, "D1 reverted D4; D4 is revert of acme/web#1; "},
      {"a revert by its title", [](DeliveryWorld& w) { w.deploy("D4", 80, "ddddddd4").commit("ddddddd4", 79).pull(4, "Revert \"Add mail\"", "revert-3"); }, "D3 reverted D4; D4 is revert by #4; "},
      {"a revert after eight days is rework, the failure is forgotten", [](DeliveryWorld& w) { w.deploy("D4", 58 + 24 * 8, "ddddddd4").commit("ddddddd4", 79, "This reverts commit ccccccc3."); }, "D4 is revert of ccccccc; "},
      {"what never was live cannot be reverted in production", [](DeliveryWorld& w) { w.deploy("D4", 80, "ddddddd5").commit("ddddddd4", 70).commit("ddddddd5", 79, "This reverts commit ddddddd4."); }, ""},
      {"a hotfix that names what it repairs", [](DeliveryWorld& w) { w.deploy("D4", 80, "ddddddd4").commit("ddddddd4", 79).pull(4, "Repair tax of #2", "hotfix/tax"); }, "D2 hotfix D4; D4 is hotfix #4; "},
      {"a hotfix that names nothing blames nobody", [](DeliveryWorld& w) { w.deploy("D4", 80, "ddddddd4").commit("ddddddd4", 79).pull(4, "Repair", "hotfix-tax"); }, "D4 is hotfix #4; "},
      {"a branch that only begins alike is none", [](DeliveryWorld& w) { w.deploy("D4", 80, "ddddddd4").commit("ddddddd4", 79).pull(4, "Repair #2", "hotfixes2"); }, ""},
      {"nothing but fixes of incidents is rework", [](DeliveryWorld& w) { w.incident("OPS-1", 57, 81).deploy("D4", 80, "ddddddd4").commit("ddddddd4", 79).pull(4, "Repair", "ops", {"OPS-1"}); }, "D2 incident soon after OPS-1; D4 is fix of OPS-1; "},
      {"a fix among planned work is not", [](DeliveryWorld& w) { w.incident("OPS-1", 57, 81).deploy("D4", 80, "ddddddd4").commit("ddddddd4", 79).pull(4, "Repair", "ops", {"OPS-1"}).pull(5, "Add map"); }, "D2 incident soon after OPS-1; "},
      {"it turned to failure by itself", [](DeliveryWorld& w) { w.deploys[1].broke = true; }, "D2 turned to failure D2; "},
  };
  for (const Row& r : rows) {
    CAPTURE(r.name);
    DeliveryWorld w = three();
    r.change(w);
    CHECK(told(w) == r.told);
  }
}

TEST_CASE("a service is restored when all its incidents are, else when the fix is live") {
  struct Row { std::string name; std::function<void(DeliveryWorld&)> change; std::optional<double> restored; };
  for (const Row& r : std::vector<Row>{
           {"incident", [](DeliveryWorld& w) { w.incident("OPS-1", 59, 63); }, 63},
           {"the later of two", [](DeliveryWorld& w) { w.incident("OPS-1", 59, 63).incident("OPS-2", 60, 62); }, 63},
           {"one still open", [](DeliveryWorld& w) { w.incident("OPS-1", 59, 63).incident("OPS-2", 60, std::nullopt); }, std::nullopt},
           {"rolled back", [](DeliveryWorld& w) { w.deploy("D4", 60, "bbbbbbb2"); }, 60},
           {"rolled back, the incident closed later", [](DeliveryWorld& w) { w.incident("OPS-1", 59, 63).deploy("D4", 60, "bbbbbbb2"); }, 63}}) {
    CAPTURE(r.name);
    DeliveryWorld w = three();
    r.change(w);
    const auto restored = judge(w.deploys, w.commits, w.pulls, w.incidents, w.rules).verdicts[2].restored();
    CHECK(restored == (r.restored ? std::optional(at(*r.restored)) : std::nullopt));
  }
}

TEST_CASE("in any history an incident has one deployment at most, which was live before it, and a rate is never above one") {
  std::mt19937_64 random(7);
  const auto any = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    DeliveryWorld w;
    const int count = any(12);
    std::vector<double> times;
    for (int d = 0; d < count; ++d) times.push_back(any(600));
    std::sort(times.begin(), times.end());
    for (int d = 0; d < count; ++d) {
      w.deploy("D" + std::to_string(d), times[static_cast<std::size_t>(d)], any(3) ? std::string(7, static_cast<char>('a' + any(6))) + "1" : "abcdef" + std::to_string(10 + d), any(2) ? "web" : "api");
      w.deploys.back().live = any(5) > 0;
      if (any(3)) w.commit("abcdef" + std::to_string(10 + d), times[static_cast<std::size_t>(d)] - any(50), any(4) ? "x" : "This reverts commit abcdef" + std::to_string(10 + any(12)) + ".");
      if (any(3)) w.pull(d, any(3) ? "P" : "Revert \"P\"", any(4) ? "b" : "hotfix/x", any(3) ? std::vector<std::string>{} : std::vector<std::string>{"OPS-" + std::to_string(any(8))}, "#" + std::to_string(any(12)));
    }
    for (int i = 0; i < any(8); ++i) w.incident("OPS-" + std::to_string(i), any(650), any(2) ? std::optional<double>(700) : std::nullopt, any(2) ? std::vector<std::string>{} : std::vector<std::string>{"abcdef" + std::to_string(10 + any(12))});
    const Judged j = judge(w.deploys, w.commits, w.pulls, w.incidents, w.rules);
    for (std::size_t i = 0; i < w.incidents.size(); ++i) {
      int times_counted = 0;
      for (std::size_t d = 0; d < w.deploys.size(); ++d)
        for (const auto& f : j.verdicts[d].failures) {
          if (f.by != w.incidents[i].key) continue;
          ++times_counted;
          REQUIRE(j.of_incident[i] == d);
          REQUIRE(w.deploys[d].live);
          REQUIRE(w.deploys[d].finished <= w.incidents[i].opened);
          // No later live one of the service lies between, where it was inferred.
          if (f.inferred())
            for (std::size_t e = d + 1; e < w.deploys.size(); ++e)
              REQUIRE(!(w.deploys[e].live && w.deploys[e].service == w.deploys[d].service && w.deploys[e].finished <= w.incidents[i].opened));
        }
      REQUIRE(times_counted == (j.of_incident[i] ? 1 : 0));
      REQUIRE(j.of_incident[i].has_value() == j.no_deployment[i].empty());
    }
    const DoraFigures f = dora(w.input()).all;
    for (const Share* s : {&f.failed, &f.failed_explicitly, &f.rework, &f.pipeline})
      if (s->rate) REQUIRE((0 <= *s->rate && *s->rate <= 1));
    REQUIRE(f.failed.hits >= f.failed_explicitly.hits);
  }
}
