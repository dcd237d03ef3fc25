// SPDX-License-Identifier: Apache-2.0
#include "core/config_schema.h"
namespace juno::config_schema {

const Keys<Config>& top() {
  static const Keys<Config> keys = {
      {"timezone", &Config::timezone, "IANA zone in which days begin and times are shown"},
      {"week_start", &Config::week_start, "First day of the week", "mon|tue|wed|thu|fri|sat|sun"},
      {"fiscal_year_start_month", &Config::fiscal_year_start_month, "Month in which the fiscal year begins", "", 1, 12},
      {"me", &Config::me, "Your name: who 'my' and '@me' are"},
      {"format", &Config::format, "Output format when --format and JUNO_FORMAT say nothing", "table|csv|json|md"},
  };
  return keys;
}

const Keys<Config>& calendar() {
  static const Keys<Config> keys = {
      {"working_days", &Config::working_days, "Days on which work is done", "mon|tue|wed|thu|fri|sat|sun"},
  };
  return keys;
}

const Keys<Config>& status() {
  static const Keys<Config> keys = {
      {"waiting", &Config::waiting, "Statuses in which an issue waits instead of being worked on"},
  };
  return keys;
}

const Keys<Config>& priority() {
  static const Keys<Config> keys = {
      {"scores", &Config::priority_scores, "Score of a priority by its name, on top of the built-in ones", "", 0, 100},
  };
  return keys;
}

const Keys<JiraSite>& jira() {
  static const Keys<JiraSite> keys = {
      {"name", &JiraSite::name, "Name of the site; needed when there are several [[jira]]"},
      {"url", &JiraSite::url, "Address of the site; https, or http for loopback addresses only"},
      {"email", &JiraSite::email, "Account of a Cloud API token; without it the token is a bearer token"},
      {"deployment", &JiraSite::deployment, "Kind of site; the site is asked when this is not set", "cloud|server"},
      {"auth", &JiraSite::auth, "How to sign in; basic with an e-mail, else bearer, when this is not set", "basic|bearer|oauth"},
      {"cloud_id", &JiraSite::cloud_id, "Send requests through api.atlassian.com to this cloud: for scoped tokens"},
      {"projects", &JiraSite::projects, "Keys of the projects to cache; none = all visible"},
      {"boards", &JiraSite::boards, "Ids of the boards to cache; none = the boards of these projects"},
      {"credential_command", &JiraSite::credential_command, "Program and arguments that print the token", "", 0, 0, true},
  };
  return keys;
}

const Keys<JiraFieldNames>& jira_fields() {
  static const Keys<JiraFieldNames> keys = {
      {"story_points", &JiraFieldNames::story_points, "Fields of story points, names or ids; the first that is set counts"},
      {"discipline_team", &JiraFieldNames::discipline_team, "Field of the discipline team, name or id"},
      {"owner", &JiraFieldNames::owner, "Field of the stakeholder, name or id; else the reporter counts"},
      {"business_value", &JiraFieldNames::business_value, "Field of the business value, name or id"},
      {"scheduled", &JiraFieldNames::scheduled, "Date-time field of work that must happen at a time, name or id"},
      {"epic_link", &JiraFieldNames::epic_link, "Field of the epic link, name or id"},
  };
  return keys;
}

const Keys<OAuthClient>& jira_oauth() {
  static const Keys<OAuthClient> keys = {
      {"client_id", &OAuthClient::client_id, "Client id of your OAuth 2.0 application; its secret is a credential"},
      {"redirect_uri", &OAuthClient::redirect_uri, "Callback address registered with the application"},
      {"scopes", &OAuthClient::scopes, "Scopes to ask for; none = what juno needs"},
  };
  return keys;
}

const Keys<GithubSource>& github() {
  static const Keys<GithubSource> keys = {
      {"url", &GithubSource::url, "Address of the API; GitHub Enterprise: https://HOST"},
      {"repositories", &GithubSource::repositories, "Repositories as owner/name; * matches within a name"},
      {"issues", &GithubSource::issues, "Cache GitHub's own issues; auto = where there is no Jira", "auto|yes|no"},
      {"credential_command", &GithubSource::credential_command, "Program and arguments that print the token", "", 0, 0, true},
  };
  return keys;
}

const Keys<TeamMember>& member() {
  static const Keys<TeamMember> keys = {
      {"name", &TeamMember::name, "Name of the member"},
      {"role", &TeamMember::role, "Role in the team"},
      {"capacity", &TeamMember::capacity, "Of a whole sprint, in the team's unit", "", 0, 1e6},
      {"availability", &TeamMember::availability, "Share of working time, 0 to 1", "", 0, 1},
      {"hours_per_day", &TeamMember::hours_per_day, "Hours of a whole day, where the unit is hours", "", 0, 24},
      {"from", &TeamMember::from, "First day in the team"},
      {"to", &TeamMember::to, "Last day in the team"},
  };
  return keys;
}

const Keys<Team>& team() {
  static const Keys<Team> keys = {
      {"unit", &Team::unit, "Unit of the team's capacity; capacity.unit when not set", "points|hours|issues"},
      {"boards", &Team::boards, "Boards whose sprints are the team's; none = sprints it has work in"},
  };
  return keys;
}

const Keys<SprintException>& exception() {
  static const Keys<SprintException> keys = {
      {"sprint", &SprintException::sprint, "Name or id of the sprint"},
      {"person", &SprintException::person, "Member it is about; the whole team when not set"},
      {"factor", &SprintException::factor, "Share of the usual availability; 1 = as usual", "", 0, 10},
      {"reason", &SprintException::reason, "Why"},
  };
  return keys;
}

const Keys<ConfiguredPerson>& person() {
  static const Keys<ConfiguredPerson> keys = {
      {"email", &ConfiguredPerson::email, "E-mail address"},
      {"github", &ConfiguredPerson::github, "GitHub login"},
      {"jira", &ConfiguredPerson::jira, "Jira account id or user key"},
      {"team", &ConfiguredPerson::team, "Team"},
      {"aliases", &ConfiguredPerson::aliases, "Other names this person goes by"},
  };
  return keys;
}

const Keys<CapacitySettings>& capacity() {
  static const Keys<CapacitySettings> keys = {
      {"unit", &CapacitySettings::unit, "Unit of capacity where a team says none", "points|hours|issues"},
      {"sources", &CapacitySettings::sources, "Where capacity comes from; the first that knows an amount", "set|plan|auto"},
      {"auto_sprints", &CapacitySettings::auto_sprints, "Closed sprints whose mean is the automatic capacity", "", 2, 50},
      {"hours_per_day", &CapacitySettings::hours_per_day, "Hours of a whole day of a member who says none", "", 0, 24},
      {"over", &CapacitySettings::over, "Utilisation above this is over-allocation", "", 0, 100},
      {"over_high", &CapacitySettings::over_high, "Utilisation above this is a grave over-allocation", "", 0, 100},
      {"under", &CapacitySettings::under, "Utilisation below this is under-utilisation", "", 0, 100},
      {"room", &CapacitySettings::room, "Utilisation below this can take work from others", "", 0, 100},
      {"urgent_score", &CapacitySettings::urgent_score, "Priority score from which work is urgent", "", 0, 100},
      {"urgent_share", &CapacitySettings::urgent_share, "Urgent work should get at least this share of a team", "", 0, 1},
      {"low_score", &CapacitySettings::low_score, "Priority score up to which work is unimportant", "", 0, 100},
      {"low_share", &CapacitySettings::low_share, "Unimportant work should get at most this share of a team", "", 0, 1},
  };
  return keys;
}

const Keys<QueueSettings>& queue() {
  static const Keys<QueueSettings> keys = {
      {"blocking_links", &QueueSettings::blocking_links, "Types of issue links that say what must be finished first"},
  };
  return keys;
}

const Keys<RankSettings>& rank() {
  static const Keys<RankSettings> keys = {
      {"weights", &RankSettings::weights, "Weight of each criterion in the score", "", 0, 1e6},
  };
  return keys;
}

const Keys<DeploySettings>& deploy() {
  static const Keys<DeploySettings> keys = {
      {"source", &DeploySettings::source, "What counts as a deployment; the first with data", "deployments|releases|merges"},
      {"environment", &DeploySettings::environment, "Name of the production environment"},
      {"failure_window", &DeploySettings::failure_window, "How long after a deployment an incident is ascribed to it"},
      {"revert_window", &DeploySettings::revert_window, "How long after a deployment a revert or hotfix of it makes it a failed one"},
      {"hotfix", &DeploySettings::hotfix, "Labels, or first words of branches, of pull requests that are hotfixes"},
      {"incident_types", &DeploySettings::incident_types, "Types of the issues that are incidents in production"},
      {"incident_labels", &DeploySettings::incident_labels, "Labels of the issues that are incidents in production"},
      {"cause_links", &DeploySettings::cause_links, "Types of issue links between an incident and the issue that caused it"},
  };
  return keys;
}

const Keys<ConfiguredService>& service() {
  static const Keys<ConfiguredService> keys = {
      {"repositories", &ConfiguredService::repositories, "Repositories it is deployed from, as owner/name; * matches within a name"},
      {"components", &ConfiguredService::components, "Components whose incidents are this service's"},
      {"projects", &ConfiguredService::projects, "Projects whose incidents are this service's"},
      {"team", &ConfiguredService::team, "Team that runs it"},
  };
  return keys;
}

const Keys<PullSettings>& pulls() {
  static const Keys<PullSettings> keys = {
      {"bots", &PullSettings::bots, "Count the pull requests that bots open"},
      {"ignore", &PullSettings::ignore, "Logins that are bots though the forge does not say so"},
      {"generated", &PullSettings::generated, "Paths left out of a pull request's size; * matches anything"},
  };
  return keys;
}

const Keys<SyncSettings>& sync() {
  static const Keys<SyncSettings> keys = {
      {"reconcile_every", &SyncSettings::reconcile_every, "How often to look for deleted and moved issues"},
      {"jql", &SyncSettings::jql, "Extra JQL restriction on what is cached"},
      {"since", &SyncSettings::since, "Bound of the first sync: only what was updated since this date"},
      {"overlap", &SyncSettings::overlap, "How far before the last pass the next one begins"},
      {"max_wait", &SyncSettings::max_wait, "Longest rate-limit wait; beyond it the stream ends as partial"},
      {"parallel", &SyncSettings::parallel, "Requests under way at once", "", 1, 16},
      {"comments", &SyncSettings::comments, "Cache comments"},
      {"worklogs", &SyncSettings::worklogs, "Cache worklogs"},
  };
  return keys;
}

const Keys<AskSettings>& ask() {
  static const Keys<AskSettings> keys = {
      {"provider", &AskSettings::provider, "Model that may propose a query", "none|openai|azure|compatible"},
      {"model", &AskSettings::model, "Name of the model"},
      {"url", &AskSettings::url, "Address of the provider"},
      {"credential_command", &AskSettings::credential_command, "Program and arguments that print the key", "", 0, 0, true},
  };
  return keys;
}

const Keys<Gate>& gate() {
  static const Keys<Gate> keys = {
      {"name", &Gate::name, "Name, used as --fail-if @NAME"},
      {"rule", &Gate::rule, "Rule: KEY OP NUMBER[%]"},
  };
  return keys;
}

const Keys<HttpSettings>& http() {
  static const Keys<HttpSettings> keys = {
      {"ca_file", &HttpSettings::ca_file, "PEM file of certificate authorities to trust instead of the system's"},
      {"connect_timeout", &HttpSettings::connect_timeout, "Longest wait for a connection"},
      {"idle_timeout", &HttpSettings::idle_timeout, "Longest wait without a byte"},
      {"total_timeout", &HttpSettings::total_timeout, "Longest time of one request"},
      {"max_response_mb", &HttpSettings::max_response_mb, "Largest answer accepted, in MB", "", 1, 4096},
  };
  return keys;
}

}  // namespace juno::config_schema
