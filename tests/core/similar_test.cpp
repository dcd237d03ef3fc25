// SPDX-License-Identifier: Apache-2.0
#include "core/similar.h"
#include <doctest/doctest.h>
#include <cmath>
#include <random>
#include "core/similar_clusters.h"
#include "core/similar_report.h"
using namespace juno;
using doctest::Approx;
namespace {

// An index over texts in the order they are given; the n-th has id n + 1.
struct Desk {
  std::vector<CountedText> counted;
  std::vector<IndexedText> texts;
  explicit Desk(const std::vector<std::pair<std::string, std::string>>& all) {
    for (const auto& [summary, description] : all) {
      counted.push_back(count_terms(summary, description));
      texts.push_back({static_cast<Id>(counted.size()), counted.back().summary_words, counted.back().text_words});
    }
  }
  std::vector<SimilarText> ask(const std::string& summary, const std::string& description, Id but = 0) const {
    const CountedText question = count_terms(summary, description);
    std::map<std::string, std::size_t> documents;
    std::map<std::string, std::vector<Posting>> postings;
    for (std::size_t p = 0; p < counted.size(); ++p)
      for (const auto& [term, count] : counted[p].terms) postings[term].push_back({static_cast<std::uint32_t>(p), count});
    for (const auto& [term, count] : question.terms) documents[term] = postings[term].size();
    const SimilarSearch search(texts);
    std::vector<AskedTerm> asked;
    for (const auto& term : search.worth_asking(question, documents)) asked.push_back({term, question.terms.at(term), postings[term]});
    return search.best(question, asked, 10, but);
  }
};

}  // namespace

TEST_CASE("terms are words of both fields and pairs of the summary's") {
  const CountedText c = count_terms("Printer prints twice", "The printer, twice as slow");
  CHECK(c.summary_words == 3);
  CHECK(c.text_words == 3);
  CHECK(c.terms.size() == 6);
  CHECK(c.terms.at("printer").summary == 1);
  CHECK(c.terms.at("printer").text == 1);
  CHECK(c.terms.at("printer print").summary == 1);
  CHECK(c.terms.at("slow").text == 1);
}

TEST_CASE("postings are read back as they were written, and damaged ones end without harm") {
  std::mt19937 random(4);
  std::vector<Posting> all;
  std::uint32_t place = 0;
  for (int k = 0; k < 500; ++k) {
    place += static_cast<std::uint32_t>(random() % 300) + (k > 0 ? 1 : 0);
    all.push_back({place, {static_cast<std::uint32_t>(random() % 3), static_cast<std::uint32_t>(random() % 200)}});
  }
  const std::string bytes = packed_postings(all);
  const auto back = unpacked_postings(bytes);
  REQUIRE(back.size() == all.size());
  for (std::size_t k = 0; k < all.size(); ++k) {
    REQUIRE(back[k].place == all[k].place);
    REQUIRE(back[k].count.summary == all[k].count.summary);
    REQUIRE(back[k].count.text == all[k].count.text);
  }
  for (std::size_t cut = 0; cut < bytes.size(); cut += 7) CHECK(unpacked_postings(std::string_view(bytes).substr(0, cut)).size() <= all.size());
  CHECK(unpacked_postings(std::string(20, '\xFF')).empty());
}

TEST_CASE("the score is BM25F's, worked by hand") {
  // Three texts; the question is the one word "lamp". Summaries have 1, 2, 1 words (mean 4/3), descriptions 0, 2, 0 (mean 2/3, taken as 1).
  const Desk d({{"lamp", ""}, {"quay lamp", "lamp broken"}, {"crane", ""}});
  const auto found = d.ask("lamp", "");
  REQUIRE(found.size() == 2);
  const double idf = std::log((3 - 2 + 0.5) / (2 + 0.5) + 1), k1 = 1.2;
  const auto part = [&](double tf) { return tf / (k1 + tf); };
  const double own = 3 / (1 - 0.5 + 0.5 * 1 / (4.0 / 3));
  const double second = 3 / (1 - 0.5 + 0.5 * 2 / (4.0 / 3)) + 1 / (1 - 0.75 + 0.75 * 2 / 1.0);
  CHECK(found[0].place == 0);
  CHECK(found[0].score == Approx(1));
  CHECK(found[1].score == Approx(idf * part(own) * part(second) / (idf * part(own) * part(own))).epsilon(1e-6));
  CHECK(found[1].terms == std::vector<std::string>{"lamp"});
}

TEST_CASE("rare words outweigh common ones, words nobody has count against every match, the question finds not itself") {
  std::vector<std::pair<std::string, std::string>> all;
  for (int k = 0; k < 50; ++k) all.push_back({"Report export fails", "again"});
  all.push_back({"Zeppelin export", ""});
  const Desk d(all);
  const auto found = d.ask("Zeppelin fails", "");
  CHECK(found.front().place == 50);
  CHECK(d.ask("Zeppelin", "").front().score > d.ask("Zeppelin unheard", "").front().score);
  CHECK(d.ask("Zeppelin export", "", 51).front().place != 50);
  CHECK(d.ask("unheard", "").empty());
  CHECK(Desk({}).ask("anything", "").empty());
}

TEST_CASE("of equal words the same component, type or reporter comes first, and never outweighs words") {
  SimilarIssue asked, near, far, other;
  asked.id = 1, asked.key = "A-1", asked.type = "Bug", asked.reporter = 7, asked.components = {"Quay"}, asked.duplicates = {3};
  far.id = 2, far.key = "A-2", near.id = 3, near.key = "A-3", near.type = "Bug", near.reporter = 7, near.components = {"Quay"};
  other.id = 4, other.key = "A-4", other.components = {"Quay"}, other.type = "Bug", other.reporter = 7;
  SimilarQuestion q;
  q.text = q.words = "Lamps flicker", q.issue = asked;
  const auto m = matches_of(q, {{0, 0.5, {"lamp", "lamp flicker"}}, {1, 0.5, {"lamp"}}, {2, 0.2, {"flicker"}}}, {far, near, other});
  REQUIRE(m.size() == 3);
  CHECK(m[0].issue.key == "A-3");
  CHECK(m[0].linked);
  CHECK(m[0].also == std::vector<std::string>{"component", "type", "reporter"});
  CHECK(m[0].similarity == Approx(1 - 0.5 * (1 - 0.15 * 0.5) * (1 - 0.05 * 0.5) * (1 - 0.05 * 0.5)));
  CHECK(m[1].issue.key == "A-2");
  CHECK(m[1].shared == std::vector<std::string>{"lamps"});  // as it was written
  CHECK(m[2].issue.key == "A-4");
}

TEST_CASE("a chain of neighbours is no cluster, a knot is") {
  // 0-1-2-3 each similar to the next only; 4, 5 and 6 to each other.
  const std::vector<SimilarPair> pairs{{0, 1, 0.9}, {1, 2, 0.8}, {2, 3, 0.9}, {4, 5, 0.7}, {4, 6, 0.8}, {5, 6, 0.65}};
  const auto groups = similar_groups(8, pairs, 0.6);
  REQUIRE(groups.size() == 3);
  CHECK(groups[0] == std::vector<std::size_t>{0, 1});
  CHECK(groups[1] == std::vector<std::size_t>{2, 3});
  CHECK(groups[2] == std::vector<std::size_t>{4, 5, 6});
  CHECK(similar_groups(0, {}, 0.6).empty());
}

TEST_CASE("pairs are those that are similar both ways") {
  const Desk d({{"Quay lamp flickers", "at night in the rain"}, {"Lamp of the quay flickers", "at night in the rain"}, {"Crane stuck", "in the wind"}, {"Lamp", ""}});
  std::map<std::string, SharedTerm> terms;
  for (std::size_t p = 0; p < d.counted.size(); ++p)
    for (const auto& [term, count] : d.counted[p].terms) terms[term].term = term, terms[term].postings.push_back({static_cast<std::uint32_t>(p), count});
  std::vector<SharedTerm> list;
  for (auto& [name, term] : terms) list.push_back(term);
  const auto pairs = similar_pairs(d.texts, list, 0.5);
  REQUIRE(pairs.size() == 1);  // what "Lamp" alone says is all in others, but not the other way round
  CHECK(pairs[0].a == 0);
  CHECK(pairs[0].b == 1);
}
