// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "cmd/system.h"
#include "core/config.h"
#include "core/time.h"
#include "store/database.h"
namespace juno {

// The options every command takes.
struct GlobalOptions {
  std::string format;  // table, csv, json or md
  std::string output;  // -o FILE; empty = stdout
  std::string columns, sort, section;
  std::optional<std::int64_t> limit;
  std::vector<std::string> fail_if, set;
  std::string now, tz, profile, config, db, token_file, log_format = "text";
  bool explain = false, strict = false, quiet = false;
  std::int64_t verbose = 0;
};

// Where this profile's files are.
struct Paths {
  std::string config, credentials, cache, ledger;
  std::string profile;  // empty = the default one
};

class Log;

// What a running command may use. Config, cache and zone load at first use.
class Context {
 public:
  Context(System& system, const GlobalOptions& options);
  ~Context();
  System& system;
  const GlobalOptions& options;

  Instant now() const { return now_; }
  const Paths& paths() const { return paths_; }
  const Config& config();        // defaults where there is no file
  bool config_exists() const;
  const Zone& zone();            // --tz, else the configuration's, else UTC
  Zone zone_named(const std::string& name) const;  // any IANA name; throws Error{usage}
  store::Database& cache();      // read-only
  store::Database* opened_cache() { return cache_.get(); }
  store::Database& writable_cache();  // created when missing; hold a store::WriterLock
  store::Database& ledger(store::Database::Mode mode);  // one opened to read is opened anew to write: what refers to it ends
  std::unique_ptr<Http> http();  // bare: without credentials or retries
  HttpOptions http_options();

  // Progress, notes and warnings for people, on stderr; nothing with --quiet. `log` shows with -v (1) or -vv (2).
  void note(std::string_view line);
  void log(int level, std::string_view line);
  // Text that is the answer itself and too large for a Report (export): goes to -o FILE or stdout.
  void write(std::string_view bytes);

 private:
  friend class Invocation;
  Instant now_;
  Paths paths_;
  std::optional<Config> config_;
  std::optional<Zone> zone_;
  std::unique_ptr<store::Database> cache_, ledger_;
  store::Database::Mode ledger_mode_ = store::Database::Mode::read_only;
  std::unique_ptr<Log> log_;
  std::function<void(std::string_view)> sink_;
};

}  // namespace juno
