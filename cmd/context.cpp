// SPDX-License-Identifier: Apache-2.0
#include "cmd/context.h"
#include <filesystem>
#include <fstream>
#include <sstream>
#include "cmd/log.h"
#include "core/error.h"
namespace juno {
namespace {

namespace fs = std::filesystem;

std::string xdg(const System& system, const char* name, const char* below_home) {
  const std::string value = system.env(name);
  if (!value.empty() && value.front() == '/') return value;  // the base directory specification: relative paths are ignored
  const std::string home = system.env("HOME");
  if (home.empty()) throw Error(Exit::config, "neither HOME nor " + std::string(name) + " is set", "set HOME, or name the files with --config and --db");
  return home + "/" + below_home;
}

void check_profile(const std::string& name) {
  const bool plain = !name.empty() && name.size() <= 64 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == std::string::npos && name.front() != '.';
  if (!plain) throw Error(Exit::usage, "not a profile name: " + name, "letters, digits, '.', '_' and '-' only");
}

std::string first_of(const std::string& a, const std::string& b) { return a.empty() ? b : a; }

Paths paths_of(const System& system, const GlobalOptions& options) {
  Paths p;
  p.profile = first_of(options.profile, system.env("JUNO_PROFILE"));
  if (!p.profile.empty()) check_profile(p.profile);
  p.config = first_of(options.config, system.env("JUNO_CONFIG"));
  const std::string file = p.profile.empty() ? "config.toml" : "profiles/" + p.profile + ".toml";
  if (p.config.empty()) p.config = xdg(system, "XDG_CONFIG_HOME", ".config") + "/juno/" + file;
  const std::string folder = fs::path(p.config).parent_path().string();
  p.credentials = (folder.empty() ? "" : folder + "/") + (p.profile.empty() ? "credentials.toml" : p.profile + ".credentials.toml");
  p.cache = first_of(options.db, system.env("JUNO_DB"));
  if (p.cache.empty()) p.cache = xdg(system, "XDG_DATA_HOME", ".local/share") + "/juno/" + first_of(p.profile, "default") + ".db";
  p.ledger = p.cache.ends_with(".db") ? p.cache.substr(0, p.cache.size() - 3) + ".ledger.db" : p.cache + ".ledger.db";
  return p;
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return {};
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

Instant clock(const System& system, const GlobalOptions& options) {
  const std::string text = first_of(options.now, system.env("JUNO_NOW"));
  if (text.empty()) return system.now();
  const auto at = parse_instant(text);
  if (!at) throw Error(Exit::usage, "--now: not a time: " + text, "write it as 2026-11-21T09:00:00Z or 2026-11-21");
  return *at;
}

}  // namespace

Context::Context(System& s, const GlobalOptions& o) : system(s), options(o), now_(clock(s, o)), paths_(paths_of(s, o)) {
  // Made here, because threads that fetch log too.
  if (options.verbose > 0) log_ = std::make_unique<Log>(system.err, options.log_format == "json", system.now());
}
Context::~Context() = default;

bool Context::config_exists() const { return fs::exists(paths_.config); }

const Config& Context::config() {
  if (config_) return *config_;
  const bool named = !options.config.empty() || !system.env("JUNO_CONFIG").empty();
  const auto text = read_file(paths_.config);
  if (!text && (named || config_exists()))
    throw Error(Exit::config, "cannot read " + paths_.config, "check the path and its permissions, or run `juno init`");
  Config config = parse_config(text.value_or(""), paths_.config);
  for (const auto& assignment : options.set) apply_set(config, assignment);
  return config_.emplace(std::move(config));
}

Zone Context::zone_named(const std::string& name) const {
  if (name.empty() || name == "UTC" || name == "Etc/UTC" || name == "Z") return {};
  const bool safe = name.find("..") == std::string::npos && name.front() != '/' &&
                    name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/") == std::string::npos;
  const std::string folder = first_of(system.env("TZDIR"), "/usr/share/zoneinfo");
  // One file is read, not the whole tree, which would cost milliseconds at every start.
  const auto bytes = safe && fs::is_regular_file(folder + "/" + name) ? read_file(folder + "/" + name) : std::nullopt;
  if (!bytes)
    throw Error(Exit::usage, "unknown time zone: " + name,
                fs::exists(folder) ? "use a name such as Europe/Dublin" : "install the tzdata package, or use --tz UTC");
  return Zone::from_tzif(name, *bytes);
}

const Zone& Context::zone() {
  if (!zone_) zone_ = zone_named(options.tz.empty() ? config().timezone : options.tz);
  return *zone_;
}

store::Database& Context::cache() {
  if (!cache_) cache_ = std::make_unique<store::Database>(store::Database::open_cache(paths_.cache, store::Database::Mode::read_only));
  return *cache_;
}

store::Database& Context::writable_cache() {
  cache_ = std::make_unique<store::Database>(store::Database::open_cache(paths_.cache, store::Database::Mode::read_write));
  return *cache_;
}

store::Database& Context::ledger(store::Database::Mode mode) {
  using store::Database;
  const auto open = [&](Database::Mode how) { ledger_ = std::make_unique<Database>(Database::open_ledger(paths_.ledger, how)), ledger_mode_ = how; };
  if (ledger_ && (mode == Database::Mode::read_only || ledger_mode_ == Database::Mode::read_write)) return *ledger_;
  try {
    open(mode);
  } catch (const Error&) {
    // Written by an older juno: opening it to write brings it up to date.
    if (mode == Database::Mode::read_write || !fs::exists(paths_.ledger)) throw;
    open(Database::Mode::read_write);
  }
  return *ledger_;
}

HttpOptions Context::http_options() {
  const HttpSettings& h = config().http;
  HttpOptions out;
  out.ca_file = h.ca_file;
  out.user_agent = "juno/" JUNO_VERSION;
  out.connect_timeout = h.connect_timeout;
  out.idle_timeout = h.idle_timeout;
  out.total_timeout = h.total_timeout;
  out.max_response_bytes = static_cast<std::size_t>(h.max_response_mb) << 20;
  out.interrupted = [this] { return system.signal() != 0; };
  return out;
}

std::unique_ptr<Http> Context::http() { return system.make_http(http_options()); }

void Context::note(std::string_view line) {
  if (!options.quiet) system.err << line << '\n';
}

void Context::log(int level, std::string_view line) {
  if (level <= options.verbose) log_->write(level, line);
}

void Context::write(std::string_view bytes) { sink_(bytes); }

}  // namespace juno
