// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include "cmd/context.h"
#include "cmd/credentials.h"
#include "connectors/jira/site.h"
#include "core/config.h"
namespace juno {

// A configured Jira, ready to be asked: credentials looked up, deployment known, requests authenticated, retried and
// counted.
class JiraSession {
 public:
  // With this secret instead of a look-up where one is given. Throws Error{config} (no token, refused), Error{remote}
  // (does not answer).
  JiraSession(Context& ctx, const JiraSite& configured, const std::optional<Secret>& secret = {});
  ~JiraSession();
  const jira::Site& site() const;
  const jira::ServerInfo& server() const;
  std::int64_t requests() const;
  // The earlier of the server's clock and ours when the session began: a watermark that neither skew can push too far.
  Instant began() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The [[jira]] entry of that name; with an empty name the only one. Throws Error{config} when there is none.
const JiraSite& configured_jira(Context& ctx, const std::string& name);
// "jira", or its name where several are configured.
std::string site_name(const JiraSite& site);

}  // namespace juno
