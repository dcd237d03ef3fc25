// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/api.h"
#include <algorithm>
#include "connectors/github/values.h"
#include "connectors/url.h"
namespace juno::github {
namespace {

constexpr std::size_t kMaxQuoted = 300;
constexpr int kMaxRedirects = 5;
constexpr int kAsks = 3;  // for an answer that is no JSON

std::string printable(std::string_view words) {
  std::size_t end = std::min(words.size(), kMaxQuoted);
  while (end < words.size() && end > 0 && (static_cast<unsigned char>(words[end]) & 0xc0) == 0x80) --end;
  std::string out(words.substr(0, end));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return end < words.size() ? out + "…" : out;
}

template <class E = Error> [[noreturn]] void fail(const HttpResponse& response, Exit exit, const std::string& what, std::string hint = {}) {
  E error(exit, what, std::move(hint));
  error.request_id = request_id(response);
  throw error;
}

Headers usual_headers() { return {{"Accept", "application/vnd.github+json"}, {"X-GitHub-Api-Version", "2022-11-28"}}; }

[[noreturn]] void throw_status(std::string_view what, const HttpResponse& response) {
  const JsonText json(response.body);
  const std::string words = printable(json.root()["message"].text());
  const std::string said = std::string(what) + ": GitHub refuses (HTTP " + std::to_string(response.status) + ")" + (words.empty() ? "" : ": " + words);
  switch (response.status) {
    case 401: fail(response, Exit::config, said, "the token has expired or was revoked: make a new one and run `juno auth login github`");
    case 403: fail(response, Exit::partial, said, "the token lacks a permission for it, or the organisation wants the token authorised for SSO");
    case 429: fail(response, Exit::partial, said, "run again later: juno goes on where it stopped");
    default: fail(response, Exit::remote, said);
  }
}

std::string path_text(const Json& path) {
  std::string out;
  for (const Json part : path) {
    const auto number = part.is_number() ? part.integer() : std::nullopt;
    out += (out.empty() ? "" : ".") + (number ? std::to_string(*number) : std::string(part.text()));
  }
  return out;
}

bool says_too_much(const PathError& e) {
  return e.type == "RESOURCE_LIMITS_EXCEEDED" || e.type == "MAX_NODE_LIMIT_EXCEEDED" || e.message.find("timed out") != std::string::npos ||
         e.message.find("timedout") != std::string::npos || e.message.find("Something went wrong while executing your query") != std::string::npos;
}

std::string body_of(const Query& query, const Variables& variables) {
  std::string body = R"({"query":)" + json_string(query.text) + R"(,"variables":{)";
  for (const auto& [name, json] : variables) body += (body.back() == '{' ? "" : ",") + json_string(name) + ":" + json;
  return body + "}}";
}

std::vector<PathError> errors_of(const Json& root) {
  std::vector<PathError> all;
  for (const Json e : root["errors"]) {
    const auto type = e["type"].is_string() ? e["type"].text() : e["extensions"]["code"].text();
    all.push_back({path_text(e["path"]), std::string(type), printable(e["message"].text())});
  }
  return all;
}

}  // namespace

bool PathError::forbidden() const {
  return type == "FORBIDDEN" || type == "NOT_FOUND" || type == "INSUFFICIENT_SCOPES" || message.find("not accessible by") != std::string::npos;
}

Api api_at(Http& http, std::string_view url) {
  std::string base(url);
  while (base.ends_with('/')) base.pop_back();
  const Origin origin = origin_of(base);
  if (origin.host == "api.github.com") return {http, base + "/graphql", base};
  if (origin.host == "github.com" || origin.host == "www.github.com") return {http, "https://api.github.com/graphql", "https://api.github.com"};
  if (base.ends_with("/api/v3")) base.resize(base.size() - 7);
  return {http, base + "/api/graphql", base + "/api/v3"};
}

Reply ask(const Api& api, std::string_view what, const Query& query, const Variables& variables) {
  if (api.interrupted && api.interrupted()) throw Error(Exit::interrupted, "interrupted");
  HttpRequest request;
  request.method = "POST";
  request.url = api.graphql;
  request.headers = usual_headers();
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = body_of(query, variables);
  request.read_only = true;
  request.costly = query.text.find("$n:") != std::string::npos;  // those that can ask for less
  const HttpResponse response = api.http.send(request);
  const std::string thing(what);
  if (response.status == 502 || response.status == 504)
    fail<TooCostly>(response, Exit::remote, thing + ": GitHub gave up (HTTP " + std::to_string(response.status) + ")");
  if (response.status != 200) throw_status(what, response);
  Reply reply;
  if (!reply.json.parse(response.body))
    fail<TooCostly>(response, Exit::remote, thing + ": the answer is not JSON: " + reply.json.defect());
  reply.errors = errors_of(reply.json.root());
  for (const auto& e : reply.errors)
    if (says_too_much(e)) fail<TooCostly>(response, Exit::remote, thing + ": GitHub finds the query too costly: " + e.message);
  if (reply.data().is_object()) return reply;
  const std::string words = reply.errors.empty() ? "the answer has neither data nor errors" : reply.errors.front().message;
  const bool unknown = !reply.errors.empty() && reply.errors.front().message.find("doesn't exist") != std::string::npos;
  fail(response, Exit::remote, thing + ": " + words, unknown ? "this GitHub Enterprise Server is too old for juno: 3.14 or newer is needed" : "");
}

std::string next_link(std::string_view header) {
  // <https://…?page=2>; rel="next", <…>; rel="last"
  while (!header.empty()) {
    const auto open = header.find('<'), close = header.find('>');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
    const auto url = header.substr(open + 1, close - open - 1);
    header.remove_prefix(close + 1);
    const auto parameters = header.substr(0, header.find('<'));
    if (parameters.find(R"(rel="next")") != std::string_view::npos) return std::string(url);
  }
  return {};
}

RestAnswer get(const Api& api, std::string_view what, const std::string& url, const std::string& etag) {
  HttpRequest request;
  request.url = url;
  request.headers = usual_headers();
  if (!etag.empty()) request.headers.emplace_back("If-None-Match", etag);
  int asked = 0;
  for (int hop = 0;; ++hop) {
    if (api.interrupted && api.interrupted()) throw Error(Exit::interrupted, "interrupted");
    const HttpResponse response = api.http.send(request);
    RestAnswer answer;
    if (response.status == 301 || response.status == 302 || response.status == 307 || response.status == 308) {
      const std::string to(header(response, "location").value_or(""));
      if (hop == kMaxRedirects || to.empty() || origin_of(to) != origin_of(api.rest)) fail(response, Exit::remote, std::string(what) + ": GitHub sends elsewhere");
      request.url = to;
      continue;
    }
    answer.found = response.status != 404 && response.status != 410;
    answer.unchanged = response.status == 304;
    if (!answer.found || answer.unchanged) return answer;
    if (response.status != 200) throw_status(what, response);
    if (!answer.json.parse(response.body) && ++asked < kAsks) {
      if (api.sleep) api.sleep(std::chrono::seconds(asked));
      --hop;
      continue;
    }
    if (!answer.json.root().exists()) fail(response, Exit::remote, std::string(what) + ": the answer is not JSON: " + answer.json.defect());
    answer.next = next_link(header(response, "link").value_or(""));
    answer.etag = header(response, "etag").value_or("");
    if (!answer.next.empty() && origin_of(answer.next) != origin_of(api.rest)) fail(response, Exit::remote, std::string(what) + ": the next page lies on another server");
    return answer;
  }
}

Person viewer(const Api& api) {
  const Reply reply = ask(api, "GitHub account", github::viewer(), {});
  return actor(reply.data()["viewer"]);
}

}  // namespace juno::github
