// SPDX-License-Identifier: Apache-2.0
#include "core/sentiment.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include "core/sentiment_words.h"
namespace juno {
namespace {

constexpr double kClear = 1.5;     // from this score on, a comment has a mood
constexpr double kFaint = 0.6;     // below, it has none
constexpr std::size_t kReach = 3;  // words that a negation turns

struct Token {
  std::string word;   // lower case; a mark of punctuation or an emoticon as it is
  bool ends = false;  // of a sentence
  bool exclaims = false;
};

bool letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// Words with their apostrophes, emoticons and emoji; sentences end at . ! ? and line breaks.
std::vector<Token> tokens_of(std::string_view text) {
  std::string s(text);
  for (char& c : s)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  // The curved apostrophe as the straight one.
  for (std::size_t at = 0; (at = s.find("\xe2\x80\x99", at)) != std::string::npos; ++at) s.replace(at, 3, "'");
  std::vector<Token> out;
  const auto last = [&]() -> Token* { return out.empty() ? nullptr : &out.back(); };
  for (std::size_t at = 0; at < s.size();) {
    if (const auto face = sentiment_face(std::string_view(s).substr(at)); face.size > 0) {
      out.push_back({std::string(face.text), false, false});
      at += face.size;
    } else if (letter(s[at])) {
      std::size_t end = at;
      while (end < s.size() && (letter(s[end]) || (s[end] >= '0' && s[end] <= '9') || ((s[end] == '\'' || s[end] == '-') && end + 1 < s.size() && letter(s[end + 1])))) ++end;
      out.push_back({s.substr(at, end - at), false, false});
      at = end;
    } else {
      const bool ends = s[at] == '.' || s[at] == '!' || s[at] == '?' || s[at] == '\n' || s[at] == ';';
      if (ends && last()) last()->ends = true, last()->exclaims = last()->exclaims || s[at] == '!';
      ++at;
    }
  }
  return out;
}

// Whether most of the words that tell a language are another's; or most letters are no Latin ones.
bool other_language(std::string_view text, const std::vector<Token>& tokens) {
  std::size_t latin = 0, other = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    other += c >= 0xce && c <= 0xef && c != 0xe2;  // lead bytes from Greek on, without general punctuation
  }
  if (other > latin) return true;
  int english = 0, foreign = 0;
  for (const Token& t : tokens) english += english_word(t.word), foreign += foreign_word(t.word);
  return foreign >= 2 && foreign > english;
}

// Where a phrase of several words begins at `at`: its weight and how many words it takes.
struct Found {
  double weight = 0;
  std::size_t words = 0;
};
Found phrase_at(const std::vector<Token>& tokens, std::size_t at) {
  std::string joined;
  Found best;
  for (std::size_t n = 0; n < kLongestPhrase && at + n < tokens.size(); ++n) {
    joined += (n ? " " : "") + tokens[at + n].word;
    if (const auto weight = phrase_weight(joined)) best = {*weight, n + 1};
    if (tokens[at + n].ends) break;
  }
  return best;
}

struct Balance {
  double up = 0, down = 0;
};

// One sentence, [from, to).
Balance sentence(const std::vector<Token>& tokens, std::size_t from, std::size_t to, std::vector<std::string>& because) {
  Balance before, now;  // before: what a "but" has put into the background
  std::size_t negated_until = from;
  bool negated = false;
  double strength = 1;
  for (std::size_t at = from; at < to;) {
    const std::string& word = tokens[at].word;
    if (const Found phrase = phrase_at(tokens, at); phrase.words > 0) {
      (phrase.weight > 0 ? now.up : now.down) += std::abs(phrase.weight);
      if (phrase.weight != 0) {
        std::string text;
        for (std::size_t n = 0; n < phrase.words; ++n) text += (n ? " " : "") + tokens[at + n].word;
        because.push_back(text);
      }
      at += phrase.words, strength = 1;
      continue;
    }
    if (word == "but" || word == "however" || word == "although") {
      before.up += now.up / 2, before.down += now.down / 2, now = {}, negated = false;
    } else if (is_negation(word)) {
      negated = true, negated_until = at + kReach;
    } else if (const double by = intensity(word); by != 1) {
      strength = by;
    } else if (const double weight = word_weight(word); weight != 0) {
      const bool turned = negated && at <= negated_until;
      // "not good" is bad; "not bad" is hardly praise.
      const double w = weight * strength * (turned ? (weight > 0 ? -1.0 : -0.4) : 1.0);
      (w > 0 ? now.up : now.down) += std::abs(w);
      because.push_back((turned ? "not " : "") + word);
      strength = 1;
    } else {
      strength = 1;
    }
    ++at;
  }
  const bool exclaims = to > from && tokens[to - 1].exclaims;
  const double louder = exclaims ? 1.2 : 1;
  return {(before.up + now.up) * louder, (before.down + now.down) * louder};
}

}  // namespace

std::string_view to_string(Mood mood) {
  switch (mood) {
    case Mood::negative: return "negative";
    case Mood::neutral: return "neutral";
    case Mood::positive: return "positive";
    case Mood::unsure: return "unsure";
    case Mood::unsupported: return "unsupported";
  }
  return {};
}

Sentiment sentiment_of(std::string_view text) {
  const std::string own = own_words(text);
  const auto tokens = tokens_of(own);
  Sentiment out;
  if (other_language(own, tokens)) return {Mood::unsupported, 0, {}};
  double up = 0, down = 0;
  for (std::size_t from = 0; from < tokens.size();) {
    std::size_t to = from;
    while (to < tokens.size() && !tokens[to].ends) ++to;
    to = std::min(to + 1, tokens.size());
    const Balance s = sentence(tokens, from, to, out.because);
    up += s.up, down += s.down;
    from = to;
  }
  out.score = up - down;
  // Praise and complaint both, and neither outweighs the other.
  const bool mixed = up >= 1 && down >= 1 && std::max(up, down) < 2.2 * std::min(up, down);
  const double size = std::abs(out.score);
  if (mixed || (size >= kFaint && size < kClear)) out.mood = Mood::unsure;
  else if (size < kFaint) out.mood = up >= 1 ? Mood::unsure : Mood::neutral;
  else out.mood = out.score > 0 ? Mood::positive : Mood::negative;
  return out;
}

}  // namespace juno
