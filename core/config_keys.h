// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "core/config.h"
namespace juno {

// A key of the configuration, for `juno config` and juno-config(5). One table serves reading, printing and documentation.
struct ConfigKey {
  std::string key;           // `sync.max_wait`; `teams.NAME.members`; jira keys as for one site
  std::string type;          // for people: "text", "list of texts", "duration", "cloud, server" …
  std::string default_text;  // as it would be written; empty = none
  std::string help;          // one line, no full stop
};
const std::vector<ConfigKey>& config_keys();

// The parts of a dotted key; a part with dots or spaces stands in double quotes: `teams."QA - APAC".members`.
// Throws Error{usage}.
std::vector<std::string> config_path(std::string_view key);

// The value in force, as TOML; nothing when it is not set and has no default. Throws Error{usage} for an unknown key.
std::optional<std::string> config_value(const Config& config, std::string_view key);
// Every value in force, as key and TOML, in the order of the documentation.
std::vector<std::pair<std::string, std::string>> config_values(const Config& config);

// The text with one key set, everything else as it was, comments included. Throws Error{config} when the text is no valid
// configuration, Error{usage} when the key or value is wrong or the value stands where juno cannot edit it.
std::string set_in_text(std::string_view text, std::string_view key, std::string_view value, std::string_view filename);

}  // namespace juno
