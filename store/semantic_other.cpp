// SPDX-License-Identifier: Apache-2.0
#include "store/semantic_build.h"
namespace juno::store::semantic {
namespace {

FieldSql sprint(Builder& b, std::string_view n) {
  if (n == "name" || n == "sprint") {
    FieldSql f = plain(b.sprint_title("s"));
    f.any_of = [&b](const Names& names) { return b.sprints("s.id", names); };
    return f;
  }
  if (n == "state" || n == "goal") return plain("s." + std::string(n));
  if (n == "project") return plain("(select project_key from board where id = s.board_id)");
  if (n == "start") return plain("coalesce(s.activated_at, s.start_at)");
  if (n == "end") return plain("(case when s.state = 'closed' then coalesce(s.complete_at, s.end_at) else s.end_at end)");
  unsupported("sprints by " + std::string(n), "sprints have no " + std::string(n) + " of their own: ask for the issues in them");
}

// The word belongs to the issue it was logged on.
FieldSql worklog(Builder& b, std::string_view n) {
  if (n == "author") return person(b, "k.author");
  if (n == "team") return person_team(b, "k.author");
  if (n == "started") return plain("k.started_at");
  if (n == "hours") return plain("(k.seconds / 3600.0)");
  return issue_field(b, n == "issue" ? "key" : n);
}

FieldSql incident(Builder& b, std::string_view n) {
  if (n != "repo") return issue_field(b, n);
  FieldSql f;
  f.any_of = [&b](const Names& names) {
    return "exists (select 1 from issue_pull u where u.issue_key = i.key and " + b.repositories_named("u.repository_id", names) + ")";
  };
  f.none = "not exists (select 1 from issue_pull u where u.issue_key = i.key)";
  f.joins = " left join (select distinct u.issue_key, r.name from issue_pull u join repository r on r.id = u.repository_id) of_repo on of_repo.issue_key = i.key";
  f.grouped = f.value = "of_repo.name";
  return f;
}

// One person may have an account at each site: people are told apart by name.
FieldSql people(Builder& b, std::string_view n) {
  if (n == "name") return person(b, "q.id");
  if (n == "team") return person_team(b, "q.id");
  if (n == "bot") return plain(b.bots("q.id"));
  unsupported(std::string(n) + " of people");
}

FieldSql release(std::string_view n) {
  if (n == "name") return plain("v.name");
  if (n == "project") return plain("(select key from project where id = v.project_id)");
  if (n == "released") return plain("v.released = 1");
  if (n == "release_date") {
    FieldSql f = plain("v.release_on");
    f.day = true;
    return f;
  }
  unsupported(std::string(n) + " of releases");
}

std::string lower_list(Builder& b, const Names& names) {
  std::string out;
  for (const auto& n : names) out += (out.empty() ? "lower(" : ", lower(") + b.bind(SqlValue(n)) + ")";
  return out.empty() ? "null" : out;
}

}  // namespace

FieldSql other_field(Builder& b, ask::Entity entity, std::string_view n) {
  switch (entity) {
    case ask::Entity::sprint: return sprint(b, n);
    case ask::Entity::worklog: return worklog(b, n);
    case ask::Entity::incident: return incident(b, n);
    case ask::Entity::person: return people(b, n);
    case ask::Entity::release: return release(n);
    case ask::Entity::feature: unsupported("features and their ROI");
    case ask::Entity::issue: case ask::Entity::pull_request: case ask::Entity::review: case ask::Entity::commit: case ask::Entity::deployment: case ask::Entity::ci_run: break;
  }
  unsupported(std::string(n));
}

FieldSql field_sql(Builder& b, ask::Entity entity, std::string_view n) {
  switch (entity) {
    case ask::Entity::issue: return issue_field(b, n);
    case ask::Entity::pull_request: return pull_field(b, n);
    case ask::Entity::review: case ask::Entity::commit: case ask::Entity::deployment: case ask::Entity::ci_run: return code_field(b, entity, n);
    case ask::Entity::sprint: case ask::Entity::incident: case ask::Entity::worklog: case ask::Entity::feature: case ask::Entity::person: case ask::Entity::release: break;
  }
  return other_field(b, entity, n);
}

Source source_of(Builder& b, ask::Entity entity) {
  const auto& deploy = b.input.config.deploy;
  switch (entity) {
    case ask::Entity::issue: return {"issue i", "i.deleted_at is null"};
    case ask::Entity::incident: {
      std::string which = "i.type in (select id from term where kind = 'type' and lower(name) in (" + lower_list(b, deploy.incident_types) + "))";
      if (!deploy.incident_labels.empty())
        which = "(" + which + " or exists (select 1 from issue_tag g where g.issue_id = i.id and g.term_id in (select id from term where kind = 'label' and lower(name) in (" +
                lower_list(b, deploy.incident_labels) + "))))";
      b.note("Incidents are issues of the configured types (deploy.incident_types) and labels.");
      return {"issue i", "i.deleted_at is null and " + which};
    }
    case ask::Entity::worklog: return {"worklog k join issue i on i.id = k.issue_id", "i.deleted_at is null"};
    case ask::Entity::sprint: return {"sprint s", ""};
    case ask::Entity::pull_request: return {"pull_request p", ""};
    case ask::Entity::review: return {"review v join pull_request p on p.repository_id = v.repository_id and p.number = v.number", "v.submitted_at is not null"};
    case ask::Entity::commit: return {"git_commit g", "g.on_default = 1"};
    case ask::Entity::deployment: return {"deployment d", ""};
    case ask::Entity::ci_run: return {"workflow_run w", ""};
    case ask::Entity::person: return {"person q", ""};
    case ask::Entity::release: return {"version v", ""};
    case ask::Entity::feature: unsupported("features and their ROI");
  }
  return {};
}

std::string row_key(Builder& b, ask::Entity entity) {
  switch (entity) {
    case ask::Entity::issue: case ask::Entity::incident: return issue_field(b, "key").value;
    case ask::Entity::worklog: return "i.key || '/' || k.id";
    case ask::Entity::sprint: return b.sprint_title("s");
    case ask::Entity::pull_request: return b.repository_name("p.repository_id") + " || '#' || p.number";
    case ask::Entity::review: return b.repository_name("v.repository_id") + " || '#' || v.number || '/' || v.id";
    case ask::Entity::commit: return b.repository_name("g.repository_id") + " || '@' || g.sha";
    case ask::Entity::deployment: return b.repository_name("d.repository_id") + " || '/' || d.id";
    case ask::Entity::ci_run: return b.repository_name("w.repository_id") + " || '/' || (w.id & 1099511627775)";
    case ask::Entity::person: return b.person_name("q.id");
    case ask::Entity::release: return "v.name";
    case ask::Entity::feature: break;
  }
  unsupported("features and their ROI");
}

}  // namespace juno::store::semantic
