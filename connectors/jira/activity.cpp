// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/activity.h"
#include <algorithm>
#include <map>
#include <set>
#include "connectors/jira/text.h"
#include "connectors/jira/values.h"
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace {

// A page of worklog/updated or worklog/deleted.
WorklogIds worklog_ids(const Site& site, std::string_view what, std::string_view path, Instant since) {
  const JsonText json = get_json(site, what, api(site, path), {{"since", std::to_string(std::max<std::int64_t>(since.ms, 0))}});
  const Json root = json.root();
  WorklogIds out;
  out.until = since;
  std::set<Id> ids;
  for (const Json one : root["values"]) {
    const Id id = id_of(one["worklogId"]);
    if (id == 0) throw Error(Exit::remote, std::string(what) + ": an entry names no worklog");
    ids.insert(id);
    out.until = std::max(out.until, Instant{one["updatedTime"].integer().value_or(since.ms)});
  }
  out.ids.assign(ids.begin(), ids.end());
  out.last = root["lastPage"].is_true() || out.ids.empty();
  if (!out.last && out.until <= since) throw Error(Exit::remote, std::string(what) + ": Jira gives the same page again");
  return out;
}

Worklog worklog(const Json& json) {
  Worklog out;
  out.id = id_of(json["id"]);
  out.issue = id_of(json["issueId"]);
  if (out.id == 0 || out.issue == 0) throw Error(Exit::remote, "id or issueId is missing");
  const auto started = instant(json["started"], "started");
  if (!started) throw Error(Exit::remote, "started is missing");
  const auto seconds = json["timeSpentSeconds"].integer();
  if (!seconds) throw Error(Exit::remote, "timeSpentSeconds is missing");
  out.started = *started;
  out.updated = instant(json["updated"], "updated").value_or(*started);
  out.seconds = *seconds;
  out.author = person(json["author"]);
  out.comment = plain_text(json["comment"]);
  return out;
}

Comment comment(const Json& json, Id issue) {
  Comment out;
  out.id = id_of(json["id"]);
  out.issue = issue;
  if (out.id == 0) throw Error(Exit::remote, "id is missing");
  const auto created = instant(json["created"], "created");
  if (!created) throw Error(Exit::remote, "created is missing");
  out.created = *created;
  out.updated = instant(json["updated"], "updated").value_or(*created);
  out.author = person(json["author"]);
  out.body = plain_text(json["body"]);
  return out;
}

std::string numbers(const std::vector<Id>& ids, std::string_view quote) {
  std::string out;
  for (const Id id : ids) out.append(out.empty() ? "" : ",").append(quote).append(std::to_string(id)).append(quote);
  return out;
}

// Collects the comments of some issues.
class CommentReader {
 public:
  CommentReader(const Site& site, const std::vector<Id>& issues) : site_(site), wanted_(issues.begin(), issues.end()) {}

  CommentBatch read() {
    const std::vector<Id> ids(wanted_.begin(), wanted_.end());
    if (ids.empty()) return {};
    if (!site_.cloud || !bulk_fetch(ids)) search(ids);
    for (const Id issue : unfinished_) read_pages(issue);
    CommentBatch out;
    for (auto& [key, one] : comments_)
      if (complete_.contains(key.first)) out.comments.push_back(std::move(one));
    out.complete.assign(complete_.begin(), complete_.end());
    out.bad = std::move(bad_);
    return out;
  }

 private:
  bool bulk_fetch(const std::vector<Id>& ids) {
    const Answer answer = post(site_, kWhat, api(site_, "/issue/bulkfetch"), "{\"issueIdsOrKeys\":[" + numbers(ids, "\"") + "],\"fields\":[\"comment\"]}");
    if (!answer.found && answer.status == 400) refuse(kWhat, answer);
    if (!answer.found) return false;
    const JsonText json(answer.body);
    for (const Json issue : json.root()["issues"]) add_issue(issue);
    for (const Id id : wanted_)
      if (!json.root().exists()) unfinished_.insert(id);  // a broken answer: ask for each issue's own list
    return true;
  }

  // By search, which both deployments have: in one page, because at most 100 issues are asked for.
  void search(const std::vector<Id>& ids) {
    const std::string body = "{\"jql\":\"id in (" + numbers(ids, "") + ")\",\"maxResults\":100,\"fields\":[\"comment\"]}";
    const Answer answer = post(site_, kWhat, api(site_, site_.cloud ? "/search/jql" : "/search"), body);
    if (!answer.found && answer.status != 400) refuse(kWhat, answer);
    const JsonText json(answer.body);
    if (answer.found)
      for (const Json issue : json.root()["issues"]) add_issue(issue);
    // What did not come is asked for alone: a short page, or one id that the search does not know.
    for (const Id id : ids)
      if (!complete_.contains(id)) unfinished_.insert(id);
  }

  void add_issue(const Json& issue) {
    const Id id = id_of(issue["id"]);
    const Json list = issue["fields"]["comment"];
    if (!wanted_.contains(id) || !list.is_object()) return;
    std::int64_t count = 0;
    for (const Json one : list["comments"]) {
      add(one, id);
      ++count;
    }
    if (list["total"].integer().value_or(count) > count) unfinished_.insert(id);
    else complete_.insert(id);
  }

  // An issue's own list: the embedded one is cut short when it is long.
  void read_pages(Id issue) {
    const std::string path = api(site_, "/issue/" + std::to_string(issue) + "/comment");
    for (std::int64_t start = 0;;) {
      const auto json = find_json(site_, kWhat, path, {{"startAt", std::to_string(start)}, {"maxResults", "100"}, {"orderBy", "created"}});
      if (!json) return;  // deleted meanwhile
      std::int64_t count = 0;
      for (const Json one : json->root()["comments"]) {
        add(one, issue);
        ++count;
      }
      start += count;
      if (count > 0 && start < json->root()["total"].integer().value_or(start)) continue;
      complete_.insert(issue);
      return;
    }
  }

  void add(const Json& json, Id issue) {
    try {
      Comment one = comment(json, issue);
      comments_.insert_or_assign({issue, one.id}, std::move(one));
    } catch (const Error& error) {
      const Id id = id_of(json["id"]);
      bad_.push_back({"comments", id ? std::to_string(id) : std::string(), "issue " + std::to_string(issue) + ": " + error.what(), ""});
    }
  }

  static constexpr std::string_view kWhat = "Jira comments";
  const Site& site_;
  std::set<Id> wanted_, unfinished_, complete_;
  std::map<std::pair<Id, Id>, Comment> comments_;
  std::vector<BadRecord> bad_;
};

}  // namespace

WorklogIds changed_worklogs(const Site& site, Instant since) { return worklog_ids(site, "Jira worklogs", "/worklog/updated", since); }

WorklogIds deleted_worklogs(const Site& site, Instant since) { return worklog_ids(site, "Jira deleted worklogs", "/worklog/deleted", since); }

WorklogBatch fetch_worklogs(const Site& site, const std::vector<Id>& ids) {
  WorklogBatch out;
  if (ids.empty()) return out;
  const JsonText json = post_json(site, "Jira worklogs", api(site, "/worklog/list"), "{\"ids\":[" + numbers(ids, "") + "]}");
  if (!json.root().is_array()) throw Error(Exit::remote, "Jira worklogs: the answer is not a list");
  std::map<Id, Worklog> found;
  for (const Json item : json.root()) {
    try {
      Worklog one = worklog(item);
      found.insert_or_assign(one.id, std::move(one));
    } catch (const Error& error) {
      const Id id = id_of(item["id"]);
      out.bad.push_back({"worklogs", id ? std::to_string(id) : std::string(), error.what(), ""});
    }
  }
  for (auto& [id, one] : found) out.worklogs.push_back(std::move(one));
  return out;
}

CommentBatch fetch_comments(const Site& site, const std::vector<Id>& issues) { return CommentReader(site, issues).read(); }

}  // namespace juno::jira
