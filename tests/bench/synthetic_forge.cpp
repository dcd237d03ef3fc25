// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/synthetic_forge.h"
#include <cstdio>
#include <string>
#include <vector>
#include "core/forge.h"
#include "store/forge_writer.h"
#include "store/site.h"
using namespace juno;
using std::chrono::hours;
namespace {

constexpr int kRepositories = 40, kPerDeployment = 5, kBatch = 100;

std::string sha(int repository, int number, int part) {
  char text[48];
  std::snprintf(text, sizeof text, "%04x%08x%02x%026x", repository, number, part, number * 7 + part);
  return text;
}
Person who(int n) {
  Person p;
  p.account = "dev-" + std::to_string(n % 300), p.name = "Developer " + std::to_string(n % 300), p.kind = "user";
  return p;
}
Commit commit(int repository, int number, int part, Instant at, std::vector<std::string> parents) {
  Commit c;
  c.sha = sha(repository, number, part), c.author = who(number), c.authored = c.committed = at, c.parents = std::move(parents);
  const int issue = (number * kRepositories + repository) * 10;  // the one created at that time
  c.message = part == 9 ? "Merge pull request #" + std::to_string(number) : "P" + std::to_string(issue % 20) + "-" + std::to_string(issue) + " work, part " + std::to_string(part);
  return c;
}

// Pull request `number` of a repository, opened `at`.
PullRecord pull(int repository, int number, Instant at) {
  PullRecord r;
  PullRequest& p = r.pull;
  p.number = number, p.node = "PR_" + std::to_string(repository) + "_" + std::to_string(number), p.title = "Change " + std::to_string(number), p.author = who(number), p.merged_by = who(number + 1);
  p.created = at, p.state = PullState::merged, p.merged = p.closed = at + hours(20), p.updated = at + hours(20);
  p.head_ref = number % 40 ? "work-" + std::to_string(number) : "hotfix/" + std::to_string(number), p.base_ref = "main", p.merge_commit = sha(repository, number, 9);
  p.additions = number % 700, p.deletions = number % 90, p.changed_files = 2;
  for (int c = 0; c < 3; ++c) r.commits.push_back(commit(repository, number, c, at - hours(10 - c), c ? std::vector<std::string>{sha(repository, number, c - 1)} : std::vector<std::string>{}));
  for (int v = 0; v < 3; ++v) {
    Review review;
    review.id = p.node + "_" + std::to_string(v), review.reviewer = who(number + 2 + v), review.state = v == 2 ? ReviewState::approved : ReviewState::commented, review.submitted = at + hours(4 + 4 * v);
    r.reviews.push_back(review);
  }
  r.files = {{"src/a.cpp", p.additions, p.deletions, "modified"}, {"src/b.cpp", 0, 0, "added"}};
  p.moments = moments_of(r);
  return r;
}

Deployment deployment(int repository, int number, Instant at) {
  Deployment d;
  d.id = "DE_" + std::to_string(repository) + "_" + std::to_string(number), d.environment = "production", d.sha = sha(repository, number, 9), d.created = at;
  d.statuses = {{at, "in_progress", "production"}, {at + std::chrono::minutes(9), number % 17 ? "success" : "failure", "production"}};
  settle(d, "");
  return d;
}

void fill(store::ForgeWriter& writer, int repository, int pulls, Instant from, std::chrono::milliseconds step) {
  const Id id = repository + 1;
  writer.begin_history(id);
  for (int first = 1; first <= pulls; first += kBatch) {
    std::vector<PullRecord> records;
    std::vector<Commit> history;
    std::vector<Deployment> deployments;
    for (int n = first; n < std::min(first + kBatch, pulls + 1); ++n) {
      const Instant at = from + step * (n * kRepositories + repository);
      records.push_back(pull(repository, n, at));
      history.insert(history.end(), records.back().commits.begin(), records.back().commits.end());
      std::vector<std::string> parents{sha(repository, n, 2)};
      if (n > 1) parents.insert(parents.begin(), sha(repository, n - 1, 9));
      history.push_back(commit(repository, n, 9, at + hours(20), std::move(parents)));
      if (n % kPerDeployment == 0) deployments.push_back(deployment(repository, n, at + hours(21)));
    }
    writer.upsert_pulls(id, records);
    writer.upsert_history(id, history);
    writer.upsert_deployments(id, deployments);
  }
  writer.close_history(id, sha(repository, pulls, 9), "");
}

}  // namespace

int make_forge(store::Database& db, int issues, Instant from, std::chrono::milliseconds step) {
  store::Transaction registering(db);
  store::Site site;
  site.name = "github", site.kind = "github";
  site = store::register_site(db, site);
  store::ForgeWriter writer(db, site);
  std::vector<Repository> repositories;
  for (int r = 0; r < kRepositories; ++r) {
    char name[32];
    std::snprintf(name, sizeof name, "acme/service-%02d", r);
    repositories.push_back({r + 1, name, "main", false});
  }
  writer.upsert_repositories(repositories);
  registering.commit();
  const int pulls = issues / 10 / kRepositories;
  for (int r = 0; r < kRepositories; ++r) {
    store::Transaction tx(db);
    fill(writer, r, pulls, from, step * 10);
    store::relink(db, site.to_cache(r + 1), "production");
    tx.commit();
  }
  return pulls * kRepositories;
}
