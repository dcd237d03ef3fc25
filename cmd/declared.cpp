// SPDX-License-Identifier: Apache-2.0
#include "cmd/declared.h"
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/globals.h"
namespace juno {

std::vector<DeclaredCommand> declared_commands() {
  std::vector<DeclaredCommand> out;
  for (const Command& command : kCommands) {
    if (command.hidden) continue;
    DeclaredCommand& d = out.emplace_back();
    d.path = command.path;
    d.summary = command.summary;
    d.run = command.declare(d.flags);
  }
  return out;
}

Flags declared_globals() {
  Flags flags;
  GlobalOptions unused;
  declare_globals(flags, unused);
  for (OptionSpec& option : flags.options) option.store = nullptr;
  return flags;
}

std::vector<NextWord> next_words(const std::vector<DeclaredCommand>& commands, const std::string& group) {
  std::vector<NextWord> out;
  for (const auto& command : commands) {
    const std::string prefix = group.empty() ? "" : group + " ";
    if (!command.path.starts_with(prefix)) continue;
    const std::string rest = command.path.substr(prefix.size());
    const std::string word = rest.substr(0, rest.find(' '));
    const bool known = std::any_of(out.begin(), out.end(), [&](const NextWord& n) { return n.word == word; });
    if (!known) out.push_back({word, word == rest ? command.summary : "Commands on " + word});
  }
  return out;
}

std::vector<std::string> command_groups(const std::vector<DeclaredCommand>& commands) {
  std::vector<std::string> out{""};
  for (const auto& command : commands)
    for (std::size_t at = command.path.find(' '); at != std::string::npos; at = command.path.find(' ', at + 1)) {
      const std::string group = command.path.substr(0, at);
      if (std::find(out.begin(), out.end(), group) == out.end()) out.push_back(group);
    }
  return out;
}

}  // namespace juno
