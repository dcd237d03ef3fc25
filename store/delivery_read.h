// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include "store/delivery.h"
namespace juno::store {

// Steps of delivery(): what the deployments, in their final order, brought.
void read_shipped(Database& db, DeliveryRows& rows);         // by the facts that the sync keeps
void read_merged_commits(Database& db, DeliveryRows& rows);  // a merge: its own commits
// Releases: from the history; commits older than `oldest` before the first release read are not looked for.
void walk_releases(Database& db, DeliveryRows& rows, std::chrono::milliseconds oldest);
// Pull requests by the deployment that first held their merge, with the issues they are linked to.
void read_pulls(Database& db, const DeliveryFilter& filter, DeliveryRows& rows);

}  // namespace juno::store
