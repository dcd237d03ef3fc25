// SPDX-License-Identifier: Apache-2.0
#include "core/time.h"
#include <algorithm>
#include <limits>
#include <utility>
#include "core/error.h"
#include "core/zone_rule.h"
namespace juno {
namespace {

constexpr int kLastYear = 2100;
constexpr std::int64_t kDayS = 86'400;
constexpr int kMaxOffsetS = 93'599, kMinOffsetS = -89'999;  // RFC 8536 §3.2

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

[[noreturn]] void damaged(const std::string& name, const std::string& why) {
  throw Error(Exit::config, "time zone " + name + ": not a readable TZif file: " + why,
              "Install the package tzdata, or give another zone with --tz.");
}

// Bounds-checked big-endian reading.
struct Bytes {
  const std::string& name;
  std::string_view rest;
  std::string_view take(std::uint64_t n) {
    if (n > rest.size()) damaged(name, "it ends too early");
    const std::string_view out = rest.substr(0, static_cast<std::size_t>(n));
    rest.remove_prefix(static_cast<std::size_t>(n));
    return out;
  }
};

std::int64_t big_endian(std::string_view bytes) {
  const bool negative = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (const char c : bytes) value = (value << 8) | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}

struct Header {
  char version = 0;
  std::uint64_t utc = 0, standard = 0, leaps = 0, times = 0, types = 0, chars = 0;
  std::uint64_t body(std::uint64_t time_size) const {
    return times * (time_size + 1) + types * 6 + chars + leaps * (time_size + 4) + standard + utc;
  }
};

Header read_header(Bytes& in) {
  const std::string_view head = in.take(44);
  if (head.substr(0, 4) != "TZif") damaged(in.name, "it does not begin with TZif");
  const auto count = [&](std::size_t i) { return static_cast<std::uint64_t>(big_endian(head.substr(20 + 4 * i, 4))) & 0xffff'ffffU; };
  Header h{head[4], count(0), count(1), count(2), count(3), count(4), count(5)};
  if (h.version != 0 && (h.version < '2' || h.version > '4')) damaged(in.name, "its version is unknown");
  return h;
}

struct Span {
  std::int64_t at_s;
  int offset;
};

struct Body {
  int first_offset = 0;
  std::vector<Span> spans;
};

Body read_body(Bytes& in, const Header& h, std::size_t time_size) {
  Bytes data{in.name, in.take(h.body(time_size))};
  if (h.types == 0) damaged(in.name, "it has no local time type");
  // Such files (right/…) count seconds that no tracker counts.
  if (h.leaps != 0) damaged(in.name, "it counts leap seconds");
  const std::string_view times = data.take(h.times * time_size), indexes = data.take(h.times);
  const std::string_view types = data.take(h.types * 6);
  const auto offset = [&](std::size_t type) {
    if (type >= h.types) damaged(in.name, "it names a local time type that it does not have");
    const std::int64_t s = big_endian(types.substr(type * 6, 4));
    if (s < kMinOffsetS || s > kMaxOffsetS) damaged(in.name, "an offset from UTC is out of range");
    return static_cast<int>(s);
  };
  Body body{offset(0), {}};
  for (std::size_t i = 0; i < h.times; ++i) {
    const std::int64_t at = big_endian(times.substr(i * time_size, time_size));
    if (i > 0 && at <= body.spans.back().at_s) damaged(in.name, "its transitions are not in order");
    body.spans.push_back({at, offset(static_cast<unsigned char>(indexes[i]))});
  }
  return body;
}

int year_of(std::int64_t seconds) {
  using namespace std::chrono;
  const std::int64_t day = std::clamp<std::int64_t>(floor_div(seconds, kDayS), -50'000, 50'000);
  return static_cast<int>(year_month_day{sys_days{days{day}}}.year());
}

void expand(Body& body, const ZoneRule& rule) {
  if (body.spans.empty()) body.first_offset = rule.standard;
  if (!rule.has_summer) return;  // the table ends in this offset already (RFC 8536 §3.3)
  const std::int64_t last = body.spans.empty() ? std::numeric_limits<std::int64_t>::min() : body.spans.back().at_s;
  for (int year = body.spans.empty() ? 1900 : year_of(last); year <= kLastYear; ++year) {
    const auto [begin, end] = summer_of(rule, year);
    Span first{begin, rule.summer}, second{end, rule.standard};
    if (end < begin) std::swap(first, second);
    for (const Span& s : {first, second}) {
      if (s.at_s <= last) continue;
      // Summer all year round: one year's end is the next one's beginning, and the later one counts.
      if (!body.spans.empty() && body.spans.back().at_s >= s.at_s) body.spans.back().offset = s.offset;
      else body.spans.push_back(s);
    }
  }
}

void read_footer(Bytes& in, Body& body) {
  if (in.take(1) != "\n") damaged(in.name, "its footer is missing");
  const std::size_t end = in.rest.find('\n');
  if (end == std::string_view::npos) damaged(in.name, "its footer does not end");
  const std::string_view text = in.rest.substr(0, end);
  if (text.empty()) return;
  const auto rule = parse_zone_rule(text);
  if (!rule) damaged(in.name, "its footer is not a rule");
  expand(body, *rule);
}

}  // namespace

Zone Zone::from_tzif(std::string name, std::string_view bytes) {
  Bytes in{name, bytes};
  Header header = read_header(in);
  Body body;
  if (header.version == 0) {
    body = read_body(in, header, 4);
  } else {
    in.take(header.body(4));
    header = read_header(in);
    body = read_body(in, header, 8);
    read_footer(in, body);
  }
  Zone zone;
  zone.first_offset_ = body.first_offset;
  constexpr std::int64_t kLimitS = std::numeric_limits<std::int64_t>::max() / 1000 - 1;
  int offset = zone.first_offset_;
  for (const Span& s : body.spans) {
    if (s.offset == offset) continue;  // only the name of the time changed
    offset = s.offset;
    zone.transitions_.push_back({Instant{std::clamp(s.at_s, -kLimitS, kLimitS) * 1000}, offset});
  }
  zone.name_ = std::move(name);
  return zone;
}

Zone Zone::fixed(std::string name, int offset_seconds) {
  Zone zone;
  zone.name_ = std::move(name);
  zone.first_offset_ = offset_seconds;
  return zone;
}

int Zone::offset_seconds(Instant at) const {
  const auto after = std::upper_bound(transitions_.begin(), transitions_.end(), at,
                                      [](Instant t, const Transition& x) { return t < x.at; });
  return after == transitions_.begin() ? first_offset_ : std::prev(after)->offset;
}

Date Zone::date(Instant at) const {
  const std::int64_t days = floor_div(floor_div(at.ms, 1000) + offset_seconds(at), kDayS);
  return {static_cast<std::int32_t>(std::clamp<std::int64_t>(days, std::numeric_limits<std::int32_t>::min(),
                                                             std::numeric_limits<std::int32_t>::max()))};
}

Instant Zone::start_of(Date date) const {
  // The earliest moment whose wall clock shows this midnight or later: walk the spans of constant offset around it.
  const std::int64_t midnight = std::int64_t{date.days} * kDayS * 1000;
  const Instant early{midnight - std::int64_t{kMaxOffsetS} * 1000};
  auto next = std::upper_bound(transitions_.begin(), transitions_.end(), early,
                               [](Instant t, const Transition& x) { return t < x.at; });
  int offset = next == transitions_.begin() ? first_offset_ : std::prev(next)->offset;
  Instant begin = early;
  for (;; begin = next->at, offset = next->offset, ++next) {
    const Instant t = std::max(begin, Instant{midnight - std::int64_t{offset} * 1000});
    if (next == transitions_.end() || t < next->at) return t;
  }
}

std::string Zone::format(Instant at) const {
  const std::int64_t local = floor_div(at.ms, 1000) + offset_seconds(at);
  std::string out = format_instant(Instant{floor_div(local, 60) * 60'000});
  out.resize(out.size() - 4);  // ":00Z"
  out[out.size() - 6] = ' ';
  return out;
}

}  // namespace juno
