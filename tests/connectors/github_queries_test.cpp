// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <set>
#include <string>
#include "connectors/github/queries.h"
#include "connectors/json.h"
#include <cstdlib>
#include <fstream>
using namespace juno;

TEST_CASE("every GitHub query names its own operation, balances its braces and asks no connection for more than 100") {
  std::set<std::string> names;
  const char* out = std::getenv("JUNO_GRAPHQL_BODIES");
  std::ofstream bodies(out ? out : "/dev/null");
  for (const github::Query* q : github::AllQueries{}) {
    CAPTURE(q->name);
    CHECK(names.insert(q->name).second);
    CHECK(q->text.starts_with("query " + std::string(q->name)));
    int depth = 0;
    for (const char c : q->text) depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    CHECK(depth == 0);
    std::string variables;
    const auto add = [&](const std::string& name, const std::string& value) {
      if (q->text.find("$" + name + ":") != std::string::npos) variables += (variables.empty() ? "" : ",") + json_string(name) + ":" + value;
    };
    add("owner", "\"acme\""), add("name", "\"web\""), add("id", "\"PR_1\""), add("n", "25"), add("after", "null");
    add("head", "\"0123456789012345678901234567890123456789\""), add("since", "null"), add("ids", "[\"DE_1\"]");
    bodies << R"({"query":)" << json_string(q->text) << R"(,"variables":{)" << variables << "}}\n";
  }
  CHECK(names.size() == 20);
}
