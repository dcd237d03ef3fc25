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

// Where in a struct a key's value goes. Reading, printing and documentation all go by this, so that they cannot differ.
template <class Owner>
using Slot = std::variant<std::string Owner::*, Names Owner::*, bool Owner::*, std::int64_t Owner::*, double Owner::*, std::optional<double> Owner::*,
                          std::chrono::seconds Owner::*, std::optional<Date> Owner::*, std::vector<std::int64_t> Owner::*, Scores Owner::*>;

template <class Owner>
struct Key {
  const char* name;
  Slot<Owner> slot;
  const char* help;             // one line, no full stop
  const char* choices = "";     // words a text may be, separated by |
  double least = 0, most = 0;   // range of a number; both 0 = any
  bool command = false;         // a list that is a program with its arguments
};

template <class Owner>
using Keys = std::vector<Key<Owner>>;

// Keys that need a reader of their own are in config.cpp: calendar.holidays, status.done, teams, people's holidays, rank.alignment.
const Keys<Config>& top();
const Keys<Config>& calendar();
const Keys<Config>& status();
const Keys<Config>& priority();
const Keys<JiraSite>& jira();
const Keys<JiraFieldNames>& jira_fields();
const Keys<OAuthClient>& jira_oauth();
const Keys<GithubSource>& github();
const Keys<TeamMember>& member();
const Keys<Team>& team();
const Keys<SprintException>& exception();
const Keys<ConfiguredPerson>& person();
const Keys<CapacitySettings>& capacity();
const Keys<QueueSettings>& queue();
const Keys<RankSettings>& rank();
const Keys<DeploySettings>& deploy();
const Keys<ConfiguredService>& service();
const Keys<PullSettings>& pulls();
const Keys<SyncSettings>& sync();
const Keys<AskSettings>& ask();
const Keys<Gate>& gate();
const Keys<HttpSettings>& http();

}  // namespace juno::config_schema
