// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include "core/time.h"
#include "store/database.h"

// Code for a cache of `issues` synthetic issues, over the same stretch of time: a pull request for every tenth issue in 40
// repositories ("acme/service-00" …), each with three commits, three reviews and a merge, a deployment for every fifth. Returns
// how many pull requests.
int make_forge(juno::store::Database& db, int issues, juno::Instant from, std::chrono::milliseconds step);
