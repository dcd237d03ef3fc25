// SPDX-License-Identifier: Apache-2.0
#include "core/config_schema.h"
namespace juno::config_schema {

const Keys<Config>& top() {
  static const Keys<Config> keys = {
      {"timezone", at<&Config::timezone>, "IANA zone in which days begin and times are shown"},
      {"week_start", at<&Config::week_start>, "First day of the week", "mon|tue|wed|thu|fri|sat|sun"},
      {"fiscal_year_start_month", at<&Config::fiscal_year_start_month>, "Month in which the fiscal year begins", "", 1, 12},
      {"me", at<&Config::me>, "Your name: who 'my' and '@me' are"},
      {"format", at<&Config::format>, "Output format when --format and JUNO_FORMAT say nothing", "table|csv|json|md|html"},
  };
  return keys;
}

const Keys<Config>& calendar() {
  static const Keys<Config> keys = {
      {"working_days", at<&Config::working_days>, "Days on which work is done", "mon|tue|wed|thu|fri|sat|sun"},
  };
  return keys;
}

const Keys<Config>& status() {
  static const Keys<Config> keys = {
      {"waiting", at<&Config::waiting>, "Statuses in which an issue waits instead of being worked on"},
  };
  return keys;
}

const Keys<Config>& priority() {
  static const Keys<Config> keys = {
      {"scores", at<&Config::priority_scores>, "Score of a priority by its name, on top of the built-in ones", "", 0, 100},
  };
  return keys;
}

const Keys<JiraSite>& jira() {
  static const Keys<JiraSite> keys = {
      {"name", at<&JiraSite::name>, "Name of the site; needed when there are several [[jira]]"},
      {"url", at<&JiraSite::url>, "Address of the site; https, or http for loopback addresses only"},
      {"email", at<&JiraSite::email>, "Account of a Cloud API token; without it the token is a bearer token"},
      {"deployment", at<&JiraSite::deployment>, "Kind of site; the site is asked when this is not set", "cloud|server"},
      {"auth", at<&JiraSite::auth>, "How to sign in; basic with an e-mail, else bearer, when this is not set", "basic|bearer|oauth"},
      {"cloud_id", at<&JiraSite::cloud_id>, "Send requests through api.atlassian.com to this cloud: for scoped tokens"},
      {"projects", at<&JiraSite::projects>, "Keys of the projects to cache; none = all visible"},
      {"boards", at<&JiraSite::boards>, "Ids of the boards to cache; none = the boards of these projects"},
      {"credential_command", at<&JiraSite::credential_command>, "Program and arguments that print the token", "", 0, 0, true},
  };
  return keys;
}

const Keys<JiraFieldNames>& jira_fields() {
  static const Keys<JiraFieldNames> keys = {
      {"story_points", at<&JiraFieldNames::story_points>, "Fields of story points, names or ids; the first that is set counts"},
      {"discipline_team", at<&JiraFieldNames::discipline_team>, "Field of the discipline team, name or id"},
      {"owner", at<&JiraFieldNames::owner>, "Field of the stakeholder, name or id; else the reporter counts"},
      {"business_value", at<&JiraFieldNames::business_value>, "Field of the business value, name or id"},
      {"scheduled", at<&JiraFieldNames::scheduled>, "Date-time field of work that must happen at a time, name or id"},
      {"epic_link", at<&JiraFieldNames::epic_link>, "Field of the epic link, name or id"},
  };
  return keys;
}

const Keys<OAuthClient>& jira_oauth() {
  static const Keys<OAuthClient> keys = {
      {"client_id", at<&OAuthClient::client_id>, "Client id of your OAuth 2.0 application; its secret is a credential"},
      {"redirect_uri", at<&OAuthClient::redirect_uri>, "Callback address registered with the application"},
      {"scopes", at<&OAuthClient::scopes>, "Scopes to ask for; none = what juno needs"},
  };
  return keys;
}

const Keys<GithubSource>& github() {
  static const Keys<GithubSource> keys = {
      {"url", at<&GithubSource::url>, "Address of the API; GitHub Enterprise: https://HOST"},
      {"repositories", at<&GithubSource::repositories>, "Repositories as owner/name; * matches within a name"},
      {"client_id", at<&GithubSource::client_id>, "Client id of an App with device flow, for `juno auth login github` in the browser"},
      {"issues", at<&GithubSource::issues>, "Cache GitHub's own issues; auto = where there is no Jira", "auto|yes|no"},
      {"credential_command", at<&GithubSource::credential_command>, "Program and arguments that print the token", "", 0, 0, true},
  };
  return keys;
}

const Keys<GithubApp>& github_app() {
  static const Keys<GithubApp> keys = {
      {"id", at<&GithubApp::id>, "App id of a GitHub App to sign in as, instead of a token", "", 0, 1e15},
      {"installation_id", at<&GithubApp::installation_id>, "Which installation of the App; needed when it has several", "", 0, 1e15},
      {"private_key_file", at<&GithubApp::private_key_file>, "The App's private key (.pem), a file that only you can read"},
  };
  return keys;
}

const Keys<TeamMember>& member() {
  static const Keys<TeamMember> keys = {
      {"name", at<&TeamMember::name>, "Name of the member"},
      {"role", at<&TeamMember::role>, "Role in the team"},
      {"capacity", at<&TeamMember::capacity>, "Of a whole sprint, in the team's unit", "", 0, 1e6},
      {"availability", at<&TeamMember::availability>, "Share of working time, 0 to 1", "", 0, 1},
      {"hours_per_day", at<&TeamMember::hours_per_day>, "Hours of a whole day, where the unit is hours", "", 0, 24},
      {"from", at<&TeamMember::from>, "First day in the team"},
      {"to", at<&TeamMember::to>, "Last day in the team"},
  };
  return keys;
}

const Keys<Team>& team() {
  static const Keys<Team> keys = {
      {"unit", at<&Team::unit>, "Unit of the team's capacity; capacity.unit when not set", "points|hours|issues"},
      {"boards", at<&Team::boards>, "Boards whose sprints are the team's; none = sprints it has work in"},
  };
  return keys;
}

const Keys<SprintException>& exception() {
  static const Keys<SprintException> keys = {
      {"sprint", at<&SprintException::sprint>, "Name or id of the sprint"},
      {"person", at<&SprintException::person>, "Member it is about; the whole team when not set"},
      {"factor", at<&SprintException::factor>, "Share of the usual availability; 1 = as usual", "", 0, 10},
      {"reason", at<&SprintException::reason>, "Why"},
  };
  return keys;
}

const Keys<ConfiguredPerson>& person() {
  static const Keys<ConfiguredPerson> keys = {
      {"email", at<&ConfiguredPerson::email>, "E-mail address"},
      {"github", at<&ConfiguredPerson::github>, "GitHub login"},
      {"jira", at<&ConfiguredPerson::jira>, "Jira account id or user key"},
      {"team", at<&ConfiguredPerson::team>, "Team"},
      {"aliases", at<&ConfiguredPerson::aliases>, "Other names this person goes by"},
  };
  return keys;
}

const Keys<CapacitySettings>& capacity() {
  static const Keys<CapacitySettings> keys = {
      {"unit", at<&CapacitySettings::unit>, "Unit of capacity where a team says none", "points|hours|issues"},
      {"sources", at<&CapacitySettings::sources>, "Where capacity comes from; the first that knows an amount", "set|plan|auto"},
      {"auto_sprints", at<&CapacitySettings::auto_sprints>, "Closed sprints whose mean is the automatic capacity", "", 2, 50},
      {"hours_per_day", at<&CapacitySettings::hours_per_day>, "Hours of a whole day of a member who says none", "", 0, 24},
      {"over", at<&CapacitySettings::over>, "Utilisation above this is over-allocation", "", 0, 100},
      {"over_high", at<&CapacitySettings::over_high>, "Utilisation above this is a grave over-allocation", "", 0, 100},
      {"under", at<&CapacitySettings::under>, "Utilisation below this is under-utilisation", "", 0, 100},
      {"room", at<&CapacitySettings::room>, "Utilisation below this can take work from others", "", 0, 100},
      {"urgent_score", at<&CapacitySettings::urgent_score>, "Priority score from which work is urgent", "", 0, 100},
      {"urgent_share", at<&CapacitySettings::urgent_share>, "Urgent work should get at least this share of a team", "", 0, 1},
      {"low_score", at<&CapacitySettings::low_score>, "Priority score up to which work is unimportant", "", 0, 100},
      {"low_share", at<&CapacitySettings::low_share>, "Unimportant work should get at most this share of a team", "", 0, 1},
  };
  return keys;
}

const Keys<QueueSettings>& queue() {
  static const Keys<QueueSettings> keys = {
      {"blocking_links", at<&QueueSettings::blocking_links>, "Types of issue links that say what must be finished first"},
  };
  return keys;
}

const Keys<RankSettings>& rank() {
  static const Keys<RankSettings> keys = {
      {"weights", at<&RankSettings::weights>, "Weight of each criterion in the score", "", 0, 1e6},
      {"units", at<&RankSettings::units>, "What one of a unit of recorded outcomes, such as EUR, is in points of business value", "", 1e-12, 1e12},
      {"currency", at<&RankSettings::currency>, "One of rank.units: with rank.rate, return is (benefit - cost) / cost in this money"},
      {"rate", at<&RankSettings::rate>, "What a working day of one person costs, in rank.currency", "", 0.01, 1e9},
      {"days_per_point", at<&RankSettings::days_per_point>, "Working days of one person that a point takes; measured when not set", "", 0.001, 1000},
      {"support_types", at<&RankSettings::support_types>, "Types of the issues that customers write: linked to a feature they ask for it"},
      {"support_projects", at<&RankSettings::support_projects>, "Keys of the projects whose issues all are customers' requests"},
  };
  return keys;
}

const Keys<RankParts>& rank_parts() {
  static const Keys<RankParts> keys = {
      {"value", at<&RankParts::value>, "Field of WSJF's user and business value, name or id"},
      {"time_criticality", at<&RankParts::time_criticality>, "Field of WSJF's time criticality, name or id"},
      {"risk_reduction", at<&RankParts::risk_reduction>, "Field of WSJF's risk reduction, name or id"},
      {"reach", at<&RankParts::reach>, "Field of RICE's reach, name or id"},
      {"impact", at<&RankParts::impact>, "Field of RICE's impact, name or id"},
      {"confidence", at<&RankParts::confidence>, "Field of RICE's confidence, name or id; a percentage, or a share up to 1"},
  };
  return keys;
}

const Keys<RankCriterion>& rank_criterion() {
  static const Keys<RankCriterion> keys = {
      {"field", at<&RankCriterion::field>, "Number field that holds it, name or id; its weight is rank.weights.NAME, else 0.2"},
      {"low", at<&RankCriterion::low>, "What counts as 0 of 100"},
      {"high", at<&RankCriterion::high>, "What counts as 100; below low: less is better"},
  };
  return keys;
}

const Keys<DeploySettings>& deploy() {
  static const Keys<DeploySettings> keys = {
      {"source", at<&DeploySettings::source>, "What counts as a deployment; the first with data", "deployments|releases|merges"},
      {"environment", at<&DeploySettings::environment>, "Name of the production environment"},
      {"failure_window", at<&DeploySettings::failure_window>, "How long after a deployment an incident is ascribed to it"},
      {"revert_window", at<&DeploySettings::revert_window>, "How long after a deployment a revert or hotfix of it makes it a failed one"},
      {"hotfix", at<&DeploySettings::hotfix>, "Labels, or first words of branches, of pull requests that are hotfixes"},
      {"incident_types", at<&DeploySettings::incident_types>, "Types of the issues that are incidents in production"},
      {"incident_labels", at<&DeploySettings::incident_labels>, "Labels of the issues that are incidents in production"},
      {"cause_links", at<&DeploySettings::cause_links>, "Types of issue links between an incident and the issue that caused it"},
  };
  return keys;
}

const Keys<ConfiguredService>& service() {
  static const Keys<ConfiguredService> keys = {
      {"repositories", at<&ConfiguredService::repositories>, "Repositories it is deployed from, as owner/name; * matches within a name"},
      {"components", at<&ConfiguredService::components>, "Components whose incidents are this service's"},
      {"projects", at<&ConfiguredService::projects>, "Projects whose incidents are this service's"},
      {"team", at<&ConfiguredService::team>, "Team that runs it"},
  };
  return keys;
}

const Keys<PullSettings>& pulls() {
  static const Keys<PullSettings> keys = {
      {"bots", at<&PullSettings::bots>, "Count the pull requests that bots open"},
      {"ignore", at<&PullSettings::ignore>, "Logins that are bots though the forge does not say so"},
      {"generated", at<&PullSettings::generated>, "Paths left out of a pull request's size; * matches anything"},
  };
  return keys;
}

const Keys<SyncSettings>& sync() {
  static const Keys<SyncSettings> keys = {
      {"reconcile_every", at<&SyncSettings::reconcile_every>, "How often to look for deleted and moved issues"},
      {"jql", at<&SyncSettings::jql>, "Extra JQL restriction on what is cached"},
      {"since", at<&SyncSettings::since>, "Bound of the first sync: only what was updated since this date"},
      {"overlap", at<&SyncSettings::overlap>, "How far before the last pass the next one begins"},
      {"max_wait", at<&SyncSettings::max_wait>, "Longest rate-limit wait; beyond it the stream ends as partial"},
      {"parallel", at<&SyncSettings::parallel>, "Requests under way at once", "", 1, 16},
      {"comments", at<&SyncSettings::comments>, "Cache comments"},
      {"worklogs", at<&SyncSettings::worklogs>, "Cache worklogs"},
  };
  return keys;
}

const Keys<AskSettings>& ask() {
  static const Keys<AskSettings> keys = {
      {"provider", at<&AskSettings::provider>, "Model that may propose a query", "none|openai|azure|compatible"},
      {"model", at<&AskSettings::model>, "Name of the model"},
      {"url", at<&AskSettings::url>, "Address of the provider"},
      {"credential_command", at<&AskSettings::credential_command>, "Program and arguments that print the key", "", 0, 0, true},
      {"price_in", at<&AskSettings::price_in>, "Price of a million tokens sent to the model, to show what a question cost", "", 0, 1e6},
      {"price_out", at<&AskSettings::price_out>, "Price of a million tokens that the model answers", "", 0, 1e6},
      {"aliases", at<&AskSettings::aliases>, "Words for names in questions: payments=team:Payments"},
  };
  return keys;
}

const Keys<Gate>& gate() {
  static const Keys<Gate> keys = {
      {"name", at<&Gate::name>, "Name, used as --fail-if @NAME"},
      {"rule", at<&Gate::rule>, "Rule: KEY OP NUMBER[%]"},
  };
  return keys;
}

const Keys<HttpSettings>& http() {
  static const Keys<HttpSettings> keys = {
      {"ca_file", at<&HttpSettings::ca_file>, "PEM file of certificate authorities to trust instead of the system's"},
      {"connect_timeout", at<&HttpSettings::connect_timeout>, "Longest wait for a connection"},
      {"idle_timeout", at<&HttpSettings::idle_timeout>, "Longest wait without a byte"},
      {"total_timeout", at<&HttpSettings::total_timeout>, "Longest time of one request"},
      {"max_response_mb", at<&HttpSettings::max_response_mb>, "Largest answer accepted, in MB", "", 1, 4096},
  };
  return keys;
}

}  // namespace juno::config_schema
