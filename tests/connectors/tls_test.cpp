// SPDX-License-Identifier: Apache-2.0
// TLS against `openssl s_server` with certificates made for the test. Without that program these tests say so.
#include <doctest/doctest.h>
#include <dlfcn.h>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include "connectors/curl_http.h"
#include "core/error.h"
#include "tests/support/program.h"
#include "tests/support/raw_server.h"
using namespace juno;
using namespace juno::test;
namespace {

bool make_certificate(const TemporaryFolder& folder, const std::string& name, const std::string& subject_alternatives) {
  return Program({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=juno test",
                  "-addext", "subjectAltName=" + subject_alternatives, "-keyout", folder.path(name + ".key"), "-out", folder.path(name + ".pem")}).wait() == 0;
}

int free_port() { return RawServer([](const RawServer::Request&, const RawServer::Peer&) { return false; }).port(); }

// Serves a page over TLS on `port`.
struct TlsServer {
  TlsServer(const TemporaryFolder& folder, const std::string& name, int port)
      : program({"openssl", "s_server", "-accept", "127.0.0.1:" + std::to_string(port), "-cert", folder.path(name + ".pem"), "-key", folder.path(name + ".key"), "-www", "-quiet"}) {}
  Program program;
};

// The status, or what failed. The server may need a moment to listen.
std::string outcome(const HttpOptions& options, const std::string& url) {
  auto http = make_curl_http(options);
  HttpRequest request;
  request.url = url;
  for (int i = 0;; ++i) {
    try {
      return std::to_string(http->send(request).status);
    } catch (const Error& error) {
      const std::string what = error.what();
      if (what.find("refused") == what.npos || i == 100) return what + " | " + error.hint + (error.transient ? " | transient" : "");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
}

constexpr const char* kOwnProcess = "[in its own process] libcurl before and after the first send";

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a certificate counts only with a trusted authority and the right host name") {
  const TemporaryFolder folder;
  if (!make_certificate(folder, "right", "IP:127.0.0.1,DNS:localhost") || !make_certificate(folder, "wrong", "DNS:other.example")) {
    MESSAGE("the program openssl is missing: TLS is not tested");
    return;
  }
  const int right_port = free_port();
  const TlsServer right(folder, "right", right_port);
  const int wrong_port = free_port();
  const TlsServer wrong(folder, "wrong", wrong_port);
  const std::string url = "https://127.0.0.1:" + std::to_string(right_port) + "/";

  HttpOptions trusting;
  trusting.ca_file = folder.path("right.pem");
  CHECK(outcome(trusting, url) == "200");
  CHECK(outcome(trusting, "https://localhost:" + std::to_string(right_port) + "/") == "200");

  const auto unknown = outcome({}, url);
  CHECK_MESSAGE(has(unknown, "certificate cannot be trusted"), unknown);
  CHECK(has(unknown, "ca_file"));
  CHECK_FALSE(has(unknown, "transient"));

  HttpOptions other;
  other.ca_file = folder.path("wrong.pem");
  const auto other_name = outcome(other, "https://127.0.0.1:" + std::to_string(wrong_port) + "/");
  CHECK_MESSAGE(has(other_name, "certificate cannot be trusted"), other_name);

  setenv("SSL_CERT_FILE", trusting.ca_file.c_str(), 1);
  CHECK(outcome({}, url) == "200");
  CHECK(has(outcome(other, url), "certificate cannot be trusted"));  // the option wins
  unsetenv("SSL_CERT_FILE");
}

// Runs only in a process of its own, started by the test below: other tests load the library, too.
TEST_CASE(kOwnProcess * doctest::skip()) {
  const auto loaded = [] { return dlopen("libcurl.so.4", RTLD_LAZY | RTLD_NOLOAD) != nullptr || dlopen("libssl.so.3", RTLD_LAZY | RTLD_NOLOAD) != nullptr; };
  CHECK_FALSE(loaded());
  auto http = make_curl_http({});
  HttpRequest request;
  request.url = "http://acme.example/";
  CHECK_THROWS_AS(http->send(request), Error);  // refused before the library is needed
  CHECK_FALSE(loaded());
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(200, "");
    return false;
  });
  request.url = server.url();
  CHECK(http->send(request).status == 200);
  CHECK(loaded());
}

TEST_CASE("libcurl is loaded by the first send and not before") {
  CHECK(Program({"/proc/self/exe", "--no-skip", std::string("--test-case=") + kOwnProcess}).wait() == 0);
}
