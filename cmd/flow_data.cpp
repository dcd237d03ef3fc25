// SPDX-License-Identifier: Apache-2.0
#include "cmd/flow_data.h"
#include <set>
#include "cmd/known_name.h"
#include "core/error.h"
#include "core/names.h"
#include "store/flow.h"
namespace juno {

void declare_flow_issues(Flags& flags, FlowOptions& o) {
  flags.value("--project", o.project, "KEY", "Only this project").completion = Completion::project;
  flags.value("--team", o.team, "NAME", "Only this team's issues");
  flags.list("--type", o.types, "NAME", "Only issues of this type (repeatable; default: all but epics)");
  flags.flag("--subtasks", o.subtasks, "Count sub-tasks too");
}

void declare_flow(Flags& flags, FlowOptions& o) {
  declare_period(flags, o.period);
  declare_flow_issues(flags, o);
}

FlowIssues load_flow(Context& ctx, FlowOptions& o, const Period& period, const DoneRule& done, bool tags) {
  store::FlowFilter filter{period.from, period.to, o.subtasks, tags, {}};
  if (done.by == DoneRule::By::statuses) filter.from = {0};  // what the category calls done may be open by that rule
  if (!o.project.empty()) filter.project = known_name(ctx, store::NameKind::project, o.project, "project");
  if (!o.team.empty()) o.team = known_name(ctx, store::NameKind::team, o.team, "team");
  settle_names(ctx, store::NameKind::issue_type, o.types, "issue type");
  if (!store::any_issue(ctx.cache())) throw Error(Exit::store, "no issue is cached", "run `juno sync`; with a Jira, GitHub's own issues are cached only with github.issues = \"yes\"");
  return store::flow_issues(ctx.cache(), filter);
}

void resolve_statuses(Context& ctx, std::vector<std::string>& names) {
  settle_names(ctx, store::NameKind::status, names, "status");
}

std::vector<std::size_t> chosen_issues(const FlowIssues& data, const FlowOptions& o) {
  const std::set<std::string> types(o.types.begin(), o.types.end());
  std::vector<bool> type_wanted(data.words.size());
  for (std::size_t w = 0; w < data.words.size(); ++w) type_wanted[w] = types.empty() ? fold_case(data.words[w]) != "epic" : types.count(data.words[w]) == 1;
  std::vector<std::size_t> out;
  out.reserve(data.issues.size());
  for (std::size_t n = 0; n < data.issues.size(); ++n)
    if (const FlowIssue& i = data.issues[n]; type_wanted[i.type] && (o.team.empty() || data.word(i.team) == o.team)) out.push_back(n);
  return out;
}

}  // namespace juno
