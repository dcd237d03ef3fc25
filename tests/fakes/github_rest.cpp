// SPDX-License-Identifier: Apache-2.0
// What is not asked in GraphQL: workflow runs, who am I, logins by device and by app.
#include <algorithm>
#include <charconv>
#include <sstream>
#include "tests/fakes/github.h"
namespace fakes {
namespace {

using gql::Json;

constexpr std::int64_t kSearchCap = 1000;

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> out;
  std::istringstream in(path.substr(1));
  for (std::string part; std::getline(in, part, '/');) out.push_back(part);
  return out;
}

std::string parameter(const Call& call, std::string_view name) {
  for (const auto& [key, value] : call.query)
    if (key == name) return value;
  return {};
}

std::int64_t number(const Call& call, std::string_view name, std::int64_t otherwise) {
  const auto text = parameter(call, name);
  std::int64_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string self(const Call& call) { return "http://" + std::string(call.header("host")); }

// GitHub's "next": the same address with another page.
void add_link(const Call& call, std::int64_t page, std::int64_t pages, Reply& reply) {
  if (page >= pages) return;
  std::string url = self(call) + call.path + "?";
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const auto& [key, value] : call.query) {
    if (key == "page") continue;
    url += key + "=";
    for (const char c : value)
      if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_') url += c;
      else (url += '%') += kHex[static_cast<unsigned char>(c) >> 4], url += kHex[c & 15];
    url += "&";
  }
  reply.headers.emplace_back("Link", "<" + url + "page=" + std::to_string(page + 1) + ">; rel=\"next\", <" + url + "page=" + std::to_string(pages) + ">; rel=\"last\"");
}

// "2026-01-01T00:00:00Z..2026-01-02T00:00:00Z", ">=…", "<=…", "*..…", a day.
bool within(const std::string& range, Time at) {
  if (range.empty()) return true;
  const auto stamp = iso_utc(at);
  const auto until = [&](std::string_view end) { return end == "*" || (end.size() == 10 ? stamp.substr(0, 10) <= end : stamp <= end); };
  const auto from = [&](std::string_view begin) { return begin == "*" || (begin.size() == 10 ? stamp.substr(0, 10) >= begin : stamp >= begin); };
  if (const auto dots = range.find(".."); dots != range.npos) return from(range.substr(0, dots)) && until(range.substr(dots + 2));
  if (range.starts_with(">=")) return from(range.substr(2));
  if (range.starts_with("<=")) return until(range.substr(2));
  if (range.starts_with(">")) return from(range.substr(1)) && stamp != range.substr(1);
  if (range.starts_with("<")) return until(range.substr(1)) && stamp != range.substr(1);
  return stamp.starts_with(range);
}

Json account_json(const Account& it) {
  return {{"login", it.bot ? it.login + "[bot]" : it.login}, {"id", it.id}, {"node_id", node_id("U", it.id)}, {"type", it.bot ? "Bot" : "User"}, {"site_admin", false}};
}

Json run_json(const Forge& forge, const WorkflowRun& it) {
  static constexpr const char* kNames[]{"Build and test", "Lint, \"strict\""};
  static constexpr const char* kFiles[]{".github/workflows/build.yml", ".github/workflows/lint.yml"};
  const Json actor = it.actor < 0 ? Json() : account_json(forge.accounts[std::size_t(it.actor)]);
  return {{"id", it.id}, {"name", kNames[it.workflow]}, {"node_id", node_id("WFR", it.id)}, {"head_branch", it.branch}, {"head_sha", it.sha}, {"path", kFiles[it.workflow]},
          {"display_title", it.title}, {"run_number", it.number}, {"event", it.event}, {"status", it.status}, {"conclusion", it.conclusion ? Json(it.conclusion) : Json()},
          {"workflow_id", 9000 + it.workflow}, {"url", "https://api.invalid/runs/" + std::to_string(it.id)}, {"pull_requests", Json::array()}, {"created_at", iso_utc(it.created)},
          {"updated_at", iso_utc(it.updated)}, {"actor", actor}, {"run_attempt", it.attempt}, {"run_started_at", iso_utc(it.started)}, {"triggering_actor", actor}};
}

Reply json_reply(const Json& json) {
  Reply reply;
  reply.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return reply;
}

}  // namespace

Reply GitHub::repository_json(const CodeRepository& it) const {
  const auto slash = it.name.find('/');
  return json_reply({{"id", it.id}, {"node_id", node_id("R", it.id)}, {"name", it.name.substr(slash + 1)}, {"full_name", it.name}, {"private", true}, {"archived", it.archived},
                     {"default_branch", "main"}, {"created_at", iso_utc(it.created)}, {"pushed_at", iso_utc(it.pushed)}, {"owner", {{"login", it.name.substr(0, slash)}, {"type", "Organization"}}}});
}

// A former name answers 301 to the address by id.
const CodeRepository& GitHub::repository_of(const Call& call, const std::string& owner, const std::string& name, const std::string& rest) const {
  const int found = forge_.find(owner + "/" + name);
  if (found < 0) refuse_github(404, "Not Found");
  const CodeRepository& it = forge_.repositories[std::size_t(found)];
  std::string own = it.name, asked = owner + "/" + name;
  const auto same = std::equal(own.begin(), own.end(), asked.begin(), asked.end(), [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b)); });
  if (same) return it;
  const auto question = call.target.find('?');
  const auto url = self(call) + (call.path.starts_with("/api/v3/") ? "/api/v3" : "") + "/repositories/" + std::to_string(it.id) + rest + (question == std::string::npos ? "" : call.target.substr(question));
  Reply reply = github_error(301, "Moved Permanently", {{"Location", url}});
  throw Refusal{std::move(reply)};
}

Reply GitHub::rest(const Call& call, const std::string& path, const Trouble& trouble) {
  if (call.method != "GET") refuse_github(404, "Not Found");
  const auto parts = parts_of(path);
  if (path == "/user") return json_reply(account_json(forge_.accounts[0]));
  if (path == "/meta") return json_reply(call.path.starts_with("/api/v3/") ? Json{{"verifiable_password_authentication", false}, {"installed_version", "3.14.2"}} : Json{{"verifiable_password_authentication", false}});
  if (path == "/rate_limit") return json_reply({{"resources", {{"core", {{"limit", 5000}, {"remaining", 4999}}}, {"graphql", {{"limit", 5000}, {"remaining", 4999}}}}}});
  const CodeRepository* repository = nullptr;
  std::size_t rest = 0;
  if (parts.size() >= 3 && parts[0] == "repos") {
    std::string left;
    for (std::size_t n = 3; n < parts.size(); ++n) left += "/" + parts[n];
    repository = &repository_of(call, parts[1], parts[2], left);
    rest = 3;
  } else if (parts.size() >= 2 && parts[0] == "repositories") {
    for (const CodeRepository& it : forge_.repositories)
      if (std::to_string(it.id) == parts[1]) repository = &it;
    rest = 2;
  }
  if (!repository) refuse_github(404, "Not Found");
  if (parts.size() == rest) return repository_json(*repository);
  if (parts.size() == rest + 2 && parts[rest] == "actions" && parts[rest + 1] == "runs") return runs(call, *repository, trouble);
  refuse_github(404, "Not Found");
}

// Newest first. A filtered list ends after 1,000 runs, whatever its total says.
Reply GitHub::runs(const Call& call, const CodeRepository& repository, const Trouble& trouble) const {
  const auto size = number(call, "per_page", 30), page = number(call, "page", 1);
  if (size < 1 || page < 1) refuse_github(422, "Validation Failed");
  bool filtered = false;
  for (const auto& [name, value] : call.query) {
    static constexpr std::string_view kKnown[]{"created", "per_page", "page", "branch", "event", "status", "actor", "head_sha", "check_suite_id", "exclude_pull_requests"};
    if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown)) refuse_github(422, "Unknown parameter " + name);
    filtered = filtered || (name != "per_page" && name != "page" && name != "exclude_pull_requests");
  }
  std::vector<const WorkflowRun*> found;
  for (const int n : repository.runs) {
    const WorkflowRun& it = forge_.runs[std::size_t(n)];
    const auto matches = [&](const char* name, const std::string& value) { return parameter(call, name).empty() || parameter(call, name) == value; };
    if (within(parameter(call, "created"), it.created) && matches("branch", it.branch) && matches("event", it.event) && matches("status", it.status) && matches("head_sha", it.sha)) found.push_back(&it);
  }
  std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return std::pair(a->created, a->id) > std::pair(b->created, b->id); });
  const auto total = static_cast<std::int64_t>(found.size());
  const auto reachable = filtered ? std::min(total, kSearchCap) : total;
  const auto step = std::min<std::int64_t>(size, 100);
  Json list = Json::array();
  for (auto n = (page - 1) * step; n < std::min(reachable, page * step); ++n) list.push_back(run_json(forge_, *found[std::size_t(n)]));
  Reply reply = json_reply({{"total_count", trouble.find("capped_total") ? reachable : total}, {"workflow_runs", std::move(list)}});
  add_link(call, page, (reachable + step - 1) / step, reply);
  return reply;
}

Reply GitHub::device(const Call& call, const std::string& path) {
  Headers given = call.query;
  const auto body = Json::parse(call.body, nullptr, false);
  if (body.is_object())
    for (const auto& [name, value] : body.items()) given.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  else
    for (std::istringstream in(call.body); !in.eof();) {
      std::string pair;
      std::getline(in, pair, '&');
      const auto equals = pair.find('=');
      if (equals != pair.npos) given.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
  const auto value = [&](std::string_view name) {
    for (const auto& [key, text] : given)
      if (key == name) return text;
    return std::string();
  };
  if (call.method != "POST" || value("client_id").empty()) refuse_github(404, "Not Found");
  const std::lock_guard lock(login_mutex_);
  if (path == "/login/device/code") {
    const auto code = "device-" + std::to_string(polls_.size() + 1);
    polls_[code] = 0;
    return json_reply({{"device_code", code}, {"user_code", "WDJB-MJHT"}, {"verification_uri", self(call) + "/login/device"}, {"expires_in", 900}, {"interval", 1}});
  }
  if (path != "/login/oauth/access_token") refuse_github(404, "Not Found");
  const auto known = polls_.find(value("device_code"));
  if (known == polls_.end()) return json_reply({{"error", "incorrect_device_code"}, {"error_description", "The device_code provided is not valid."}});
  if (known->second++ < login_.device_polls) return json_reply({{"error", "authorization_pending"}, {"error_description", "The authorization request is still pending."}, {"interval", 1}});
  return json_reply({{"access_token", "gho_fake" + known->first}, {"token_type", "bearer"}, {"scope", "repo,read:org"}});
}

// Tokens of an app's installation, against a signed assertion. The signature itself is not checked here.
Reply GitHub::app(const Call& call, const std::string& path) {
  const auto parts = parts_of(path);
  if (parts.size() == 2 && parts[1] == "installations") return json_reply(Json::array({{{"id", 4242}, {"account", {{"login", "acme"}}}}}));
  if (call.method != "POST" || parts.size() != 4 || parts[3] != "access_tokens" || parts[2] != "4242") refuse_github(404, "Not Found");
  Reply reply = json_reply({{"token", "ghs_fake_installation"}, {"expires_at", iso_utc(forge_.world.now + kHour)}, {"permissions", {{"contents", "read"}}}});
  reply.status = 201;
  return reply;
}

}  // namespace fakes
