// SPDX-License-Identifier: Apache-2.0
#include "core/names.h"
#include <doctest/doctest.h>
#include <map>
#include <queue>
#include <set>
#include "core/error.h"
using namespace juno;

namespace {

// Every string one edit away, over a tiny alphabet: the truth edit_distance is held against.
std::vector<std::string> one_edit(const std::string& s) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i <= s.size(); ++i)
    for (const char c : {'a', 'b', 'c'}) out.push_back(s.substr(0, i) + c + s.substr(i));
  for (std::size_t i = 0; i < s.size(); ++i) {
    out.push_back(s.substr(0, i) + s.substr(i + 1));
    for (const char c : {'a', 'b', 'c'}) out.push_back(s.substr(0, i) + c + s.substr(i + 1));
    if (i + 1 < s.size()) out.push_back(s.substr(0, i) + s[i + 1] + s[i] + s.substr(i + 2));
  }
  return out;
}

std::size_t breadth_first(const std::string& from, const std::string& to) {
  std::map<std::string, std::size_t> seen{{from, 0}};
  std::queue<std::string> open{{from}};
  while (!open.empty()) {
    const std::string at = open.front();
    open.pop();
    if (at == to) return seen[at];
    for (const auto& next : one_edit(at))
      if (next.size() <= 5 && seen.emplace(next, seen[at] + 1).second) open.push(next);
  }
  return 99;
}

std::string message(const Error& e) {
  std::string out = e.what();
  for (const auto& d : e.details) out += "\n  " + d;
  return out + (e.hint.empty() ? "" : "\nhint: " + e.hint);
}

template <class F> std::string error_of(F f) {
  try {
    f();
  } catch (const Error& e) {
    return std::to_string(static_cast<int>(e.exit)) + " " + message(e);
  }
  return "no error";
}

const std::vector<NameCandidate> kPeople = {{"Dana Whitfield", {"dw", "dana@acme.example"}, "dana@acme.example"},
                                            {"Danabel Ruiz", {}, ""},
                                            {"Étienne Groß", {}, ""},
                                            {"Sprint 1", {}, ""},
                                            {"Sprint 10", {}, ""},
                                            {"Twin", {}, "id 1"},
                                            {"Twin", {}, "id 2"}};

std::string person(const std::string& given) {
  return error_of([&] { throw Error(Exit::ok, std::to_string(resolve_name(given, kPeople, "person", "juno people"))); });
}

const auto kDay = [](int n) { return Instant{n * 86'400'000LL}; };
const std::vector<SprintChoice> kSprints = {
    {11, "Web 11", 1, "Web", SprintState::closed, {}, kDay(10)}, {12, "Web 12", 1, "Web", SprintState::closed, {}, kDay(20)},
    {13, "Web 13", 1, "Web", SprintState::active, {}, {}},       {21, "Pay 12", 2, "Pay", SprintState::closed, {}, kDay(19)},
    {22, "Pay 13", 2, "Pay", SprintState::active, {}, {}},       {23, "Pay 14", 2, "Pay", SprintState::future, {}, {}},
    {12'345, "11", 2, "Pay", SprintState::future, {}, {}}};

std::string sprint(const std::string& selector, std::optional<Id> board = {}) {
  return error_of([&] { throw Error(Exit::ok, kSprints[select_sprint(selector, kSprints, board)].name); });
}

}  // namespace

TEST_CASE("edit distance equals the shortest path of single edits") {
  const std::vector<std::string> words = {"", "a", "ab", "ba", "abc", "acb", "bca", "cab", "aabb", "bbaa"};
  for (const auto& a : words)
    for (const auto& b : words) {
      CAPTURE(a);
      CAPTURE(b);
      CHECK(edit_distance(a, b) == breadth_first(a, b));
    }
}

TEST_CASE("edit distance counts letters, not bytes, and bears any bytes") {
  CHECK(edit_distance("Zoë", "Zoe") == 1);
  CHECK(edit_distance("ca", "abc") == 2);  // a swap with an insertion inside it
  CHECK(edit_distance("\xFF\xC3", "") == 2);
  CHECK(edit_distance(std::string(100'000, 'x'), "x") == 199);  // only the first 200 count
}

TEST_CASE("the nearest name is proposed only when it is near") {
  const std::vector<std::string> names = {"projects", "boards", "url"};
  CHECK(nearest("projcets", names) == "projects");
  CHECK(nearest("PROJECTS", names) == "projects");
  CHECK(nearest("uri", names) == "url");
  CHECK(nearest("velocity", names) == "");
  CHECK(nearest("x", {}) == "");
}

TEST_CASE("a name is found exactly, then in any case, then by prefix or words") {
  const std::map<std::string, std::string> cases = {
      {"Dana Whitfield", "0 0"},
      {"  dana whitfield ", "0 0"},
      {"DW", "0 0"},
      {"dana w", "0 0"},
      {"whitfield", "0 0"},
      {"ruiz", "0 1"},
      {"étienne gross", "0 2"},
      {"E\u0301tienne", "0 2"},  // the accent as a letter of its own
      {"Sprint 1", "0 3"},
      {"sprint 1", "0 3"},
      {"10", "0 4"},
      {"dana", "2 person 'dana' could be any of 2\n  Dana Whitfield (dana@acme.example)\n  Danabel Ruiz\nhint: write more of the name, or the whole of it"},
      {"Twin", "2 person 'Twin' could be any of 2\n  Twin (id 1)\n  Twin (id 2)\nhint: write more of the name, or the whole of it"},
      {"hitfield", "2 no person is named 'hitfield'\nhint: `juno people` shows them all"},
      {"danabel riuz", "2 no person is named 'danabel riuz'\nhint: did you mean 'Danabel Ruiz'? `juno people` shows them all"},
      {"", "2 the name of a person is empty\nhint: `juno people` shows them all"},
  };
  for (const auto& [given, want] : cases) {
    CAPTURE(given);
    CHECK(person(given) == want);
  }
}

TEST_CASE("a prefix never ends inside a number") {
  const std::vector<NameCandidate> one = {{"Sprint 10", {}, ""}};
  CHECK(error_of([&] { resolve_name("Sprint 1", one, "sprint", ""); }).starts_with("2 no sprint is named 'Sprint 1'"));
}

TEST_CASE("an empty cache is said, not guessed about") {
  CHECK(error_of([] { resolve_name("x", {}, "board", ""); }) == "5 no board 'x': the cache holds no board yet\nhint: run `juno sync`");
  CHECK(error_of([] { select_sprint("last", {}); }) == "5 no sprint 'last': the cache holds no sprint yet\nhint: `juno sync` reads them from a Jira site with boards");
}

TEST_CASE("a sprint is chosen by id, selector or name") {
  CHECK(sprint("13") == "0 Web 13");
  CHECK(sprint("11") == "0 11");  // an exact name goes before an id
  CHECK(sprint("active", 1) == "0 Web 13");
  CHECK(sprint("last", 1) == "0 Web 12");
  CHECK(sprint("last-0", 1) == "0 Web 12");
  CHECK(sprint("last-1", 1) == "0 Web 11");
  CHECK(sprint("last", 2) == "0 Pay 12");
  CHECK(sprint("last-1") == "0 Web 11");  // only one board goes back that far
  CHECK(sprint("pay 14") == "0 Pay 14");
  CHECK(sprint("14") == "0 Pay 14");  // no such id: a word of a name
}

TEST_CASE("with several sites a sprint is chosen by the id that lists show, and by its number where one site has it") {
  const Id far = (Id{1} << 40) + 12;  // another site's
  const std::vector<SprintChoice> sprints = {{12, "Web 12", 1, "Web", SprintState::closed, {}, {}, "jira/12"}, {13, "Web 13", 1, "Web", SprintState::closed, {}, {}, "jira/13"},
                                             {far, "Pay 7", 2, "Pay", SprintState::closed, {}, {}, "acme/12"}, {far + 2, "Pay 8", 2, "Pay", SprintState::closed, {}, {}, "acme/14"}};
  const auto chosen = [&](const char* selector) { return error_of([&] { throw Error(Exit::ok, sprints[select_sprint(selector, sprints)].name); }); };
  CHECK(chosen("jira/12") == "0 Web 12");
  CHECK(chosen("acme/12") == "0 Pay 7");
  CHECK(chosen("13") == "0 Web 13");
  CHECK(chosen("14") == "0 Pay 8");
  CHECK(chosen("12") == "2 '12' could be any of 2 sprints\n  Web 12 (id jira/12, board Web, closed)\n  Pay 7 (id acme/12, board Pay, closed)\n"
                        "hint: choose one with --board NAME, or give its name or id");
  CHECK(chosen("acme/13").starts_with("2 no sprint is named"));
}

TEST_CASE("a sprint selector that several boards answer lists them") {
  CHECK(sprint("last") ==
        "2 'last' could be any of 2 sprints\n  Web 12 (id 12, board Web, closed 1970-01-21)\n  Pay 12 (id 21, board Pay, closed 1970-01-20)\n"
        "hint: choose one with --board NAME, or give its name or id");
  CHECK(sprint("active").starts_with("2 'active' could be any of 2 sprints"));
}

TEST_CASE("a board with two active sprints is not advised to name the board") {
  const std::vector<SprintChoice> two = {{1, "Web 1", 7, "Web", SprintState::active, {}, {}}, {2, "Web 2", 7, "Web", SprintState::active, {}, {}}};
  CHECK(error_of([&] { select_sprint("active", two, 7); }).ends_with("hint: give its name or id"));
}

TEST_CASE("a sprint selector without an answer says what there is") {
  CHECK(sprint("last-2", 1) == "2 'last-2' goes back too far: 2 sprints are closed\nhint: `juno sprint list` shows them all");
  CHECK(sprint("last-99999999999999999999").starts_with("2 no sprint is named"));
  CHECK(sprint("last", 3) == "2 this board has no sprints\nhint: `juno sprint list` shows the boards that have");
  const std::vector<SprintChoice> future = {{1, "One", 1, "Web", SprintState::future, {}, {}}};
  CHECK(error_of([&] { select_sprint("active", future); }).starts_with("2 no sprint is active"));
  const std::vector<SprintChoice> closed = {{1, "One", 1, "Web", SprintState::closed, {}, Instant{1000}}, {2, "Two", 1, "Web", SprintState::closed, {}, Instant{2000}}, future[0]};
  CHECK(error_of([&] { select_sprint("active", closed); }) ==
        "2 no sprint is active\nhint: use `last` for the one closed most recently, 'Two', as in `juno sprint report last`; `juno sprint list` shows them all");
  CHECK(error_of([&] { select_sprint("last", future); }).starts_with("2 no sprint is closed yet"));
}
