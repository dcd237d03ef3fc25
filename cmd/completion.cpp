// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/completion_scripts.h"
#include "core/error.h"
namespace juno {

Run completion_command(Flags& flags) {
  auto shell = std::make_shared<std::string>();
  OptionSpec& spec = flags.positional("SHELL", *shell, "bash, zsh or fish");
  spec.required = true;
  spec.choices = {"bash", "zsh", "fish"};
  flags.describe("Prints a completion script. It offers commands, options and their values, and asks the cache for names of sprints, boards, projects and people.");
  flags.example("juno completion bash > ~/.local/share/bash-completion/completions/juno", "For bash");
  flags.example("juno completion zsh > \"${fpath[1]}/_juno\"", "For zsh");
  flags.example("juno completion fish > ~/.config/fish/completions/juno.fish", "For fish");
  return [shell](Context&) {
    const auto commands = declared_commands();
    const Flags globals = declared_globals();
    Report report;
    report.text = *shell == "bash" ? bash_completion(commands, globals) : *shell == "zsh" ? zsh_completion(commands, globals) : fish_completion(commands, globals);
    return report;
  };
}

}  // namespace juno
