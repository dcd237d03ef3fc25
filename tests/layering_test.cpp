// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>
namespace {

namespace fs = std::filesystem;

// The only includes allowed between folders. Change this table only on purpose.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"core", {"core"}},
    {"connectors", {"connectors", "core"}},
    {"store", {"store", "core"}},
    {"cmd", {"cmd", "store", "connectors", "core"}},
};

// Heavy or impure things, and the only files that may name them.
struct Confined {
  std::vector<std::string> words;
  std::set<std::string> files;
};
const std::vector<Confined> kConfined = {
    {{"<CLI/"}, {"cmd/app.cpp", "cmd/flags.cpp"}},
    {{"<spdlog/"}, {"cmd/log.cpp"}},
    {{"<curl/"}, {"connectors/curl_http.cpp", "connectors/curl_library.cpp", "connectors/curl_library.h"}},
    {{"getenv", "system_clock", "std::cout", "std::cerr", "isatty", " rand(", ":rand(", "(rand("}, {"cmd/real_system.cpp", "connectors/curl_http.cpp"}},
};

std::vector<fs::path> sources(const std::string& folder) {
  std::vector<fs::path> out;
  for (const auto& f : fs::recursive_directory_iterator(fs::path(JUNO_SOURCE_DIR) / folder))
    if (f.path().extension() == ".h" || f.path().extension() == ".cpp") out.push_back(f.path());
  return out;
}

}  // namespace

TEST_CASE("folders include only what the architecture allows") {
  const std::regex include(R"(^\s*#\s*include\s+\"(\w+)/)");
  for (const auto& [folder, allowed] : kMayInclude)
    for (const auto& path : sources(folder)) {
      std::ifstream in(path);
      std::smatch m;
      for (std::string line; std::getline(in, line);)
        if (std::regex_search(line, m, include)) CHECK_MESSAGE(allowed.count(m[1]) == 1, path.string(), ": ", line);
    }
}

TEST_CASE("heavy headers and the outside world stay where they are confined") {
  for (const auto& [folder, allowed] : kMayInclude)
    for (const auto& path : sources(folder)) {
      const std::string name = fs::relative(path, JUNO_SOURCE_DIR).generic_string();
      std::ifstream in(path);
      std::vector<std::string> lines;
      for (std::string line; std::getline(in, line);) lines.push_back(line.substr(0, line.find("//")));
      for (const auto& rule : kConfined)
        for (const auto& word : rule.files.count(name) ? std::vector<std::string>() : rule.words)
          for (const auto& line : lines) CHECK_MESSAGE(line.find(word) == std::string::npos, name, ": ", line);
    }
}

TEST_CASE("SQL is written in store only") {
  for (const char* folder : {"cmd", "core", "connectors"})
    for (const auto& path : sources(folder)) {
      std::ifstream in(path);
      for (std::string line; std::getline(in, line);) CHECK_MESSAGE((line.find("store/query.h") == std::string::npos && line.find("store::Query ") == std::string::npos), path.string(), ": ", line);
    }
}

// Two types of one name would be one to the linker: whichever destructor it keeps would run for both.
TEST_CASE("no two headers declare types of the same name") {
  const std::regex names(R"(^namespace ([\w:]+) \{)"), types(R"(^(?:struct|class|enum class) (\w+)\b[^;]*\{)");
  std::map<std::string, std::string> declared;
  for (const auto& [folder, allowed] : kMayInclude)
    for (const auto& path : sources(folder)) {
      if (path.extension() != ".h") continue;
      std::ifstream in(path);
      std::smatch m;
      std::string space;
      for (std::string line; std::getline(in, line);) {
        if (space.empty() && std::regex_search(line, m, names)) space = m[1];
        if (!std::regex_search(line, m, types)) continue;
        const auto [at, fresh] = declared.emplace(space + "::" + m[1].str(), path.string());
        CHECK_MESSAGE((fresh || at->second == path.string()), at->first, " is in ", at->second, " and in ", path.string());
      }
    }
  CHECK(declared.size() > 100);
}

TEST_CASE("heavy libraries appear in .cpp files only") {
  const std::regex heavy(R"(#\s*include\s*<(nlohmann/json\.hpp|SQLiteCpp/|simdjson|toml\+\+/|sqlite3))");
  for (const auto& [folder, allowed] : kMayInclude)
    for (const auto& path : sources(folder)) {
      if (path.extension() != ".h") continue;
      std::ifstream in(path);
      for (std::string line; std::getline(in, line);) CHECK_MESSAGE(!std::regex_search(line, heavy), path.string(), ": ", line);
    }
}

TEST_CASE("there is no util folder") {
  for (const auto& [folder, allowed] : kMayInclude)
    for (const auto& f : fs::recursive_directory_iterator(fs::path(JUNO_SOURCE_DIR) / folder)) CHECK(f.path().filename() != "util");
}
