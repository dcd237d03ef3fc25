// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/period_flags.h"
#include "core/failure.h"
#include "core/services.h"
#include "store/delivery.h"
namespace juno {

// The options by which a report on deployments chooses them.
struct DeliveryOptions {
  PeriodOptions period{.since = {}, .until = {}, .fallback = "12w"};
  std::vector<std::string> services, repositories;
  std::string source, environment;  // empty = as configured
};
void declare_delivery(Flags& flags, DeliveryOptions& options);

// What a report on a period reads, services named.
struct Delivery {
  store::DeliveryRows rows;
  std::vector<Incident> incidents;
  Services services;
  std::string source;  // "deployments to production", "releases", "merges to the default branch"
};
struct DeliveryReach {
  std::chrono::milliseconds before, after;                        // how far round the period deployments are read
  std::chrono::milliseconds incidents_before, incidents_after;    // and incidents
  bool reviews = false;
};
// Throws Error{usage} for an unknown service or repository, Error{store} when nothing deployed is cached.
Delivery load_delivery(Context& ctx, const DeliveryOptions& options, const Period& period, const DeliveryReach& reach);

}  // namespace juno
