// SPDX-License-Identifier: Apache-2.0
#include "core/render/render.h"
#include <algorithm>
#include "core/error.h"
#include "core/render/formats.h"
#include "core/render/text.h"
namespace juno {
namespace render_detail {

const Section& section_named(const Report& report, const std::string& wanted) {
  const std::string& key = wanted.empty() ? report.main : wanted;
  if (key.empty() && !report.sections.empty()) return report.sections.front();
  const auto found = std::find_if(report.sections.begin(), report.sections.end(), [&](const Section& s) { return s.key == key; });
  if (found != report.sections.end()) return *found;
  std::string names;
  for (const Section& s : report.sections) names += (names.empty() ? "" : ", ") + s.key;
  throw Error(Exit::usage, "this report has no section '" + key + "'",
              names.empty() ? "it has no sections" : "it has: " + names);
}

std::vector<const Section*> shown_sections(const Report& report, const std::string& key) {
  if (!key.empty()) return {&section_named(report, key)};
  std::vector<const Section*> out;
  for (const Section& s : report.sections)
    if (!s.hidden) out.push_back(&s);
  return out;
}

}  // namespace render_detail

std::string render(const Report& report, Format format, const RenderOptions& options) {
  namespace r = render_detail;
  if (!report.text.empty()) {
    std::string out;
    r::append_utf8(out, report.text);
    if (out.back() != '\n') out += '\n';
    return out;
  }
  switch (format) {
    case Format::table: return r::to_table(report, options);
    case Format::csv: return r::to_csv(report, options);
    case Format::json: return r::to_json(report, options);
    case Format::markdown: return r::to_markdown(report, options);
    case Format::html: return r::to_html(report, options);
    case Format::ics: return r::to_ics(report);
  }
  throw Error(Exit::internal, "render: unknown format");
}

}  // namespace juno
