// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/duration.h"
#include "core/time.h"
namespace juno {

using Names = std::vector<std::string>;
using Scores = std::map<std::string, double>;  // name → number

// Which of the site's fields carry what juno needs: ids (customfield_10016) or display names. Empty = found by juno.
struct JiraFieldNames {
  Names story_points;  // in order of preference
  std::string discipline_team, owner, business_value, scheduled, epic_link;
};

// A registered OAuth 2.0 (3LO) application. Its secret and tokens are credentials, never configuration.
struct OAuthClient {
  std::string client_id;  // empty = OAuth is not used
  std::string redirect_uri = "http://localhost:8765/callback";
  Names scopes;           // empty = what juno needs
};

struct JiraSite {
  std::string name;        // "" for the only site; else unique, and the prefix of its keys in the public views
  std::string url, email;  // no email: bearer token
  std::string deployment;  // cloud, server, or "" = ask the server
  std::string auth;        // basic, bearer, oauth, or "" = basic with an email, else bearer
  std::string cloud_id;    // set: requests go through api.atlassian.com (scoped tokens)
  Names projects;          // keys; empty = all visible
  std::vector<std::int64_t> boards;  // empty = the boards of these projects
  Names credential_command;          // program and arguments that print the token
  JiraFieldNames fields;
  OAuthClient oauth;
};

// A GitHub App that juno signs in as. Its private key is a credential, never configuration.
struct GithubApp {
  std::int64_t id = 0;               // 0 = no App is used
  std::int64_t installation_id = 0;  // 0 = its only one
  std::string private_key_file;      // where the .pem is
};

struct GithubSource {
  std::string url = "https://api.github.com";
  Names repositories;     // owner/name, * matches within a name
  std::string client_id;  // of the OAuth or GitHub App whose device flow `auth login` uses; empty = a token is typed
  GithubApp app;
  std::string issues = "auto";  // whether GitHub's own issues are cached: yes, no, or auto = where there is no Jira
  Names credential_command;
};

// Days on which less than a whole day is worked. factor: 0 = nobody works, 0.5 = half a day.
struct Holiday {
  Date from, to;  // inclusive
  double factor = 0;
  friend bool operator==(const Holiday&, const Holiday&) = default;
};

// The rule that says when an issue is done (domain.md §1).
struct DoneRule {
  enum class By { category, board, statuses } by = By::category;
  Names statuses;  // when by == statuses
};

struct TeamMember {
  std::string name, role;
  std::optional<double> capacity;  // of a whole sprint, in the team's unit
  double availability = 1;         // 0..1
  std::optional<double> hours_per_day;
  std::optional<Date> from, to;    // first and last day in the team; nothing = always
};
// A sprint in which a team, or one of its members, has less than usual, or more.
struct SprintException {
  std::string sprint, person;  // sprint by name or id; no person: the whole team
  double factor = 1;
  std::string reason;
};
struct Team {
  std::string name, unit;  // unit: points, hours or issues; empty = capacity.unit
  Names boards;            // whose sprints are this team's; empty = those it has work in
  std::vector<TeamMember> members;
  std::vector<SprintException> exceptions;
};
struct ConfiguredPerson {
  std::string name, email, github, jira, team;  // jira: account id or user key
  Names aliases;
  std::vector<Holiday> holidays;  // the person's own, on top of the calendar's
};
// domain.md §4. Shares are of a team's capacity.
struct CapacitySettings {
  std::string unit = "points";
  Names sources{"set", "plan", "auto"};  // the first that knows an amount
  std::int64_t auto_sprints = 3;
  double hours_per_day = 8;
  double over = 1.1, over_high = 1.5, under = 0.5, room = 0.7;  // utilisation: too much, far too much, too little, may take more
  double urgent_score = 70, urgent_share = 0.2;  // urgent work that gets less than this
  double low_score = 30, low_share = 0.4;        // unimportant work that gets more than this
};
struct QueueSettings {
  Names blocking_links{"Blocks"};  // types of links that say what must be finished first
};
// A number in a field of the tracker, on a scale from `low` (0) to `high` (100); low above high turns it round.
struct RankCriterion {
  std::string name, field;  // field: name or id
  double low = 0, high = 10;
};
// Fields in which the parts of WSJF and RICE are estimated, names or ids; empty = none.
struct RankParts {
  std::string value, time_criticality, risk_reduction, reach, impact, confidence;
};
struct RankSettings {
  Scores weights{{"alignment", 0.3}, {"effort", 0.2}, {"roi", 0.5}};
  std::map<std::string, Scores> alignment;  // labels, components, initiatives → name → 0..100
  Scores units;              // unit of outcomes → what one of it is in points of business value
  std::string currency;      // one of the units; with a rate, features are ranked by money
  std::optional<double> rate;            // what a person's working day costs
  std::optional<double> days_per_point;  // person-days; nothing: measured
  Names support_types{"Customer Request", "Service Request", "Support", "Support Request", "[System] Service request"};
  Names support_projects;
  RankParts parts;
  std::vector<RankCriterion> criteria;  // by name
};
struct DeploySettings {
  Names source{"deployments", "releases", "merges"};  // first that has data
  std::string environment = "production";
  std::chrono::seconds failure_window{24 * 3600};
  std::chrono::seconds revert_window{7 * 24 * 3600};
  Names hotfix{"hotfix"};            // labels, or first words of branches
  Names incident_types{"Incident"};  // issue types
  Names incident_labels;
  Names cause_links{"Problem/Incident"};  // types of issue links from an incident to what caused it
};
// What is deployed and fails as one. A repository that none names is a service of its own.
struct ConfiguredService {
  std::string name, team;
  Names repositories;          // owner/name, * matches within a name
  Names components, projects;  // of the tracker: where its incidents are
};
struct PullSettings {
  bool bots = false;  // count pull requests that machines open
  Names ignore;       // logins that are machines without saying so
  Names generated{"*.lock", "*-lock.json", "*.min.js", "*.pb.go", "*.snap", "dist/*", "vendor/*", "node_modules/*", "go.sum"};
};
struct SyncSettings {
  std::chrono::seconds reconcile_every{24 * 3600};
  std::string jql;            // extra restriction on what is cached
  std::optional<Date> since;  // bound of the first sync
  std::chrono::seconds overlap{5 * 60};
  std::chrono::seconds max_wait{15 * 60};  // a longer rate-limit wait ends the stream as partial
  std::int64_t parallel = 4;               // requests under way at once, 1..16
  bool comments = true, worklogs = true;
};
struct AskSettings {
  std::string provider = "none", model, url;
  Names credential_command;
  Names aliases;  // "payments=team:Payments": words for names
  double price_in = 0, price_out = 0;  // of a million tokens; 0 = unknown
};
struct Gate {
  std::string name, rule;
};
struct HttpSettings {
  std::string ca_file;
  std::chrono::seconds connect_timeout{10}, idle_timeout{60}, total_timeout{300};
  std::int64_t max_response_mb = 256;
};

struct Config {
  std::string timezone = "UTC", week_start = "mon", me, format;
  std::int64_t fiscal_year_start_month = 1;
  std::vector<JiraSite> jira;
  std::optional<GithubSource> github;
  Names working_days{"mon", "tue", "wed", "thu", "fri"};
  std::vector<Holiday> holidays;  // as written
  DoneRule done;
  Names waiting;             // statuses that are waiting, not working
  Scores priority_scores;    // on top of domain.md §1's names
  std::vector<Team> teams;   // by name
  std::vector<ConfiguredPerson> people;  // by name
  CapacitySettings capacity;
  QueueSettings queue;
  RankSettings rank;
  DeploySettings deploy;
  std::vector<ConfiguredService> services;  // by name
  PullSettings pulls;
  SyncSettings sync;
  AskSettings ask;
  std::vector<Gate> gates;
  HttpSettings http;
};

// Reads a configuration file's text. `filename` is for messages. Throws Error{config} naming file, line, the offending
// text and what would be right: bad TOML, unknown key (with the nearest known one), wrong type, value out of range.
Config parse_config(std::string_view text, std::string_view filename);
// Applies one `--set section.key=value`; a value that is not TOML is taken as a string. Throws Error{usage}.
void apply_set(Config& config, std::string_view assignment);

}  // namespace juno
