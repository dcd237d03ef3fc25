// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
namespace juno {

// One record of a CSV file and the line on which it begins.
struct CsvRow {
  int line = 0;
  std::vector<std::string> fields;
};

// RFC 4180, ended by LF or CRLF, a byte order mark and empty lines left out; separated by semicolons where the first line
// has some and no comma. An apostrophe that keeps a spreadsheet from running a field is taken off again.
// Throws Error{usage} naming file and line: text beside quotes, a quote without end, bytes that are not UTF-8, a record
// with more or fewer fields than the first, over 16 MiB.
std::vector<CsvRow> parse_csv(std::string_view text, std::string_view filename);

// Whether a spreadsheet would run the text as a formula when it opens the file: = + - @ first, and no plain number.
bool looks_like_formula(std::string_view text);

}  // namespace juno
