// SPDX-License-Identifier: Apache-2.0
#include "cmd/flags.h"
#include <CLI/CLI.hpp>
#include <charconv>
#include "core/error.h"
#include "core/names.h"
namespace juno {
namespace {

template <class Number> Number number_from(const std::string& option, const std::string& text) {
  Number out{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size())
    throw Error(Exit::usage, option + ": not a number: " + text);
  return out;
}

std::string joined(const std::vector<std::string>& words, const char* separator) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : separator) + w;
  return out;
}

void add_to(CLI::App& app, const OptionSpec& spec) {
  const std::string names = spec.shorthand.empty() ? spec.name : spec.shorthand + "," + spec.name;
  CLI::Option* option = nullptr;
  if (!spec.positional() && spec.value.empty()) {
    option = app.add_flag_function(names, [&spec](std::int64_t n) { spec.store({std::to_string(n)}); });
  } else {
    option = app.add_option_function<std::vector<std::string>>(names, [&spec](const std::vector<std::string>& values) {
      for (const auto& v : values)
        if (!spec.choices.empty() && std::find(spec.choices.begin(), spec.choices.end(), v) == spec.choices.end())
          throw Error(Exit::usage, spec.name + ": " + v + " is not one of " + joined(spec.choices, ", "));
      spec.store(values);
    });
    if (spec.repeatable && spec.positional()) option->expected(spec.required ? 1 : 0, 1 << 20);
    else if (spec.repeatable) option->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    else option->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  if (spec.required) option->required();
}

[[noreturn]] void unknown(const std::string& what, const std::vector<const Flags*>& all, const std::string& command) {
  if (what.size() < 2 || what.front() != '-')
    throw Error(Exit::usage, "unexpected argument: " + what, "`juno help " + command + "` shows what " + command + " takes; quote names with spaces");
  std::vector<std::string> names;
  for (const Flags* flags : all)
    for (const auto& o : flags->options)
      if (!o.positional()) names.push_back(o.name);
  const std::string flag = what.substr(0, what.find('='));
  const auto guess = nearest(flag, names);
  throw Error(Exit::usage, "unknown option: " + flag, (guess.empty() ? "" : "did you mean " + guess + "? ") + ("`juno " + command + " --help` lists them"));
}

}  // namespace

OptionSpec& Flags::add(OptionSpec spec) {
  options.push_back(std::move(spec));
  return options.back();
}

OptionSpec& Flags::positional(const char* name, std::string& into, const char* help) {
  OptionSpec s;
  s.name = name, s.help = help;
  s.store = [&into](const std::vector<std::string>& v) { into = v.back(); };
  return add(std::move(s));
}
OptionSpec& Flags::positionals(const char* name, std::vector<std::string>& into, const char* help) {
  OptionSpec s;
  s.name = name, s.help = help, s.repeatable = true;
  s.store = [&into](const std::vector<std::string>& v) { into = v; };
  return add(std::move(s));
}
OptionSpec& Flags::value(const char* name, std::string& into, const char* value, const char* help) {
  OptionSpec s;
  s.name = name, s.value = value, s.help = help, s.fallback = into;
  s.store = [&into](const std::vector<std::string>& v) { into = v.back(); };
  return add(std::move(s));
}
OptionSpec& Flags::value(const char* name, std::int64_t& into, const char* value, const char* help) {
  OptionSpec s;
  s.name = name, s.value = value, s.help = help, s.fallback = std::to_string(into);
  s.store = [&into, option = s.name](const std::vector<std::string>& v) { into = number_from<std::int64_t>(option, v.back()); };
  return add(std::move(s));
}
OptionSpec& Flags::value(const char* name, double& into, const char* value, const char* help) {
  OptionSpec s;
  s.name = name, s.value = value, s.help = help;
  s.store = [&into, option = s.name](const std::vector<std::string>& v) { into = number_from<double>(option, v.back()); };
  return add(std::move(s));
}
OptionSpec& Flags::value(const char* name, std::optional<std::int64_t>& into, const char* value, const char* help) {
  OptionSpec s;
  s.name = name, s.value = value, s.help = help;
  s.store = [&into, option = s.name](const std::vector<std::string>& v) { into = number_from<std::int64_t>(option, v.back()); };
  return add(std::move(s));
}
OptionSpec& Flags::list(const char* name, std::vector<std::string>& into, const char* value, const char* help) {
  OptionSpec s;
  s.name = name, s.value = value, s.help = help, s.repeatable = true;
  s.store = [&into](const std::vector<std::string>& v) { into = v; };
  return add(std::move(s));
}
OptionSpec& Flags::choice(const char* name, std::string& into, std::initializer_list<const char*> allowed, const char* help) {
  OptionSpec& s = value(name, into, "WORD", help);
  s.choices.assign(allowed.begin(), allowed.end());
  s.value = joined(s.choices, "|");
  return s;
}
OptionSpec& Flags::flag(const char* name, bool& into, const char* help) {
  OptionSpec s;
  s.name = name, s.help = help;
  s.store = [&into](const std::vector<std::string>&) { into = true; };
  return add(std::move(s));
}

void parse(const std::vector<std::string>& args, const std::vector<const Flags*>& flags, const std::string& command) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();  // looked at below, for a better message
  for (const Flags* f : flags)
    for (const auto& spec : f->options) add_to(app, spec);
  try {
    app.parse(std::vector<std::string>(args.rbegin(), args.rend()));
  } catch (const CLI::ParseError& e) {
    std::string said = e.what();
    if (said.ends_with(" missing")) said = said.substr(0, said.find(':')) + " needs a value";  // "--board: 1 required TEXT missing"
    throw Error(Exit::usage, said, "`juno " + command + " --help` shows what it takes");
  }
  const auto extras = app.remaining();
  if (extras.empty()) return;
  const auto option = std::find_if(extras.begin(), extras.end(), [](const std::string& e) { return e.size() > 1 && e.front() == '-'; });
  unknown(option == extras.end() ? extras.front() : *option, flags, command);
}

}  // namespace juno
