// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include "core/render/picture.h"
namespace juno::render_detail {

// Text as HTML and SVG show it, in elements and in quoted attributes: printable, with & < > " ' as references.
void append_markup(std::string& out, std::string_view text);

// The picture as an SVG element that stands in HTML: colours come from the classes s0 to s5 of its series, each value
// tells itself in a <title>.
std::string to_svg(const Picture& picture, Chart::Type type, std::string_view name);

}  // namespace juno::render_detail
