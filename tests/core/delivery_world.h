// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <string>
#include <vector>
#include "core/dora.h"
namespace juno::test {

// A small history to hand-work: hours since Monday 2026-03-02T00:00Z.
inline Instant at(double hours) { return parse_instant("2026-03-02").value() + std::chrono::milliseconds(static_cast<std::int64_t>(hours * 3'600'000)); }

struct DeliveryWorld {
  std::vector<Deploy> deploys;
  std::vector<Commit> commits;
  std::vector<DeployedPull> pulls;
  std::vector<Incident> incidents;
  FailureRules rules;
  bool per_pull = false;
  double from = 0, to = 28 * 24, now = 28 * 24;

  // A commit that the deployment given last was the first to ship.
  DeliveryWorld& commit(std::string sha, double committed, std::string message = "work") {
    Commit c;
    c.sha = std::move(sha), c.message = std::move(message), c.authored = c.committed = at(committed), c.on_default = true;
    deploys.back().commits.push_back(commits.size());
    commits.push_back(std::move(c));
    return *this;
  }
  DeliveryWorld& deploy(std::string id, double finished, std::string sha, std::string service = "web") {
    Deploy d;
    d.id = std::move(id), d.sha = std::move(sha), d.service = service, d.repository = "acme/" + service, d.finished = at(finished);
    deploys.push_back(std::move(d));
    return *this;
  }
  DeliveryWorld& pull(int number, std::string title, std::string branch = "work", std::vector<std::string> issues = {}, std::string body = {}) {
    DeployedPull p;
    p.pull.number = number, p.pull.title = std::move(title), p.pull.head_ref = std::move(branch), p.pull.body = std::move(body);
    p.pull.repository_name = deploys.back().repository, p.issues = std::move(issues), p.pull.state = PullState::merged;
    deploys.back().pulls.push_back(pulls.size());
    pulls.push_back(std::move(p));
    return *this;
  }
  DeliveryWorld& incident(std::string key, double opened, std::optional<double> resolved, std::vector<std::string> causes = {}, std::vector<std::string> services = {"web"}) {
    incidents.push_back({std::move(key), "it broke", std::move(services), at(opened), resolved ? std::optional(at(*resolved)) : std::nullopt, std::move(causes)});
    return *this;
  }
  DoraInput input() const {
    Midnights m;
    return {deploys, commits, pulls, incidents, Period{at(from), at(to), m.zone.date(at(from)), m.zone.date(at(to - 0.001)), "test", true}, m, at(now), rules, per_pull};
  }
};

}  // namespace juno::test
