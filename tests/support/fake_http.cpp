// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_http.h"
#include <doctest/doctest.h>
#include <exception>
#include <fstream>
#include <sstream>
#include "core/error.h"
namespace juno::test {

std::string fixture(const std::string& name) {
  std::ifstream in(std::string(JUNO_SOURCE_DIR) + "/tests/fixtures/" + name, std::ios::binary);
  if (!in) throw Error(Exit::internal, "no fixture " + name);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

HttpResponse json_answer(std::string body, int status) { return {status, {{"content-type", "application/json"}}, std::move(body)}; }

FakeHttp::~FakeHttp() {
  if (std::uncaught_exceptions() > 0) return;
  for (const auto& stub : stubs_) CHECK_MESSAGE(stub.used, "never asked for: ", stub.method, " ", stub.url, " ", stub.body);
}

void FakeHttp::on(std::string method, std::string url, std::string answer, int status, Headers headers) {
  HttpResponse response = json_answer(std::move(answer), status);
  response.headers.insert(response.headers.end(), headers.begin(), headers.end());
  stubs_.push_back({std::move(method), std::move(url), "", std::move(response), false});
}

void FakeHttp::on_body(std::string method, std::string url, std::string body, std::string answer, int status) {
  stubs_.push_back({std::move(method), std::move(url), std::move(body), json_answer(std::move(answer), status), false});
}

HttpResponse FakeHttp::send(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(request);
  if (answer_) return answer_(request);
  for (auto& stub : stubs_) {
    if (stub.used || stub.method != request.method || !request.url.ends_with(stub.url) || request.body.find(stub.body) == std::string::npos) continue;
    stub.used = true;
    return stub.response;
  }
  throw Error(Exit::internal, "unexpected request: " + request.method + " " + request.url + " " + request.body);
}

std::vector<HttpRequest> FakeHttp::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

}  // namespace juno::test
