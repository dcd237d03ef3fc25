// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include "connectors/http.h"
#include "connectors/url.h"
#include "core/time.h"
namespace juno::github {

// A GitHub App and which of its installations to act as.
struct App {
  std::int64_t id = 0;
  std::int64_t installation = 0;  // 0 = its only one
  std::string private_key;        // PEM
};

// What the App says of itself to get a token: a JSON web token signed with RS256, good for nine minutes. Error{config} for a
// key that is none.
std::string assertion(const App& app, Instant now);

// Signs requests for one server with a token of the installation, and no others. The token lasts an hour and is renewed
// before that, or when it is refused, by one thread while the others wait. Thread-safe; `inner` must outlive it.
class AppHttp : public Http {
 public:
  // `rest`: address of the REST API, e.g. https://api.github.com.
  AppHttp(Http& inner, std::string rest, App app, std::function<Instant()> now);
  // As Http::send. Error{config} when GitHub refuses the App, its key or the installation, Error{remote} for an answer that is
  // none. No message holds a token.
  HttpResponse send(const HttpRequest& request) override;

 private:
  std::string token(const std::string& refused);
  void renew();
  std::int64_t only_installation(const std::string& jwt);
  HttpResponse as_app(const std::string& method, const std::string& path, const std::string& jwt);

  Http& inner_;
  std::string rest_;
  Origin origin_;
  App app_;
  std::function<Instant()> now_;
  std::mutex mutex_;
  std::string token_;
  Instant stale_{};
};

}  // namespace juno::github
