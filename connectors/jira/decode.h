// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
namespace juno::jira {

// The site's statuses by id, for categories: an issue's own status names its category, Data Center's changelog does not.
using Statuses = std::map<Id, Status>;

// One issue of an answer, with how much of its history the answer held.
struct DecodedIssue {
  IssueRecord record;
  std::int64_t histories_total = 0;  // what the server says there is; -1 = no changelog in the answer
  std::int64_t histories_here = 0;
};

struct IssuePage {
  std::vector<DecodedIssue> issues;  // in the answer's order
  std::vector<BadRecord> bad;        // unreadable ones: stream "issues", the id where it could be read
  std::vector<BadRecord> refused;    // issueErrors of a bulk fetch: id and the server's reason
  std::string next;                  // nextPageToken; empty = none
  bool last = false;                 // isLast, or no token
  std::int64_t start = 0, total = -1;  // startAt and total of a Data Center page; -1 = not told
  std::string defect;                // why the page as a whole is not valid JSON; everything else is then unusable
};

struct History {
  Id issue = 0;
  Id id = 0;
  std::vector<Change> changes;
};
struct UnreadHistory {
  Id issue = 0;
  std::string reason;
};
struct HistoryPage {
  std::vector<History> histories;  // in the answer's order
  std::vector<UnreadHistory> bad;  // issues with an edit that could not be read
  std::string next;                // nextPageToken of a bulk fetch
  std::int64_t start = 0, total = -1;  // of one issue's changelog
  bool last = false;
  std::string defect;
};

// Reads issues and changelogs of both deployments. An answer is either one whole valid JSON text or a defect; within a
// valid one, a record that cannot be read truthfully is set apart and never stops the page. Keeps parse buffers: make one and use it for many pages, by one thread at a time.
class Decoder {
 public:
  explicit Decoder(const FieldMap& fields, const Statuses& statuses = {});
  Decoder(Decoder&&) noexcept;
  ~Decoder();

  // An answer of search, search/jql or issue/bulkfetch. Takes the body, to add the padding that the parser needs.
  IssuePage issues(std::string body);
  // An answer of changelog/bulkfetch ({issueChangeLogs}), or of issue/{id}/changelog ({values}) when `issue` is given.
  HistoryPage histories(std::string body, Id issue = 0);
  // The stored record {"id","key","fields"} again, with this field mapping. Throws Error{store} when it is damaged.
  Issue raw(std::string_view raw);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The same for one record.
Issue decode_raw(std::string_view raw, const FieldMap& fields, const Statuses& statuses = {});

}  // namespace juno::jira
