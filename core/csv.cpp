// SPDX-License-Identifier: Apache-2.0
#include "core/csv.h"
#include <utf8proc.h>
#include <charconv>
#include <cstddef>
#include "core/error.h"
namespace juno {
namespace {

constexpr std::size_t kLargest = 16u << 20;

class CsvReader {
 public:
  CsvReader(std::string_view text, std::string_view filename) : text_(text), filename_(filename) {
    if (text_.size() > kLargest) fail("larger than 16 MiB");
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    const std::string_view first = text_.substr(0, text_.find('\n'));
    if (first.find(',') == std::string_view::npos && first.find(';') != std::string_view::npos) separator_ = ';';
  }

  std::vector<CsvRow> rows() {
    while (at_ < text_.size()) {
      CsvRow row{line_, {}};
      do row.fields.push_back(field());
      while (at_ < text_.size() && text_[at_] == separator_ && ++at_);
      end_of_line();
      if (row.fields.size() == 1 && row.fields.front().empty()) continue;
      if (!rows_.empty() && row.fields.size() != rows_.front().fields.size()) {
        line_ = row.line;
        fail(std::to_string(row.fields.size()) + " fields where the first line has " + std::to_string(rows_.front().fields.size()));
      }
      rows_.push_back(std::move(row));
    }
    return std::move(rows_);
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(Exit::usage, std::string(filename_) + ":" + std::to_string(line_) + ": " + why, "nothing of the file was taken");
  }

  std::string field() {
    std::string out = at_ < text_.size() && text_[at_] == '"' ? quoted() : plain();
    check(out);
    if (out.size() > 1 && out.front() == '\'' && looks_like_formula(std::string_view(out).substr(1))) out.erase(0, 1);
    return out;
  }

  std::string plain() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '"') ++at_;
    if (at_ < text_.size() && text_[at_] == '"') fail("a quote inside a field: write the whole field in quotes, and \"\" for a quote");
    std::string_view out = text_.substr(begin, at_ - begin);
    if (out.ends_with('\r')) out.remove_suffix(1);
    return std::string(out);
  }

  std::string quoted() {
    std::string out;
    const int begun = line_;
    for (++at_;; ++at_) {
      if (at_ >= text_.size()) line_ = begun, fail("a quote that does not end");
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      if (text_[at_] == '\n') ++line_;
      out += text_[at_];
    }
    ++at_;
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    if (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') fail("text after a closing quote");
    return out;
  }

  void end_of_line() {
    if (at_ < text_.size()) ++at_, ++line_;
  }

  void check(std::string_view field) const {
    for (std::size_t at = 0; at < field.size();) {
      utf8proc_int32_t point = 0;
      const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(field.data() + at), static_cast<utf8proc_ssize_t>(field.size() - at), &point);
      if (bytes <= 0) fail("is not UTF-8");
      if (point == 0) fail("has a NUL byte");
      at += static_cast<std::size_t>(bytes);
    }
  }

  std::string_view text_, filename_;
  std::vector<CsvRow> rows_;
  std::size_t at_ = 0;
  int line_ = 1;
  char separator_ = ',';
};

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view text, std::string_view filename) { return CsvReader(text, filename).rows(); }

bool looks_like_formula(std::string_view text) {
  if (text.empty() || std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos) return false;
  if (text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error != std::errc{} || end != text.data() + text.size();
}

}  // namespace juno
