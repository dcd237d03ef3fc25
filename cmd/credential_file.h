// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "connectors/oauth.h"
namespace juno {

// What a source is logged in with: a token, or an OAuth grant.
using Secret = std::variant<std::string, OAuthGrant>;

// credentials.toml: one table a source ("jira", "jira.NAME", "github"). Readable by its owner only, and refused with
// Error{config} otherwise, or when it is a symbolic link or somebody else's. No message quotes its text.
class CredentialFile {
 public:
  explicit CredentialFile(std::string path) : path_(std::move(path)) {}

  // The secret of a source, or nothing; nothing also where there is no file.
  std::optional<Secret> read(const std::string& source) const;
  // All sources in it, sorted.
  std::vector<std::string> sources() const;

  // Held while the file is changed, or a grant is renewed, by one process at a time; released with the last copy.
  // Error{config} when another process holds it for longer than `patience`.
  std::shared_ptr<void> lock(std::chrono::milliseconds patience = std::chrono::seconds(60)) const;

  // Both replace the file as a whole: whatever happens, either the old or the new one is there, and durable when this
  // returns. Other sources are kept, comments are not. Hold lock().
  void write(const std::string& source, const Secret& secret) const;
  bool remove(const std::string& source) const;  // false if it was not there

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace juno
