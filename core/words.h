// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
namespace juno {

// The words of a text as a search compares them: folded, without stop words, English endings off (Porter, 1980). Names of
// code are there as a whole and in parts (getUserName, user_name), runs of Chinese, Japanese or Korean letters as pairs.
// Addresses, colour and markup of trackers ({code}, {{…}}, h2.) are no words. At most `most` of them.
std::vector<std::string> search_words(std::string_view text, std::size_t most = 4000);

// The stem of a lower-case word of a-z; other words are returned as they are.
std::string stem(std::string_view word);

}  // namespace juno
