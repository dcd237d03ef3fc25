// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/quality.h"
#include "core/sprint_scope.h"
namespace juno {
namespace {

constexpr std::size_t kOldestShown = 10;

class View {
 public:
  View(const Quality& q, const QualityInput& in) : q_(q), in_(in) {}

  Report report() {
    out_.title = "Quality";
    summary();
    for (Section s : {steps(), trends(), groups(), oldest(), open(), survival_curve()}) out_.sections.push_back(std::move(s));
    remarks();
    if (in_.explain) explain();
    return std::move(out_);
  }

 private:
  const FlowIssue& issue(std::size_t k) const { return in_.data.issues[in_.issues[k]]; }
  void add(const std::string& key, const std::string& title, Cell value, Kind kind, const std::string& why = {}, const char* unit = "") {
    const bool known = !std::holds_alternative<std::monostate>(value);
    out_.summary.push_back({key, title, std::move(value), kind, known ? "" : why, known ? unit : ""});
  }
  void add_share(const std::string& key, const std::string& title, const Share& s) {
    add(key + ".value", title, cell(s.rate), Kind::ratio, s.why);
    add(key + ".low", s.rate ? title : "", s.interval ? Cell{s.interval->low} : Cell{}, Kind::ratio, s.why);
    add(key + ".high", s.rate ? title : "", s.interval ? Cell{s.interval->high} : Cell{}, Kind::ratio, s.why);
    add(key + ".hits", "", cell(s.hits), Kind::integer);
    add(key + ".of", "", cell(s.of), Kind::integer);
  }

  void summary() {
    add("bugs.created", "Bugs created", cell(q_.created.size()), Kind::integer);
    add("bugs.finished", "Bugs finished", cell(q_.finished.size()), Kind::integer);
    add("bugs.net_flow", "Created less finished", static_cast<std::int64_t>(q_.created.size()) - static_cast<std::int64_t>(q_.finished.size()), Kind::integer);
    add("bugs.open_at_start", "Open at the start", cell(q_.open_at_start), Kind::integer);
    add("bugs.open", "Open at the end", cell(q_.open.size()), Kind::integer);
    add_share("defect_rate", "Defect rate (from, to)", q_.defect_rate);
    add("per_100_finished", "Bugs per 100 finished issues", cell(q_.per_100_finished), Kind::number, "no issue was finished in the period");
    add_share("invalid_rate", "Invalid (from, to)", q_.invalid_rate);
    add_share("reopen_rate", "Reopen rate (from, to)", q_.reopen_rate);
    add_share("reopen_rate_30d", "Reopened within 30 days (from, to)", q_.reopen_rate_30d);
    add_share("escape_rate", "Escape rate (from, to)", q_.escape_rate);
    add_share("older_than_90_days", "Open over 90 days (from, to)", q_.old_share);
    add_durations(out_, "to_start", "Created to started", q_.to_start);
    add_durations(out_, "to_fix", "Started to finished", q_.to_fix);
    add_durations(out_, "resolution", "Created to finished", q_.resolution);
    const Survival& s = q_.lifetime;
    const std::string why = s.count == 0 ? "no bug was created in the period" : "not reached: fewer than half of the bugs were finished at any age";
    add("lifetime.median_days", "Lifetime, median with open ones", cell(s.median), Kind::number, why, "days");
    add("lifetime.median_low_days", "", cell(s.median_low), Kind::number, why);
    add("lifetime.median_high_days", "", cell(s.median_high), Kind::number, s.count == 0 ? why : "the interval's upper end is not reached");
    add("lifetime.count", "", cell(s.count), Kind::integer);
    add("lifetime.ended", "", cell(s.ended), Kind::integer);
  }

  Section steps() const {
    Section s{"steps", "Bugs over time", {}, {}, false};
    s.table.columns = {{"from", "From", Kind::date}, {"step", "Step", Kind::text, false, 1}, {"created", "Created", Kind::integer}, {"finished", "Finished", Kind::integer}, {"open", "Open", Kind::integer},
                       {"resolution_median_days", "Median days to resolve", Kind::number}, {"whole", "Whole", Kind::boolean}};
    for (std::size_t k = 0; k < q_.steps.size(); ++k) {
      const QualityStep& t = q_.steps[k];
      s.table.rows.push_back({in_.steps[k].first, in_.steps[k].name, cell(t.created), cell(t.finished), cell(t.open), cell(t.resolution_median), in_.steps[k].whole});
    }
    if (q_.steps.size() > 1) s.chart = Chart{Chart::Type::line, "from", {"open", "created", "finished"}, "bugs"};
    return s;
  }

  Section trends() const {
    Section s{"trends", "Trends", {}, {}, false};
    s.table.columns = {{"measure", "Measure"}, {"verdict", "Verdict"}, {"slope", "Per step", Kind::number}, {"slope_low", "from", Kind::number}, {"slope_high", "to", Kind::number},
                       {"p", "p", Kind::number, false, 1}, {"steps", "Steps", Kind::integer, false, 1}, {"key", "Key", Kind::text, false, 1}};
    for (const Trend& t : q_.trends) {
      const std::string few = "not enough data: " + std::to_string(t.counted) + " of 8 whole steps";
      s.table.rows.push_back({t.title, t.verdict.empty() ? few : t.verdict, t.slope ? Cell{t.slope->slope} : Cell{}, t.slope ? Cell{t.slope->low} : Cell{}, t.slope ? Cell{t.slope->high} : Cell{},
                              t.test ? Cell{t.test->p_corrected} : Cell{}, cell(t.counted), t.key});
    }
    return s;
  }

  Section groups() const {
    const std::string key(to_string(in_.by));
    Section s{"groups", "Where bugs concentrate, by " + key, {}, {}, false};
    s.table.columns = {{key, std::string(1, static_cast<char>(key[0] - 'a' + 'A')) + key.substr(1)}, {"bugs", "Bugs", Kind::integer}, {"issues", "Issues", Kind::integer},
                       {"share_of_bugs", "Of all bugs", Kind::ratio, false, 1}, {"share_of_issues", "Of all issues", Kind::ratio, false, 1}, {"defect_rate", "Defect rate", Kind::ratio},
                       {"defect_rate_low", "from", Kind::ratio, false, 1}, {"defect_rate_high", "to", Kind::ratio, false, 1}, {"p", "p", Kind::number, false, 1}, {"q", "q", Kind::number}, {"stands_out", "More than chance", Kind::boolean}};
    for (const Concentration& c : q_.groups)
      s.table.rows.push_back({c.name, cell(c.bugs), cell(c.issues), c.share_of_bugs, c.share_of_issues, cell(c.rate.rate), c.rate.interval ? Cell{c.rate.interval->low} : Cell{},
                              c.rate.interval ? Cell{c.rate.interval->high} : Cell{}, c.p, c.q, c.stands_out});
    return s;
  }

  // The oldest first.
  Section open_section(const char* key, const std::string& title, std::size_t limit) const {
    Section s{key, title, {}, {}, false};
    s.table.columns = {{"key", "Key"}, {"priority", "Priority"}, {"team", "Team"}, {"assignee", "Assignee"}, {"status", "Status"}, {"created_at", "Created", Kind::instant}, {"age_days", "Age", Kind::number}};
    std::vector<std::size_t> order = q_.open;
    const std::size_t n = std::min(limit, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n), order.end(), [&](std::size_t a, std::size_t b) {
      if (issue(a).created != issue(b).created) return issue(a).created < issue(b).created;
      return key_before(issue(a).key, issue(b).key);
    });
    for (std::size_t k = 0; k < n; ++k) {
      const FlowIssue& i = issue(order[k]);
      s.table.rows.push_back({i.key, cell(in_.data.word(i.priority)), cell(in_.data.word(i.team)), cell(in_.data.word(i.assignee)), cell(in_.data.statuses[i.visits.back().status].name), i.created, cell(q_.age[order[k]])});
    }
    return s;
  }
  Section oldest() const {
    const bool more = q_.open.size() > kOldestShown;
    return open_section("oldest", more ? "Oldest open bugs (" + std::to_string(kOldestShown) + " of " + std::to_string(q_.open.size()) + "; --section open has all)" : "Oldest open bugs", kOldestShown);
  }
  Section open() const {
    Section s = open_section("open", "Open bugs", q_.open.size());
    s.hidden = true;
    return s;
  }
  Section survival_curve() const {
    Section s{"lifetimes", "Share of bugs still open, by age", {}, {}, true};
    s.table.columns = {{"age_days", "Age", Kind::number}, {"open", "Still open", Kind::ratio}, {"open_low", "from", Kind::ratio}, {"open_high", "to", Kind::ratio}};
    for (const auto& t : q_.lifetime.steps) s.table.rows.push_back({t.at, t.surviving, t.low, t.high});
    return s;
  }

  void remarks() {
    std::string types;
    for (const std::string& b : in_.settings.bugs) types += (types.empty() ? "" : ", ") + b;
    out_.notes = {"Bugs: issues of type " + types + ". Defect rate: bugs created of all issues created, sub-tasks and epics left out. Intervals are Wilson's, 95 %.",
                  "Reopen rate: of the bugs first done in the period, those that ever left a done status. Within 30 days: of those that could be watched for 30 days.",
                  "Lifetime: Kaplan-Meier over the bugs created in the period, those still open counted with their age; durations of finished ones alone look too short. " + std::to_string(q_.lifetime.ended) + " of " + std::to_string(q_.lifetime.count) + " were finished."};
    if (!in_.settings.escaped.empty()) out_.notes.push_back("Escape rate: of the valid bugs created, those with a label that says found after release; bugs without it count as found before.");
    out_.notes.push_back("Trends: Theil-Sen slope over whole steps with its 95 % interval, Mann-Kendall test widened for autocorrelation; improving or worsening only where p < 0.05, else no evidence, which is not the same as stable.");
    out_.notes.push_back("Concentration: Fisher's exact test of each group against the rest, Benjamini-Hochberg q; more than chance where q is at most 0.1. It says where to look, not why.");
    if (in_.by == FlowGroup::component || in_.by == FlowGroup::label) out_.notes.push_back("An issue is in every group it names, so groups need not sum to the whole.");
    for (const std::string& rule : in_.rules.text) out_.notes.push_back(rule);
    out_.warnings = in_.rules.warnings;
  }

  std::string keys(const std::vector<std::size_t>& of) const {
    std::vector<std::size_t> order = of;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key_before(issue(a).key, issue(b).key); });
    std::string list;
    for (const std::size_t k : order) list += (list.empty() ? "" : ", ") + issue(k).key;
    return list.empty() ? "none" : list;
  }
  void explain() {
    out_.explain = {"Bugs created in the period: " + keys(q_.created), "Of these invalid by their resolution: " + keys(q_.invalid), "Bugs finished in the period: " + keys(q_.finished),
                    "Bugs done for the first time in the period: " + keys(q_.first_done), "Of these reopened: " + keys(q_.reopened), "Found after release: " + keys(q_.escaped), "Open at the end: " + keys(q_.open)};
  }

  const Quality& q_;
  const QualityInput& in_;
  Report out_;
};

}  // namespace

Report to_report(const Quality& quality, const QualityInput& in) { return View(quality, in).report(); }

}  // namespace juno
