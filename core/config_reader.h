// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "core/config_schema.h"
#include "core/error.h"
#include "core/toml.h"
namespace juno {

// Reads values into a Config by the schema's keys; every error names file, line and the text. Internal to core/config.
class ConfigReader {
 public:
  ConfigReader(std::string_view text, std::string_view filename, Exit exit) : text_(text), filename_(filename), exit_(exit) {}
  // Sets what the document names; everything else keeps its value.
  void read(const TomlValue& document, Config& config) const;

 private:
  using Entry = TomlValue::Entry;
  using Special = std::map<std::string, std::function<void(const Entry&)>>;  // keys with a reader of their own

  template <class Owner>
  void fields(const TomlValue& table, const std::string& section, const config_schema::Keys<Owner>& keys, Owner& into, const Special& special = {}) const {
    fields(table, section, config_schema::bound(keys, into), special);
  }
  void fields(const TomlValue& table, const std::string& section, const std::vector<config_schema::Bound>& keys, const Special& special) const;

  struct Rule {
    std::string name;  // of the key, with its section
    std::string choices;
    double least = 0, most = 0;
    bool command = false;
  };
  void set(const TomlValue& value, const Rule& rule, const config_schema::Place& into) const;
  void set(const TomlValue& value, const Rule& rule, std::string& into) const;
  void set(const TomlValue& value, const Rule& rule, Names& into) const;
  void set(const TomlValue& value, const Rule& rule, bool& into) const;
  void set(const TomlValue& value, const Rule& rule, std::int64_t& into) const;
  void set(const TomlValue& value, const Rule& rule, double& into) const;
  void set(const TomlValue& value, const Rule& rule, std::optional<double>& into) const;
  void set(const TomlValue& value, const Rule& rule, std::chrono::seconds& into) const;
  void set(const TomlValue& value, const Rule& rule, std::optional<Date>& into) const;
  void set(const TomlValue& value, const Rule& rule, std::vector<std::int64_t>& into) const;
  void set(const TomlValue& value, const Rule& rule, Scores& into) const;

  void jira(const Entry& entry, Config& config) const;
  void site(const TomlValue& table, const std::string& section, JiraSite& into) const;
  void github(const Entry& entry, Config& config) const;
  void holidays(const Entry& entry, const std::string& name, std::vector<Holiday>& into) const;
  void members(const Entry& entry, const std::string& name, std::vector<TeamMember>& into) const;
  void exceptions(const Entry& entry, const std::string& name, std::vector<SprintException>& into) const;
  void done_rule(const Entry& entry, Config& config) const;
  void teams(const Entry& entry, Config& config) const;
  void people(const Entry& entry, Config& config) const;
  void services(const Entry& entry, Config& config) const;
  void gates(const Entry& entry, Config& config) const;
  void alignment(const Entry& entry, Config& config) const;
  void criteria(const Entry& entry, Config& config) const;
  void address(const TomlValue& table, const std::string& name, const std::string& url) const;
  Date date(const TomlValue& value, const std::string& name) const;

  static std::string named(const std::string& section, const std::string& key) { return section.empty() ? key : section + "." + toml_key(key); }
  void need_table(const TomlValue& value, const std::string& name) const;
  void need_choice(const TomlValue& value, const Rule& rule, const std::string& word) const;
  void need_range(const TomlValue& value, const Rule& rule, double number) const;
  [[noreturn]] void unknown(const Entry& entry, const std::string& section, std::vector<std::string> known) const;
  [[noreturn]] void wrong_type(const TomlValue& value, const std::string& name, const std::string& want) const;
  [[noreturn]] void fail(TextPosition at, const std::string& what, const std::string& hint, int length = 1) const;

  static int length_of_text(const TomlValue& value);  // columns, for the caret; 1 over several lines

  std::string_view text_, filename_;
  Exit exit_;
};

}  // namespace juno
