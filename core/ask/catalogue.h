// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/ask/model.h"
namespace juno::ask {

// One thing in the cache that a question may name.
struct CatalogueName {
  List list = List::none;
  std::string value;                 // as the semantic query writes it: a name, or the key of a project or an epic
  std::vector<std::string> aliases;  // login, full name of a project, what people configured
};
// A link from words to it.
struct NameHit {
  List list = List::none;
  std::string value;
  bool whole = true;      // its full name or an alias; else a part that may be someone else's too (first name, "sprint 46")
  std::size_t edits = 0;  // how far the words are from it
  friend auto operator<=>(const NameHit&, const NameHit&) = default;
};

// The normal forms by which a thing is found, with whether each is a whole name. Without doubles.
std::vector<std::pair<std::string, bool>> keys_of(const CatalogueName& name);

// Keys within one edit of a word, or two from eight letters on, with the number of edits; only the nearest ones, in order.
std::vector<std::pair<std::string, std::size_t>> nearest_keys(std::string_view norm, const std::vector<std::string>& keys);
// Edits (insert, delete, replace, swap neighbours) between two words where there are at most `most`; else most + 1.
std::size_t edits_within(std::string_view a, std::string_view b, std::size_t most);

// A word and its first letters with up to two of them left out, as numbers: two words within `near`'s distance share one.
// Empty for words too short or long to be looked up so.
std::vector<std::int64_t> typo_keys(std::string_view norm);

// "payments=team:Payments": a word for a name. Nothing when it is not of that form.
struct Alias {
  std::string word;
  List list = List::none;
  std::string value;
};
std::optional<Alias> parse_alias(std::string_view text);

// Every name in the cache, by normal form (tokens.h). Answers in order of list, value.
class Catalogue {
 public:
  virtual ~Catalogue() = default;
  virtual std::vector<NameHit> exact(std::string_view normal) const = 0;
  // Within one edit, or two from eight letters on; only the nearest ones.
  virtual std::vector<NameHit> near(std::string_view normal) const = 0;
};

// In memory: tests, and what is configured.
class ListedCatalogue : public Catalogue {
 public:
  explicit ListedCatalogue(const std::vector<CatalogueName>& names);
  std::vector<NameHit> exact(std::string_view normal) const override;
  std::vector<NameHit> near(std::string_view normal) const override;

 private:
  std::map<std::string, std::vector<NameHit>, std::less<>> by_key_;
};

}  // namespace juno::ask
