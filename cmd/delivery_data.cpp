// SPDX-License-Identifier: Apache-2.0
#include "cmd/delivery_data.h"
#include <algorithm>
#include "core/error.h"
#include "core/names.h"
#include "store/forge.h"
namespace juno {
namespace {

using store::DeploySource;

DeploySource source_named(const std::string& name) {
  return name == "deployments" ? DeploySource::deployments : name == "releases" ? DeploySource::releases : DeploySource::merges;
}
std::string told(DeploySource source, const std::string& environment) {
  switch (source) {
    case DeploySource::deployments: return "deployments to " + environment;
    case DeploySource::releases: return "releases";
    case DeploySource::merges: return "merges to the default branch";
  }
  return {};
}

// The first configured source with data; --source says which one without asking.
DeploySource chosen_source(Context& ctx, const DeliveryOptions& o, const std::string& environment) {
  const Names wanted = o.source.empty() ? ctx.config().deploy.source : Names{o.source};
  for (const auto& name : wanted)
    if (store::has_deploys(ctx.cache(), source_named(name), environment)) return source_named(name);
  std::string list;
  for (const auto& name : wanted) list += (list.empty() ? "" : " and no ") + (name == "deployments" ? "deployment to " + environment : name == "releases" ? std::string("release") : std::string("merged pull request"));
  throw Error(Exit::store, "no " + list + " is cached", "list GitHub repositories below [github] and run `juno sync`; deploy.source and deploy.environment say what counts as a deployment");
}

std::vector<std::string> named_services(const Services& services, const std::vector<std::string>& wanted) {
  std::vector<NameCandidate> candidates;
  for (const auto& name : services.names()) candidates.push_back({name, {name.substr(name.find('/') + 1)}, ""});
  std::vector<std::string> out;
  for (const auto& name : wanted) out.push_back(services.names()[resolve_name(name, candidates, "service", "juno dora")]);
  return out;
}

}  // namespace

void declare_delivery(Flags& flags, DeliveryOptions& o) {
  declare_period(flags, o.period);
  flags.list("--service", o.services, "NAME", "Only this service: a configured one, or a repository (repeatable)");
  flags.list("--repository", o.repositories, "NAME", "Only this repository, as owner/name or name (repeatable)");
  flags.choice("--source", o.source, {"deployments", "releases", "merges"}, "What counts as a deployment (default: deploy.source, the first with data)");
  flags.value("--environment", o.environment, "NAME", "The environment that is production (default: deploy.environment)");
}

Delivery load_delivery(Context& ctx, const DeliveryOptions& o, const Period& period, const DeliveryReach& reach) {
  const Config& config = ctx.config();
  store::Database& db = ctx.cache();
  const auto repositories = store::repositories(db);
  std::vector<std::string> all;
  for (const Repository& r : repositories) all.push_back(r.name);
  Delivery out{{}, {}, Services(config.services, all), ""};
  const auto wanted = named_services(out.services, o.services);
  store::DeliveryFilter filter;
  filter.environment = o.environment.empty() ? config.deploy.environment : o.environment;
  filter.source = chosen_source(ctx, o, filter.environment);
  for (const auto& name : o.repositories) filter.repositories.push_back(store::find_repository(db, name).id);
  if (!wanted.empty() && filter.repositories.empty())
    for (const Repository& r : repositories)
      if (std::find(wanted.begin(), wanted.end(), out.services.of_repository(r.name)) != wanted.end()) filter.repositories.push_back(r.id);
  filter.from = period.from - reach.before, filter.to = period.to + reach.after, filter.reviews = reach.reviews;
  out.source = told(filter.source, filter.environment);
  out.rows = store::delivery(db, filter);
  std::vector<std::string> shown;
  for (Deploy& d : out.rows.deploys) {
    d.service = out.services.of_repository(d.repository);
    if (std::find(shown.begin(), shown.end(), d.service) == shown.end()) shown.push_back(d.service);
  }
  const bool some = !wanted.empty() || !o.repositories.empty();
  store::IncidentFilter incidents{config.deploy.incident_types, config.deploy.incident_labels, config.deploy.cause_links, period.from - reach.incidents_before, period.to + reach.incidents_after};
  for (auto& found : store::incidents(db, incidents)) {
    std::vector<std::string> linked;
    for (const Repository& r : repositories)
      if (std::find(found.repositories.begin(), found.repositories.end(), r.id) != found.repositories.end()) linked.push_back(r.name);
    found.incident.services = out.services.of_incident(found.project, found.components, linked);
    const auto& at = found.incident.services;
    // What is known to be of other services only is not this report's.
    if (some && !at.empty() && found.incident.causes.empty() && std::none_of(at.begin(), at.end(), [&](const std::string& s) { return std::find(shown.begin(), shown.end(), s) != shown.end(); })) continue;
    out.incidents.push_back(std::move(found.incident));
  }
  return out;
}

}  // namespace juno
