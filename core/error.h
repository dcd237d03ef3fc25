// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include "core/time.h"
namespace juno {

// Process exit codes. The numbers are an interface (`juno help exit-codes`): never renumber.
enum class Exit : int {
  ok = 0,
  no = 1,           // a --fail-if gate was hit, or doctor / --verify found something
  usage = 2,        // wrong flags, unknown or ambiguous name
  config = 3,       // configuration or credentials
  remote = 4,       // network or API
  store = 5,        // cache missing, locked, damaged, newer, or without data; -o failed
  partial = 6,      // run again to resume
  unclear = 7,      // ask needs a clarification
  refused = 8,      // ask refuses
  internal = 70,    // a bug in juno
  interrupted = 130,
  terminated = 143,
};

// The one exception juno code throws. `what()` says what failed, on what and why, in one line.
class Error : public std::runtime_error {
 public:
  Error(Exit exit_code, const std::string& what, std::string what_next = {})
      : std::runtime_error(what), exit(exit_code), hint(std::move(what_next)) {}
  Exit exit;
  std::string hint;                  // what the user can do next; may be empty
  std::vector<std::string> details;  // e.g. the candidates of an ambiguous name
  std::string request_id;            // the remote's own id of the failed request, where it gave one
  bool transient = false;            // the same request may well work when sent again
  std::optional<Instant> resume_after;  // when a rate limit ends, where the remote said so
};

// Keeps the first of the details and says how many more there are.
inline void shorten_details(Error& e, std::size_t most = 20) {
  if (e.details.size() <= most) return;
  const std::string more = "and " + std::to_string(e.details.size() - most) + " more";
  e.details.resize(most);
  e.details.push_back(more);
}

}  // namespace juno
