// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/context.h"
#include "cmd/progress.h"
#include "cmd/sync_jira.h"
#include "core/config.h"
#include "store/database.h"
namespace juno {

// Brings the cache of the configured repositories up to date and links issues with code. Ends early only by Error{config}
// (credentials), Error{store} and interruption; what was committed stays. Every other failure ends its stream (one kind of
// one repository) and is told in the result.
void sync_github(Context& ctx, store::Database& db, const GithubSource& configured, const SyncOptions& options, Progress& progress, SyncResult& result);

}  // namespace juno
