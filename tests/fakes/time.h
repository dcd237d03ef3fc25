// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
namespace fakes {

using Time = std::int64_t;  // milliseconds since 1970, UTC
inline constexpr Time kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
// When the world's story stops and syncs begin: 2026-11-02T09:00:00Z, a Monday.
inline constexpr Time kWorldNow = 1'793'610'000'000;

Time utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0);

// What the account's zone adds to UTC at that instant. Written out here (UTC, Australia/Adelaide, Asia/Kolkata), so that
// the truth does not depend on the machine's zone files.
Time zone_offset(std::string_view zone, Time at);
bool known_zone(std::string_view zone);

std::string iso_utc(Time at);                          // 2026-01-05T10:11:12.345Z, milliseconds only when not zero
std::string iso_utc_millis(Time at);                   // 2026-01-05T10:11:12.345Z always
std::string jira_time(Time at, std::string_view zone); // 2026-01-05T20:41:12.345+1030
std::string jira_time_colon(Time at, std::string_view zone);  // the same with +10:30
std::string iso_date(Time at);                         // the UTC day
std::string http_date(Time at);                        // Mon, 02 Nov 2026 09:00:00 GMT
// "2026/11/02 09:00", also with dashes or without a time, read in the zone. Nothing when it is no such text.
std::optional<Time> parse_jql_time(std::string_view text, std::string_view zone);

}  // namespace fakes
