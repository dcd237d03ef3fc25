// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
namespace juno::ask {

inline constexpr std::size_t kLongestQuestion = 512;  // bytes
inline constexpr std::size_t kMostTokens = 96;

// A word, number or sign of a question.
struct Token {
  enum class Class {
    word,
    number,    // 30, 1,000, 0.8, 85th
    amount,    // 30d, 2w, 24h
    key,       // SHOP-12: capitals, or any case where `KeyTest` knows the project
    date,      // digits with - / or . that look like a date, whole: 2026-03-05, 7/23, 2026-Q4, 2026-W12
    quoted,    // without its quotes
    sign,      // < <= > >= = != + % , ; : ? ! . ( ) & | /
    possession // 's
  };
  Class type = Class::word;
  std::string text;  // as written
  std::string norm;  // normal(text); for signs the sign
  std::size_t begin = 0, end = 0;  // bytes of the question
  double number = 0;  // of number and amount
  char unit = 0;      // of amount: m(inutes) h d w M(onths) y
  char glue = 0;      // what ties it to the token before, without a space: - / _ . or 0; ' before a number ('26)
  bool capital = false;  // begins with a capital letter
};

// For comparing names: case folded, without accents and apostrophes, every other sign a single space. A point stays between
// digits ("2.3.0"). Text that is not UTF-8 gives "".
std::string normal(std::string_view text);

// Cuts a question into tokens, in order. Nothing when it is not UTF-8 or longer than the limits.
std::optional<std::vector<Token>> tokens(std::string_view question);

}  // namespace juno::ask
