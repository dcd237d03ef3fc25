// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
namespace juno {

// How a comment sounds. `unsure`: words of both kinds, or too weak ones: an answer is better withheld. `unsupported`: not
// English, as far as its words tell.
enum class Mood { negative, neutral, positive, unsure, unsupported };
std::string_view to_string(Mood mood);

struct Sentiment {
  Mood mood = Mood::neutral;
  double score = 0;                 // below 0: displeased
  std::vector<std::string> because; // the words that count, as they were found
};
// By a lexicon of juno's own, for talk about software: what programs do (kill, fail, crash, fatal error) is no mood; negations turn
// the three words after them; what follows "but" counts more. Irony is not understood.
Sentiment sentiment_of(std::string_view text);

// What the author of a comment says: without code, logs, stack traces, quotes, addresses, names called and signatures.
std::string own_words(std::string_view text);

}  // namespace juno
