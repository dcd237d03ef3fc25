// SPDX-License-Identifier: Apache-2.0
#include "core/ask/catalogue.h"
#include <algorithm>
#include <array>
#include <utility>
#include "core/ask/tokens.h"
#include "core/names.h"
#include "core/text.h"
namespace juno::ask {
namespace {

using Keys = std::vector<std::pair<std::string, bool>>;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find(' ', from), text.size());
    out.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return out;
}
bool digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; }); }
void add(Keys& keys, std::string key, bool whole) {
  if (key.empty()) return;
  for (auto& k : keys)
    if (k.first == key) {
      k.second |= whole;
      return;
    }
  keys.emplace_back(std::move(key), whole);
}
std::string plural(const std::string& word) {
  if (word.ends_with("y") && word.size() > 1 && std::string_view("aeiou").find(word[word.size() - 2]) == std::string_view::npos) return word.substr(0, word.size() - 1) + "ies";
  return word + (word.ends_with("s") || word.ends_with("x") || word.ends_with("ch") || word.ends_with("sh") ? "es" : "s");
}
std::string joined(const std::string& key) {
  std::string out;
  for (const char c : key)
    if (c != ' ') out += c;
  return out;
}
// What people write for such words.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kShort = {{{"frontend", "fe"}, {"front end", "fe"}, {"backend", "be"}, {"back end", "be"}, {"infrastructure", "infra"}, {"operations", "ops"},
                                                                                   {"quality assurance", "qa"}, {"engineering", "eng"}, {"documentation", "docs"}, {"authentication", "auth"}, {"authorization", "authz"},
                                                                                   {"platform", "plat"}, {"production", "prod"}, {"staging", "stg"}, {"staging", "stage"}, {"development", "dev"}, {"database", "db"}, {"security", "sec"},
                                                                                   {"mobile", "mob"}, {"kubernetes", "k8s"}, {"machine learning", "ml"}, {"user experience", "ux"}}};
// Types of the same kind that sites name differently.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kSynonyms = {{{"bug", "defect"}, {"defect", "bug"}, {"story", "user story"}, {"user story", "story"}, {"sub task", "subtask"}, {"subtask", "sub task"}, {"spike", "research spike"},
                                                                                     {"new feature", "feature"}, {"task", "to do item"}, {"improvement", "enhancement"}, {"enhancement", "improvement"}, {"chore", "housekeeping task"},
                                                                                     {"technical task", "tech task"}, {"fault", "bug"}}};

// What is a word about time in nearly every sentence is nobody's name by itself: "the same day" is not May Day.
bool is_unit(std::string_view word) { return among(word, {"day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "quarter", "time"}); }
void person(Keys& keys, const std::vector<std::string>& words) {
  if (words.size() < 2) return;
  for (const std::string& name : {words.front(), words.back()})
    if (!is_unit(name)) add(keys, name, false);
  add(keys, words.front() + " " + words.back().substr(0, 1), false);
  add(keys, words.front() + " " + words.back(), false);
  // "José Ángel" of José Ángel Muñoz, "de Vries" of Pieter de Vries.
  for (std::size_t n = 2; n < words.size(); ++n) {
    std::string first, last;
    for (std::size_t i = 0; i < n; ++i) first += (i ? " " : "") + words[i], last += (i ? " " : "") + words[words.size() - n + i];
    add(keys, first, false), add(keys, last, false);
  }
}
bool is_bot(const std::string& name, const std::vector<std::string>& words) { return words.size() > 1 && words.back() == "bot" && name.ends_with("[bot]"); }
void sprint(Keys& keys, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!digits(words[i])) continue;
    const bool named = i > 0 && (words[i - 1] == "sprint" || words[i - 1] == "iteration");
    if (!named && i + 1 != words.size()) continue;
    if (words[i].size() > 4) continue;
    for (const char* noun : {"sprint ", "iteration ", "sprnt "}) add(keys, noun + words[i], false);
    if (named && i > 1) add(keys, words[0] + " " + words[i], false);
  }
}
void status(Keys& keys, const std::string& value, const std::vector<std::string>& words) {
  if (words.size() < 2) return;
  if (words.front() == "in" || words.front() == "to" || words.front() == "under") {
    std::string rest;
    for (std::size_t i = 1; i < words.size(); ++i) rest += (i > 1 ? " " : "") + words[i];
    if (rest.size() > 2 || value.find("QA") != std::string::npos) add(keys, rest, false);
  } else if (words.back().size() > 2) {
    add(keys, "in " + words.back(), false);
  }
}

}  // namespace

std::vector<std::pair<std::string, bool>> keys_of(const CatalogueName& name) {
  Keys keys;
  std::vector<std::string> names{name.value};
  names.insert(names.end(), name.aliases.begin(), name.aliases.end());
  for (const std::string& n : names) {
    const std::string key = normal(n);
    if (key.empty()) continue;
    add(keys, key, true);
    const auto words = words_of(key);
    switch (name.list) {
      case List::people:
        if (is_bot(n, words)) add(keys, key.substr(0, key.size() - 4), true);  // no person: "keg" alone is not keg-bot[bot]
        else if (&n == &names.front()) person(keys, words);
        break;
      case List::priorities:
        if (key.back() >= '0' && key.back() <= '9') add(keys, key + "s", true);  // "how many P1s"
        break;
      case List::sprints: sprint(keys, words); break;
      case List::statuses: status(keys, n, words); break;
      case List::repos:
        if (const std::size_t slash = n.find('/'); slash != std::string::npos) add(keys, normal(n.substr(slash + 1)), true), add(keys, joined(normal(n.substr(slash + 1))), false);
        break;
      case List::versions:
        if (key.size() > 1 && key.front() == 'v' && key[1] >= '0' && key[1] <= '9') add(keys, key.substr(1), true);
        else if (key.front() >= '0' && key.front() <= '9') add(keys, "v" + key, true);
        break;
      case List::types:
        add(keys, plural(key), true);
        for (const auto& [own, other] : kSynonyms)
          if (key == own) add(keys, std::string(other), false), add(keys, plural(std::string(other)), false);
        break;
      case List::teams:
        if (words.size() > 1 && (words.front() == "team" || words.front() == "squad")) add(keys, key.substr(words.front().size() + 1), true);
        if (words.size() > 1 && (words.back() == "team" || words.back() == "squad")) add(keys, key.substr(0, key.size() - words.back().size() - 1), true);
        break;
      default: break;
    }
    if (name.list == List::types || name.list == List::labels || name.list == List::components || name.list == List::teams || name.list == List::workflows || name.list == List::projects)
      if (words.size() == 2 && joined(key).size() > 5) add(keys, joined(key), name.list == List::types), name.list == List::types ? add(keys, plural(joined(key)), true) : void();
    if (name.list == List::teams || name.list == List::components || name.list == List::environments || name.list == List::projects)
      for (const auto& [full, brief] : kShort)
        if (key == full) add(keys, std::string(brief), false);
  }
  return keys;
}

ListedCatalogue::ListedCatalogue(const std::vector<CatalogueName>& names) {
  for (const auto& n : names)
    for (auto& [key, whole] : keys_of(n)) {
      auto& hits = by_key_[key];
      NameHit hit{n.list, n.value, whole, 0};
      if (std::find(hits.begin(), hits.end(), hit) == hits.end()) hits.push_back(std::move(hit));
    }
  for (auto& [key, hits] : by_key_) std::sort(hits.begin(), hits.end());
}

std::vector<NameHit> ListedCatalogue::exact(std::string_view normal) const {
  const auto hit = by_key_.find(normal);
  return hit == by_key_.end() ? std::vector<NameHit>{} : hit->second;
}

std::vector<NameHit> ListedCatalogue::near(std::string_view normal) const {
  std::vector<std::string> keys;
  for (const auto& [key, hits] : by_key_)
    if (key.size() >= 4) keys.push_back(key);
  std::vector<NameHit> found;
  for (const auto& [key, edits] : nearest_keys(normal, keys))
    for (NameHit hit : exact(key)) {
      hit.edits = edits;
      found.push_back(std::move(hit));
    }
  std::sort(found.begin(), found.end());
  return found;
}

// Optimal string alignment on bytes, rows cut short as soon as no way within `most` is left.
std::size_t edits_within(std::string_view a, std::string_view b, std::size_t most) {
  if (a.size() > b.size()) std::swap(a, b);
  constexpr std::size_t kLongest = 64;
  if (b.size() - a.size() > most || b.size() > kLongest) return most + 1;
  std::array<std::array<std::size_t, kLongest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto &row = rows[i % 3], &before = rows[(i + 2) % 3], &earlier = rows[(i + 1) % 3];
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({row[j - 1] + 1, before[j] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], earlier[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], most + 1);
}

std::vector<std::pair<std::string, std::size_t>> nearest_keys(std::string_view norm, const std::vector<std::string>& keys) {
  std::vector<std::pair<std::string, std::size_t>> found;
  std::size_t best = norm.size() >= 8 ? 2 : 1;
  for (const std::string& key : keys) {
    const std::size_t d = edits_within(norm, key, best);
    if (d == 0 || d > best) continue;
    if (d < best) found.clear(), best = d;
    found.emplace_back(key, d);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::int64_t> typo_keys(std::string_view norm) {
  // Symmetric deletion: what is left of both when each has lost its own letters is the same. The first letters will do,
  // for the rest is compared anyway. A word of 8 letters may be two edits away from one of 6.
  constexpr std::size_t kPrefix = 5, kShortest = 4, kLongest = 40, kTwoFrom = 6;
  if (norm.size() + 1 < kShortest || norm.size() > kLongest + 2) return {};
  const std::string head(norm.substr(0, kPrefix));
  std::vector<std::string> all{head};
  const auto shorten = [&](std::size_t from) {
    for (const std::size_t end = all.size(); from < end; ++from)
      for (std::size_t i = 0; i < all[from].size(); ++i) all.push_back(all[from].substr(0, i) + all[from].substr(i + 1));
  };
  shorten(0);
  if (norm.size() >= kTwoFrom) shorten(1);
  std::vector<std::int64_t> keys;
  for (const std::string& rest : all) {
    std::uint64_t h = 0xcbf29ce484222325;  // FNV-1a
    for (const char c : rest) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    keys.push_back(static_cast<std::int64_t>(h >> 24));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::optional<Alias> parse_alias(std::string_view text) {
  const std::size_t sign = text.find('='), colon = text.find(':', sign == std::string_view::npos ? 0 : sign);
  if (sign == std::string_view::npos || colon == std::string_view::npos || sign == 0 || colon + 1 >= text.size()) return {};
  static constexpr std::array<std::pair<std::string_view, List>, 13> kKinds = {{{"person", List::people}, {"team", List::teams}, {"project", List::projects}, {"component", List::components}, {"label", List::labels}, {"type", List::types}, {"status", List::statuses},
                                                                                {"priority", List::priorities}, {"sprint", List::sprints}, {"epic", List::epics}, {"version", List::versions}, {"repo", List::repos}, {"workflow", List::workflows}}};
  for (const auto& [kind, list] : kKinds)
    if (text.substr(sign + 1, colon - sign - 1) == kind) return Alias{std::string(text.substr(0, sign)), list, std::string(text.substr(colon + 1))};
  return {};
}

}  // namespace juno::ask
