// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/line_writer.h"
#include "store/site.h"
namespace juno::store {

// The forge's rows of one site: repositories, commits, pull requests each with what hangs on it, deployments with their
// statuses, releases, workflow runs, links.
void write_forge(Database& db, const Site& site, LineWriter& out);

}  // namespace juno::store
