// SPDX-License-Identifier: Apache-2.0
#include "cmd/period_flags.h"
#include "core/calendar.h"
namespace juno {

void declare_period(Flags& flags, PeriodOptions& o) {
  flags.value("--since", o.since, "WHEN", "From its first moment: 2026-03-05, 2026-03, 2026-W12, 2026-Q1, 2026, yesterday, or so long ago: 30d, 6w, 3m, 1y").fallback = o.fallback;
  flags.value("--until", o.until, "WHEN", "Through its last moment, in the same forms").fallback = "now";
}

Midnights midnights(Context& ctx) { return {ctx.zone(), weekday_named(ctx.config().week_start).value_or(0)}; }

Period chosen_period(Context& ctx, const PeriodOptions& o) { return period_of(o.since, o.until, o.fallback, ctx.now(), midnights(ctx)); }

void add_period(Report& report, const Period& p, const Zone& zone) {
  std::vector<Field> fields = {{"period.from", "", p.from, Kind::instant, ""}, {"period.to", "", p.to, Kind::instant, ""},
                               {"period.name", "Period", p.name + " (" + zone.name() + ")", Kind::text, ""}};
  report.summary.insert(report.summary.begin(), fields.begin(), fields.end());
}

}  // namespace juno
