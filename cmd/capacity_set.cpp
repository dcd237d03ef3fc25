// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "cmd/capacity_words.h"
#include "cmd/commands.h"
#include "cmd/input.h"
#include "core/capacity_import.h"
#include "core/error.h"
namespace juno {
namespace {

struct CapacitySetArguments {
  std::string team, amount, sprint = "active", board, unit, person, availability, away, share, reason, from;
  bool fresh = false, dry_run = false;
};

// The one thing that the options say.
CapacityLine typed(const CapacitySetArguments& o) {
  CapacityLine line;
  CapacityChange& c = line.change;
  c.team = o.team, c.person = o.person;
  const int kinds = !o.amount.empty() + !o.availability.empty() + !o.away.empty();
  if (kinds != 1)
    throw Error(Exit::usage, kinds == 0 ? "nothing to set" : "one thing at a time: an AMOUNT, --availability or --away",
                "juno capacity set TEAM AMOUNT, juno capacity set TEAM --availability 80%, or juno capacity set --person NAME --away 2026-02-16..2026-02-20");
  if (!o.share.empty() && o.away.empty()) throw Error(Exit::usage, "--share belongs to --away");
  if (!o.unit.empty()) c.unit = *capacity_unit_named(o.unit), line.unit_given = true;
  if (!o.away.empty()) {
    c.what = CapacityChange::What::absence;
    if (c.person.empty()) throw Error(Exit::usage, "--away needs --person");
    std::tie(c.from, c.to) = capacity_dates(o.away);
    c.value = o.share.empty() ? 0 : capacity_number(o.share, "--share", 1, true);
  } else if (!o.availability.empty()) {
    c.what = CapacityChange::What::availability;
    c.value = capacity_number(o.availability, "--availability", kMostAvailability, true);
    if (c.team.empty() && c.person.empty()) throw Error(Exit::usage, "--availability needs a TEAM or --person");
  } else {
    if (!c.person.empty()) throw Error(Exit::usage, "an amount is a team's, not a person's", "give the person an --availability");
    c.value = capacity_number(o.amount, "AMOUNT", kMostCapacity, false);
  }
  return line;
}

class Resolver {
 public:
  Resolver(Context& ctx, const CapacitySetArguments& options) : ctx_(ctx), options_(options), words_(ctx) {}
  CapacityChange operator()(CapacityLine line) {
    CapacityChange c = std::move(line.change);
    const store::SprintRow& row = sprint(line.sprint.empty() ? options_.sprint : line.sprint);
    const SprintPlace place = place_of(ctx_, row);
    c.source = place.source, c.sprint = place.sprint, c.sprint_name = row.sprint.name;
    if (c.what == CapacityChange::What::absence) check_days(c, row.sprint);
    if (!c.team.empty()) c.team = words_.team(c.team, options_.fresh);
    if (!c.person.empty()) c.person = words_.person(c.person);
    if (!line.unit_given) c.unit = words_.unit(c.team);
    if (c.reason.empty()) c.reason = options_.reason;
    return c;
  }

 private:
  // Days off that touch no day of the sprint would be kept and change nothing.
  void check_days(const CapacityChange& c, const Sprint& sprint) const {
    const Zone& zone = ctx_.zone();
    const auto began = sprint.began(), ends = sprint.complete ? sprint.complete : sprint.end;
    if (!(began && c.to && *c.to < zone.date(*began)) && !(ends && c.from && *c.from > zone.date(*ends))) return;
    throw Error(Exit::usage, "the days off are not in " + sprint.name + (began && ends ? " (" + format_date(zone.date(*began)) + " to " + format_date(zone.date(*ends)) + ")" : ""),
                "name the sprint that they are in with --sprint");
  }
  const store::SprintRow& sprint(const std::string& selector) {
    const auto known = rows_.find(selector);
    return known != rows_.end() ? known->second : rows_.emplace(selector, sprint_named(ctx_, selector, options_.board)).first->second;
  }
  Context& ctx_;
  const CapacitySetArguments& options_;
  CapacityWords words_;
  std::map<std::string, store::SprintRow> rows_;
};

std::vector<CapacityChange> from_file(Context& ctx, const CapacitySetArguments& o) {
  const std::string file = o.from == "-" ? "standard input" : o.from;
  const auto lines = read_capacity_csv(input_text(ctx.system, o.from), file);
  Resolver resolve(ctx, o);
  std::vector<CapacityChange> out;
  Error bad(Exit::usage, file + ": names that are not known", "nothing was changed: correct them and run it again; --new takes teams that are new");
  for (const CapacityLine& line : lines) {
    try {
      out.push_back(resolve(line));
    } catch (const Error& e) {
      if (e.exit != Exit::usage) throw;
      bad.details.push_back("line " + std::to_string(line.line) + ": " + e.what() + (e.hint.empty() ? "" : " (" + e.hint + ")"));
    }
  }
  shorten_details(bad);
  if (!bad.details.empty()) throw bad;
  return out;
}

Report run(const CapacitySetArguments& o, Context& ctx) {
  std::vector<CapacityChange> changes;
  if (o.from.empty()) {
    CapacityLine line = typed(o);  // before the cache is looked for: what was typed wrong is the nearer mistake
    changes.push_back(Resolver(ctx, o)(std::move(line)));
  } else if (!o.team.empty() || !o.amount.empty() || !o.availability.empty() || !o.away.empty() || !o.person.empty()) throw Error(Exit::usage, "--from takes everything from the file", "leave the other options out, or the file");
  else changes = from_file(ctx, o);
  return taken_report(take_changes(ctx, std::move(changes), o.dry_run), o.dry_run);
}

}  // namespace

Run capacity_set_command(Flags& flags) {
  auto o = std::make_shared<CapacitySetArguments>();
  flags.positional("TEAM", o->team, "The team: exact name, any case, or a unique beginning");
  flags.positional("AMOUNT", o->amount, "What it can carry in the sprint; `unset` takes that back");
  flags.value("--sprint", o->sprint, "SPRINT", "active, last, last-N, an id, or a name").completion = Completion::sprint;
  flags.value("--board", o->board, "NAME", "Only this board: its name or id").completion = Completion::board;
  flags.choice("--unit", o->unit, {"points", "hours", "issues"}, "Unit of AMOUNT (default: the team's)");
  flags.value("--person", o->person, "NAME", "The member it is about").completion = Completion::person;
  flags.value("--availability", o->availability, "SHARE", "An exception for this sprint: share of the usual, such as 0.5 or 80%, or `unset`");
  flags.value("--away", o->away, "DAYS", "Days off of --person: 2026-02-16 or 2026-02-16..2026-02-20");
  flags.value("--share", o->share, "SHARE", "With --away: the share still worked (default: none), or `unset`");
  flags.value("--reason", o->reason, "TEXT", "Why; needed for exceptions, absences and whatever replaces something");
  flags.value("--from", o->from, "FILE", "Take changes from a CSV file; - reads standard input").completion = Completion::file;
  flags.flag("--new", o->fresh, "Accept teams that juno does not know yet");
  flags.flag("--dry-run", o->dry_run, "Show what would change, and write nothing");
  flags.describe(
      "Says what a team can carry in a sprint, or who is there less than usual. Everything is kept in the ledger with author, time and reason; the last "
      "word counts, the earlier ones stay in `juno capacity history`.\n\n"
      "A CSV file has a header with some of team, sprint, amount, unit, person, availability, from, to, share and reason, and a line for each amount, "
      "availability or absence. When a line is wrong, it is named and nothing of the file is taken.");
  flags.example("juno capacity set Checkout 34", "What the team agreed on in planning");
  flags.example("juno capacity set Checkout --availability 80% --reason \"on call\"", "Less than usual, this sprint only");
  flags.example("juno capacity set --person Dana --away 2026-02-16..2026-02-18 --reason leave", "Somebody is away");
  flags.example("juno capacity set --from capacity.csv --dry-run", "Look at a file before it counts");
  flags.output("changed, unchanged", "how many changes were written, and how many said what held already");
  flags.output("changes[].{sprint,team,person,what,from,to,before,after,unit,result}", "one object each");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
