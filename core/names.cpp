// SPDX-License-Identifier: Apache-2.0
#include "core/names.h"
#include <utf8proc.h>
#include <algorithm>
#include <cstdlib>
#include "core/error.h"
#include "core/text.h"
namespace juno {
namespace {

constexpr std::size_t kMostListed = 20;

bool word_byte(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

bool prefix_of(const std::string& part, const std::string& name) {
  return name.starts_with(part) && !(name.size() > part.size() && is_digit(part.back()) && is_digit(name[part.size()]));
}

bool words_of(const std::string& part, const std::string& name) {
  for (std::size_t at = name.find(part); at != std::string::npos; at = name.find(part, at + 1)) {
    const bool begins = at == 0 || !word_byte(name[at - 1]) || !word_byte(part.front());
    const std::size_t end = at + part.size();
    if (begins && (end == name.size() || !word_byte(name[end]) || !word_byte(part.back()))) return true;
  }
  return false;
}

template <class Fits> std::vector<std::size_t> matches(std::span<const NameCandidate> candidates, Fits fits) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    if (fits(candidates[i].name) || std::any_of(candidates[i].aliases.begin(), candidates[i].aliases.end(), fits)) out.push_back(i);
  return out;
}

std::vector<std::string> listed(std::span<const NameCandidate> candidates, const std::vector<std::size_t>& which) {
  std::vector<std::string> out;
  for (const std::size_t i : which) out.push_back(candidates[i].name + (candidates[i].note.empty() ? "" : " (" + candidates[i].note + ")"));
  if (out.size() > kMostListed) {
    const std::size_t more = out.size() - kMostListed;
    out.resize(kMostListed);
    out.push_back("and " + std::to_string(more) + " more");
  }
  return out;
}

[[noreturn]] void ambiguous(std::string_view given, std::span<const NameCandidate> candidates, const std::vector<std::size_t>& which,
                            std::string_view what) {
  Error error(Exit::usage, std::string(what) + " '" + std::string(given) + "' could be any of " + std::to_string(which.size()),
              "write more of the name, or the whole of it");
  error.details = listed(candidates, which);
  throw error;
}

[[noreturn]] void unknown(std::string_view given, std::span<const NameCandidate> candidates, std::string_view what,
                          std::string_view list_command) {
  std::vector<std::string> names;
  for (const auto& c : candidates) names.push_back(c.name), names.insert(names.end(), c.aliases.begin(), c.aliases.end());
  // A neighbouring id is no guess at what was meant.
  const std::string guess = std::all_of(given.begin(), given.end(), is_digit) ? "" : nearest(given, names);
  std::string hint = guess.empty() ? "" : "did you mean '" + guess + "'?";
  if (!list_command.empty()) hint += (hint.empty() ? "" : " ") + ("`" + std::string(list_command) + "` shows them all");
  throw Error(Exit::usage, "no " + std::string(what) + " is named '" + std::string(given) + "'", hint);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

std::string fold_case(std::string_view text) {
  if (text.empty()) return {};
  // Most names are plain ASCII, and some reports fold many.
  if (std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return lower_ascii(text);
  utf8proc_uint8_t* folded = nullptr;
  const auto n = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &folded,
                              static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
  if (n < 0) return lower_ascii(text);
  std::string out(reinterpret_cast<const char*>(folded), static_cast<std::size_t>(n));
  std::free(folded);
  return out;
}

std::size_t resolve_name(std::string_view given, std::span<const NameCandidate> candidates, std::string_view what,
                         std::string_view list_command) {
  const std::string wanted(trimmed(given));
  if (candidates.empty())
    throw Error(Exit::store, "no " + std::string(what) + " '" + wanted + "': the cache holds no " + std::string(what) + " yet", "run `juno sync`");
  if (wanted.empty()) throw Error(Exit::usage, "the name of a " + std::string(what) + " is empty", list_command.empty() ? "" : "`" + std::string(list_command) + "` shows them all");
  auto found = matches(candidates, [&](const std::string& name) { return name == wanted; });
  const std::string folded = fold_case(wanted);
  if (found.empty()) found = matches(candidates, [&](const std::string& name) { return fold_case(name) == folded; });
  if (found.empty() && !folded.empty())
    found = matches(candidates, [&](const std::string& name) {
      const std::string f = fold_case(name);
      return prefix_of(folded, f) || words_of(folded, f);
    });
  if (found.empty()) unknown(wanted, candidates, what, list_command);
  if (found.size() > 1) ambiguous(wanted, candidates, found, what);
  return found.front();
}

}  // namespace juno
