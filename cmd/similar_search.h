// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/kin_words.h"
#include "core/similar_report.h"
#include "store/word_index.h"
namespace juno {

// Finds issues that say the same as an issue or a text.
class SimilarFinder {
 public:
  explicit SimilarFinder(Context& ctx);  // may read the words of all issues first, which it says
  const store::WordIndex& index() const { return index_; }

  // What is asked: an issue's own words (throws Error{usage} where the cache has none of that key), or a text.
  struct Question {
    SimilarQuestion said;
    CountedText words;
    Id own = 0;  // the cache's; 0 for a text
  };
  Question about(const std::string& key) const;
  Question about(Id cached) const;
  static Question about_text(const std::string& text);
  // The `found` most similar by their words, ordered by all that they share; `wanted` says which of them count.
  std::vector<SimilarMatch> best(const Question& question, std::size_t found, const std::function<bool(const SimilarIssue&)>& wanted = {}) const;

 private:
  Question of_issue(const Issue& issue, Id cached) const;
  Context& ctx_;
  store::WordIndex index_;
  SimilarSearch search_;
  KinWords kin_;
};

}  // namespace juno
