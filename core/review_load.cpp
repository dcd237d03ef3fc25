// SPDX-License-Identifier: Apache-2.0
#include "core/review_load.h"
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
namespace juno {
namespace {

bool stands(const ReviewRequest& request, const PullFacts& p) {
  if (request.removed) return false;
  if (request.reviewer.account.empty()) return true;  // a team: nobody's own review answers it for sure
  return std::none_of(p.reviews.begin(), p.reviews.end(), [&](const Review& r) { return r.submitted && *r.submitted >= request.at && r.reviewer.account == request.reviewer.account; });
}

// Mean difference over twice the mean, for whole counts given in ascending order.
double gini(const std::vector<double>& ascending) {
  double weighted = 0, sum = 0;
  const auto n = static_cast<double>(ascending.size());
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    weighted += (2 * static_cast<double>(i + 1) - n - 1) * ascending[i];
    sum += ascending[i];
  }
  return sum > 0 ? weighted / (n * sum) : 0;
}

}  // namespace

std::vector<std::string> waiting_for(const PullFacts& p, const std::function<std::string(const Person&)>& name_of) {
  std::set<std::string> out;
  for (const ReviewRequest& request : p.requests)
    if (stands(request, p)) out.insert(request.reviewer.account.empty() ? request.team : name_of(request.reviewer));
  out.erase("");
  return {out.begin(), out.end()};
}

ReviewLoad review_load(std::span<const PullFacts> pulls, const Period& period, std::span<const std::string> ignore, const std::function<std::string(const Person&)>& name_of) {
  ReviewLoad out;
  std::map<std::string, Reviewer> by_name;
  for (const PullFacts& p : pulls) {
    std::set<std::string> here;
    for (const Review& r : p.reviews) {
      if (!r.submitted || r.state == ReviewState::pending || !period.contains(*r.submitted) || !reviewed_by_another(r.reviewer, p.pull.author, ignore)) continue;
      ++out.reviews;
      if (r.reviewer.account.empty() && r.reviewer.name.empty()) {
        ++out.unknown;
        continue;
      }
      Reviewer& who = by_name[name_of(r.reviewer)];
      ++who.reviews;
      who.pulls += here.insert(name_of(r.reviewer)).second;
    }
    if (p.pull.state != PullState::open) continue;
    std::set<std::string> waiting;
    for (const ReviewRequest& request : p.requests)
      if (!request.reviewer.account.empty() && !is_bot(request.reviewer, ignore) && stands(request, p)) waiting.insert(name_of(request.reviewer));
    for (const auto& name : waiting) ++by_name[name].waiting;
  }
  std::vector<double> counts;
  for (auto& [name, who] : by_name) {
    who.name = name;
    if (out.reviews > 0) who.share = static_cast<double>(who.reviews) / out.reviews;
    if (who.reviews > 0) {
      counts.push_back(who.reviews);
      out.largest = std::max(out.largest.value_or(0), who.share);
    }
    out.reviewers.push_back(std::move(who));
  }
  std::sort(counts.begin(), counts.end());
  if (counts.size() >= 2) out.gini = gini(counts);
  std::stable_sort(out.reviewers.begin(), out.reviewers.end(), [](const Reviewer& a, const Reviewer& b) { return std::tuple(-a.reviews, -a.waiting, a.name) < std::tuple(-b.reviews, -b.waiting, b.name); });
  return out;
}

}  // namespace juno
