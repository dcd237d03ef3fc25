// SPDX-License-Identifier: Apache-2.0
#include "connectors/retry.h"
#include <doctest/doctest.h>
#include <deque>
#include <string>
#include <atomic>
#include <thread>
#include <variant>
#include <vector>
#include "connectors/http_date.h"
using namespace juno;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Action = Decision::Action;
namespace {

const Instant kNow = *parse_instant("2026-11-21T12:00:00Z");  // a Saturday; epoch second 1795262400

Attempt attempt(int number, int status, Headers headers = {}) {
  Attempt a;
  a.number = number;
  a.status = status;
  a.answer.status = status;
  a.answer.headers = std::move(headers);
  a.now = kNow;
  return a;
}

std::string name(Action action) {
  switch (action) {
    case Action::finish: return "finish";
    case Action::wait: return "wait";
    case Action::give_up: return "give up";
    case Action::partial: return "partial";
  }
  return "?";
}

std::string text(const Decision& d) { return name(d.action) + " " + std::to_string(d.wait.count()) + (d.everybody ? " all" : ""); }

}  // namespace

TEST_CASE("the kept instant of these tests is what it says") {
  CHECK(kNow.ms == 1'795'262'400'000);
}

TEST_CASE("an HTTP date is read in its three forms and no other") {
  const auto expected = parse_instant("1994-11-06T08:49:37Z");
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == expected);
  CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == expected);
  CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == expected);
  CHECK(parse_http_date("Sat, 21 Nov 2026 12:00:00 GMT") == kNow);
  CHECK(parse_http_date("Saturday, 21-Nov-26 12:00:00 GMT") == kNow);
  for (const std::string bad : {"", "soon", "7", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nox 1994 08:49:37 GMT",
                                "Sun, 06 ovD 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 6a Nov 1994 08:49:37 GMT",
                                "1994-11-06T08:49:37Z", "a, b c d e f g h i j"})
    CHECK_MESSAGE(!parse_http_date(bad), bad);
}

TEST_CASE("the decision follows status, headers and the number of tries") {
  struct Case { std::string name; Attempt attempt; std::string expected; };
  const auto write = [](Attempt a) { a.repeatable = false; return a; };
  const auto first_contact = [](Attempt a) { a.host_has_answered = false; return a; };
  const auto jitter = [](Attempt a, double by) { a.jitter = by; return a; };
  const auto late = "Sat, 21 Nov 2026 12:00:45 GMT";
  const std::vector<Case> cases = {
      {"success", attempt(1, 200), "finish 0"},
      {"not found", attempt(1, 404), "finish 0"},
      {"no permission", attempt(1, 403), "finish 0"},
      {"wrong token", attempt(1, 401), "finish 0"},
      {"not implemented", attempt(1, 501), "finish 0"},
      {"bad gateway", attempt(1, 502), "wait 2000"},
      {"unavailable, second try", attempt(2, 503), "wait 4000"},
      {"gateway time-out, third try", attempt(3, 504), "wait 8000"},
      {"internal error, fourth try", attempt(4, 500), "wait 16000"},
      {"unavailable too often", attempt(5, 503), "give up 0"},
      {"lost, fifth try is capped", attempt(5, 0), "wait 30000"},
      {"lost too often", attempt(6, 0), "give up 0"},
      {"lost, host never seen", first_contact(attempt(2, 0)), "wait 4000"},
      {"lost too often, host never seen", first_contact(attempt(3, 0)), "give up 0"},
      {"least jitter", jitter(attempt(1, 503), 0.7), "wait 1400"},
      {"most jitter goes beyond the cap", jitter(attempt(5, 0), 1.3), "wait 39000"},
      {"a write that failed", write(attempt(1, 500)), "finish 0"},
      {"a write the gateway lost", write(attempt(1, 502)), "finish 0"},
      {"a write without an answer", write(attempt(1, 0)), "finish 0"},
      {"a write told to come later", write(attempt(1, 429)), "wait 2000 all"},
      {"limit", attempt(1, 429), "wait 2000 all"},
      {"limit, too often", attempt(5, 429), "partial 0 all"},
      {"limit, too often, with a time", attempt(5, 429, {{"retry-after", "20"}}), "partial 20000 all"},
      {"Retry-After is a minimum", attempt(1, 429, {{"retry-after", "7"}}), "wait 7000 all"},
      {"back-off beyond Retry-After", attempt(4, 429, {{"retry-after", "7"}}), "wait 16000 all"},
      {"Retry-After 0 is the usual back-off", attempt(1, 429, {{"retry-after", "0"}}), "wait 2000 all"},
      {"Retry-After of a 503", attempt(1, 503, {{"retry-after", "9"}}), "wait 9000"},
      {"Retry-After as a date", attempt(1, 429, {{"retry-after", late}}), "wait 45000 all"},
      {"Retry-After in the past", attempt(1, 429, {{"retry-after", "Sat, 21 Nov 2026 11:00:00 GMT"}}), "wait 2000 all"},
      {"a date by the server's clock, 30 s ahead", attempt(1, 429, {{"retry-after", late}, {"date", "Sat, 21 Nov 2026 12:00:30 GMT"}}), "wait 15000 all"},
      {"seconds do not depend on the server's clock", attempt(1, 429, {{"retry-after", "7"}, {"date", "Sat, 21 Nov 2020 12:00:00 GMT"}}), "wait 7000 all"},
      {"garbage in Retry-After", attempt(1, 429, {{"retry-after", "soon"}}), "wait 2000 all"},
      {"negative Retry-After", attempt(1, 429, {{"retry-after", "-5"}}), "wait 2000 all"},
      {"Retry-After of exactly the longest wait", attempt(1, 429, {{"retry-after", "900"}}), "wait 900000 all"},
      {"Retry-After one second over", attempt(1, 429, {{"retry-after", "901"}}), "partial 901000 all"},
      {"a 503 for an hour", attempt(1, 503, {{"retry-after", "3600"}}), "partial 3600000 all"},
      {"absurd Retry-After", attempt(1, 429, {{"retry-after", "99999999999999999999999"}}), "partial 315360000000 all"},
      {"Jira's reset time", attempt(1, 429, {{"x-ratelimit-reset", "2026-11-21T12:01Z"}}), "wait 60000 all"},
      {"Jira's burst limit", attempt(1, 429, {{"ratelimit-reason", "jira-burst-based"}, {"retry-after", "3"}}), "wait 3000 all"},
      {"Jira's limit per issue", attempt(1, 429, {{"ratelimit-reason", "jira-per-issue-on-write"}}), "wait 2000 all"},
      {"Jira's hourly quota", attempt(1, 429, {{"ratelimit-reason", "jira-quota-tenant-based"}, {"retry-after", "5"}}), "partial 5000 all"},
      {"Jira's global quota, by reset", attempt(1, 429, {{"ratelimit-reason", "jira-quota-global-based"}, {"x-ratelimit-reset", "2026-11-21T13:00Z"}}), "partial 3600000 all"},
      {"GitHub's hourly limit", attempt(1, 403, {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1795266000"}}), "partial 3600000 all"},
      {"GitHub's hourly limit, nearly over", attempt(1, 403, {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1795262430"}}), "wait 30000 all"},
      {"GitHub's secondary limit does not wait for the hour",
       attempt(1, 403, {{"retry-after", "60"}, {"x-ratelimit-remaining", "4000"}, {"x-ratelimit-reset", "1795266000"}}), "wait 60000 all"},
      {"a limit with something left of the hour", attempt(1, 429, {{"x-ratelimit-remaining", "4000"}, {"x-ratelimit-reset", "1795266000"}}), "wait 2000 all"},
      {"GitHub's 403 with something left is final", attempt(1, 403, {{"x-ratelimit-remaining", "4000"}, {"x-ratelimit-reset", "1795266000"}}), "finish 0"},
      {"reset as seconds to go", attempt(1, 429, {{"x-ratelimit-reset", "40"}}), "wait 40000 all"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    CHECK(text(decide(c.attempt, {})) == c.expected);
  }
}

namespace {

HttpResponse answer(int status, Headers headers = {}) {
  HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  return response;
}

Error lost(bool transient) {
  Error error(Exit::remote, "https://acme.example: the connection broke", "try again");
  error.transient = transient;
  return error;
}

// Gives its answers one after the other.
struct Script : Http {
  std::deque<std::variant<HttpResponse, Error>> answers;
  std::vector<HttpRequest> sent;
  HttpResponse send(const HttpRequest& request) override {
    sent.push_back(request);
    REQUIRE_FALSE(answers.empty());
    auto next = answers.front();
    answers.pop_front();
    if (const auto* error = std::get_if<Error>(&next)) throw *error;
    return std::get<HttpResponse>(next);
  }
};

// A clock that moves only by sleeping.
struct Clockwork {
  Instant now = kNow;
  std::vector<std::int64_t> slept;
  std::vector<std::string> notes;
  RetryingHttp::Hooks hooks() {
    return {[this](milliseconds t) { slept.push_back(t.count()); now = now + t; }, [this] { return now; }, [] { return 0.5; }, {},
            [this](std::string_view note) { notes.emplace_back(note); }};
  }
  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const auto t : slept) sum += t;
    return sum;
  }
};

HttpRequest read(const std::string& method = "GET") {
  HttpRequest request;
  request.method = method;
  request.url = "https://acme.example/rest/api/3/x?jql=query-secret";
  request.headers = {{"authorization", "Bearer canary-token"}};
  return request;
}

}  // namespace

TEST_CASE("a read is sent again after the waits the server asks for") {
  Script script;
  script.answers = {answer(429, {{"retry-after", "7"}}), answer(503), lost(true), answer(200)};
  Clockwork clock;
  RetryingHttp http(script, clock.hooks());
  CHECK(http.send(read()).status == 200);
  CHECK(script.sent.size() == 4);
  CHECK(clock.slept == std::vector<std::int64_t>{7000, 4000, 8000});
  REQUIRE(clock.notes.size() == 3);
  CHECK(clock.notes[0] == "https://acme.example: status 429, waiting 7.0 s before try 2");
  CHECK(clock.notes[2] == "https://acme.example: the connection broke, waiting 8.0 s before try 4");
}

TEST_CASE("after the last try the answer, or the failure, is handed on") {
  Clockwork clock;
  Script script;
  script.answers.assign(5, answer(503));
  CHECK(RetryingHttp(script, clock.hooks()).send(read()).status == 503);
  CHECK(clock.total() == 2000 + 4000 + 8000 + 16000);
  script.answers = {answer(200)};
  script.answers.insert(script.answers.end(), 6, lost(true));
  RetryingHttp http(script, clock.hooks());
  http.send(read());
  CHECK_THROWS_WITH(http.send(read()), "https://acme.example: the connection broke (tried 6 times)");
  CHECK(script.answers.empty());
}

TEST_CASE("a host that never answered is not waited for long") {
  Clockwork clock;
  Script script;
  script.answers.assign(3, lost(true));
  CHECK_THROWS_WITH(RetryingHttp(script, clock.hooks()).send(read()), "https://acme.example: the connection broke (tried 3 times)");
  CHECK(clock.total() == 6000);
}

TEST_CASE("what will not get better is not sent again") {
  Clockwork clock;
  Script script;
  RetryingHttp http(script, clock.hooks());
  script.answers = {lost(false)};
  CHECK_THROWS_WITH(http.send(read()), "https://acme.example: the connection broke");
  script.answers = {Error(Exit::interrupted, "interrupted")};
  CHECK_THROWS_AS(http.send(read()), Error);
  script.answers = {answer(400)};
  CHECK(http.send(read()).status == 400);
  CHECK(clock.slept.empty());
}

TEST_CASE("a write is sent once, unless the server refused to look at it; a search by POST is a read") {
  Clockwork clock;
  Script script;
  RetryingHttp http(script, clock.hooks());
  script.answers = {answer(502)};
  CHECK(http.send(read("POST")).status == 502);
  script.answers = {lost(true)};
  CHECK_THROWS_AS(http.send(read("PUT")), Error);
  script.answers = {answer(429), answer(201)};
  CHECK(http.send(read("POST")).status == 201);
  script.answers = {answer(502), answer(200)};
  auto search = read("POST");
  search.read_only = true;
  CHECK(http.send(search).status == 200);
}

TEST_CASE("a quota ends the stream at once and says when to come back") {
  Clockwork clock;
  Script script;
  script.answers = {answer(429, {{"ratelimit-reason", "jira-quota-tenant-based"}, {"retry-after", "1800"}, {"atl-traceid", "abc123"}})};
  try {
    RetryingHttp(script, clock.hooks()).send(read());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.exit == Exit::partial);
    CHECK(std::string(error.what()) == "https://acme.example: the server's request limit is used up (jira-quota-tenant-based)");
    CHECK(error.hint == "run again after 2026-11-21T12:30:00Z to go on from here");
    CHECK(error.request_id == "abc123");
  }
  CHECK(clock.slept.empty());
}

TEST_CASE("a rate limit holds up every request to that host, and no other") {
  Clockwork clock;
  Script script;
  RetryingHttp* http = nullptr;
  bool nested = false;
  auto hooks = clock.hooks();
  hooks.sleep = [&](milliseconds t) {
    clock.slept.push_back(t.count());
    if (!nested) {  // what another thread would do meanwhile
      nested = true;
      auto elsewhere = read();
      elsewhere.url = "https://other.example/";
      http->send(elsewhere);
      CHECK(clock.slept.size() == 1);
      http->send(read());
    }
    clock.now = std::max(clock.now, kNow + t);
  };
  RetryingHttp retrying(script, hooks);
  http = &retrying;
  script.answers = {answer(429, {{"retry-after", "60"}}), answer(200), answer(200), answer(200), answer(200)};
  http->send(read());
  CHECK(clock.slept == std::vector<std::int64_t>{60'000, 60'000});
  http->send(read());  // the hold is over
  CHECK(clock.slept.size() == 2);
  CHECK(script.answers.empty());
}

TEST_CASE("a clock set back does not make a hold longer than the longest wait") {
  Clockwork clock;
  Script script;
  auto hooks = clock.hooks();
  hooks.sleep = [&](milliseconds t) { clock.slept.push_back(t.count()); clock.now = kNow - 24h; };
  RetryingHttp http(script, hooks);
  script.answers = {answer(429, {{"retry-after", "60"}}), answer(200), answer(200)};
  http.send(read());
  http.send(read());
  CHECK(clock.slept == std::vector<std::int64_t>{60'000, 900'000});
}

TEST_CASE("near a limit requests slow down, and speed up again") {
  Clockwork clock;
  Script script;
  RetryingHttp http(script, clock.hooks());
  const auto near = answer(200, {{"x-ratelimit-nearlimit", "true"}});
  script.answers = {near, near, near, near, near, answer(200), answer(200), answer(200), answer(200), answer(200), answer(200)};
  for (int i = 0; i < 11; ++i) http.send(read());
  CHECK(clock.slept == std::vector<std::int64_t>{250, 500, 1000, 2000, 2000, 1000, 500, 250});
}

TEST_CASE("an interruption ends a wait") {
  Clockwork clock;
  Script script;
  auto hooks = clock.hooks();
  hooks.interrupted = [&] { return clock.now >= kNow + 1s; };
  RetryingHttp http(script, hooks);
  script.answers = {answer(503), answer(200)};
  try {
    http.send(read());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.exit == Exit::interrupted);
  }
  CHECK(clock.total() == 1000);
  CHECK(script.sent.size() == 1);
}

TEST_CASE("waiting threads share one clock and all get their answers") {
  struct Busy : Http {
    std::atomic<int> count = 0;
    HttpResponse send(const HttpRequest&) override { return answer(++count % 3 == 0 ? 429 : 200); }
  } busy;
  std::atomic<std::int64_t> now = kNow.ms;
  RetryPolicy policy;
  policy.status_retries = 1000;
  RetryingHttp http(busy, {[&](milliseconds t) { now += t.count(); }, [&] { return Instant{now.load()}; }, [] { return 0.0; }, {}, {}}, policy);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) good += http.send(read()).status == 200;
    });
  for (auto& thread : threads) thread.join();
  CHECK(good == 400);
}

TEST_CASE("notes and errors of a retry hold no header, no query and no hostile text") {
  Clockwork clock;
  Script script;
  RetryingHttp http(script, clock.hooks());
  script.answers = {answer(429, {{"ratelimit-reason", "\x1b[31mred; canary-token!"}}), answer(429, {{"ratelimit-reason", "quota\x1b[2J"}})};
  try {
    http.send(read());
    FAIL("no error");
  } catch (const Error& error) {
    clock.notes.emplace_back(error.what());
    clock.notes.emplace_back(error.hint);
  }
  for (const auto& note : clock.notes) {
    CHECK(note.find("query-secret") == note.npos);
    CHECK(note.find('\x1b') == note.npos);
    CHECK(note.find("Bearer") == note.npos);
  }
}
