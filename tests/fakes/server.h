// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "tests/fakes/faults.h"
#include "tests/fakes/github.h"
#include "tests/fakes/jira.h"
namespace fakes {

struct ServerOptions {
  int port = 0;            // 0 = any free one
  std::string port_file;   // gets the port number; empty = none
  std::string log;         // gets one JSON line a request; empty = none
  std::string context;     // path prefix, as Data Center may have one: "/jira"
  std::int64_t delay_ms = 0;      // added to every request
  std::int64_t cache_mb = 700;    // of finished answers, oldest out first
  std::int64_t threads = 128;
};

// Serves until POST /_fake/shutdown. Prints the URL as its only line. Returns the exit code.
int serve(Jira& jira, GitHub& github, Faults& faults, const ServerOptions& options);

}  // namespace fakes
