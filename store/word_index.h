// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/similar.h"
#include "store/database.h"
namespace juno::store {

// The words of all issues in one file beside the cache, made from it and never more than that: when it is missing, damaged
// or older than the cache it is made anew, of what changed only where it can be. Where the file cannot be written, it lives
// in memory for this run.
class WordIndex {
 public:
  // `building` is told when reading many issues begins, which takes seconds the first time; how many they are.
  static WordIndex open(Database& cache, const std::function<void(std::size_t)>& building = {});
  WordIndex(WordIndex&&) noexcept;
  ~WordIndex();

  std::span<const IndexedText> texts() const;        // by place
  std::size_t documents(std::string_view term) const;  // texts that hold it
  std::vector<Posting> postings(std::string_view term) const;
  // All of it, in order of terms.
  void walk(const std::function<void(std::string_view term, const std::vector<Posting>&)>& use) const;

 private:
  struct Impl;
  explicit WordIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Which state the cache's files are in, as a word: files made from the cache go by it.
std::string state_of_files(const std::string& cache);
// Writes a file whole or not at all, readable by nobody else; false where it cannot.
bool replace_private_file(const std::string& path, std::string_view bytes);

}  // namespace juno::store
