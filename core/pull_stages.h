// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/forge.h"
namespace juno {

// A pull request with what the stages, rounds, load and size are read from. Lists are oldest first.
struct PullFacts {
  PullRequest pull;
  std::vector<Review> reviews;
  std::vector<ReviewRequest> requests;
  std::vector<Instant> pushes;     // committer dates and forced pushes
  std::vector<PullFile> files;     // empty: not known
  std::vector<std::string> issues; // keys it is linked to
  std::vector<std::string> components;  // of those issues
};

// Hours a merged pull request spent, methods.md 6. A stage that did not happen, that nothing tells, or that would be
// negative is absent. Where all five are known, `total` is their sum.
struct PullStages {
  std::optional<double> coding;  // first commit authored → ready for review
  std::optional<double> pickup;  // ready → first review by another person
  std::optional<double> review;  // first review → first approval
  std::optional<double> merge;   // first approval → merged
  std::optional<double> deploy;  // merged → in production
  std::optional<double> total;   // first commit → in production
  std::optional<double> to_merge;  // first commit → merged
  std::optional<double> open;      // created → merged
  std::optional<double> response;  // ready → first review or comment
  bool whole() const { return coding && pickup && review && merge && deploy; }
};
PullStages stages_of(const PullRequest& pull);

// How often work went back: pushes that follow a review which did not approve, each review followed by pushes once, from
// the first such review to the first approval (without one, to the merge).
int review_rounds(const PullFacts& facts);

// Somebody other than the author who is no machine. Deleted accounts count as somebody unless the author is one too.
bool reviewed_by_another(const Person& reviewer, const Person& author, std::span<const std::string> ignore);
bool is_bot(const Person& person, std::span<const std::string> ignore);  // `ignore`: logins, * matches anything

// Lines added and deleted without generated files, where the files are known.
std::int64_t size_of(const PullFacts& facts, std::span<const std::string> generated);
enum class SizeClass { xs, s, m, l, xl };  // below 10, 50, 200, 500 lines, and the rest
SizeClass size_class(std::int64_t lines);
std::string_view to_string(SizeClass size);

}  // namespace juno
