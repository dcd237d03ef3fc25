// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/render/formats.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

constexpr std::size_t kLine = 75;  // octets, RFC 5545 §3.1

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// One content line, folded between characters.
void append_line(std::string& out, std::string_view line) {
  std::size_t room = kLine;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && continues(line[cut])) --cut;
    (out += line.substr(0, cut)) += "\r\n ";
    line.remove_prefix(cut);
    room = kLine - 1;  // the space counts
  }
  (out += line) += "\r\n";
}

// TEXT of RFC 5545 §3.3.11, without what cannot be seen.
std::string text(std::string_view raw) {
  std::string out;
  for (const char c : printable(raw)) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

// 20260305T080000Z and 20260305 from their ISO forms.
std::string compact(std::string_view iso) {
  std::string out;
  for (const char c : iso.substr(0, iso.find('.')))
    if (c != '-' && c != ':') out += c;
  return out;
}
std::string compact(Instant at) {
  std::string out = compact(format_instant(at));
  if (out.back() != 'Z') out += 'Z';
  return out;
}

void append_event(std::string& out, const CalendarEvent& e) {
  append_line(out, "BEGIN:VEVENT");
  append_line(out, "UID:" + text(e.uid));
  append_line(out, "DTSTAMP:" + compact(e.stamp));
  if (e.starts) {
    append_line(out, "DTSTART:" + compact(*e.starts));
    if (e.ends && *e.ends > *e.starts) append_line(out, "DTEND:" + compact(*e.ends));
  } else if (e.day) {
    append_line(out, "DTSTART;VALUE=DATE:" + compact(format_date(*e.day)));
    append_line(out, "DTEND;VALUE=DATE:" + compact(format_date(*e.day + 1)));
    append_line(out, "TRANSP:TRANSPARENT");
  }
  append_line(out, "SUMMARY:" + text(e.title));
  append_line(out, "DESCRIPTION:" + text(e.description));
  append_line(out, "END:VEVENT");
}

}  // namespace

std::string to_ics(const Report& report) {
  if (!report.events) throw Error(Exit::usage, "--format ics: this answer has no calendar", "`juno queue --format ics` has one");
  std::string out;
  for (const char* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//juno//queue//EN", "CALSCALE:GREGORIAN"}) append_line(out, line);
  if (!report.title.empty()) append_line(out, "X-WR-CALNAME:" + text(report.title));
  for (const CalendarEvent& e : *report.events) append_event(out, e);
  append_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace juno::render_detail
