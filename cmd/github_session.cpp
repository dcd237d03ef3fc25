// SPDX-License-Identifier: Apache-2.0
#include "cmd/github_session.h"
#include <algorithm>
#include "cmd/credentials.h"
#include "cmd/source_http.h"
#include "connectors/auth.h"
#include "connectors/github/app.h"
#include "connectors/github/device.h"
#include "connectors/github/limits.h"
#include "core/error.h"
namespace juno {

namespace {

OAuthRenewal renewal(Context& ctx, const GithubSource& configured, const std::string& source) {
  OAuthRenewal out = renewal_in(CredentialFile(ctx.paths().credentials), source, ctx.system.now);
  out.refresh = [site = github::login_site(configured.url), now = ctx.system.now](Http& http, const OAuthGrant& grant) { return github::renewed_device_login(http, site, grant, now()); };
  return out;
}

}  // namespace

struct GithubSession::Impl {
  std::unique_ptr<Http> network;
  std::unique_ptr<CountingHttp> counting;
  std::unique_ptr<Http> authenticated;
  std::unique_ptr<github::LimitsHttp> limits;
  std::unique_ptr<RetryingHttp> retrying;
  std::unique_ptr<github::Api> api;
  Person account;
  Instant began;
};

GithubSession::GithubSession(Context& ctx, const GithubSource& configured, const std::optional<Secret>& secret) : impl_(std::make_unique<Impl>()) {
  Impl& s = *impl_;
  const CredentialPlaces places = github_places(configured, ctx.options.token_file, ctx.paths().credentials);
  const Secret found = secret ? *secret : required_secret(places, {ctx.system.env, ctx.system.run_program}).secret;
  const auto* token = std::get_if<std::string>(&found);
  if (!token && configured.app.id) throw Error(Exit::config, "a GitHub App signs in with its private key", "set github.app.private_key_file");
  s.network = ctx.http();
  s.counting = std::make_unique<CountingHttp>(*s.network, ctx);
  const github::Api addresses = github::api_at(*s.counting, configured.url);
  if (configured.app.id) s.authenticated = std::make_unique<github::AppHttp>(*s.counting, addresses.rest, github::App{configured.app.id, configured.app.installation_id, *token}, ctx.system.now);
  else if (token) s.authenticated = std::make_unique<AuthenticatedHttp>(*s.counting, addresses.rest, BearerToken{*token});
  else s.authenticated = std::make_unique<AuthenticatedHttp>(*s.counting, addresses.rest, std::get<OAuthGrant>(found), renewal(ctx, configured, places.source));
  s.limits = std::make_unique<github::LimitsHttp>(*s.authenticated);
  s.retrying = std::make_unique<RetryingHttp>(*s.limits, retry_hooks(ctx), retry_policy(ctx.config()));
  s.api = std::make_unique<github::Api>(
      github::Api{*s.retrying, addresses.graphql, addresses.rest, [&ctx] { return ctx.system.signal() != 0; }, ctx.system.sleep});
  s.began = ctx.system.now();
  try {
    s.account = github::viewer(*s.api);
  } catch (const Error& e) {
    // The token of a workflow or an App has no account of its own; what it may not read shows where it is read.
    if (e.exit != Exit::partial && std::string(e.what()).find("not accessible by") == std::string::npos) throw;
    ctx.log(1, e.what());
  }
  if (const auto server = s.counting->server_time()) s.began = std::min(s.began, *server);
}
GithubSession::~GithubSession() = default;

const github::Api& GithubSession::api() const { return *impl_->api; }
std::int64_t GithubSession::requests() const { return impl_->counting->count(); }
Instant GithubSession::began() const { return impl_->began; }
const Person& GithubSession::account() const { return impl_->account; }

}  // namespace juno
