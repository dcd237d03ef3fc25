// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_system.h"
#include <fstream>
#include <sstream>
#include <stdexcept>
#include "cmd/app.h"
#include "core/error.h"
namespace juno::test {
namespace fs = std::filesystem;
namespace {

// A unique_ptr for something the test owns.
class Forwarded : public Http {
 public:
  explicit Forwarded(Http* to) : to_(to) {}
  HttpResponse send(const HttpRequest& request) override {
    if (!to_) throw Error(Exit::remote, "cannot connect to " + request.url, "this test has no network");
    return to_->send(request);
  }

 private:
  Http* to_;
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : " ") + w;
  return out;
}

}  // namespace

FakeSystem::FakeSystem() { env["HOME"] = home(); }

void FakeSystem::write(const std::string& name, const std::string& text) const {
  const fs::path path = fs::path(home_.path()) / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string FakeSystem::read(const std::string& name) const {
  std::ifstream in(fs::path(home_.path()) / name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return in ? text.str() : "";
}

Outcome FakeSystem::run(const std::string& line) { return run_args(shell_words(line)); }

Outcome FakeSystem::run_args(const std::vector<std::string>& args) {
  std::ostringstream out, err;
  std::istringstream in(input);
  System s{out, err, in};
  s.env = [this](const std::string& name) { return env.count(name) ? env[name] : ""; };
  s.now = [this] { return now; };
  s.sleep = [this](std::chrono::milliseconds time) { slept.push_back(time); };
  s.random = [] { return 0.5; };
  s.signal = [] { return 0; };
  s.out_error = [] { return 0; };
  s.make_http = [this](const HttpOptions&) { return std::make_unique<Forwarded>(http); };
  s.make_trees = make_trees;
  s.run_program = [this](const std::vector<std::string>& argv, const std::string& given) -> std::optional<std::string> {
    ran.emplace_back(joined(argv), given);
    const auto found = programs.find(joined(argv));
    return found == programs.end() ? std::nullopt : std::optional(found->second);
  };
  s.read_secret = [this](const std::string& prompt) {
    if (secrets.empty()) throw std::runtime_error("asked for a secret: " + prompt);
    const std::string secret = secrets.front();
    secrets.erase(secrets.begin());
    return secret;
  };
  s.out_is_terminal = s.err_is_terminal = terminal;
  s.in_is_terminal = input_is_terminal;
  s.width = width;
  s.height = height;
  s.page = [this](const std::string& command, std::string_view text) {
    if (command == "missing") return false;
    paged.emplace_back(command, text);
    return true;
  };
  s.user = [] { return std::string("tester"); };
  s.host = "testhost";
  const int code = juno::run(args, s);
  return {code, out.str(), err.str()};
}

std::vector<std::string> shell_words(const std::string& line) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (!quote && (c == ' ' || c == '\t')) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back(), in_word = true;
    if (quote ? c == quote : c == '\'' || c == '"') quote = quote ? char{0} : c;
    else if (c == '\\' && quote != '\'' && i + 1 < line.size()) words.back() += line[++i];
    else words.back() += c;
  }
  return words;
}

}  // namespace juno::test
