// SPDX-License-Identifier: Apache-2.0
#include "core/similar.h"
#include <algorithm>
#include <cmath>
#include "core/words.h"
namespace juno {
namespace {

constexpr std::size_t kMostWords = 1500;  // of a description: what follows is logs

void append_number(std::string& out, std::uint32_t n) {
  for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
  out += static_cast<char>(n);
}

bool take_number(std::string_view& bytes, std::uint32_t& n) {
  n = 0;
  for (int shift = 0; shift < 32 && !bytes.empty(); shift += 7) {
    const auto b = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    n |= static_cast<std::uint32_t>(b & 0x7f) << shift;
    if (b < 0x80) return true;
  }
  return false;
}

bool pair(std::string_view term) { return term.find(' ') != std::string_view::npos; }

}  // namespace

CountedText count_terms(std::string_view summary, std::string_view description) {
  CountedText out;
  const auto title = search_words(summary, kMostWords);
  for (std::size_t i = 0; i < title.size(); ++i) {
    ++out.terms[title[i]].summary;
    if (i > 0) ++out.terms[title[i - 1] + " " + title[i]].summary;
  }
  const auto text = search_words(description, kMostWords);
  for (const std::string& word : text) ++out.terms[word].text;
  out.summary_words = static_cast<std::uint32_t>(title.size()), out.text_words = static_cast<std::uint32_t>(text.size());
  return out;
}

// Gaps between places; the lowest bit says whether both counts are 1 and 0, the usual case.
std::string packed_postings(std::span<const Posting> postings) {
  std::string out;
  std::uint32_t before = 0;
  for (const Posting& p : postings) {
    const bool plain = p.count.summary == 0 && p.count.text == 1;
    append_number(out, (p.place - before) << 1 | (plain ? 1u : 0u));
    if (!plain) append_number(out, p.count.summary), append_number(out, p.count.text);
    before = p.place;
  }
  return out;
}

std::vector<Posting> unpacked_postings(std::string_view bytes) {
  std::vector<Posting> out;
  out.reserve(bytes.size() / 2);
  std::uint32_t place = 0, gap = 0;
  while (take_number(bytes, gap)) {
    place += gap >> 1;
    Posting p{place, {0, 1}};
    if ((gap & 1) == 0 && (!take_number(bytes, p.count.summary) || !take_number(bytes, p.count.text))) break;
    out.push_back(p);
  }
  return out;
}

SimilarSearch::SimilarSearch(std::span<const IndexedText> texts, const SimilarSettings& settings) : texts_(texts), settings_(settings) {
  double summary = 0, text = 0;
  for (const IndexedText& t : texts)
    if (t.issue != 0) ++alive_, summary += t.summary_words, text += t.text_words;
  if (alive_ > 0) mean_summary_ = std::max(1.0, summary / static_cast<double>(alive_)), mean_text_ = std::max(1.0, text / static_cast<double>(alive_));
}

double SimilarSearch::weight_of(std::size_t documents) const {
  const auto n = static_cast<double>(documents), all = static_cast<double>(std::max(alive_, documents));
  return std::log((all - n + 0.5) / (n + 0.5) + 1);
}

double SimilarSearch::frequency(const TermCount& c, std::uint32_t summary_words, std::uint32_t text_words) const {
  const SimilarSettings& s = settings_;
  const double summary = s.summary_weight * c.summary / (1 - s.summary_b + s.summary_b * summary_words / mean_summary_);
  const double text = s.text_weight * c.text / (1 - s.text_b + s.text_b * text_words / mean_text_);
  return summary + text;
}

std::vector<std::string> SimilarSearch::worth_asking(const CountedText& question, const std::map<std::string, std::size_t>& document_counts) const {
  std::vector<std::pair<double, std::string>> all;
  for (const auto& [term, count] : question.terms) {
    const auto known = document_counts.find(term);
    const std::size_t documents = known == document_counts.end() ? 0 : known->second;
    if (documents == 0 && pair(term)) continue;
    // What the question makes of it: rare words, and those of its summary, say most.
    const double tf = frequency(count, question.summary_words, question.text_words);
    all.emplace_back(-weight_of(documents) * tf / (settings_.k1 + tf) * (pair(term) ? settings_.pair_weight : 1), term);
  }
  std::sort(all.begin(), all.end());
  if (all.size() > settings_.most_terms) all.resize(settings_.most_terms);
  std::vector<std::string> out;
  for (auto& [worth, term] : all) out.push_back(std::move(term));
  return out;
}

std::vector<SimilarText> SimilarSearch::best(const CountedText& question, std::span<const AskedTerm> terms, std::size_t most, Id but) const {
  std::vector<float> score(texts_.size());
  std::vector<double> worth(terms.size());
  double whole = 0;  // what a text equal to the question would score
  const auto saturated = [&](double tf) { return tf / (settings_.k1 + tf); };
  // A word and its kin, which follow it, are one thing said: the best of them counts.
  std::vector<float> held(texts_.size());
  std::vector<std::uint32_t> touched;
  for (std::size_t t = 0; t < terms.size(); ++t) {
    const AskedTerm& asked = terms[t];
    const double own = saturated(frequency(asked.count, question.summary_words, question.text_words));
    worth[t] = weight_of(asked.postings.size()) * own * asked.share * (pair(asked.term) ? settings_.pair_weight : 1);
    if (asked.instead.empty()) {
      whole += worth[t] * own;
      for (const std::uint32_t place : touched) held[place] = 0;
      touched.clear();
    }
    for (const Posting& p : asked.postings) {
      if (p.place >= texts_.size()) continue;
      const IndexedText& text = texts_[p.place];
      const auto gives = static_cast<float>(worth[t] * saturated(frequency(p.count, text.summary_words, text.text_words)));
      if (gives <= held[p.place]) continue;
      score[p.place] += gives - held[p.place];
      held[p.place] = gives;
      touched.push_back(p.place);
    }
  }
  std::vector<std::uint32_t> places;
  for (std::uint32_t p = 0; p < score.size(); ++p)
    if (score[p] > 0 && texts_[p].issue != 0 && texts_[p].issue != but) places.push_back(p);
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return score[a] != score[b] ? score[a] > score[b] : a < b; };
  const auto shown = std::min(most, places.size());
  std::partial_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(shown), places.end(), before);
  std::vector<SimilarText> out;
  for (std::size_t k = 0; k < shown; ++k) {
    SimilarText& s = out.emplace_back();
    s.place = places[k];
    s.score = whole > 0 ? std::min(1.0, static_cast<double>(score[s.place]) / whole) : 0;
    std::vector<std::pair<double, std::string>> shared;
    for (std::size_t t = 0; t < terms.size(); ++t) {
      const auto& list = terms[t].postings;
      const auto at = std::lower_bound(list.begin(), list.end(), s.place, [](const Posting& p, std::uint32_t place) { return p.place < place; });
      if (at != list.end() && at->place == s.place) shared.emplace_back(-worth[t], terms[t].instead.empty() ? terms[t].term : terms[t].instead + " ~ " + terms[t].term);
    }
    std::sort(shared.begin(), shared.end());
    for (auto& [w, term] : shared) s.terms.push_back(std::move(term));
  }
  return out;
}

}  // namespace juno
