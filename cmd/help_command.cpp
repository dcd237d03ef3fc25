// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/help.h"
#include "cmd/topics.h"
#include "core/error.h"
#include "core/names.h"
namespace juno {
namespace {

std::string topic_list() {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Topic& topic : topics()) rows.emplace_back(topic.name, topic.summary);
  return plain_text({heading("Topics"), pairs(std::move(rows))});
}

std::string help_on(const std::string& words) {
  if (words.empty()) return overview_help() + "\n" + topic_list();
  for (const Command& command : kCommands)
    if (words == command.path) {
      Flags flags;
      const Run keeps_options_alive = command.declare(flags);
      return command_help(command, flags);
    }
  for (const Command& command : kCommands)
    if (!command.hidden && std::string(command.path).starts_with(words + " ")) return group_help(words);
  for (const Topic& topic : topics())
    if (words == topic.name || (words == "secrets" && std::string(topic.name) == "privacy")) return std::string(topic.summary) + ".\n\n" + plain_text(topic.document());
  std::vector<std::string> known;
  for (const Topic& topic : topics()) known.push_back(topic.name);
  for (const Command& command : kCommands)
    if (!command.hidden) known.push_back(command.path);
  const std::string guess = nearest(words, known);
  throw Error(Exit::usage, "no help on '" + words + "'", guess.empty() ? "`juno help` lists commands and topics" : "did you mean `juno help " + guess + "`?");
}

}  // namespace

Run help_command(Flags& flags) {
  auto words = std::make_shared<std::vector<std::string>>();
  flags.positionals("TOPIC", *words, "A command, such as sprint report, or a topic, such as exit-codes").completion = Completion::topic;
  flags.describe("Explains a command or a topic; without either, lists both. The same text is in the manual pages: `man juno-sync`, `man juno-exit-codes`.");
  flags.example("juno help exit-codes", "What the exit codes mean");
  flags.example("juno help config set", "How to set a key");
  return [words](Context&) {
    std::string all;
    for (const auto& word : *words) all += (all.empty() ? "" : " ") + word;
    Report report;
    report.text = help_on(all);
    return report;
  };
}

}  // namespace juno
