// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
namespace juno {

// Finding issues that say the same: BM25F (Robertson, Zaragoza and Taylor, 2004) over summary and description, with pairs
// of neighbouring words of the summary, as REP (Sun and others, 2011) has it.

// How often a term stands in each field.
struct TermCount {
  std::uint32_t summary = 0, text = 0;
};
// A text as the index keeps it. Terms are words (core/words.h) and, with a space between, pairs of the summary's.
struct CountedText {
  std::map<std::string, TermCount> terms;
  std::uint32_t summary_words = 0, text_words = 0;
};
CountedText count_terms(std::string_view summary, std::string_view description);

// One indexed text. `issue` 0: replaced by a newer one, or deleted.
struct IndexedText {
  Id issue = 0;
  std::uint32_t summary_words = 0, text_words = 0;
};
// A term in the text at that place of the index.
struct Posting {
  std::uint32_t place = 0;
  TermCount count;
};
// Postings in ascending places as bytes, and back; damaged bytes give what could be read.
std::string packed_postings(std::span<const Posting> postings);
std::vector<Posting> unpacked_postings(std::string_view bytes);

struct SimilarSettings {
  double k1 = 1.2, summary_weight = 3, text_weight = 1, summary_b = 0.5, text_b = 0.75;
  double pair_weight = 0.5;       // of a pair's score against a word's
  std::size_t most_terms = 40;    // of the question: those that say most
};

// A term of the question as the index knows it.
struct AskedTerm {
  std::string term;
  TermCount count;                // in the question
  std::vector<Posting> postings;  // of the whole index
  std::string instead{};          // the question's word that this one is kin to; empty: the question has it itself
  double share = 1;               // how much of that word's worth it has
};

struct SimilarText {
  std::uint32_t place = 0;
  double score = 0;         // against what the question itself would score, 0..1
  std::vector<std::string> terms;  // shared, the weightiest first
};

class SimilarSearch {
 public:
  // `texts`: the whole index, by place. Refers to it.
  explicit SimilarSearch(std::span<const IndexedText> texts, const SimilarSettings& settings = {});
  // The terms of a question that say most: rare ones and those of its summary, also words that no text has, which no match
  // can share. `document_counts`: in how many texts each term is.
  std::vector<std::string> worth_asking(const CountedText& question, const std::map<std::string, std::size_t>& document_counts) const;
  // The best matches, by score, then place. `but`: an issue that is not to be found (the question itself).
  std::vector<SimilarText> best(const CountedText& question, std::span<const AskedTerm> terms, std::size_t most, Id but = 0) const;

 private:
  double weight_of(std::size_t documents) const;  // idf
  double frequency(const TermCount& count, std::uint32_t summary_words, std::uint32_t text_words) const;
  std::span<const IndexedText> texts_;
  SimilarSettings settings_;
  std::size_t alive_ = 0;
  double mean_summary_ = 1, mean_text_ = 1;
};

}  // namespace juno
