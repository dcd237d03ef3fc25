// SPDX-License-Identifier: Apache-2.0
#include "cmd/similar_search.h"
#include <algorithm>
#include <map>
#include "core/error.h"
#include "store/issues.h"
#include "store/kin_file.h"
#include "store/similar_issues.h"
namespace juno {
namespace {

constexpr std::size_t kMostWidened = 20;  // words of the question for which others are looked up too
constexpr double kKinShare = 0.7;         // what a kin word is worth at most, against the word itself

store::WordIndex open_index(Context& ctx) {
  return store::WordIndex::open(ctx.cache(), [&](std::size_t n) { ctx.note("Reading the words of " + std::to_string(n) + " issues; they are kept for the next time."); });
}

}  // namespace

SimilarFinder::SimilarFinder(Context& ctx) : ctx_(ctx), index_(open_index(ctx)), search_(index_.texts()), kin_(store::kin_words(ctx.cache())) {}

SimilarFinder::Question SimilarFinder::of_issue(const Issue& issue, Id cached) const {
  Question q;
  q.own = cached;
  q.said.text = issue.summary, q.said.words = issue.summary + "\n" + issue.description;
  q.said.issue = store::similar_issues(ctx_.cache(), {cached}).front();
  q.words = count_terms(issue.summary, issue.description);
  return q;
}

SimilarFinder::Question SimilarFinder::about(const std::string& key) const {
  const auto stored = store::find_issue(ctx_.cache(), key);
  if (!stored) throw Error(Exit::usage, "no issue " + key + " in the cache", "check the key; `juno status` shows which projects are cached");
  return of_issue(stored->record.issue, stored->id);
}

SimilarFinder::Question SimilarFinder::about(Id cached) const {
  const auto stored = store::find_issue(ctx_.cache(), cached);
  return stored ? of_issue(stored->record.issue, cached) : Question{};
}

SimilarFinder::Question SimilarFinder::about_text(const std::string& text) {
  Question q;
  q.said.text = q.said.words = text;
  q.words = count_terms(text, "");
  return q;
}

std::vector<SimilarMatch> SimilarFinder::best(const Question& q, std::size_t count, const std::function<bool(const SimilarIssue&)>& wanted) const {
  std::map<std::string, std::size_t> documents;
  for (const auto& [term, n] : q.words.terms) documents[term] = index_.documents(term);
  std::vector<AskedTerm> asked;
  std::size_t widened = 0;
  for (const std::string& term : search_.worth_asking(q.words, documents)) {
    asked.push_back({term, q.words.terms.at(term), index_.postings(term)});
    const auto kin = kin_.find(term);
    if (kin == kin_.end() || ++widened > kMostWidened) continue;
    const TermCount said = asked.back().count;
    for (const KinWord& k : kin->second)
      if (!q.words.terms.contains(k.word) && index_.documents(k.word) < index_.texts().size() / 5) asked.push_back({k.word, said, index_.postings(k.word), term, kKinShare * std::min(1.0, 2 * k.share)});
  }
  const auto found = search_.best(q.words, asked, count, q.own);
  std::vector<Id> ids;
  for (const SimilarText& f : found) ids.push_back(index_.texts()[f.place].issue);
  auto issues = store::similar_issues(ctx_.cache(), ids);
  for (SimilarIssue& i : issues)
    if (wanted && !wanted(i)) i.id = 0;
  return matches_of(q.said, found, std::move(issues));
}

}  // namespace juno
