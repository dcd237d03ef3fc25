// SPDX-License-Identifier: Apache-2.0
#include "connectors/language_model.h"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include "core/error.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::test;

namespace {

const ModelCall kCall{{{"system", "rules"}, {"user", "how many \"V1\"\n"}}, R"({"type":"object"})", 300};
ModelEndpoint endpoint(ModelEndpoint::Kind kind, std::string url) { return {kind, std::move(url), "gpt x/1", "sesame-key-123"}; }
std::string chat(const std::string& content) {
  return nlohmann::json{{"model", "gpt-x-2026"}, {"choices", {{{"message", {{"role", "assistant"}, {"content", content}}}}}}, {"usage", {{"prompt_tokens", 812}, {"completion_tokens", 60}}}}.dump();
}
std::string key_of(const HttpRequest& r, const std::string& name) {
  for (const auto& [n, v] : r.headers)
    if (n == name) return v;
  return "";
}

}  // namespace

TEST_CASE("each kind of server is asked where and how it wants") {
  struct Row { ModelEndpoint::Kind kind; std::string base, url, header, value; };
  using K = ModelEndpoint::Kind;
  for (const auto& [kind, base, url, name, value] : std::initializer_list<Row>{
           {K::openai, "", "https://api.openai.com/v1/chat/completions", "Authorization", "Bearer sesame-key-123"},
           {K::openai, "https://gate.example/", "https://gate.example/v1/chat/completions", "Authorization", "Bearer sesame-key-123"},
           {K::azure, "https://x.azure.example", "https://x.azure.example/openai/deployments/gpt%20x%2F1/chat/completions?api-version=2024-10-21", "api-key", "sesame-key-123"},
           {K::azure, "https://x.azure.example?api-version=2025-01-01", "https://x.azure.example/openai/deployments/gpt%20x%2F1/chat/completions?api-version=2025-01-01", "api-key", "sesame-key-123"},
           {K::compatible, "http://localhost:8000/v1/", "http://localhost:8000/v1/chat/completions", "Authorization", "Bearer sesame-key-123"}}) {
    CAPTURE(url);
    FakeHttp http;
    http.on("POST", url, chat("{}"));
    ask_model(http, endpoint(kind, base), kCall);
    const HttpRequest sent = http.requests().front();
    CHECK(sent.url == url);
    CHECK(key_of(sent, name) == value);
    CHECK(sent.body.find("sesame") == std::string::npos);
    const auto body = nlohmann::json::parse(sent.body);
    CHECK(body["temperature"] == 0);
    CHECK(body["messages"][1]["content"] == "how many \"V1\"\n");
    CHECK(body["response_format"]["json_schema"]["strict"] == true);
    CHECK(body["response_format"]["json_schema"]["schema"]["type"] == "object");
  }
}

TEST_CASE("of an answer the first JSON object counts, whatever is around it") {
  struct Row { std::string content, object; };
  for (const auto& [content, object] : std::initializer_list<Row>{{R"({"a":1})", R"({"a":1})"}, {"Sure!\n```json\n{\"a\":{\"b\":\"}\\\"{\"}}\n``` {\"c\":2}", "{\"a\":{\"b\":\"}\\\"{\"}}"}, {"I cannot", ""}, {"{\"a\":1", ""}, {"", ""}}) {
    const ModelAnswer a = model_answer(chat(content));
    CHECK(a.text == object);
    CHECK(a.model == "gpt-x-2026");
    CHECK(a.tokens_in == 812);
    CHECK(a.tokens_out == 60);
  }
}

TEST_CASE("a server that knows no schema is asked for JSON, then plainly") {
  FakeHttp http;
  int n = 0;
  http.serve([&](const HttpRequest&) { return ++n < 3 ? json_answer("{}", 400) : json_answer(chat("{\"x\":1}")); });
  CHECK(ask_model(http, endpoint(ModelEndpoint::Kind::compatible, "http://127.0.0.1:1"), kCall).text == "{\"x\":1}");
  const auto sent = http.requests();
  CHECK(nlohmann::json::parse(sent[1].body)["response_format"]["type"] == "json_object");
  CHECK_FALSE(nlohmann::json::parse(sent[2].body).contains("response_format"));
}

TEST_CASE("a busy server is asked once more, a refused key is an error of the configuration, and nothing is told of either") {
  struct Row { std::vector<int> statuses; Exit exit; std::size_t requests; };
  for (const auto& [statuses, exit, requests] : std::initializer_list<Row>{{{429, 200}, Exit::ok, 2}, {{503, 200}, Exit::ok, 2}, {{500, 503}, Exit::remote, 2}, {{401}, Exit::config, 1}, {{404}, Exit::remote, 1}, {{400, 400, 400}, Exit::remote, 3}}) {
    FakeHttp http;
    std::size_t n = 0;
    http.serve([&, all = statuses](const HttpRequest&) {
      const int status = all[n++];
      return status == 200 ? json_answer(chat("{}")) : json_answer("{\"error\":{\"message\":\"bad sesame-key-123 how many V1\"}}", status);
    });
    Exit got = Exit::ok;
    try {
      ask_model(http, endpoint(ModelEndpoint::Kind::openai, ""), kCall);
    } catch (const Error& e) {
      got = e.exit;
      CHECK(std::string(e.what()).find("sesame") == std::string::npos);
      CHECK(std::string(e.what()).find("V1") == std::string::npos);
    }
    CHECK(got == exit);
    CHECK(http.count() == requests);
  }
}

TEST_CASE("what is no chat's answer is an error") {
  for (const std::string& body : {std::string("<html>"), std::string("{}"), std::string("[]"), std::string("null"), std::string(R"({"choices":[]})"), std::string(R"({"choices":[3]})"), chat(std::string(70'000, 'x')), std::string("\xff\xfe")})
    CHECK_THROWS_AS(model_answer(body), Error);
  CHECK(model_answer(R"({"choices":[{"message":{"content":null}}],"usage":{"prompt_tokens":-5}})").tokens_in == 0);
}
