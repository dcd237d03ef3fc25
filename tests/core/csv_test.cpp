// SPDX-License-Identifier: Apache-2.0
#include "core/csv.h"
#include <doctest/doctest.h>
#include "core/error.h"
using namespace juno;
namespace {

// Records as `line: a|b|c`, one below the other, or the message of what was thrown.
std::string read(const std::string& text) {
  std::string out;
  try {
    for (const CsvRow& row : parse_csv(text, "f.csv")) {
      out += std::to_string(row.line) + ":";
      for (const std::string& field : row.fields) out += " <" + field + ">";
      out += "\n";
    }
  } catch (const Error& e) {
    CHECK(e.exit == Exit::usage);
    return e.what();
  }
  return out;
}

}  // namespace

TEST_CASE("CSV is read as RFC 4180 and spreadsheets write it, or refused with its line") {
  struct Row {
    std::string text, want;
  };
  const Row rows[] = {
      {"", ""},
      {"\n\n", ""},
      {"a,b\n1,2\n", "1: <a> <b>\n2: <1> <2>\n"},
      {"a,b\r\n1,2", "1: <a> <b>\n2: <1> <2>\n"},
      {"\xEF\xBB\xBF" "a;b\n1,5;2\n", "1: <a> <b>\n2: <1,5> <2>\n"},
      {"a,b\n\n\"x,\"\"y\"\"\",\n", "1: <a> <b>\n3: <x,\"y\"> <>\n"},
      {"a,b\n\"two\nlines\",1\nx,y\n", "1: <a> <b>\n2: <two\nlines> <1>\n4: <x> <y>\n"},
      {"a\n\"q\"\r\nz", "1: <a>\n2: <q>\n3: <z>\n"},
      {"a,b\n'=1+1,'-x\n", "1: <a> <b>\n2: <=1+1> <-x>\n"},
      {"a,b\n'quoted,'5\n", "1: <a> <b>\n2: <'quoted> <'5>\n"},
      {"a,b\n1,\n,\n", "1: <a> <b>\n2: <1> <>\n3: <> <>\n"},
      {"a,b\n1\n", "f.csv:2: 1 fields where the first line has 2"},
      {"a,b\n1,2,3\n", "f.csv:2: 3 fields where the first line has 2"},
      {"a,b\n1,x\"y\n", "f.csv:2: a quote inside a field: write the whole field in quotes, and \"\" for a quote"},
      {"a,b\n1,2\n\"never\nends,3\n", "f.csv:3: a quote that does not end"},
      {"a,b\n\"x\"y,2\n", "f.csv:2: text after a closing quote"},
      {"a,b\n\xC3\x28,2\n", "f.csv:2: is not UTF-8"},
      {std::string("a,b\nx\0y,2\n", 10), "f.csv:2: has a NUL byte"},
      {std::string((16u << 20) + 1, 'x'), "f.csv:1: larger than 16 MiB"},
  };
  for (const Row& row : rows) {
    const std::string shown = row.text.substr(0, 60);
    CAPTURE(shown);
    CHECK(read(row.text) == row.want);
  }
}

TEST_CASE("a formula is what a spreadsheet would run") {
  for (const std::string text : {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "--5", "=", "-"}) CHECK_MESSAGE(looks_like_formula(text), text);
  for (const std::string text : {"", "5", "-5", "+5", "-1e3", "QA - North", "a=b", "'=1"}) CHECK_MESSAGE(!looks_like_formula(text), text);
}
