// SPDX-License-Identifier: Apache-2.0
#include "core/rank_outcome.h"
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/rank_ledger.h"
#include "core/error.h"
#include "store/rank_ledger.h"
namespace juno {
namespace {

constexpr double kMostValue = 1e15;

struct RankOutcomeArguments {
  std::string key, value, at, unit, reason, file;
  bool remove = false;
};

RankOutcome named(Context& ctx, const std::string& key, RankOutcome o) {
  const store::StoredIssue issue = ranked_issue(ctx, key);
  o.source = issue.site.name, o.issue = issue.record.issue.id, o.key = issue.record.issue.key;
  o.at = ctx.now(), o.author = ctx.system.user();
  return o;
}

RankOutcome typed(const RankOutcomeArguments& o, Context& ctx, Date today) {
  if (o.value.empty() == !o.remove) throw Error(Exit::usage, o.remove ? "--value does not go with --remove" : "--value is required", "juno rank outcome " + o.key + " --value 12000 --unit EUR --at 2026-02-01");
  RankOutcome out;
  const auto on = o.at.empty() ? std::optional(today) : parse_date(o.at);
  if (!on) throw Error(Exit::usage, "--at: not a date: " + o.at, "write YYYY-MM-DD");
  if (*on > today) throw Error(Exit::usage, "--at: " + o.at + " is in the future");
  if (!o.remove) out.value = typed_number(o.value, "--value", -kMostValue, kMostValue);
  out.on = *on, out.unit = o.unit, out.reason = o.reason, out.origin = "hand";
  return named(ctx, o.key, std::move(out));
}

std::vector<RankOutcome> from_file(const RankOutcomeArguments& o, Context& ctx, Date today) {
  const std::string file = o.file == "-" ? "standard input" : o.file;
  std::vector<RankOutcome> out;
  Error bad(Exit::usage, file + ": keys that are not known", "nothing was recorded: correct them and run it again");
  for (const OutcomeLine& line : read_outcomes(input_text(ctx.system, o.file), file, today)) {
    try {
      out.push_back(named(ctx, line.key, {0, "", 0, "", line.on, line.value, line.unit, "file", {}, "", line.reason}));
    } catch (const Error& e) {
      if (e.exit != Exit::usage) throw;
      bad.details.push_back("line " + std::to_string(line.line) + ": " + e.what());
    }
  }
  shorten_details(bad);
  if (!bad.details.empty()) throw bad;
  return out;
}

bool same_day(const RankOutcome& a, const RankOutcome& b) { return a.source == b.source && a.issue == b.issue && a.on == b.on; }

Report record(Context& ctx, const std::vector<RankOutcome>& outcomes) {
  store::Database& ledger = ctx.ledger(store::Database::Mode::read_write);
  store::Transaction tx(ledger);
  auto known = store::rank_outcomes(ledger);
  Section s{"outcomes", "Outcomes", {}, {}, false};
  s.table.columns = {{"key", "Key"}, {"at", "As of", Kind::date}, {"before", "Before", Kind::number}, {"value", "Value", Kind::number}, {"unit", "Unit"}, {"result", "Result"}};
  std::int64_t recorded = 0;
  for (const RankOutcome& o : outcomes) {
    const auto before = std::find_if(known.rbegin(), known.rend(), [&](const RankOutcome& k) { return same_day(k, o); });
    const std::optional<double> was = before == known.rend() ? std::nullopt : before->value;
    if (!o.value && !was) throw Error(Exit::usage, o.key + " has no outcome as of " + format_date(o.on), "`juno rank outcome` lists what is recorded");
    const bool same = was && was == o.value && before->unit == o.unit;
    if (!same) store::add_rank_outcome(ledger, o), known.push_back(o), ++recorded;
    s.table.rows.push_back({o.key, o.on, was ? Cell{*was} : Cell{}, o.value ? Cell{*o.value} : Cell{}, o.unit.empty() ? Cell{} : Cell{o.unit}, std::string(same ? "unchanged" : o.value ? "recorded" : "taken back")});
  }
  tx.commit();
  Report out;
  out.summary = {{"recorded", "Recorded", recorded, Kind::integer, ""}, {"unchanged", "Unchanged", static_cast<std::int64_t>(outcomes.size()) - recorded, Kind::integer, ""}};
  out.sections.push_back(std::move(s));
  for (const RankOutcome& o : outcomes)
    if (o.value && !in_points(o, ctx.config().rank.units)) {
      out.warnings.push_back("`juno rank` and `juno rank accuracy` leave outcomes in " + o.unit + " out until rank.units." + o.unit + " says what one " + o.unit + " is in points of business value.");
      break;
    }
  return out;
}

Report run(const RankOutcomeArguments& o, Context& ctx) {
  const Date today = ctx.zone().date(ctx.now());
  const bool one = !o.value.empty() || o.remove || !o.at.empty() || !o.unit.empty();
  if (!o.file.empty()) {
    if (!o.key.empty() || one) throw Error(Exit::usage, "--import takes everything from the file", "leave the other options out, or the file");
    return record(ctx, from_file(o, ctx, today));
  }
  if (!o.key.empty()) return record(ctx, {typed(o, ctx, today)});
  if (one) throw Error(Exit::usage, "KEY is required", "juno rank outcome PAY-3 --value 12000 --unit EUR --at 2026-02-01");
  const RankWords words = rank_words(ctx);
  Report out = outcomes_report(words.outcomes);
  if (!words.warning.empty()) out.warnings.push_back(words.warning);
  return out;
}

}  // namespace

Run rank_outcome(Flags& flags) {
  auto o = std::make_shared<RankOutcomeArguments>();
  flags.positional("KEY", o->key, "The feature; without it, every outcome ever recorded is listed");
  flags.value("--value", o->value, "N", "What it is worth by that day, all in all");
  flags.value("--at", o->at, "DATE", "As of which day, as YYYY-MM-DD (default: today)");
  flags.value("--unit", o->unit, "UNIT", "Such as EUR; rank.units says what one of it is in points of business value (default: such points)");
  flags.value("--reason", o->reason, "TEXT", "Where the figure comes from");
  flags.flag("--remove", o->remove, "Take back what was said about that day");
  flags.value("--import", o->file, "FILE", "Record from a CSV file with the columns key, value, at and perhaps unit and reason; - reads standard input").completion = Completion::file;
  flags.describe(
      "Records what a feature turned out to be worth: the whole of it as known on a day, not what came since an earlier one. Of several days the latest counts. A recorded outcome is the best value that "
      "`juno rank` can have, before any field, and what `juno rank accuracy` judges predictions by; from 50 of them on `juno model train` learns what features are worth.\n\n"
      "Everything is kept in the ledger with author and time, and nothing is ever changed there: a later word about the same day replaces the earlier one. When a line of a file is wrong, it is named and "
      "nothing of the file is recorded.");
  flags.example("juno rank outcome PAY-3 --value 12000 --unit EUR --at 2026-02-01", "What it brought in by then");
  flags.example("juno rank outcome --import outcomes.csv", "Many at once");
  flags.output("recorded, unchanged, outcomes[].{key,at,before,value,unit,result}", "what was written");
  flags.output("[].{id,recorded_at,author,key,at,value,unit,origin,reason}", "without KEY and --import: the outcomes, oldest first");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
