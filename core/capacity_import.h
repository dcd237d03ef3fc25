// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "core/capacity.h"
namespace juno {

// One line of a capacity file: `sprint` as written, empty = the one the command is about. Names are not looked up yet.
struct CapacityLine {
  int line = 0;
  std::string sprint;
  CapacityChange change;
  bool unit_given = false;
};

// Reads a CSV with a header of team, sprint, amount, unit, person, availability, from, to, share and reason, in any order
// and any of them left out. A line sets an amount, an availability or an absence: the column that is filled says which; the word
// `unset` there takes it back. Throws one Error{usage} that names every bad line, and every line said twice.
std::vector<CapacityLine> read_capacity_csv(std::string_view text, std::string_view filename);

// A number from 0 to `most`, `unset` (nothing), and with `percent` also 80%. Throws Error{usage} that quotes the text.
std::optional<double> capacity_number(std::string_view text, std::string_view what, double most, bool percent);
// `2026-02-16` or `2026-02-16..2026-02-20`. Throws Error{usage}.
std::pair<Date, Date> capacity_dates(std::string_view text);

inline constexpr double kMostCapacity = 1e6, kMostAvailability = 10;

}  // namespace juno
