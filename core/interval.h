// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
namespace juno {

// A value and the range that holds the true one with 95 % confidence.
struct Interval {
  double low = 0, high = 0;
};

// Of a proportion, `hits` of `count` (Wilson, 1927): always within 0..1, also at 0 and at all. Nothing for a count of 0.
std::optional<Interval> wilson(int hits, int count);

// A part of a count.
struct Share {
  int hits = 0, of = 0;
  std::optional<double> rate;        // nothing of none
  std::optional<Interval> interval;  // Wilson
  std::string why;                   // when unknown
};
Share share_of(int hits, int of, const std::string& why = {});

// Of the expected count, where `events` were counted in a period (Garwood, 1936: exact for Poisson counts). Divide by the
// period's length for a rate. Error below 1e-9 of the value.
Interval garwood(int events);

// Of the median, between two of the values themselves (order statistics, exact binomial). Needs 6 values: below that no
// two values hold the median with 95 %.
std::optional<Interval> median_interval(std::span<const double> values);

}  // namespace juno
