// SPDX-License-Identifier: Apache-2.0
// Issues by id, and what hangs on them: changelogs, comments, worklogs.
#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>
#include <nlohmann/json.hpp>
#include "tests/fakes/jira.h"
namespace fakes {

using Arguments = std::vector<std::string>;

int Jira::issue_index(const std::string& id_or_key) const {
  const int index = world_.find(id_or_key);
  if (index < 0 || world_.issues[static_cast<std::size_t>(index)].project == hidden_) refuse(404, "Issue does not exist or you do not have permission to see it.");
  return index;
}

Reply Jira::issue_bulk(const Call& call, const Arguments&) {
  const auto body = object_of(call, {"issueIdsOrKeys", "fields", "expand", "properties", "fieldsByKeys"});
  Parameters none(call, {});
  const auto ids = texts_of(body, "issueIdsOrKeys"), expand = texts_of(body, "expand");
  const FieldChoice fields = choose_fields(texts_of(body, "fields"), false);
  const std::size_t cap = fields.all || fields.navigable ? 100 : 1000;
  if (ids.empty() || ids.size() > cap) refuse(400, "issueIdsOrKeys must hold 1 to " + std::to_string(cap) + " issues.");
  std::set<int> found;
  std::vector<std::string> unknown;
  for (const auto& id : ids) {
    const int index = world_.find(id);
    if (index < 0 || world_.issues[static_cast<std::size_t>(index)].project == hidden_) unknown.push_back(id);
    else found.insert(index);
  }
  const bool changelog = std::find(expand.begin(), expand.end(), "changelog") != expand.end();
  Reply reply;
  JsonOut json(reply.body);
  json.open('{').key("expand").text("schema,names").key("issues").open('[');
  for (const int index : found) {
    std::string one;
    json_.issue(one, index, fields, changelog ? ChangelogForm::newest_40 : ChangelogForm::none, adf(call));
    json.raw(one);
  }
  json.close(']').key("issueErrors").open('[');
  for (const auto& id : unknown) json.open('{').key("id").text(id).key("errorMessage").text("Issue does not exist or you do not have permission to see it.").close('}');
  json.close(']').close('}');
  return reply;
}

// Histories of many issues, by date, then issue: those of one issue may be spread over pages.
Reply Jira::changelog_bulk(const Call& call, const Arguments&) {
  const auto body = object_of(call, {"issueIdsOrKeys", "fieldIds", "maxResults", "nextPageToken"});
  Parameters none(call, {});
  const auto ids = texts_of(body, "issueIdsOrKeys"), field_ids = texts_of(body, "fieldIds");
  const auto max = integer_of(body, "maxResults", 1000);
  if (ids.empty() || ids.size() > 1000) refuse(400, "issueIdsOrKeys must hold 1 to 1000 issues.");
  if (field_ids.size() > 10) refuse(400, "fieldIds may hold at most 10 fields.");
  if (max < 1 || max > 10000) refuse(400, "maxResults must be between 1 and 10000.");
  std::set<int> issues;
  for (const auto& id : ids)
    if (const int index = world_.find(id); index >= 0 && world_.issues[static_cast<std::size_t>(index)].project != hidden_) issues.insert(index);
  std::vector<std::tuple<Time, int, std::size_t, std::size_t>> all;  // when, issue, begin, end
  for (const int index : issues) {
    const Issue& issue = world_.issues[static_cast<std::size_t>(index)];
    const auto begins = JiraJson::histories(issue);
    for (std::size_t n = 0; n + 1 < begins.size(); ++n) {
      const bool wanted = field_ids.empty() || std::any_of(issue.changes.begin() + std::ptrdiff_t(begins[n]), issue.changes.begin() + std::ptrdiff_t(begins[n + 1]), [&](const Change& change) {
        return std::find(field_ids.begin(), field_ids.end(), json_.field_id(change.field)) != field_ids.end();
      });
      if (wanted) all.emplace_back(issue.changes[begins[n]].at, index, begins[n], begins[n + 1]);
    }
  }
  std::sort(all.begin(), all.end());
  std::size_t at = 0;
  if (const auto token = text_of(body, "nextPageToken"); !token.empty()) {
    const auto [end, failure] = std::from_chars(token.data() + std::min<std::size_t>(2, token.size()), token.data() + token.size(), at);
    if (!token.starts_with("cl") || failure != std::errc{} || end != token.data() + token.size() || at > all.size() || call.faults.contains("expired_token"))
      refuse(400, "The provided nextPageToken is invalid or has expired.");
  }
  const auto end = std::min(all.size(), at + static_cast<std::size_t>(max));
  std::vector<int> order;  // issues of this page, by first appearance
  std::set<int> seen;
  for (auto n = at; n < end; ++n)
    if (seen.insert(std::get<1>(all[n])).second) order.push_back(std::get<1>(all[n]));
  Reply reply;
  JsonOut json(reply.body);
  json.open('{').key("issueChangeLogs").open('[');
  for (const int index : order) {
    json.open('{').key("issueId").text(std::to_string(World::id_of(index))).key("changeHistories").open('[');
    for (auto n = at; n < end; ++n) {
      if (std::get<1>(all[n]) != index) continue;
      std::string one;
      json_.history(one, world_.issues[static_cast<std::size_t>(index)], std::get<2>(all[n]), std::get<3>(all[n]), dates_);
      json.raw(one);
    }
    json.close(']').close('}');
  }
  json.close(']');
  if (call.faults.contains("repeated_token") && at > 0) json.key("nextPageToken").text(text_of(body, "nextPageToken"));
  else if (end < all.size()) json.key("nextPageToken").text("cl" + std::to_string(end));
  json.close('}');
  return reply;
}

Reply Jira::one_issue(const Call& call, const Arguments& arguments) {
  Parameters parameters(call, {"fields", "fieldsByKeys", "expand", "properties", "updateHistory", "failFast"});
  const int index = issue_index(arguments[0]);
  FieldChoice fields = choose_fields(parameters.all("fields"), false);
  if (!parameters.has("fields")) fields.all = true;
  const bool changelog = parameters.text("expand").find("changelog") != std::string::npos;
  fields.named.insert("key");
  Reply reply;
  json_.issue(reply.body, index, fields, !changelog ? ChangelogForm::none : world_.options.data_center ? ChangelogForm::complete : ChangelogForm::newest_100, adf(call));
  return reply;
}

Reply Jira::issue_changelog(const Call& call, const Arguments& arguments) {
  Parameters parameters(call, {"startAt", "maxResults"});
  const Issue& issue = world_.issues[static_cast<std::size_t>(issue_index(arguments[0]))];
  const auto begins = JiraJson::histories(issue);
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000'000), max = std::min<std::int64_t>(100, parameters.integer("maxResults", 100, 1, 1'000'000'000));
  return {200, page_bean(start, max, std::int64_t(begins.size()) - 1, [&](JsonOut& json, std::size_t n) {
            std::string one;
            json_.history(one, issue, begins[n], begins[n + 1], DateForm::iso);
            json.raw(one);
          })};
}

Reply Jira::issue_comments(const Call& call, const Arguments& arguments) {
  Parameters parameters(call, {"startAt", "maxResults", "orderBy", "expand"});
  const Issue& issue = world_.issues[static_cast<std::size_t>(issue_index(arguments[0]))];
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000'000), max = std::min<std::int64_t>(100, parameters.integer("maxResults", 50, 1, 1'000'000'000));
  return {200, page_bean(start, max, std::int64_t(issue.comments.size()), [&](JsonOut& json, std::size_t n) { json_.comment(json, issue, issue.comments[n], adf(call)); }, "comments")};
}

Reply Jira::issue_worklogs(const Call& call, const Arguments& arguments) {
  Parameters parameters(call, {"startAt", "maxResults", "startedAfter", "startedBefore", "expand"});
  const Issue& issue = world_.issues[static_cast<std::size_t>(issue_index(arguments[0]))];
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000'000), max = std::min<std::int64_t>(5000, parameters.integer("maxResults", 5000, 1, 1'000'000'000));
  return {200, page_bean(start, max, std::int64_t(issue.worklogs.size()), [&](JsonOut& json, std::size_t n) { json_.worklog(json, issue, issue.worklogs[n], adf(call)); }, "worklogs")};
}

namespace {

// Up to 1,000 in order of time; those of one millisecond stay together.
Reply worklog_times(const Call& call, std::vector<std::pair<Time, int>> all, const char* path) {
  Parameters parameters(call, {"since", "expand"});
  const auto since = parameters.integer("since", 0, 0, std::int64_t{1} << 60);
  std::sort(all.begin(), all.end());
  const auto begin = std::upper_bound(all.begin(), all.end(), std::pair<Time, int>(since, 1 << 30));
  auto end = begin + std::min<std::ptrdiff_t>(1000, all.end() - begin);
  while (end != all.end() && end != begin && end->first == (end - 1)->first) ++end;
  const Time until = end == begin ? since : (end - 1)->first;
  Reply reply;
  JsonOut json(reply.body);
  json.open('{').key("values").open('[');
  for (auto at = begin; at != end; ++at) json.open('{').key("worklogId").integer(at->second).key("updatedTime").integer(at->first).key("properties").raw("[]").close('}');
  json.close(']').key("since").integer(since).key("until").integer(until).key("self").text(std::string(kSite) + path + "?since=" + std::to_string(since));
  if (end != all.end()) json.key("nextPage").text(std::string(kSite) + path + "?since=" + std::to_string(until));
  json.key("lastPage").boolean(end == all.end()).close('}');
  return reply;
}

}  // namespace

Reply Jira::worklogs_updated(const Call& call, const Arguments&) {
  std::vector<std::pair<Time, int>> all;
  for (const Issue& issue : world_.issues)
    if (!issue.deleted && issue.project != hidden_)
      for (const Worklog& log : issue.worklogs) all.emplace_back(log.updated, log.id);
  return worklog_times(call, std::move(all), "/rest/api/3/worklog/updated");
}

Reply Jira::worklogs_deleted(const Call& call, const Arguments&) {
  std::vector<std::pair<Time, int>> all;
  for (const DeletedWorklog& gone : world_.deleted_worklogs) all.emplace_back(gone.at, gone.id);
  return worklog_times(call, std::move(all), "/rest/api/3/worklog/deleted");
}

Reply Jira::worklog_list(const Call& call, const Arguments&) {
  const auto body = object_of(call, {"ids"});
  Parameters parameters(call, {"expand"});
  if (!body.contains("ids") || !body["ids"].is_array() || body["ids"].size() > 1000) refuse(400, "ids must hold at most 1000 worklogs.");
  std::set<std::int64_t> wanted;
  for (const auto& id : body["ids"]) {
    if (!id.is_number_integer()) refuse(400, "ids must be numbers.");
    wanted.insert(id.get<std::int64_t>());
  }
  Reply reply;
  JsonOut json(reply.body);
  json.open('[');
  for (const Issue& issue : world_.issues)
    if (!issue.deleted && issue.project != hidden_)
      for (const Worklog& log : issue.worklogs)
        if (wanted.contains(log.id)) json_.worklog(json, issue, log, adf(call));
  json.close(']');
  return reply;
}

}  // namespace fakes
