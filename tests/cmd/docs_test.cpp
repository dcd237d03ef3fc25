// SPDX-License-Identifier: Apache-2.0
#include "cmd/docs.h"
#include <doctest/doctest.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include "cmd/declared.h"
#include "cmd/document.h"
#include "cmd/topics.h"
#include "tests/support/fake_system.h"
using namespace juno;

namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("man pages and completions are those of this source") {
  const auto docs = generated_docs();
  for (const auto& [name, text] : docs)
    CHECK_MESSAGE(contents(fs::path(JUNO_SOURCE_DIR) / name) == text, name, " is stale: run `juno __docs .` in the source folder");
  for (const std::string folder : {"man", "completions"})
    for (const auto& entry : fs::directory_iterator(fs::path(JUNO_SOURCE_DIR) / folder)) {
      const std::string name = folder + "/" + entry.path().filename().string();
      CHECK_MESSAGE(docs.count(name) == 1, name, " belongs to no command: run `juno __docs .` in the source folder");
    }
}

TEST_CASE("every command and option is documented") {
  for (const auto& command : declared_commands()) {
    CAPTURE(command.path);
    CHECK(!command.summary.empty());
    CHECK(command.summary.back() != '.');
    CHECK(command.flags.description.size() > 20);
    std::set<std::string> seen;
    for (const auto& option : command.flags.options) {
      CAPTURE(option.name);
      CHECK(option.help.size() > 3);
      CHECK(option.help.back() != '.');
      CHECK(seen.insert(option.name).second);
    }
  }
}

TEST_CASE("manual pages have nothing that mandoc complains of") {
  if (std::system("command -v mandoc > /dev/null") != 0) return;
  juno::test::TemporaryFolder folder;
  for (const auto& [name, text] : generated_docs()) {
    if (!name.starts_with("man/")) continue;
    std::ofstream(folder.path("page"), std::ios::binary) << text;
    // Pages that are not installed yet are not found: no matter.
    const std::string command = "mandoc -T lint -W style " + folder.path("page") + " | grep -v 'referenced manual not found' > " + folder.path("said");
    static_cast<void>(std::system(command.c_str()));
    CHECK_MESSAGE(contents(folder.path("said")).empty(), name, ": ", contents(folder.path("said")));
  }
}

TEST_CASE("documentation as text: wrapped, aligned, terms beside their meaning") {
  const Document d = {paragraph("One two three four."), heading("Names"), pairs({{"a", "first thing that is long enough"}, {"a-term-wider-than-its-column", "second"}}), code("x\n  y")};
  CHECK(plain_text(d, 50) ==
        "One two three four.\n\nNames:\n  a                             first thing that\n                                is long enough\n"
        "  a-term-wider-than-its-column  second\n\n    x\n      y\n");
}

TEST_CASE("documentation as mdoc: a sentence a line, nothing read as a request or an escape") {
  CHECK(mdoc({paragraph("One. Two `a-b c` e.g. x. .dot 'quote \\back")}) == ".Sh DESCRIPTION\nOne.\nTwo \\fBa\\-b c\\fR e.g. x.\n\\&.dot 'quote \\eback\n");
  CHECK(mdoc({code(".x\n'y-z")}, "EXAMPLES") == ".Sh EXAMPLES\n.Bd -literal -offset indent\n\\&.x\n\\(aqy\\-z\n.Ed\n");
}

TEST_CASE("every topic can be shown") {
  juno::test::FakeSystem fake;
  for (const Topic& topic : topics()) {
    const auto o = fake.run(std::string("help ") + topic.name);
    CHECK(o.code == 0);
    CHECK(o.out.find(topic.summary) == 0);
    CHECK(o.out.find("\\") == std::string::npos);
  }
}
