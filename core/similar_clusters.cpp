// SPDX-License-Identifier: Apache-2.0
#include "core/similar_clusters.h"
#include <algorithm>
#include <map>
#include "core/sprint_scope.h"
namespace juno {
namespace {

constexpr std::size_t kNeighbours = 20;  // of each text that are looked at

using PairValues = std::map<std::pair<std::size_t, std::size_t>, double>;

std::pair<std::size_t, std::size_t> ordered(std::size_t a, std::size_t b) { return {std::min(a, b), std::max(a, b)}; }

}  // namespace

std::vector<SimilarPair> similar_pairs(std::span<const IndexedText> texts, std::span<const SharedTerm> terms, double least) {
  std::vector<std::vector<std::pair<std::size_t, TermCount>>> own(texts.size());  // terms of each text
  for (std::size_t t = 0; t < terms.size(); ++t)
    for (const Posting& p : terms[t].postings) own[p.place].emplace_back(t, p.count);
  const SimilarSearch search(texts);
  PairValues one_way;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CountedText question;
    question.summary_words = texts[i].summary_words, question.text_words = texts[i].text_words;
    std::map<std::string, std::size_t> documents, place;
    for (const auto& [t, count] : own[i]) question.terms[terms[t].term] = count, documents[terms[t].term] = terms[t].postings.size(), place[terms[t].term] = t;
    std::vector<AskedTerm> asked;
    for (const std::string& term : search.worth_asking(question, documents)) asked.push_back({term, question.terms.at(term), terms[place.at(term)].postings});
    for (const SimilarText& found : search.best(question, asked, kNeighbours, texts[i].issue))
      if (found.score >= least) one_way[{i, found.place}] = found.score;
  }
  std::vector<SimilarPair> out;
  for (const auto& [pair, similarity] : one_way) {
    const auto back = one_way.find({pair.second, pair.first});
    if (pair.first < pair.second && back != one_way.end()) out.push_back({pair.first, pair.second, std::min(similarity, back->second)});
  }
  return out;
}

std::vector<std::vector<std::size_t>> similar_groups(std::size_t texts, std::span<const SimilarPair> pairs, double least) {
  std::vector<std::vector<std::size_t>> members(texts);
  std::vector<std::size_t> group(texts);
  for (std::size_t i = 0; i < texts; ++i) members[i] = {i}, group[i] = i;
  PairValues known;
  std::vector<SimilarPair> sorted(pairs.begin(), pairs.end());
  for (const SimilarPair& p : sorted) known[ordered(p.a, p.b)] = p.similarity;
  std::sort(sorted.begin(), sorted.end(), [](const SimilarPair& x, const SimilarPair& y) {
    return x.similarity != y.similarity ? x.similarity > y.similarity : std::pair(x.a, x.b) < std::pair(y.a, y.b);
  });
  for (const SimilarPair& p : sorted) {
    const std::size_t into = std::min(group[p.a], group[p.b]), from = std::max(group[p.a], group[p.b]);
    if (into == from) continue;
    double sum = 0;
    for (const std::size_t a : members[into])
      for (const std::size_t b : members[from])
        if (const auto v = known.find(ordered(a, b)); v != known.end()) sum += v->second;
    if (sum / static_cast<double>(members[into].size() * members[from].size()) < least) continue;
    for (const std::size_t b : members[from]) group[b] = into, members[into].push_back(b);
    members[from].clear();
  }
  std::vector<std::vector<std::size_t>> out;
  for (auto& m : members) {
    if (m.size() < 2) continue;
    std::sort(m.begin(), m.end());
    out.push_back(std::move(m));
  }
  std::sort(out.begin(), out.end());
  return out;
}

Report clusters_report(std::span<const SimilarIssue> issues, std::span<const SimilarPair> pairs, const std::vector<std::vector<std::size_t>>& groups, double least) {
  PairValues known;
  for (const SimilarPair& p : pairs) known[ordered(p.a, p.b)] = p.similarity;
  Report out;
  out.title = "Issues that say the same";
  Section s{"clusters", "Clusters", {}, {}, false};
  s.table.columns = {{"cluster", "Cluster"}, {"key", "Key"}, {"similarity", "Similarity", Kind::ratio}, {"summary", "Summary", Kind::text, true}, {"type", "Type", Kind::text, false, 3},
                     {"status", "Status", Kind::text, false, 1}, {"points", "Points", Kind::number, false, 2}};
  std::size_t held = 0;
  for (const auto& group : groups) {
    std::vector<std::size_t> order = group;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key_before(issues[a].key, issues[b].key); });
    held += group.size();
    for (const std::size_t i : order) {
      double sum = 0;
      for (const std::size_t other : order)
        if (const auto v = known.find(ordered(i, other)); other != i && v != known.end()) sum += v->second;
      const SimilarIssue& issue = issues[i];
      s.table.rows.push_back({issues[order.front()].key, issue.key, sum / static_cast<double>(order.size() - 1), issue.summary, issue.type, issue.status, issue.points ? Cell{*issue.points} : Cell{}});
    }
  }
  s.groups = Grouping{"cluster"};
  for (const auto& group : groups) s.groups->headings.push_back(std::to_string(group.size()) + " issues");
  out.summary = {{"compared", "Open issues compared", static_cast<std::int64_t>(issues.size()), Kind::integer, ""},
                 {"clusters_found", "Clusters", static_cast<std::int64_t>(groups.size()), Kind::integer, ""},
                 {"issues_held", "Clusters", static_cast<std::int64_t>(held), Kind::integer, "", "issues in them"}};
  out.sections.push_back(std::move(s));
  out.notes.push_back("A cluster's issues are on average at least " + people_number(least * 100) + " % similar, each pair by the lesser of both directions; the figure of an issue is its mean to the others. It is named by its first key.");
  return out;
}

}  // namespace juno
