// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/github.h"
#include <algorithm>
#include <stdexcept>
namespace fakes {
namespace {

using gql::Json;

std::string below_api(const std::string& path) { return path.starts_with("/api/v3/") ? path.substr(7) : path; }
bool is_graphql(std::string_view path) { return path == "/graphql" || path == "/api/graphql"; }

bool looks_like_jwt(std::string_view token) {
  const auto first = token.find('.'), last = token.rfind('.');
  if (first == token.npos || last == first) return false;
  std::string head(token.substr(0, first));
  std::replace(head.begin(), head.end(), '-', '+');
  const auto parsed = Json::parse(gql::from_base64(head), nullptr, false);
  return parsed.is_object() && parsed.value("alg", "") == "RS256";
}

}  // namespace

Reply github_error(int status, std::string_view message, Headers headers) {
  Reply reply;
  reply.status = status;
  reply.body = Json{{"message", message}, {"documentation_url", "https://docs.github.com/rest"}, {"status", std::to_string(status)}}.dump();
  reply.headers = std::move(headers);
  return reply;
}

void refuse_github(int status, std::string_view message, Headers headers) { throw Refusal{github_error(status, message, std::move(headers))}; }

GitHub::GitHub(Forge& forge, GitHubLogin login) : forge_(forge), schema_(github_schema()), login_(std::move(login)) {
  resolve_repositories(schema_, forge_);
  resolve_pulls(schema_, forge_);
  resolve_timeline(schema_, forge_);
  resolve_ships(schema_, forge_);
  if (const auto left = schema_.unresolved(); !left.empty()) throw std::runtime_error("nobody answers " + left.front());
}

bool GitHub::serves(std::string_view path) {
  static constexpr std::string_view kPrefixes[]{"/graphql", "/api/graphql", "/api/v3", "/repos/", "/repositories/", "/user", "/orgs/", "/rate_limit", "/meta", "/login/", "/app/", "/installation/"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes), [&](std::string_view prefix) { return path.starts_with(prefix); });
}

std::uint64_t GitHub::version() const {
  const std::shared_lock lock(mutex_);
  return forge_.version;
}

void GitHub::step() {
  const std::unique_lock lock(mutex_);
  forge_.step();
}

std::string GitHub::touch() {
  const std::unique_lock lock(mutex_);
  return forge_.touch();
}

std::string GitHub::rename(const std::string& from, const std::string& to) {
  const std::unique_lock lock(mutex_);
  const int which = forge_.find(from);
  return which < 0 ? "" : forge_.rename(which, to);
}

std::string GitHub::tables() const {
  const std::shared_lock lock(mutex_);
  return forge_lines(forge_);
}

Reply GitHub::answer(const Call& call, const Trouble& trouble) {
  Reply reply;
  try {
    const std::shared_lock lock(mutex_);
    if (replace_github_reply(trouble, call, forge_.world.now, reply)) return reply;
    reply = dispatch(call, trouble);
  } catch (const Refusal& refusal) {
    reply = refusal.reply;
  }
  add_limits(call, reply);
  return reply;
}

void GitHub::add_limits(const Call& call, Reply& reply) {
  constexpr std::int64_t kLimit = 5000;
  if (reply.status != 304) ++points_;
  const auto used = points_ % kLimit;  // an hour has always just begun: limits are hit by faults only
  for (const auto& [name, value] : reply.headers)
    if (name == "X-RateLimit-Remaining") return;
  reply.headers.emplace_back("X-RateLimit-Limit", std::to_string(kLimit));
  reply.headers.emplace_back("X-RateLimit-Remaining", std::to_string(kLimit - used));
  reply.headers.emplace_back("X-RateLimit-Used", std::to_string(used));
  reply.headers.emplace_back("X-RateLimit-Reset", std::to_string((forge_.world.now + kHour) / kSecond));
  reply.headers.emplace_back("X-RateLimit-Resource", is_graphql(call.path) ? "graphql" : "core");
}

void GitHub::check_login(const Call& call, const std::string& path) const {
  if (call.header("user-agent").empty()) refuse_github(403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required).");
  const auto given = call.header("authorization");
  const auto space = given.find(' ');
  std::string scheme(given.substr(0, std::min(given.size(), space)));
  for (char& c : scheme) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto token = space == given.npos ? std::string_view() : given.substr(space + 1);
  if (path == "/meta" || (path == "/rate_limit" && token.empty())) return;
  if (scheme != "bearer" && scheme != "token") refuse_github(401, token.empty() ? "Requires authentication" : "Bad credentials");
  const bool app = path.starts_with("/app/");
  if (app != looks_like_jwt(token)) refuse_github(401, app ? "A JSON web token could not be decoded" : "Bad credentials");
  const bool own = token.starts_with("ghs_fake") || token.starts_with("gho_fake");  // made by the device flow or for an installation
  if (app || own) return;
  if (token.empty() || token.starts_with("wrong") || (!login_.token.empty() && token != login_.token)) refuse_github(401, "Bad credentials");
}

Reply GitHub::dispatch(const Call& call, const Trouble& trouble) {
  if (call.path.starts_with("/login/")) return device(call, call.path);
  const auto path = below_api(call.path);
  check_login(call, path);
  if (is_graphql(call.path)) return graphql(call, trouble);
  if (path.starts_with("/app/")) return app(call, path);
  Reply reply = rest(call, path, trouble);
  if (reply.status != 200) return reply;
  const auto etag = "W/\"" + std::to_string(mix_text(1, reply.body)) + "\"";
  reply.headers.emplace_back("ETag", etag);
  if (call.header("if-none-match") == etag) reply.status = 304, reply.body.clear();
  return reply;
}

std::int64_t GitHub::nodes(const Call& call) const {
  const auto body = Json::parse(call.body, nullptr, false);
  if (!is_graphql(call.path) || !body.is_object() || !body.contains("query")) return 0;
  try {
    const auto document = gql::parse(body["query"].get<std::string>());
    return gql::check(schema_, document, "", body.value("variables", Json::object())).nodes;
  } catch (const gql::SyntaxError&) {
    return 0;
  }
}

Reply GitHub::graphql(const Call& call, const Trouble& trouble) {
  if (call.method != "POST") refuse_github(404, "Not Found");
  const auto body = Json::parse(call.body, nullptr, false);
  if (!body.is_object()) refuse_github(400, "Problems parsing JSON");
  if (!body.contains("query") || !body["query"].is_string()) refuse_github(400, "A query attribute must be specified and must be a string.");
  for (const auto& [name, value] : body.items())
    if (name != "query" && name != "variables" && name != "operationName") refuse_github(400, "Unknown attribute " + name);
  Reply reply;
  try {
    const auto document = gql::parse(body["query"].get<std::string>());
    const auto operation = body.contains("operationName") && body["operationName"].is_string() ? body["operationName"].get<std::string>() : "";
    const auto checked = gql::check(schema_, document, operation, body.value("variables", Json::object()));
    if (!checked.errors.empty()) {
      reply.body = Json{{"errors", checked.errors}}.dump();
      return reply;
    }
    gql::Run run(schema_, document, checked);
    run.repeat_cursors = call.faults.contains("repeated_token");
    run.null_node = trouble.find("null_nodes") != nullptr;
    for (const Fault& fault : trouble.faults)
      if (fault.kind == "forbidden_field" && fault.values.contains("field")) run.forbidden.insert(fault.values.at("field"));
    const Fault* limits = trouble.find("resource_limits");
    run.all_nodes_null = limits != nullptr;
    Json answer = run.execute();
    if (limits) {
      if (limits->values.contains("form") && limits->values.at("form") == "nothing") answer["data"] = nullptr;
      answer["errors"].push_back({{"type", "RESOURCE_LIMITS_EXCEEDED"}, {"path", Json::array({"repository"})}, {"message", "Resource limits for this query exceeded."}});
    }
    reply.body = answer.dump(-1, ' ', false, Json::error_handler_t::replace);
  } catch (const gql::SyntaxError& error) {
    reply.body = Json{{"errors", Json::array({{{"message", error.message}, {"locations", Json::array({{{"line", error.place.line}, {"column", error.place.column}}})}}})}}.dump();
  }
  return reply;
}

}  // namespace fakes
