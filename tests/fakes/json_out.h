// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
namespace fakes {

// Appends JSON to a string, with commas in the right places. Nothing is checked: callers open and close in order.
class JsonOut {
 public:
  explicit JsonOut(std::string& out) : out_(out) {}
  JsonOut& open(char bracket) { comma(), out_ += bracket, first_ = true; return *this; }
  JsonOut& close(char bracket) { out_ += bracket, first_ = false; return *this; }
  JsonOut& key(std::string_view name) {
    comma();
    quote(name);
    out_ += ':';
    first_ = true;
    return *this;
  }
  JsonOut& text(std::string_view value) { comma(), quote(value); return *this; }
  JsonOut& raw(std::string_view json) { comma(), out_ += json; return *this; }
  JsonOut& null() { return raw("null"); }
  JsonOut& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonOut& integer(std::int64_t value) {
    char digits[24];
    const auto [end, failure] = std::to_chars(digits, digits + sizeof digits, value);
    (void)failure;
    return raw({digits, static_cast<std::size_t>(end - digits)});
  }
  JsonOut& number(double value) {
    char digits[40];
    const auto [end, failure] = std::to_chars(digits, digits + sizeof digits, value);
    (void)failure;
    return raw({digits, static_cast<std::size_t>(end - digits)});
  }
  JsonOut& text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }

 private:
  void comma() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  void quote(std::string_view value);
  std::string& out_;
  bool first_ = true;
};

}  // namespace fakes
