// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "store/import.h"
#include "store/import_row.h"
#include "store/issue_reader.h"
#include "store/issue_writer.h"
#include "store/status_book.h"
namespace juno::store {

// One site of an import: catalogs at once, issues one at a time with the lines that belong to them.
class ImportSite {
 public:
  ImportSite(Database& db, const Site& site, Instant now, Imported& result);
  // Lines of the small tables.
  void catalog(const std::string& table, const ImportRow& row);
  void issue(const ImportRow& row);
  void child(const std::string& table, const ImportRow& row);
  void sync_state(const ImportRow& row);
  void set_fields(const FieldMap& fields);
  void flush();  // writes the issue at hand

 private:
  // The issue whose lines are being read.
  struct Open {
    IssueRecord record;
    std::int64_t line_history = 0;                // last history number given out
    bool whole = false;                           // began with its own line: its children here are all there are
    std::optional<Instant> deleted;
    std::optional<std::int64_t> comment_count;
    std::vector<Membership> intervals;
    std::vector<Comment> comments;
    std::vector<Worklog> worklogs;
  };
  void open(const std::string& key, const ImportRow& row);
  void change(const ImportRow& row);
  void link(const ImportRow& row);
  void present_and_past_sprints(Open& open);
  Status status_of(const ImportRow& row);
  Id status_named(const std::string& name);
  Id project_of(const ImportRow& row, const std::string& key);
  Id next_id(const char* table);
  Written must(Written written, const ImportRow& row, const char* what);
  Database& db_;
  Site site_;
  Instant now_;
  Imported& result_;
  FieldMap fields_;
  std::optional<IssueWriter> writer_;
  StatusBook book_;
  std::map<std::string, Id> projects_;
  std::optional<Open> open_;
};

}  // namespace juno::store
