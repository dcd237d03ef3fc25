// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>
#include "connectors/jira/changelog.h"
#include "connectors/jira/issues.h"
#include "connectors/jira/record.h"
#include "connectors/jira/values.h"
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr std::string_view kWhat = "Jira issues";
constexpr std::size_t kIdsPerOffsetPage = 1000;

std::string search_body(const std::string& jql, std::int64_t start, std::size_t count, std::string_view rest) {
  return "{\"jql\":" + json_string(jql) + ",\"startAt\":" + std::to_string(start) + ",\"maxResults\":" + std::to_string(count) + "," + std::string(rest) + "}";
}

// Issues may have left the result since the last page (deleted, moved, edited): those after them moved to the front.
std::int64_t stepped_back(std::int64_t start, std::int64_t total, std::int64_t known_total) {
  if (known_total < 0 || total < 0 || total >= known_total) return start;
  return std::max<std::int64_t>(0, start - (known_total - total));
}

bool nameless(const BadRecord& bad) { return bad.external_id.empty(); }

// Data Center has no bulk fetch: a search gives whole issues, changelogs included.
class OffsetSearch {
 public:
  // `strict`: the server refuses JQL that names what it does not have, instead of finding nothing.
  OffsetSearch(const Site& site, const FieldMap& fields, const Statuses& statuses, const std::string& jql, bool strict = true)
      : site_(site), decoder_(fields, statuses), jql_(jql), strict_(strict) {}

  SearchPage page(std::int64_t start, std::int64_t known_total, std::size_t size) {
    auto found = readable(start, size);
    if (const auto earlier = stepped_back(start, found.total, known_total); earlier < start) {
      start = earlier;
      found = readable(start, size);
    }
    SearchPage out;
    out.total = found.total;
    const auto count = static_cast<std::int64_t>(found.issues.size() + found.bad.size());
    if (count > 0 && (found.total < 0 || start + count < found.total)) out.next = start + count;
    for (auto& one : found.issues) add(std::move(one), out.batch);
    for (auto& bad : found.bad) out.batch.bad.push_back(std::move(bad));
    return out;
  }

 private:
  // A page that can be read: asked for again, then for fewer issues, then the one that spoils it is set apart.
  IssuePage readable(std::int64_t start, std::size_t size) {
    IssuePage page;
    std::string body;
    for (; size > 0; size /= 2) {
      for (int ask = 1; ask <= kAsks; ++ask) {
        if (ask > 1) pause_before(site_, ask);
        page = search(start, size, body);
        if (page.defect.empty()) return page;
      }
    }
    return set_apart(start, page.defect, std::move(body));
  }

  IssuePage search(std::int64_t start, std::size_t size, std::string& body) {
    Answer answer = post(site_, kWhat, api(site_, "/search"),
                         search_body(jql_, start, size, std::string(strict_ ? "" : R"("validateQuery":false,)") + R"("fields":["*all","-comment","-worklog","-attachment"],"expand":["changelog"])"));
    if (!answer.found) refuse(kWhat, answer);
    body = answer.body;
    IssuePage page = decoder_.issues(std::move(answer.body));
    if (page.defect.empty() && std::any_of(page.bad.begin(), page.bad.end(), nameless)) page.defect = "an entry that is no issue";
    return page;
  }

  // Its id comes from a list of ids; when that is unreadable too, the site as a whole is broken.
  IssuePage set_apart(std::int64_t start, const std::string& defect, std::string body) {
    const JsonText json = post_json(site_, kWhat, api(site_, "/search"), search_body(jql_, start, 1, R"("fields":["id"])"));
    const Json issues = json.root()["issues"];
    Id id = 0;
    for (const Json issue : issues) id = id_of(issue["id"]);
    if (!issues.is_array()) throw Error(Exit::remote, std::string(kWhat) + ": " + defect);
    IssuePage page;
    page.start = start;
    page.total = json.root()["total"].integer().value_or(-1);
    if (issues.begin() != issues.end()) page.bad.push_back({"issues", id ? std::to_string(id) : "", defect, std::move(body)});
    return page;
  }

  void add(DecodedIssue one, Batch& batch) {
    const Id id = one.record.issue.id;
    if (one.histories_total > one.histories_here || one.histories_total < 0) {
      if (auto all = fetch_changelog(site_, decoder_, id)) one.record.changes = merged(std::move(*all));
      else batch.truncated.push_back(id);
    }
    batch.issues.push_back(std::move(one.record));
  }

  const Site& site_;
  Decoder decoder_;
  const std::string& jql_;
  bool strict_;
};

std::int64_t number(std::string_view text, std::int64_t otherwise) {
  std::int64_t out = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

SearchPage search_page(const Site& site, const FieldMap& fields, const Statuses& statuses, const std::string& jql, std::int64_t start,
                       std::int64_t known_total, std::size_t page_size) {
  return OffsetSearch(site, fields, statuses, jql).page(start, known_total, std::max<std::size_t>(page_size, 1));
}

Batch fetch_by_search(const Site& site, const FieldMap& fields, const Statuses& statuses, const std::vector<Id>& ids) {
  std::string jql = "id in (";
  for (const Id id : ids) jql += (jql.back() == '(' ? "" : ",") + std::to_string(id);
  jql += ") ORDER BY created ASC, key ASC";
  // An id that was deleted since must not spoil the others.
  OffsetSearch search(site, fields, statuses, jql, false);
  Batch out;
  std::set<Id> seen;
  std::int64_t known_total = -1;
  for (std::int64_t start = 0; start >= 0;) {
    SearchPage page = search.page(start, known_total, ids.size());
    known_total = page.total;
    start = page.next;
    for (auto& record : page.batch.issues)
      if (seen.insert(record.issue.id).second) out.issues.push_back(std::move(record));
    for (auto& bad : page.batch.bad) {
      seen.insert(number(bad.external_id, 0));
      out.bad.push_back(std::move(bad));
    }
    out.truncated.insert(out.truncated.end(), page.batch.truncated.begin(), page.batch.truncated.end());
  }
  std::sort(out.issues.begin(), out.issues.end(), [](const IssueRecord& a, const IssueRecord& b) { return a.issue.id < b.issue.id; });
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(out.missing), [&](Id id) { return !seen.count(id); });
  std::sort(out.missing.begin(), out.missing.end());
  return out;
}

Page<Id> list_ids_by_offset(const Site& site, const std::string& jql, const std::string& cursor) {
  constexpr std::string_view what = "Jira issue list";
  const auto slash = cursor.find('/');  // "startAt/total"
  std::int64_t start = number(cursor, 0);
  const std::int64_t known_total = slash == std::string::npos ? -1 : number(std::string_view(cursor).substr(slash + 1), -1);
  for (bool stepped = false;; stepped = true) {
    const JsonText json = post_json(site, what, api(site, "/search"), search_body(jql, start, kIdsPerOffsetPage, R"("fields":["id"])"));
    const Json root = json.root();
    const std::int64_t total = root["total"].integer().value_or(-1);
    if (const auto earlier = stepped_back(start, total, known_total); earlier < start && !stepped) {
      start = earlier;
      continue;
    }
    Page<Id> page;
    if (!root["issues"].is_array()) throw Error(Exit::remote, std::string(what) + ": no issues in the answer");
    for (const Json issue : root["issues"]) {
      page.items.push_back(id_of(issue["id"]));
      if (page.items.back() == 0) throw Error(Exit::remote, std::string(what) + ": the answer has entries that are no issues");
    }
    const auto next = start + static_cast<std::int64_t>(page.items.size());
    if (!page.items.empty() && next < total) page.next = std::to_string(next) + "/" + std::to_string(total);
    return page;
  }
}

}  // namespace juno::jira
