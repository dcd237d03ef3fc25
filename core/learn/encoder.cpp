// SPDX-License-Identifier: Apache-2.0
#include "core/learn/encoder.h"
#include <algorithm>
#include <cmath>
#include <deque>
#include "core/stats.h"
namespace juno::learn {
namespace {

constexpr double kShift = 0.25;
constexpr std::size_t kLately = 30, kMostTags = 500, kMostReporters = 2000;
constexpr int kLeastTexts = 2, kLeastTagged = 3;
constexpr double kDrawn = 5;  // outcomes that the mean of all is worth, against a reporter's own

// Outcomes as they become known.
class Seen {
 public:
  void add(const std::string& reporter, double y) {
    sums_[reporter].first += y, ++sums_[reporter].second;
    sum_ += y, ++count_;
    last_.push_back(y);
    if (last_.size() > kLately) last_.pop_front();
  }
  Past past(const std::string& reporter) const {
    const double all = count_ > 0 ? sum_ / count_ : 0;
    const auto own = sums_.find(reporter);
    const double sum = own == sums_.end() ? 0 : own->second.first, n = own == sums_.end() ? 0 : own->second.second;
    const std::vector<double> last(last_.begin(), last_.end());
    return {(sum + kDrawn * all) / (n + kDrawn), median(last).value_or(0)};
  }
  const std::map<std::string, std::pair<double, int>>& reporters() const { return sums_; }

 private:
  std::map<std::string, std::pair<double, int>> sums_;
  double sum_ = 0;
  int count_ = 0;
  std::deque<double> last_;
};

// Cases whose outcome is known, by the moment it became so.
std::vector<const Case*> by_known(std::span<const Case> cases) {
  std::vector<const Case*> out;
  for (const Case& c : cases)
    if (c.known) out.push_back(&c);
  std::stable_sort(out.begin(), out.end(), [](const Case* a, const Case* b) { return *a->known < *b->known; });
  return out;
}

std::array<double, Encoder::kNumbers> numbers_of(const Case& c, const Past& p) {
  return {std::log1p(c.words), c.labels, c.components, std::log1p(c.age_days), p.reporter, p.lately};
}

}  // namespace

const std::array<const char*, Encoder::kNumbers> Encoder::kNumberNames{"number of words", "number of labels", "number of components", "age when it began", "this reporter's usual outcome", "usual outcome lately"};

double to_log(double value) { return std::log(std::max(0.0, value) + kShift); }
double from_log(double logarithm) { return std::max(0.0, std::exp(logarithm) - kShift); }

std::vector<Past> pasts_of(std::span<const Case> cases) {
  const auto known = by_known(cases);
  Seen seen;
  std::vector<Past> out;
  std::size_t next = 0;
  for (const Case& c : cases) {
    for (; next < known.size() && *known[next]->known < c.at; ++next) seen.add(known[next]->reporter, to_log(known[next]->value));
    out.push_back(seen.past(c.reporter));
  }
  return out;
}

Encoder Encoder::of(std::span<const Case> cases, std::span<const Past> pasts, std::size_t most_words) {
  Encoder e;
  std::vector<TermCounts> texts;
  std::map<std::string, int> tagged;
  for (const Case& c : cases) {
    texts.push_back(c.text);
    for (const std::string_view t : c.tags) ++tagged[std::string(t)];
  }
  e.words = Vocabulary::of(texts, kLeastTexts, most_words);
  std::vector<std::pair<int, std::string>> kept;
  for (const auto& [name, n] : tagged)
    if (n >= kLeastTagged) kept.push_back({-n, name});
  std::sort(kept.begin(), kept.end());
  if (kept.size() > kMostTags) kept.resize(kMostTags);
  for (const auto& [n, name] : kept) e.tags.push_back(name);
  std::sort(e.tags.begin(), e.tags.end());
  Seen seen;
  for (const Case* c : by_known(cases)) seen.add(c->reporter, to_log(c->value));
  for (const auto& [name, sum] : seen.reporters())
    if (e.reporters.size() < kMostReporters) e.reporters[name] = seen.past(name);
  e.others = seen.past({});
  if (e.reporters.contains("")) e.reporters.erase("");
  std::array<double, kNumbers> squares{};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto x = numbers_of(cases[i], pasts[i]);
    for (std::size_t k = 0; k < kNumbers; ++k) e.centres[k] += x[k], squares[k] += x[k] * x[k];
  }
  const double n = std::max(1.0, static_cast<double>(cases.size()));
  for (std::size_t k = 0; k < kNumbers; ++k) {
    e.centres[k] /= n;
    e.scales[k] = std::sqrt(std::max(0.0, squares[k] / n - e.centres[k] * e.centres[k]));
    if (e.scales[k] < 1e-9) e.scales[k] = 0;  // always the same: says nothing
  }
  return e;
}

std::string Encoder::column_name(std::uint32_t column) const {
  if (column < words.terms.size()) return "word " + words.terms[column];
  column -= static_cast<std::uint32_t>(words.terms.size());
  return column < tags.size() ? tags[column] : kNumberNames[column - tags.size()];
}

// Adds tags and numbers to a row of words.
SparseRow Encoder::completed(SparseRow out, const Case& c, const Past& past) const {
  auto first = static_cast<std::uint32_t>(words.terms.size());
  for (const std::string_view t : c.tags) {
    const auto at = std::lower_bound(tags.begin(), tags.end(), t);
    if (at != tags.end() && *at == t && (out.empty() || out.back().column != first + static_cast<std::uint32_t>(at - tags.begin()))) out.push_back({first + static_cast<std::uint32_t>(at - tags.begin()), 1});
  }
  first += static_cast<std::uint32_t>(tags.size());
  const auto x = numbers_of(c, past);
  for (std::size_t k = 0; k < kNumbers; ++k)
    if (scales[k] > 0) out.push_back({first + static_cast<std::uint32_t>(k), static_cast<float>(std::clamp((x[k] - centres[k]) / scales[k], -5.0, 5.0))});
  return out;
}

const Past& Encoder::past_of(const Case& c) const {
  const auto own = reporters.find(c.reporter);
  return own == reporters.end() ? others : own->second;
}

SparseRow Encoder::row(const Case& c, const Past& past) const { return completed(words.row(c.text), c, past); }
SparseRow Encoder::row(const Case& c) const { return row(c, past_of(c)); }

std::vector<SparseRow> Encoder::rows(std::span<const Case> cases) const {
  const VocabularyIndex index(words);
  std::vector<SparseRow> out;
  for (const Case& c : cases) out.push_back(completed(index.row(c.text), c, past_of(c)));
  return out;
}

void Encoder::write(ByteWriter& out) const {
  out.texts(words.terms), out.narrows(words.rarity), out.texts(tags);
  for (std::size_t k = 0; k < kNumbers; ++k) out.real(centres[k]), out.real(scales[k]);
  out.number(reporters.size());
  for (const auto& [name, past] : reporters) out.text(name), out.real(past.reporter), out.real(past.lately);
  out.real(others.reporter), out.real(others.lately);
}

Encoder Encoder::read(ByteReader& in) {
  Encoder e;
  e.words.terms = in.texts(), e.words.rarity = in.narrows(), e.tags = in.texts();
  in.expect(e.words.terms.size() == e.words.rarity.size());
  for (const auto* names : {&e.words.terms, &e.tags}) in.expect(std::adjacent_find(names->begin(), names->end(), std::greater_equal<>()) == names->end());
  for (std::size_t k = 0; k < kNumbers; ++k) e.centres[k] = in.real(), e.scales[k] = in.real();
  for (auto n = in.number(kMostReporters); n > 0; --n) {
    const std::string name = in.text();
    const double reporter = in.real();
    e.reporters[name] = {reporter, in.real()};
  }
  e.others.reporter = in.real(), e.others.lately = in.real();
  return e;
}

}  // namespace juno::learn
