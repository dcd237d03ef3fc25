// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "core/failure.h"
#include "store/database.h"
namespace juno::store {

enum class DeploySource { deployments, releases, merges };

struct DeliveryFilter {
  DeploySource source = DeploySource::deployments;
  std::string environment;       // of deployments, any case
  std::vector<Id> repositories;  // empty = all
  Instant from, to;              // what ended in [from, to), and of each repository the last that ended before
  bool reviews = false;          // read the reviews of shipped pull requests too
};

// What reached production, with what each deployment was the first to bring. Reads the period's rows only, whatever the
// cache holds before. `service` is the repository's name. Deployments in order of (finished, repository, id).
struct DeliveryRows {
  std::vector<Deploy> deploys;
  std::vector<Commit> commits;     // shipped, and those that were deployed
  std::vector<DeployedPull> pulls;
};
DeliveryRows delivery(Database& db, const DeliveryFilter& filter);

// Whether the cache holds any such row (of that environment).
bool has_deploys(Database& db, DeploySource source, const std::string& environment);

// Issues that are incidents by their type (any case) or label, opened in [from, to). What caused them: other ends of links
// of the given types, and shas, "owner/name#12" after "root cause:" in the description.
struct IncidentFilter {
  std::vector<std::string> types, labels, cause_links;
  Instant from, to;
};
struct FoundIncident {
  Incident incident;                    // services: none yet
  std::string project;                  // key
  std::vector<std::string> components;
  std::vector<Id> repositories;         // of the pull requests linked to it, ascending
};
std::vector<FoundIncident> incidents(Database& db, const IncidentFilter& filter);  // by opened, key

}  // namespace juno::store
