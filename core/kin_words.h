// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
namespace juno {

// Words that stand for each other here: learned from issues that people linked as duplicates. Where one of a pair says "invoice"
// and the other says "bill" more often than chance has it, the two are kin.
struct KinWord {
  std::string word;
  double share = 0;  // of the pairs in which one side alone had the first word: those in which the other side alone had this one
};
using KinWords = std::map<std::string, std::vector<KinWord>, std::less<>>;  // stem → kin, the closest first

// `pairs`: the stems of both issues. Dunning's log-likelihood ratio (1993) above 10.83 (p < 0.001), in at least two pairs; at most
// `most` for a word. Two words of both sides of a pair say nothing.
KinWords learn_kin(std::span<const std::pair<std::set<std::string>, std::set<std::string>>> pairs, std::size_t most = 6);

// One line a word; and back, leaving out what cannot be read.
std::string kin_text(const KinWords& kin);
KinWords read_kin(std::string_view text);

}  // namespace juno
