// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>
namespace juno {

// What the shell may offer as an option's value.
enum class Completion { none, file, sprint, board, project, person, command, topic };

// One option or positional, as data: parsing, --help, man pages and completions all read this.
struct OptionSpec {
  std::string name;       // "--format", or "SPRINT" for a positional
  std::string shorthand;  // "-o" or empty
  std::string value;      // what the value is called: "FILE"; empty for a switch
  std::string help;       // one line, no full stop
  std::string fallback;   // the default as shown; empty = none
  std::vector<std::string> choices;
  Completion completion = Completion::none;
  bool required = false, repeatable = false;
  std::function<void(const std::vector<std::string>&)> store;  // throws Error{usage}
  bool positional() const { return name.front() != '-'; }
};

// Declares one command: its options and what its man page says.
class Flags {
 public:
  // Each returns the spec for refinements: flags.value("--board", o.board, "NAME", "Only this board").completion = …
  OptionSpec& positional(const char* name, std::string& into, const char* help);           // optional unless .required
  OptionSpec& positionals(const char* name, std::vector<std::string>& into, const char* help);
  OptionSpec& value(const char* name, std::string& into, const char* value, const char* help);
  OptionSpec& value(const char* name, std::int64_t& into, const char* value, const char* help);
  OptionSpec& value(const char* name, double& into, const char* value, const char* help);
  OptionSpec& value(const char* name, std::optional<std::int64_t>& into, const char* value, const char* help);
  OptionSpec& list(const char* name, std::vector<std::string>& into, const char* value, const char* help);  // repeatable
  OptionSpec& choice(const char* name, std::string& into, std::initializer_list<const char*> allowed, const char* help);
  OptionSpec& flag(const char* name, bool& into, const char* help);

  // Prose for the man page and `juno help COMMAND`; paragraphs are separated by blank lines.
  void describe(const char* text) { description = text; }
  void example(const char* command_line, const char* what) { examples.push_back({command_line, what}); }
  // A key of the JSON answer: `totals.committed.points`, `issues[].outcome`.
  void output(const char* key, const char* meaning) { outputs.push_back({key, meaning}); }

  struct Pair { std::string first, second; };
  std::vector<OptionSpec> options;
  std::string description;
  std::vector<Pair> examples, outputs;

 private:
  OptionSpec& add(OptionSpec spec);
};

// Parses `args` (without the command's own words) against `flags`; throws Error{usage} that names the nearest option.
void parse(const std::vector<std::string>& args, const std::vector<const Flags*>& flags, const std::string& command);

}  // namespace juno
