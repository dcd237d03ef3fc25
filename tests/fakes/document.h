// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>
namespace fakes {

// A rich text as its author meant it, from which each of Jira's forms is written.
struct Document {
  struct Piece {
    enum class Kind { plain, bold, code, link } kind = Kind::plain;
    std::string text;
  };
  struct Block {
    enum class Kind { paragraph, heading, item, code } kind = Kind::paragraph;
    std::vector<Piece> pieces;
  };
  std::vector<Block> blocks;
};
Document document(std::uint64_t seed, bool long_one);

// As a person would retype it: one line a block, list items begin with "- ".
std::string plain(const Document& document);
std::string wiki(const Document& document);               // v2 and Data Center
void append_adf(std::string& out, const Document& document);  // v3

}  // namespace fakes
