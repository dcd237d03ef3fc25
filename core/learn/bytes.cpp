// SPDX-License-Identifier: Apache-2.0
#include "core/learn/bytes.h"
#include <cmath>
#include "core/error.h"
namespace juno::learn {

void ByteWriter::number(std::uint64_t n) {
  for (; n >= 0x80; n >>= 7) bytes += static_cast<char>((n & 0x7f) | 0x80);
  bytes += static_cast<char>(n);
}
void ByteWriter::fixed(std::uint64_t bits, int n) {
  for (int i = 0; i < n; ++i, bits >>= 8) bytes += static_cast<char>(bits & 0xff);
}
void ByteWriter::text(std::string_view s) {
  number(s.size());
  bytes += s;
}
void ByteWriter::reals(const std::vector<double>& v) {
  number(v.size());
  for (const double x : v) real(x);
}
void ByteWriter::narrows(const std::vector<float>& v) {
  number(v.size());
  for (const float x : v) narrow(x);
}
void ByteWriter::texts(const std::vector<std::string>& v) {
  number(v.size());
  for (const std::string& x : v) text(x);
}

void ByteReader::expect(bool sound) const {
  if (!sound) throw Error(Exit::store, "the model is damaged", "train another: juno model train");
}
std::uint64_t ByteReader::number() {
  std::uint64_t n = 0;
  for (int shift = 0;; shift += 7) {
    expect(!rest_.empty() && shift < 63);
    const auto b = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    n |= static_cast<std::uint64_t>(b & 0x7f) << shift;
    if (b < 0x80) return n;
  }
}
std::uint64_t ByteReader::number(std::uint64_t most) {
  const auto n = number();
  expect(n <= most);
  return n;
}
std::uint64_t ByteReader::fixed(std::size_t n) {
  expect(rest_.size() >= n);
  std::uint64_t bits = 0;
  for (std::size_t i = n; i-- > 0;) bits = bits << 8 | static_cast<unsigned char>(rest_[i]);
  rest_.remove_prefix(n);
  return bits;
}
double ByteReader::real() {
  const double v = std::bit_cast<double>(fixed(8));
  expect(std::isfinite(v));
  return v;
}
float ByteReader::narrow() {
  const float v = std::bit_cast<float>(static_cast<std::uint32_t>(fixed(4)));
  expect(std::isfinite(v));
  return v;
}
std::size_t ByteReader::size(std::size_t each) { return static_cast<std::size_t>(number(rest_.size() / each)); }
std::string ByteReader::text() {
  const std::size_t n = size(1);
  expect(n <= rest_.size());
  std::string out(rest_.substr(0, n));
  rest_.remove_prefix(n);
  return out;
}
std::vector<double> ByteReader::reals() {
  std::vector<double> out(size(8));
  for (double& x : out) x = real();
  return out;
}
std::vector<float> ByteReader::narrows() {
  std::vector<float> out(size(4));
  for (float& x : out) x = narrow();
  return out;
}
std::vector<std::string> ByteReader::texts() {
  std::vector<std::string> out(size(1));
  for (std::string& x : out) x = text();
  return out;
}

}  // namespace juno::learn
