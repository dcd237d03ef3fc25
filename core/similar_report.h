// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/report.h"
#include "core/similar.h"
namespace juno {

// What is told of an issue that says the same.
struct SimilarIssue {
  Id id = 0;
  std::string key, summary, type, project, status;
  bool done = false;
  Id reporter = 0;                      // 0 = nobody
  std::optional<double> points;
  std::optional<Instant> started, finished;
  std::vector<std::string> components;
  std::vector<Id> duplicates;           // issues linked as duplicates or clones of it
};

struct SimilarMatch {
  SimilarIssue issue;
  double text = 0;                   // 0..1, of the words alone
  double similarity = 0;             // 0..1, with what else they share
  std::vector<std::string> shared;   // words, the weightiest first
  std::vector<std::string> also;     // type, component, reporter: what else they share
  bool linked = false;               // as a duplicate already
};

struct SimilarQuestion {
  std::string text;                  // as asked; for an issue its summary
  std::string words;                 // all of its text, from which shared words get their letters back
  std::optional<SimilarIssue> issue; // nothing for a free text
  std::size_t searched = 0;          // texts
  double likely = 0.6;               // from this similarity on, a match is called a likely duplicate
};

// Sharing words says most; of equal words those with the same component, type or reporter come first. By similarity, then key.
std::vector<SimilarMatch> matches_of(const SimilarQuestion& question, const std::vector<SimilarText>& found, std::vector<SimilarIssue> issues);
Report similar_report(const SimilarQuestion& question, const std::vector<SimilarMatch>& matches);

}  // namespace juno
