// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/jira.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include "tests/fakes/truth.h"
namespace fakes {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> parts;
  for (std::size_t begin = 1; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    parts.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// Matches a pattern of segments; {} takes one, and becomes an argument.
bool matches(std::string_view pattern, const std::vector<std::string>& parts, std::vector<std::string>& arguments) {
  const auto wanted = segments_of(pattern);
  if (wanted.size() != parts.size()) return false;
  arguments.clear();
  for (std::size_t n = 0; n < parts.size(); ++n) {
    if (wanted[n] == "{}") arguments.push_back(parts[n]);
    else if (wanted[n] == "{v}" ? parts[n] != "2" && parts[n] != "3" : wanted[n] != parts[n]) return false;
  }
  return true;
}

bool fits(std::string_view given, std::string_view wanted) {
  return wanted.empty() ? !given.empty() && !given.starts_with("wrong") : given == wanted;
}

std::string decode_base64(std::string_view text) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, have = 0;
  for (const char c : text) {
    const auto digit = kDigits.find(c);
    if (digit == kDigits.npos) break;
    bits = bits << 6 | static_cast<unsigned>(digit);
    have += 6;
    if (have >= 8) out += static_cast<char>(bits >> (have -= 8) & 0xff);
  }
  return out;
}

}  // namespace

const std::vector<Jira::Route>& Jira::routes() {
  static const std::vector<Route> all{
      {"GET", "/rest/api/{v}/serverInfo", &Jira::server_info, 'b', true},
      {"GET", "/_edge/tenant_info", &Jira::tenant_info, 'c', true},
      {"POST", "/oauth/token", &Jira::oauth_token, 'c', true},
      {"GET", "/oauth/token/accessible-resources", &Jira::oauth_resources, 'c', true},
      {"GET", "/rest/api/{v}/myself", &Jira::myself, 'b'},
      {"GET", "/rest/api/{v}/field", &Jira::field, 'b'},
      {"GET", "/rest/api/{v}/field/search", &Jira::field_search, 'c'},
      {"GET", "/rest/api/{v}/status", &Jira::status, 'b'},
      {"GET", "/rest/api/{v}/priority", &Jira::priority, 'b'},
      {"GET", "/rest/api/{v}/priority/search", &Jira::priority_search, 'c'},
      {"GET", "/rest/api/{v}/resolution", &Jira::resolution, 'b'},
      {"GET", "/rest/api/{v}/resolution/search", &Jira::resolution_search, 'c'},
      {"GET", "/rest/api/{v}/issuetype", &Jira::issue_types, 'b'},
      {"GET", "/rest/api/{v}/project/search", &Jira::project_search, 'c'},
      {"GET", "/rest/api/{v}/project", &Jira::project_list, 'b'},
      {"GET", "/rest/api/{v}/project/{}", &Jira::one_project, 'b'},
      {"GET", "/rest/api/{v}/project/{}/version", &Jira::project_versions, 'b'},
      {"GET", "/rest/api/{v}/project/{}/versions", &Jira::project_versions_all, 'b'},
      {"GET", "/rest/api/{v}/project/{}/component", &Jira::project_components, 'c'},
      {"GET", "/rest/api/{v}/project/{}/components", &Jira::project_components_all, 'b'},
      {"GET", "/rest/api/{v}/project/{}/statuses", &Jira::project_statuses, 'b'},
      {"GET", "/rest/api/{v}/users/search", &Jira::users_search, 'c'},
      {"GET", "/rest/api/{v}/user/search", &Jira::user_search, 'd'},
      {"GET", "/rest/api/{v}/search", &Jira::removed_search, 'c'},
      {"POST", "/rest/api/{v}/search", &Jira::removed_search, 'c'},
      {"GET", "/rest/api/{v}/search", &Jira::dc_search_get, 'd'},
      {"POST", "/rest/api/{v}/search", &Jira::dc_search_post, 'd'},
      {"GET", "/rest/api/{v}/search/jql", &Jira::search_get, 'c'},
      {"POST", "/rest/api/{v}/search/jql", &Jira::search_post, 'c'},
      {"POST", "/rest/api/{v}/search/approximate-count", &Jira::count, 'c'},
      {"POST", "/rest/api/{v}/issue/bulkfetch", &Jira::issue_bulk, 'c'},
      {"POST", "/rest/api/{v}/changelog/bulkfetch", &Jira::changelog_bulk, 'c'},
      {"POST", "/rest/api/{v}/issue", &Jira::create_issue, 'b'},
      {"GET", "/rest/api/{v}/issue/{}", &Jira::one_issue, 'b'},
      {"PUT", "/rest/api/{v}/issue/{}", &Jira::edit_issue, 'b'},
      {"GET", "/rest/api/{v}/issue/{}/properties", &Jira::issue_properties, 'b'},
      {"GET", "/rest/api/{v}/issue/{}/properties/{}", &Jira::issue_property, 'b'},
      {"PUT", "/rest/api/{v}/issue/{}/properties/{}", &Jira::set_issue_property, 'b'},
      {"DELETE", "/rest/api/{v}/issue/{}/properties/{}", &Jira::remove_issue_property, 'b'},
      {"GET", "/rest/api/{v}/issue/{}/changelog", &Jira::issue_changelog, 'c'},
      {"GET", "/rest/api/{v}/issue/{}/comment", &Jira::issue_comments, 'b'},
      {"GET", "/rest/api/{v}/issue/{}/worklog", &Jira::issue_worklogs, 'b'},
      {"GET", "/rest/api/{v}/worklog/updated", &Jira::worklogs_updated, 'b'},
      {"GET", "/rest/api/{v}/worklog/deleted", &Jira::worklogs_deleted, 'b'},
      {"POST", "/rest/api/{v}/worklog/list", &Jira::worklog_list, 'b'},
      {"GET", "/rest/agile/1.0/board", &Jira::boards, 'b'},
      {"GET", "/rest/agile/1.0/board/{}", &Jira::one_board, 'b'},
      {"GET", "/rest/agile/1.0/board/{}/configuration", &Jira::board_configuration, 'b'},
      {"GET", "/rest/agile/1.0/board/{}/project", &Jira::board_projects, 'b'},
      {"GET", "/rest/agile/1.0/board/{}/sprint", &Jira::board_sprints, 'b'},
      {"GET", "/rest/agile/1.0/sprint/{}", &Jira::one_sprint, 'b'},
      {"GET", "/rest/greenhopper/1.0/rapid/charts/sprintreport", &Jira::sprint_report, 'b'}};
  return all;
}

Jira::Jira(World& world, Story& story, DateForm dates, Credentials credentials)
    : world_(world), story_(story), json_(world, dates), dates_(dates), credentials_(std::move(credentials)), refresh_(credentials_.refresh) {}

Reply Jira::answer(Call call) {
  try {
    const bool writes = call.method == "PUT" || call.method == "DELETE" || (call.method == "POST" && call.path.ends_with("/issue"));
    std::shared_lock reading(world_mutex_, std::defer_lock);
    std::unique_lock writing(world_mutex_, std::defer_lock);
    if (writes) writing.lock();
    else reading.lock();
    const std::string gateway = std::string("/ex/jira/") + kCloudId;
    if (call.path.starts_with("/ex/jira/")) {
      if (!call.path.starts_with(gateway + "/") || world_.options.data_center) refuse(404, "No message available");
      call.path = call.path.substr(gateway.size());
      call.gateway = true;
    }
    return dispatch(call);
  } catch (const Refusal& refusal) {
    return refusal.reply;
  }
}

Reply Jira::dispatch(const Call& incoming) {
  Call call = incoming;
  const auto parts = segments_of(call.path);
  const char here = world_.options.data_center ? 'd' : 'c';
  std::vector<std::string> arguments;
  std::string allow;
  for (const Route& route : routes()) {
    if ((route.where != 'b' && route.where != here) || !matches(route.pattern, parts, arguments)) continue;
    if (here == 'd' && parts.size() > 2 && parts[1] == "api" && parts[2] == "3") continue;
    if (call.method != route.method) {
      allow += (allow.empty() ? "" : ", ") + std::string(route.method);
      continue;
    }
    check_auth(call, route.open);
    return (this->*route.handler)(call, arguments);
  }
  check_auth(call, false);
  if (!allow.empty()) refuse_problem(405, "Method Not Allowed", {{"Allow", allow}});
  refuse_problem(404, "Not Found");
}

void Jira::check_auth(Call& call, bool open) {
  if (open) return;
  const auto given = call.header("authorization");
  bool good = false;
  if (given.starts_with("Basic ")) {
    const auto pair = decode_base64(given.substr(6));
    const auto colon = std::min(pair.find(':'), pair.size());
    const auto who = pair.substr(0, colon), secret = pair.substr(std::min(colon + 1, pair.size()));
    const bool scoped = secret.starts_with("scoped") || (!credentials_.scoped.empty() && secret == credentials_.scoped);
    if (world_.options.data_center) good = fits(who, credentials_.user) && fits(secret, credentials_.password);
    else good = fits(who, credentials_.email) && scoped == call.gateway && fits(secret, scoped ? credentials_.scoped : credentials_.token);
  } else if (given.starts_with("Bearer ")) {
    const std::string token(given.substr(7));
    if (world_.options.data_center) good = fits(token, credentials_.pat);
    else good = call.gateway && ((token.starts_with("scoped") && fits(token, credentials_.scoped)) || knows_access_token(token));
  }
  if (good) return;
  Reply reply;
  reply.status = 401;
  reply.headers = {{"WWW-Authenticate", world_.options.data_center ? "Bearer realm=\"JIRA\"" : "OAuth realm=\"https%3A%2F%2Fharbour.example.invalid\""}};
  if (call.gateway) reply.body = R"({"code":401,"message":"Unauthorized; scope does not match"})";
  else reply.body = R"({"errorMessages":["Client must be authenticated to access this resource."],"errors":{}})";
  throw Refusal{std::move(reply)};
}

bool Jira::knows_access_token(const std::string& token) {
  const std::lock_guard lock(auth_mutex_);
  if (token != access_ || refreshes_ == 0) return false;
  if (credentials_.access_uses == 0) return true;
  return access_left_-- > 0;
}

// Every refresh gives a new refresh token; one that was used before gives nothing.
Reply Jira::oauth_token(const Call& call, const std::vector<std::string>&) {
  const auto body = object_of(call, {"grant_type", "client_id", "client_secret", "refresh_token", "code", "redirect_uri"});
  const std::lock_guard lock(auth_mutex_);
  const auto deny = [](const char* error, const char* why) {
    throw Refusal{{400, std::string("{\"error\":\"") + error + "\",\"error_description\":\"" + why + "\"}"}};
  };
  if (text_of(body, "client_id") != credentials_.client || text_of(body, "client_secret") != credentials_.secret) deny("invalid_client", "Unknown client");
  if (text_of(body, "grant_type") != "refresh_token") deny("unsupported_grant_type", "Only refresh_token here");
  if (text_of(body, "refresh_token") != refresh_) deny("invalid_grant", "Unknown or invalid refresh token.");
  ++refreshes_;
  access_ = "fake-access-" + std::to_string(refreshes_);
  refresh_ = "fake-refresh-" + std::to_string(refreshes_);
  access_left_ = credentials_.access_uses;
  Reply reply;
  JsonOut(reply.body).open('{').key("access_token").text(access_).key("refresh_token").text(refresh_).key("token_type").text("Bearer").key("expires_in").integer(3600)
      .key("scope").text("read:jira-work read:jira-user offline_access").close('}');
  return reply;
}

Reply Jira::oauth_resources(const Call& call, const std::vector<std::string>&) {
  Parameters none(call, {});
  const auto given = call.header("authorization");
  if (!given.starts_with("Bearer ") || !knows_access_token(std::string(given.substr(7)))) refuse(401, "Unauthorized");
  Reply reply;
  JsonOut(reply.body).open('[').open('{').key("id").text(kCloudId).key("url").text(kSite).key("name").text("harbour").key("scopes").raw(R"(["read:jira-work","read:jira-user"])").close('}').close(']');
  return reply;
}

bool Jira::adf(const Call& call) const { return !world_.options.data_center && call.path.starts_with("/rest/api/3/"); }

std::uint64_t Jira::version() const {
  const std::shared_lock lock(world_mutex_);
  return world_.version * 1000 + std::uint64_t(hidden_ + 1);
}

Time Jira::now() const {
  const std::shared_lock lock(world_mutex_);
  return world_.now;
}

std::string Jira::step() {
  {
    const std::unique_lock lock(world_mutex_);
    story_.step();
  }
  return world_summary();
}

std::string Jira::touch_issue() {
  const std::unique_lock lock(world_mutex_);
  for (auto it = world_.projects[0].issues.rbegin(); it != world_.projects[0].issues.rend(); ++it) {
    Issue& issue = world_.issues[std::size_t(*it)];
    if (issue.deleted || issue.project != 0) continue;
    const Text to = world_.keep("Edited while it was read, " + std::to_string(world_.version));
    Edit(world_, *it, world_.now, 1).item(Field::summary, 0, issue.summary, 0, to);
    issue.summary = to;
    ++world_.version;
    return "{\"edited\":\"" + world_.key(issue) + "\"}";
  }
  return "{}";
}

std::string Jira::move_issue() {
  const std::unique_lock lock(world_mutex_);
  for (auto it = world_.projects[0].issues.rbegin(); it != world_.projects[0].issues.rend(); ++it) {
    const Issue& issue = world_.issues[std::size_t(*it)];
    const bool parent = std::any_of(world_.issues.begin(), world_.issues.end(), [&](const Issue& other) { return other.parent == *it && !other.deleted; });
    if (issue.deleted || issue.project != 0 || issue.type == Type::subtask || issue.type == Type::epic || parent) continue;
    const auto before = world_.key(issue);
    world_.change_project(*it, 1, world_.now, 1);
    ++world_.version;
    return "{\"moved\":\"" + before + "\",\"to\":\"" + world_.key(issue) + "\"}";
  }
  return "{}";
}

std::string Jira::erase_issue() {
  const std::unique_lock lock(world_mutex_);
  for (auto it = world_.projects[0].issues.rbegin(); it != world_.projects[0].issues.rend(); ++it) {
    const Issue& issue = world_.issues[std::size_t(*it)];
    const bool parent = std::any_of(world_.issues.begin(), world_.issues.end(), [&](const Issue& other) { return other.parent == *it && !other.deleted; });
    if (issue.deleted || issue.project != 0 || parent) continue;
    world_.erase(*it, world_.now + 1);
    ++world_.version;
    return "{\"deleted\":\"" + world_.key(issue) + "\",\"id\":" + std::to_string(issue.id) + "}";
  }
  return "{}";
}

void Jira::hide_project(const std::string& key) {
  const std::unique_lock lock(world_mutex_);
  hidden_ = -1;
  for (std::size_t n = 0; n < world_.projects.size(); ++n)
    if (world_.projects[n].key == key) hidden_ = static_cast<int>(n);
}

std::string Jira::tables(bool deleted_too) const {
  const std::shared_lock lock(world_mutex_);
  return table_lines(world_, "jira", deleted_too);
}

std::string Jira::reports() const {
  const std::shared_lock lock(world_mutex_);
  return sprint_report_lines(world_);
}

std::string Jira::world_summary() const {
  const std::shared_lock lock(world_mutex_);
  std::string out;
  const auto present = std::count_if(world_.issues.begin(), world_.issues.end(), [](const Issue& i) { return !i.deleted; });
  std::int64_t changes = 0;
  for (const Issue& issue : world_.issues)
    if (!issue.deleted) changes += std::int64_t(issue.changes.size());
  JsonOut(out).open('{').key("now").text(iso_utc(world_.now)).key("step").integer(world_.steps).key("issues").integer(present).key("changes").integer(changes).close('}');
  return out;
}

}  // namespace fakes
