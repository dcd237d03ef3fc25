// SPDX-License-Identifier: Apache-2.0
#include "cmd/jira_session.h"
#include <algorithm>
#include "cmd/credentials.h"
#include "cmd/source_http.h"
#include "connectors/atlassian.h"
#include "connectors/auth.h"
#include "connectors/retry.h"
#include "core/error.h"
namespace juno {
namespace {

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

struct JiraSession::Impl {
  std::unique_ptr<Http> network;
  std::unique_ptr<CountingHttp> counting;
  std::unique_ptr<AuthenticatedHttp> authenticated;
  std::unique_ptr<RetryingHttp> retrying;
  std::unique_ptr<jira::Site> site;
  jira::ServerInfo server;
  Instant began;
};

JiraSession::JiraSession(Context& ctx, const JiraSite& configured, const std::optional<Secret>& secret) : impl_(std::make_unique<Impl>()) {
  Impl& s = *impl_;
  if (configured.url.empty()) throw Error(Exit::config, "no jira.url in " + ctx.paths().config, "run `juno init`");
  const CredentialPlaces places = jira_places(configured, ctx.options.token_file, ctx.paths().credentials);
  const Credentials credentials =
      jira_credentials(configured, secret ? *secret : required_secret(places, {ctx.system.env, ctx.system.run_program}).secret);
  s.network = ctx.http();
  s.counting = std::make_unique<CountingHttp>(*s.network, ctx);
  const std::string url = without_slash(configured.url);
  // Scoped tokens and OAuth are only accepted at the gateway.
  const bool gateway = !configured.cloud_id.empty() || std::holds_alternative<OAuthGrant>(credentials);
  const std::string api = ctx.system.env("JUNO_ATLASSIAN_API").empty() ? std::string(kAtlassianApi) : ctx.system.env("JUNO_ATLASSIAN_API");
  const std::string base = !gateway ? url : gateway_base(configured.cloud_id.empty() ? cloud_id_of(*s.counting, url) : configured.cloud_id, api);
  const std::string login = ctx.system.env("JUNO_ATLASSIAN_LOGIN").empty() ? std::string(kAtlassianLogin) : ctx.system.env("JUNO_ATLASSIAN_LOGIN");
  s.authenticated = std::make_unique<AuthenticatedHttp>(*s.counting, base, credentials, renewal_in(CredentialFile(ctx.paths().credentials), places.source, ctx.system.now, login));
  s.retrying = std::make_unique<RetryingHttp>(*s.authenticated, retry_hooks(ctx), retry_policy(ctx.config()));
  s.site = std::make_unique<jira::Site>(jira::Site{*s.retrying, base, true, [&ctx] { return ctx.system.signal() != 0; }});
  s.began = ctx.system.now();
  s.server = jira::server_info(*s.site);
  if (configured.deployment == "server") s.server.cloud = false;
  if (configured.deployment == "cloud") s.server.cloud = true;
  s.site->cloud = s.server.cloud;
  if (s.server.server_time) s.began = std::min(s.began, *s.server.server_time);
  ctx.log(1, "jira: " + url + " is " + (s.server.cloud ? "Cloud" : "Data Center") + " " + s.server.version);
}
JiraSession::~JiraSession() = default;

const jira::Site& JiraSession::site() const { return *impl_->site; }
const jira::ServerInfo& JiraSession::server() const { return impl_->server; }
std::int64_t JiraSession::requests() const { return impl_->counting->count(); }
Instant JiraSession::began() const { return impl_->began; }

const JiraSite& configured_jira(Context& ctx, const std::string& name) {
  const auto& all = ctx.config().jira;
  if (all.empty()) throw Error(Exit::config, "no Jira is configured in " + ctx.paths().config, "run `juno init`");
  if (name.empty() && all.size() == 1) return all.front();
  for (const auto& site : all)
    if (site_name(site) == name) return site;
  throw Error(Exit::config, name.empty() ? "several Jira sites are configured" : "no Jira site named " + name, "name one of the [[jira]] entries");
}

std::string site_name(const JiraSite& site) { return site.name.empty() ? "jira" : site.name; }

}  // namespace juno
