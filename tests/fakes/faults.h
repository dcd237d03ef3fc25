// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>
#include "tests/fakes/call.h"
namespace fakes {

// A misbehaviour and when it strikes. Text form: KIND[:key=value[,key=value…]], e.g. "429:path=/search/jql,nth=2,retry_after=1".
//   path=TEXT    only requests whose target contains it        method=POST
//   nth=N        only the N-th matching request (from 1)       from=N    from the N-th on
//   times=N      at most N times; `once` = times=1             p=0.1     with that probability (seeded)
//   body=TEXT    only requests whose body contains it, and=TEXT contains that as well
//   above=N   only GraphQL that may touch more than N nodes
// Kinds and their own values: faults.cpp, README.md.
struct Fault {
  std::string kind, path, method, body, body_too;
  std::int64_t nth = 0, from = 0, times = 0, above = 0;
  double probability = 1;
  std::map<std::string, std::string> values;
  std::int64_t matched = 0, fired = 0;
  std::int64_t value(const std::string& name, std::int64_t otherwise) const;
};
Fault parse_fault(std::string_view text);  // throws std::runtime_error

// What the faults that strike a request ask for, summed up.
struct Trouble {
  std::vector<Fault> faults;
  const Fault* find(std::string_view kind) const;
};

class Faults {
 public:
  explicit Faults(std::uint64_t seed) : seed_(seed) {}
  void add(Fault fault);
  void clear();
  Trouble strike(const Call& call);  // counts the request
  bool any() const;
  std::string list() const;          // JSON: what is set, and how often it matched and fired

 private:
  mutable std::mutex mutex_;
  std::uint64_t seed_, requests_ = 0;
  std::vector<Fault> faults_;
};

// An answer instead of the site's, when one of the faults is of that kind: 429, 503, 502, 500, 401, 403, html, redirect, expired_token.
bool replace_reply(const Trouble& trouble, const Call& call, Reply& reply);
// Damage to a good answer: truncated, garbage, garbage_value, null_nodes, invalid_utf8, huge.
void damage(const Trouble& trouble, Reply& reply);

}  // namespace fakes
