// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "connectors/http.h"
namespace juno::github {

// GitHub tells of its limits in several ways: a GraphQL limit is used up with 200 and an error of type RATE_LIMITED, a
// secondary limit is hit with 200 or 403 and words, without a time to come back. This makes each of them what it is, a
// 429 with a wait, for the RetryingHttp above.
class LimitsHttp : public Http {
 public:
  explicit LimitsHttp(Http& inner) : inner_(inner) {}
  HttpResponse send(const HttpRequest& request) override;

 private:
  Http& inner_;
};

}  // namespace juno::github
