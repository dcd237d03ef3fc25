// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <map>
#include <set>
#include "core/render/render.h"
#include "core/render/text.h"
using namespace juno;
namespace {

using Properties = std::multimap<std::string, std::string>;  // name with parameters, value as text

// RFC 5545 read by its own grammar: lines end in CRLF and hold at most 75 octets (§3.1), a line that begins with a space
// goes on the one before, `\\ \; \, \n` are escapes of TEXT (§3.3.11).
std::vector<std::string> unfolded(const std::string& ics) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < ics.size();) {
    const std::size_t end = ics.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    const std::string line = ics.substr(at, end - at);
    CHECK(line.size() <= 75);
    CHECK(line.find_first_of("\r\n") == std::string::npos);
    std::string shown;
    render_detail::append_utf8(shown, line);
    CHECK(shown == line);  // a fold never cuts a character
    if (!line.empty() && line.front() == ' ') {
      REQUIRE_FALSE(lines.empty());
      lines.back() += line.substr(1);
    } else {
      lines.push_back(line);
    }
    at = end + 2;
  }
  return lines;
}

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    CHECK(text[i] != ';');
    CHECK(text[i] != ',');
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    REQUIRE(i + 1 < text.size());
    ++i;
    REQUIRE(std::string("\\;,nN").find(text[i]) != std::string::npos);
    out += text[i] == 'n' || text[i] == 'N' ? '\n' : text[i];
  }
  return out;
}

std::vector<Properties> events_of(const std::string& ics) {
  const auto lines = unfolded(ics);
  REQUIRE(lines.size() >= 4);
  CHECK(lines.front() == "BEGIN:VCALENDAR");
  CHECK(lines.back() == "END:VCALENDAR");
  CHECK(lines[1] == "VERSION:2.0");
  CHECK(lines[2].starts_with("PRODID:"));
  std::vector<Properties> out;
  bool inside = false;
  for (const std::string& line : lines) {
    if (line == "BEGIN:VEVENT" || line == "END:VEVENT") {
      CHECK(inside == (line == "END:VEVENT"));
      inside = !inside;
      if (inside) out.emplace_back();
    } else if (inside) out.back().emplace(line.substr(0, line.find(':')), line.substr(line.find(':') + 1));
  }
  CHECK_FALSE(inside);
  return out;
}

std::string one(const Properties& p, const std::string& name) {
  REQUIRE(p.count(name) == 1);
  return p.find(name)->second;
}

}  // namespace

TEST_CASE("a calendar follows RFC 5545 whatever the titles hold") {
  const Instant stamp = *parse_instant("2026-03-02T09:00:00.250Z");
  const std::string hostile = "Semi; comma, back\\slash: \xF0\x9F\x9A\xA2 " + std::string(60, 'x') + "\xC3\xA9\xC3\xA9\xC3\xA9 line\nbreak\r\nBEGIN:VEVENT\x1b[31m \xFF end";
  Report r;
  r.title = "Queue: one; two, three";
  r.events.emplace();
  for (int shift = 0; shift < 8; ++shift) {  // every way a fold can meet a character of several octets
    CalendarEvent e{"queue-" + std::to_string(shift) + "@juno", std::string(static_cast<std::size_t>(shift), 'a') + hostile, hostile + hostile, stamp, {}, {}, {}};
    if (shift % 2 == 0) e.starts = *parse_instant("2026-03-05T23:30:00Z"), e.ends = *parse_instant("2026-03-06T01:00:00Z");
    else e.day = *parse_date("2026-02-28");
    r.events->push_back(std::move(e));
  }
  const auto events = events_of(render(r, Format::ics, {}));
  REQUIRE(events.size() == 8);
  std::set<std::string> ids;
  for (std::size_t k = 0; k < events.size(); ++k) {
    const Properties& e = events[k];
    ids.insert(one(e, "UID"));
    CHECK(one(e, "DTSTAMP") == "20260302T090000Z");
    CHECK(unescaped(one(e, "SUMMARY")) == render_detail::printable((*r.events)[k].title));
    CHECK(unescaped(one(e, "DESCRIPTION")) == render_detail::printable((*r.events)[k].description));
    if (k % 2 == 0) {
      CHECK(one(e, "DTSTART") == "20260305T233000Z");
      CHECK(one(e, "DTEND") == "20260306T010000Z");
    } else {
      CHECK(one(e, "DTSTART;VALUE=DATE") == "20260228");
      CHECK(one(e, "DTEND;VALUE=DATE") == "20260301");  // the day after, which does not count
      CHECK(one(e, "TRANSP") == "TRANSPARENT");
    }
  }
  CHECK(ids.size() == 8);
}
