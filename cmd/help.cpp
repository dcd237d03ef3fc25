// SPDX-License-Identifier: Apache-2.0
#include "cmd/help.h"
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/globals.h"
namespace juno {
namespace {

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::string wrapped(const std::string& text, std::size_t indent, std::size_t width = 80) {
  std::string out, line(indent, ' ');
  std::size_t start = 0;
  bool empty = true;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", start), text.size());
    const std::string word = text.substr(start, end - start);
    if (!empty && line.size() + 1 + word.size() > width) {
      out += line + '\n';
      line.assign(indent, ' ');
      empty = true;
    }
    if (!word.empty()) {
      line += (empty ? "" : " ") + word;
      empty = false;
    }
    if (text.compare(end, 2, "\n\n") == 0) {
      out += line + "\n\n";
      line.assign(indent, ' ');
      empty = true;
      start = end + 2;
    } else {
      start = end + 1;
    }
  }
  return empty ? out : out + line + '\n';
}

std::string label(const OptionSpec& o) {
  if (o.positional()) return o.name;
  std::string out = o.shorthand.empty() ? "    " : o.shorthand + ", ";
  out += o.name;
  if (!o.value.empty()) out += " " + o.value;
  return out;
}

std::string option_lines(const Flags& flags, bool positionals) {
  std::string out;
  for (const auto& o : flags.options) {
    if (o.positional() != positionals) continue;
    std::string help = o.help;
    if (!o.fallback.empty() && o.fallback != "0") help += " (default: " + o.fallback + ")";
    const std::string name = "  " + label(o);
    const std::string text = wrapped(help, 32);
    out += name.size() < 31 ? padded(name, 32) + text.substr(32) : name + '\n' + text;
  }
  return out;
}

std::string command_lines(const std::string& group) {
  std::string out;
  for (const Command& c : kCommands) {
    const std::string path = c.path;
    if (c.hidden || !(group.empty() || path == group || path.starts_with(group + " "))) continue;
    out += "  " + padded(path, 20) + c.summary + '\n';
  }
  return out;
}

}  // namespace

std::string overview_help() {
  return "juno answers questions about a team's work from a local copy of its Jira and GitHub data.\n\n"
         "Usage: juno COMMAND [options]\n\n"
         "Commands:\n" + command_lines("") +
         "\nStart with `juno init`, then `juno sync`, then `juno sprint report`.\n"
         "`juno help COMMAND` explains one; `juno help TOPIC` explains exit-codes, formats, environment and more.\n";
}

std::string group_help(const std::string& group) {
  return "Usage: juno " + group + " COMMAND [options]\n\nCommands:\n" + command_lines(group) + "\n`juno help " + group + " COMMAND` explains one.\n";
}

std::string usage_line(const Command& command, const Flags& flags) {
  std::string out = std::string("juno ") + command.path;
  for (const auto& o : flags.options) {
    if (!o.positional()) continue;
    const std::string name = o.repeatable ? o.name + "..." : o.name;
    out += o.required ? " " + name : " [" + name + "]";
  }
  return out + " [options]";
}

std::string command_help(const Command& command, const Flags& flags) {
  GlobalOptions globals;
  Flags global_flags;
  declare_globals(global_flags, globals);
  std::string out = std::string(command.summary) + ".\n\nUsage: " + usage_line(command, flags) + "\n";
  if (!flags.description.empty()) out += "\n" + wrapped(flags.description, 0);
  if (const std::string lines = option_lines(flags, true); !lines.empty()) out += "\nArguments:\n" + lines;
  if (const std::string lines = option_lines(flags, false); !lines.empty()) out += "\nOptions:\n" + lines;
  out += "\nOptions of every command:\n" + option_lines(global_flags, false);
  if (!flags.examples.empty()) out += "\nExamples:\n";
  for (const auto& [line, what] : flags.examples) out += "  " + what + ":\n      " + line + '\n';
  if (!flags.outputs.empty()) out += "\nJSON (--format json), below `data`:\n";
  for (const auto& [key, meaning] : flags.outputs) {
    const std::string text = wrapped(meaning, 40);
    out += key.size() < 37 ? padded("  " + key, 40) + text.substr(40) : "  " + key + '\n' + text;
  }
  return out;
}

}  // namespace juno
