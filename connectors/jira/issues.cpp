// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/issues.h"
#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include "connectors/jira/changelog.h"
#include "connectors/jira/record.h"
#include "connectors/jira/values.h"
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr std::string_view kWhat = "Jira issues";
constexpr std::string_view kFields = R"("fields":["*all","-comment","-worklog","-attachment"])";
// A change newer than the issue's own `updated` says that the issue was edited between the two requests. The two times
// of one edit may differ by a little.
constexpr std::chrono::milliseconds kSameEdit{2000};
constexpr int kHopeless = 5;  // unreadable issues before a readable one: the site as a whole is broken

struct Attempt {
  std::map<Id, IssueRecord> issues;
  std::vector<BadRecord> bad, refused;
  std::vector<Id> missing;
  std::string defect, body;  // why the answer cannot be used, and the answer
};

std::string id_list(const std::vector<Id>& ids) {
  std::string out;
  for (const Id id : ids) out += (out.empty() ? "" : ",") + std::to_string(id);
  return out;
}

std::string quoted_id_list(const std::vector<Id>& ids) {
  std::string out;
  for (const Id id : ids) out += (out.empty() ? "\"" : ",\"") + std::to_string(id) + '"';
  return out;
}

Id to_id(const std::string& text) {
  Id out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// Reads batches for one call of fetch(), and narrows a broken answer down to the issues that cause it.
class Fetcher {
 public:
  Fetcher(const Site& site, const FieldMap& fields, const Statuses& statuses)
      : site_(site), decoder_(fields, statuses), changelogs_(site, decoder_) {}

  Batch fetch(const std::vector<Id>& ids) {
    read(ids, kAsks);
    if (const auto stale = edited_meanwhile(); !stale.empty()) read(stale, kAsks);
    Batch out = std::move(rest_);
    for (auto& [id, issue] : issues_) out.issues.push_back(std::move(issue));
    std::sort(out.missing.begin(), out.missing.end());
    return out;
  }

 private:
  void read(const std::vector<Id>& ids, int asks) {
    Attempt got;
    for (int ask = 1; ask <= asks; ++ask) {
      if (ask > 1) pause_before(site_, ask);
      got = attempt(ids);
      if (got.defect.empty()) return take(std::move(got), ids);
    }
    if (ids.size() == 1) return give_up({"issues", std::to_string(ids.front()), got.defect, std::move(got.body)});
    read_halves(ids);
  }

  void read_halves(const std::vector<Id>& ids) {
    const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
    for (const auto& half : {std::vector<Id>(ids.begin(), middle), std::vector<Id>(middle, ids.end())}) read(half, half.size() == 1 ? kAsks : 1);
  }

  void give_up(BadRecord bad) {
    if (++hopeless_ >= kHopeless && issues_.empty())
      throw Error(Exit::remote, std::string(kWhat) + ": every answer is unreadable: " + bad.reason, "look for a proxy that changes answers, then run again");
    rest_.bad.push_back(std::move(bad));
  }

  void take(Attempt got, const std::vector<Id>& asked) {
    for (auto& [id, issue] : got.issues) issues_.insert_or_assign(id, std::move(issue));
    for (auto& bad : got.bad) {
      issues_.erase(to_id(bad.external_id));  // read once, unreadable when asked again
      rest_.bad.push_back(std::move(bad));
    }
    for (const Id id : got.missing) {
      issues_.erase(id);
      rest_.missing.push_back(id);
    }
    if (got.refused.empty()) return;
    if (asked.size() == 1) return give_up(std::move(got.refused.front()));
    std::vector<Id> again;  // the answer would have been too large, or a passing error: ask for fewer
    for (const auto& one : got.refused) again.push_back(to_id(one.external_id));
    if (again.size() < asked.size()) read(again, kAsks);
    else read_halves(again);
  }

  Attempt attempt(const std::vector<Id>& ids) {
    Attempt got;
    Answer answer = post(site_, kWhat, api(site_, "/issue/bulkfetch"), "{\"issueIdsOrKeys\":[" + quoted_id_list(ids) + "]," + std::string(kFields) + "}");
    if (!answer.found && answer.status == 400) refuse(kWhat, answer);
    if (answer.found) read_page(answer, ids, got);
    else search(ids, got);
    if (!got.defect.empty()) return got;
    account_for(ids, got);
    std::vector<Id> present;
    for (const auto& [id, issue] : got.issues) present.push_back(id);
    got.defect = changelogs_.fetch(present);
    if (!got.defect.empty()) got.body = changelogs_.broken_body();
    else add_histories(got);
    return got;
  }

  // Adds a page of issues; returns the token of the next one.
  std::string read_page(const Answer& answer, const std::vector<Id>& ids, Attempt& got) {
    IssuePage page = decoder_.issues(answer.body);
    const bool nameless = std::any_of(page.bad.begin(), page.bad.end(), [](const BadRecord& bad) { return bad.external_id.empty(); });
    got.defect = page.defect.empty() && nameless ? "an entry that is no issue" : page.defect;
    got.body = got.defect.empty() ? std::string() : answer.body;
    for (auto& one : page.issues)
      if (std::find(ids.begin(), ids.end(), one.record.issue.id) != ids.end()) got.issues.insert_or_assign(one.record.issue.id, std::move(one.record));
    for (auto& bad : page.bad) got.bad.push_back(std::move(bad));
    for (auto& one : page.refused)
      if (std::find(ids.begin(), ids.end(), to_id(one.external_id)) != ids.end()) got.refused.push_back(std::move(one));
    return page.last ? std::string() : page.next;
  }

  // Without bulk fetch: the same issues by search, 100 a page.
  void search(const std::vector<Id>& ids, Attempt& got) {
    std::set<std::string> seen;
    std::string token;
    do {
      std::string body = "{\"jql\":\"id in (" + id_list(ids) + ") order by id\",\"maxResults\":100," + std::string(kFields);
      if (!token.empty()) body += ",\"nextPageToken\":" + json_string(token);
      const Answer answer = post(site_, kWhat, api(site_, "/search/jql"), body + "}");
      if (!answer.found && answer.status != 400) refuse(kWhat, answer);
      if (!answer.found) return halves(ids, got);
      token = read_page(answer, ids, got);
      if (!token.empty() && !seen.insert(token).second) throw Error(Exit::remote, std::string(kWhat) + ": Jira gives the same page token twice");
    } while (got.defect.empty() && !token.empty());
  }

  // JQL refuses a list with an id that does not exist: find it by halves.
  void halves(const std::vector<Id>& ids, Attempt& got) {
    if (ids.size() == 1) return;  // account_for() lists it as missing
    const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
    search({ids.begin(), middle}, got);
    if (got.defect.empty()) search({middle, ids.end()}, got);
  }

  static void account_for(const std::vector<Id>& ids, Attempt& got) {
    std::set<Id> known;
    for (const auto* list : {&got.bad, &got.refused})
      for (const auto& one : *list) known.insert(to_id(one.external_id));
    for (const Id id : ids)
      if (!known.contains(id) && !got.issues.contains(id)) got.missing.push_back(id);
  }

  void add_histories(Attempt& got) {
    for (auto one = got.issues.begin(); one != got.issues.end();) {
      const std::string reason = changelogs_.unreadable(one->first);
      if (reason.empty()) {
        one->second.changes = merged(changelogs_.take(one->first));
        ++one;
        continue;
      }
      got.bad.push_back({"issues", std::to_string(one->first), reason, std::move(one->second.raw)});
      one = got.issues.erase(one);
    }
  }

  std::vector<Id> edited_meanwhile() const {
    std::vector<Id> out;
    for (const auto& [id, issue] : issues_)
      if (!issue.changes.empty() && issue.changes.back().at > issue.issue.updated + kSameEdit) out.push_back(id);
    return out;
  }

  const Site& site_;
  Decoder decoder_;
  Changelogs changelogs_;
  std::map<Id, IssueRecord> issues_;
  Batch rest_;  // all but the issues
  int hopeless_ = 0;
};

// Ids of one list page; nothing when an entry cannot be read, because it may hide an issue.
std::optional<std::vector<Id>> ids_in(const Json& list) {
  if (!list.is_array()) return {};
  std::vector<Id> out;
  for (const Json issue : list) {
    out.push_back(id_of(issue["id"]));
    if (out.back() == 0) return {};
  }
  return out;
}

}  // namespace

Page<Id> list_ids(const Site& site, const std::string& jql, const std::string& token) {
  constexpr std::string_view what = "Jira issue list";
  std::string body = "{\"jql\":" + json_string(jql) + ",\"maxResults\":" + std::to_string(kIdsPerPage) + ",\"fields\":[\"id\"]";
  if (!token.empty()) body += ",\"nextPageToken\":" + json_string(token);
  body += "}";
  for (int ask = 1; ask <= kAsks; ++ask) {
    if (ask > 1) pause_before(site, ask);
    const JsonText json = post_json(site, what, api(site, "/search/jql"), body);
    auto ids = ids_in(json.root()["issues"]);
    if (!ids) continue;
    Page<Id> page{std::move(*ids), {}};
    if (!json.root()["isLast"].is_true()) page.next = json.root()["nextPageToken"].text();
    if (!page.next.empty() && page.next == token) throw Error(Exit::remote, std::string(what) + ": Jira gives the same page token twice");
    return page;
  }
  throw Error(Exit::remote, std::string(what) + ": the answer has entries that are no issues");
}

void for_each_id_page(const Site& site, const std::string& jql, const std::function<void(std::vector<Id>)>& use, std::size_t max_pages) {
  std::set<std::string> seen;
  std::string token;
  for (std::size_t n = 0; n < max_pages; ++n) {
    Page<Id> page = list_ids(site, jql, token);
    if (!page.next.empty() && !seen.insert(page.next).second) throw Error(Exit::remote, "Jira issue list: Jira gives the same page token twice");
    token = page.next;
    use(std::move(page.items));
    if (token.empty()) return;
  }
  throw Error(Exit::remote, "Jira issue list: Jira's pages never end (" + std::to_string(max_pages) + " of them so far)");
}

Batch fetch(const Site& site, const FieldMap& fields, const Statuses& statuses, const std::vector<Id>& ids) {
  if (ids.empty()) return {};
  return Fetcher(site, fields, statuses).fetch(ids);
}

}  // namespace juno::jira
