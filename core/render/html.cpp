// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/render/formats.h"
#include "core/render/markup.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

// Nothing is loaded and nothing runs: a file that may be mailed, printed and put on a page that forbids scripts.
constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>)";

constexpr std::string_view kStyle = R"(</title>
<style>
:root { --ink: #1c2430; --soft: #5b6675; --rule: #d5dbe3; --page: #fff; --alarm: #a33a00;
  --s0: #0b6bb8; --s1: #c2570c; --s2: #1d8348; --s3: #8e44ad; --s4: #7a6a00; --s5: #6b7280; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --soft: #9ba7b6; --rule: #3a4452; --page: #141a22; --alarm: #ff9d66;
  --s0: #58a9f0; --s1: #ff9d4d; --s2: #58c98a; --s3: #c792ea; --s4: #d9c94a; --s5: #9ca3af; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
main { max-width: 84rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
dl { display: grid; grid-template-columns: fit-content(45%) 1fr; gap: .2rem 1.2rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; }
.table { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); white-space: nowrap; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; white-space: normal; } td.wide { white-space: normal; min-width: 9rem; } .n { text-align: right; }
tr.group th { padding-top: 1rem; } tr.group span { color: var(--soft); font-weight: 400; margin-left: .8rem; }
tr.line td { border-bottom: 2px solid var(--alarm); color: var(--alarm); }
figure { margin: .5rem 0 1rem; max-width: 46rem; } figcaption { color: var(--soft); } svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--soft); } svg line { stroke: var(--rule); } polyline { fill: none; stroke-width: 2; }
.s0 { --c: var(--s0); } .s1 { --c: var(--s1); } .s2 { --c: var(--s2); } .s3 { --c: var(--s3); } .s4 { --c: var(--s4); } .s5 { --c: var(--s5); }
polyline { stroke: var(--c); } circle, rect { fill: var(--c); } .s1 polyline { stroke-dasharray: 7 4; } .s2 polyline { stroke-dasharray: 2 3; } .s3 polyline { stroke-dasharray: 9 3 2 3; }
.key { display: inline-block; width: .8rem; height: .8rem; margin: 0 .35rem 0 0; background: var(--c); } .key + span { margin-right: 1rem; }
.warning { color: var(--alarm); } ul { padding-left: 1.2rem; } footer { margin-top: 2.5rem; padding-top: .6rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: .85rem; }
@media print { body { font-size: 11px; } main { max-width: none; padding: 0; } .table { overflow: visible; } th, td { white-space: normal; } tr, figure { break-inside: avoid; } }
</style>
</head>
<body>
<main>
)";

// Fields that share a title share a line.
void append_fields(std::string& out, const std::vector<Field>& fields, const Zone& zone) {
  const std::string* title = nullptr;
  for (const Field& f : fields) {
    if (f.title.empty()) continue;
    std::string value;
    append_value(value, f, zone);
    if (title && *title == f.title) {
      out.resize(out.size() - std::string_view("</dd>\n").size());
      out += ", ";
    } else {
      out += title ? "<dt>" : "<dl>\n<dt>";
      append_markup(out, f.title);
      out += "</dt><dd>";
    }
    title = &f.title;
    append_markup(out, value);
    out += "</dd>\n";
  }
  if (title) out += "</dl>\n";
}

void append_row(std::string& out, const Table& table, const std::vector<std::size_t>& columns, std::size_t row, const Zone& zone) {
  out += "<tr>";
  for (const std::size_t c : columns) {
    const Column& column = table.columns[c];
    out += right_aligned(column.kind) ? "<td class=\"n\">" : column.wide || column.wrap ? "<td class=\"wide\">" : "<td>";
    std::string text;
    append_cell(text, table.rows[row][c], column.kind, zone);
    append_markup(out, text);
    out += "</td>";
  }
  out += "</tr>\n";
}

void append_group_head(std::string& out, const Group& group, std::size_t columns) {
  ((out += "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"") += std::to_string(columns)) += "\">";
  append_markup(out, group.title);
  if (!group.heading.empty()) {
    out += "<span>";
    append_markup(out, group.heading);
    out += "</span>";
  }
  out += "</th></tr>\n";
}

void append_table(std::string& out, const Section& section, const Zone& zone) {
  const Table& table = section.table;
  std::vector<std::string> drop;
  auto groups = groups_of(section, drop);
  const bool grouped = !groups.empty();
  if (!grouped) groups.push_back({"", "", 0, table.rows.size(), table.rows.size()});
  const auto columns = columns_without(table, drop);
  out += "<div class=\"table\"><table>\n<thead><tr>";
  for (const std::size_t c : columns) {
    out += right_aligned(table.columns[c].kind) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">";
    append_markup(out, table.columns[c].title.empty() ? table.columns[c].key : table.columns[c].title);
    out += "</th>";
  }
  out += "</tr></thead>\n";
  for (const Group& g : groups) {
    out += "<tbody>\n";
    if (grouped) append_group_head(out, g, columns.size());
    for (std::size_t r = g.from; r < g.to; ++r) {
      if (r == g.line) {
        ((out += "<tr class=\"line\"><td colspan=\"") += std::to_string(columns.size())) += "\">";
        append_markup(out, section.groups->line_text);
        out += "</td></tr>\n";
      }
      append_row(out, table, columns, r, zone);
    }
    out += "</tbody>\n";
  }
  out += "</table></div>\n";
}

void append_figure(std::string& out, const Section& section, const Zone& zone) {
  const auto picture = picture_of(section, zone);
  if (!picture) return;
  out += "<figure>\n" + to_svg(*picture, section.chart->type, section.title.empty() ? section.key : section.title) + "<figcaption>";
  for (std::size_t s = 0; s < picture->series.size(); ++s) {
    ((out += "<i class=\"key s") += std::to_string(s % 6)) += "\"></i><span>";
    append_markup(out, picture->series[s].name);
    out += "</span>";
  }
  append_markup(out, section.chart->unit.empty() ? "" : "in " + section.chart->unit);
  out += "</figcaption>\n</figure>\n";
}

void append_section(std::string& out, const Section& section, const RenderOptions& options) {
  out += "<section>\n";
  if (!section.title.empty()) {
    out += "<h2>";
    append_markup(out, section.title);
    out += "</h2>\n";
  }
  if (options.charts) append_figure(out, section, options.zone);
  if (section.table.rows.empty() && !section.title.empty()) out += "<p>None.</p>\n";
  else append_table(out, section, options.zone);
  out += "</section>\n";
}

void append_lines(std::string& out, std::string_view heading, std::string_view kind, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  ((((out += "<section class=\"") += kind) += "\">\n<h2>") += heading) += "</h2>\n<ul>\n";
  for (const std::string& line : lines) {
    out += "<li>";
    append_markup(out, line);
    out += "</li>\n";
  }
  out += "</ul>\n</section>\n";
}

}  // namespace

std::string to_html(const Report& report, const RenderOptions& options) {
  std::string out(kHead);
  append_markup(out, report.title.empty() ? "juno" : report.title);
  out += kStyle;
  const bool whole = options.section.empty();
  if (whole && !report.title.empty()) {
    out += "<h1>";
    append_markup(out, report.title);
    out += "</h1>\n";
  }
  if (whole) append_fields(out, report.summary, options.zone);
  for (const Section* s : shown_sections(report, options.section)) append_section(out, *s, options);
  if (options.explain) append_lines(out, "How these numbers come about", "explain", report.explain);
  if (whole) {
    append_lines(out, "Warnings", "warning", report.warnings);
    append_lines(out, "Notes", "note", report.notes);
  }
  if (!options.meta.empty()) {
    out += "<footer>\n";
    append_fields(out, options.meta, options.zone);
    out += "</footer>\n";
  }
  return out += "</main>\n</body>\n</html>\n";
}

}  // namespace juno::render_detail
