// SPDX-License-Identifier: Apache-2.0
#include "core/similar_report.h"
#include <algorithm>
#include <cmath>
#include "core/names.h"
#include "core/sprint_scope.h"
#include "core/stats.h"
#include "core/words.h"
namespace juno {
namespace {

// What sharing a field is worth, as a share of what the words leave open: never enough to lift few shared words over many.
constexpr double kComponent = 0.15, kType = 0.05, kReporter = 0.05;
constexpr std::size_t kMostWords = 8;
constexpr std::size_t kFewest = 3;  // neighbours with a figure that a median needs

bool share(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& x) { return std::find(b.begin(), b.end(), x) != b.end(); });
}

// Stem → the word it came from, as first written.
std::map<std::string, std::string> written_words(const std::string& text) {
  std::map<std::string, std::string> out;
  std::string word;
  const auto flush = [&] {
    for (const std::string& stem : search_words(word)) out.emplace(stem, fold_case(word));
    word.clear();
  };
  for (const char c : text) {
    const bool inside = static_cast<unsigned char>(c) >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (inside) word += c;
    else flush();
  }
  flush();
  return out;
}

std::optional<double> days(const SimilarIssue& i) {
  if (!i.started || !i.finished || *i.finished < *i.started) return std::nullopt;
  return static_cast<double>(i.finished->ms - i.started->ms) / 86'400'000.0;
}

void add_neighbours(Report& out, const std::vector<SimilarMatch>& matches) {
  std::vector<double> points, times;
  for (const SimilarMatch& m : matches) {
    if (!m.issue.done) continue;
    if (m.issue.points) points.push_back(*m.issue.points);
    if (const auto d = days(m.issue)) times.push_back(*d);
  }
  const auto add = [&](const char* key, const char* title, const std::vector<double>& values, const char* unit, const char* what) {
    const bool enough = values.size() >= kFewest;
    const std::string why = "only " + std::to_string(values.size()) + " of the matches are finished with " + what;
    out.summary.push_back({std::string("neighbours.") + key + "_median", title, enough ? cell(median(values)) : Cell{}, Kind::number, enough ? "" : why, unit});
    out.summary.push_back({std::string("neighbours.") + key + "_count", "", static_cast<std::int64_t>(values.size()), Kind::integer, ""});
  };
  add("points", "Points of the finished ones", points, "points, median", "points");
  add("days", "Time they took", times, "days, median", "a start and an end");
}

}  // namespace

std::vector<SimilarMatch> matches_of(const SimilarQuestion& question, const std::vector<SimilarText>& found, std::vector<SimilarIssue> issues) {
  const auto written = written_words(question.words);
  std::vector<SimilarMatch> out;
  for (std::size_t k = 0; k < issues.size() && k < found.size(); ++k) {
    if (issues[k].id == 0) continue;
    SimilarMatch& m = out.emplace_back();
    m.issue = std::move(issues[k]);
    m.text = m.similarity = found[k].score;
    for (const std::string& term : found[k].terms) {
      const auto kin = term.find(" ~ ");  // the question's word and the other's that stands for it
      if ((kin == std::string::npos && term.find(' ') != std::string::npos) || m.shared.size() == kMostWords) continue;
      const auto word = written.find(term.substr(0, kin));
      m.shared.push_back((word == written.end() ? term.substr(0, kin) : word->second) + (kin == std::string::npos ? "" : term.substr(kin)));
    }
    if (!question.issue) continue;
    const SimilarIssue& asked = *question.issue;
    const auto also = [&](bool holds, const char* what, double worth) {
      if (holds) m.also.emplace_back(what), m.similarity += (1 - m.similarity) * worth * m.text;
    };
    also(share(asked.components, m.issue.components), "component", kComponent);
    also(!asked.type.empty() && asked.type == m.issue.type, "type", kType);
    also(asked.reporter != 0 && asked.reporter == m.issue.reporter, "reporter", kReporter);
    m.linked = std::find(asked.duplicates.begin(), asked.duplicates.end(), m.issue.id) != asked.duplicates.end() ||
               std::find(m.issue.duplicates.begin(), m.issue.duplicates.end(), asked.id) != m.issue.duplicates.end();
  }
  std::stable_sort(out.begin(), out.end(), [](const SimilarMatch& a, const SimilarMatch& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : key_before(a.issue.key, b.issue.key);
  });
  return out;
}

Report similar_report(const SimilarQuestion& question, const std::vector<SimilarMatch>& matches) {
  Report out;
  out.title = question.issue ? "Similar to " + question.issue->key + ": " + question.text : "Similar to: " + question.text;
  const auto likely = std::count_if(matches.begin(), matches.end(), [&](const SimilarMatch& m) { return m.similarity >= question.likely; });
  out.summary = {{"question.key", "", question.issue ? Cell{question.issue->key} : Cell{}, Kind::text, question.issue ? "" : "the question is a text"},
                 {"searched", "Issues searched", static_cast<std::int64_t>(question.searched), Kind::integer, ""},
                 {"likely_duplicates", "Likely duplicates", static_cast<std::int64_t>(likely), Kind::integer, ""}};
  add_neighbours(out, matches);
  Section s{"matches", "Matches", {}, {}, false};
  s.table.columns = {{"key", "Key"}, {"similarity", "Similarity", Kind::ratio}, {"summary", "Summary", Kind::text, true}, {"likely_duplicate", "Duplicate?", Kind::boolean},
                     {"linked", "Linked", Kind::boolean, false, 5}, {"type", "Type", Kind::text, false, 4}, {"status", "Status", Kind::text, false, 2}, {"points", "Points", Kind::number, false, 3},
                     {"also", "Same", Kind::list, false, 6}, {"words", "Shared words", Kind::list, true, 1}};
  for (const SimilarMatch& m : matches)
    s.table.rows.push_back({m.issue.key, m.similarity, m.issue.summary, m.similarity >= question.likely, m.linked, m.issue.type, m.issue.status, cell(m.issue.points), m.also, m.shared});
  out.sections.push_back(std::move(s));
  out.notes.push_back("Similarity: the share of the question's words, weighed by how rare they are, that the other says too (BM25F, summary before description); the same component, type or reporter adds a little. A ~ b: a word of the question and one that stands for it where issues are linked as duplicates. "
                      "From " + people_number(question.likely * 100) + " % on it is called a likely duplicate: a rule of thumb, not a probability.");
  return out;
}

}  // namespace juno
