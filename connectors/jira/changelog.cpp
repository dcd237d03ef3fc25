// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/changelog.h"
#include <set>
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr std::string_view kChangesWhat = "Jira changelogs";
constexpr std::size_t kMaxPages = 10'000;  // of one batch: far beyond any real history

std::string request_body(const std::vector<Id>& issues, const std::string& token) {
  std::string out = "{\"issueIdsOrKeys\":[";
  for (const Id issue : issues) out += (out.back() == '[' ? "\"" : ",\"") + std::to_string(issue) + '"';
  out += "],\"maxResults\":10000";
  if (!token.empty()) out += ",\"nextPageToken\":" + json_string(token);
  return out + "}";
}

}  // namespace

std::string Changelogs::fetch(const std::vector<Id>& issues) {
  histories_.clear();
  bad_.clear();
  if (issues.empty()) return {};
  bool available = true;
  std::string defect = fetch_bulk(issues, available);
  if (available) return defect;
  for (const Id issue : issues) {
    auto own = fetch_changelog(site_, decoder_, issue);
    if (own) histories_[issue] = std::move(*own);
    else bad_[issue] = "changelog: the site does not give it";
  }
  return {};
}

std::string Changelogs::fetch_bulk(const std::vector<Id>& issues, bool& available) {
  std::set<std::string> seen;
  std::string token;
  for (std::size_t n = 0; n < kMaxPages; ++n) {
    Answer answer = post(site_, kChangesWhat, api(site_, "/changelog/bulkfetch"), request_body(issues, token));
    if (!answer.found && answer.status == 400) refuse(kChangesWhat, answer);
    available = answer.found;
    if (!available) return {};
    body_ = answer.body;
    HistoryPage page = decoder_.histories(std::move(answer.body));
    if (!page.defect.empty()) return "changelog: " + page.defect;
    for (auto& bad : page.bad) bad_[bad.issue] = bad.reason;
    for (auto& one : page.histories) histories_[one.issue].push_back(std::move(one));
    if (page.next.empty()) return {};
    if (!seen.insert(page.next).second) throw Error(Exit::remote, std::string(kChangesWhat) + ": Jira gives the same page token twice");
    token = page.next;
  }
  throw Error(Exit::remote, std::string(kChangesWhat) + ": Jira's pages never end");
}

std::string Changelogs::unreadable(Id issue) const {
  const auto found = bad_.find(issue);
  return found == bad_.end() ? std::string() : found->second;
}

std::vector<History> Changelogs::take(Id issue) {
  const auto found = histories_.find(issue);
  return found == histories_.end() ? std::vector<History>() : std::move(found->second);
}

std::optional<std::vector<History>> fetch_changelog(const Site& site, Decoder& decoder, Id issue) {
  std::vector<History> out;
  std::int64_t start = 0;
  for (std::size_t n = 0; n < kMaxPages; ++n) {
    HistoryPage page;
    for (int ask = 1; ask <= kAsks; ++ask) {
      if (ask > 1) pause_before(site, ask);
      Answer answer = get(site, kChangesWhat, api(site, "/issue/" + std::to_string(issue) + "/changelog"),
                          {{"startAt", std::to_string(start)}, {"maxResults", "100"}});
      if (!answer.found && answer.status == 400) refuse(kChangesWhat, answer);
      if (!answer.found) return {};
      page = decoder.histories(std::move(answer.body), issue);
      if (page.defect.empty()) break;
    }
    if (!page.defect.empty()) throw Error(Exit::remote, std::string(kChangesWhat) + ": " + page.defect);
    if (!page.bad.empty()) throw Error(Exit::remote, std::string(kChangesWhat) + ": " + page.bad.front().reason);
    const auto count = static_cast<std::int64_t>(page.histories.size());
    for (auto& one : page.histories) out.push_back(std::move(one));
    start += count;
    if (count == 0 || page.last || (page.total >= 0 && start >= page.total)) return out;
  }
  throw Error(Exit::remote, std::string(kChangesWhat) + ": Jira's pages never end");
}

}  // namespace juno::jira
