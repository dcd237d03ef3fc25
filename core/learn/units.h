// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
namespace juno::learn {

// A model of values speaks in points of business value as rank.units had them when it was trained: with other figures there it is
// another scale. " units=EUR=0.002;", the end of a version's settings; empty where all outcomes were in points.
std::string units_text(const std::set<std::string>& used, const std::map<std::string, double>& units);
// Whether what `settings` end in still holds.
bool same_units(std::string_view settings, const std::map<std::string, double>& units);

}  // namespace juno::learn
