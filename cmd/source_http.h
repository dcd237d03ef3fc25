// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include "cmd/context.h"
#include "connectors/http.h"
#include "connectors/retry.h"
#include "core/config.h"
namespace juno {

// Counts requests, logs them with -vv, and remembers the server's clock. Thread-safe.
class CountingHttp : public Http {
 public:
  CountingHttp(Http& inner, Context& ctx) : inner_(inner), ctx_(ctx) {}
  HttpResponse send(const HttpRequest& request) override;
  std::int64_t count() const { return count_; }
  std::optional<Instant> server_time() const;  // of the first answer that told one

 private:
  Http& inner_;
  Context& ctx_;
  std::atomic<std::int64_t> count_{0};
  mutable std::mutex mutex_;
  std::optional<Instant> server_time_;
};

// How this run waits and asks again.
RetryingHttp::Hooks retry_hooks(Context& ctx);
RetryPolicy retry_policy(const Config& config);

}  // namespace juno
