// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
namespace juno {

// The lexicon of core/sentiment. Words are lower case; weights from -3 to 3.
inline constexpr std::size_t kLongestPhrase = 5;  // words

double word_weight(std::string_view word);                     // 0 for a word without mood
std::optional<double> phrase_weight(std::string_view phrase);  // of several words; 0 where together they say nothing
bool is_negation(std::string_view word);
double intensity(std::string_view word);                       // 1 for a word that neither strengthens nor weakens

// An emoticon or emoji at the start of a text; size 0: none.
struct Face {
  std::string_view text;
  std::size_t size = 0;
};
Face sentiment_face(std::string_view text);

// Small words that tell English from its neighbours.
bool english_word(std::string_view word);
bool foreign_word(std::string_view word);

}  // namespace juno
