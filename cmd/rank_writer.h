// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "cmd/context.h"
#include "cmd/jira_session.h"
#include "cmd/rank_marks.h"
#include "connectors/jira/write.h"
#include "core/rank_plan.h"
#include "store/ledger.h"
namespace juno {

// One thing to do, and what came of it.
struct WriteResult {
  std::string item;     // key, or the file's id
  std::string key;      // of the issue, where there is one
  std::string action;   // update, clear, create
  std::string request;  // what is sent: "PUT /rest/api/3/issue/10001/properties/juno.rank", one or two
  std::string body;
  std::string result;   // would write, written, unchanged, failed, unknown
  std::string reason;
};

// Writes marks and new features to one Jira, each step in the audit log before and after; or only says what it would do.
// A failing item does not stop the others; refused credentials and an interruption do.
class RankWriter {
 public:
  // What marks say beside rank and score. `field`: id of a number field that gets the rank, or with `score` the score; empty = the property alone.
  struct Style {
    std::string model, of, field;
    bool score = false;
  };
  // `ledger` null: a dry run.
  RankWriter(Context& ctx, const jira::Site& site, std::string site_name, store::Database* ledger, Style style);
  WriteResult mark(const RankMark& mark);
  // Takes the mark of a feature away that is not among the ranked ones any more: fields that still hold what was written, then the property.
  // What somebody else wrote since stays. `why` goes into the result.
  WriteResult clear(const KeptMark& mark, const std::string& why);
  // `value_field`: id of the field of business value; empty = the value is not sent.
  WriteResult make(const PlannedFeature& feature, const std::string& value_field);

 private:
  struct Past {
    std::string key;                 // made by an earlier run
    std::optional<Instant> pending;  // sent, and no answer came
  };
  struct Write {
    std::string method, path, body;
  };
  // `work` on out.key; its failure becomes the result, unless all that follows would fail as well.
  WriteResult tried(WriteResult out, const std::function<void(const std::string& subject, WriteResult& out)>& work);
  void carry_out(const std::string& subject, const std::vector<Write>& writes, WriteResult& out);
  Past past_of(const std::string& subject) const;
  void log(std::string_view action, const std::string& subject, std::string_view detail);
  // The issue that was made of it before. Jira is asked once for a project and type, and `anew` once more.
  std::optional<std::string> find_made(const PlannedFeature& feature, bool anew = false);
  void send_new(const PlannedFeature& feature, const std::string& subject, WriteResult& out);

  Context& ctx_;
  const jira::Site& site_;
  std::string name_;
  store::Database* ledger_;
  Style style_;
  std::vector<store::AuditEntry> entries_;  // of earlier runs
  std::map<std::pair<std::string, std::string>, std::vector<jira::NamedIssue>> there_;  // by project and type
};

// What runs of `juno rank apply` sent and what came of it, oldest first.
Report rank_write_log(Context& ctx);

}  // namespace juno
