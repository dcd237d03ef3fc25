// SPDX-License-Identifier: Apache-2.0
#include "core/duration.h"
#include <charconv>
#include <cstdint>
#include <system_error>
namespace juno {
namespace {

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr Unit kUnits[] = {{'w', 7 * 86'400}, {'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}};
constexpr std::int64_t kLongest = 100LL * 366 * 86'400;

}  // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.front() == '-') return std::nullopt;
  std::int64_t n = 0;
  const char* const end = text.data() + text.size() - 1;
  const auto [stop, failure] = std::from_chars(text.data(), end, n);
  if (failure != std::errc{} || stop != end) return std::nullopt;
  for (const Unit& unit : kUnits)
    if (unit.letter == text.back() && n <= kLongest / unit.seconds) return std::chrono::seconds{n * unit.seconds};
  return std::nullopt;
}

std::string format_duration(std::chrono::seconds duration) {
  const std::int64_t s = duration.count();
  // Days before weeks: people write 90d and 14d.
  for (const Unit& unit : kUnits)
    if (unit.letter != 'w' && s != 0 && s % unit.seconds == 0) return std::to_string(s / unit.seconds) + unit.letter;
  return "0s";
}

}  // namespace juno
