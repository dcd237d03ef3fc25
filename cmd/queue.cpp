// SPDX-License-Identifier: Apache-2.0
#include "core/queue.h"
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/planned_queue.h"
#include "core/error.h"
#include "core/schedule_file.h"
namespace juno {
namespace {

struct QueueArguments : QueueOptions {
  std::string key, team, save, schedule_file;
};

bool like_a_key(const std::string& text) {
  const auto dash = text.rfind('-');
  return dash != std::string::npos && dash > 0 && dash + 1 < text.size() && text.find_first_not_of("0123456789", dash + 1) == std::string::npos &&
         text.find(' ') == std::string::npos;
}

// `--explain KEY` needs no sprint before it.
void find_the_key(QueueArguments& o, bool explain) {
  if (explain && o.key.empty() && like_a_key(o.sprint) && o.sprint.rfind("last-", 0) != 0) o.key = std::exchange(o.sprint, "active");
  if (!explain && !o.key.empty()) throw Error(Exit::usage, "unexpected argument: " + o.key, "`juno queue --explain " + o.key + "` says why it stands where it stands; quote names with spaces");
}

Report run(QueueArguments o, Context& ctx) {
  find_the_key(o, ctx.options.explain);
  if (!o.schedule_file.empty()) {
    o.schedule = input_text(ctx.system, o.schedule_file);
    parse_schedule(o.schedule, o.schedule_file);  // its errors name the file
  }
  if (!o.save.empty()) ctx.ledger(store::Database::Mode::read_write);  // before planning opens it to read
  PlannedQueue planned = plan_queue(ctx, o);
  const std::string saved = o.save.empty() ? "" : save_queue(ctx, o.save, planned);
  const std::string nothing = planned.content.queue.items.empty() && planned.content.sprint
                                  ? "Nothing is open in this sprint. `juno queue --backlog --board '" + planned.content.board + "'` queues what waits for one." : "";
  Report report = shown_queue(std::move(planned.content), o.team, o.key, planned.source, ctx.options.explain);
  if (!nothing.empty()) report.notes.push_back(nothing);
  if (ctx.options.format == "ics" && report.events->empty()) report.warnings.push_back("The calendar is empty: nothing here has a time or a target date. Due dates, the scheduled field or --schedule FILE give some.");
  if (!saved.empty()) report.notes.push_back("Saved as '" + o.save + "', SHA-256 " + saved + "; `juno queue diff` says later what moved.");
  return report;
}

}  // namespace

Run queue_command(Flags& flags) {
  auto o = std::make_shared<QueueArguments>();
  flags.positional("SPRINT", o->sprint, "active, last, last-N, an id, or a name (default: active)").completion = Completion::sprint;
  flags.positional("KEY", o->key, "With --explain: say why this issue stands where it stands");
  flags.value("--board", o->board, "NAME", "Only this board: its name or id").completion = Completion::board;
  flags.choice("--algorithm", o->algorithm, {"discipline-round-robin", "fair", "round-robin", "priority", "capacity"}, "How to order");
  flags.value("--team", o->team, "NAME", "Only this team's part");
  flags.flag("--fill", o->fill, "Below the cut-line, keep what still fits");
  flags.list("--what-if", o->what_if, "capacity.TEAM=N", "Imagine another capacity");
  flags.value("--schedule", o->schedule_file, "FILE", "CSV of key, starts_at, ends_at, target_on: what must happen at a time, or is due on a day").completion = Completion::file;
  flags.value("--save", o->save, "NAME", "Keep this queue under a name, never to be changed");
  flags.list("--where", o->where, "FIELD=VALUE", "Only items of this type, status, priority, team, assignee, stakeholder, project or key; != for all others");
  flags.flag("--backlog", o->backlog, "The backlog of --board instead of a sprint");
  flags.flag("--subtasks", o->subtasks, "Queue sub-tasks too");
  flags.flag("--include-done", o->include_done, "Queue finished issues too");
  flags.describe(
      "Who works on what next: the sprint's open issues as one list for each discipline team. In a team each stakeholder in turn, by name, gets one item "
      "a round, so that nobody's requests starve; priority orders one person's own items. What must happen at a time stands first, what is blocked comes "
      "after its blocker, and the team's capacity draws a line below which items are deferred. Advice: nothing is changed in the tracker.\n\n"
      "Stakeholder: the configured owner field where it is set, else the reporter. Points of unestimated items count as 0. "
      "Fairness is Jain's index of the issues per stakeholder, 100 when everybody has as many.");
  flags.example("juno queue", "The active sprint");
  flags.example("juno queue --team QA --what-if capacity.QA=40", "One team, with another capacity");
  flags.example("juno queue --explain PAY-12", "Why does PAY-12 stand where it stands?");
  flags.example("juno queue --format ics -o sprint.ics", "What is scheduled, for everybody's calendar");
  flags.example("juno queue --save monday && juno queue diff monday", "Keep the plan, and see later what moved and why");
  flags.output("sprint, generated_at, algorithm", "what was queued, when and how");
  flags.output("totals.{items,points,teams,stakeholders,fairness,deferred,over_capacity,unestimated,unassigned,without_assignee}", "of the whole; for --fail-if");
  flags.output("teams[].{name,issues,points,capacity,utilisation,fairness,share,stakeholders}", "one for each team; share is of all issues");
  flags.output("items[].{team,disc_pos,global,round,key,summary,stakeholder,field_used,assignee,points,priority,type,status,scheduled,deferred}", "the queue; the rows of CSV");
  flags.output("conflicts[], warnings[].{kind,team,keys,message}", "what contradicts the plan, and what lowers confidence in it");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
