// SPDX-License-Identifier: Apache-2.0
#include "connectors/http_date.h"
#include <string>
#include <vector>
namespace juno {
namespace {

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

std::vector<std::string_view> words(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; (at = text.find_first_not_of(separators, at)) != text.npos && out.size() < 8;) {
    const auto end = std::min(text.find_first_of(separators, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

std::string two_digits(std::string_view number) { return (number.size() == 1 ? "0" : "") + std::string(number); }

std::string four_digits(std::string_view year) { return (year.size() == 2 ? (year < "70" ? "20" : "19") : "") + std::string(year); }

// The ISO parser checks that all of it are digits and in range.
std::optional<Instant> instant(std::string_view day, std::string_view month, std::string_view year, std::string_view time) {
  const auto at = month.size() == 3 ? kMonths.find(month) : kMonths.npos;
  if (at == kMonths.npos || at % 3 != 0 || time.size() != 8) return {};
  return parse_instant(four_digits(year) + "-" + two_digits(std::to_string(at / 3 + 1)) + "-" + two_digits(day) + "T" + std::string(time) + "Z");
}

}  // namespace

std::optional<Instant> parse_http_date(std::string_view text) {
  const auto part = words(text, " ,");
  if (part.size() == 6 && part[5] == "GMT") return instant(part[1], part[2], part[3], part[4]);  // Sun, 06 Nov 1994 08:49:37 GMT
  if (part.size() == 5 && part[4] != "GMT") return instant(part[2], part[1], part[4], part[3]);  // Sun Nov  6 08:49:37 1994
  if (part.size() == 4 && part[3] == "GMT") {                                                    // Sunday, 06-Nov-94 08:49:37 GMT
    const auto date = words(part[1], "-");
    if (date.size() == 3) return instant(date[0], date[1], date[2], part[2]);
  }
  return {};
}

}  // namespace juno
