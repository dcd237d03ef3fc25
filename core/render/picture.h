// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/report.h"
#include "core/time.h"
namespace juno::render_detail {

// What a section's chart shows, however it is drawn.
struct Picture {
  struct Series {
    std::string name;
    std::vector<std::optional<double>> values;  // one a label
  };
  std::vector<std::string> labels;  // of x; a date as MM-DD
  std::vector<Series> series;
  double low = 0, high = 0;  // of all values and of 0
};
// Nothing where there is no chart or no value in it.
std::optional<Picture> picture_of(const Section& section, const Zone& zone);

// A value axis: from low to high in `ticks` steps of 1, 2 or 5 times a power of ten, at least one and at most six of them.
struct Axis {
  double low = 0, high = 1, step = 1;
  int ticks = 1;
  double at(int tick) const { return low + tick * step; }
};
Axis axis_of(const Picture& picture);

std::string number_text(double value);  // as people see it

}  // namespace juno::render_detail
