// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>
#include "core/config.h"
namespace juno::config_schema {

// A value that a key may have, wherever it is. Reading, printing and documentation all go by this, so that they cannot differ.
using Place = std::variant<std::string*, Names*, bool*, std::int64_t*, double*, std::optional<double>*, std::chrono::seconds*, std::optional<Date>*,
                           std::vector<std::int64_t>*, Scores*>;
// Where in a struct a key's value is: at<&JiraSite::url>.
template <auto Member, class Owner> Place at(Owner& owner) { return &(owner.*Member); }

// What a key is, whichever struct it belongs to.
struct KeyInfo {
  const char* name;
  const char* help;             // one line, no full stop
  const char* choices = "";     // words a text may be, separated by |
  double least = 0, most = 0;   // range of a number; both 0 = any
  bool command = false;         // a list that is a program with its arguments
};

template <class Owner>
struct Key {
  const char* name;
  Place (*place)(Owner&);
  const char* help;
  const char* choices = "";
  double least = 0, most = 0;
  bool command = false;
};

template <class Owner>
using Keys = std::vector<Key<Owner>>;

// A key and the value that it stands for in one struct: what reads, prints and documents handles these.
struct Bound {
  KeyInfo key;
  Place value;
};
template <class Owner> std::vector<Bound> bound(const Keys<Owner>& keys, Owner& owner) {
  std::vector<Bound> out;
  out.reserve(keys.size());
  for (const auto& k : keys)
    out.push_back({{k.name, k.help, k.choices, k.least, k.most, k.command}, k.place(owner)});
  return out;
}

// Keys that need a reader of their own are in config.cpp: calendar.holidays, status.done, teams, people's holidays, rank.alignment.
const Keys<Config>& top();
const Keys<Config>& calendar();
const Keys<Config>& status();
const Keys<Config>& priority();
const Keys<JiraSite>& jira();
const Keys<JiraFieldNames>& jira_fields();
const Keys<OAuthClient>& jira_oauth();
const Keys<GithubSource>& github();
const Keys<GithubApp>& github_app();
const Keys<TeamMember>& member();
const Keys<Team>& team();
const Keys<SprintException>& exception();
const Keys<ConfiguredPerson>& person();
const Keys<CapacitySettings>& capacity();
const Keys<QueueSettings>& queue();
const Keys<RankSettings>& rank();
const Keys<RankParts>& rank_parts();
const Keys<RankCriterion>& rank_criterion();
const Keys<DeploySettings>& deploy();
const Keys<ConfiguredService>& service();
const Keys<PullSettings>& pulls();
const Keys<SyncSettings>& sync();
const Keys<AskSettings>& ask();
const Keys<Gate>& gate();
const Keys<HttpSettings>& http();

}  // namespace juno::config_schema
