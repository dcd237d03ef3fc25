// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <mutex>
#include <string>
#include <vector>
#include "connectors/http.h"
namespace juno::test {

// The text of tests/fixtures/NAME.
std::string fixture(const std::string& name);

// Answers requests from stubs: each serves one request whose method is equal, whose URL ends with `url` and whose body
// contains `body`; the first that fits and is not used up yet. Anything else is an Error that names the request.
class FakeHttp : public Http {
 public:
  ~FakeHttp() override;  // fails the test when a stub was never asked for

  void on(std::string method, std::string url, std::string answer, int status = 200, Headers headers = {});
  void on_body(std::string method, std::string url, std::string body, std::string answer, int status = 200);
  // Instead of stubs: every request goes to this function (called under a lock).
  void serve(std::function<HttpResponse(const HttpRequest&)> answer) { answer_ = std::move(answer); }

  HttpResponse send(const HttpRequest& request) override;

  std::vector<HttpRequest> requests() const;
  std::size_t count() const { return requests().size(); }

 private:
  struct Stub {
    std::string method, url, body;
    HttpResponse response;
    bool used = false;
  };
  mutable std::mutex mutex_;
  std::vector<Stub> stubs_;
  std::vector<HttpRequest> requests_;
  std::function<HttpResponse(const HttpRequest&)> answer_;
};

HttpResponse json_answer(std::string body, int status = 200);

}  // namespace juno::test
