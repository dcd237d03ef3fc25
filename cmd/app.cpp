// SPDX-License-Identifier: Apache-2.0
#include "cmd/app.h"
#include <signal.h>
#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <sstream>
#include "cmd/commands.h"
#include "cmd/globals.h"
#include "cmd/help.h"
#include "cmd/invocation.h"
#include "cmd/output.h"
#include "core/error.h"
#include "core/names.h"
#include "core/render/text.h"
namespace juno {
namespace {

using render_detail::printable;

// Which command the words name, and what is left for its options.
struct Chosen {
  const Command* command = nullptr;
  std::string group;  // words so far when they name no command: "sprint", or ""
  std::vector<std::string> rest;
  std::string stray;  // the word that fits nothing
  bool help = false, version = false;
};

bool takes_value(const Flags& globals, const std::string& token) {
  return std::any_of(globals.options.begin(), globals.options.end(),
                     [&](const OptionSpec& o) { return (o.name == token || o.shorthand == token) && !o.value.empty(); });
}

bool starts_a_command(const std::string& words) {
  return std::any_of(std::begin(kCommands), std::end(kCommands), [&](const Command& c) {
    const std::string_view path = c.path;
    return path == words || (path.starts_with(words) && path[words.size()] == ' ');
  });
}

// Command words may stand anywhere before the first word that is not one; global options may come first.
Chosen choose(const std::vector<std::string>& args, const Flags& globals) {
  Chosen out;
  bool words_over = false;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const std::string& a = args[i];
    if (a == "--") words_over = true;
    if (a == "-h" || a == "--help") { out.help = true; continue; }
    if (a == "--version" && out.group.empty()) { out.version = true; continue; }
    const bool option = a.size() > 1 && a.front() == '-';
    if (!option && !words_over) {
      const std::string words = out.group.empty() ? a : out.group + " " + a;
      if (starts_a_command(words)) { out.group = words; continue; }
      words_over = true;
      out.stray = a;
    }
    out.rest.push_back(a);
    if (option && !words_over && takes_value(globals, a) && i + 1 < args.size()) out.rest.push_back(args[++i]);
  }
  for (const Command& c : kCommands)
    if (out.group == c.path) out.command = &c;
  return out;
}

Error unknown_command(const Chosen& chosen) {
  const std::string words = chosen.group.empty() ? chosen.stray : chosen.group + " " + chosen.stray;
  std::vector<std::string> paths;
  for (const Command& c : kCommands)
    if (!c.hidden) paths.push_back(c.path);
  const std::string guess = nearest(words, paths);
  return Error(Exit::usage, "unknown command: " + words, guess.empty() ? "`juno --help` lists the commands" : "did you mean `juno " + guess + "`?");
}

const char* code_name(Exit exit) {
  switch (exit) {
    case Exit::ok: return "ok";
    case Exit::no: return "no";
    case Exit::usage: return "usage";
    case Exit::config: return "config";
    case Exit::remote: return "remote";
    case Exit::store: return "cache";
    case Exit::partial: return "partial";
    case Exit::unclear: return "unclear";
    case Exit::refused: return "refused";
    case Exit::internal: return "internal";
    case Exit::interrupted: return "interrupted";
    case Exit::terminated: return "terminated";
  }
  return "internal";
}

int report_error(const Error& e, bool json, System& system) {
  const int broken = system.out_error ? system.out_error() : 0;
  if (broken == EPIPE) return 0;
  system.err << "juno: " << printable(e.what()) << '\n';
  for (const auto& d : e.details) system.err << "  " << printable(d) << '\n';
  if (!e.hint.empty()) system.err << "hint: " << printable(e.hint) << '\n';
  if (json) {
    const auto text = [](const std::string& s) { return s.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(s); };
    nlohmann::ordered_json j;
    j["error"] = {{"code", code_name(e.exit)}, {"message", e.what()}, {"details", e.details}, {"hint", text(e.hint)}, {"request_id", text(e.request_id)}};
    system.out << j.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n' << std::flush;
  }
  const bool terminated = e.exit == Exit::interrupted && system.signal && system.signal() == SIGTERM;
  return static_cast<int>(terminated ? Exit::terminated : e.exit);
}

int interactive_help(const Chosen& chosen, System& system) {
  if (chosen.command) {
    Flags flags;
    chosen.command->declare(flags);
    system.out << command_help(*chosen.command, flags) << std::flush;
    return 0;
  }
  if (!chosen.stray.empty()) throw unknown_command(chosen);
  system.out << (chosen.group.empty() ? overview_help() : group_help(chosen.group)) << std::flush;
  return 0;
}

int run_command(const Chosen& chosen, const Flags& global_flags, GlobalOptions& globals, System& system) {
  Flags flags;
  const Run work = chosen.command->declare(flags);
  parse(chosen.rest, {&global_flags, &flags}, chosen.command->path);
  Invocation invocation(*chosen.command, globals, system);
  return invocation.run(work);
}

}  // namespace

int run(const std::vector<std::string>& args, System& system) {
  GlobalOptions globals;
  // Known before parsing, so that even a usage error is machine-readable where JSON was asked for.
  bool json = system.env("JUNO_FORMAT") == "json";
  for (std::size_t i = 0; i < args.size(); ++i)
    if (args[i] == "--format=json" || (args[i] == "--format" && i + 1 < args.size() && args[i + 1] == "json")) json = true;
  try {
    Flags global_flags;
    declare_globals(global_flags, globals);
    const Chosen chosen = choose(args, global_flags);
    if (chosen.version) {
      system.out << "juno " JUNO_VERSION "\n" << std::flush;
      return 0;
    }
    if (chosen.help) return interactive_help(chosen, system);
    if (chosen.command) return run_command(chosen, global_flags, globals, system);
    if (!chosen.stray.empty()) throw unknown_command(chosen);
    parse(chosen.rest, {&global_flags}, "help");
    system.err << (chosen.group.empty() ? overview_help() : group_help(chosen.group));
    return static_cast<int>(Exit::usage);
  } catch (const Error& e) {
    return report_error(e, json, system);
  } catch (const std::bad_alloc&) {
    return report_error(Error(Exit::internal, "out of memory"), json, system);
  } catch (const std::exception& e) {
    return report_error(Error(Exit::internal, std::string("a bug in juno: ") + e.what(), "please report it with the command line"), json, system);
  }
}

}  // namespace juno
