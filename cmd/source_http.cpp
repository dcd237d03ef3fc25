// SPDX-License-Identifier: Apache-2.0
#include "cmd/source_http.h"
#include "connectors/http_date.h"
namespace juno {

HttpResponse CountingHttp::send(const HttpRequest& request) {
  const auto number = ++count_;
  HttpResponse response = inner_.send(request);
  if (ctx_.options.verbose >= 2)
    ctx_.log(2, "request " + std::to_string(number) + ": " + request.method + " " + request.url + ": " + std::to_string(response.status) + ", " + std::to_string(response.body.size()) + " bytes");
  const std::lock_guard lock(mutex_);
  if (!server_time_)
    if (const auto date = header(response, "date")) server_time_ = parse_http_date(*date);
  return response;
}

std::optional<Instant> CountingHttp::server_time() const {
  const std::lock_guard lock(mutex_);
  return server_time_;
}

RetryingHttp::Hooks retry_hooks(Context& ctx) {
  return {.sleep = ctx.system.sleep,
          .now = ctx.system.now,
          .random = ctx.system.random,
          .interrupted = [&ctx] { return ctx.system.signal() != 0; },
          .note = [&ctx](std::string_view line) { ctx.log(1, line); }};
}

RetryPolicy retry_policy(const Config& config) {
  RetryPolicy p;
  p.max_wait = config.sync.max_wait;
  return p;
}

}  // namespace juno
