// SPDX-License-Identifier: Apache-2.0
// The semantic query: reading, checking, one form for one meaning. Names are of an invented world.
#include <doctest/doctest.h>
#include "core/ask/condition.h"
#include "core/ask/say.h"
#include "core/ask/world.h"
#include "core/error.h"
using namespace juno;
using namespace juno::ask;

namespace {

World harbour() {
  World w;
  w.clock.now = *parse_instant("2026-03-18T10:30:00Z");
  w.me = "Ada Crane";
  w.priorities = {"Urgent", "High", "Normal", "Low"};
  w.known = [](List list, std::string_view value) { return list != List::people || value == "Ada Crane" || value == "Ben Dock"; };
  return w;
}

std::string form(const std::string& json) { return to_json(canonical(parse_ir(json), harbour())); }
std::string first_problem(const std::string& json) {
  const auto problems = validate(parse_ir(json), harbour());
  return problems.empty() ? "" : problems.front();
}
std::string refused(const std::string& json) {
  try {
    (void)parse_ir(json);
    return "";
  } catch (const Error& e) {
    CHECK(e.exit == Exit::usage);
    return e.what();
  }
}
std::string issues_where(const std::string& atoms) { return R"({"kind":"query","metrics":["issues"],"where":[)" + atoms + "]}"; }
std::string read_back(const std::string& text, Entity entity = Entity::issue) {
  return condition_text(parse_condition(text, entity, [](List, const std::string& typed) { return typed; }));
}

}  // namespace

// A name with both quotes in it could not be written at all.
TEST_CASE("a quote inside a quoted name is doubled, and every name is written as it is read") {
  CHECK(read_back(R"(label = "the ""big"" one")") == R"(label = 'the "big" one')");
  CHECK(read_back(R"(label = 'O''Neil''s "big" one')") == R"(label = "O'Neil's ""big"" one")");
  for (const std::string name : {"\"", "'", "''", "\"\"", "'\"'", "a 'b' \"c\"", "\"\"a", "a\"", "and", "a, (b)"}) {
    const Filter f{Atom{"label", Op::equal, name, {}}};
    CHECK(parse_condition(condition_text(f), Entity::issue, [](List, const std::string& typed) { return typed; }) == f);
  }
  for (const char* open : {"label = \"a", "label = \"a\"\"", "label = '", "label = 'a''"}) CHECK_THROWS_AS(read_back(open), Error);
}

TEST_CASE("Questions that mean the same have one form") {
  struct Pair { std::string a, b; };
  for (const Pair& p : std::vector<Pair>{
           {issues_where(R"({"f":"status_category","op":"!=","v":"done"})"), issues_where(R"({"f":"open","op":"=","v":true})")},
           {issues_where(R"({"f":"status_category","op":"in","v":["todo","in_progress"]})"), issues_where(R"({"f":"open","op":"!=","v":false})")},
           {issues_where(R"({"f":"type","op":"in","v":["Bug"]})"), issues_where(R"({"f":"type","op":"=","v":"Bug"},{"f":"type","op":"=","v":"Bug"})")},
           {issues_where(R"({"f":"type","op":"in","v":["Bug","Story"]})"), issues_where(R"({"f":"type","op":"in","v":["Story","Bug","Story"]})")},
           {issues_where(R"({"f":"overdue","op":"=","v":true})"), issues_where(R"({"f":"open","op":"=","v":true},{"f":"overdue","op":"=","v":true})")},
           {issues_where(R"({"f":"priority","op":">=","v":"High"})"), issues_where(R"({"f":"priority","op":"in","v":["High","Urgent"]})")},
           {issues_where(R"({"f":"priority","op":"<","v":"Normal"})"), issues_where(R"({"f":"priority","op":"=","v":"Low"})")},
           {issues_where(R"({"f":"age","op":">=","v":"2w"})"), issues_where(R"({"f":"age","op":">","v":"336h"})")},
           {issues_where(R"({"f":"comment_count","op":">=","v":21})"), issues_where(R"({"f":"comment_count","op":">","v":20})")},
           {issues_where(R"({"f":"assignee","op":"=","v":"@me"})"), issues_where(R"({"f":"assignee","op":"=","v":"Ada Crane"})")},
           {issues_where(R"({"f":"sprint","op":"=","v":"@previous"})"), issues_where(R"({"f":"sprint","op":"=","v":"@last:1"})")},
           {issues_where(R"({"f":"summary","op":"contains","v":"Time  OUT"})"), issues_where(R"({"f":"summary","op":"contains","v":"time out"})")},
           {issues_where(R"({"f":"created","op":"in_window","v":"month:0"})"), R"({"kind":"query","metrics":["issues_created"],"time":"since:2026-03-01"})"},
           {R"({"kind":"query","metrics":["issues_resolved"],"where":[{"f":"open","op":"=","v":false}],"time":"month:-1"})", R"({"kind":"query","entity":"issue","metrics":["issues_resolved"],"time":["2026-02"]})"},
           {R"({"kind":"query","metrics":["cycle_time.p50","lead_time.median"]})", R"({"kind":"query","metrics":["lead_time","cycle_time"],"where":null,"limit":null})"},
           {R"({"kind":"query","metrics":["issues"],"group_by":["team"],"sort":[{"by":"issues","dir":"desc"}]})", R"({"kind":"query","metrics":["issues"],"group_by":["team"]})"},
           {R"({"kind":"query","entity":"issue","sort":[{"by":"age","dir":"desc"}]})", R"({"kind":"query","entity":"issue","sort":[{"by":"created","dir":"asc"}]})"},
           {R"({"kind":"query","metrics":["deployments"],"where":[{"f":"environment","op":"=","v":"production"}]})", R"({"kind":"query","metrics":["deployments"]})"},
           {R"({"kind":"query","metrics":["issues"],"time":null,"as_of":"2026-02"})", R"({"kind":"query","metrics":["issues"],"as_of":"2026-02-28"})"},
           {R"({"kind":"refuse","reason":"write"})", R"({"kind":"clarify","reason":"vague"})"}}) {
    CAPTURE(p.a);
    CHECK(form(p.a) == form(p.b));
    CHECK(form(form(p.a)) == form(p.a));
  }
}

TEST_CASE("Questions that differ keep different forms") {
  struct Pair { std::string a, b; };
  for (const Pair& p : std::vector<Pair>{
           {issues_where(R"({"f":"type","op":"=","v":"Bug"})"), issues_where(R"({"f":"type","op":"!=","v":"Bug"})")},
           {issues_where(R"({"f":"stale","op":"=","v":false},{"f":"open","op":"=","v":true})"), issues_where(R"({"f":"stale","op":"=","v":false})")},
           {R"({"kind":"query","metrics":["issues"],"group_by":["team"],"sort":[{"by":"issues","dir":"asc"}]})", R"({"kind":"query","metrics":["issues"],"group_by":["team"]})"},
           {issues_where(R"({"any":[[{"f":"type","op":"=","v":"Bug"}],[{"f":"open","op":"=","v":true}]]})"), issues_where(R"({"f":"type","op":"=","v":"Bug"},{"f":"open","op":"=","v":true})")},
           {issues_where(R"({"f":"status","op":"was","v":"Done","in":"week:-1"})"), issues_where(R"({"f":"status","op":"was","v":"Done"})")},
           {issues_where(R"({"f":"story_points","op":">=","v":3})"), issues_where(R"({"f":"story_points","op":">","v":2})")},
           // What one metric has in itself (an age is that of open issues) is no less a condition of the others.
           {R"({"kind":"query","metrics":["age","issues"],"where":[{"f":"open","op":"=","v":true}]})", R"({"kind":"query","metrics":["age","issues"]})"},
           {R"({"kind":"query","metrics":["issues","eta"],"where":[{"f":"open","op":"=","v":true}]})", R"({"kind":"query","metrics":["issues","eta"]})"},
           {R"({"kind":"query","metrics":["prs","pr_age"],"where":[{"f":"state","op":"=","v":"open"}]})", R"({"kind":"query","metrics":["prs","pr_age"]})"},
           {R"({"kind":"query","metrics":["deployments","change_failure_rate"],"where":[{"f":"status","op":"=","v":"success"}]})", R"({"kind":"query","metrics":["deployments","change_failure_rate"]})"},
           {R"({"kind":"query","metrics":["cycle_time.p85"]})", R"({"kind":"query","metrics":["cycle_time"]})"}}) {
    CAPTURE(p.a);
    CHECK(form(p.a) != form(p.b));
  }
}

TEST_CASE("What cannot be meant is named") {
  CHECK(first_problem(issues_where(R"({"f":"type","op":"=","v":"Bug"})")) == "");
  CHECK(first_problem(R"({"kind":"query"})") == "neither metrics nor entity");
  CHECK(first_problem(R"({"kind":"query","metrics":["speed"]})") == "unknown metric speed");
  CHECK(first_problem(R"({"kind":"query","metrics":["issues.p85"]})") == "unknown metric issues.p85 (did you mean issues?)");
  CHECK(first_problem(R"({"kind":"query","entity":"table"})") == "unknown entity table");
  CHECK(first_problem(issues_where(R"({"f":"reviewer","op":"=","v":"Ada Crane"})")) == "no field reviewer of issues");
  CHECK(first_problem(issues_where(R"({"f":"assignee","op":">","v":"Ada Crane"})")) == "assignee takes no >");
  CHECK(first_problem(issues_where(R"({"f":"assignee","op":"=","v":"Zed Moor"})")) == "no assignee \"Zed Moor\"");
  CHECK(first_problem(issues_where(R"({"f":"assignee","op":"=","v":["Ada Crane"]})")) == "assignee = takes one value");
  CHECK(first_problem(issues_where(R"({"f":"open","op":"=","v":"yes"})")) == "open is true or false");
  CHECK(first_problem(issues_where(R"({"f":"age","op":">","v":14})")) == "age is a duration such as 14d");
  CHECK(first_problem(issues_where(R"({"f":"created","op":"in_window","v":"last month"})")) == "not a window of time: last month");
  CHECK(first_problem(issues_where(R"({"f":"created","op":"=","v":"2026-03-01"})")) == "created takes no =");
  CHECK(first_problem(R"({"kind":"query","metrics":["issues"],"time":"month:0"})") == "issues is about now: it takes no window and no steps of time");
  CHECK(first_problem(R"({"kind":"query","metrics":["issues"],"group_by":["summary"]})") == "cannot group issues by summary");
  CHECK(first_problem(R"({"kind":"query","metrics":["issues"],"having":[{"m":"points","op":">","v":1}]})") == "having is about points, which is not asked for");
  CHECK(first_problem(R"({"kind":"query","entity":"issue","sort":[{"by":"speed","dir":"asc"}]})") == "cannot sort by speed");
  CHECK(first_problem(R"({"kind":"query","entity":"pull_request","where":[{"f":"author","op":"was","v":"Ada Crane"}]})") == "only issues have a history of author");
  CHECK(first_problem(R"({"kind":"refuse","reason":"bored"})") == "unknown reason bored");
  CHECK(first_problem(R"({"kind":"report","report":"weather"})") == "unknown report weather");
  World nobody = harbour();
  nobody.me.clear();
  CHECK(validate(parse_ir(issues_where(R"({"f":"assignee","op":"=","v":"@me"})")), nobody).front() == "@me: who that is is not configured (me)");
}

TEST_CASE("Reading is bounded and names what is wrong") {
  CHECK(refused("") == "IR: the text: not JSON");
  CHECK(refused("{") == "IR: the text: not JSON");
  CHECK(refused("[]") == "IR: the text: not an object");
  CHECK(refused("{}") == "IR: kind: missing");
  CHECK(refused(R"({"kind":"drop"})") == "IR: kind: unknown: drop");
  CHECK(refused(R"({"kind":"query","sql":"select 1"})") == "IR: query: unknown member sql");
  CHECK(refused(R"({"kind":"query","metrics":"issues"})") == "IR: query.metrics: not a list");
  CHECK(refused(R"({"kind":"query","limit":0})") == "IR: query.limit: not a whole number from 1 to 1000000");
  CHECK(refused(R"({"kind":"query","limit":1.5})") == "IR: query.limit: not a whole number from 1 to 1000000");
  CHECK(refused(R"({"kind":"query","where":[{"f":"x","op":"like"}]})") == "IR: query.where: unknown op like");
  CHECK(refused(R"({"kind":"query","where":[{"any":[[]]}]})") == "IR: query.where.any: an empty group");
  CHECK(refused(R"({"kind":"query","time":["a","b","c"]})") == "IR: query.time: more than two windows");
  CHECK(refused(R"({"kind":"query","where":[{"f":"x","op":"=","v":1e300}]})") == "IR: query.where.v: out of range");
  CHECK(refused(R"({"kind":"query","entity":")" + std::string(600, 'a') + "\"}") == "IR: query.entity: longer than 512 bytes");
  CHECK(refused(R"({"kind":"query","entity":"a\u0000b"})") == "IR: query.entity: holds a zero byte");
  CHECK(refused(R"({"kind":"query","entity":")" "\xff\xfe" "\"}") == "IR: the text: not JSON");
  CHECK(refused(std::string(70'000, ' ')) == "IR: the text: longer than 64 KiB");
  CHECK(refused(std::string(30'000, '[')) == "IR: the text: nested too deeply");
  std::string many = R"({"kind":"query","metrics":[)";
  for (int n = 0; n < 300; ++n) many += n == 0 ? "\"x\"" : ",\"x\"";
  CHECK(refused(many + "]}") == "IR: query.metrics: more than 200 items");
}

TEST_CASE("Whatever is done to a question's text, it is read, checked or refused, and never worse") {
  const std::string good = R"({"kind":"query","metrics":["cycle_time.p85","issues_resolved"],"where":[{"f":"type","op":"in","v":["Bug","Story"]},{"any":[[{"f":"open","op":"=","v":true}],[{"f":"age","op":">","v":"14d"}]]},)"
                           R"({"f":"status","op":"was","v":"Done","in":"week:-1"}],"group_by":["team","week"],"time":["month:0","month:-1"],"having":[{"m":"issues_resolved","op":">","v":3}],"sort":[{"by":"team","dir":"asc"}],"limit":5})";
  std::uint64_t state = 7;
  const auto next = [&](std::size_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state >> 33) % below);
  };
#ifdef __SANITIZE_ADDRESS__
  constexpr int kRounds = 1500;
#else
  constexpr int kRounds = 6000;
#endif
  const World w = harbour();
  int read = 0, fit = 0;
  for (int n = 0; n < kRounds; ++n) {
    std::string text = good;
    for (std::size_t edits = 1 + next(3); edits > 0; --edits) {
      const std::size_t at = next(text.size());
      switch (next(5)) {
        case 0: text[at] = static_cast<char>(next(256)); break;
        case 1: text.erase(at, 1 + next(8)); break;
        case 2: text.insert(at, text.substr(next(text.size()), next(20))); break;
        case 3: text.insert(at, std::string(1, "{}[]\",:0-9.eE\\"[next(14)])); break;
        default: std::swap(text[at], text[next(text.size())]);
      }
    }
    try {
      const Ir ir = parse_ir(text);
      ++read;
      CHECK(parse_ir(to_json(ir)) == ir);
      if (!validate(ir, w).empty()) continue;
      ++fit;
      const std::string once = to_json(canonical(ir, w));
      CHECK(to_json(canonical(parse_ir(once), w)) == once);
      if (const auto* q = std::get_if<SemanticQuery>(&ir)) CHECK(!say(canonical(*q, w), w).empty());
    } catch (const Error& e) {
      CHECK(e.exit == Exit::usage);
    }
  }
  CHECK(read > kRounds / 100);
  CHECK(fit > 0);
}

TEST_CASE("Conditions read as people write them, and back") {
  struct Case { std::string typed, text; };
  for (const Case& c : std::vector<Case>{
           {"type=Bug", "type = Bug"}, {"status = In Progress", "status = \"In Progress\""}, {"Assignee in (Ada Crane, 'Ben Dock')", "assignee in (\"Ada Crane\", \"Ben Dock\")"},
           {"label not in (flaky)", "label not in (flaky)"}, {"type = Bug, Story", "type in (Bug, Story)"}, {"type != Bug, Story", "type not in (Bug, Story)"}, {"open", "open"}, {"not open", "not open"},
           {"open = false", "not open"}, {"epic is empty", "epic is empty"}, {"epic IS NOT EMPTY", "epic is not empty"}, {"story_points >= 3", "story_points >= 3"},
           {"summary ~ time out", "summary ~ \"time out\""}, {"summary !~ \"or else\"", "summary !~ \"or else\""}, {"created in last:7d", "created in last:7d"},
           {"status was In QA during day:-1", "status was \"In QA\" during day:-1"}, {"status changed to Done during week:-1", "status changed to Done during week:-1"},
           {"status changed from Done", "status changed from Done"}, {"assignee changed", "assignee changed"}, {"type = Bug and open or label = big", "type = Bug and open or label = big"},
           {"reporter = Sarah O'Neil", "reporter = \"Sarah O'Neil\""}, {"age > 14d", "age > 14d"}, {"sprint = @last:3", "sprint = @last:3"}, {"due in 2026-01..2026-02", "due in 2026-01..2026-02"},
           {"label = ''", "label = \"\""}, {"label in ('', big)", "label in (\"\", big)"}}) {  // found by the fuzzer: nothing has no first letter
    CAPTURE(c.typed);
    CHECK(read_back(c.typed) == c.text);
    CHECK(read_back(c.text) == c.text);
  }
  for (const char* wrong : {"", "=", "colour = red", "type", "type =", "type = Bug extra = 1", "type = Bug and", "type in (Bug", "story_points = many", "open = perhaps", "summary ~ \"open", "not type = Bug", "status was", "type is blue"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(read_back(wrong), Error);
  }
}

TEST_CASE("A question as a command line means the question") {
  SemanticQuery q;
  q.metrics = {"issues", "points"};
  q.where = {Filter(Atom{"assignee", Op::equal, std::string("Sarah O'Neil"), ""}), Filter(Atom{"open", Op::equal, true, ""})};
  q.group_by = {"team"};
  q.having = {{"issues", Op::greater, 10}};
  q.sort = {{"issues", true}};
  q.limit = 5;
  CHECK(query_line(q) == R"(juno query --metric issues --metric points --where 'assignee = "Sarah O'\''Neil"' --where open --by team --having 'issues > 10' --sort -issues --limit 5)");
}

TEST_CASE("A question as a sentence names what it does") {
  const World w = harbour();
  const auto sentence = [&](const std::string& json) { return say(std::get<SemanticQuery>(canonical(parse_ir(json), w)), w); };
  CHECK(sentence(R"({"kind":"query","metrics":["cycle_time.p85"],"where":[{"f":"type","op":"=","v":"Bug"}],"group_by":["team"],"time":"month:0"})") ==
        "85th percentile of cycle time where type = Bug, by team, resolved 2026-03-01 to 2026-03-18 10:30 (UTC)");
  CHECK(sentence(R"({"kind":"query","metrics":["issues"],"where":[{"f":"open","op":"=","v":true}],"pct":[{"f":"assignee","op":"is_null"}]})") == "Share of issues where assignee is empty, of those where open");
  CHECK(sentence(R"({"kind":"query","entity":"issue","where":[{"f":"created","op":"in_window","v":"month:-1"}],"limit":5})") == "Issues where created in 2026-02-01 to 2026-02-28, the first 5");
}

TEST_CASE("The model is whole") {
  for (const Metric& m : metrics()) {
    CAPTURE(m.name);
    CHECK(std::find(m.aggregations.begin(), m.aggregations.end(), m.aggregation) != m.aggregations.end());
    CHECK((m.axis.empty() || m.axis == "left_status" || find_field(m.entity, m.axis) != nullptr));
    CHECK(!m.definition.empty());
    CHECK(find_metric(m.name) == &m);
  }
  for (const EntityInfo& e : entities()) {
    CAPTURE(e.name);
    CHECK(&info(e.entity) == &e);
    CHECK((e.person_field.empty() || find_field(e.entity, e.person_field) != nullptr));
  }
}
