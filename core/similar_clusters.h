// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <vector>
#include "core/report.h"
#include "core/similar_report.h"
namespace juno {

// Texts compared with each other: a term with the texts that hold it, by place among them.
struct SharedTerm {
  std::string term;
  std::vector<Posting> postings;
};
struct SimilarPair {
  std::size_t a = 0, b = 0;  // places, a < b
  double similarity = 0;     // the lesser of both directions
};
// Pairs from that similarity on, by place.
std::vector<SimilarPair> similar_pairs(std::span<const IndexedText> texts, std::span<const SharedTerm> terms, double least);

// Groups in which the pairs are on average as similar as `least` (average linkage: a chain of neighbours is no group), the
// most similar joined first; a pair not given counts as 0. Each group by place, at least two, by its first place.
std::vector<std::vector<std::size_t>> similar_groups(std::size_t texts, std::span<const SimilarPair> pairs, double least);

Report clusters_report(std::span<const SimilarIssue> issues, std::span<const SimilarPair> pairs, const std::vector<std::vector<std::size_t>>& groups, double least);

}  // namespace juno
