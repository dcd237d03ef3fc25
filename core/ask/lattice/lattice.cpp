// SPDX-License-Identifier: Apache-2.0
#include "core/ask/lattice/lattice.h"
#include <algorithm>
#include "core/text.h"
namespace juno::ask {
namespace {

constexpr std::size_t kKept = 64;  // ways to each token
constexpr double kUnknown = 20;

// To a token: from an earlier one, the `way`-th to that, over one of its edges.
struct Way {
  double cost = 0;
  std::size_t token = 0, way = 0, edge = 0;
};
void keep_cheapest(std::vector<Way>& ways) {
  std::stable_sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) { return a.cost < b.cost; });
  if (ways.size() > kKept) ways.resize(kKept);
}

}  // namespace

Covers Lattice::run() {
  plain_tokens();
  for (const When& w : find_when(tokens_, today_)) add_when(w, 0);
  sprints();
  for (std::size_t i = 0; i < tokens_.size(); ++i) phrases(i, false), last_few(i), period_before(i), more_than(i);
  mistyped();
  branches();
  phrases_to_find();
  drop_unfit();
  Covers out;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (covered(i)) continue;
    out.unknown.push_back(i);
    Chunk c = chunk(Chunk::Type::unknown, i, i + 1, kUnknown);
    c.text = tokens_[i].text;
    add(std::move(c));
  }
  out.all = best();
  return out;
}

Chunk Lattice::chunk(Chunk::Type type, std::size_t begin, std::size_t end, double cost) {
  Chunk c;
  c.type = type, c.begin = begin, c.end = end, c.cost = cost;
  return c;
}

bool Lattice::covered(std::size_t i) const {
  for (std::size_t b = 0; b <= i; ++b)
    for (const Chunk& c : from_[b])
      if (c.end > i && c.type != Chunk::Type::phrase) return true;
  return false;
}

std::string Lattice::norm(std::size_t i) const { return tokens_[i].type == Token::Class::possession ? "s" : tokens_[i].norm; }

bool Lattice::wordlike(std::size_t i) const {
  const Token& t = tokens_[i];
  return t.type == Token::Class::word || t.type == Token::Class::number || t.type == Token::Class::possession || t.type == Token::Class::key || t.type == Token::Class::amount || t.norm == "%";
}

bool Lattice::word_in(std::size_t i, std::initializer_list<std::string_view> names) const {
  return i < tokens_.size() && among(tokens_[i].norm, names);
}

void Lattice::add_word(const Entry& entry, std::size_t begin, std::size_t end, double cost, std::size_t edits) {
  Chunk c = chunk(Chunk::Type::word, begin, end, cost);
  c.entry = &entry, c.edits = edits;
  add(std::move(c));
}
void Lattice::add_value(const NameHit& name, std::size_t begin, std::size_t end, double cost) {
  Chunk c = chunk(Chunk::Type::value, begin, end, cost);
  c.name = name, c.edits = name.edits;
  add(std::move(c));
}
void Lattice::add_when(const When& w, std::size_t edits) {
  Chunk c = chunk(Chunk::Type::when, w.begin, w.end, 0.85 + kMistyped * static_cast<double>(edits));
  c.when = w, c.edits = edits;
  add(std::move(c));
}

// The cheapest ways to each token, then the ways back from the end.
std::vector<Cover> Lattice::best() const {
  std::vector<std::vector<Way>> ways(tokens_.size() + 1);
  ways[0].push_back({});
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    keep_cheapest(ways[i]);
    for (std::size_t w = 0; w < ways[i].size(); ++w)
      for (std::size_t e = 0; e < from_[i].size(); ++e) ways[from_[i][e].end].push_back({ways[i][w].cost + from_[i][e].cost, i, w, e});
  }
  keep_cheapest(ways.back());
  std::vector<Cover> out;
  for (const Way& last : ways.back()) {
    Cover& cover = out.emplace_back();
    const Way* way = &last;
    for (std::size_t at = tokens_.size(); at > 0; at = way->token, way = &ways[at][way->way]) cover.push_back(from_[way->token][way->edge]);
    std::reverse(cover.begin(), cover.end());
  }
  return out;
}

Covers covers(std::span<const Token> tokens, const Catalogue& catalogue, const Today& today) { return Lattice(tokens, catalogue, today).run(); }

}  // namespace juno::ask
