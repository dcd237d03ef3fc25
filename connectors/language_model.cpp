// SPDX-License-Identifier: Apache-2.0
#include "connectors/language_model.h"
#include <algorithm>
#include "connectors/json.h"
#include "connectors/url.h"
#include "core/error.h"
namespace juno {
namespace {

constexpr std::size_t kLongestAnswer = 64 * 1024;
constexpr std::string_view kAzureVersion = "2024-10-21";

std::string address(const ModelEndpoint& e) {
  std::string base = e.url, version(kAzureVersion);
  if (const auto query = base.find("?api-version="); query != base.npos) version = base.substr(query + 13), base.resize(query);
  while (base.ends_with('/')) base.pop_back();
  switch (e.kind) {
    case ModelEndpoint::Kind::openai: return (base.empty() ? "https://api.openai.com" : base) + "/v1/chat/completions";
    case ModelEndpoint::Kind::azure:
      return base + "/openai/deployments/" + percent_encoded(e.model) + "/chat/completions?api-version=" + percent_encoded(version);
    case ModelEndpoint::Kind::compatible: return base + "/chat/completions";
  }
  return base;
}

std::string body_of(const ModelEndpoint& e, const ModelCall& call, int form) {
  std::string body = "{\"model\":" + json_string(e.model) + ",\"temperature\":0,\"seed\":7,\"max_tokens\":" + std::to_string(call.most_tokens) + ",\"messages\":[";
  for (std::size_t n = 0; n < call.messages.size(); ++n)
    body += (n ? "," : "") + std::string("{\"role\":") + json_string(call.messages[n].role) + ",\"content\":" + json_string(call.messages[n].text) + "}";
  body += "]";
  if (form == 0) body += ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"query\",\"strict\":true,\"schema\":" + call.schema + "}}";
  if (form == 1) body += ",\"response_format\":{\"type\":\"json_object\"}";
  return body + "}";
}

// The first object that stands in braces; strings are skipped as JSON writes them.
std::string first_object(std::string_view text) {
  const std::size_t begin = text.find('{');
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      else quoted = c != '"';
    } else if (c == '"') quoted = true;
    else if (c == '{') ++depth;
    else if (c == '}' && --depth == 0) return std::string(text.substr(begin, i - begin + 1));
  }
  return "";
}

Error failed(const std::string& what, const HttpResponse& response) {
  Error e(Exit::remote, "the language model: " + what);
  e.request_id = request_id(response);
  return e;
}

}  // namespace

HttpRequest model_request(const ModelEndpoint& endpoint, const ModelCall& call, int form) {
  HttpRequest r;
  r.method = "POST";
  r.url = address(endpoint);
  r.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  r.body = body_of(endpoint, call, form);
  r.read_only = true;  // asking twice changes nothing
  return r;
}

ModelAnswer model_answer(std::string_view body) {
  const JsonText json(body);
  const Json choice = *json.root()["choices"].begin();
  if (!json.root().is_object() || !choice.is_object()) throw Error(Exit::remote, "the language model gave no answer in the form of a chat");
  const std::string_view content = choice["message"]["content"].text();
  if (content.size() > kLongestAnswer) throw Error(Exit::remote, "the language model's answer is too long");
  ModelAnswer out;
  out.text = first_object(content);
  out.model = json.root()["model"].text().substr(0, 80);
  const Json usage = json.root()["usage"];
  out.tokens_in = std::max<std::int64_t>(0, usage["prompt_tokens"].integer().value_or(0));
  out.tokens_out = std::max<std::int64_t>(0, usage["completion_tokens"].integer().value_or(0));
  return out;
}

ModelAnswer ask_model(Http& http, const ModelEndpoint& endpoint, const ModelCall& call) {
  bool again = false;
  for (int form = 0;;) {
    HttpRequest request = model_request(endpoint, call, form);
    if (!endpoint.key.empty()) {
      if (endpoint.kind == ModelEndpoint::Kind::azure) request.headers.emplace_back("api-key", endpoint.key);
      else request.headers.emplace_back("Authorization", "Bearer " + endpoint.key);
    }
    const HttpResponse response = http.send(request);
    if (response.status == 200) return model_answer(response.body);
    if (response.status == 401 || response.status == 403) throw Error(Exit::config, "the language model's server refuses the key (" + std::to_string(response.status) + ")");
    if ((response.status == 400 || response.status == 422) && form < 2) {
      ++form;
      continue;
    }
    if ((response.status == 429 || response.status >= 500) && !again) {
      again = true;
      continue;
    }
    throw failed("its server answers with status " + std::to_string(response.status), response);
  }
}

}  // namespace juno
