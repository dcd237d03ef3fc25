// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <map>
#include <span>
#include <string>
#include <vector>
#include "core/learn/bytes.h"
#include "core/learn/cases.h"
namespace juno::learn {

// Outcomes are learned as logarithms of value + a quarter: a day or a point more matters less, the more there are, and 0 is allowed.
double to_log(double value);
double from_log(double logarithm);  // never negative

// What had been seen of outcomes before a moment.
struct Past {
  double reporter = 0;  // mean of the reporter's, drawn to the mean of all where there are few
  double lately = 0;    // median of the last 30 known
};
// For each case what was known before its own moment: a walk through time.
std::vector<Past> pasts_of(std::span<const Case> cases);

// Cases as rows of numbers. All it knows comes from the cases it was made of.
struct Encoder {
  static constexpr std::size_t kNumbers = 6;
  static const std::array<const char*, kNumbers> kNumberNames;

  Vocabulary words;
  std::vector<std::string> tags;  // ascending
  std::array<double, kNumbers> centres{}, scales{};  // of the numbers
  std::map<std::string, Past> reporters;  // as of the end
  Past others;                            // of a reporter who is not known

  static Encoder of(std::span<const Case> cases, std::span<const Past> pasts, std::size_t most_words);
  std::uint32_t columns() const { return static_cast<std::uint32_t>(words.terms.size() + tags.size() + kNumbers); }
  std::string column_name(std::uint32_t column) const;  // "word migrat", "component: api", "number of labels"
  SparseRow row(const Case& c, const Past& past) const;
  SparseRow row(const Case& c) const;  // as of the end
  std::vector<SparseRow> rows(std::span<const Case> cases) const;  // the same, of many

  void write(ByteWriter& out) const;
  static Encoder read(ByteReader& in);

 private:
  SparseRow completed(SparseRow words, const Case& c, const Past& past) const;
  const Past& past_of(const Case& c) const;
};

}  // namespace juno::learn
