// SPDX-License-Identifier: Apache-2.0
// Searches of both deployments: token pages on the Cloud, offsets on Data Center.
#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include "tests/fakes/jira.h"
#include "tests/fakes/jql.h"
namespace fakes {
namespace {

using Arguments = std::vector<std::string>;

constexpr const char* kBadToken = "The provided nextPageToken is invalid or has expired.";

std::string token_of(std::uint64_t search, std::size_t at) {
  const auto check = mix(search, at) % 0xffffff;
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "Ch%016llx%08zx%06llx", static_cast<unsigned long long>(search), at, static_cast<unsigned long long>(check));
  return text.data();
}

// Search and position; nothing when the token was not made here.
bool read_token(const std::string& token, std::uint64_t& search, std::size_t& at) {
  if (token.size() != 32 || !token.starts_with("Ch")) return false;
  const char* text = token.data();
  std::from_chars(text + 2, text + 18, search, 16);
  std::from_chars(text + 18, text + 26, at, 16);
  return token_of(search, at) == token;
}

bool wants_changelog(std::string_view expand) {
  for (std::size_t begin = 0; begin <= expand.size();) {
    const auto end = std::min(expand.find(',', begin), expand.size());
    if (expand.substr(begin, end - begin) == "changelog") return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

Jira::Found Jira::find(const std::string& jql, bool bounded_only) {
  const auto id = mix_text(mix(world_.version, std::uint64_t(hidden_ + 1)), jql);
  if (auto known = found_before(id)) return {id, known};
  std::shared_ptr<const std::vector<int>> issues;
  try {
    issues = std::make_shared<const std::vector<int>>(find_issues(world_, jql, bounded_only, hidden_));
  } catch (const JqlError& error) {
    refuse(400, error.what());
  }
  const std::lock_guard lock(searches_mutex_);
  if (searches_.size() >= 64) searches_.erase(searches_.begin());
  searches_.emplace_back(id, issues);
  return {id, issues};
}

std::shared_ptr<const std::vector<int>> Jira::found_before(std::uint64_t id) {
  const std::lock_guard lock(searches_mutex_);
  for (const auto& [known, issues] : searches_)
    if (known == id) return issues;
  return {};
}

Reply Jira::removed_search(const Call&, const Arguments&) {
  refuse(410, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046");
}

Reply Jira::search_get(const Call& call, const Arguments&) {
  Parameters parameters(call, {"jql", "nextPageToken", "maxResults", "fields", "expand", "properties", "fieldsByKeys", "failFast", "reconcileIssues"});
  Search wanted{parameters.text("jql"), parameters.text("nextPageToken"), parameters.text("expand"), parameters.all("fields")};
  if (parameters.all("expand").size() > 1) refuse(400, "expand is one comma-separated text.");
  wanted.max = parameters.integer("maxResults", 50, -1'000'000'000, 1'000'000'000);
  return search(call, wanted);
}

Reply Jira::search_post(const Call& call, const Arguments&) {
  const auto body = object_of(call, {"jql", "nextPageToken", "maxResults", "fields", "expand", "properties", "fieldsByKeys", "reconcileIssues"});
  Parameters none(call, {});
  Search wanted{text_of(body, "jql"), text_of(body, "nextPageToken"), text_of(body, "expand"), texts_of(body, "fields")};
  wanted.max = integer_of(body, "maxResults", 50);
  return search(call, wanted);
}

Reply Jira::search(const Call& call, const Search& wanted) {
  if (wanted.max < 1 || wanted.max > 5000) refuse(400, "The maxResults parameter must be between 1 and 5,000.");
  const FieldChoice fields = choose_fields(wanted.fields, true);
  if (call.faults.contains("empty")) return {200, R"({"issues":[],"isLast":true})"};
  const Found fresh = find(wanted.jql, true);  // a wrong query is refused on every page
  Found found = fresh;
  std::size_t at = 0;
  if (!wanted.token.empty()) {
    if (call.faults.contains("expired_token") || !read_token(wanted.token, found.id, at)) refuse(400, kBadToken);
    found.issues = found_before(found.id);
    if (!found.issues || at > found.issues->size()) refuse(400, kBadToken);
  }
  const std::size_t cap = fields.ids_only() ? 5000 : 100;
  auto room = std::min(cap, static_cast<std::size_t>(wanted.max));
  if (call.faults.contains("short_page")) room = std::max<std::size_t>(1, room / 2);
  if (call.faults.contains("empty_page")) room = 0;
  const auto changelog = wants_changelog(wanted.expand) ? ChangelogForm::newest_40 : ChangelogForm::none;
  const auto end = std::min(at + room, found.issues->size());
  Reply reply;
  JsonOut json(reply.body);
  json.open('{').key("issues").open('[');
  const auto write = [&](int index) {
    const Issue& issue = world_.issues[static_cast<std::size_t>(index)];
    if (issue.deleted || issue.project == hidden_) return;
    std::string one;
    json_.issue(one, index, fields, changelog, adf(call));
    json.raw(one);
  };
  if (call.faults.contains("duplicate") && at > 0) write((*found.issues)[at - 1]);
  for (auto n = at; n < end; ++n) write((*found.issues)[n]);
  json.close(']');
  const bool last = end >= found.issues->size() && room > 0;
  if (call.faults.contains("repeated_token") && !wanted.token.empty()) json.key("nextPageToken").text(wanted.token).key("isLast").boolean(false);
  else if (!last) json.key("nextPageToken").text(token_of(found.id, end)).key("isLast").boolean(false);
  else json.key("isLast").boolean(true);
  json.close('}');
  return reply;
}

Reply Jira::count(const Call& call, const Arguments&) {
  const auto body = object_of(call, {"jql"});
  Parameters none(call, {});
  return {200, "{\"count\":" + std::to_string(call.faults.contains("empty") ? 0 : find(text_of(body, "jql"), true).issues->size()) + "}"};
}

Reply Jira::dc_search_get(const Call& call, const Arguments&) {
  Parameters parameters(call, {"jql", "startAt", "maxResults", "validateQuery", "fields", "expand"});
  Search wanted{parameters.text("jql"), {}, parameters.text("expand"), parameters.all("fields")};
  wanted.start = parameters.integer("startAt", 0, 0, 1'000'000'000);
  wanted.max = parameters.integer("maxResults", 50, 0, 1'000'000'000);
  return dc_search(call, wanted);
}

Reply Jira::dc_search_post(const Call& call, const Arguments&) {
  const auto body = object_of(call, {"jql", "startAt", "maxResults", "validateQuery", "fields", "expand"});
  Parameters none(call, {});
  Search wanted{text_of(body, "jql"), {}, {}, texts_of(body, "fields")};
  for (const auto& one : texts_of(body, "expand")) wanted.expand += (wanted.expand.empty() ? "" : ",") + one;
  wanted.start = integer_of(body, "startAt", 0);
  wanted.max = integer_of(body, "maxResults", 50);
  if (wanted.start < 0 || wanted.max < 0) refuse(400, "startAt and maxResults may not be negative.");
  return dc_search(call, wanted);
}

// Every page looks at the world anew, as the real one does: what is deleted meanwhile moves the rest to the front.
Reply Jira::dc_search(const Call& call, const Search& wanted) {
  const FieldChoice fields = choose_fields(wanted.fields, false);
  const Found found = find(wanted.jql, false);
  const bool empty = call.faults.contains("empty");
  const auto total = empty ? std::int64_t{0} : static_cast<std::int64_t>(found.issues->size());
  auto max = std::min<std::int64_t>(wanted.max, fields.ids_only() ? 1000 : 100);
  if (call.faults.contains("short_page")) max = std::max<std::int64_t>(1, max / 2);
  const auto changelog = wants_changelog(wanted.expand) ? ChangelogForm::complete : ChangelogForm::none;
  Reply reply;
  JsonOut json(reply.body);
  json.open('{').key("expand").text("schema,names").key("startAt").integer(wanted.start).key("maxResults").integer(max).key("total").integer(total).key("issues").open('[');
  auto begin = wanted.start;
  if (call.faults.contains("duplicate") && begin > 0) --begin;
  for (auto n = begin; n < std::min(total, wanted.start + max); ++n) {
    std::string one;
    json_.issue(one, (*found.issues)[static_cast<std::size_t>(n)], fields, changelog, false);
    // The real one always says id, key and self.
    json.raw(one);
  }
  json.close(']').close('}');
  return reply;
}

}  // namespace fakes
