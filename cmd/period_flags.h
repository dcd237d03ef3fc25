// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "cmd/context.h"
#include "cmd/flags.h"
#include "core/period.h"
#include "core/report.h"
namespace juno {

// The options by which a report chooses its stretch of time.
struct PeriodOptions {
  std::string since, until;
  std::string fallback = "30d";  // of --since
};
void declare_period(Flags& flags, PeriodOptions& options);
// Local midnights of --tz and the configured first day of the week.
Midnights midnights(Context& ctx);
// Throws Error{usage}.
Period chosen_period(Context& ctx, const PeriodOptions& options);
// "2026-03-01 to 2026-03-20 (UTC)": every report on a period says which it was, first.
void add_period(Report& report, const Period& period, const Zone& zone);

}  // namespace juno
