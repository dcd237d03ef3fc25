// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include "store/export.h"
#include "store/query.h"
namespace juno::store {

// Collects output and hands it on in pieces of about 64 KB.
class Buffered {
 public:
  explicit Buffered(const Sink& sink) : sink_(sink) { out_.reserve(kPiece * 2); }
  std::string& out() { return out_; }
  void line_done() {
    if (out_.size() >= kPiece) flush();
  }
  void flush() {
    if (!out_.empty()) sink_(out_);
    out_.clear();
  }

 private:
  static constexpr std::size_t kPiece = 64 << 10;
  const Sink& sink_;
  std::string out_;
};

void append_integer(std::string& out, std::int64_t value);
void append_real(std::string& out, double value);         // shortest form that reads back; null when not finite
void append_json(std::string& out, std::string_view text);  // with quotes; invalid UTF-8 becomes U+FFFD

// How a column is written.
enum class As { text, integer, real, instant, hours, json };
struct OutColumn {
  std::string_view key;
  As as = As::text;
};

// One JSON object a row, unknown values left out.
class LineWriter {
 public:
  explicit LineWriter(const Sink& sink) : buffer_(sink) {}
  void begin(std::string_view table, std::string_view source);
  // The row's columns from `first` on, in the order of `columns`.
  void add(const Query& row, int first, std::span<const OutColumn> columns);
  void add_text(std::string_view key, std::string_view value);
  std::string& add_raw(std::string_view key);  // the caller appends the value
  void end();
  void raw_line(std::string_view line);
  std::int64_t lines() const { return lines_; }
  void flush() { buffer_.flush(); }

 private:
  Buffered buffer_;
  std::int64_t lines_ = 0;
};

}  // namespace juno::store
