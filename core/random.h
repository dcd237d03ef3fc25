// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
namespace juno {

// PCG32 (O'Neill, 2014): small, the same everywhere, unlike the distributions of the standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(0) {
    next();
    state_ += seed;
    next();
  }
  // In (0, 1).
  double uniform() { return (static_cast<double>(next()) + 0.5) / 4294967296.0; }

 private:
  std::uint32_t next() {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005ULL + 1442695040888963407ULL;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
    const auto turn = static_cast<std::uint32_t>(old >> 59);
    return (shifted >> turn) | (shifted << ((32 - turn) & 31));
  }
  std::uint64_t state_;
};

// A seed for each part of a whole, far from its neighbours' (splitmix64; Steele, Lea and Flood, 2014).
inline std::uint64_t seed_of(std::uint64_t seed, std::uint64_t part) {
  std::uint64_t z = seed + (part + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace juno
