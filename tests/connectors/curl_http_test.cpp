// SPDX-License-Identifier: Apache-2.0
// The real network code against servers that say the wrong thing, all on 127.0.0.1.
#include "connectors/curl_http.h"
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <set>
#include <string>
#include <thread>
#include <vector>
#include "core/error.h"
#include "tests/support/raw_server.h"
using namespace juno;
using namespace std::chrono_literals;
using juno::test::RawServer;
using Clock = std::chrono::steady_clock;
namespace {

const std::string kCanary = "canary-7f3a91-token";

// printf '{"summary":"Grüße"}' | gzip -9
const std::string kGzipped(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x2a\x2e\xcd\xcd\x4d\x2c\xaa\x54\xb2\x52"
    "\x72\x2f\x3a\xbc\xe7\xf0\xfc\x54\xa5\x5a\x00\x9b\x6e\x78\xb0\x15\x00\x00\x00",
    41);

// A gzip body of a few kilobytes that decodes to 258 bytes for every 13 bits: a deflate block of fixed codes (RFC 1951, 3.2.6),
// one literal and then nothing but "repeat the last byte 258 times".
std::string gzip_bomb(int repeats) {
  std::string out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
  unsigned bits = 0, count = 0;
  const auto put = [&](unsigned value, unsigned width) {  // least significant bit first
    bits |= value << count;
    for (count += width; count >= 8; count -= 8, bits >>= 8) out += static_cast<char>(bits & 0xff);
  };
  put(0b011, 3);       // last block, fixed codes
  put(0b00010101, 8);  // literal 'x' (0x78): code 10101000, sent from its first bit
  for (int i = 0; i < repeats; ++i) {
    put(0b10100011, 8);  // length 258: code 285 is 11000101
    put(0, 5);           // distance 1
  }
  put(0, 15);
  return out;
}

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.headers = {{"Authorization", "Bearer " + kCanary}};
  return request;
}

HttpRequest post(const std::string& url, const std::string& body, bool read_only) {
  HttpRequest request = get(url);
  request.method = "POST";
  request.body = body;
  request.read_only = read_only;
  return request;
}

// What send throws; fails the test if it does not, or if the message gives the token or the query away.
Error failure(Http& http, const HttpRequest& request) {
  try {
    http.send(request);
  } catch (const Error& error) {
    for (const std::string& text : {std::string(error.what()), error.hint}) {
      CHECK(text.find(kCanary) == text.npos);
      CHECK(text.find("query-secret") == text.npos);
    }
    return error;
  }
  FAIL("the request succeeded");
  return {Exit::internal, ""};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a request arrives as written and its answer comes back whole") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(201, "created", "X-Thing:  a value \r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n");
    return true;
  });
  auto http = make_curl_http({});
  auto request = post(server.url("/rest/api/3/issue?expand=names"), R"({"a":1})", false);
  request.headers.emplace_back("Content-Type", "application/json");
  const auto response = http->send(request);
  CHECK(response.status == 201);
  CHECK(response.body == "created");
  CHECK(header(response, "x-thing") == "a value");
  CHECK(header(response, "set-cookie") == "a=1");
  CHECK_FALSE(header(response, "x-missing").has_value());
  const auto seen = server.requests().at(0);
  CHECK(seen.head.starts_with("POST /rest/api/3/issue?expand=names HTTP/1.1\r\n"));
  CHECK(has(seen.head, "\r\nAuthorization: Bearer " + kCanary + "\r\n"));
  CHECK(has(seen.head, "\r\nContent-Type: application/json\r\n"));
  CHECK(has(seen.head, "\r\nUser-Agent: juno\r\n"));
  CHECK_FALSE(has(seen.head, "Expect:"));
  CHECK(seen.body == R"({"a":1})");
}

TEST_CASE("any status returns, also without a body, and after an interim answer") {
  RawServer server([](const RawServer::Request& request, const RawServer::Peer& peer) {
    if (has(request.head, "/interim")) peer.say("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n");
    if (has(request.head, "/empty")) peer.say("HTTP/1.1 204 No Content\r\n\r\n");
    else peer.say(503, "busy", "Retry-After: 7\r\n");
    return true;
  });
  auto http = make_curl_http({});
  CHECK(http->send(get(server.url("/empty"))).status == 204);
  const auto response = http->send(get(server.url("/interim")));
  CHECK(response.status == 503);
  CHECK(response.body == "busy");
  CHECK(header(response, "retry-after") == "7");
  CHECK_FALSE(header(response, "x-early").has_value());
}

TEST_CASE("compressed answers are asked for and decoded") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(200, kGzipped, "Content-Encoding: gzip\r\n");
    return true;
  });
  auto http = make_curl_http({});
  CHECK(http->send(get(server.url())).body == "{\"summary\":\"Gr\xc3\xbc\xc3\x9f" "e\"}");
  CHECK(has(server.requests().at(0).head, "gzip"));
}

TEST_CASE("connections are used again, one for each sender at a time") {
  std::atomic<int> under_way = 0;
  RawServer server([&](const RawServer::Request& request, const RawServer::Peer& peer) {
    ++under_way;
    if (has(request.head, "/together"))
      while (under_way % 4 && !peer.gone(1)) {}  // answers only once four requests are under way
    peer.say(200, request.head.substr(0, request.head.find(" HTTP")));
    return true;
  });
  auto http = make_curl_http({});
  for (int i = 0; i < 3; ++i) http->send(get(server.url("/alone")));
  under_way = 0;
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      const std::string path = "/together/" + std::to_string(t);
      if (http->send(get(server.url(path))).body == "GET " + path) ++right;
    });
  for (auto& thread : threads) thread.join();
  CHECK(right == 4);
  std::set<int> connections, first_three;
  for (const auto& request : server.requests()) {
    connections.insert(request.connection);
    if (has(request.head, "/alone")) first_three.insert(request.connection);
  }
  CHECK(first_three.size() == 1);
  CHECK(connections.size() == 4);
}

TEST_CASE("many threads share one Http without mixing up answers") {
  RawServer server([](const RawServer::Request& request, const RawServer::Peer& peer) {
    peer.say(200, request.body + request.body);
    return true;
  });
  auto http = make_curl_http({});
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string body = std::to_string(t) + ":" + std::to_string(i);
        if (http->send(post(server.url(), body, true)).body != body + body) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(server.requests().size() == 400);
}

TEST_CASE("an answer that is not complete is an error that may be tried again") {
  struct Case { std::string name, answer; bool reset; };
  const std::vector<Case> cases = {
      {"short body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"issues\":[", false},
      {"chunks cut", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", false},
      {"no answer", "", false},
      {"headers cut", "HTTP/1.1 200 OK\r\nContent-Le", false},
      {"cut after a header", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", false},
      {"cut in the status line", "HTTP/1.1 20", false},
      {"reset in the body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello", true},
      {"reset at once", "", true},
      {"damaged gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    RawServer server([&](const RawServer::Request&, const RawServer::Peer& peer) {
      peer.say(c.answer);
      if (c.reset) peer.reset();
      return false;
    });
    auto http = make_curl_http({});
    const auto error = failure(*http, get(server.url("/x?a=query-secret")));
    CHECK(error.exit == Exit::remote);
    CHECK(error.transient);
    CHECK(has(error.what(), "http://127.0.0.1:" + std::to_string(server.port())));
  }
}

TEST_CASE("what is not HTTP is a final error") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say("SSH-2.0-OpenSSH_9.2\r\n");
    return false;
  });
  const auto error = failure(*make_curl_http({}), get(server.url()));
  CHECK(error.exit == Exit::remote);
  CHECK_FALSE(error.transient);
  CHECK(has(error.what(), "not HTTP"));
}

TEST_CASE("a write is not sent a second time when a kept connection dies") {
  std::atomic<int> count = 0;
  RawServer server([&](const RawServer::Request&, const RawServer::Peer& peer) {
    if (count++ == 0) {
      peer.say(200, "first");
      return true;
    }
    return false;  // takes the request and hangs up
  });
  auto http = make_curl_http({});
  http->send(get(server.url()));
  failure(*http, post(server.url(), "write", false));
  CHECK(count == 2);
}

TEST_CASE("each time-out fires, names itself, and no sooner") {
  struct Case { std::string name, says, expected; HttpOptions options; std::chrono::milliseconds at_least, at_most; };
  HttpOptions idle, total;
  idle.idle_timeout = 300ms;
  total.total_timeout = 400ms;
  const std::vector<Case> cases = {
      {"silent from the start", "", "sent nothing for 0.3 s", idle, 300ms, 5s},
      {"silent after the headers", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab", "sent nothing for 0.3 s", idle, 300ms, 5s},
      {"silent for the whole time", "", "took longer than 0.4 s", total, 400ms, 5s},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    RawServer server([&](const RawServer::Request&, const RawServer::Peer& peer) {
      peer.say(c.says);
      peer.wait_for_hang_up();
      return false;
    });
    const auto start = Clock::now();
    const auto error = failure(*make_curl_http(c.options), get(server.url()));
    const auto took = Clock::now() - start;
    CHECK(error.exit == Exit::remote);
    CHECK(error.transient);
    CHECK_MESSAGE(has(error.what(), c.expected), error.what());
    CHECK(took >= c.at_least - 5ms);  // libcurl rounds to milliseconds, twice
    CHECK(took < c.at_most);
  }
}

TEST_CASE("a slow drip is not idle, but ends with the whole request's time") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (!peer.gone(50)) peer.say("x");
    return false;
  });
  HttpOptions options;
  options.idle_timeout = 900ms;
  options.total_timeout = 1500ms;
  const auto error = failure(*make_curl_http(options), get(server.url()));
  CHECK_MESSAGE(has(error.what(), "took longer than 1.5 s"), error.what());
}

TEST_CASE("connecting has a time-out of its own") {
  // A listener whose queue is full does not answer further connection attempts.
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(listener, 0) == 0);
  REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  std::vector<int> fillers;
  for (int i = 0; i < 4; ++i) {
    fillers.push_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    static_cast<void>(connect(fillers.back(), reinterpret_cast<sockaddr*>(&address), size));
  }
  HttpOptions options;
  options.connect_timeout = 300ms;
  const auto error = failure(*make_curl_http(options), get("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/"));
  CHECK_MESSAGE(has(error.what(), "no connection within 0.3 s"), error.what());
  CHECK(error.transient);
  for (const int filler : fillers) close(filler);
  close(listener);
}

TEST_CASE("a refused connection says so") {
  int port = 0;
  { RawServer gone([](const RawServer::Request&, const RawServer::Peer&) { return false; }); port = gone.port(); }
  const auto error = failure(*make_curl_http({}), get("http://127.0.0.1:" + std::to_string(port) + "/?k=query-secret"));
  CHECK(error.exit == Exit::remote);
  CHECK(error.transient);
  CHECK_MESSAGE(has(error.what(), "Connection refused"), error.what());
}

TEST_CASE("an interruption ends a waiting request within a fifth of a second") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.wait_for_hang_up();
    return false;
  });
  Clock::duration best = 1h;
  for (int i = 0; i < 5 && best >= 200ms; ++i) {  // the best of five: the machine may be busy with other things
    std::atomic<bool> stop = false;
    HttpOptions options;
    options.interrupted = [&] { return stop.load(); };
    auto http = make_curl_http(options);
    Clock::time_point stopped_at;
    std::thread stopper([&] {
      std::this_thread::sleep_for(150ms);
      stopped_at = Clock::now();
      stop = true;
    });
    const auto error = failure(*http, get(server.url()));
    const auto returned_at = Clock::now();
    stopper.join();
    CHECK(error.exit == Exit::interrupted);
    best = std::min(best, returned_at - stopped_at);
  }
  CHECK(best < 200ms);
}

TEST_CASE("an answer over the limit is refused, announced or not, compressed or not") {
  struct Case { std::string name; std::function<void(const RawServer::Peer&)> says; };
  const std::vector<Case> cases = {
      {"announced", [](const RawServer::Peer& peer) { peer.say("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"); }},
      {"endless chunks",
       [](const RawServer::Peer& peer) {
         peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
         while (!peer.gone(0)) peer.say("1000\r\n" + std::string(0x1000, 'x') + "\r\n");
       }},
      {"decompression bomb", [](const RawServer::Peer& peer) { peer.say(200, gzip_bomb(10'000), "Content-Encoding: gzip\r\n"); }},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    RawServer server([&](const RawServer::Request&, const RawServer::Peer& peer) {
      c.says(peer);
      return false;
    });
    HttpOptions options;
    options.max_response_bytes = 100'000;
    const auto error = failure(*make_curl_http(options), get(server.url()));
    CHECK(error.exit == Exit::remote);
    CHECK_FALSE(error.transient);
    CHECK_MESSAGE(has(error.what(), "larger than 100000 bytes"), error.what());
  }
}

TEST_CASE("the bomb of these tests is one: a few bytes decode to many") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(200, gzip_bomb(10'000), "Content-Encoding: gzip\r\n");
    return false;
  });
  HttpOptions options;
  options.max_response_bytes = 10'000'000;
  std::string got;
  try {
    got = make_curl_http(options)->send(get(server.url())).body;
  } catch (const Error& error) {  // its check sum is wrong: libcurl may say so, after decoding
    got = error.what();
  }
  CHECK(gzip_bomb(10'000).size() < 17'000);
  CHECK_MESSAGE((got.size() == 2'580'001 || has(got, "compression is damaged")), got.substr(0, 200));
}

TEST_CASE("an answer of exactly the limit is accepted, one byte more is not") {
  RawServer server([](const RawServer::Request& request, const RawServer::Peer& peer) {
    peer.say(200, std::string(has(request.head, "/more") ? 1001 : 1000, 'x'));
    return true;
  });
  HttpOptions options;
  options.max_response_bytes = 1000;
  auto http = make_curl_http(options);
  CHECK(http->send(get(server.url("/fits"))).body.size() == 1000);
  CHECK(has(failure(*http, get(server.url("/more"))).what(), "larger than 1000 bytes"));
}

TEST_CASE("endless headers are refused") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say("HTTP/1.1 200 OK\r\n");
    while (!peer.gone(0)) peer.say("X-Filler: " + std::string(8000, 'x') + "\r\n");
    return false;
  });
  const auto error = failure(*make_curl_http({}), get(server.url()));
  CHECK(error.exit == Exit::remote);
}

TEST_CASE("redirects on the same server are followed, with method and body where the standard keeps them") {
  struct Case { std::string name; int status; std::string method; bool read_only; std::string expected; };
  const std::vector<Case> cases = {
      {"moved", 301, "GET", false, "GET /new "},
      {"found", 302, "GET", false, "GET /new "},
      {"temporary", 307, "GET", false, "GET /new "},
      {"a search that moved", 302, "POST", true, "POST /new body"},
      {"a search's result", 303, "POST", true, "GET /new "},
      {"a write that moved for now", 307, "POST", false, "POST /new body"},
      {"a write that moved for good", 308, "PUT", false, "PUT /new body"},
      {"a write that does not say", 302, "POST", false, "error"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    RawServer server([&](const RawServer::Request& request, const RawServer::Peer& peer) {
      const auto line = request.head.substr(0, request.head.find("HTTP/"));
      if (has(line, "/new")) peer.say(200, line + request.body);
      else peer.say(c.status, "", "Location: /new\r\n");
      return true;
    });
    HttpRequest request = get(server.url("/old"));
    request.method = c.method;
    request.read_only = c.read_only;
    if (c.method != "GET") request.body = "body";
    auto http = make_curl_http({});
    if (c.expected == "error") {
      CHECK(failure(*http, request).exit == Exit::remote);
      CHECK(server.requests().size() == 1);
    } else {
      CHECK(http->send(request).body == c.expected);
      CHECK(has(server.requests().at(1).head, kCanary));
    }
  }
}

TEST_CASE("a redirect that leaves the server is an error that names the other, which hears nothing") {
  RawServer other([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(200, "stolen");
    return false;
  });
  struct Case { std::string location, named; };
  const auto other_port = "127.0.0.1:" + std::to_string(other.port());
  const std::vector<Case> cases = {
      {"http://" + other_port + "/x?a=query-secret", "http://" + other_port},
      {"//" + other_port + "/x", "http://" + other_port},
      {"https://127.0.0.1/x", "https://127.0.0.1"},
      {"https://evil.example/", "https://evil.example"},
      {"file:///etc/passwd", "cannot use"},
      {"ftp://127.0.0.1/x", "cannot use"},
      {"http://user:query-secret@" + other_port + "/", "cannot use"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.location);
    RawServer server([&](const RawServer::Request&, const RawServer::Peer& peer) {
      peer.say(302, "", "Location: " + c.location + "\r\n");
      return true;
    });
    const auto error = failure(*make_curl_http({}), get(server.url()));
    CHECK(error.exit == Exit::remote);
    CHECK_FALSE(error.transient);
    CHECK_MESSAGE(has(error.what(), c.named), error.what());
  }
  CHECK(other.requests().empty());
}

TEST_CASE("redirects in circles end after the fifth") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(302, "", "Location: /again\r\n");
    return true;
  });
  CHECK(has(failure(*make_curl_http({}), get(server.url())).what(), "in circles"));
  CHECK(server.requests().size() == 6);
}

TEST_CASE("a 3xx without a place to go is an answer") {
  RawServer server([](const RawServer::Request& request, const RawServer::Peer& peer) {
    if (has(request.head, "/cached")) peer.say("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n");
    else peer.say(302, "nowhere");
    return true;
  });
  auto http = make_curl_http({});
  CHECK(http->send(get(server.url("/cached"))).status == 304);
  CHECK(http->send(get(server.url("/x"))).body == "nowhere");
}

TEST_CASE("plain http is for loopback only, and no trick gets around it") {
  auto http = make_curl_http({});
  for (const std::string url : {"http://acme.example/", "http://127.0.0.1.evil.example/", "http://0127.0.0.1/", "http://evil.example/?127.0.0.1",
                                "http://127.0.0.1@evil.example/", "HTTP://Acme.Example/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
                                "ftp://127.0.0.1/", "file:///etc/hostname", "127.0.0.1/", "http:127.0.0.1/"}) {
    CAPTURE(url);
    CHECK(failure(*http, get(url)).exit == Exit::config);
  }
}

TEST_CASE("a header that would smuggle in another is refused, and not shown") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(200, "");
    return true;
  });
  auto http = make_curl_http({});
  for (const std::string& value : {kCanary + "\r\nX-Evil: 1", kCanary + "\n", std::string("a\0b", 3)}) {
    HttpRequest request = get(server.url());
    request.headers = {{"Authorization", value}};
    CHECK(failure(*http, request).exit == Exit::config);
  }
  CHECK(server.requests().empty());
}

TEST_CASE("a proxy of the environment is not used for loopback hosts") {
  RawServer proxy([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(200, "from the proxy");
    return false;
  });
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(200, "from the server");
    return false;
  });
  setenv("http_proxy", proxy.url().c_str(), 1);
  const auto body = make_curl_http({})->send(get(server.url())).body;
  unsetenv("http_proxy");
  CHECK(body == "from the server");
  CHECK(proxy.requests().empty());
}

TEST_CASE("https goes through the proxy of the environment, which sees neither path nor token") {
  RawServer proxy([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(407, "no", "Proxy-Authenticate: Basic\r\n");
    return false;
  });
  setenv("https_proxy", ("http://someone:proxy-canary@127.0.0.1:" + std::to_string(proxy.port())).c_str(), 1);
  const auto error = failure(*make_curl_http({}), get("https://acme.example/secret-path"));
  unsetenv("https_proxy");
  CHECK_MESSAGE(has(error.what(), "the proxy answered 407"), error.what());
  CHECK_FALSE(error.transient);
  CHECK_FALSE(has(error.what() + error.hint, "proxy-canary"));
  REQUIRE_FALSE(proxy.requests().empty());
  const auto head = proxy.requests().at(0).head;
  CHECK(head.starts_with("CONNECT acme.example:443 "));
  CHECK_FALSE(has(head, kCanary));
  CHECK_FALSE(has(head, "secret-path"));
}

TEST_CASE("a CA file that cannot be read is a configuration error") {
  HttpOptions options;
  options.ca_file = "/nonexistent/ca.pem";
  RawServer server([](const RawServer::Request&, const RawServer::Peer&) { return false; });
  const auto error = failure(*make_curl_http(options), get("https://127.0.0.1:" + std::to_string(server.port()) + "/"));
  CHECK_MESSAGE(error.exit == Exit::config, error.what());
  CHECK(has(error.what(), "/nonexistent/ca.pem"));
}

TEST_CASE("https to what does not speak TLS is an error") {
  RawServer server([](const RawServer::Request&, const RawServer::Peer& peer) {
    peer.say(200, "");
    return false;
  });
  HttpOptions options;
  options.idle_timeout = options.connect_timeout = 1s;
  CHECK(failure(*make_curl_http(options), get("https://127.0.0.1:" + std::to_string(server.port()) + "/")).exit == Exit::remote);
}
