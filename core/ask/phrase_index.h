// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
namespace juno::ask {

// FNV-1a, one letter more.
constexpr std::uint64_t hashed(std::uint64_t before, char c) { return (before ^ static_cast<unsigned char>(c)) * 0x100000001b3; }
inline constexpr std::uint64_t kNoLetters = 0xcbf29ce484222325;

template <class Entry, std::size_t N> constexpr std::size_t phrases_in(const Entry (&entries)[N], char apart = '|') {
  std::size_t n = 0;
  for (const Entry& e : entries) {
    ++n;
    for (const char c : e.phrases) n += c == apart;
  }
  return n;
}

// The phrases of a table's entries (`phrases`, several apart by |) by their hash. Made by the compiler: a process that asks
// one question would spend more time on making it than on the question. Plain arrays and pointers, because compilers bound
// what they reckon.
template <std::size_t kRows, std::size_t kSlots, char kApart = '|'> class PhraseIndex {
 public:
  template <class Entry, std::size_t N> explicit constexpr PhraseIndex(const Entry (&entries)[N]) {
    for (std::uint16_t& head : heads_) head = kEnd;
    std::uint16_t tails[kSlots]{};
    std::uint16_t row = 0;
    for (std::size_t e = 0; e < N; ++e) {
      const char* const text = entries[e].phrases.data();
      const std::size_t size = entries[e].phrases.size();
      if (size >= kEnd) throw "an entry too long for its index";  // ends the compilation
      std::uint64_t hash = kNoLetters;
      std::size_t from = 0;
      for (std::size_t at = 0; at <= size; ++at) {
        if (at < size && text[at] != kApart) {
          hash = hashed(hash, text[at]);
          continue;
        }
        rows_[row] = {static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(at - from), static_cast<std::uint16_t>(e), kEnd};
        const std::size_t slot = slot_of(hash);
        (heads_[slot] == kEnd ? heads_[slot] : rows_[tails[slot]].next) = row;
        tails[slot] = row++;
        hash = kNoLetters, from = at + 1;
      }
    }
  }
  // Calls `take` with the entries of a phrase, in the table's order.
  template <class Entry, std::size_t N, class Take> void find(const Entry (&entries)[N], std::string_view phrase, Take take) const {
    std::uint64_t hash = kNoLetters;
    for (const char c : phrase) hash = hashed(hash, c);
    for (std::uint16_t n = heads_[slot_of(hash)]; n != kEnd; n = rows_[n].next)
      if (entries[rows_[n].entry].phrases.substr(rows_[n].begin, rows_[n].length) == phrase) take(entries[rows_[n].entry]);
  }

 private:
  static constexpr std::uint16_t kEnd = 0xffff;
  static_assert(kRows < kEnd);
  struct Row { std::uint16_t begin, length, entry, next; };
  static constexpr std::size_t slot_of(std::uint64_t hash) { return (hash ^ (hash >> 32)) % kSlots; }
  Row rows_[kRows]{};
  std::uint16_t heads_[kSlots]{};
};

}  // namespace juno::ask
