// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <vector>
#include "store/issues.h"
namespace juno::store {

// Reads whole issues back, keeping statements and names between calls: for walks over many.
class IssueReader {
 public:
  explicit IssueReader(Database& db);
  IssueReader(IssueReader&&) noexcept;
  ~IssueReader();
  std::optional<StoredIssue> read(Id cached, bool with_raw);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno::store
