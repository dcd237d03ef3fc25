// SPDX-License-Identifier: Apache-2.0
// juno_fakes: a seeded world, and the Jira and the GitHub that serve it. See README.md.
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>
#include "tests/fakes/server.h"
#include "tests/fakes/truth.h"
namespace {

using namespace fakes;

constexpr const char* kUsage =
    "usage: juno_fakes serve [--kind jira-cloud|jira-dc] [--port N] [--port-file F] [--log F] [--fault SPEC]...\n"
    "                        [--delay-ms N] [--changelog-dates iso|seconds|millis|mixed] [--context /PATH] [--cache-mb N]\n"
    "                        [--email E] [--token T] [--scoped-token T] [--user U] [--password P] [--pat T] [--access-uses N]\n"
    "                        [--github-token T] [--device-polls N]\n"
    "       juno_fakes truth [--github] [--sprint-reports] [--source NAME] [--deleted]\n"
    "       juno_fakes world\n"
    "each with: [--seed N] [--issues N] [--projects N] [--boards N] [--fat] [--zone Z] [--whole-seconds] [--step N] [--step-edits N] [--kind K]\n"
    "           [--pulls N] [--repositories N] [--no-giants] [--runs-in-a-day N]\n";

class Arguments {
 public:
  Arguments(int count, char** values) {
    static const std::vector<std::string> kSwitches{"--fat", "--whole-seconds", "--sprint-reports", "--deleted", "--github", "--no-giants"};
    for (int n = 2; n < count; ++n) {
      const std::string name = values[n];
      if (std::find(kSwitches.begin(), kSwitches.end(), name) != kSwitches.end()) given_[name].emplace_back("1");
      else if (name.starts_with("--") && n + 1 < count) given_[name].emplace_back(values[++n]);
      else throw std::runtime_error("unexpected argument: " + name);
    }
  }
  std::string text(const std::string& name, const std::string& otherwise = {}) {
    used_.push_back(name);
    const auto place = given_.find(name);
    return place == given_.end() ? otherwise : place->second.back();
  }
  std::vector<std::string> all(const std::string& name) {
    used_.push_back(name);
    return given_[name];
  }
  bool has(const std::string& name) { return !text(name).empty(); }
  template <class Number>
  Number number(const std::string& name, Number otherwise) {
    const auto value = text(name);
    if (value.empty()) return otherwise;
    Number out{};
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), out);
    if (failure != std::errc{} || end != value.data() + value.size()) throw std::runtime_error(name + " needs a number");
    return out;
  }
  void check_all_used() const {
    for (const auto& [name, values] : given_)
      if (!values.empty() && std::find(used_.begin(), used_.end(), name) == used_.end()) throw std::runtime_error("unknown option " + name);
  }

 private:
  std::map<std::string, std::vector<std::string>> given_;
  std::vector<std::string> used_;
};

DateForm date_form(const std::string& text) {
  if (text == "iso") return DateForm::iso;
  if (text == "seconds") return DateForm::seconds;
  if (text == "millis") return DateForm::millis;
  if (text == "mixed") return DateForm::mixed;
  throw std::runtime_error("unknown --changelog-dates " + text);
}

Options options_of(Arguments& arguments) {
  Options options;
  options.seed = arguments.number<std::uint64_t>("--seed", 1);
  options.issues = arguments.number("--issues", 300);
  options.projects = arguments.number("--projects", 4);
  options.boards = arguments.number("--boards", 0);
  options.step_edits = arguments.number("--step-edits", 0);
  options.fat = arguments.has("--fat");
  options.zone = arguments.text("--zone", options.zone);
  const auto form = date_form(arguments.text("--changelog-dates", "iso"));
  // Seconds cannot carry milliseconds, so the whole world does without them.
  options.whole_seconds = arguments.has("--whole-seconds") || form == DateForm::seconds || form == DateForm::mixed;
  const auto kind = arguments.text("--kind", "jira-cloud");
  options.data_center = kind == "jira-dc";
  if (kind != "jira-dc" && kind != "jira-cloud") throw std::runtime_error("unknown --kind " + kind);
  if (!known_zone(options.zone)) throw std::runtime_error("unknown --zone " + options.zone);
  if (options.issues < 10) throw std::runtime_error("--issues needs at least 10");
  return options;
}

ForgeOptions forge_options_of(Arguments& arguments) {
  ForgeOptions options;
  options.pulls = arguments.number("--pulls", 0);
  options.repositories = arguments.number("--repositories", 0);
  options.runs_in_a_day = arguments.number("--runs-in-a-day", options.runs_in_a_day);
  options.giants = !arguments.has("--no-giants");
  return options;
}

int serve_sites(Arguments& arguments, World& world, Story& story, Forge& forge) {
  ServerOptions options;
  options.port = arguments.number("--port", 0);
  options.port_file = arguments.text("--port-file");
  options.log = arguments.text("--log");
  options.context = arguments.text("--context");
  options.delay_ms = arguments.number<std::int64_t>("--delay-ms", 0);
  options.cache_mb = arguments.number<std::int64_t>("--cache-mb", options.cache_mb);
  options.threads = arguments.number<std::int64_t>("--threads", options.threads);
  Credentials credentials;
  credentials.email = arguments.text("--email", credentials.email);
  credentials.token = arguments.text("--token", credentials.token);
  credentials.scoped = arguments.text("--scoped-token", credentials.scoped);
  credentials.user = arguments.text("--user", credentials.user);
  credentials.password = arguments.text("--password", credentials.password);
  credentials.pat = arguments.text("--pat", credentials.pat);
  credentials.access_uses = arguments.number("--access-uses", 0);
  GitHubLogin login;
  login.token = arguments.text("--github-token");
  login.device_polls = arguments.number("--device-polls", login.device_polls);
  Faults faults(world.options.seed);
  for (const auto& spec : arguments.all("--fault")) faults.add(parse_fault(spec));
  const auto dates = date_form(arguments.text("--changelog-dates", "iso"));
  arguments.check_all_used();
  Jira jira(world, story, dates, std::move(credentials));
  GitHub github(forge, std::move(login));
  return serve(jira, github, faults, options);
}

int run(const std::string& verb, Arguments& arguments) {
  World world(options_of(arguments));
  Story story(world);
  Forge forge(world, forge_options_of(arguments));
  for (int left = arguments.number("--step", 0); left > 0; --left) story.step(), forge.step();
  if (verb == "serve") return serve_sites(arguments, world, story, forge);
  std::string out;
  if (verb == "truth") {
    const auto source = arguments.text("--source", "jira");
    const bool deleted = arguments.has("--deleted");
    if (arguments.has("--github")) out = forge_lines(forge);
    else out = arguments.has("--sprint-reports") ? sprint_report_lines(world) : table_lines(world, source, deleted);
  } else if (verb == "world") {
    out = iso_utc(world.now) + "\n";
  } else {
    throw std::runtime_error("unknown verb " + verb);
  }
  arguments.check_all_used();
  std::fwrite(out.data(), 1, out.size(), stdout);
  return 0;
}

}  // namespace

int main(int count, char** values) try {
  std::signal(SIGPIPE, SIG_IGN);
  if (count < 2) throw std::runtime_error("say what to do");
  Arguments arguments(count, values);
  return run(values[1], arguments);
} catch (const std::exception& error) {
  std::fprintf(stderr, "juno_fakes: %s\n%s", error.what(), kUsage);
  return 2;
}
