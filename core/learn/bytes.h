// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>
namespace juno::learn {

// A model as bytes. Numbers are written little-endian.
class ByteWriter {
 public:
  void number(std::uint64_t n);
  void real(double v) { fixed(std::bit_cast<std::uint64_t>(v), 8); }
  void narrow(float v) { fixed(std::bit_cast<std::uint32_t>(v), 4); }
  void text(std::string_view s);
  void reals(const std::vector<double>& v);
  void narrows(const std::vector<float>& v);
  void texts(const std::vector<std::string>& v);
  std::string bytes;

 private:
  void fixed(std::uint64_t bits, int n);
};

// Reads what ByteWriter wrote. Throws Error{store} for bytes that end early, sizes that they cannot hold, and numbers that are not finite.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}
  std::uint64_t number();
  std::uint64_t number(std::uint64_t most);  // throws above
  double real();
  float narrow();
  std::string text();
  std::vector<double> reals();
  std::vector<float> narrows();
  std::vector<std::string> texts();
  void expect(bool sound) const;  // throws unless
  bool done() const { return rest_.empty(); }

 private:
  std::uint64_t fixed(std::size_t n);
  std::size_t size(std::size_t each);
  std::string_view rest_;
};

}  // namespace juno::learn
