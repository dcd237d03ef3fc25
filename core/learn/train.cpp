// SPDX-License-Identifier: Apache-2.0
#include "core/learn/train.h"
#include <algorithm>
#include <cmath>
#include "core/error.h"
#include "core/learn/estimator.h"
#include "core/learn/measures.h"
#include "core/learn/ranges.h"
#include "core/report.h"
#include "core/stats.h"
namespace juno::learn {
namespace {

constexpr std::size_t kMostCases = 20'000, kMostPoints = 3'000;
constexpr std::size_t kManyCases = 4'000;  // from here on fewer, longer stretches: each costs a training

// Half-open stretches of cases by place: [begin, end) is foretold by what was known when its first case began.
struct Stretch {
  std::size_t begin = 0, end = 0;
  bool judges = false;  // else it chooses the method
};
std::vector<Stretch> stretches(std::size_t n) {
  const int first = n > kManyCases ? 6 : 4, step = n > kManyCases ? 2 : 1;
  std::vector<Stretch> out;
  for (int tenth = first; tenth < 10; tenth += step)
    out.push_back({n * static_cast<std::size_t>(tenth) / 10, n * static_cast<std::size_t>(std::min(10, tenth + step)) / 10, tenth >= (first + 10) / 2});
  std::erase_if(out, [](const Stretch& s) { return s.begin == s.end; });
  return out;
}

std::size_t known_count(std::span<const Case> cases) {
  return static_cast<std::size_t>(std::count_if(cases.begin(), cases.end(), [](const Case& c) { return c.known.has_value(); }));
}

class Ladder {
 public:
  Ladder(Target target, std::span<const Case> cases, const TrainRules& rules) : target_(target), cases_(cases), rules_(rules), methods_(methods_for(known_count(cases), rules.trees != nullptr)), stretches_(stretches(cases.size())) {
    for (const Stretch& s : stretches_) total_ += s.judges ? 1 : static_cast<int>(methods_.size());
  }

  Trained run() {
    Trained out{target_, "", "", cases_.front().at, cases_.back().at, 0, 0, "", {}, {}};
    out.known = static_cast<int>(known_count(cases_)), out.open = static_cast<int>(cases_.size()) - out.known;
    const Method chosen = choose(out.evaluation);
    auto told = foretell(chosen);
    judge(out, told, chosen);
    if (target_ == Target::value) compare_with_stated(out.evaluation, told);
    const Method used = out.evaluation.better ? chosen : Method::median;
    if (used != chosen) told = foretell(used);
    EffortModel m = fit_effort(cases_, used, rules_.trees, rules_.seed);
    const Followed ranges = follow(told, patience(told), end() + std::chrono::milliseconds(1));
    m.spread = ranges.spread, m.spread_of_type = ranges.spread_of_type, m.width = ranges.width;
    out.evaluation.ranges = ranges.ranges, out.evaluation.held = ranges.held;
    out.method = to_string(used);
    out.settings = "seed=" + std::to_string(rules_.seed) + " words=" + std::to_string(m.encoder.words.terms.size()) + " tags=" + std::to_string(m.encoder.tags.size());
    out.bytes = m.bytes();
    step();
    return out;
  }

 private:
  void step() {
    if (rules_.progress) ++done_, rules_.progress("fitting", done_, std::max(done_, total_));
  }

  // What is still open is among them: that it was foretold, and when, says which outcomes can be known.
  std::vector<Foretold> foretell(Method method, bool choosing_only = false) {
    std::vector<Foretold> out;
    for (const Stretch& s : stretches_) {
      if (choosing_only && s.judges) continue;
      const auto seen = seen_at(target_, cases_, cases_[s.begin].at);
      if (known_count(seen) < static_cast<std::size_t>(kLeastKnown)) continue;
      const EffortModel m = fit_effort(seen, method, rules_.trees, rules_.seed);
      const auto stretch = cases_.subspan(s.begin, s.end - s.begin);
      const auto margins = estimate(m, stretch, rules_.trees);
      for (std::size_t i = 0; i < stretch.size(); ++i)
        out.push_back({&stretch[i], margins[i], m.usual_for(stretch[i].type), s.judges});
      step();
    }
    return out;
  }

  Method choose(Evaluation& e) {
    Method best = Method::median;
    double least = 0;
    if (methods_.size() == 1) return best;
    if (methods_.size() == 2) best = methods_.back();  // the only one beside the median: judged, whether it could be tried before or not
    for (const Method method : methods_) {
      std::vector<double> actual, predicted;
      for (const Foretold& f : foretell(method, true))
        if (f.of->known) actual.push_back(f.of->value), predicted.push_back(from_log(f.margin));
      const auto error = mean_absolute_error(actual, predicted);
      if (!error) continue;
      e.tried.push_back({std::string(to_string(method)), *error, static_cast<int>(actual.size())});
      if (method == Method::median) continue;
      if (best == Method::median || best == method || *error < least) best = method, least = *error;
    }
    return best;
  }

  void judge(Trained& out, const std::vector<Foretold>& told, Method chosen) const {
    Evaluation& e = out.evaluation;
    std::vector<double> actual, predicted, off, usual_off;
    const auto finish = [&] {
      e.error = mean(off), e.middle_error = median(off), e.accuracy = standardised_accuracy(actual, predicted);
      std::size_t i = 0;
      for (const Foretold& f : told)
        if (f.judges && f.of->known) out.judged.push_back({f.of->at, f.of->key, off[i++]});
    };
    for (const Foretold& f : told) {
      if (!f.judges || !f.of->known) continue;
      actual.push_back(f.of->value), predicted.push_back(from_log(f.margin));
      off.push_back(std::abs(actual.back() - predicted.back())), usual_off.push_back(std::abs(actual.back() - from_log(f.usual)));
    }
    e.judged = static_cast<int>(actual.size());
    e.usual_error = mean(usual_off);
    const auto error = mean(off);
    const auto test = wilcoxon(off, usual_off);
    const std::string instead = target_ == Target::value ? "values stay as they are stated" : "using the median";
    if (chosen == Method::median || e.judged == 0) {
      e.verdict = (methods_.size() == 1 ? "fewer than 30 known cases: " : "too few outcomes were known when later work began: ") + instead;
      return finish();
    }
    if (test) e.p = test->p;
    e.better = error && *error < *e.usual_error && test && test->p < 0.05 && test->lower;
    e.verdict = e.better ? "better than the median: " + people_number(*error) + " against " + people_number(*e.usual_error) + " " + std::string(unit_of(target_)) : "no better than the median here: " + instead;
    if (!e.better) {
      if (error) e.tried.push_back({std::string(to_string(chosen)) + ", where judged", *error, e.judged});
      predicted.clear();
      for (const Foretold& f : told)
        if (f.judges && f.of->known) predicted.push_back(from_log(f.usual));
      off = usual_off;
    }
    finish();
  }

  // "Predict the stated value" (methods.md §7.2): people's own figure, where there was one. It comes first in rankings whatever this says;
  // the verdict tells whether it deserves to.
  void compare_with_stated(Evaluation& e, const std::vector<Foretold>& told) const {
    std::vector<double> stated, model;
    for (const Foretold& f : told)
      if (f.judges && f.of->known && f.of->stated) stated.push_back(std::abs(f.of->value - *f.of->stated)), model.push_back(std::abs(f.of->value - from_log(f.margin)));
    e.stated = static_cast<int>(stated.size()), e.stated_error = mean(stated), e.error_where_stated = mean(model);
    if (stated.empty()) return;
    const auto test = wilcoxon(model, stated);
    const bool sure = test && test->p < 0.05;
    const std::string by = " (off by " + people_number(*e.stated_error) + " against " + people_number(*e.error_where_stated) + ")";
    e.verdict += "; where a value was stated, in " + std::to_string(e.stated) + " of them, " +
                 (!sure ? "neither that nor what is learned is shown to be better" : test->lower ? "it errs more than what is learned" : "it is better than what is learned") + by;
    e.tried.push_back({"the stated value, where judged", *e.stated_error, e.stated});
  }

  // How long nearly all took of the outcomes that were known before anything was foretold.
  double patience(const std::vector<Foretold>& told) const {
    std::vector<double> took;
    for (const Case& c : cases_)
      if (c.known && !told.empty() && *c.known < told.front().of->at) took.push_back(static_cast<double>(c.known->ms - c.at.ms));
    return quantile_nearest_rank(took, 0.95).value_or(0);
  }
  Instant end() const {
    Instant last = cases_.back().at;
    for (const Case& c : cases_)
      if (c.known) last = std::max(last, *c.known);
    return last;
  }

  Target target_;
  std::span<const Case> cases_;
  const TrainRules& rules_;
  std::vector<Method> methods_;
  std::vector<Stretch> stretches_;
  int done_ = 0, total_ = 1;  // 1: the last fitting, on everything
};

// Story points: one method, judged on the latest stretches.
Trained train_on_points(std::span<const Case> cases, const TrainRules& rules) {
  Trained out{Target::points, "", "", cases[cases.size() > kMostPoints ? cases.size() - kMostPoints : 0].at, cases.back().at, static_cast<int>(cases.size()), 0, "", {}, {}};
  std::vector<PointsRow> rows;
  for (const Case& c : cases) rows.push_back({points_text(c), c.value});
  const auto latest = [&](std::size_t end) { return std::span(rows).first(end).subspan(end > kMostPoints ? end - kMostPoints : 0); };
  std::vector<Stretch> judging;
  for (const Stretch& s : stretches(cases.size()))
    if (s.judges && s.begin >= static_cast<std::size_t>(kLeastKnown)) judging.push_back(s);
  const int total = static_cast<int>(judging.size()) + 1;
  int done = 0;
  const auto step = [&] { if (rules.progress) ++done, rules.progress("fitting", done, total); };
  Evaluation& e = out.evaluation;
  std::vector<double> actual, predicted, plain, off, plain_off;
  int held = 0, plain_held = 0;
  for (const Stretch& s : judging) {
    const PointsModel m = train_points(latest(s.begin)), usual = train_points(latest(s.begin), true);
    const PointsDistribution d{usual.values, usual.prior};
    const double middle = d.median();
    const auto range = d.range(usual.tail);
    for (std::size_t i = s.begin; i < s.end; ++i) {
      const double y = rows[i].points;
      const auto own = m.predict(rows[i].text);
      actual.push_back(y), predicted.push_back(own.median()), plain.push_back(middle);
      off.push_back(std::abs(y - predicted.back())), plain_off.push_back(std::abs(y - middle));
      if (!m.calibrated) continue;
      const auto r = own.range(m.tail);
      ++e.ranges, held += r.low <= y && y <= r.high, plain_held += range.low <= y && y <= range.high;
    }
    step();
  }
  e.judged = static_cast<int>(actual.size());
  e.usual_error = mean(plain_off);
  const auto error = mean(off);
  const auto test = wilcoxon(off, plain_off);
  if (test) e.p = test->p;
  e.better = error && *error < *e.usual_error && test && test->p < 0.05 && test->lower;
  e.verdict = e.better ? "better than the median: " + people_number(*error) + " against " + people_number(*e.usual_error) + " points" : cases.size() < kEnoughToChoosePoints ? "fewer than 50 estimates: using the median" : "no better than the median here: using the median";
  if (error) e.tried = {{"median", *e.usual_error, e.judged}, {"distributional median", *error, e.judged}};
  if (!e.better) off = plain_off, predicted = plain, held = plain_held;
  e.held = held;
  e.error = mean(off), e.middle_error = median(off), e.accuracy = standardised_accuracy(actual, predicted);
  std::size_t k = 0;
  for (const Stretch& s : judging)
    for (std::size_t i = s.begin; i < s.end; ++i) out.judged.push_back({cases[i].at, cases[i].key, off[k++]});
  const PointsModel m = train_points(latest(rows.size()), !e.better);
  out.method = m.settings.text_share > 0 ? "distributional median" : "median";
  out.settings = "text_share=" + people_number(m.settings.text_share) + " strength=" + people_number(m.settings.strength) + " half_life=" + people_number(m.settings.half_life) + " words=" + std::to_string(m.vocabulary.terms.size());
  out.bytes = m.bytes();
  step();
  return out;
}

}  // namespace

std::optional<Trained> train(Target target, std::vector<Case> cases, const TrainRules& rules) {
  std::sort(cases.begin(), cases.end(), earlier);
  if (cases.size() > kMostCases) cases.erase(cases.begin(), cases.end() - static_cast<std::ptrdiff_t>(kMostCases));
  if (known_count(cases) < static_cast<std::size_t>(least_known(target))) return std::nullopt;
  return target == Target::points ? train_on_points(cases, rules) : Ladder(target, cases, rules).run();
}

Evaluation evaluate(Target target, const std::string& bytes, std::span<const Case> cases, const Trees* trees) {
  const Estimator estimator(target, bytes, trees);
  std::vector<Case> known;
  for (const Case& c : cases)
    if (c.known) known.push_back(c);
  Evaluation e;
  std::vector<double> actual, predicted, off, usual_off;
  const auto all = estimator.of(known);
  for (std::size_t i = 0; i < known.size(); ++i) {
    const double y = known[i].value;
    actual.push_back(y), predicted.push_back(all[i].value);
    off.push_back(std::abs(y - all[i].value)), usual_off.push_back(std::abs(y - all[i].usual));
    if (all[i].range) ++e.ranges, e.held += all[i].range->low <= y && y <= all[i].range->high;
  }
  e.judged = static_cast<int>(known.size());
  e.error = mean(off), e.middle_error = median(off), e.usual_error = mean(usual_off), e.accuracy = standardised_accuracy(actual, predicted);
  if (const auto test = wilcoxon(off, usual_off)) e.p = test->p, e.better = *e.error < *e.usual_error && test->p < 0.05 && test->lower;
  return e;
}

}  // namespace juno::learn
