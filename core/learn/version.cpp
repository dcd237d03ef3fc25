// SPDX-License-Identifier: Apache-2.0
#include "core/learn/version.h"
#include <algorithm>
#include <cmath>
#include <set>
#include "core/learn/estimator.h"
#include "core/stats.h"
namespace juno::learn {
namespace {

constexpr int kEnoughToCompare = 20;

Cell number(const std::optional<double>& v) { return v ? Cell(*v) : Cell(); }
Cell count(int n) { return static_cast<std::int64_t>(n); }
Cell share(int hits, int of) { return of > 0 ? Cell(static_cast<double>(hits) / of) : Cell(); }
std::string text(std::string_view s) { return std::string(s); }

std::vector<Cell> figures(const Evaluation& e) { return {count(e.judged), number(e.error), number(e.usual_error), number(e.p), share(e.held, e.ranges), count(e.ranges)}; }
void add_figures(std::vector<Column>& columns) {
  for (const Column& c : {Column{"judged", "Judged", Kind::integer}, Column{"error", "Mean error", Kind::number}, Column{"median_error", "Of the median", Kind::number}, Column{"p", "p", Kind::number},
                          Column{"coverage", "In 90 % range", Kind::ratio}, Column{"ranges", "of", Kind::integer}})
    columns.push_back(c);
}
void append(std::vector<Cell>& row, std::vector<Cell> cells) {
  for (Cell& c : cells) row.push_back(std::move(c));
}

const char* kHowJudged = "Judged on what began after a fitting on all that was known then, several times over (rolling origin); the method was chosen on earlier stretches. Mean error: mean of |estimate - outcome|. "
                         "p: Wilcoxon's signed-rank test against the median. A model that is not better, with p below 0.05, is not used: the median by type is.";

void add_field(Report& r, const char* key, const char* title, Cell value, Kind kind, const std::string& why, std::string unit = {}) {
  const bool known = !std::holds_alternative<std::monostate>(value);
  r.summary.push_back({key, title, std::move(value), kind, known ? "" : why, known ? std::move(unit) : ""});
}

}  // namespace

std::string brief(const ModelVersion& v) {
  const Evaluation& e = v.what.evaluation;
  const std::string name = "model " + std::to_string(v.id) + ", " + v.what.method + " (history from " + format_instant(v.what.from).substr(0, 10) + " to " + format_instant(v.what.to).substr(0, 10) + ")";
  if (!e.error || !e.usual_error) return name;
  return name + ": off by " + people_number(*e.error) + " " + text(unit_of(v.what.target)) + " on average, the median by " + people_number(*e.usual_error);
}

Contest contest(const ModelVersion& champion, const Trained& challenger, std::span<const Case> cases, const Trees* trees) {
  Contest out;
  const std::string name = "version " + std::to_string(champion.id);
  if (Estimator(challenger.target, champion.what.bytes, trees).lacks_trees()) {
    out.verdict = "used: " + name + " needs libxgboost, which is not installed";
    return out;
  }
  std::set<std::pair<Instant, std::string>> wanted;
  std::vector<double> off;
  for (const Trained::Judged& j : challenger.judged)
    if (j.at > champion.what.to) wanted.insert({j.at, j.key}), off.push_back(j.off);
  std::vector<Case> both;
  for (const Case& c : cases)
    if (c.known && wanted.contains({c.at, c.key})) both.push_back(c);
  out.cases = static_cast<int>(both.size());
  if (out.cases < kEnoughToCompare) {
    out.verdict = "used: it has seen more than " + name + "; " + std::to_string(out.cases) + " new outcomes do not tell them apart";
    return out;
  }
  const Evaluation before = evaluate(challenger.target, champion.what.bytes, both, trees);
  out.champion = before.error, out.challenger = mean(off);
  out.takes_over = *out.challenger < *out.champion;
  out.verdict = std::string(out.takes_over ? "used" : "kept aside") + ": off by " + people_number(*out.challenger) + " against " + people_number(*out.champion) + " of " + name + " on " + std::to_string(out.cases) + " outcomes new to both";
  return out;
}

Evaluation evaluate_since(const ModelVersion& v, std::span<const Case> cases, const Trees* trees) {
  Evaluation e;
  if (Estimator(v.what.target, v.what.bytes, trees).lacks_trees()) {
    e.verdict = "it needs libxgboost, which is not installed";
    return e;
  }
  std::vector<Case> later;
  for (const Case& c : cases)
    if (c.at > v.what.to) later.push_back(c);
  e = evaluate(v.what.target, v.what.bytes, later, trees);
  if (e.judged == 0) e.verdict = "nothing that began since has ended";
  else if (*e.error > *e.usual_error) e.verdict = "worse than the median: train another";
  else e.verdict = e.better ? "better than the median" : "not to be told from the median";
  return e;
}

int open_since(const ModelVersion& v, std::span<const Case> cases) {
  return static_cast<int>(std::count_if(cases.begin(), cases.end(), [&](const Case& c) { return c.at > v.what.to && !c.known; }));
}

Report training_report(std::span<const TrainingOutcome> outcomes, std::string_view library) {
  Report r;
  r.title = "Training";
  Section s{"models", "Models", {}, {}, false}, tried{"tried", "What was tried, on the stretches where the method was chosen", {}, {}, false};
  s.table.columns = {{"target", "Learned"}, {"version", "Version", Kind::integer}, {"method", "Method"}, {"unit", "Unit"}, {"known", "Known", Kind::integer}, {"open", "Open", Kind::integer}};
  add_figures(s.table.columns);
  for (const Column& c : {Column{"used", "Used", Kind::boolean}, Column{"verdict", "Verdict", Kind::text, true}, Column{"champion", "Against the one before", Kind::text, true}}) s.table.columns.push_back(c);
  tried.table.columns = {{"target", "Learned"}, {"method", "Method"}, {"error", "Mean error", Kind::number}, {"cases", "Cases", Kind::integer}};
  for (const TrainingOutcome& o : outcomes) {
    if (!o.version) {
      s.table.rows.push_back({text(to_string(o.target)), {}, {}, text(unit_of(o.target)), {}, {}, {}, {}, {}, {}, {}, {}, false, o.why_not, {}});
      continue;
    }
    const Trained& t = o.version->what;
    std::vector<Cell> row{text(to_string(t.target)), o.version->id, t.method, text(unit_of(t.target)), count(t.known), count(t.open)};
    append(row, figures(t.evaluation));
    append(row, {o.version->used, t.evaluation.verdict, o.contest.empty() ? Cell() : Cell(o.contest)});
    s.table.rows.push_back(std::move(row));
    for (const Tried& m : t.evaluation.tried) tried.table.rows.push_back({text(to_string(t.target)), m.method, m.error, count(m.cases)});
  }
  r.sections.push_back(std::move(s)), r.sections.push_back(std::move(tried));
  r.notes.push_back(kHowJudged);
  r.notes.push_back("Boosted trees: " + text(library) + ".");
  return r;
}

Report version_list(std::span<const ModelVersion> versions) {
  Report r;
  Section s{"models", "Models", {}, {}, false};
  s.table.columns = {{"version", "Version", Kind::integer}, {"target", "Learned"}, {"used", "Used", Kind::boolean}, {"method", "Method"}, {"trained_at", "Trained", Kind::instant}, {"from_at", "From", Kind::instant, false, 2},
                     {"to_at", "To", Kind::instant, false, 2}, {"known", "Known", Kind::integer, false, 1}, {"unit", "Unit"}};
  add_figures(s.table.columns);
  s.table.columns.push_back({"author", "By", Kind::text, false, 3});
  for (const ModelVersion& v : versions) {
    std::vector<Cell> row{v.id, text(to_string(v.what.target)), v.used, v.what.method, v.trained, v.what.from, v.what.to, count(v.what.known), text(unit_of(v.what.target))};
    append(row, figures(v.what.evaluation));
    row.push_back(v.author);
    s.table.rows.push_back(std::move(row));
  }
  r.sections.push_back(std::move(s));
  return r;
}

Report version_report(const ModelVersion& v, const Trees* trees) {
  const Evaluation& e = v.what.evaluation;
  const std::string unit = text(unit_of(v.what.target)), none = "nothing was judged: too little history";
  Report r;
  r.title = "Model " + std::to_string(v.id) + ": " + text(to_string(v.what.target));
  add_field(r, "version", "Version", v.id, Kind::integer, "");
  add_field(r, "target", "Learned", text(to_string(v.what.target)), Kind::text, "");
  add_field(r, "used", "In use", v.used, Kind::boolean, "");
  add_field(r, "method", "Method", v.what.method, Kind::text, "");
  add_field(r, "settings", "Settings", v.what.settings, Kind::text, "");
  add_field(r, "library", "Trees", v.library, Kind::text, "");
  add_field(r, "trained_at", "Trained", v.trained, Kind::instant, "");
  add_field(r, "author", "By", v.author, Kind::text, "");
  add_field(r, "from_at", "History from", v.what.from, Kind::instant, "");
  add_field(r, "to_at", "to", v.what.to, Kind::instant, "");
  add_field(r, "known", "Outcomes", count(v.what.known), Kind::integer, "");
  add_field(r, "open", "Still open", count(v.what.open), Kind::integer, "");
  add_field(r, "judged", "Judged on", count(e.judged), Kind::integer, "");
  add_field(r, "error", "Mean error", number(e.error), Kind::number, none, unit);
  add_field(r, "middle_error", "Median error", number(e.middle_error), Kind::number, none, unit);
  add_field(r, "median_error", "Of the median", number(e.usual_error), Kind::number, none, unit);
  add_field(r, "standardised_accuracy", "Against guessing", number(e.accuracy), Kind::ratio, e.judged < 2 ? none : "all outcomes are equal", "less error");
  add_field(r, "p", "p", number(e.p), Kind::number, "it differs from the median nowhere");
  add_field(r, "coverage", "In 90 % range", share(e.held, e.ranges), Kind::ratio, "fewer than 30 errors are known", "of " + std::to_string(e.ranges));
  add_field(r, "verdict", "Verdict", e.verdict, Kind::text, "");
  add_field(r, "data_sha256", "Data SHA-256", v.data_sha256, Kind::text, "");
  add_field(r, "sha256", "Model SHA-256", v.sha256, Kind::text, "");
  Section s{"weights", "What moves its estimates most", {}, {}, false};
  s.table.columns = {{"what", "What"}, {"times", "Times", Kind::number}};
  const Estimator estimator(v.what.target, v.what.bytes, trees);
  if (const EffortModel* m = estimator.effort()) {
    std::vector<Reason> all;
    for (std::uint32_t c = 0; m->method == Method::linear && c < m->weights.size(); ++c) all.push_back({m->encoder.column_name(c), static_cast<double>(m->weights[c])});
    if (m->method == Method::shrunk)
      for (const auto& [name, effect] : m->effects) all.push_back({name, effect});
    std::sort(all.begin(), all.end(), [](const Reason& a, const Reason& b) { return std::abs(a.share) != std::abs(b.share) ? std::abs(a.share) > std::abs(b.share) : a.name < b.name; });
    if (all.size() > 15) all.resize(15);
    for (const Reason& w : all) s.table.rows.push_back({w.name, std::exp(w.share)});
  }
  if (!s.table.rows.empty()) r.sections.push_back(std::move(s));
  r.notes.push_back(kHowJudged);
  return r;
}

Report estimate_report(const ModelVersion& v, const Case& c, std::string_view summary, const Trees* trees) {
  const Estimator estimator(v.what.target, v.what.bytes, trees);
  const Estimate e = estimator.of({&c, 1}).front();
  const std::string unit = text(unit_of(v.what.target));
  Report r;
  r.title = c.key + ": " + text(summary);
  add_field(r, "key", "", c.key, Kind::text, "");
  add_field(r, "version", "By model", v.id, Kind::integer, "", "(" + text(to_string(v.what.target)) + ", " + v.what.method + ")");
  add_field(r, "estimate", "Estimate", e.value, Kind::number, "", unit);
  const std::string few = "too few errors are known for a range of 90 %";
  add_field(r, "low", "90 % from", e.range ? Cell(e.range->low) : Cell(), Kind::number, few, unit);
  add_field(r, "high", "to", e.range ? Cell(e.range->high) : Cell(), Kind::number, few, unit);
  add_field(r, "usual", "The median says", e.usual, Kind::number, "", unit);
  add_field(r, "model_error", "Its mean error", number(v.what.evaluation.error), Kind::number, "nothing was judged", unit);
  Section s{"reasons", "", {}, {}, false};
  const auto all = estimator.reasons(c);
  if (estimator.points()) {
    s.title = "Chance of each value";
    s.table.columns = {{"points", "Points"}, {"chance", "Chance", Kind::ratio}};
    for (const Reason& w : all) s.table.rows.push_back({w.name, w.share});
  } else {
    s.title = "What makes the estimate";
    s.table.columns = {{"reason", "Reason"}, {"logarithm", "Logarithm", Kind::number}, {"times", "Times", Kind::number}};
    double sum = 0;
    for (const Reason& w : all) s.table.rows.push_back({w.name, w.share, std::exp(w.share)}), sum += w.share;
    add_field(r, "margin", "", sum, Kind::number, "");
    r.notes.push_back("The logarithms sum to that of the estimate plus a quarter (" + people_number(sum) + "): each reason multiplies it.");
  }
  s.shown_rows = 15;
  r.sections.push_back(std::move(s));
  return r;
}

Report evaluation_report(std::span<const ModelVersion> versions, std::span<const Evaluation> evaluations, std::span<const int> open) {
  Report r;
  r.title = "How the models did since they were trained";
  Section s{"models", "Models", {}, {}, false};
  s.table.columns = {{"version", "Version", Kind::integer}, {"target", "Learned"}, {"used", "Used", Kind::boolean}, {"method", "Method"}, {"to_at", "Since", Kind::instant}, {"open", "Still open", Kind::integer}, {"unit", "Unit"}};
  add_figures(s.table.columns);
  for (const Column& c : {Column{"foretold_error", "Error foretold", Kind::number}, Column{"verdict", "Verdict", Kind::text, true}}) s.table.columns.push_back(c);
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const ModelVersion& v = versions[i];
    std::vector<Cell> row{v.id, text(to_string(v.what.target)), v.used, v.what.method, v.what.to, count(open[i]), text(unit_of(v.what.target))};
    append(row, figures(evaluations[i]));
    append(row, {number(v.what.evaluation.error), evaluations[i].verdict});
    s.table.rows.push_back(std::move(row));
  }
  r.sections.push_back(std::move(s));
  r.notes.push_back("Only what began after the history a model was trained on is judged, and of that what has ended: what is still open is slower than what has ended, so soon after a training errors look too small.");
  return r;
}

}  // namespace juno::learn
