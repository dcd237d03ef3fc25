// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/config.h"
namespace juno {

// A key of the configuration, for `juno config` and juno-config(5). One table serves reading, printing and documentation.
struct ConfigKey {
  std::string key;           // `sync.max_wait`; `teams.NAME.members`; jira keys as for one site
  std::string type;          // text, list of text, number, whole number, yes/no, duration, date, …
  std::string default_text;  // as it would be written; empty = none
  std::string help;
};
const std::vector<ConfigKey>& config_keys();
// The value in force, as TOML; nothing when it is not set and has no default. Throws Error{usage} for an unknown key.
std::optional<std::string> config_value(const Config& config, std::string_view key);

}  // namespace juno
