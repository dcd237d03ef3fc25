// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/text.h"
#include <doctest/doctest.h>
#include <string>
#include <vector>
#include "connectors/jira/boards.h"
using namespace juno;
using namespace juno::jira;

TEST_CASE("wiki markup becomes the words it shows") {
  struct Row {
    std::string markup, text;
  };
  const std::vector<Row> rows = {
      {"plain", "plain"},
      {"", ""},
      {"*bold* and _italic_, -gone- +new+", "bold and italic, gone new"},
      {"snake_case_name 3*4*5 a-b-c", "snake_case_name 3*4*5 a-b-c"},
      {"*open and _open", "*open and _open"},
      {"{{mono}} and {color:red}red{color}", "mono and red"},
      {"{\"json\": 1} {Upper}", "{\"json\": 1} {Upper}"},
      {"h1. Title\nh2. Sub", "Title\nSub"},
      {"h9. no", "h9. no"},
      {"* one\n** two\n# three\n- four", "- one\n- two\n- three\n- four"},
      {"||Case||Sum||\n|A|[x|https://a.example]|", "Case | Sum\nA | x"},
      {"[Docs|https://a.example/x] [https://b.example] [~mkade] [mailto:a@b.example]", "Docs https://b.example mkade a@b.example"},
      {"[~accountid:5b10]", "5b10"},
      {"array[3] and [] and [open", "array3 and [] and [open"},
      {"see !shot.png|thumbnail! now! really!", "see shot.png now! really!"},
      {"{code:java}\nint *a* = _b_;\n{code}\nafter *x*", "int *a* = _b_;\nafter x"},
      {"{noformat}\n[a|b]\n{noformat}", "[a|b]"},
      {"bq. quoted\r\n----\r\nend", "quoted\nend"},
      {"line\\\\break \\*not bold\\* a\\b", "line\nbreak *not bold* a\\b"},
      {"??cite?? -- dash", "cite -- dash"},
      {"größer *größe* 数*据*", "größer größe 数*据*"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.markup);
    CHECK(wiki_text(row.markup) == row.text);
  }
}

TEST_CASE("hostile markup ends, quickly") {
  for (const std::string& unit : {std::string("*a"), std::string("[|"), std::string("{"), std::string("!a"), std::string("_ *"), std::string("||"), std::string("{{"), std::string("\\")}) {
    std::string text;
    while (text.size() < 200'000) text += unit;
    CHECK(wiki_text(text).size() <= text.size() * 2);
  }
}

TEST_CASE("an Atlassian document becomes its words, however deep or odd") {
  struct Row {
    std::string json, text;
  };
  const std::vector<Row> rows = {
      {"null", ""},
      {"17", ""},
      {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a"},{"type":"hardBreak"},{"type":"text","text":"b"}]},{"type":"paragraph"}]})", "a\nb"},
      {R"({"type":"doc","content":[{"type":"taskList","content":[{"type":"taskItem","attrs":{"state":"DONE"},"content":[{"type":"text","text":"x"}]},{"type":"taskItem","content":[{"type":"text","text":"y"}]}]}]})",
       "- x\n- y"},
      {R"({"type":"doc","content":[{"type":"expand","attrs":{"title":"More"},"content":[{"type":"paragraph","content":[{"type":"emoji","attrs":{"shortName":":tada:"}},{"type":"status","attrs":{"text":"WIP"}}]}]}]})",
       "More\n:tada:WIP"},
      {R"({"type":"doc","content":[{"type":"mediaSingle","content":[{"type":"media","attrs":{"alt":"a chart"}}]},{"type":"blockCard","attrs":{"url":"https://a.example"}}]})",
       "a charthttps://a.example"},
      {R"({"type":"unknown","content":[{"type":"newer","content":[{"type":"text","text":"kept"}]}]})", "kept"},
      {R"({"type":"doc","content":{"type":"text"}})", ""},
      {R"({"type":"doc","content":[null,3,"x",[],{"type":null}]})", ""},
      {R"("*wiki*")", "wiki"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.json);
    const JsonText json(row.json);
    CHECK(plain_text(json.root()) == row.text);
  }
  std::string deep;
  for (int i = 0; i < 400; ++i) deep += R"({"type":"panel","content":[)";
  for (int i = 0; i < 400; ++i) deep += "]}";
  const JsonText json(deep);
  REQUIRE(json.root().exists());
  CHECK(plain_text(json.root()) == "");
}

TEST_CASE("a sprint's printed form is read by its known keys") {
  const std::string head = "com.atlassian.greenhopper.service.sprint.Sprint@1a[";
  const auto all = parse_sprint_text(head + "id=7,rapidViewId=3,state=ACTIVE,name=A, b=[c], ]d\n,startDate=2026-03-02T08:00:00.000+01:00,endDate=2026-03-16T08:00:00.000+01:00,"
                                            "completeDate=<null>,activatedDate=2026-03-02T08:05:00.000+01:00,sequence=7,goal=<null>,autoStartStop=false]");
  REQUIRE(all.has_value());
  CHECK(all->id == 7);
  CHECK(all->board == 3);
  CHECK(all->state == SprintState::active);
  CHECK(all->name == "A, b=[c], ]d");
  CHECK(all->start == parse_instant("2026-03-02T07:00:00Z"));
  CHECK(all->began() == parse_instant("2026-03-02T07:05:00Z"));
  CHECK_FALSE(all->complete.has_value());
  CHECK(all->goal == "");
  const auto sly = parse_sprint_text(head + "id=7,name=x,id=99,state=CLOSED]");
  REQUIRE(sly.has_value());
  CHECK(sly->id == 7);
  for (const std::string& text : {std::string(), std::string("Sprint 7"), head + "name=x]", head + "id=<null>]", head + "id=7x]", head + "odd=1,id=7]", std::string("]["), std::string("[]")}) {
    CAPTURE(text);
    CHECK_FALSE(parse_sprint_text(text).has_value());
  }
}
