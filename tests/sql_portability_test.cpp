// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>
// SQL outside database.cpp must run on SQLite and PostgreSQL alike. The public views are generated per engine (views.*), and the
// table options `strict` and `without rowid` are mapped with the types.
TEST_CASE("SQL stays portable") {
  struct Banned { std::string pattern, instead; };
  const std::vector<Banned> banned = {
      {R"(insert\s+or\s+(replace|ignore|abort))", "on conflict ... do update/nothing"},
      {R"(\bautoincrement\b)", "natural keys"},
      {R"(\bstrftime\b|\bjulianday\b|\bdatetime\s*\()", "epoch milliseconds and arithmetic"},
      {R"(\browid\b)", "a declared key"},
      {R"(\bifnull\s*\()", "coalesce"},
      {R"(\bgroup_concat\b)", "join in C++"},
      {R"(\bglob\b)", "like"},
      {R"(\bpragma\b)", "database.cpp"},
  };
  const std::set<std::string> exempt = {"database.cpp", "views.cpp", "views.sql"};
  for (const auto& f : std::filesystem::recursive_directory_iterator(JUNO_SOURCE_DIR "/store")) {
    const auto extension = f.path().extension();
    if (exempt.count(f.path().filename().string()) || (extension != ".cpp" && extension != ".sql")) continue;
    std::ostringstream text;
    text << std::ifstream(f.path()).rdbuf();
    const std::string portable = std::regex_replace(text.str(), std::regex("without rowid"), "");
    for (const auto& b : banned)
      CHECK_MESSAGE(!std::regex_search(portable, std::regex(b.pattern, std::regex::icase)), f.path().string(), ": use ", b.instead);
  }
}
