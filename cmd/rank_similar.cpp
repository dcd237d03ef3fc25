// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>
#include "cmd/rank_extra.h"
#include "cmd/similar_search.h"
#include "core/sprint_scope.h"
#include "core/stats.h"
namespace juno {
namespace {

constexpr std::size_t kMostCompared = 1000, kMatches = 60;
constexpr double kKin = 0.25;        // similarity from which on finished work tells something
constexpr std::size_t kFewest = 3;   // of it that a median needs

std::string share(double x) {
  const auto hundredths = static_cast<int>(x * 100);  // cut, so that 0.599 is not told as likely
  return "0." + std::string(hundredths < 10 ? "0" : "") + std::to_string(std::min(hundredths, 99));
}

void from_kin(RankCandidate& c, const std::vector<const RankCandidate*>& kin) {
  std::vector<double> values, efforts;
  for (const RankCandidate* k : kin) {
    if (const auto value = k->outcome ? k->outcome : k->business_value) values.push_back(*value);
    if (const double points = k->children > 0 ? k->all_points : k->points.value_or(0); points > 0) efforts.push_back(points);
  }
  if (values.size() >= kFewest) c.neighbour_value = median(values), c.value_neighbours = static_cast<int>(values.size());
  if (efforts.size() < kFewest) return;
  const auto [least, most] = std::minmax_element(efforts.begin(), efforts.end());
  c.neighbour_effort = median(efforts), c.neighbour_low = *least, c.neighbour_high = *most, c.effort_neighbours = static_cast<int>(efforts.size());
}

}  // namespace

void read_neighbours(Context& ctx, std::vector<RankCandidate>& candidates) {
  const SimilarFinder finder(ctx);
  std::unordered_map<Id, const RankCandidate*> by_id;
  std::vector<RankCandidate*> open;
  for (RankCandidate& c : candidates) {
    by_id[c.id] = &c;
    if (!c.done) open.push_back(&c);
  }
  std::sort(open.begin(), open.end(), [](const RankCandidate* a, const RankCandidate* b) { return rank_key_before(*a, *b); });
  if (open.size() > kMostCompared) {
    ctx.note("--similar looks at the first " + std::to_string(kMostCompared) + " of " + std::to_string(open.size()) + " candidates by key; --where chooses others.");
    open.resize(kMostCompared);
  }
  for (RankCandidate* c : open) {
    const auto question = finder.about(c->id);
    if (question.words.terms.empty()) continue;
    std::vector<const RankCandidate*> kin;
    for (const SimilarMatch& m : finder.best(question, kMatches, [&](const SimilarIssue& i) { return by_id.contains(i.id); })) {
      const RankCandidate& other = *by_id.at(m.issue.id);
      if (!other.done && c->looks_like.empty() && m.similarity >= question.said.likely) c->looks_like = other.key + " (" + share(m.similarity) + ")";
      if (other.done && m.similarity >= kKin) kin.push_back(&other);
    }
    from_kin(*c, kin);
  }
}

}  // namespace juno
