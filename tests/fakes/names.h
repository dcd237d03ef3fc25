// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>
namespace fakes {

// All invented. Several texts are hostile on purpose: quotes, commas, brackets, escape codes, formula prefixes, emoji.
const std::vector<std::string>& label_words();
const std::vector<std::string>& team_names();
const std::vector<std::string>& severity_names();
std::string summary_text(std::uint64_t seed);
std::string sentence(std::uint64_t seed);
std::string sprint_name(const std::string& project, int number);
std::string goal_text(std::uint64_t seed);

}  // namespace fakes
