// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include "core/report.h"
#include "core/time.h"
namespace juno::render_detail {

// Appends text with every invalid byte as U+FFFD.
void append_utf8(std::string& out, std::string_view text);
// The same for one line of a terminal: line breaks and tabs become spaces; controls, escapes and bidirectional overrides go.
void append_printable(std::string& out, std::string_view text);
std::string printable(std::string_view text);

// Columns that printable text takes: 2 for wide characters, 0 for combining ones.
int display_width(std::string_view text);
// Bytes of the longest prefix that takes at most `width` columns; combining characters stay with their base.
std::size_t prefix_bytes(std::string_view text, int width);

void append_number(std::string& out, std::int64_t value);
void append_number(std::string& out, double value);  // shortest form that reads back; finite only

// The number in a cell, if it holds one.
std::optional<double> number_in(const Cell& cell);
bool is_unknown(const Cell& cell);  // monostate, or a number that is not finite
bool right_aligned(Kind kind);

// Rounded, in local time, printable; `n/a` when unknown.
void append_for_people(std::string& out, const Cell& cell, Kind kind, const Zone& zone);
// The same in a table, where an unknown text, list, date or instant is blank: nobody asks why there is none.
void append_cell(std::string& out, const Cell& cell, Kind kind, const Zone& zone);
// A summary's value, with its unit, and why it is unknown.
void append_value(std::string& out, const Field& field, const Zone& zone);
// Exact and unquoted; empty when unknown. Lists joined by " ".
void append_for_machines(std::string& out, const Cell& cell);

}  // namespace juno::render_detail
