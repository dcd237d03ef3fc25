// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/known_name.h"
#include "cmd/similar_search.h"
#include "core/error.h"
#include "core/similar_clusters.h"
#include "core/similar_report.h"
#include "store/similar_issues.h"
#include "store/word_index.h"
namespace juno {
namespace {

constexpr auto kLeftOut = static_cast<std::uint32_t>(-1);
constexpr std::size_t kMostCompared = 20'000;
constexpr std::int64_t kMatches = 10, kMostMatches = 1000;

struct SimilarArguments {
  std::string question, type, project;
  bool open = false, clusters = false;
};

bool like_a_key(const std::string& text) {
  const auto dash = text.rfind('-');
  return dash != std::string::npos && dash > 0 && dash + 1 < text.size() && text.find_first_not_of("0123456789", dash + 1) == std::string::npos && text.find_first_of(" \t") == std::string::npos;
}

bool wanted(const SimilarIssue& i, const SimilarArguments& o) {
  return i.id != 0 && (!o.open || !i.done) && (o.type.empty() || i.type == o.type) && (o.project.empty() || i.project == o.project);
}

// All open issues that are wanted, compared with each other.
Report clusters(const SimilarArguments& o, Context& ctx, const store::WordIndex& index) {
  std::vector<Id> ids;
  for (const IndexedText& t : index.texts()) ids.push_back(t.issue);
  auto issues = store::similar_issues(ctx.cache(), ids);
  std::vector<std::uint32_t> place(issues.size(), kLeftOut);
  std::vector<IndexedText> texts;
  std::vector<SimilarIssue> chosen;
  for (std::size_t i = 0; i < issues.size(); ++i) {
    if (issues[i].done || !wanted(issues[i], o)) continue;
    place[i] = static_cast<std::uint32_t>(texts.size());
    texts.push_back(index.texts()[i]);
    chosen.push_back(std::move(issues[i]));
  }
  if (texts.size() > kMostCompared)
    throw Error(Exit::usage, std::to_string(texts.size()) + " open issues are too many to compare with each other", "narrow them with --project or --type to " + std::to_string(kMostCompared));
  std::vector<SharedTerm> terms;
  index.walk([&](std::string_view term, const std::vector<Posting>& postings) {
    SharedTerm own{std::string(term), {}};
    for (const Posting& p : postings)
      if (place[p.place] != kLeftOut) own.postings.push_back({place[p.place], p.count});
    std::sort(own.postings.begin(), own.postings.end(), [](const Posting& a, const Posting& b) { return a.place < b.place; });
    if (!own.postings.empty()) terms.push_back(std::move(own));
  });
  const double least = SimilarQuestion{}.likely;
  const auto pairs = similar_pairs(texts, terms, least);
  return clusters_report(chosen, pairs, similar_groups(texts.size(), pairs, least), least);
}

Report run(SimilarArguments o, Context& ctx) {
  if (o.clusters != o.question.empty()) throw Error(Exit::usage, o.clusters ? "--clusters compares all open issues with each other: leave KEY|TEXT out" : "KEY|TEXT is required", "`juno similar --help` shows what it takes");
  if (!o.type.empty()) o.type = known_name(ctx, store::NameKind::issue_type, o.type, "issue type");
  if (!o.project.empty()) o.project = known_name(ctx, store::NameKind::project, o.project, "project");
  const SimilarFinder finder(ctx);
  if (o.clusters) return clusters(o, ctx, finder.index());
  const auto most = static_cast<std::size_t>(std::clamp<std::int64_t>(ctx.options.limit.value_or(kMatches), 1, kMostMatches));
  auto question = like_a_key(o.question) ? finder.about(o.question) : SimilarFinder::about_text(o.question);
  if (question.words.terms.empty()) throw Error(Exit::usage, "there is nothing to search for in '" + question.said.text + "'", "write some words, or an issue's key");
  const auto texts = finder.index().texts();
  question.said.searched = static_cast<std::size_t>(std::count_if(texts.begin(), texts.end(), [&](const IndexedText& t) { return t.issue != 0 && t.issue != question.own; }));
  // More than are shown, because what else they share may change their order, and some may not be wanted.
  const bool narrowed = o.open || !o.type.empty() || !o.project.empty();
  auto matches = finder.best(question, most * (narrowed ? 50 : 3) + 20, [&](const SimilarIssue& i) { return wanted(i, o); });
  if (matches.size() > most) matches.resize(most);
  return similar_report(question.said, matches);
}

}  // namespace

Run similar_command(Flags& flags) {
  auto o = std::make_shared<SimilarArguments>();
  flags.positional("KEY|TEXT", o->question, "An issue's key, or words in quotes");
  flags.flag("--clusters", o->clusters, "Compare all open issues with each other instead, and show groups that say the same");
  flags.flag("--open", o->open, "Only issues that are not done");
  flags.value("--type", o->type, "NAME", "Only issues of this type");
  flags.value("--project", o->project, "KEY", "Only issues of this project").completion = Completion::project;
  flags.describe(
      "Finds issues that say the same: likely duplicates, and related work with what it cost; the ten most similar, or as many as --limit says. Words count by how rare they are, in the summary more than in "
      "the description, endings aside; names of code count as a whole and in parts. Of equal words, the same component, type or reporter come first. Where enough issues are linked as duplicates, words that stand for each other are learned from them and count too.\n\n"
      "The words of all issues are kept in a file beside the cache, made at the first use and brought up to date after each sync.");
  flags.example("juno similar PAY-12", "Is PAY-12 a duplicate?");
  flags.example("juno similar \"invoice footer is cut off when printed\" --open", "Before writing a new issue");
  flags.example("juno similar PAY-12 --fail-if 'likely_duplicates > 0'", "A check for a bot");
  flags.example("juno similar --clusters --project PAY", "What could be merged?");
  flags.output("compared, clusters_found, issues_held, clusters[].{cluster,key,similarity,summary,type,status,points}", "with --clusters; an issue's similarity is its mean to the others of its cluster");
  flags.output("searched, likely_duplicates", "issues compared; matches from a similarity of 0.6 on");
  flags.output("neighbours.{points_median,points_count,days_median,days_count}", "what the finished matches cost; unknown with fewer than 3");
  flags.output("matches[].{key,similarity,summary,likely_duplicate,linked,type,status,points,also,words}", "the most similar first; also: what else they share; linked: as a duplicate already");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
