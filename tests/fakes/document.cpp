// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/document.h"
#include "tests/fakes/json_out.h"
#include "tests/fakes/names.h"
#include "tests/fakes/random.h"
namespace fakes {
namespace {

using Piece = Document::Piece;
using Block = Document::Block;

Block paragraph(Random& random) {
  Block block;
  block.pieces.push_back({Piece::Kind::plain, sentence(random.next())});
  switch (random.below(6)) {
    case 0: block.pieces.push_back({Piece::Kind::plain, " "}), block.pieces.push_back({Piece::Kind::bold, "Mind the tide"}); break;
    case 1: block.pieces.push_back({Piece::Kind::plain, " See "}), block.pieces.push_back({Piece::Kind::code, "tide-level"}); break;
    case 2: block.pieces.push_back({Piece::Kind::plain, " More at "}), block.pieces.push_back({Piece::Kind::link, "the notice board"}); break;
    default: break;
  }
  return block;
}

}  // namespace

Document document(std::uint64_t seed, bool long_one) {
  Random random(seed);
  Document doc;
  if (random.chance(15)) doc.blocks.push_back({Block::Kind::heading, {{Piece::Kind::plain, "What happened"}}});
  for (auto left = long_one ? random.between(4, 10) : random.between(1, 3); left > 0; --left) doc.blocks.push_back(paragraph(random));
  if (random.chance(25))
    for (auto left = random.between(1, 3); left > 0; --left) doc.blocks.push_back({Block::Kind::item, {{Piece::Kind::plain, sentence(random.next())}}});
  if (random.chance(8)) doc.blocks.push_back({Block::Kind::code, {{Piece::Kind::plain, "level = tide + swell;\nreturn level > quay;"}}});
  return doc;
}

std::string plain(const Document& document) {
  std::string text;
  for (const Block& block : document.blocks) {
    if (!text.empty()) text += '\n';
    if (block.kind == Block::Kind::item) text += "- ";
    for (const Piece& piece : block.pieces) text += piece.text;
  }
  return text;
}

std::string wiki(const Document& document) {
  std::string text;
  auto last = Block::Kind::heading;
  for (const Block& block : document.blocks) {
    if (!text.empty()) text += block.kind == last && last == Block::Kind::item ? "\n" : "\n\n";
    last = block.kind;
    if (block.kind == Block::Kind::heading) text += "h2. ";
    if (block.kind == Block::Kind::item) text += "* ";
    if (block.kind == Block::Kind::code) text += "{code}\n";
    for (const Piece& piece : block.pieces) switch (piece.kind) {
        case Piece::Kind::plain: text += piece.text; break;
        case Piece::Kind::bold: text += "*" + piece.text + "*"; break;
        case Piece::Kind::code: text += "{{" + piece.text + "}}"; break;
        case Piece::Kind::link: text += "[" + piece.text + "|https://notice.invalid/board]"; break;
      }
    if (block.kind == Block::Kind::code) text += "\n{code}";
  }
  return text;
}

void append_adf(std::string& out, const Document& document) {
  JsonOut json(out);
  const auto pieces = [&](const Block& block) {
    json.key("content").open('[');
    for (const Piece& piece : block.pieces) {
      json.open('{').key("type").text("text").key("text").text(piece.text);
      if (piece.kind == Piece::Kind::bold) json.key("marks").raw(R"([{"type":"strong"}])");
      if (piece.kind == Piece::Kind::code) json.key("marks").raw(R"([{"type":"code"}])");
      if (piece.kind == Piece::Kind::link) json.key("marks").raw(R"([{"type":"link","attrs":{"href":"https://notice.invalid/board"}}])");
      json.close('}');
    }
    json.close(']');
  };
  json.open('{').key("type").text("doc").key("version").integer(1).key("content").open('[');
  bool in_list = false;
  for (const Block& block : document.blocks) {
    const bool item = block.kind == Block::Kind::item;
    if (item && !in_list) json.open('{').key("type").text("bulletList").key("content").open('[');
    if (!item && in_list) json.close(']').close('}');
    in_list = item;
    if (item) json.open('{').key("type").text("listItem").key("content").open('[');
    json.open('{').key("type").text(block.kind == Block::Kind::heading ? "heading" : block.kind == Block::Kind::code ? "codeBlock" : "paragraph");
    if (block.kind == Block::Kind::heading) json.key("attrs").raw(R"({"level":2})");
    if (block.kind == Block::Kind::code) json.key("attrs").raw(R"({"language":"c"})");
    pieces(block);
    json.close('}');
    if (item) json.close(']').close('}');
  }
  if (in_list) json.close(']').close('}');
  json.close(']').close('}');
}

}  // namespace fakes
