// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>
#include <filesystem>
#include <memory>
#include "cmd/auth_places.h"
#include "cmd/commands.h"
#include "core/error.h"
#include "store/check.h"
namespace juno {
namespace {

namespace fs = std::filesystem;
using store::Finding;

struct DoctorArguments {
  bool offline = false;
  std::int64_t sample = 1000;
};

class Doctor {
 public:
  Doctor(const DoctorArguments& options, Context& ctx) : options_(options), ctx_(ctx) {}

  Report report() {
    attempt("environment", [&] { environment(); });
    const bool configured = attempt("configuration", [&] { configuration(); });
    if (configured) attempt("credentials", [&] { credentials(); });
    cache();
    if (configured && !options_.offline) connections();
    return std::move(report_);
  }

 private:
  void add(Finding::Level level, const std::string& check, const std::string& text, const std::string& hint = "") {
    const char* result = level == Finding::Level::ok ? "ok" : level == Finding::Level::note ? "note" : "problem";
    if (level == Finding::Level::problem) report_.finding = true;
    if (report_.sections.empty())
      report_.sections.push_back({"checks", "", {{{"check", "Check", Kind::text, false}, {"result", "Result", Kind::text, false}, {"seen", "Seen", Kind::text, true},
                                                  {"hint", "What to do", Kind::text, true}}, {}}, {}, false});
    report_.sections.front().table.rows.push_back({check, std::string(result), text, hint.empty() ? Cell(std::string()) : Cell(hint)});
  }

  template <class Work> bool attempt(const std::string& check, Work work) {
    try {
      work();
      return true;
    } catch (const Error& e) {
      add(Finding::Level::problem, check, e.what(), e.hint);
      return false;
    }
  }

  void environment() {
    for (const char* name : {"JUNO_FORMAT", "JUNO_NOW", "JUNO_PROFILE", "JUNO_DB", "JUNO_CONFIG"})
      if (const std::string value = ctx_.system.env(name); !value.empty()) add(Finding::Level::note, "environment", std::string(name) + " is set: " + value);
    add(Finding::Level::ok, "environment", "HOME and the base folders are set");
  }

  void configuration() {
    if (!ctx_.config_exists()) throw Error(Exit::config, "there is none: " + ctx_.paths().config, "run `juno init`");
    const Config& config = ctx_.config();
    ctx_.zone_named(config.timezone);
    if (!config.http.ca_file.empty() && !fs::exists(config.http.ca_file)) throw Error(Exit::config, "http.ca_file is not there: " + config.http.ca_file, "correct the path or remove the key");
    add(Finding::Level::ok, "configuration", ctx_.paths().config);
    if (config.jira.empty() && !config.github) throw Error(Exit::config, "it names no source", "`juno init` adds a Jira site or GitHub");
  }

  void credentials() {
    for (const AuthSource& source : auth_sources(ctx_)) {
      const auto found = find_secret(source.places, credential_access(ctx_));
      if (found) add(Finding::Level::ok, "credentials", source.name + ": from " + found->place);
      else if (source.places.is_key) add(Finding::Level::problem, "credentials", source.name + ": no private key for the App", "set github.app.private_key_file, or " + source.places.variables.front());
      else add(Finding::Level::problem, "credentials", source.name + ": no token", "`juno auth login`, or set " + source.places.variables.front());
    }
  }

  void cache() {
    const std::string& path = ctx_.paths().cache;
    if (!fs::exists(path)) return add(Finding::Level::note, "cache", "there is none yet: " + path, "run `juno sync`");
    bool sound = true;
    for (const Finding& f : store::check_file(path)) {
      add(f.level, f.check, f.text, f.hint);
      sound = sound && f.level != Finding::Level::problem;
    }
    if (sound)
      attempt("cache", [&] {
        for (const Finding& f : store::check_rows(ctx_.cache(), options_.sample)) add(f.level, f.check, f.text, f.hint);
      });
  }

  void connections() {
    for (const AuthSource& source : auth_sources(ctx_))
      attempt("connection", [&] {
        const auto found = find_secret(source.places, credential_access(ctx_));
        if (found) add(Finding::Level::ok, "connection", source.name + ": signed in as " + who_is(ctx_, source, found->secret));
      });
  }

  const DoctorArguments& options_;
  Context& ctx_;
  Report report_;
};

}  // namespace

Run doctor_command(Flags& flags) {
  auto options = std::make_shared<DoctorArguments>();
  flags.flag("--offline", options->offline, "Do not ask the sites");
  flags.value("--sample", options->sample, "N", "Issues whose stored facts are computed again; 0 = all");
  flags.describe("Looks at the environment, the configuration, the tokens (never showing them), the cache and the connection to each site. Every problem comes with what to do about it, and ends with exit code 1.");
  flags.example("juno doctor", "Everything");
  flags.example("juno doctor --offline --sample 0", "Check the whole cache, without network");
  flags.output("[].check", "what was looked at");
  flags.output("[].result", "ok, note or problem");
  flags.output("[].seen", "what was seen");
  flags.output("[].hint", "what to do");
  return [options](Context& ctx) { return Doctor(*options, ctx).report(); };
}

}  // namespace juno
