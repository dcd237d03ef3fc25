// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include "core/flow.h"
#include "core/sprint_scope.h"
namespace juno {
namespace {

constexpr std::size_t kOldestShown = 10;

const char* stage_word(Stage s) {
  switch (s) {
    case Stage::before: return "not started";
    case Stage::active: return "active";
    case Stage::waiting: return "waiting";
    case Stage::unclassified: return "unclassified";
    case Stage::done: return "done";
  }
  return "";
}

class View {
 public:
  View(const Flow& f, const FlowInput& in) : f_(f), in_(in) {}

  Report report() {
    out_.title = "Flow";
    summary();
    if (in_.by != FlowGroup::none) out_.sections.push_back(groups());
    for (Section s : {steps(), histogram(), statuses(), oldest(), finished(), in_progress()}) out_.sections.push_back(std::move(s));
    remarks();
    if (in_.explain) explain();
    return std::move(out_);
  }

 private:
  const FlowIssue& issue(std::size_t k) const { return in_.data.issues[in_.issues[k]]; }
  const std::string& word(FlowIssue::Place p) const { return in_.data.word(p); }
  const std::string& status(FlowIssue::Place p) const {
    static const std::string kUnknown = "(unknown)";
    return in_.data.statuses[p].name.empty() ? kUnknown : in_.data.statuses[p].name;
  }
  void add(const char* key, const char* title, Cell value, Kind kind = Kind::integer, const std::string& why = {}, const char* unit = "") {
    const bool known = !std::holds_alternative<std::monostate>(value);
    out_.summary.push_back({key, title, std::move(value), kind, known ? "" : why, known ? unit : ""});
  }

  void count(const char* key, const char* title, std::size_t n) { add(key, title, cell(n), Kind::integer, "", n == 1 ? "issue" : "issues"); }

  void summary() {
    count("arrived", "Arrived", f_.arrived.size());
    count("started", "Started", f_.started.size());
    count("finished", "Finished", f_.finished.size());
    const double length = in_.period.days();
    add("throughput_per_week", "Finished per week", length > 0 ? Cell{static_cast<double>(f_.finished.size()) * 7 / length} : Cell{}, Kind::number, "the period has no length", "issues");
    add_durations(out_, "cycle_time", "Cycle time", f_.cycle_time);
    add_durations(out_, "lead_time", "Lead time", f_.lead_time);
    count("never_started", "Finished, never started", f_.never_started.size());
    count("reopened", "Finished after a reopening", f_.reopened.size());
    add("wip.at_start", "", cell(f_.in_progress_at_start));
    add("wip.mean", "In progress, mean", f_.little ? Cell{f_.little->mean_in} : Cell{}, Kind::number, "the period has no length", "issues");
    count("wip.at_end", "In progress at the end", f_.in_progress.size());
    count("wip.put_back", "Of these put back", f_.put_back.size());
    add_durations(out_, "age", "Age in progress", f_.ages);
    add("age.oldest_days", "Age in progress, oldest", cell(f_.oldest), Kind::number, "nothing is in progress", "days");
    efficiency();
    little();
    const auto& b = f_.statuses.bottleneck;
    add("bottleneck", "Bottleneck", b ? Cell{status(f_.statuses.statuses[*b].status)} : Cell{}, Kind::text, f_.statuses.why_none);
  }
  void efficiency() {
    const auto& e = f_.efficiency;
    const std::string why = "no finished issue spent time between start and finish";
    const bool range = e.low && *e.high > *e.low;
    add("flow_efficiency.low", range ? "Flow efficiency, at least" : "Flow efficiency", cell(e.low), Kind::ratio, why);
    add("flow_efficiency.high", range ? "Flow efficiency, at most" : "", cell(e.high), Kind::ratio, why);
  }
  void little() {
    const std::string why = "nothing was in progress";
    const bool some = f_.little && f_.little->stays > 0;
    add("little.mean_in_progress", "", some ? Cell{f_.little->mean_in} : Cell{}, Kind::number, why);
    add("little.per_day", "", some ? Cell{f_.little->per_day} : Cell{}, Kind::number, why);
    add("little.mean_days", "", some ? Cell{f_.little->mean_days} : Cell{}, Kind::number, why);
    add("little.ratio", "Throughput × cycle time / mean in progress", cell(f_.little_ratio), Kind::number, "nothing that was started was finished");
  }

  Section groups() const {
    const std::string key(to_string(in_.by));
    Section s{"groups", "By " + key, {}, {}, false};
    s.table.columns = {{key, std::string(1, static_cast<char>(key[0] - 'a' + 'A')) + key.substr(1)}, {"arrived", "Arrived", Kind::integer}, {"started", "Started", Kind::integer},
                       {"finished", "Finished", Kind::integer}, {"per_week", "Per week", Kind::number}, {"cycle_median_days", "Cycle median", Kind::number},
                       {"cycle_p85_days", "Cycle 85 %", Kind::number}, {"lead_median_days", "Lead median", Kind::number}, {"in_progress", "In progress", Kind::integer},
                       {"oldest_days", "Oldest", Kind::number}, {"efficiency_low", "Efficiency from", Kind::ratio, false, 1}, {"efficiency_high", "to", Kind::ratio}};
    for (const FlowGroupRow& g : f_.groups)
      s.table.rows.push_back({g.name, cell(g.arrived), cell(g.started), cell(g.finished), g.per_week, cell(g.cycle.median), cell(g.cycle.p85), cell(g.lead.median),
                              cell(g.in_progress), cell(g.oldest), cell(g.efficiency.low), cell(g.efficiency.high)});
    return s;
  }

  Section steps() const {
    Section s{"steps", "Cumulative flow", {}, {}, false};
    s.table.columns = {{"from", "From", Kind::date}, {"step", "Step", Kind::text, false, 1}, {"arrived", "Arrived", Kind::integer}, {"started", "Started", Kind::integer},
                       {"finished", "Finished", Kind::integer}, {"in_progress", "In progress", Kind::integer}, {"mean_in_progress", "Mean in progress", Kind::number, false, 1},
                       {"all_arrived", "All arrived", Kind::integer, false, 1}, {"all_started", "All started", Kind::integer, false, 1}, {"all_finished", "All finished", Kind::integer, false, 1},
                       {"cycle_median_days", "Cycle median", Kind::number}, {"cycle_p85_days", "Cycle 85 %", Kind::number}, {"lead_median_days", "Lead median", Kind::number},
                       {"whole", "Whole", Kind::boolean, false, 1}};
    for (std::size_t k = 0; k < f_.steps.size(); ++k) {
      const FlowStep& t = f_.steps[k];
      const Period& p = in_.steps[k];
      s.table.rows.push_back({p.first, p.name, cell(t.arrived), cell(t.started), cell(t.finished), cell(t.in_progress), t.mean_in_progress, cell(t.all_arrived),
                              cell(t.all_started), cell(t.all_finished), cell(t.cycle_median), cell(t.cycle_p85), cell(t.lead_median), p.whole});
    }
    if (f_.steps.size() > 1) s.chart = Chart{Chart::Type::line, "from", {"all_arrived", "all_started", "all_finished"}, "issues"};
    return s;
  }

  // Each bin twice the one before: durations spread over orders of magnitude.
  Section histogram() const {
    Section s{"cycle_times", "Cycle times", {}, {}, false};
    s.table.columns = {{"bin", "Days"}, {"from_days", "From", Kind::number}, {"to_days", "Below", Kind::number}, {"issues", "Issues", Kind::integer}};
    std::vector<std::int64_t> bins;
    for (const std::size_t k : f_.finished) {
      if (!f_.cycle[k]) continue;
      std::size_t bin = 0;
      for (double top = 1; *f_.cycle[k] >= top; top *= 2) ++bin;
      if (bins.size() <= bin) bins.resize(bin + 1);
      ++bins[bin];
    }
    for (std::size_t b = 0; b < bins.size(); ++b) {
      const double top = std::ldexp(1.0, static_cast<int>(b)), low = b == 0 ? 0 : top / 2;
      s.table.rows.push_back({people_number(low) + " to " + people_number(top), low, top, bins[b]});
    }
    s.chart = Chart{Chart::Type::bars, "bin", {"issues"}, "issues"};
    return s;
  }

  Section statuses() const {
    Section s{"statuses", "Time in status", {}, {}, false};
    s.table.columns = {{"status", "Status"}, {"stage", "Stage"}, {"visits", "Left it", Kind::integer}, {"median_days", "Median days", Kind::number}, {"p85_days", "85 %", Kind::number},
                       {"total_days", "Days in period", Kind::number}, {"share", "Share of work", Kind::ratio}, {"share_low", "from", Kind::ratio, false, 1}, {"share_high", "to", Kind::ratio, false, 1},
                       {"entries", "In", Kind::integer, false, 1}, {"exits", "Out", Kind::integer, false, 1}, {"returned", "Came back", Kind::integer}, {"in_at_end", "At the end", Kind::integer},
                       {"trend", "Trend per step", Kind::number, false, 1}, {"trend_p", "p", Kind::number, false, 1}, {"longest", "Longest", Kind::list, true, 1}};
    for (const StatusTime& t : f_.statuses.statuses) {
      const Durations d = durations(t.visits, "");
      List keys;
      for (const std::size_t k : t.longest) keys.push_back(in_.data.issues[k].key);
      s.table.rows.push_back({status(t.status), std::string(stage_word(t.stage)), cell(t.visits.size()), cell(d.median), cell(d.p85), t.total_days, cell(t.share), cell(t.share_low),
                              cell(t.share_high), cell(t.entries), cell(t.exits), cell(t.returned), cell(t.in_at_end), t.trend ? Cell{t.trend->slope} : Cell{},
                              t.test ? Cell{t.test->p_corrected} : Cell{}, std::move(keys)});
    }
    return s;
  }

  std::vector<Column> issue_columns() const {
    return {{"key", "Key"}, {"type", "Type"}, {"team", "Team"}, {"assignee", "Assignee"}, {"started_at", "Started", Kind::instant}};
  }
  std::vector<Cell> issue_cells(std::size_t k) const {
    const FlowIssue& i = issue(k);
    return {i.key, cell(word(i.type)), cell(word(i.team)), cell(word(i.assignee)), cell(f_.times[k].started)};
  }
  // The oldest first.
  Section in_progress_section(const char* key, const char* title, std::size_t limit) const {
    Section s{key, title, {issue_columns(), {}}, {}, false};
    s.table.columns.insert(s.table.columns.end(), {{"status", "Status"}, {"age_days", "Age", Kind::number}, {"flagged", "Flagged", Kind::boolean}});
    std::vector<std::size_t> order = f_.in_progress;
    const auto older = [&](std::size_t a, std::size_t b) {
      if (f_.times[a].started != f_.times[b].started) return f_.times[a].started < f_.times[b].started;
      return key_before(issue(a).key, issue(b).key);
    };
    const std::size_t n = std::min(limit, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n), order.end(), older);
    for (std::size_t k = 0; k < n; ++k) {
      auto row = issue_cells(order[k]);
      row.insert(row.end(), {status(issue(order[k]).visits.back().status), cell(f_.age[order[k]]), issue(order[k]).flagged});
      s.table.rows.push_back(std::move(row));
    }
    return s;
  }
  Section oldest() const {
    const std::string title = f_.in_progress.size() > kOldestShown ? "Oldest in progress (" + std::to_string(kOldestShown) + " of " + std::to_string(f_.in_progress.size()) + "; --section in_progress has all)" : "Oldest in progress";
    return in_progress_section("oldest", title.c_str(), kOldestShown);
  }
  Section in_progress() const {
    Section s = in_progress_section("in_progress", "In progress", f_.in_progress.size());
    s.hidden = true;
    return s;
  }
  Section finished() const {
    Section s{"finished_issues", "Finished", {issue_columns(), {}}, {}, true};
    s.table.columns.insert(s.table.columns.end(), {{"finished_at", "Finished", Kind::instant}, {"cycle_days", "Cycle", Kind::number}, {"lead_days", "Lead", Kind::number}, {"reopened", "Reopened", Kind::integer}});
    std::vector<std::size_t> order = f_.finished;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      if (f_.times[a].finished != f_.times[b].finished) return f_.times[a].finished < f_.times[b].finished;
      return key_before(issue(a).key, issue(b).key);
    });
    for (const std::size_t k : order) {
      auto row = issue_cells(k);
      row.insert(row.end(), {cell(f_.times[k].finished), cell(f_.cycle[k]), cell(f_.lead[k]), cell(f_.times[k].reopened)});
      s.table.rows.push_back(std::move(row));
    }
    return s;
  }

  void remarks() {
    out_.notes = in_.rules.text;
    out_.notes.push_back("Durations are " + DayCount(in_.rules.settings.days, in_.midnights.zone, in_.calendar).text() + ". Cycle time: start to finish; lead time: creation to finish; age: start to the period's end. Percentiles by nearest rank.");
    const auto& e = f_.efficiency;
    if (e.unclassified_days > 0)
      out_.notes.push_back("Flow efficiency is a range: " + people_number(e.unclassified_days) + " days were spent in statuses of which nobody said whether work waits there: set status.waiting, or --waiting and --active.");
    if (f_.cycle_time.p85) out_.notes.push_back("85 % of what was finished and had been started took at most " + people_number(*f_.cycle_time.p85) + " days.");
    for (const std::string& why : f_.little_fails) out_.notes.push_back("Throughput × cycle time is not the mean in progress (Little's law expects a steady flow): " + why + ".");
    if (in_.by == FlowGroup::component || in_.by == FlowGroup::label) out_.notes.push_back("An issue is in every group it names, so groups need not sum to the whole.");
    out_.warnings = in_.rules.warnings;
    if (f_.gaps > 0) out_.warnings.push_back(std::to_string(f_.gaps) + " issues have a history that contradicts itself: their times are less certain.");
  }

  std::string keys(const std::vector<std::size_t>& of, const std::vector<std::optional<double>>* values = nullptr) const {
    std::vector<std::size_t> order = of;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key_before(issue(a).key, issue(b).key); });
    std::string list;
    for (const std::size_t k : order) {
      list += (list.empty() ? "" : ", ") + issue(k).key;
      if (values) list += " (" + ((*values)[k] ? people_number(*(*values)[k]) : "n/a") + ")";
    }
    return list.empty() ? "none" : list;
  }
  void explain() {
    out_.explain = {"Arrived, created in the period: " + keys(f_.arrived), "Started in the period: " + keys(f_.started),
                    "Finished in the period, with cycle time in days: " + keys(f_.finished, &f_.cycle), "The same, with lead time: " + keys(f_.finished, &f_.lead),
                    "Finished without ever being in a status of work; left out of cycle time: " + keys(f_.never_started), "Finished after a reopening: " + keys(f_.reopened),
                    "In progress at the end, started and not finished, with age: " + keys(f_.in_progress, &f_.age),
                    "Of these in no status of work at the end: " + keys(f_.put_back)};
    const auto& e = f_.efficiency;
    out_.explain.push_back("Flow efficiency, of the time between start and finish: active " + people_number(e.active_days) + " days, waiting " + people_number(e.waiting_days) + ", unclassified " + people_number(e.unclassified_days) + ".");
    if (const auto& l = f_.little)
      out_.explain.push_back("Little's identity over the period: " + people_number(l->mean_in) + " in progress = " + people_number(l->per_day) + " a day (" + std::to_string(l->stays) + " issues) × " + people_number(l->mean_days) + " days inside the period.");
    out_.explain.push_back("Bottleneck: the status whose share of the time in process is above every other's beyond chance (95 % interval over issues), with more coming in than going out.");
  }

  const Flow& f_;
  const FlowInput& in_;
  Report out_;
};

}  // namespace

Report to_report(const Flow& flow, const FlowInput& in) { return View(flow, in).report(); }

}  // namespace juno
