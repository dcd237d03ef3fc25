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
// of one edit differ by up to a second on real sites, and changes of workflow or rank do not count as updates there.
constexpr std::chrono::milliseconds kSameEdit{2000};

bool counts_as_update(const Change& change, const FieldMap& fields) {
  const auto is = [&](const FieldMap::Field& field) { return !field.id.empty() && (change.field_id.empty() ? change.field == field.name : change.field_id == field.id); };
  return change.field == "status" || is(fields.sprint) || std::any_of(fields.points.begin(), fields.points.end(), is);
}

constexpr int kHopeless = 5;  // unreadable issues before a readable one: the site as a whole is broken

struct Attempt {
  std::map<Id, IssueRecord> issues;
  std::vector<BadRecord> bad, refused;
  std::vector<Id> missing;
  std::set<Id> cut_short;    // their embedded history is not whole
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
      : site_(site), fields_(fields), decoder_(fields, statuses), changelogs_(site, decoder_) {}
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  Batch fetch(const std::vector<Id>& ids) {
    read(ids, kAsks);
    if (const auto stale = edited_meanwhile(); !stale.empty()) read(stale, kAsks);
    Batch out = std::move(rest_);
    for (auto& [id, issue] : issues_) out.issues.push_back(std::move(issue));
    std::sort(out.missing.begin(), out.missing.end());
    std::sort(out.truncated.begin(), out.truncated.end());
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
    if (asked.size() == 1) return not_there(asked.front()) ? rest_.missing.push_back(asked.front()) : give_up(std::move(got.refused.front()));
    std::vector<Id> again;  // the answer would have been too large, or a passing error: ask for fewer
    for (const auto& one : got.refused) again.push_back(to_id(one.external_id));
    if (again.size() < asked.size()) read(again, kAsks);
    else read_halves(again);
  }

  // A bulk fetch gives words, not a status, for an issue that it refuses; its own address tells gone from failing.
  bool not_there(Id issue) const {
    return !get(site_, kWhat, api(site_, "/issue/" + std::to_string(issue)), {{"fields", "id"}}).found;
  }

  Attempt attempt(const std::vector<Id>& ids) {
    Attempt got;
    if (!site_.cloud) offset_search(ids, got);
    else if (const Answer answer = bulk_fetch(ids); answer.found) read_page(answer, ids, got);
    else token_search(ids, got);
    if (!got.defect.empty()) return got;
    account_for(ids, got);
    if (site_.cloud) add_histories(got);
    else complete_histories(got);
    return got;
  }

  Answer bulk_fetch(const std::vector<Id>& ids) const {
    Answer answer = post(site_, kWhat, api(site_, "/issue/bulkfetch"), "{\"issueIdsOrKeys\":[" + quoted_id_list(ids) + "]," + std::string(kFields) + "}");
    if (!answer.found && answer.status == 400) refuse(kWhat, answer);
    return answer;
  }

  // Adds a page of issues to what was got.
  IssuePage read_page(const Answer& answer, const std::vector<Id>& ids, Attempt& got) {
    IssuePage page = decoder_.issues(answer.body);
    const bool nameless = std::any_of(page.bad.begin(), page.bad.end(), [](const BadRecord& bad) { return bad.external_id.empty(); });
    got.defect = page.defect.empty() && nameless ? "an entry that is no issue" : page.defect;
    got.body = got.defect.empty() ? std::string() : answer.body;
    const auto asked = [&](Id id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
    for (auto& one : page.issues) {
      const Id id = one.record.issue.id;
      if (!asked(id)) continue;
      if (one.histories_total < 0 || one.histories_total > one.histories_here) got.cut_short.insert(id);
      got.issues.insert_or_assign(id, std::move(one.record));
    }
    for (auto& bad : page.bad) got.bad.push_back(std::move(bad));
    for (auto& one : page.refused)
      if (asked(to_id(one.external_id))) got.refused.push_back(std::move(one));
    return page;
  }

  // A Cloud site without bulk fetch: the same issues by search, 100 a page.
  void token_search(const std::vector<Id>& ids, Attempt& got) {
    std::set<std::string> seen;
    std::string token;
    do {
      std::string body = "{\"jql\":\"id in (" + id_list(ids) + ") order by id\",\"maxResults\":100," + std::string(kFields);
      if (!token.empty()) body += ",\"nextPageToken\":" + json_string(token);
      const Answer answer = post(site_, kWhat, api(site_, "/search/jql"), body + "}");
      if (!answer.found) return refused_search(ids, answer, got, &Fetcher::token_search);
      const IssuePage page = read_page(answer, ids, got);
      token = page.last ? std::string() : page.next;
      if (!token.empty() && !seen.insert(token).second) throw Error(Exit::remote, std::string(kWhat) + ": Jira gives the same page token twice");
    } while (got.defect.empty() && !token.empty());
  }

  // Data Center: the server may give fewer a page than asked for, so the next one begins after what came.
  void offset_search(const std::vector<Id>& ids, Attempt& got) {
    for (std::int64_t start = 0;;) {
      const Answer answer = post(site_, kWhat, api(site_, "/search"),
                                 "{\"jql\":\"id in (" + id_list(ids) + ") order by id\",\"startAt\":" + std::to_string(start) + ",\"maxResults\":100,\"validateQuery\":false," +
                                     std::string(kFields) + ",\"expand\":[\"changelog\"]}");
      if (!answer.found) return refused_search(ids, answer, got, &Fetcher::offset_search);
      const IssuePage page = read_page(answer, ids, got);
      const auto count = static_cast<std::int64_t>(page.issues.size() + page.bad.size());
      start += count;
      if (!got.defect.empty() || count == 0 || (page.total >= 0 && start >= page.total)) return;
    }
  }

  // JQL refuses a list with an id that does not exist (any more): find it by halves. One alone is then missing.
  void refused_search(const std::vector<Id>& ids, const Answer& answer, Attempt& got, void (Fetcher::*search)(const std::vector<Id>&, Attempt&)) {
    if (answer.status != 400) refuse(kWhat, answer);
    if (ids.size() == 1) return;
    const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
    (this->*search)({ids.begin(), middle}, got);
    if (got.defect.empty()) (this->*search)({middle, ids.end()}, got);
  }

  static void account_for(const std::vector<Id>& ids, Attempt& got) {
    std::set<Id> known;
    for (const auto* list : {&got.bad, &got.refused})
      for (const auto& one : *list) known.insert(to_id(one.external_id));
    for (const Id id : ids)
      if (!known.contains(id) && !got.issues.contains(id)) got.missing.push_back(id);
  }

  // Cloud: histories come by requests of their own.
  void add_histories(Attempt& got) {
    std::vector<Id> present;
    for (const auto& [id, issue] : got.issues) present.push_back(id);
    got.defect = changelogs_.fetch(present);
    if (!got.defect.empty()) {
      got.body = changelogs_.broken_body();
      return;
    }
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

  // Data Center: histories are embedded, but some proxies and versions cut them short.
  void complete_histories(Attempt& got) {
    for (const Id id : got.cut_short) {
      const auto issue = got.issues.find(id);
      if (issue == got.issues.end()) continue;
      if (auto all = fetch_changelog(site_, decoder_, id)) issue->second.changes = merged(std::move(*all));
      else rest_.truncated.push_back(id);
    }
  }

  std::vector<Id> edited_meanwhile() const {
    std::vector<Id> out;
    if (!site_.cloud) return out;  // there one answer holds both
    for (const auto& [id, issue] : issues_) {
      const auto later = [&](const Change& change) { return change.at > issue.issue.updated + kSameEdit && counts_as_update(change, fields_); };
      if (std::any_of(issue.changes.begin(), issue.changes.end(), later)) out.push_back(id);
    }
    return out;
  }

  const Site& site_;
  const FieldMap& fields_;
  Decoder decoder_;
  Changelogs changelogs_;
  std::map<Id, IssueRecord> issues_;
  Batch rest_;  // all but the issues
  int hopeless_ = 0;
};

}  // namespace

Batch fetch(const Site& site, const FieldMap& fields, const Statuses& statuses, const std::vector<Id>& ids) {
  if (ids.empty()) return {};
  return Fetcher(site, fields, statuses).fetch(ids);
}

Batch fetch_by_search(const Site& site, const FieldMap& fields, const Statuses& statuses, const std::vector<Id>& ids) {
  return fetch(site, fields, statuses, ids);
}

}  // namespace juno::jira
