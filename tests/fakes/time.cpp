// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/time.h"
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
namespace fakes {
namespace {

struct Parts {
  int year, month, day, hour, minute, second, millis, weekday;
};

Parts parts_of(Time at) {
  using namespace std::chrono;
  const sys_time<milliseconds> point{milliseconds{at}};
  const auto midnight = floor<days>(point);
  const year_month_day date{midnight};
  const hh_mm_ss clock{point - midnight};
  return {int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())), int(clock.hours().count()),
          int(clock.minutes().count()), int(clock.seconds().count()), int(clock.subseconds().count()),
          int(weekday{midnight}.c_encoding())};
}

std::string local_text(Time local) {
  const auto p = parts_of(local);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03d", p.year, p.month, p.day, p.hour, p.minute,
                p.second, p.millis);
  return text.data();
}

std::string offset_text(Time offset, bool colon) {
  const auto minutes = static_cast<int>((offset < 0 ? -offset : offset) / kMinute);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), colon ? "%c%02d:%02d" : "%c%02d%02d", offset < 0 ? '-' : '+', minutes / 60,
                minutes % 60);
  return text.data();
}

Time first_sunday(int year, int month) {
  const Time first = utc(year, month, 1);
  return first + (7 - parts_of(first).weekday) % 7 * kDay;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

}  // namespace

Time utc(int year, int month, int day, int hour, int minute, int second) {
  using namespace std::chrono;
  const sys_days date{std::chrono::year{year} / month / day};
  return duration_cast<milliseconds>(date.time_since_epoch()).count() + hour * kHour + minute * kMinute +
         second * kSecond;
}

bool known_zone(std::string_view zone) { return zone == "UTC" || zone == "Australia/Adelaide" || zone == "Asia/Kolkata"; }

Time zone_offset(std::string_view zone, Time at) {
  if (zone == "Asia/Kolkata") return 5 * kHour + 30 * kMinute;
  if (zone != "Australia/Adelaide") return 0;
  // Summer time from the first Sunday in October, 2:00 standard, to the first Sunday in April, 3:00 summer time.
  const Time standard = 9 * kHour + 30 * kMinute;
  const int year = parts_of(at + standard).year;
  const Time spring = first_sunday(year, 10) + 2 * kHour - standard;
  const Time autumn = first_sunday(year, 4) + 2 * kHour - standard;
  return at < autumn || at >= spring ? standard + kHour : standard;
}

std::string iso_utc_millis(Time at) { return local_text(at) + "Z"; }

std::string iso_utc(Time at) {
  auto text = local_text(at);
  if (at % kSecond == 0) text.resize(text.size() - 4);
  return text + "Z";
}

std::string jira_time(Time at, std::string_view zone) {
  const Time offset = zone_offset(zone, at);
  return local_text(at + offset) + offset_text(offset, false);
}

std::string jira_time_colon(Time at, std::string_view zone) {
  const Time offset = zone_offset(zone, at);
  return local_text(at + offset) + offset_text(offset, true);
}

std::string iso_date(Time at) { return local_text(at).substr(0, 10); }

std::string http_date(Time at) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto p = parts_of(at);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays.at(std::size_t(p.weekday)), p.day,
                kMonths.at(std::size_t(p.month - 1)), p.year, p.hour, p.minute, p.second);
  return text.data();
}

std::optional<Time> parse_jql_time(std::string_view text, std::string_view zone) {
  const char mark = text.find('/') != text.npos ? '/' : '-';
  if (text.size() < 8 || text[4] != mark) return {};
  const auto second_mark = text.find(mark, 5);
  if (second_mark == text.npos) return {};
  const auto blank = text.find(' ', second_mark);
  const auto year = number(text.substr(0, 4)), month = number(text.substr(5, second_mark - 5));
  const auto day = number(text.substr(second_mark + 1, blank == text.npos ? blank : blank - second_mark - 1));
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return {};
  int hour = 0, minute = 0;
  if (blank != text.npos) {
    const auto clock = text.substr(blank + 1);
    const auto colon = clock.find(':');
    if (colon == clock.npos) return {};
    const auto h = number(clock.substr(0, colon)), m = number(clock.substr(colon + 1));
    if (!h || !m || *h < 0 || *h > 23 || *m < 0 || *m > 59) return {};
    hour = *h, minute = *m;
  }
  const Time local = utc(*year, *month, *day, hour, minute);
  return local - zone_offset(zone, local - zone_offset(zone, local));
}

}  // namespace fakes
