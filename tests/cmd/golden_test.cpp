// SPDX-License-Identifier: Apache-2.0
// Replays tests/golden/*.txt: what a user types and sees, whole command lines in process.
//   # text                     a comment
//   $ sprint list              a command line, as after `juno`; its stdout, then its stderr follow up to `[exit N]`
// and before a command, set-up:
//   env NAME=value    now TIME    terminal COLUMNS    pipe    stdin TEXT    secret TEXT    remove FILE    mode OCTAL FILE
//   file NAME         then lines `| text`: a file below HOME
//   import FILE       a file of tests/fixtures, as `juno import`
// $HOME in all of these is the folder of this transcript's own. JUNO_UPDATE_GOLDEN=1 rewrites the files; review the diff.
#include <doctest/doctest.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include "tests/support/fake_system.h"
using namespace juno;
using namespace juno::test;

namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

class Transcript {
 public:
  // What the transcript says when replayed; equal to `text` when nothing changed.
  std::string replay(const std::string& text) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines_.push_back(line);
    while (at_ < lines_.size()) {
      const std::string line = lines_[at_++];
      out_ += line + '\n';
      if (line.starts_with("$ ")) command(line.substr(2));
      else if (!line.empty() && line.front() != '#') set_up(line);
    }
    return out_;
  }

 private:
  void command(const std::string& line) {
    const Outcome o = fake_.run(at_home(line));
    for (std::string text : {o.out, o.err}) {
      text = replaced(std::move(text), fake_.home(), "$HOME");
      out_ += text;
      if (!text.empty() && text.back() != '\n') out_ += "\\\n";
    }
    out_ += "[exit " + std::to_string(o.code) + "]\n";
    // The old output goes up to its [exit]; a new transcript has none yet.
    std::size_t end = at_;
    while (end < lines_.size() && !lines_[end].starts_with("[exit ") && !lines_[end].starts_with("$ ")) ++end;
    if (end < lines_.size() && lines_[end].starts_with("[exit ")) at_ = end + 1;
  }

  void set_up(const std::string& line) {
    const std::string word = line.substr(0, line.find(' '));
    const std::string rest = at_home(word.size() < line.size() ? line.substr(word.size() + 1) : "");
    const auto equals = rest.find('=');
    if (word == "env" && equals != std::string::npos) fake_.env[rest.substr(0, equals)] = rest.substr(equals + 1);
    else if (word == "now") fake_.now = parse_instant(rest).value();
    else if (word == "terminal") fake_.terminal = true, fake_.width = std::stoi(rest), fake_.env["LANG"] = "C.UTF-8";
    else if (word == "pipe") fake_.terminal = false;
    else if (word == "stdin") fake_.input = rest + "\n";
    else if (word == "secret") fake_.secrets.push_back(rest);
    else if (word == "remove") fs::remove_all(fs::path(fake_.home()) / rest);
    else if (word == "mode") mode(rest);
    else if (word == "file") file(rest);
    else if (word == "import") import(rest);
    else FAIL("unknown set-up line: " << line);
  }

  void mode(const std::string& rest) {
    const auto space = rest.find(' ');
    fs::permissions(fs::path(fake_.home()) / rest.substr(space + 1), static_cast<fs::perms>(std::stoi(rest.substr(0, space), nullptr, 8)));
  }

  void file(const std::string& name) {
    std::string text;
    for (; at_ < lines_.size() && lines_[at_].starts_with("|"); ++at_) {
      out_ += lines_[at_] + '\n';
      text += (lines_[at_].size() > 2 ? at_home(lines_[at_].substr(2)) : "") + '\n';
    }
    fake_.write(name, text);
  }

  void import(const std::string& name) {
    const Outcome o = fake_.run_args({"import", std::string(JUNO_SOURCE_DIR) + "/tests/fixtures/" + name, "--quiet"});
    REQUIRE_MESSAGE(o.code == 0, o.err);
  }

  std::string at_home(const std::string& text) const { return replaced(text, "$HOME", fake_.home()); }

  FakeSystem fake_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
  std::string out_;
};

std::string contents(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The first line that differs, with its neighbours: a whole transcript is too long to compare by eye.
std::string difference(const std::string& want, const std::string& got) {
  std::istringstream a(want), b(got);
  std::string left, right;
  for (int line = 1;; ++line) {
    const bool more_left = static_cast<bool>(std::getline(a, left)), more_right = static_cast<bool>(std::getline(b, right));
    if (!more_left && !more_right) return "";
    if (!more_left) left = "(end)";
    if (!more_right) right = "(end)";
    if (left != right) return "line " + std::to_string(line) + "\n  want: " + left + "\n  got:  " + right;
  }
}

}  // namespace

TEST_CASE("golden transcripts") {
  for (const auto& entry : fs::directory_iterator(fs::path(JUNO_SOURCE_DIR) / "tests/golden")) {
    if (entry.path().extension() != ".txt") continue;
    const std::string name = entry.path().filename().string(), want = contents(entry.path());
    const std::string got = Transcript().replay(want);
    if (std::getenv("JUNO_UPDATE_GOLDEN")) std::ofstream(entry.path(), std::ios::binary) << got;
    else CHECK_MESSAGE(got == want, name, ", ", difference(want, got));
    CHECK_MESSAGE(got.find("[exit 70]") == std::string::npos, name, ": a bug of juno is no transcript");
  }
}

TEST_CASE("a transcript that does not hold is noticed") {
  CHECK(Transcript().replay("$ version --limit x\n[exit 0]\n") != "$ version --limit x\n[exit 0]\n");
  CHECK(Transcript().replay("env A=b\n$ nothing\n") != "env A=b\n$ nothing\n");
}
