// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>
#include "cmd/context.h"
#include "core/model.h"
#include "store/ledger.h"
namespace juno {

// What runs of `juno rank apply` say in the audit log.
inline constexpr std::string_view kApplySent = "rank apply: sent";
inline constexpr std::string_view kApplyDone = "rank apply: done";
inline constexpr std::string_view kApplyFailed = "rank apply: failed";
inline constexpr std::string_view kApplyLost = "rank apply: no answer";
inline constexpr std::string_view kNoMarkLeft = "no mark of ours is left";  // detail of a done

// Those lines alone, oldest first; none without a ledger.
std::vector<store::AuditEntry> apply_log(Context& ctx);

// A mark that earlier runs put on an issue and did not take away, as far as the log tells; Jira may say otherwise.
struct KeptMark {
  Id issue = 0;  // the tracker's
  std::string key;                                  // as it was called then
  std::string of;                                   // the choice of candidates whose run wrote it last
  std::set<std::string> notes;                      // what was sent as its property
  std::map<std::string, std::set<double>> fields;   // what was sent as numbers, by the field's id
};
// On one site, by issue.
std::vector<KeptMark> kept_marks(const std::vector<store::AuditEntry>& log, const std::string& site);

}  // namespace juno
