// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include "cmd/context.h"
#include "cmd/credentials.h"
#include "connectors/github/api.h"
#include "core/config.h"
namespace juno {

// The configured GitHub, ready to be asked: credentials looked up, requests authenticated, paced, retried and counted.
class GithubSession {
 public:
  // With this secret instead of a look-up where one is given. Throws Error{config} (no token, refused), Error{remote}.
  GithubSession(Context& ctx, const GithubSource& configured, const std::optional<Secret>& secret = {});
  ~GithubSession();
  const github::Api& api() const;
  std::int64_t requests() const;
  // The earlier of the server's clock and ours when the session began: a watermark that neither skew can push too far.
  Instant began() const;
  // Whose token it is; nobody where it may not ask (the token of a workflow).
  const Person& account() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno
