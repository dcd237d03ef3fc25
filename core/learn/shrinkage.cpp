// SPDX-License-Identifier: Apache-2.0
#include "core/learn/shrinkage.h"
#include <algorithm>
#include <cmath>
#include "core/stats.h"
namespace juno::learn {
namespace {

constexpr std::size_t kMostNeighbours = 400, kNearest = 10, kMostWords = 2000;
constexpr double kDrawn = 1.5;  // similarity that "no difference" is worth

struct Group {
  double sum = 0, square = 0, count = 0;
};

// Draws the means of groups of what is left towards 0: n / (n + within / between).
Named effects_of(const std::map<std::string, Group>& groups) {
  double count = 0, within = 0, between = 0, squares = 0, free = 0;
  for (const auto& [name, g] : groups) {
    const double m = g.sum / g.count;
    count += g.count, squares += g.count * g.count;
    within += g.square - g.count * m * m, free += g.count - 1;
    between += g.count * m * m;
  }
  Named out;
  if (groups.size() < 2 || free <= 0) return out;
  within = std::max(within / free, 1e-9);
  const double share = count - squares / count;
  between = share > 0 ? std::max(0.0, (between - static_cast<double>(groups.size() - 1) * within) / share) : 0;
  if (between <= 0) return out;
  for (const auto& [name, g] : groups) out[name] = g.sum / g.count * g.count / (g.count + within / between);
  return out;
}

}  // namespace

double total(std::span<const Reason> reasons) {
  double sum = 0;
  for (const Reason& r : reasons) sum += r.share;
  return sum;
}

void fit_shrunk(EffortModel& m, std::span<const Case> cases, std::span<const Past> pasts) {
  m.encoder = Encoder::of(cases, pasts, kMostWords);
  std::vector<const Case*> known;
  for (const Case& c : cases)
    if (c.known) known.push_back(&c);
  std::vector<double> left;
  for (const Case* c : known) left.push_back(to_log(c->value));
  m.constant = median(left).value_or(0);
  for (double& y : left) y -= m.constant;
  for (const char* kind : {"type: ", "component: ", "reporter: "}) {
    std::map<std::string, Group> groups;
    for (std::size_t i = 0; i < known.size(); ++i)
      for (const std::string_view tag : known[i]->tags) {
        if (!tag.starts_with(kind)) continue;
        Group& g = groups[std::string(tag)];
        g.sum += left[i], g.square += left[i] * left[i], ++g.count;
      }
    const auto effects = effects_of(groups);
    for (std::size_t i = 0; i < known.size(); ++i)
      for (const std::string_view tag : known[i]->tags)
        if (const auto e = effects.find(tag); e != effects.end()) left[i] -= e->second;
    m.effects.insert(effects.begin(), effects.end());
  }
  const std::size_t first = known.size() > kMostNeighbours ? known.size() - kMostNeighbours : 0;
  for (std::size_t i = first; i < known.size(); ++i) m.neighbours.push_back({known[i]->key, m.encoder.words.row(known[i]->text), left[i]});
}

Neighbourhood::Neighbourhood(const EffortModel& m) : size_(m.neighbours.size()), by_word_(m.encoder.words.terms.size()) {
  for (std::uint32_t n = 0; n < size_; ++n)
    for (const Entry& e : m.neighbours[n].words) by_word_[e.column].push_back({n, e.value});
}

std::vector<double> Neighbourhood::similarities(const SparseRow& words) const {
  std::vector<double> out(size_);
  for (const Entry& e : words)
    for (const auto& [n, value] : by_word_[e.column]) out[n] += static_cast<double>(e.value) * static_cast<double>(value);
  return out;
}

std::vector<Reason> shrunk_reasons(const EffortModel& m, const Neighbourhood& neighbours, const Case& c) {
  std::vector<Reason> out{{"usual", m.constant}};
  for (const std::string_view tag : c.tags)
    if (const auto e = m.effects.find(tag); e != m.effects.end()) out.push_back({e->first, e->second});
  const auto similar = neighbours.similarities(m.encoder.words.row(c.text));
  std::vector<std::pair<double, const EffortModel::Neighbour*>> near;
  for (std::size_t n = 0; n < similar.size(); ++n)
    if (similar[n] > 0 && m.neighbours[n].key != c.key) near.push_back({similar[n], &m.neighbours[n]});
  std::sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second->key < b.second->key; });
  if (near.size() > kNearest) near.resize(kNearest);
  double weight = kDrawn;
  for (const auto& [s, n] : near) weight += s;
  for (const auto& [s, n] : near) out.push_back({"like " + n->key, s * n->off / weight});
  return out;
}

}  // namespace juno::learn
