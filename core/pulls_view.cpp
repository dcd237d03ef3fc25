// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/pulls.h"
namespace juno {
namespace {

constexpr std::size_t kShown = 20;  // of long lists, before they are asked for

std::string name_of(const PullRequest& p) { return p.repository_name + "#" + std::to_string(p.number); }

struct StageText {
  const char* key;
  const char* title;
  const StageSpread PullFigures::*of;
  const char* missing;  // what those without it lack
};
const std::vector<StageText>& stages() {
  static const std::vector<StageText> all = {{"coding", "First commit to ready", &PullFigures::coding, "no commit before it was ready"},
                                         {"pickup", "Ready to first review", &PullFigures::pickup, "no review by another person"},
                                         {"review", "First review to approval", &PullFigures::review, "no approval"},
                                         {"merge", "Approval to merge", &PullFigures::merge, "no approval"},
                                         {"deploy", "Merge to production", &PullFigures::deploy, "no deployment that holds it"},
                                         {"total", "First commit to production", &PullFigures::total, "no deployment that holds it"},
                                         {"to_merge", "First commit to merge", &PullFigures::to_merge, "no commit"},
                                         {"response", "Ready to first answer", &PullFigures::response, "no review or comment by another person"}};
  return all;
}

Section stages_section(const Pulls& r) {
  Section s{"stages", "Stages of the merged pull requests, in hours", {}, {}, r.merged.empty()};
  s.table.columns = {{"stage", "Stage"}, {"name", "From and to"}, {"median_hours", "Median", Kind::number}, {"low_hours", "from", Kind::number, false, 1}, {"high_hours", "to", Kind::number, false, 1}, {"p75_hours", "75 % within", Kind::number},
                     {"p90_hours", "90 % within", Kind::number}, {"n", "n", Kind::integer}, {"missing", "Without", Kind::integer}, {"reason", "because", Kind::text, true, 1}};
  for (const StageText& stage : stages()) {
    const StageSpread& v = r.figures.*stage.of;
    s.table.rows.push_back({std::string(stage.key), std::string(stage.title), cell(v.median), v.interval ? Cell{v.interval->low} : Cell{}, v.interval ? Cell{v.interval->high} : Cell{}, cell(v.p75), cell(v.p90), std::int64_t{v.n},
                            std::int64_t{v.missing}, v.missing ? std::string(stage.missing) : ""});
  }
  return s;
}

Section groups_section(const std::vector<PullGroup>& groups, const std::string& noun) {
  Section s{"groups", "By " + noun, {}, {}, groups.empty()};
  std::string title = noun;
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  s.table.columns = {{"name", title}, {"merged", "Merged", Kind::integer}, {"coding_hours", "Coding (h)", Kind::number}, {"pickup_hours", "Pickup (h)", Kind::number}, {"review_hours", "Review (h)", Kind::number},
                     {"merge_hours", "Merge (h)", Kind::number}, {"deploy_hours", "Deploy (h)", Kind::number}, {"to_merge_hours", "To merge (h)", Kind::number}, {"total_hours", "Total (h)", Kind::number},
                     {"size", "Size", Kind::number, false, 1}, {"rounds", "Rounds", Kind::number, false, 1}, {"unreviewed", "Unreviewed", Kind::integer, false, 1}};
  for (const PullGroup& g : groups) {
    const PullFigures& f = g.figures;
    s.table.rows.push_back({g.name, std::int64_t{f.merged}, cell(f.coding.median), cell(f.pickup.median), cell(f.review.median), cell(f.merge.median), cell(f.deploy.median), cell(f.to_merge.median), cell(f.total.median),
                            cell(f.median_size), cell(f.rounds), std::int64_t{f.unreviewed}});
  }
  if (groups.size() > 1) s.chart = Chart{Chart::Type::bars, "name", {"merged"}, "pull requests"};
  return s;
}

Section sizes_section(const Pulls& r) {
  Section s{"sizes", "By size, in lines changed", {}, {}, r.merged.empty()};
  s.table.columns = {{"size", "Size"}, {"merged", "Merged", Kind::integer}, {"share", "Share", Kind::ratio}, {"pickup_hours", "Pickup (h)", Kind::number}, {"to_merge_hours", "To merge (h)", Kind::number}};
  for (std::size_t b = 0; b < r.buckets.size(); ++b)
    s.table.rows.push_back({std::string(to_string(static_cast<SizeClass>(b))), std::int64_t{r.buckets[b].n}, r.merged.empty() ? Cell{} : Cell{r.buckets[b].n / static_cast<double>(r.merged.size())}, cell(r.buckets[b].pickup),
                            cell(r.buckets[b].to_merge)});
  return s;
}

Section reviewers_section(const ReviewLoad& load) {
  Section s{"reviewers", "Who reviews", {}, {}, load.reviewers.empty()};
  s.table.columns = {{"name", "Reviewer"}, {"reviews", "Reviews", Kind::integer}, {"share", "Share", Kind::ratio}, {"pull_requests", "Pull requests", Kind::integer}, {"waiting", "Waiting now", Kind::integer}};
  s.shown_rows = kShown;
  for (const Reviewer& who : load.reviewers)
    s.table.rows.push_back({who.name, std::int64_t{who.reviews}, load.reviews ? Cell{who.share} : Cell{}, std::int64_t{who.pulls}, std::int64_t{who.waiting}});
  return s;
}

Section open_section(const Pulls& r, const PullsInput& in) {
  Section s{"open_pull_requests", "Open pull requests, oldest first", {}, {}, r.open.empty()};
  s.table.columns = {{"pull_request", "Pull request"}, {"title", "Title", Kind::text, true}, {"author", "Author"}, {"draft", "Draft", Kind::boolean, false, 1}, {"created_at", "Opened", Kind::instant, false, 1}, {"age_days", "Age (d)", Kind::number},
                     {"idle_days", "Idle (d)", Kind::number, false, 1}, {"stale", "Old", Kind::boolean}, {"waiting_for", "Waits for", Kind::list}};
  s.shown_rows = kShown;
  for (const OpenPull& o : r.open) {
    const PullRequest& p = in.pulls[o.pull].pull;
    s.table.rows.push_back({name_of(p), p.title, in.name_of(p.author), p.draft, p.created, o.age_days, o.idle_days, o.stale, o.waiting});
  }
  return s;
}

Section unreviewed_section(const Pulls& r, const PullsInput& in) {
  Section s{"unreviewed_pull_requests", "Merged without a review by another person", {}, {}, r.unreviewed.empty()};
  s.table.columns = {{"pull_request", "Pull request"}, {"title", "Title", Kind::text, true}, {"author", "Author"}, {"merged_by", "Merged by"}, {"merged_at", "Merged", Kind::instant}};
  s.shown_rows = kShown;
  for (const std::size_t n : r.unreviewed) {
    const PullRequest& p = in.pulls[n].pull;
    s.table.rows.push_back({name_of(p), p.title, in.name_of(p.author), in.name_of(p.merged_by), cell(p.merged)});
  }
  return s;
}

Section pulls_section(const Pulls& r, const PullsInput& in) {
  Section s{"pull_requests", "Merged pull requests", {}, {}, true};
  s.table.columns = {{"pull_request", "Pull request"}, {"title", "Title"}, {"author", "Author"}, {"merged_at", "Merged", Kind::instant}, {"coding_hours", "Coding", Kind::number}, {"pickup_hours", "Pickup", Kind::number},
                     {"review_hours", "Review", Kind::number}, {"merge_hours", "Merge", Kind::number}, {"deploy_hours", "Deploy", Kind::number}, {"total_hours", "Total", Kind::number}, {"to_merge_hours", "To merge", Kind::number},
                     {"size", "Size", Kind::integer}, {"rounds", "Rounds", Kind::integer}, {"issues", "Issues", Kind::list}};
  for (std::size_t k = 0; k < r.merged.size(); ++k) {
    const PullFacts& f = in.pulls[r.merged[k]];
    const PullStages& t = r.stages[k];
    s.table.rows.push_back({name_of(f.pull), f.pull.title, in.name_of(f.pull.author), cell(f.pull.merged), cell(t.coding), cell(t.pickup), cell(t.review), cell(t.merge), cell(t.deploy), cell(t.total), cell(t.to_merge), r.sizes[k],
                            std::int64_t{review_rounds(f)}, f.issues});
  }
  return s;
}

void summary(const Pulls& r, Report& out) {
  const PullFigures& f = r.figures;
  const std::string none = "no pull request was merged in the period";
  const auto number = [&](const std::string& key, const std::string& title, const std::optional<double>& v, Kind kind, const std::string& reason, const std::string& unit) {
    out.summary.push_back({key, title, cell(v), kind, v ? "" : f.merged ? reason : none, v ? unit : ""});
  };
  const auto count = [&](const char* key, const char* title, int n, const std::string& unit = "") { out.summary.push_back({key, title, std::int64_t{n}, Kind::integer, "", unit}); };
  const auto rate = [&](const std::string& key, const std::string& title, int hits, int of, const std::string& reason) {
    const auto interval = wilson(hits, of);
    number(key + ".rate", title, of ? std::optional(static_cast<double>(hits) / of) : std::nullopt, Kind::ratio, reason,
           ", " + std::to_string(hits) + " of " + std::to_string(of) + (interval ? ", 95 % interval " + people_number(interval->low * 100) + " to " + people_number(interval->high * 100) + " %" : ""));
    number(key + ".low", "", interval ? std::optional(interval->low) : std::nullopt, Kind::ratio, reason, "");
    number(key + ".high", "", interval ? std::optional(interval->high) : std::nullopt, Kind::ratio, reason, "");
    count((key + ".count").c_str(), "", hits);
  };
  count("merged", "Merged", f.merged);
  count("opened", "Opened", r.opened);
  count("abandoned", "Closed without merge", r.abandoned);
  count("open", "Open now", static_cast<int>(r.open.size()));
  count("stale", "Old among them", static_cast<int>(std::count_if(r.open.begin(), r.open.end(), [](const OpenPull& o) { return o.stale; })));
  count("bots", r.bots ? "By bots, left out" : "", r.bots);
  for (const StageText& stage : stages()) {
    const StageSpread& v = f.*stage.of;
    const std::string key = std::string("stages_median_hours.") + stage.key;
    number(key, "", v.median, Kind::number, stage.missing, "");
  }
  number("cycle_time_hours", "First commit to merge", f.to_merge.median, Kind::number, "no commits are cached", "hours in the median of " + std::to_string(f.to_merge.n));
  number("pickup_hours", "Ready to first review", f.pickup.median, Kind::number, "none was reviewed by another person", "hours in the median of " + std::to_string(f.pickup.n));
  number("size", "Size", f.median_size, Kind::number, none, "lines in the median");
  number("rounds", "Review rounds", f.rounds, Kind::number, "none was reviewed by another person", "in the mean of those reviewed");
  rate("unreviewed", "Merged without review", f.unreviewed, f.merged, none);
  rate("self_merged", "Merged by the author", f.self_merged, f.self_merge_known, "it is not known who merged");
  rate("linked", "Linked to an issue", r.linked, f.merged, none);
  number("review_load.gini", r.load.gini ? "Unevenness of reviewing" : "", r.load.gini, Kind::number, "needs two reviewers", "(Gini, 0 = even)");
  number("review_load.largest_share", "", r.load.largest, Kind::ratio, "nobody reviewed", "");
  number("size_pickup_correlation", "", r.size_pickup, Kind::number, "needs 5 reviewed pull requests of different size", "");
}

}  // namespace

Report to_report(const Pulls& r, const PullsInput& in, const std::vector<PullGroup>& groups, const std::string& noun) {
  Report out;
  out.title = "Pull requests";
  summary(r, out);
  out.sections = {stages_section(r), groups_section(groups, noun), sizes_section(r), reviewers_section(r.load), open_section(r, in), unreviewed_section(r, in), pulls_section(r, in)};
  out.notes = {"Stages: first commit authored, ready for review (or opened), first review by another person, first approval, merge, first deployment to production that holds the merge. Where all five are known (" +
                   std::to_string(r.figures.whole) + " of " + std::to_string(r.figures.merged) + ") they add up to the total. What is missing is left out and counted, never taken for 0. Percentiles interpolate (type 7).",
               std::string("Size: lines added and deleted without generated files. Old: ") +
                   (r.old_hours ? "older than 95 % of what was merged before were when merged (" + people_number(*r.old_hours / 24) + " days)." : "a week without an update; with 20 merged before, their 95 % would tell.")};
  if (r.bots && !in.bots) out.notes.push_back("What bots opened is left out; reviews by bots never count.");
  if (r.load.unknown) out.warnings.push_back(std::to_string(r.load.unknown) + (r.load.unknown == 1 ? " review was" : " reviews were") + " by deleted accounts: counted, but nobody's.");
  for (std::size_t k = 0; k < r.merged.size(); ++k) {
    const PullRequest& p = in.pulls[r.merged[k]].pull;
    std::string line = name_of(p) + " by " + in.name_of(p.author) + ":";
    const std::pair<const char*, const std::optional<double>*> parts[] = {{" coding ", &r.stages[k].coding}, {" pickup ", &r.stages[k].pickup}, {" review ", &r.stages[k].review}, {" merge ", &r.stages[k].merge}, {" deploy ", &r.stages[k].deploy}, {" = ", &r.stages[k].total}};
    for (const auto& [word, hours] : parts) line += word + (*hours ? people_number(**hours) + " h" : std::string("n/a"));
    out.explain.push_back(line + ", " + std::to_string(r.sizes[k]) + " lines");
  }
  return out;
}

}  // namespace juno
