// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include "core/history.h"
#include "core/model.h"
#include "store/change_rows.h"
#include "store/flow_facts.h"
#include "store/issues.h"
#include "store/lookup.h"
#include "store/query.h"
#include "store/sprint_facts.h"
namespace juno::store {

// What the cache holds of an issue before it is written again.
struct StoredRow {
  bool exists = false, deleted = false;
  std::int64_t fingerprint = 0;
  std::int64_t ended = 0;  // where its issue_flow row lies
};

// The rows of one issue: its own, its children, history, raw record and facts.
class IssueRows {
 public:
  IssueRows(Database& db, const Site& site);
  StoredRow find(Id cached);
  void write(const IssueRecord& record, const IssueTimeline& timeline, const Moments& moments, std::int64_t fingerprint, const StoredRow& stored);
  // Writes the facts of an issue that is cached already, deleted ones too. Returns whether its own moments differed.
  bool refresh(const StoredIssue& stored, const IssueTimeline& timeline, const Moments& moments);
  // The raw record, packed; write() leaves it out.
  void write_raw(Id cached, std::string_view packed);
  Lookup& lookup() { return lookup_; }

 private:
  void write_issue(const IssueRecord& record, const IssueTimeline& timeline, std::int64_t fingerprint, std::int64_t changes, const IssueNow& now);
  IssueNow describe(const Issue& issue, const Moments& moments);
  void write_tags(Id cached, const Issue& issue, bool stored);
  void write_links(Id cached, const Issue& issue, bool stored);
  void write_text(Id cached, const Issue& issue, bool stored);
  Site site_;
  Lookup lookup_;
  ChangeRows changes_;
  SprintFacts facts_;
  FlowFacts flow_;
  Query find_, put_, key_, put_text_, remove_text_, put_raw_, put_tag_, trim_tags_, put_link_, trim_links_, set_facts_;
};

// The number in "PAY-12"; 0 when there is none.
std::int64_t key_number(std::string_view key);

}  // namespace juno::store
