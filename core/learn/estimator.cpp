// SPDX-License-Identifier: Apache-2.0
#include "core/learn/estimator.h"
#include <algorithm>
#include "core/report.h"
namespace juno::learn {
namespace {

std::variant<EffortModel, PointsModel> model_of(Target target, std::string_view bytes) {
  if (target == Target::points) return PointsModel::from_bytes(bytes);
  return EffortModel::from_bytes(bytes);
}

}  // namespace

TermCounts points_text(const Case& c) {
  TermCounts out = c.text;
  for (const std::string_view tag : c.tags) out.push_back({tag, 1});
  std::sort(out.begin(), out.end());
  return out;
}

Estimator::Estimator(Target target, std::string_view bytes, const Trees* trees) : model_(model_of(target, bytes)), trees_(trees) {}

bool Estimator::lacks_trees() const { return effort() && effort()->method == Method::trees && !trees_; }

const std::vector<std::string>& Estimator::terms() const { return points() ? points()->vocabulary.terms : effort()->encoder.words.terms; }

std::vector<Estimate> Estimator::of(std::span<const Case> cases) const {
  std::vector<Estimate> out;
  if (const PointsModel* m = points()) {
    const double usual = PointsDistribution{m->values, m->prior}.median();
    for (const Case& c : cases) {
      const auto d = m->predict(points_text(c));
      const auto r = d.range(m->tail);
      out.push_back({d.median(), usual, m->calibrated ? std::optional(Range{r.low, r.high}) : std::nullopt});
    }
    return out;
  }
  const EffortModel& m = *effort();
  const auto margins = estimate(m, cases, trees_);
  for (std::size_t i = 0; i < cases.size(); ++i) out.push_back({from_log(margins[i]), from_log(m.usual_for(cases[i].type)), range_around(m, margins[i], cases[i].type)});
  return out;
}

std::vector<Reason> Estimator::reasons(const Case& c) const {
  if (const EffortModel* m = effort()) return learn::reasons(*m, c, trees_);
  std::vector<Reason> out;
  const auto d = points()->predict(points_text(c));
  for (std::size_t i = 0; i < d.values.size(); ++i) out.push_back({people_number(d.values[i]), d.shares[i]});
  return out;
}

}  // namespace juno::learn
