// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/report.h"
#include "core/time.h"
namespace juno {

enum class Format { table, csv, json, markdown, html, ics };

struct RenderOptions {
  int width = 0;          // terminal columns; 0 = unlimited
  bool color = false;
  bool unicode = true;    // else ASCII frames and charts; the data's own text is never changed
  bool charts = true;     // table, markdown and html
  bool explain = false;
  std::string section;    // show this one only (table, csv, markdown, html); empty = the main one (csv), all that are not hidden
  Zone zone;              // for people; machines get UTC
  std::vector<Field> meta;  // JSON: the first members of "meta" (command, version, generated_at …); dotted keys nest. HTML: its last lines
};

// Report → text, always valid UTF-8, ending in a line feed. Pure. Throws Error{usage} for an unknown section.
// table     rounded and aligned for people; control, escape and direction characters of the data are dropped. Where a terminal is
//           too narrow, spare columns are left out, which the table says, then texts are shortened.
// csv       RFC 4180 with LF line ends (as `sqlite3 -csv` and most pipelines have it); header of keys; unknown = empty;
//           text that a spreadsheet would run (= + - @ TAB CR first, unless a plain number) gets a leading apostrophe.
//           A report without sections, or section "summary", gives the rows key,value.
// json      {"data", "meta"}; one section and no summary: data is its array. Unknown = null, with its reason in
//           meta.unknown. One line a row.
// markdown  GitHub-flavoured tables.
// html      one file: no script, nothing loaded, light and dark, charts as SVG; text of the data is never markup.
// ics       iCalendar (RFC 5545) of Report::events. Throws Error{usage} for a report without any.
// A report that has `text` is that text in every format.
std::string render(const Report& report, Format format, const RenderOptions& options);

// --columns, --sort and --limit, on the main section or the named one.
struct Selection {
  std::vector<std::string> columns;  // keys in the wanted order; empty = all
  std::vector<std::string> sort;     // `key` or `-key`, most important first
  std::optional<std::size_t> limit;
  std::string section;
};
// Sorting is stable, numbers by value, text naturally (D-2 before D-10), unknown values last in both directions. An unknown
// column or section is Error{usage} that names the valid ones. A chart whose columns are gone goes too.
Report select(Report report, const Selection& selection);

}  // namespace juno
