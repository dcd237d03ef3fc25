// SPDX-License-Identifier: Apache-2.0
#include "store/kin_file.h"
#include <algorithm>
#include <fstream>
#include <sstream>
#include "core/similar.h"
#include "store/query.h"
#include "store/word_index.h"
namespace juno::store {
namespace {

constexpr std::size_t kMostPairs = 3000;  // the newest
constexpr std::size_t kMostStems = 60;    // of an issue, those of its summary first
constexpr const char* kKinFile = "juno kin 1 ";

std::vector<std::pair<std::int64_t, std::int64_t>> linked_pairs(Database& cache) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  std::vector<std::int64_t> types;
  for (Query q(cache, "select id from term where kind = 'link_type' and (name like '%uplicate%' or name like '%lone%') order by id"); q.next();) types.push_back(q.integer(0));
  Query q(cache, "select issue_id, other_id from issue_link where type = $1 and other_id is not null");
  for (const auto type : types)
    for (q.bind(type); q.next();) out.emplace_back(std::max(q.integer(0), q.integer(1)), std::min(q.integer(0), q.integer(1)));
  std::sort(out.rbegin(), out.rend());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > kMostPairs) out.resize(kMostPairs);
  return out;
}

std::set<std::string> stems_of(Query& text, std::int64_t issue) {
  std::set<std::string> out;
  text.bind(issue);
  if (!text.next()) return out;
  const CountedText counted = count_terms(text.text(0), text.text(1));
  text.done();
  for (const bool titles : {true, false})
    for (const auto& [term, count] : counted.terms)
      if ((count.summary > 0) == titles && out.size() < kMostStems && term.find(' ') == std::string::npos) out.insert(term);
  return out;
}

KinWords learned(Database& cache, const std::vector<std::pair<std::int64_t, std::int64_t>>& linked) {
  Query text(cache, "select i.summary, t.description from issue i left join issue_text t on t.issue_id = i.id where i.id = $1");
  std::vector<std::pair<std::set<std::string>, std::set<std::string>>> pairs;
  for (const auto& [a, b] : linked) pairs.emplace_back(stems_of(text, a), stems_of(text, b));
  return learn_kin(pairs);
}

std::string contents_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  return std::move(text).str();
}

}  // namespace

KinWords kin_words(Database& cache) {
  const bool on_disk = cache.path() != ":memory:";
  const std::string path = cache.path() + ".kin", state = kKinFile + state_of_files(cache.path());
  std::string known = on_disk ? contents_of(path) : "";
  // State of the cache's files, then which links were learned from, then the words.
  const std::size_t first = std::min(known.find('\n'), known.size()), second = std::min(known.find('\n', first + 1), known.size());
  const auto words = [&] { return read_kin(std::string_view(known).substr(std::min(second + 1, known.size()))); };
  if (on_disk && std::string_view(known).substr(0, first) == state) return words();
  const auto linked = linked_pairs(cache);
  std::uint64_t hash = 1469598103934665603ULL;
  for (const auto& [a, b] : linked)
    for (const auto id : {a, b}) hash = (hash ^ static_cast<std::uint64_t>(id)) * 1099511628211ULL;
  const std::string from = std::to_string(linked.size()) + " " + std::to_string(hash);
  const bool same = second > first && std::string_view(known).substr(std::min(first + 1, known.size()), second - first - 1) == from;
  const KinWords out = same ? words() : learned(cache, linked);
  if (on_disk) replace_private_file(path, state + "\n" + from + "\n" + kin_text(out));
  return out;
}

}  // namespace juno::store
