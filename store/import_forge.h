// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "core/forge.h"
#include "store/forge_writer.h"
#include "store/import_row.h"
#include "store/lookup.h"
#include "store/query.h"
namespace juno::store {

// The forge's lines of one site of an import: a pull request with the lines that follow it and name it, deployments with
// their statuses, the rest at once. Repositories are named; one that is not known yet is made.
class ImportForge {
 public:
  ImportForge(Database& db, const Site& site);
  static bool takes(const std::string& table);
  void line(const std::string& table, const ImportRow& row);
  // Writes what is at hand and makes the links of all repositories touched anew; links given as lines are kept besides.
  void flush(const std::string& environment);

 private:
  Id repository(const ImportRow& row);  // tracker's own id
  void put_repository(const ImportRow& row);
  void put_commit(const ImportRow& row);
  void begin_pull(const ImportRow& row);
  void open_pull(const ImportRow& row);
  void child(const std::string& table, const ImportRow& row);
  void put_deployment(const ImportRow& row);
  void put_status(const ImportRow& row);
  void put_run(const ImportRow& row);
  void write();
  void know_bot(Person& p);
  Database& db_;
  Site site_;
  ForgeWriter writer_;
  Lookup people_;
  Query put_commit_, find_commit_, find_kind_;
  std::map<std::string, std::string> kinds_;  // by account
  std::map<std::string, Id> known_;     // by name, lower case
  std::set<Id> touched_;
  std::optional<PullRecord> pull_;
  std::optional<Deployment> deployment_;
  struct Link { std::string key; Id repository = 0; std::int64_t number = 0; std::string source; };
  std::vector<Link> links_;
};

}  // namespace juno::store
