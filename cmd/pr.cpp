// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/period_flags.h"
#include "core/error.h"
#include "core/known_people.h"
#include "core/pulls.h"
#include "store/forge.h"
#include "store/pull_facts.h"
namespace juno {
namespace {

struct PrArguments {
  PeriodOptions period;
  std::vector<std::string> repositories;
  std::string by = "repository";
  bool bots = false;
};

std::vector<Id> ids_of(store::Database& db, const std::vector<std::string>& names) {
  std::vector<Id> out;
  for (const auto& name : names) out.push_back(store::find_repository(db, name).id);
  return out;
}

std::vector<PullGroup> groups_of(const PrArguments& o, const PullsInput& in, const Pulls& result, const KnownPeople& people, const Midnights& nights) {
  const auto facts = [&](std::size_t place) -> const PullFacts& { return in.pulls[result.merged[place]]; };
  std::vector<Group> groups;
  if (const auto step = step_named(o.by)) {
    groups = group_by(result.merged.size(), steps_of(in.period, *step, nights), [&](std::size_t k) { return facts(k).pull.merged; });
  } else {
    groups = group_by(result.merged.size(), [&](std::size_t k, std::vector<GroupKey>& keys) {
      const PullFacts& f = facts(k);
      if (o.by == "repository") keys.push_back({f.pull.repository_name});
      else if (o.by == "person") keys.push_back({people.name(f.pull.author)});
      else if (o.by == "team") keys.push_back({people.team(f.pull.author)});
      else if (o.by == "size") keys.push_back({std::string(to_string(size_class(result.sizes[k])))});
      else
        for (const auto& component : f.components) keys.push_back({component});
    });
  }
  std::vector<PullGroup> out;
  for (const Group& g : groups) out.push_back({g.name, pull_figures(in, result, g.members)});
  return out;
}

Report run(const PrArguments& o, Context& ctx) {
  store::Database& db = ctx.cache();
  if (store::repositories(db).empty()) throw Error(Exit::store, "no repository is cached", "list GitHub repositories below [github] and run `juno sync`");
  const Config& config = ctx.config();
  const Period period = chosen_period(ctx, o.period);
  const std::vector<Id> repositories = ids_of(db, o.repositories);
  const std::vector<PullFacts> facts = store::pull_facts(db, {repositories, period.from, o.by == "component"});
  const std::vector<double> past = store::hours_to_merge(db, repositories, period.from - std::chrono::hours(24 * 180), period.from);
  const KnownPeople people(config);
  const PullsInput in{facts, period, ctx.zone(), ctx.now(), o.bots || config.pulls.bots, config.pulls.ignore, config.pulls.generated, [&](const Person& p) { return people.name(p); }, past};
  const Pulls result = pulls(in);
  const auto groups = groups_of(o, in, result, people, midnights(ctx));
  Report report = to_report(result, in, groups, o.by);
  if (o.by == "team" && groups.size() == 1 && groups.front().name == kUnassigned) report.warnings.push_back("no author is known to be in a team: members of [teams.NAME], or team of [people.NAME] with the login in its github, say who is.");
  add_period(report, period, ctx.zone());
  return report;
}

}  // namespace

Run pr_command(Flags& flags) {
  auto o = std::make_shared<PrArguments>();
  declare_period(flags, o->period);
  flags.list("--repository", o->repositories, "NAME", "Only this repository, as owner/name or name (repeatable)");
  flags.choice("--by", o->by, {"repository", "team", "person", "component", "size", "day", "week", "month", "quarter"}, "Break the merged pull requests down");
  flags.flag("--bots", o->bots, "Count what bots opened too (default: pulls.bots)");
  flags.describe(
      "How pull requests get to production: the time from first commit to ready, to the first review by another person, to approval, to merge and to deployment, for those merged in the "
      "period; who reviews how much and for whom work waits; sizes; what is open and old; what was merged without a review.\n\n"
      "A stage that did not happen is missing, never 0, and the report counts how many miss it and why. Reviews by the author, by bots, pending ones and those before the pull request "
      "was ready do not count as the first review. Deleted accounts count as somebody unknown. A team is that of the author below [teams] and [people]; a component is that of the linked issues. "
      "With --explain each pull request's stages are printed.");
  flags.example("juno pr --since 4w --by week", "Four weeks, week by week");
  flags.example("juno pr --section open_pull_requests --format csv", "What is open, oldest first");
  flags.example("juno pr --fail-if 'unreviewed.rate > 5%'", "A gate in a pipeline");
  flags.output("merged, opened, abandoned, open, stale", "counts; open and stale are those of now");
  flags.output("cycle_time_hours, pickup_hours, size, rounds", "first commit to merge, ready to first review, lines: medians; review rounds: mean");
  flags.output("stages_median_hours.{coding,pickup,review,merge,deploy,total,to_merge,response}", "medians; all of each stage in stages[]");
  flags.output("unreviewed, self_merged, linked .{rate,low,high,count}", "shares of the merged ones with Wilson's interval");
  flags.output("review_load.{gini,largest_share}, reviewers[]", "how evenly reviews are spread, and who did them");
  flags.output("groups[], sizes[], open_pull_requests[], unreviewed_pull_requests[], pull_requests[]", "the sections");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
