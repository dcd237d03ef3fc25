// SPDX-License-Identifier: Apache-2.0
#include "cmd/sprint_verify.h"
#include <algorithm>
#include "cmd/jira_session.h"
#include "connectors/jira/sprint_report.h"
#include "core/error.h"
#include "core/sprint_comparison.h"
#include "store/site.h"
namespace juno {
namespace {

const char* word(jira::ReportedIssue::Bucket bucket) {
  switch (bucket) {
    case jira::ReportedIssue::Bucket::completed: return "completed";
    case jira::ReportedIssue::Bucket::not_completed: return "not_completed";
    case jira::ReportedIssue::Bucket::removed: return "removed";
    case jira::ReportedIssue::Bucket::completed_elsewhere: return "completed_elsewhere";
  }
  return "";
}

std::vector<SiteVerdict> verdicts(const jira::ReportedSprint& reported) {
  std::vector<SiteVerdict> out;
  for (const auto& i : reported.issues) out.push_back({i.key, word(i.bucket), i.added, i.estimate, i.current});
  return out;
}

}  // namespace

void add_verification(Context& ctx, const ChosenSprint& chosen, const SprintReport& ours, Report& report) {
  const auto sites = store::sites(ctx.cache());
  const auto site = std::find_if(sites.begin(), sites.end(), [&](const store::Site& s) { return s.number == chosen.row.site; });
  if (site == sites.end()) throw Error(Exit::store, "the cache does not know the sprint's site", "run `juno sync`");
  const JiraSession session(ctx, configured_jira(ctx, sites.size() > 1 ? site->name : ""));
  const auto theirs = jira::fetch_sprint_report(session.site(), site->to_tracker(chosen.row.sprint.board), site->to_tracker(chosen.row.sprint.id));
  if (!theirs) throw Error(Exit::remote, "the site has no sprint report for " + chosen.sprint.name, "leave --verify out: the report itself needs no network");
  const auto found = disagreements(ours, chosen.input(), verdicts(*theirs));
  report.sections.push_back(verification_section(found));
  report.summary.push_back({"verification.compared", "Compared with the site", static_cast<std::int64_t>(theirs->issues.size()), Kind::integer, {}});
  report.summary.push_back({"verification.disagreements", "Disagreements", static_cast<std::int64_t>(found.size()), Kind::integer, {}});
  report.finding = !found.empty();
}

}  // namespace juno
