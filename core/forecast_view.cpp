// SPDX-License-Identifier: Apache-2.0
#include "core/forecast_view.h"
#include <array>
#include <numeric>
namespace juno {
namespace {

constexpr std::array<double, 4> kConfidences{0.5, 0.7, 0.85, 0.95};  // domain.md §5

std::string key_of(double p) { return "p" + people_number(p * 100); }

Section confidences(const ForecastAnswer& a, const Trials& when, const std::optional<Trials>& many) {
  Section s{"confidences", "How sure", {}, {}, false};
  s.table.columns = {{"confidence", "Confidence", Kind::ratio}, {"done_by", "Done by", Kind::date}};
  if (many) s.table.columns.push_back({"at_least", "Done until " + format_date(*a.by) + ", at least", Kind::number});
  for (const double p : kConfidences) {
    const auto days = when.within(p);
    auto& row = s.table.rows.emplace_back(std::vector<Cell>{p, days ? Cell(a.today + static_cast<int>(*days)) : Cell()});
    if (many) row.push_back(cell(many->at_least(p)));
  }
  return s;
}

Section history(const ForecastAnswer& a, const Forecast& forecast) {
  Section s{"weeks", "Finished, week by week", {}, {}, false};
  s.table.columns = {{"from", "From", Kind::date}, {"to", "To", Kind::date}, {"finished", "Finished", Kind::number}};
  const auto days = 7 * forecast.weeks();
  for (int d = days; d > 0; d -= 7) {
    const auto first = a.finished.end() - d;
    s.table.rows.push_back({a.today + -d, a.today + (6 - d), std::accumulate(first, first + 7, 0.0)});
  }
  return s;
}

void add_backtest(Report& out, const ForecastAnswer& a) {
  if (!a.backtest) return;
  const ForecastBacktest& b = *a.backtest;
  const std::string few = "needs " + std::to_string(kForecastNeeds + a.ahead) + " weeks of history";
  out.summary.push_back({"backtest.ahead_weeks", "", cell(a.ahead), Kind::integer, ""});
  out.summary.push_back({"backtest.forecasts", "Back-test", cell(b.made), Kind::integer, "", "forecasts of " + std::to_string(a.ahead) + (a.ahead == 1 ? " week" : " weeks")});
  out.summary.push_back({"backtest.held", "Held", cell(b.share), Kind::ratio, b.share ? "" : few, b.share ? "of those with " + people_number(kForecastConfidence * 100) + " % confidence" : ""});
  out.summary.push_back({"backtest.low", "", b.interval ? Cell(b.interval->low) : Cell(), Kind::ratio, b.interval ? "" : few});
  out.summary.push_back({"backtest.high", "", b.interval ? Cell(b.interval->high) : Cell(), Kind::ratio, b.interval ? "" : few});
  out.notes.push_back("Back-test: at each whole week of the history, what would be done in the next weeks with " + people_number(kForecastConfidence * 100) + " % confidence, told from the weeks before it only, against what was done.");
  if (b.interval && b.interval->high < kForecastConfidence)
    out.warnings.push_back("Such forecasts held less often than they say (" + people_number(*b.share * 100) + " % instead of " + people_number(kForecastConfidence * 100) + " %): take a higher confidence.");
}

}  // namespace

Report to_report(const ForecastAnswer& a) {
  const Forecast forecast(a.finished, a.rules);
  const Trials when = forecast.when(a.items);
  Report out;
  out.title = "Forecast: " + a.scope;
  const std::string& why = forecast.reason();
  const std::string unit = a.points ? "points" : "issues";
  out.summary.push_back({"unit", "", unit, Kind::text, ""});
  out.summary.push_back({"items", a.counted ? "Open" : "To do", a.items, Kind::number, "", unit});
  for (const double p : {0.5, 0.85}) {
    const auto days = when.within(p);
    const std::string reason = days ? "" : !why.empty() ? why : "not within three years in so many trials";
    out.summary.push_back({"when." + key_of(p), "Done by, " + people_number(p * 100) + " % sure", days ? Cell(a.today + static_cast<int>(*days)) : Cell(), Kind::date, reason});
  }
  std::optional<Trials> many;
  if (a.by) {
    const int days = *a.by - a.today + 1;
    many = days > 1 && days <= kForecastDays ? forecast.how_many(1, days) : Trials{};
    const std::string reason = !many->sorted.empty() ? "" : days <= 1 ? "the day is not after today" : days > kForecastDays ? "that is more than three years ahead" : why;
    out.summary.push_back({"by.date", "", *a.by, Kind::date, ""});
    out.summary.push_back({"by.chance", "All done by " + format_date(*a.by), reason.empty() || a.items <= 0 ? cell(forecast.chance(a.items, days)) : Cell(), Kind::ratio, reason.empty() || a.items <= 0 ? "" : reason});
    for (const double p : {0.5, 0.85}) out.summary.push_back({"by." + key_of(p), "Done by then, " + people_number(p * 100) + " % sure", cell(many->at_least(p)), Kind::number, reason, reason.empty() ? unit + " at least" : ""});
  }
  out.summary.push_back({"history.weeks", "History", cell(forecast.weeks()), Kind::integer, "", "weeks"});
  out.summary.push_back({"history.finished", "Finished in them", forecast.finished(), Kind::number, "", unit});
  out.summary.push_back({"history.created", "Came in meanwhile", a.came, Kind::number, "", "issues"});
  out.summary.push_back({"seed", "", static_cast<std::int64_t>(a.rules.seed), Kind::integer, ""});
  out.summary.push_back({"trials", "", cell(a.rules.trials), Kind::integer, ""});
  out.sections.push_back(confidences(a, when, many));
  out.sections.push_back(history(a, forecast));
  out.notes.push_back("Each trial weighs the weeks of the history anew and draws from them; days keep their place in the week. Issues that come in from now on are left out, and so is what is left of today.");
  if (a.unestimated > 0) out.warnings.push_back(people_number(a.unestimated) + (a.unestimated == 1 ? " open issue has" : " open issues have") + " no estimate and count for nothing: without --points each issue counts as one.");
  if (!a.points && a.came > forecast.finished()) out.warnings.push_back("More came in than was finished: what is open now may be done by then, but the backlog grows.");
  add_backtest(out, a);
  return out;
}

}  // namespace juno
