// SPDX-License-Identifier: Apache-2.0
#include "core/learn/units.h"
#include <algorithm>
#include <charconv>
namespace juno::learn {
namespace {

constexpr std::string_view kUnits = " units=";

std::string piece(const std::string& name, double value) {
  char number[32];
  return name + "=" + std::string(number, std::to_chars(number, number + sizeof number, value).ptr) + ";";
}

}  // namespace

std::string units_text(const std::set<std::string>& used, const std::map<std::string, double>& units) {
  std::string out;
  for (const auto& [name, value] : units)
    if (used.contains(name)) out += piece(name, value);
  return out.empty() ? out : std::string(kUnits) + out;
}

bool same_units(std::string_view settings, const std::map<std::string, double>& units) {
  const auto at = settings.find(kUnits);
  if (at == std::string_view::npos) return true;
  settings.remove_prefix(at + kUnits.size());
  // Names may have any letters, so the text is not taken apart: what today's figures say must be what it says, one after the other.
  for (const auto& [name, value] : units)
    if (const std::string today = piece(name, value); settings.starts_with(today)) settings.remove_prefix(today.size());
  return settings.empty();
}

}  // namespace juno::learn
