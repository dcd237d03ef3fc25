// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/failure.h"
#include "core/text.h"
namespace juno {
namespace {

bool hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool name_char(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.'; }

void add(std::vector<std::string>& to, std::string what) {
  if (std::find(to.begin(), to.end(), what) == to.end()) to.push_back(std::move(what));
}

// The sha that begins at `at`; empty when there is none. Words of letters only (a "facade") are none, nor are whole numbers.
std::string sha_at(std::string_view text, std::size_t at) {
  if (at > 0 && (name_char(text[at - 1]) || text[at - 1] == '#')) return {};
  std::size_t end = at;
  while (end < text.size() && hex(text[end])) ++end;
  if (end - at < 7 || end - at > 40 || (end < text.size() && name_char(text[end]) && text[end] != '.')) return {};
  const std::string_view sha = text.substr(at, end - at);
  if (end - at < 40 && (std::none_of(sha.begin(), sha.end(), is_digit) || std::all_of(sha.begin(), sha.end(), is_digit))) return {};
  return std::string(sha);
}

// "#12" or "owner/name#12" around the # at `hash`; empty when it is something else. `begin` tells where it starts.
std::string pull_at(std::string_view text, std::size_t hash, std::size_t& begin) {
  std::size_t end = hash + 1;
  while (end < text.size() && is_digit(text[end])) ++end;
  if (end == hash + 1 || end - hash > 10 || text[hash + 1] == '0' || (end < text.size() && name_char(text[end]) && text[end] != '.')) return {};
  begin = hash;
  while (begin > 0 && name_char(text[begin - 1])) --begin;
  if (begin == hash) return hash > 0 && (text[hash - 1] == '/' || text[hash - 1] == '&') ? std::string() : std::string(text.substr(hash, end - hash));
  if (begin == 0 || text[begin - 1] != '/') return {};
  const std::size_t slash = --begin;
  while (begin > 0 && name_char(text[begin - 1])) --begin;
  return begin == slash ? std::string() : std::string(text.substr(begin, end - begin));
}

// Where the word `folded` of ASCII letters stands in any case.
std::size_t find_word(std::string_view text, std::string_view folded, std::size_t from) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; };
  for (;; ++from) {
    const auto it = std::search(text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size())), text.end(), folded.begin(), folded.end(), same);
    if (it == text.end()) return std::string_view::npos;
    from = static_cast<std::size_t>(it - text.begin());
    if (from == 0 || !name_char(text[from - 1])) return from;
  }
}

}  // namespace

References reverted_in(std::string_view text) {
  References out;
  constexpr std::string_view kCommit = "reverts commit ", kPull = "reverts ";
  for (std::size_t at = 0; (at = find_word(text, kPull, at)) != std::string_view::npos;) {
    if (text.size() - at >= kCommit.size() && find_word(text.substr(0, at + kCommit.size()), kCommit, at) == at) {
      at += kCommit.size();
      if (std::string sha = at < text.size() ? sha_at(text, at) : std::string(); !sha.empty()) add(out.shas, std::move(sha));
      continue;
    }
    at += kPull.size();
    std::size_t hash = at;
    while (hash < text.size() && (name_char(text[hash]) || text[hash] == '/')) ++hash;
    std::size_t begin = 0;
    if (hash >= text.size() || text[hash] != '#') continue;
    if (std::string pull = pull_at(text, hash, begin); !pull.empty() && begin == at) add(out.pulls, std::move(pull));
  }
  return out;
}

References named_in(std::string_view text) {
  References out;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '#') {
      if (std::string pull = pull_at(text, at, begin); !pull.empty()) add(out.pulls, std::move(pull));
    } else if (hex(text[at])) {
      std::string sha = sha_at(text, at);
      if (sha.empty()) {
        while (at + 1 < text.size() && name_char(text[at + 1])) ++at;
        continue;
      }
      at += sha.size() - 1;
      add(out.shas, std::move(sha));
    }
  }
  return out;
}

}  // namespace juno
