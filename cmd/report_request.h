// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/context.h"
#include "core/ask/ir.h"
#include "core/report.h"
namespace juno {

// What the command of a report answers, with the request's conditions and window as its options: sprint, queue, capacity,
// dora, roi. Throws Error{usage} for a condition that the command has no option for.
Report requested_report(Context& ctx, const ask::ReportRequest& request);

// A report as a part of a greater one: its keys get the prefix, what both say is said once.
void add_report(Report& whole, Report part, const std::string& prefix);

}  // namespace juno
