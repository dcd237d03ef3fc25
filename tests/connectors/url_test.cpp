// SPDX-License-Identifier: Apache-2.0
#include "connectors/url.h"
#include <doctest/doctest.h>
#include <string>
#include <vector>
#include "core/error.h"
using namespace juno;

TEST_CASE("an origin is scheme, lower-case host and port") {
  struct Case { std::string url, origin; bool loopback; };
  const std::vector<Case> cases = {
      {"https://acme.atlassian.example/rest/api/3/myself", "https://acme.atlassian.example", false},
      {"HTTPS://Acme.Example:443?x=1", "https://acme.example", false},
      {"https://acme.example:8443", "https://acme.example:8443", false},
      {"http://localhost:8080/x", "http://localhost:8080", true},
      {"http://LOCALHOST#a", "http://localhost", true},
      {"http://127.0.0.1:1/", "http://127.0.0.1:1", true},
      {"http://127.255.255.255/", "http://127.255.255.255", true},
      {"http://[::1]:8080/", "http://[::1]:8080", true},
      {"https://[2001:DB8::1]/", "https://[2001:db8::1]", false},
      // Names and numbers that only look like loopback.
      {"http://127.0.0.1.evil.example/", "http://127.0.0.1.evil.example", false},
      {"http://127.evil.example/", "http://127.evil.example", false},
      {"http://localhost.evil.example/", "http://localhost.evil.example", false},
      {"http://localhost./", "http://localhost.", false},
      {"http://0127.0.0.1/", "http://0127.0.0.1", false},     // octal: 87.0.0.1
      {"http://127.0.0.01/", "http://127.0.0.01", false},
      {"http://127.1/", "http://127.1", false},
      {"http://127.0.0.256/", "http://127.0.0.256", false},
      {"http://127.0.0.1.1/", "http://127.0.0.1.1", false},
      {"http://127..0.1/", "http://127..0.1", false},
      {"http://127.0.0.1./", "http://127.0.0.1.", false},
      {"http://2130706433/", "http://2130706433", false},
      {"http://[::ffff:127.0.0.1]/", "http://[::ffff:127.0.0.1]", false},
      {"http://evil.example/127.0.0.1", "http://evil.example", false},
      {"http://evil.example?@127.0.0.1/", "http://evil.example", false},
      {"http://evil.example#@127.0.0.1/", "http://evil.example", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.url);
    CHECK(to_string(origin_of(c.url)) == c.origin);
    CHECK(is_loopback(origin_of(c.url)) == c.loopback);
  }
}

TEST_CASE("a URL that two programs could read differently is refused without being repeated") {
  const std::vector<std::string> urls = {
      "",
      "acme.example",
      "ftp://acme.example/",
      "file:///etc/passwd",
      "https:/acme.example",
      "https:acme.example",
      "https:///path",
      "https://",
      "https://canary-secret@acme.example/",
      "https://me:canary-secret@acme.example/",
      "http://127.0.0.1@evil.example/",
      "http://127.0.0.1:80@evil.example/",
      "http://127.0.0.1\\@evil.example/",
      "http://evil.example\\.127.0.0.1/",
      "http://127.0.0.1%2eevil.example/",
      "http://127.0.0.1\t.evil.example/",
      "http://127.0.0.1/a b",
      "http://127.0.0.1/a\r\nHost: evil.example",
      std::string("http://127.0.0.1/\0x", 19),
      "https://acme.example:",
      "https://acme.example:0/",
      "https://acme.example:65536/",
      "https://acme.example:+443/",
      "https://acme.example:44x/",
      "https://[::1/",
      "https://[]/",
      "https://[::1]x/",
      "https://[fe80::1%25eth0]/",
      "https://\xd0\xb0" "cme.example/",
  };
  for (const auto& url : urls) {
    CAPTURE(url);
    try {
      origin_of(url);
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.exit == Exit::config);
      CHECK(std::string(error.what()).find("canary") == std::string::npos);
    }
  }
}

TEST_CASE("percent encoding leaves only unreserved characters") {
  CHECK(percent_encoded("AZaz09-._~") == "AZaz09-._~");
  CHECK(percent_encoded("project = \"PAY\" & a/b+c") == "project%20%3D%20%22PAY%22%20%26%20a%2Fb%2Bc");
  CHECK(percent_encoded("\xc3\xbc%\n") == "%C3%BC%25%0A");
}

TEST_CASE("a query value is decoded, and what is no escape stays") {
  CHECK(query_decoded("c%3D1+2%2f") == "c=1 2/");
  CHECK(query_decoded("100%") == "100%");
  CHECK(query_decoded("%4") == "%4");
  CHECK(query_decoded("%zz%-1%41") == "%zz%-1A");
}
