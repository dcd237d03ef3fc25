// SPDX-License-Identifier: Apache-2.0
#include "core/links.h"
#include <doctest/doctest.h>
#include <set>
using namespace juno;

TEST_CASE("keys are found as words, and what only looks like one is left out") {
  struct Case { std::string text; bool any_case; std::vector<std::string> keys; };
  const std::vector<Case> cases = {
      {"PAY-12: refund", false, {"PAY-12"}},
      {"Refund (PAY-12, WEB-3) PAY-12", false, {"PAY-12", "WEB-3"}},
      {"XPAY-12 is one word; PAY-12a and PAY-12_x are none", false, {"XPAY-12"}},
      {"pay-12 in small letters", false, {}},
      {"feature/pay-12-refund", true, {"PAY-12"}},
      {"feature_pay-12_refund", true, {"PAY-12"}},
      {"pay-12/web-3", true, {"PAY-12", "WEB-3"}},
      {"P-1 is too short a project, PAY-0 and PAY-012 are no numbers", false, {}},
      {"\xc3\x84PAY-1 PAY-1\xc3\xa4", false, {}},
      {"A1_B-7", false, {"A1_B-7"}},
      {"PAY-12-13", false, {"PAY-12"}},
      {"PAY-", false, {}},
      {"PAY-1234567890", false, {}},
      {"", true, {}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(keys_in(c.text, c.any_case) == c.keys);
  }
}

TEST_CASE("a pull request is linked by its strongest source, only to projects that are known, under the present key") {
  PullRecord r;
  r.pull.title = "PAY-1 and UTF-8";
  r.pull.head_ref = "fix/pay-1-web-2";
  r.pull.body = "Part of PAY-1, WEB-2 and OLD-9, see HTTP-404";
  r.commits.resize(1);
  r.commits[0].message = "WEB-3: first";
  r.closes = {"acme/web#7"};
  const auto links = links_of(r, [](const std::string& key) -> std::string {
    if (key == "OLD-9") return "PAY-9";
    return key.starts_with("PAY-") || key.starts_with("WEB-") || key == "acme/web#7" ? key : "";
  });
  std::vector<std::pair<std::string, LinkSource>> got;
  for (const auto& l : links) got.emplace_back(l.issue_key, l.source);
  const std::vector<std::pair<std::string, LinkSource>> want = {{"PAY-1", LinkSource::title}, {"PAY-9", LinkSource::body},
                                                               {"WEB-2", LinkSource::branch}, {"WEB-3", LinkSource::commit},
                                                               {"acme/web#7", LinkSource::closing}};
  CHECK(got == want);
}

TEST_CASE("a deployment brings what no earlier one reached; the first brings nothing, a rollback neither") {
  // a ← b ← d ← e, with c merged at d.
  const std::vector<HistoryNode> history = {{"a", {}}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}, {"e", {"d"}}};
  const auto shipped = first_shipped(history, {"a", "d", "b", "unknown", "d", "e"});
  using Shas = std::vector<std::string>;
  CHECK(shipped == std::vector<Shas>{{}, {"b", "c", "d"}, {}, {}, {}, {"e"}});
  CHECK(first_shipped(history, {"unknown", "b", "e"}) == std::vector<Shas>{{}, {}, {"c", "d", "e"}});
}

// The definition, told again by brute force: reachable from this one and from none before.
TEST_CASE("first shipped equals set difference of reachable commits") {
  std::uint64_t state = 12345;
  const auto random = [&](std::size_t below) { return static_cast<std::size_t>((state = state * 6364136223846793005u + 1442695040888963407u) >> 33) % below; };
  for (int round = 0; round < 50; ++round) {
    std::vector<HistoryNode> history;
    for (std::size_t n = 0; n < 30; ++n) {
      HistoryNode node{std::to_string(n), {}};
      for (std::size_t p = 0; n > 0 && p < 1 + random(2); ++p) node.parents.push_back(std::to_string(random(n)));
      history.push_back(node);
    }
    std::vector<std::string> deployed;
    for (int d = 0; d < 6; ++d) deployed.push_back(std::to_string(random(30)));
    const auto got = first_shipped(history, deployed);
    std::set<std::string> before;
    for (std::size_t d = 0; d < deployed.size(); ++d) {
      std::set<std::string> reached{deployed[d]};
      for (std::size_t n = history.size(); n-- > 0;)
        if (reached.count(history[n].sha)) reached.insert(history[n].parents.begin(), history[n].parents.end());
      std::set<std::string> fresh;
      for (const auto& sha : reached)
        if (!before.count(sha)) fresh.insert(sha);
      if (d == 0) fresh.clear();
      CHECK(std::set<std::string>(got[d].begin(), got[d].end()) == fresh);
      before.insert(reached.begin(), reached.end());
    }
  }
}
