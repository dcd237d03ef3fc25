// SPDX-License-Identifier: Apache-2.0
// juno ask with a language model behind a loopback server that answers as scripted: well, wrongly, with ill will, slowly, brokenly.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include "connectors/curl_http.h"
#include "tests/support/fake_system.h"
#include "tests/support/raw_server.h"
using namespace juno;
using namespace juno::test;

namespace {

constexpr const char* kRows =
    "{\"table\":\"statuses\",\"id\":1,\"name\":\"To Do\",\"category\":\"todo\"}\n"
    "{\"table\":\"projects\",\"id\":1,\"key\":\"ORB\",\"name\":\"Orbit\"}\n"
    "{\"table\":\"issues\",\"key\":\"ORB-1\",\"summary\":\"Secret plan of the lighthouse\",\"type\":\"Bug\",\"status\":\"To Do\",\"status_id\":1,\"assignee\":\"Mira Voss\",\"created_at\":\"2026-02-10T09:00:00Z\",\"project\":\"ORB\"}\n";
constexpr const char* kQuestion = "bugs that Mira muddled through";
constexpr const char* kGood = R"({"result":{"kind":"query","entity":"issue","where":[{"f":"type","op":"=","v":"V1"},{"f":"assignee","op":"=","v":"P1"}]}})";

std::string chat(const std::string& content) {
  return nlohmann::json{{"model", "tiny-1"}, {"choices", {{{"message", {{"content", content}}}}}}, {"usage", {{"prompt_tokens", 900}, {"completion_tokens", 50}}}}.dump();
}

// A cache with one bug, and a server with its answers in turn; the last one stays.
struct Desk {
  explicit Desk(std::vector<std::string> answers, const std::string& more = "") : server([this, answers](const RawServer::Request&, const RawServer::Peer& peer) {
    const std::size_t n = std::min(asked++, answers.size() - 1);
    if (answers[n] == "slow") {
      peer.wait_for_hang_up();
      return false;
    }
    if (answers[n] == "cut") {
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\"");
      peer.reset();
      return false;
    }
    peer.say(answers[n].starts_with("#") ? std::stoi(answers[n].substr(1)) : 200, answers[n].starts_with("#") ? "{}" : answers[n]);
    return true;
  }) {
    HttpOptions options;
    options.total_timeout = options.idle_timeout = std::chrono::milliseconds(400);
    http = make_curl_http(options);
    fake.http = http.get();
    fake.env["JUNO_ASK_KEY"] = "sesame-key-123";
    fake.write("rows.jsonl", kRows);
    fake.write(".config/juno/config.toml", "[ask]\nprovider = \"compatible\"\nmodel = \"tiny\"\nurl = \"" + server.url("/v1") + "\"\nprice_in = 2\nprice_out = 8\n" + more);
    REQUIRE(fake.run("import " + fake.home() + "/rows.jsonl").code == 0);
  }
  nlohmann::json ask(const std::string& options = "") {
    const Outcome o = fake.run("ask '" + std::string(kQuestion) + "' --format json " + options);
    last = o;
    for (const std::string& text : {o.out, o.err}) CHECK(text.find("sesame") == std::string::npos);
    return nlohmann::json::parse(o.out)["data"];
  }
  std::atomic<std::size_t> asked = 0;
  RawServer server;
  std::unique_ptr<Http> http;
  FakeSystem fake;
  Outcome last;
};

}  // namespace

TEST_CASE("what a model reads well is answered, marked, priced, and not asked twice") {
  Desk d({chat(kGood)});
  auto data = d.ask();
  CHECK(d.last.code == 0);
  CHECK(data["source"] == "model");
  CHECK(data["rows"][0]["key"] == "ORB-1");
  CHECK(data["ir"]["where"][1]["v"] == "Mira Voss");
  CHECK(data["model"]["tokens_in"] == 900);
  CHECK(data["model"]["cost"].get<double>() == doctest::Approx(0.0022));
  const std::string sent = d.server.requests().at(0).body;
  for (const char* secret : {"Mira", "mira", "Voss", "lighthouse", "ORB", "sesame"}) CHECK_MESSAGE(sent.find(secret) == std::string::npos, secret);
  data = d.ask();
  CHECK(data["source"] == "kept");
  CHECK(data["rows"][0]["key"] == "ORB-1");
  CHECK(d.asked == 1);
}

TEST_CASE("a second try mends a first that dropped something; a third is not made") {
  const std::string dropped = chat(R"({"kind":"query","entity":"issue","where":[{"f":"type","op":"=","v":"V1"}]})");
  Desk mended({dropped, chat(kGood)});
  CHECK(mended.ask()["source"] == "model");
  CHECK(mended.asked == 2);
  CHECK(mended.server.requests().at(1).body.find("P1 is not used") != std::string::npos);
  Desk not_mended({dropped});
  const auto data = not_mended.ask();
  CHECK(not_mended.last.code == 7);
  CHECK(data["status"] == "unclear");
  CHECK(data["source"] == "local");
  CHECK(not_mended.asked == 2);
}

TEST_CASE("an unwilling, hostile, slow or broken server leaves the question open, and says why") {
  for (const std::string& answer : {chat(R"({"result":{"kind":"clarify","reason":"underspecified"}})"), chat("'; drop table issue; -- \x1b[31m"), chat(R"({"kind":"query","entity":"issue","where":[{"f":"assignee","op":"=","v":"Mira Voss"}]})"), chat(R"({"kind":"query","metrics":["secrets"]})"),
                                    chat(""), std::string("not json"), std::string("{}"), std::string("slow"), std::string("cut"), std::string("#500"), std::string("#401"), std::string("#302")}) {
    CAPTURE(answer);
    Desk d({answer});
    const auto data = d.ask();
    CHECK(d.last.code == 7);
    CHECK(data["ir"]["kind"] == "clarify");
    CHECK_FALSE(data["model"]["note"].get<std::string>().empty());
    CHECK(d.last.err.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("without being told so nothing is sent") {
  Desk d({chat(kGood)});
  CHECK(d.ask("--provider none")["status"] == "unclear");
  CHECK(d.ask("--strict")["status"] == "unclear");
  CHECK(d.asked == 0);
  for (const char* question : {"how many bugs are open", "delete all bugs", "why is Mira slow", "bugs that Zelda muddled through"}) d.fake.run("ask '" + std::string(question) + "'");
  CHECK(d.asked == 0);
}
