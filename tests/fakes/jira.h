// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include <nlohmann/json_fwd.hpp>
#include "tests/fakes/call.h"
#include "tests/fakes/jira_json.h"
#include "tests/fakes/story.h"
#include "tests/fakes/world.h"
namespace fakes {

// An empty one is not compared: any good-looking secret will do. What begins with "wrong" never does, and what begins with
// "scoped" is a scoped token, good through the gateway only.
struct Credentials {
  std::string email, token;    // Cloud, basic, at the site's own address
  std::string scoped;          // Cloud, basic or bearer, through the gateway
  std::string user, password;  // Data Center, basic
  std::string pat;             // Data Center, bearer
  std::string client = "fake-client", secret = "fake-client-secret", refresh = "fake-refresh-0";  // OAuth
  int access_uses = 0;  // an OAuth access token expires after that many requests; 0 = never
};

// A Jira site: answers requests from the world, and refuses what the real one refuses. Thread-safe.
class Jira {
 public:
  Jira(World& world, Story& story, DateForm dates, Credentials credentials);
  Reply answer(Call call);
  // The world as the answers show it now; answers that are cached under another version are stale.
  std::uint64_t version() const;
  Time now() const;

  // What tests may do to the site while a client reads it. Each returns a line of JSON that says what was done.
  std::string step();
  std::string touch_issue();   // somebody edits the newest issue of the first project
  std::string move_issue();
  std::string erase_issue();
  void hide_project(const std::string& key);  // empty = none hidden
  std::string tables(bool deleted_too) const;
  std::string reports() const;
  std::string disagreement() const;  // the sprint whose own report is wrong on purpose
  std::string world_summary() const;
  std::string written() const;  // JSON: issues with properties or a number of a client's

  static constexpr const char* kCloudId = "11111111-2222-4333-8444-555555555555";

 private:
  struct Route;
  using Handler = Reply (Jira::*)(const Call&, const std::vector<std::string>&);
  struct Route {
    const char *method, *pattern;  // {} stands for one segment
    Handler handler;
    char where;  // c Cloud, d Data Center, b both
    bool open = false;  // answers without credentials
  };
  static const std::vector<Route>& routes();
  void check_auth(Call& call, bool open);
  bool knows_access_token(const std::string& token);
  Reply dispatch(const Call& call);

  // platform
  Reply server_info(const Call&, const std::vector<std::string>&);
  Reply tenant_info(const Call&, const std::vector<std::string>&);
  Reply myself(const Call&, const std::vector<std::string>&);
  Reply field(const Call&, const std::vector<std::string>&);
  Reply field_search(const Call&, const std::vector<std::string>&);
  Reply status(const Call&, const std::vector<std::string>&);
  Reply priority(const Call&, const std::vector<std::string>&);
  Reply priority_search(const Call&, const std::vector<std::string>&);
  Reply resolution(const Call&, const std::vector<std::string>&);
  Reply resolution_search(const Call&, const std::vector<std::string>&);
  Reply issue_types(const Call&, const std::vector<std::string>&);
  Reply project_search(const Call&, const std::vector<std::string>&);
  Reply project_list(const Call&, const std::vector<std::string>&);
  Reply one_project(const Call&, const std::vector<std::string>&);
  Reply project_versions(const Call&, const std::vector<std::string>&);
  Reply project_versions_all(const Call&, const std::vector<std::string>&);
  Reply project_components(const Call&, const std::vector<std::string>&);
  Reply project_components_all(const Call&, const std::vector<std::string>&);
  Reply project_statuses(const Call&, const std::vector<std::string>&);
  Reply users_search(const Call&, const std::vector<std::string>&);
  Reply user_search(const Call&, const std::vector<std::string>&);
  // issues
  Reply removed_search(const Call&, const std::vector<std::string>&);
  Reply search_get(const Call&, const std::vector<std::string>&);
  Reply search_post(const Call&, const std::vector<std::string>&);
  Reply count(const Call&, const std::vector<std::string>&);
  Reply issue_bulk(const Call&, const std::vector<std::string>&);
  Reply changelog_bulk(const Call&, const std::vector<std::string>&);
  Reply one_issue(const Call&, const std::vector<std::string>&);
  Reply issue_changelog(const Call&, const std::vector<std::string>&);
  Reply issue_comments(const Call&, const std::vector<std::string>&);
  Reply issue_worklogs(const Call&, const std::vector<std::string>&);
  Reply worklogs_updated(const Call&, const std::vector<std::string>&);
  Reply worklogs_deleted(const Call&, const std::vector<std::string>&);
  Reply worklog_list(const Call&, const std::vector<std::string>&);
  Reply dc_search_get(const Call&, const std::vector<std::string>&);
  Reply dc_search_post(const Call&, const std::vector<std::string>&);
  // writes; the world is locked for them alone
  Reply create_issue(const Call&, const std::vector<std::string>&);
  Reply edit_issue(const Call&, const std::vector<std::string>&);
  Reply issue_properties(const Call&, const std::vector<std::string>&);
  Reply issue_property(const Call&, const std::vector<std::string>&);
  Reply set_issue_property(const Call&, const std::vector<std::string>&);
  Reply remove_issue_property(const Call&, const std::vector<std::string>&);
  void check_fields(const nlohmann::json& fields, bool as_adf, const std::vector<std::string>& besides) const;
  void set_fields(int index, const nlohmann::json& fields);
  // agile
  Reply boards(const Call&, const std::vector<std::string>&);
  Reply one_board(const Call&, const std::vector<std::string>&);
  Reply board_configuration(const Call&, const std::vector<std::string>&);
  Reply board_projects(const Call&, const std::vector<std::string>&);
  Reply board_sprints(const Call&, const std::vector<std::string>&);
  Reply one_sprint(const Call&, const std::vector<std::string>&);
  Reply sprint_report(const Call&, const std::vector<std::string>&);
  // OAuth
  Reply oauth_token(const Call&, const std::vector<std::string>&);
  Reply oauth_resources(const Call&, const std::vector<std::string>&);

  struct Search {
    std::string jql, token, expand;
    std::vector<std::string> fields;
    std::int64_t start = 0, max = 50;
  };
  Reply search(const Call& call, const Search& wanted);
  Reply dc_search(const Call& call, const Search& wanted);
  struct Found {
    std::uint64_t id;
    std::shared_ptr<const std::vector<int>> issues;
  };
  Found find(const std::string& jql, bool bounded_only);  // remembered until the world changes
  std::shared_ptr<const std::vector<int>> found_before(std::uint64_t id);
  int issue_index(const std::string& id_or_key) const;    // refuses with 404
  const Project& project_of(const std::string& id_or_key) const;
  const Board& board_of(const std::string& id) const;
  bool adf(const Call& call) const;
  int disagreeing_sprint() const;  // id
  int wronged_issue(const SprintBook::Page& page) const;
  void report_issue(JsonOut& json, int index, const SprintRecord& record, const Board& board, double wrong_by) const;

  World& world_;
  Story& story_;
  JiraJson json_;
  DateForm dates_;
  Credentials credentials_;
  int hidden_ = -1;
  mutable std::shared_mutex world_mutex_;
  std::mutex searches_mutex_;
  std::vector<std::pair<std::uint64_t, std::shared_ptr<const std::vector<int>>>> searches_;
  std::mutex auth_mutex_;
  std::string access_ = "fake-access-0", refresh_;
  std::set<std::string> spent_refresh_;
  int refreshes_ = 0, access_left_ = 0;
};

// --- reading requests ---

// Query parameters of a call, each known by name; anything else is refused with 400.
class Parameters {
 public:
  Parameters(const Call& call, std::vector<std::string_view> known);
  std::string text(std::string_view name, std::string otherwise = {}) const;
  std::vector<std::string> all(std::string_view name) const;
  bool has(std::string_view name) const;
  std::int64_t integer(std::string_view name, std::int64_t otherwise, std::int64_t low, std::int64_t high) const;

 private:
  const Call& call_;
};

// The JSON object of a POST; refuses other content types (415), no JSON and unknown members (400).
nlohmann::json object_of(const Call& call, const std::vector<std::string_view>& known);
std::string text_of(const nlohmann::json& body, const char* name, std::string otherwise = {});
std::int64_t integer_of(const nlohmann::json& body, const char* name, std::int64_t otherwise);
std::vector<std::string> texts_of(const nlohmann::json& body, const char* name);

// {"startAt","maxResults","total","isLast","values"}: `write` is called with each index of the page.
template <class Write>
std::string page_bean(std::int64_t start, std::int64_t max, std::int64_t total, Write write, const char* name = "values") {
  std::string out;
  JsonOut json(out);
  json.open('{').key("maxResults").integer(max).key("startAt").integer(start).key("total").integer(total);
  json.key("isLast").boolean(start + max >= total).key(name).open('[');
  for (std::int64_t n = start; n < total && n < start + max; ++n) write(json, static_cast<std::size_t>(n));
  json.close(']').close('}');
  return out;
}

}  // namespace fakes
