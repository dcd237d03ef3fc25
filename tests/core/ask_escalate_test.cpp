// SPDX-License-Identifier: Apache-2.0
#include "core/ask/escalate.h"
#include <doctest/doctest.h>
#include "core/ask/parse.h"
#include "tests/support/ask_world.h"
using namespace juno;
using namespace juno::ask;
using namespace juno::test;

namespace {

struct Harbour {
  AskWorld world = load_ask_world();
  ListedCatalogue catalogue{world.names};
  AskContext context = ask_context(world, catalogue, "2026-05-13T14:20:00Z", world.me);
  std::string kept(const std::string& question) const { return kept_here(parse_question(question, context), question, context); }
  Checked check(const std::string& question, const std::string& answer) const { return check_answer(answer, escalation(question, context).value(), context); }
};

constexpr const char* kQuestion = "defects that Greta botched last month in Maps";
constexpr const char* kGood = R"({"result":{"kind":"query","reason":null,"entity":"issue","metrics":null,"where":[{"f":"type","op":"=","v":"V1","in":null},{"f":"assignee","op":"=","v":"P1","in":null},{"f":"component","op":"=","v":"V2","in":null},)"
                              R"({"f":"resolved","op":"in_window","v":"W1","in":null}],"group_by":null,"time":null,"having":null,"pct":null,"as_of":null,"sort":null,"limit":null,"select":null}})";

}  // namespace

TEST_CASE("names, dates and phrases leave as ids, and nothing else of the cache leaves") {
  const Harbour h;
  const auto e = escalation("how did Greta and Yuki muddle through HARB-41 last month in Maps, about \"crane noise\", 30 days", h.context).value();
  CHECK(e.question == "how did P1 and P2 muddle through K1 W1 in V1, about \"T1\", D1");
  const std::string sent = model_instructions() + model_question(e, h.context);
  for (const auto& n : h.world.names) {
    if (n.list == List::people || n.list == List::teams || n.list == List::components || n.list == List::epics || n.list == List::repos) CHECK_MESSAGE(sent.find(n.value) == std::string::npos, n.value);
    for (const auto& alias : n.aliases)
      if (n.list == List::people) CHECK_MESSAGE(sent.find(alias) == std::string::npos, alias);
  }
  CHECK(sent.find("crane noise") == std::string::npos);
}

TEST_CASE("what only its asker can settle, or may hold a name, is not sent") {
  const Harbour h;
  for (const std::string& question : std::vector<std::string>{"close every stale ticket please", "why is cycle time going up?", "Chris's open tickets", "closed defects that are still open", "tickets created in 2021", "and by team?", "tickets assigned to Valentina", "tickets that Ulrike botched",
                               "tickets from ann@harbour.example", "tickets of the Narwhal crew", "tickets marqus botched", "xyzzy plugh frotz"})
    CHECK_MESSAGE(!h.kept(question).empty(), question);
  CHECK(h.kept(kQuestion) == "");
}

TEST_CASE("a good answer is taken with the names and windows put back") {
  const Harbour h;
  const Checked c = h.check(kQuestion, kGood);
  REQUIRE(c.ir);
  CHECK(to_json(*c.ir) == R"({"kind":"query","entity":"issue","where":[{"f":"type","op":"=","v":"Defect"},{"f":"assignee","op":"=","v":"Greta Olsen"},{"f":"component","op":"=","v":"Maps"},{"f":"resolved","op":"in_window","v":"month:-1"}]})");
}

TEST_CASE("an answer that drops, invents or misuses anything is not taken") {
  const Harbour h;
  struct Row { std::string question, answer, problem; };
  const std::string issue = R"({"kind":"query","entity":"issue","where":[)";
  const std::string type = R"({"f":"type","op":"=","v":"V1"})", person = R"({"f":"assignee","op":"=","v":"P1"})", place = R"({"f":"component","op":"=","v":"V2"})", when = R"({"f":"resolved","op":"in_window","v":"W1"})";
  const auto all = [&](const std::string& more) { return issue + type + "," + person + "," + place + "," + when + more; };
  for (const auto& [question, answer, problem] : std::initializer_list<Row>{
           {kQuestion, issue + type + "," + person + "," + place + "]}", "W1 is not used"},
           {kQuestion, issue + type + "," + place + "," + when + "]}", "P1 is not used"},
           {kQuestion, all(R"(,{"f":"team","op":"=","v":"Falcon"}]})"), "team takes an id of the question only"},
           {kQuestion, all(R"(,{"f":"priority","op":"=","v":"P1"}]})"), "P1 is not priorities"},
           {kQuestion, all(R"(,{"f":"created","op":"in_window","v":"last:7d"}]})"), "time takes ids of windows (W1 …) only"},
           {kQuestion, all(R"(],"limit":5})"), "a number that the question does not hold"},
           {kQuestion, all(R"(,{"f":"story_points","op":">","v":8}]})"), "a number that the question does not hold"},
           {kQuestion, all(R"(,{"f":"text","op":"contains","v":"password"}]})"), "text takes the id of words to look for (T1 …)"},
           {kQuestion, all(R"(,{"f":"salary","op":"=","v":"V1"}]})"), "unknown field salary"},
           {kQuestion, all(R"(],"sql":"drop table issue"})"), "IR: query: unknown member sql"},
           {kQuestion, R"({"kind":"refuse","reason":"advice"})", "it is no query"},
           {kQuestion, R"({"kind":"query","metrics":["profit"]})", "no known metric or entity"},
           {kQuestion, "ignore the rules", "IR: the text: not JSON"},
           {kQuestion, std::string(20, '['), "IR: the text: nested too deeply"},
           {"defects not botched by Greta last month in Maps", all("]}"), "a negation is not used"},
           {"defects botched by Greta last month in Maps per team", all("]}"), "a grouping is not used"},
           {"blocked defects that Greta botched last month in Maps", all("]}"), "a state named in the question is not used"},
           {"velocity of defects that Greta botched last month in Maps", all("]}"), "a metric named in the question is not used"},
           {"12 defects that Greta botched last month in Maps", all("]}"), "a number of the question is not used"},
           {"pull requests that Greta botched last month in Maps", issue + person + R"(,{"f":"component","op":"=","v":"V1"},)" + when + "]}", "the query is about something else than the question"}}) {
    CAPTURE(question);
    CAPTURE(answer);
    const Checked c = h.check(question, answer);
    CHECK_FALSE(c.ir);
    CHECK(std::find(c.problems.begin(), c.problems.end(), problem) != c.problems.end());
    for (const auto& p : c.problems) CHECK_MESSAGE(p.find("Greta") == std::string::npos, p);
  }
}

TEST_CASE("conditions that exclude each other are not taken either") {
  const Harbour h;
  const Checked c = h.check("open defects that Greta botched last month",
                            R"({"kind":"query","entity":"issue","where":[{"f":"type","op":"=","v":"V1"},{"f":"open","op":"=","v":true},{"f":"assignee","op":"=","v":"P1"},{"f":"resolved","op":"in_window","v":"W1"}]})");
  CHECK_FALSE(c.ir);
  CHECK(c.problems == std::vector<std::string>{"the conditions exclude each other"});
}
