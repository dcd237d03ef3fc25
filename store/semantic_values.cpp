// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <map>
#include "core/known_people.h"
#include "core/priority.h"
#include "core/rank_candidate.h"
#include "store/names.h"
#include "store/query.h"
#include "store/semantic_sql.h"
#include "store/sprints.h"
namespace juno::store {
namespace {

std::vector<std::string> texts(Database& db, const char* sql) {
  std::vector<std::string> out;
  for (Query q(db, sql); q.next();) out.push_back(q.string(0));
  return out;
}
std::vector<std::string> words(Database& db, NameKind kind) {
  std::vector<std::string> out;
  for (auto& n : names(db, kind)) out.push_back(std::move(n.text));
  return out;
}

// As people see them: by their configured name, each once.
std::vector<std::string> people(Database& db, const Config& config) {
  const KnownPeople known(config);
  std::vector<std::string> out;
  Person p;
  for (Query q(db, "select account, name, kind from person"); q.next();) {
    p.account = q.string(0), p.name = q.string(1), p.kind = q.string(2);
    out.push_back(known.name(p));
  }
  return out;
}

std::vector<std::string> teams(Database& db, const Config& config) {
  auto out = words(db, NameKind::team);
  for (const Team& t : config.teams) out.push_back(t.name);
  for (const ConfiguredPerson& p : config.people)
    if (!p.team.empty()) out.push_back(p.team);
  for (const ConfiguredService& s : config.services)
    if (!s.team.empty()) out.push_back(s.team);
  return out;
}

std::vector<std::string> features(Database& db) {
  std::vector<std::string> out;
  for (const auto type : kRankTypes) {
    Query q(db, "select distinct i.summary from issue i join term t on t.id = i.type where t.kind = 'type' and lower(t.name) = lower($1) and i.deleted_at is null");
    for (q.bind(type); q.next();) out.push_back(q.string(0));
  }
  return out;
}

// The order of its board's sprints, and which of them a selector means.
void select(std::vector<std::pair<std::string, Id>>& board, const std::string& selector, std::vector<Id>& into) {
  std::int64_t wanted = 1;
  const std::string state = selector == "@next" ? "future" : "closed";
  if (selector.rfind("@last:", 0) == 0) std::from_chars(selector.data() + 6, selector.data() + selector.size(), wanted);
  const auto take = [&](const auto& s) {
    if (wanted < 1 || s.first != state) return;
    into.push_back(s.second);
    --wanted;
  };
  if (state == "future") std::for_each(board.begin(), board.end(), take);
  else std::for_each(board.rbegin(), board.rend(), take);
}

}  // namespace

std::vector<std::string> cached_values(Database& db, ask::List list, const Config& config) {
  using ask::List;
  std::vector<std::string> out;
  switch (list) {
    case List::statuses: out = words(db, NameKind::status); break;
    case List::types: out = words(db, NameKind::issue_type); break;
    case List::priorities: {
      out = words(db, NameKind::priority);
      std::sort(out.begin(), out.end());
      std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return priority_score(a, config.priority_scores) > priority_score(b, config.priority_scores); });
      return out;
    }
    case List::people: out = people(db, config); break;
    case List::teams: out = teams(db, config); break;
    case List::projects: out = texts(db, "select key from project"); break;
    case List::components: out = words(db, NameKind::component); break;
    case List::labels: {
      out = words(db, NameKind::label);
      // Labels of pull requests are kept in one text, one a line.
      for (const auto& lines : texts(db, "select distinct labels from pull_request where labels is not null"))
        for (std::size_t at = 0; at < lines.size();) {
          const std::size_t end = std::min(lines.find('\n', at), lines.size());
          out.push_back(lines.substr(at, end - at));
          at = end + 1;
        }
      break;
    }
    case List::epics: out = texts(db, "select distinct epic_key from issue where epic_key is not null union select i.key from issue i join term t on t.id = i.type where lower(t.name) = 'epic'"); break;
    case List::sprints: out = texts(db, "select distinct name from sprint"); break;
    case List::versions: {
      out = texts(db, "select distinct name from version");
      for (auto& n : words(db, NameKind::fix_version)) out.push_back(std::move(n));
      break;
    }
    case List::repos: out = texts(db, "select name from repository where deleted_at is null"); break;
    case List::environments: out = texts(db, "select distinct environment from deployment"); break;
    case List::workflows: out = texts(db, "select distinct workflow from workflow_run"); break;
    case List::features: out = features(db); break;
    case List::none: break;
    case List::status_categories: case List::sprint_states: case List::pr_states: case List::review_states: case List::ci_conclusions: case List::deploy_statuses:
      for (const auto v : ask::fixed_values(list)) out.emplace_back(v);
      return out;
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  std::erase(out, "");
  return out;
}

bool has_value(Database& db, ask::List list, std::string_view value, const Config& config) {
  using ask::List;
  const auto any = [&](const char* sql) {
    Query q(db, sql);
    return q.bind(value).next();
  };
  const auto listed = [&] {
    const auto all = cached_values(db, list, config);
    return std::find(all.begin(), all.end(), value) != all.end();
  };
  switch (list) {
    case List::statuses: return any("select 1 from status where name = $1 limit 1");
    case List::types: return any("select 1 from term where kind = 'type' and name = $1");
    case List::priorities: return any("select 1 from term where kind = 'priority' and name = $1");
    case List::projects: return any("select 1 from project where key = $1 limit 1");
    case List::components: return any("select 1 from term where kind = 'component' and name = $1");
    case List::sprints: return any("select 1 from sprint where name = $1 limit 1") || !sprints_named(db, std::vector<std::string>{std::string(value)}).empty();
    case List::versions: return any("select 1 from term where kind = 'fix_version' and name = $1") || any("select 1 from version where name = $1 limit 1");
    case List::repos: return any("select 1 from repository where name = $1 and deleted_at is null limit 1");
    case List::labels: return any("select 1 from term where kind = 'label' and name = $1") || listed();
    case List::teams: return any("select 1 from term where kind = 'team' and name = $1") || listed();
    case List::epics: return any("select 1 from issue_key where key = $1 limit 1") || any("select 1 from issue where epic_key = $1 limit 1");
    case List::environments: return any("select 1 from deployment where environment = $1 limit 1");
    case List::workflows: return any("select 1 from workflow_run where workflow = $1 limit 1");
    // A configured name stands for an account's own.
    case List::people: return config.people.empty() ? any("select 1 from person where name = $1 or (name = '' and account = $1) limit 1") : listed();
    case List::none: case List::features: case List::status_categories: case List::sprint_states: case List::pr_states: case List::review_states: case List::ci_conclusions:
    case List::deploy_statuses: break;
  }
  return listed();
}

std::vector<Id> sprints_named(Database& db, const std::vector<std::string>& wanted) {
  std::vector<Id> out;
  std::map<Id, std::vector<std::pair<std::string, Id>>> boards;
  if (std::any_of(wanted.begin(), wanted.end(), [](const std::string& name) { return name.ends_with(')'); }))
    for (const auto& [id, title] : namesake_titles(db))
      if (std::find(wanted.begin(), wanted.end(), title) != wanted.end()) out.push_back(id);
  Query all(db, R"(
    select id, board_id, state, name
    from sprint
    order by coalesce(case when state = 'closed' then complete_at end, activated_at, start_at, end_at, 9000000000000000), id)");
  for (; all.next();) {
    boards[all.integer(1)].emplace_back(all.string(2), all.integer(0));
    for (const auto& name : wanted)
      if (name == all.text(3) || (name == "@current" && all.text(2) == "active")) out.push_back(all.integer(0));
  }
  for (const auto& name : wanted)
    if (ask::is_sprint_selector(name) && name != "@current")
      for (auto& [id, board] : boards) select(board, name, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool changed_after(Database& db, Instant moment) {
  Query q(db, "select 1 from issue where deleted_at is null and updated_at > $1 limit 1");
  q.bind(moment);
  return q.next();
}

bool has_any(Database& db, ask::Entity entity, const Config&) {
  const char* rows = nullptr;
  const char* stream = "";  // none came: of that it makes a nought that the stream was read to its end
  switch (entity) {
    case ask::Entity::issue: case ask::Entity::incident: rows = "select 1 from issue limit 1", stream = "issues:%"; break;
    case ask::Entity::sprint: rows = "select 1 from sprint limit 1", stream = "sprints:%"; break;
    case ask::Entity::pull_request: case ask::Entity::review: rows = "select 1 from pull_request limit 1", stream = "pulls:%"; break;
    case ask::Entity::commit: rows = "select 1 from git_commit limit 1", stream = "commits:%"; break;
    case ask::Entity::deployment: rows = "select 1 from deployment limit 1", stream = "deployments:%"; break;
    case ask::Entity::worklog: rows = "select 1 from worklog limit 1", stream = "worklogs"; break;
    case ask::Entity::ci_run: rows = "select 1 from workflow_run limit 1", stream = "runs:%"; break;
    case ask::Entity::person: rows = "select 1 from person limit 1"; break;
    case ask::Entity::release: rows = "select 1 from version limit 1", stream = "catalogue"; break;
    case ask::Entity::feature: return false;
  }
  Query q(db, rows);
  if (q.next()) return true;
  Query read(db, "select 1 from checkpoint where succeeded_at is not null and stream like $1 limit 1");
  return read.bind(stream).next();
}

bool has_comments(Database& db) {
  Query q(db, "select 1 from issue where comment_count is not null limit 1");
  return q.next();
}

}  // namespace juno::store
