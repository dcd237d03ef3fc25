// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
namespace juno::ask {

constexpr std::uint64_t phrase_hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h ^ (h >> 32);
}

// Calls `take` with the place of each part of a text between signs of `apart`, and its end.
template <class Take> constexpr void parts_of(std::string_view text, char apart, Take take) {
  std::size_t from = 0;
  for (std::size_t at = 0; at <= text.size(); ++at)
    if (at == text.size() || text[at] == apart) take(from, at), from = at + 1;
}
template <class Entry, std::size_t N> constexpr std::size_t phrases_in(const Entry (&entries)[N], char apart = '|') {
  std::size_t n = 0;
  for (const Entry& e : entries) {
    ++n;
    for (const char c : e.phrases) n += c == apart;
  }
  return n;
}

// The phrases of a table's entries (`phrases`, several apart by |) by their hash. Made by the compiler: a process that asks
// one question would spend more time on making it than on the question.
template <std::size_t kRows, std::size_t kSlots, char kApart = '|'> class PhraseIndex {
 public:
  template <class Entry, std::size_t N> explicit constexpr PhraseIndex(const Entry (&entries)[N]) {
    heads_.fill(kEnd);
    std::array<std::uint16_t, kSlots> tails{};
    std::size_t n = 0;
    for (std::size_t e = 0; e < N; ++e)
      parts_of(entries[e].phrases, kApart, [&](std::size_t from, std::size_t end) {
        rows_[n] = {static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(end - from), static_cast<std::uint16_t>(e), kEnd};
        const std::size_t slot = phrase_hash(entries[e].phrases.substr(from, end - from)) % kSlots;
        (heads_[slot] == kEnd ? heads_[slot] : rows_[tails[slot]].next) = static_cast<std::uint16_t>(n);
        tails[slot] = static_cast<std::uint16_t>(n++);
      });
  }
  // Calls `take` with the entries of a phrase, in the table's order.
  template <class Entry, std::size_t N, class Take> void find(const Entry (&entries)[N], std::string_view phrase, Take take) const {
    for (std::uint16_t n = heads_[phrase_hash(phrase) % kSlots]; n != kEnd; n = rows_[n].next)
      if (entries[rows_[n].entry].phrases.substr(rows_[n].begin, rows_[n].length) == phrase) take(entries[rows_[n].entry]);
  }

 private:
  static constexpr std::uint16_t kEnd = 0xffff;
  static_assert(kRows < kEnd);
  struct Row { std::uint16_t begin, length, entry, next; };
  std::array<Row, kRows> rows_{};
  std::array<std::uint16_t, kSlots> heads_{};
};

}  // namespace juno::ask
