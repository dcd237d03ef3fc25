// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>
#include "core/render/render.h"
using namespace juno;
namespace {

// A strict reader of what juno writes: every element closed in order, every attribute quoted, every & a reference. Says what is
// wrong, else nothing; text between tags is collected.
struct Markup {
  std::string wrong, text;
  std::vector<std::string> open;

  explicit Markup(std::string_view in) {
    const auto doctype = std::string_view("<!doctype html>\n");
    if (!in.starts_with(doctype)) wrong = "no doctype";
    for (std::size_t i = doctype.size(); i < in.size() && wrong.empty();) {
      if (in[i] == '<') i = tag(in, i);
      else if (in[i] == '&') i = reference(in, i);
      else if (in[i] == '>' || in[i] == '"' || in[i] == '\'') i = raw(in, i);
      else text += in[i++];
    }
    if (wrong.empty() && !open.empty()) wrong = open.back() + " is never closed";
  }

  // These stand for themselves in the style only, which is juno's own.
  std::size_t raw(std::string_view in, std::size_t i) {
    if (open.empty() || open.back() != "style") wrong = std::string("unescaped ") + in[i];
    return i + 1;
  }

  std::size_t reference(std::string_view in, std::size_t i) {
    for (const auto& [name, value] : {std::pair{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}})
      if (in.substr(i).starts_with(name)) return text += value, i + std::string_view(name).size();
    return wrong = "a bare &", i + 1;
  }

  std::size_t tag(std::string_view in, std::size_t i) {
    const std::size_t end = in.find('>', i);
    if (end == in.npos) return wrong = "a tag without end", in.size();
    std::string_view inside = in.substr(i + 1, end - i - 1);
    if (inside.starts_with('/')) {
      if (open.empty() || open.back() != inside.substr(1)) return wrong = "</" + std::string(inside.substr(1)) + "> closes nothing", end;
      open.pop_back();
      return end + 1;
    }
    const bool closes = inside.ends_with('/');
    if (closes) inside.remove_suffix(1);
    const std::string name(inside.substr(0, inside.find(' ')));
    std::string names;  // of its attributes, without their values
    bool quoted = false;
    for (const char c : inside)
      if (c == '"') quoted = !quoted;
      else if (!quoted) names += c;
    if (quoted || inside.find('<') != inside.npos) wrong = "broken attributes of " + name;
    if (names.find(" on") != names.npos || name == "script") wrong = "something that runs";
    if (!closes && name != "meta") open.push_back(name);
    return end + 1;
  }
};

Report burndown() {
  Report r;
  r.title = "Burndown";
  r.summary = {{"remaining", "Remaining", 5.0, Kind::number, "", "points"}, {"ideal", "Ideal", {}, Kind::number, "the sprint has no end"}};
  Section s{"days", "By day", {{{"day", "Day", Kind::date}, {"left", "Left", Kind::number}, {"ideal", "Ideal", Kind::number}}, {}}, Chart{Chart::Type::line, "day", {"left", "ideal"}, "points"}, false};
  for (int d = 0; d < 3; ++d) s.table.rows.push_back({Date{20000 + d}, d == 1 ? Cell{} : Cell{10.0 - 5 * d}, 10.0 - 5 * d});
  r.sections.push_back(s);
  return r;
}

bool has(const std::string& out, std::string_view part) { return out.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a report as HTML is one whole document that loads and runs nothing") {
  RenderOptions options;
  options.meta = {{"command", "juno", std::string("sprint burndown"), Kind::text, ""}, {"version", "juno", std::string("1.2"), Kind::text, ""}};
  const std::string out = render(burndown(), Format::html, options);
  CHECK(Markup(out).wrong == "");
  CHECK(has(out, "<title>Burndown</title>"));
  CHECK(has(out, "<h1>Burndown</h1>"));
  CHECK(has(out, "<dt>Ideal</dt><dd>n/a (the sprint has no end)</dd>"));
  CHECK(has(out, "<tr><td>2024-10-05</td><td class=\"n\">n/a</td><td class=\"n\">5</td></tr>"));
  CHECK(has(out, "<dt>juno</dt><dd>sprint burndown, 1.2</dd>"));
  CHECK(has(out, "default-src 'none'"));
  for (const char* outside : {"http:", "https:", "src=", "href=", "url(", "<script", "@import"}) CHECK_FALSE(has(out, outside));
}

TEST_CASE("a line chart stands where its values say") {
  // Left edge: 12 and the widest tick label (`10`, two letters of 7.2); right edge 708; 0 at 234 and 10 at 12, so 5 at 123.
  const std::string out = render(burndown(), Format::html, {});
  CHECK(has(out, "<g class=\"s0\"><polyline points=\"26.4,12.0 708.0,234.0\"/>"));  // the gap is bridged, as on a terminal
  CHECK(has(out, "<g class=\"s1\"><polyline points=\"26.4,12.0 367.2,123.0 708.0,234.0\"/>"));
  CHECK(has(out, "<circle cx=\"367.2\" cy=\"123.0\" r=\"2.5\"><title>10-05, Ideal: 5</title></circle>"));
  CHECK(has(out, "<text x=\"708.0\" y=\"252.0\" text-anchor=\"end\">10-06</text>"));
}

TEST_CASE("bars grow from zero to both sides, and what is unknown has none") {
  Report r;
  r.sections.push_back({"teams", "", {{{"team", "Team"}, {"net", "Net", Kind::number}}, {{std::string("A"), 30.0}, {std::string("B"), -10.0}, {std::string("C"), Cell{}}}},
                        Chart{Chart::Type::bars, "team", {"net"}, ""}, false});
  const std::string out = render(r, Format::html, {});
  CHECK(Markup(out).wrong == "");
  // From 19.2 (12 and one letter) to 686.4 (less three letters of `-10`): 667.2 for 40, zero at 186.0.
  CHECK(has(out, "<rect class=\"s0\" x=\"186.0\" y=\"9.0\" width=\"500.4\" height=\"14.0\"><title>A, Net: 30</title></rect>"));
  CHECK(has(out, "<rect class=\"s0\" x=\"19.2\" y=\"33.0\" width=\"166.8\" height=\"14.0\"><title>B, Net: -10</title></rect>"));
  CHECK_FALSE(has(out, "<title>C"));
  CHECK(has(out, ">n/a</text>"));
}

TEST_CASE("rows in groups have a head of their own and the line where the flag turns true") {
  Report r;
  r.sections.push_back({"queue", "Queue", {{{"team", "Team"}, {"key", "Key"}, {"deferred", "Deferred", Kind::boolean}},
                        {{std::string("A"), std::string("A-1"), false}, {std::string("A"), std::string("A-2"), true}}}, {}, false});
  r.sections[0].groups = Grouping{"team", {"1 of 2"}, "deferred", "cut-line"};
  const std::string out = render(r, Format::html, {});
  CHECK(Markup(out).wrong == "");
  CHECK(has(out, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"1\">A<span>1 of 2</span></th></tr>\n<tr><td>A-1</td></tr>\n"
                 "<tr class=\"line\"><td colspan=\"1\">cut-line</td></tr>\n<tr><td>A-2</td></tr>\n"));
}

TEST_CASE("nothing in the data becomes markup, wherever it stands") {
  const std::vector<std::string> hostile = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x", "&lt;b&gt; &amp", "</style></title><h1>",
                                            "a\x1b[31m\x07\xE2\x80\xAE" "b\xFF", "<!--", "]]>", ""};
  std::mt19937 random(7);
  const auto any = [&] { return hostile[random() % hostile.size()]; };
  for (int round = 0; round < 300; ++round) {
    Report r = burndown();
    r.title = any();
    r.notes = r.warnings = r.explain = {any(), any()};
    for (juno::Field& f : r.summary) f.title = any(), f.unit = any(), f.value = any(), f.kind = Kind::text;
    Section& s = r.sections[0];
    s.title = any(), s.chart->unit = any(), s.chart->type = random() % 2 ? Chart::Type::bars : Chart::Type::line, s.chart->x = "who";
    for (Column& c : s.table.columns) c.title = any();
    s.table.columns.push_back({"who", any(), Kind::text});
    for (auto& row : s.table.rows) row.push_back(any());
    if (random() % 2) s.groups = Grouping{"who", {any()}, "", any()};
    RenderOptions options;
    options.explain = true;
    options.meta = {{"zone", "Zone", any(), Kind::text, ""}};
    const std::string out = render(r, Format::html, options);
    const Markup read(out);
    CHECK(read.wrong == "");
    CHECK_FALSE(has(out, "<script"));
    CHECK_FALSE(has(out, "<img"));
    CHECK(std::all_of(out.begin(), out.end(), [](char c) { return c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); }));
    CHECK_FALSE(has(out, "\xE2\x80\xAE"));
    if (!r.title.empty() && r.title.find('\x1b') == std::string::npos) CHECK(has(read.text, r.title));
  }
}

TEST_CASE("charts of one value, of equal values and of very many stay within their frame") {
  for (const int count : {1, 2, 61, 500}) {
    for (const double value : {0.0, 3.0, -4.0, 1e12}) {
      Report r = burndown();
      auto& rows = r.sections[0].table.rows;
      rows.clear();
      for (int d = 0; d < count; ++d) rows.push_back({Date{20000 + d}, value, Cell{}});
      for (const auto type : {Chart::Type::line, Chart::Type::bars}) {
        r.sections[0].chart->type = type;
        const std::string out = render(r, Format::html, {});
        CHECK(Markup(out).wrong == "");
        const std::string svg = out.substr(out.find("<svg"), out.find("</svg>") - out.find("<svg"));
        for (const char* odd : {"nan", "inf", "=\"-", ",-", "points=\"-", " -0"}) {
          CAPTURE(odd);
          CAPTURE(svg);
          CHECK_FALSE(has(svg, odd));
        }
      }
    }
  }
}
