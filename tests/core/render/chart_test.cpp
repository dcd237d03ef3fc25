// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <vector>
#include "core/render/formats.h"
#include "core/render/text.h"
using namespace juno;
using render_detail::draw;
namespace {

Section burndown() {
  Section s;
  s.table.columns = {{"day", "Day", Kind::date}, {"left", "Left", Kind::number}};
  for (int i = 0; i <= 4; ++i) s.table.rows.push_back({Date{20'689 + i}, i == 4 ? Cell{} : Cell{20.0 - 5 * i}});
  s.chart = Chart{Chart::Type::line, "day", {"left"}, "points"};
  return s;
}

Section velocity() {
  Section s;
  s.table.columns = {{"sprint", "Sprint"}, {"committed", "Committed", Kind::number}, {"completed", "Completed", Kind::number}};
  s.table.rows = {{std::string("S 1"), 20.0, 10.0}, {std::string("A sprint with a very long name"), 5.0, Cell{}}, {std::string("S 3"), 0.0, 20.0}};
  s.chart = Chart{Chart::Type::bars, "sprint", {"committed", "completed"}, "points"};
  return s;
}

int widest(const std::string& picture) {
  int width = 0;
  std::istringstream in(picture);
  for (std::string line; std::getline(in, line);) width = std::max(width, render_detail::display_width(line));
  return width;
}

}  // namespace

TEST_CASE("a line chart falls from its first value to its last, and stops where nothing is known") {
  RenderOptions options;
  options.width = 30;
  options.unicode = false;
  CHECK(draw(burndown(), options) ==
        "* Left 5   (points)\n"
        "20 +*\n"
        "   | **\n"
        "   |   **\n"
        "15 +     ***\n"
        "   |        **\n"
        "   |          **\n"
        "10 +            ***\n"
        "   |               ***\n"
        " 5 +                  **\n"
        "   |\n"
        "   |\n"
        " 0 +\n"
        "   +--------------------------\n"
        "    08-24      08-26     08-28\n");
}

TEST_CASE("bars share one scale; a small value still shows, an unknown one says so") {
  RenderOptions options;
  options.width = 60;
  options.unicode = false;
  CHECK(draw(velocity(), options) ==
        "S 1              Committed  ---------------------------- 20\n"
        "                 Completed  ############## 10\n"
        "A sprint with ~  Committed  ------- 5\n"
        "                 Completed  n/a\n"
        "S 3              Committed  0\n"
        "                 Completed  ############################ 20\n"
        "in points\n");
}

TEST_CASE("charts keep to the width, in Unicode and ASCII, and give up when there is no room") {
  for (const int width : {40, 80, 120})
    for (const bool unicode : {true, false}) {
      RenderOptions options;
      options.width = width;
      options.unicode = unicode;
      CHECK(widest(draw(burndown(), options)) <= width);
      CHECK(widest(draw(velocity(), options)) <= width);
      CHECK(widest(draw(burndown(), options)) > width / 2);
    }
  RenderOptions narrow;
  narrow.width = 12;
  CHECK(draw(burndown(), narrow).empty());
  CHECK(draw(velocity(), narrow).empty());
}

TEST_CASE("odd data draws nothing or something finite, never crashes") {
  Section s = burndown();
  s.table.rows.clear();
  CHECK(draw(s, {}).empty());
  s.table.rows = {{Date{0}, Cell{}}};
  CHECK(draw(s, {}).empty());
  s.table.rows = {{Date{0}, 0.0}};
  CHECK_FALSE(draw(s, {}).empty());
  s.table.rows = {{Date{0}, -3.0}, {Date{1}, 4.0}, {Date{2}, 1e12}, {Date{3}, -1e-9}};
  CHECK_FALSE(draw(s, {}).empty());
  s.chart->x = "nope";
  s.chart->series = {"nope", "left"};
  CHECK_FALSE(draw(s, {}).empty());
  s.chart->type = Chart::Type::bars;
  CHECK_FALSE(draw(s, {}).empty());
  Section many = burndown();
  for (int i = 0; i < 500; ++i) many.table.rows.push_back({Date{20'700 + i}, double(i % 17)});
  CHECK(widest(draw(many, {})) <= 80);
}
