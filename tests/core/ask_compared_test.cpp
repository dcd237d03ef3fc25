// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <string>
#include "core/ask/parse.h"
#include "tests/support/ask_world.h"
using namespace juno;
using namespace juno::ask;
using namespace juno::test;

namespace {

class Harbour {
 public:
  Harbour() : world_(load_ask_world("harbour")), catalogue_(world_.names) {}
  Parsed ask(const std::string& text) const { return parse_question(text, context()); }
  std::string meant(const std::string& json) const { return to_json(canonical(parse_ir(json), context().world)); }
  std::string read(const std::string& text) const {
    const Parsed p = ask(text);
    return p.answered() ? to_json(canonical(p.ir, context().world)) : to_json(p.ir);
  }
  // What is offered where a question is asked back about.
  std::vector<std::string> offered(const std::string& text) const {
    const Parsed p = ask(text);
    std::vector<std::string> out;
    if (const auto* c = std::get_if<Clarify>(&p.ir))
      for (const auto& o : c->options)
        if (const auto* q = std::get_if<SemanticQuery>(&o)) out.push_back(to_json(canonical(Ir(*q), context().world)));
    return out;
  }

 private:
  AskContext context() const { return ask_context(world_, catalogue_, "2026-05-13T14:20:00Z", "Ines Duarte"); }
  AskWorld world_;
  ListedCatalogue catalogue_;
};
const Harbour& harbour() {
  static const Harbour all;
  return all;
}
struct Said { std::string text, ir; };
void check_all(std::initializer_list<Said> all) {
  for (const auto& [text, ir] : all) CHECK_MESSAGE(harbour().read(text) == harbour().meant(ir), text);
}
void check_offered(std::initializer_list<Said> all) {
  for (const auto& [text, ir] : all) {
    CAPTURE(text);
    CHECK_FALSE(harbour().ask(text).answered());
    const auto offers = harbour().offered(text);
    CHECK(std::find(offers.begin(), offers.end(), harbour().meant(ir)) != offers.end());
  }
}

}  // namespace

// "Than" was a word that nothing is called by. Both figures side by side answer it, and say which is which.
TEST_CASE("more than another team, person, type or period: both figures are shown") {
  check_all({{"did Otter close more defects than Falcon last month", R"({"kind":"query","metrics":["issues_resolved"],"where":[{"f":"team","op":"in","v":["Otter","Falcon"]},{"f":"type","op":"=","v":"Defect"}],"group_by":["team"],"time":"month:-1"})"},
             {"Did Falcon merge fewer PRs than the Otter team this quarter?", R"({"kind":"query","metrics":["prs_merged"],"where":[{"f":"team","op":"in","v":["Otter","Falcon"]}],"group_by":["team"],"time":"quarter:0"})"},
             {"who closed more defects last month, Greta or Zoe?", R"({"kind":"query","metrics":["issues_resolved"],"where":[{"f":"type","op":"=","v":"Defect"},{"f":"assignee","op":"in","v":["Greta Olsen","Zoë Kowalska"]}],"group_by":["assignee"],"time":"month:-1"})"},
             {"do we have more defects than tasks", R"({"kind":"query","metrics":["issues"],"where":[{"f":"type","op":"in","v":["Defect","Task"]}],"group_by":["type"]})"},
             {"are we spending more time on defects than on tasks", R"({"kind":"query","metrics":["hours_logged"],"where":[{"f":"type","op":"in","v":["Defect","Task"]}],"group_by":["type"]})"},
             {"did we close more defects in April than in March", R"({"kind":"query","metrics":["issues_resolved"],"where":[{"f":"type","op":"=","v":"Defect"}],"time":["2026-04","2026-03"]})"},
             {"is Otter's cycle time longer than Falcon's", R"({"kind":"query","metrics":["cycle_time"],"where":[{"f":"team","op":"in","v":["Otter","Falcon"]}],"group_by":["team"]})"},
             {"was velocity higher in Harbour 13 than in Harbour 12", R"({"kind":"query","metrics":["velocity"],"where":[{"f":"sprint","op":"in","v":["Harbour 12","Harbour 13"]}],"group_by":["sprint"]})"}});
}
TEST_CASE("more than one team, of all teams, is offered as the ranking of all") {
  check_offered({{"which component has more defects than Login", R"({"kind":"query","metrics":["issues"],"where":[{"f":"type","op":"=","v":"Defect"}],"group_by":["component"]})"},
                 {"who has more open defects than Greta", R"({"kind":"query","metrics":["issues"],"where":[{"f":"open","op":"=","v":true},{"f":"type","op":"=","v":"Defect"}],"group_by":["assignee"]})"}});
}
TEST_CASE("a comparison that is not told whole is asked back about") {
  for (const char* text : {"which team closed more issues this month", "did team Otter close more than Falcon", "more defects than Otter", "were more defects opened than closed last month", "does Otter have more defects than Otter",
                           "does Otter have more defects than Falcon and Growth", "P1 defects with more comments than points", "does Otter have more open defects than Greta"})
    CHECK_FALSE_MESSAGE(harbour().ask(text).answered(), text);
}

// "In each of" ended in nothing to group by.
TEST_CASE("each of the last sprints or weeks is a group and the condition") {
  check_all({{"how many issues are in each of the last 3 sprints of CRANE", R"({"kind":"query","metrics":["issues"],"where":[{"f":"sprint","op":"=","v":"@last:3"},{"f":"project","op":"=","v":"CRANE"}],"group_by":["sprint"]})"},
             {"how many issues in each of Otter's last 3 sprints", R"({"kind":"query","metrics":["issues"],"where":[{"f":"sprint","op":"=","v":"@last:3"},{"f":"team","op":"=","v":"Otter"}],"group_by":["sprint"]})"},
             {"how many defects did we close in each of the last 4 weeks", R"({"kind":"query","metrics":["issues_resolved"],"where":[{"f":"type","op":"=","v":"Defect"}],"group_by":["week"],"time":"last:4w"})"}});
}

TEST_CASE("hours that went to something are a share of the hours, not a move to a status") {
  check_all({{"what percentage of logged hours went to defects", R"({"kind":"query","metrics":["hours_logged"],"pct":[{"f":"type","op":"=","v":"Defect"}]})"},
             {"what share of the hours logged in April went to Online check-in", R"({"kind":"query","metrics":["hours_logged"],"time":"2026-04","pct":[{"f":"epic","op":"=","v":"HARB-300"}]})"}});
}
TEST_CASE("an assignee that is not somebody") {
  check_all({{"assignee is not Greta", R"({"kind":"query","entity":"issue","where":[{"f":"assignee","op":"!=","v":"Greta Olsen"}]})"},
             {"open defects where the reporter is not Greta or Zoe", R"({"kind":"query","entity":"issue","where":[{"f":"open","op":"=","v":true},{"f":"type","op":"=","v":"Defect"},{"f":"reporter","op":"not_in","v":["Greta Olsen","Zoë Kowalska"]}]})"}});
}

TEST_CASE("whether one issue or pull request is done, blocked or merged: its row tells") {
  check_all({{"is HARB-12 done", R"({"kind":"query","entity":"issue","where":[{"f":"key","op":"=","v":"HARB-12"}]})"},
             {"has anyone closed HARB-12 yet", R"({"kind":"query","entity":"issue","where":[{"f":"key","op":"=","v":"HARB-12"}]})"},
             {"is HARB-12 blocked", R"({"kind":"query","entity":"issue","where":[{"f":"key","op":"=","v":"HARB-12"}],"select":["status","blocked"]})"},
             {"is HARB-12 in Harbour 14", R"({"kind":"query","entity":"issue","where":[{"f":"key","op":"=","v":"HARB-12"}],"select":["status","sprint"]})"},
             {"has PR 40 been merged", R"({"kind":"query","entity":"pull_request","where":[{"f":"number","op":"=","v":40}]})"},
             {"is anyone working on HARB-12", R"({"kind":"query","entity":"issue","where":[{"f":"key","op":"=","v":"HARB-12"}],"select":["assignee"]})"}});
}
// "Say" was taken for a mistyped "stay", and "people" for the column that is asked for.
TEST_CASE("what people said or did is no assignee") {
  for (const char* text : {"what did people say in HARB-9", "what did people do in HARB-9", "what did people"}) CHECK_FALSE_MESSAGE(harbour().ask(text).answered(), text);
}
// The state was dropped with the reviews: the rate of what was merged answered for what is open.
TEST_CASE("the share of open pull requests without a review is not the rate of merged ones") {
  check_all({{"share of open PRs with no review", R"({"kind":"query","metrics":["prs"],"where":[{"f":"state","op":"=","v":"open"}],"pct":[{"f":"review_count","op":"=","v":0}]})"},
             {"what percentage of merged PRs had no review last quarter?", R"({"kind":"query","metrics":["unreviewed_rate"],"time":"quarter:-1"})"}});
}
TEST_CASE("carry-over is what a sprint left, never something that somebody carries") {
  check_all({{"What's the carry-over of the last 3 sprints?", R"({"kind":"query","metrics":["carryover"],"where":[{"f":"sprint","op":"=","v":"@last:3"}],"group_by":["sprint"]})"}});
  CHECK_FALSE(harbour().ask("how many tickets did we carry over into this sprint").answered());
}
TEST_CASE("may in small letters is the month where no verb follows") {
  check_all({{"cycle time p85 may", R"({"kind":"query","metrics":["cycle_time.p85"],"time":"2026-05"})"}, {"hours logged may by epic", R"({"kind":"query","metrics":["hours_logged"],"time":"2026-05","group_by":["epic"]})"}});
  for (const char* text : {"defects that may", "which people may be blocked", "what may be late"}) CHECK_FALSE_MESSAGE(harbour().ask(text).answered(), text);
}
TEST_CASE("which of them have some: one row each") {
  check_all({{"Which epics still have open defects?", R"({"kind":"query","metrics":["issues"],"where":[{"f":"open","op":"=","v":true},{"f":"type","op":"=","v":"Defect"}],"group_by":["epic"]})"},
             {"what share of last month's defects were regressions?", R"({"kind":"query","metrics":["issues_created"],"where":[{"f":"type","op":"=","v":"Defect"}],"time":"month:-1","pct":[{"f":"label","op":"=","v":"regression"}]})"}});
}

// What an issue was is its history, which its row does not tell.
TEST_CASE("whether one issue was something once is not told from what it is now") {
  for (const char* text : {"was HARB-12 in Harbour 9", "was HARB-12 blocked last week", "is HARB-12 done by Friday", "are HARB-12 and HARB-13 done", "who closed HARB-12"}) CHECK_FALSE_MESSAGE(harbour().ask(text).answered(), text);
}

TEST_CASE("what no query says is asked back about with what comes near") {
  check_offered({{"on average how many defects do we close per week", R"({"kind":"query","metrics":["issues_resolved"],"where":[{"f":"type","op":"=","v":"Defect"}],"group_by":["week"]})"},
                 {"average number of PRs merged per week this quarter", R"({"kind":"query","metrics":["prs_merged"],"group_by":["week"],"time":"quarter:0"})"},
                 {"did anyone close a defect yesterday", R"({"kind":"query","metrics":["issues_resolved"],"where":[{"f":"type","op":"=","v":"Defect"}],"time":"day:-1"})"},
                 {"when will we be done", R"({"kind":"query","metrics":["eta"],"where":[{"f":"sprint","op":"=","v":"@current"}]})"},
                 {"when will we be done", R"({"kind":"query","metrics":["eta"]})"}});
  CHECK_FALSE(harbour().ask("velocity and number of sprints").answered());
}
