// SPDX-License-Identifier: Apache-2.0
#include "core/rank_adjust.h"
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/rank_ledger.h"
#include "core/error.h"
#include "store/rank_ledger.h"
namespace juno {
namespace {

using Adjust = RankAdjustment::Kind;
constexpr double kMostDelta = 1000, kLastPlace = 100000;

struct RankAdjustArguments {
  std::string key, by, reason, expires;
  std::optional<std::int64_t> pin;
  bool veto = false, remove = false;
};

RankAdjustment typed(const RankAdjustArguments& o, Context& ctx) {
  const int kinds = !o.by.empty() + o.pin.has_value() + o.veto + o.remove;
  if (kinds != 1)
    throw Error(Exit::usage, kinds == 0 ? "nothing to adjust" : "one thing at a time: --by, --pin, --veto or --remove", "juno rank adjust " + o.key + " --by +10 --reason \"…\"");
  if (o.reason.empty()) throw Error(Exit::usage, "say why: an adjustment is kept with its reason", "add --reason \"…\"");
  RankAdjustment a;
  if (!o.by.empty()) a.kind = Adjust::delta, a.value = typed_number(o.by, "--by", -kMostDelta, kMostDelta);
  else if (o.pin) a.kind = Adjust::pin, a.value = typed_number(std::to_string(*o.pin), "--pin", 1, kLastPlace);
  else a.kind = o.veto ? Adjust::veto : Adjust::none;
  if (!o.expires.empty()) {
    a.expires = parse_date(o.expires);
    if (!a.expires) throw Error(Exit::usage, "--expires: not a date: " + o.expires, "write YYYY-MM-DD, the last day on which it holds");
    if (*a.expires < ctx.zone().date(ctx.now())) throw Error(Exit::usage, "--expires: " + o.expires + " is over already");
    if (a.kind == Adjust::none) throw Error(Exit::usage, "--expires does not go with --remove");
  }
  a.at = ctx.now(), a.author = ctx.system.user(), a.reason = o.reason;
  return a;
}

bool same(const RankAdjustment& a, const RankAdjustment& b) { return a.kind == b.kind && a.value == b.value && a.expires == b.expires; }

Report run(const RankAdjustArguments& o, Context& ctx) {
  const Date today = ctx.zone().date(ctx.now());
  if (o.key.empty()) {
    if (!o.by.empty() || o.pin || o.veto || o.remove) throw Error(Exit::usage, "KEY is required", "juno rank adjust PAY-3 --by +10 --reason \"…\"");
    const RankWords words = rank_words(ctx);
    Report out = adjustments_report(words.adjustments, today);
    if (!words.warning.empty()) out.warnings.push_back(words.warning);
    return out;
  }
  RankAdjustment a = typed(o, ctx);
  const store::StoredIssue issue = ranked_issue(ctx, o.key);
  a.source = issue.site.name, a.issue = issue.record.issue.id, a.key = issue.record.issue.key;
  store::Database& ledger = ctx.ledger(store::Database::Mode::read_write);
  store::Transaction tx(ledger);
  auto all = store::rank_adjustments(ledger);
  const auto before = std::find_if(all.rbegin(), all.rend(), [&](const RankAdjustment& other) { return other.source == a.source && other.issue == a.issue; });
  const bool had = before != all.rend() && before->kind != Adjust::none;
  const std::string was = had ? brief(*before) : "";
  if (a.kind == Adjust::none && !had) throw Error(Exit::usage, a.key + " is not adjusted", "`juno rank adjust` lists what is");
  const bool unchanged = had && same(*before, a);
  if (!unchanged) store::add_rank_adjustment(ledger, a);
  tx.commit();
  Report out;
  out.summary = {{"key", "Feature", a.key, Kind::text, ""},
                 {"before", "Before", cell(was), Kind::text, was.empty() ? "it was not adjusted" : ""},
                 {"after", "Now", cell(brief(a)), Kind::text, a.kind == Adjust::none ? "taken back" : ""},
                 {"expires", a.expires ? "Until" : "", a.expires ? Cell{*a.expires} : Cell{}, Kind::date, a.expires ? "" : "it has no end"},
                 {"changed", "", !unchanged, Kind::boolean, ""}};
  if (unchanged) out.notes.push_back("That held already, so nothing was written.");
  out.notes.push_back("`juno rank` shows it beside what the model says; nothing learns from it.");
  return out;
}

}  // namespace

Run rank_adjust(Flags& flags) {
  auto o = std::make_shared<RankAdjustArguments>();
  flags.positional("KEY", o->key, "The feature; without it, every adjustment ever made is listed");
  flags.value("--by", o->by, "±X", "Add to its score (take from it when negative)");
  flags.value("--pin", o->pin, "N", "Put it in place N, whatever its score");
  flags.flag("--veto", o->veto, "Take it out of the ranking");
  flags.flag("--remove", o->remove, "Take the adjustment back");
  flags.value("--reason", o->reason, "TEXT", "Why; always needed");
  flags.value("--expires", o->expires, "DATE", "The last day on which it holds, as YYYY-MM-DD (default: until taken back)");
  flags.describe(
      "Moves a feature in `juno rank` by decision instead of by its data. The decision is kept in the ledger with author, time and reason, and every ranking tells it beside the score that "
      "the model gives. A feature has one adjustment at a time: the last word counts, and the earlier ones stay listed. Scores of other features do not change, and nothing "
      "that juno learns is learned from adjustments.");
  flags.example("juno rank adjust PAY-3 --by +10 --reason \"promised to Harbour Bank\" --expires 2026-06-30", "A push that ends by itself");
  flags.example("juno rank adjust PAY-9 --pin 1 --reason \"regulation, due in May\"", "First, whatever it returns");
  flags.example("juno rank adjust PAY-9 --remove --reason \"shipped\"", "Back to what the model says");
  flags.example("juno rank adjust", "Who moved what, and why?");
  flags.output("key, before, after, expires, changed", "with KEY");
  flags.output("[].{id,at,author,key,kind,value,expires,state,reason}", "without KEY; state: in force, expired, replaced or taken back");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
