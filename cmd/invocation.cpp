// SPDX-License-Identifier: Apache-2.0
#include "cmd/invocation.h"
#include "core/error.h"
namespace juno {
namespace {

std::string format_of(const GlobalOptions& options, const System& system, Context& context) {
  if (!options.format.empty()) return options.format;
  const std::string from_environment = system.env("JUNO_FORMAT");
  const std::string name = !from_environment.empty() ? from_environment : context.config_exists() ? context.config().format : "";
  if (name.empty()) return "table";
  if (name != "table" && name != "csv" && name != "json" && name != "md")
    throw Error(Exit::config, "unknown format: " + name, "JUNO_FORMAT and `format` take table, csv, json or md");
  return name;
}

bool unicode_locale(const System& system) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string value = system.env(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != std::string::npos || value.find("utf8") != std::string::npos || value.find("UTF8") != std::string::npos;
  }
  return false;
}

bool wants_color(const System& system, bool to_terminal) {
  if (!system.env("NO_COLOR").empty()) return false;
  const std::string forced = system.env("CLICOLOR_FORCE");
  if (!forced.empty() && forced != "0") return true;
  return to_terminal && system.env("TERM") != "dumb";
}

}  // namespace

Invocation::Invocation(const Command& command, GlobalOptions& options, System& system)
    : command_(command), options_(options), system_(system), context_(system, options), output_(system, options.output) {
  context_.sink_ = [this](std::string_view bytes) { output_.write(bytes); };
}

int Invocation::run(const Run& work) {
  options_.format = format_of(options_, system_, context_);
  Report report = work(context_);
  const bool partial = warn(report);
  const std::string text = rendered(report);
  output_.write(text);
  output_.finish();
  if (gates_tripped(report) || report.finding) return static_cast<int>(Exit::no);
  return static_cast<int>(partial && options_.strict ? Exit::partial : report.exit);
}

std::string Invocation::rendered(const Report& report) {
  if (!report.text.empty()) return report.text;
  return {};
}

bool Invocation::gates_tripped(const Report& report) {
  (void)report;
  return false;
}

bool Invocation::warn(const Report& report) {
  (void)report;
  return false;
}

}  // namespace juno
