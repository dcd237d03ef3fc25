// SPDX-License-Identifier: Apache-2.0
#include "cmd/credential_file.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <thread>
#include "cmd/descriptor.h"
#include "core/error.h"
#include "core/toml.h"
namespace juno {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = 1u << 20;
constexpr std::string_view kIntroduction = "# Written by juno; comments are not kept. Keep this file to yourself (mode 0600).\n";

std::string reason(int code) { return std::generic_category().message(code); }

[[noreturn]] void fail(const std::string& path, const std::string& why, const std::string& hint = {}) { throw Error(Exit::config, path + ": " + why, hint); }

void check_private(const std::string& path, int fd) {
  struct stat info{};
  if (fstat(fd, &info) != 0) fail(path, reason(errno));
  if (!S_ISREG(info.st_mode)) fail(path, "is not a regular file");
  if (info.st_uid != geteuid() && info.st_uid != 0) fail(path, "belongs to another user", "remove it, then juno auth login");
  if (info.st_mode & 077) fail(path, "others may read or change it, and it holds tokens", "chmod 600 " + path);
}

// Empty when there is no file.
std::string contents(const std::string& path) {
  const Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (fd < 0 && errno == ENOENT) return {};
  if (fd < 0 && errno == ELOOP) fail(path, "is a symbolic link, which juno does not follow for tokens", "put the file itself there");
  if (fd < 0) fail(path, "cannot be read: " + reason(errno));
  check_private(path, fd);
  std::string text;
  std::array<char, 4096> chunk;
  for (ssize_t n; (n = ::read(fd, chunk.data(), chunk.size())) != 0;) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path, "cannot be read: " + reason(errno));
    text.append(chunk.data(), static_cast<std::size_t>(n));
    if (text.size() > kMaxBytes) fail(path, "is too large");
  }
  return text;
}

TomlValue document(const std::string& path) { return parse_toml(contents(path), path, TomlContent::secrets); }

std::string text_of(const TomlValue& table, std::string_view key, const std::string& where) {
  const TomlValue* value = table.find(key);
  if (!value) return {};
  if (!value->text()) throw Error(Exit::config, where + ": " + std::string(key) + " is not a text in quotes");
  return *value->text();
}

std::optional<Secret> secret_of(const TomlValue& table, const std::string& where) {
  OAuthGrant grant{text_of(table, "client_id", where), text_of(table, "client_secret", where), text_of(table, "access_token", where),
                   text_of(table, "refresh_token", where), {}};
  grant.expires_at = parse_instant(text_of(table, "expires_at", where)).value_or(Instant{});
  if (!grant.access_token.empty() || !grant.refresh_token.empty()) return grant;
  if (std::string token = text_of(table, "token", where); !token.empty()) return token;
  return {};
}

struct Lines {
  static std::string line(const char* key, const std::string& value) { return std::string(key) + " = " + toml_string(value) + "\n"; }
  std::string operator()(const std::string& token) const { return line("token", token); }
  std::string operator()(const OAuthGrant& g) const {
    return line("client_id", g.client_id) + line("client_secret", g.client_secret) + line("access_token", g.access_token) +
           line("refresh_token", g.refresh_token) + (g.expires_at.ms ? line("expires_at", format_instant(g.expires_at)) : "");
  }
};

// The document without that source: settings outside tables first, as TOML wants it.
std::string without(const TomlValue& all, const std::string& source) {
  std::string plain, tables;
  for (const auto& [key, at, value] : *all.table()) {
    if (key == source) continue;
    if (!value.table()) {
      plain += toml_key(key) + " = " + to_toml(value) + "\n";
      continue;
    }
    tables += "\n[" + toml_key(key) + "]\n";
    for (const auto& entry : *value.table()) tables += toml_key(entry.key) + " = " + to_toml(entry.value) + "\n";
  }
  return std::string(kIntroduction) + plain + tables;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  if (folder.empty() || fs::exists(folder, error)) return;
  fs::create_directories(folder.parent_path(), error);
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail(folder.string(), "cannot be made: " + reason(errno));
}

void write_all(const std::string& path, int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path, "cannot be written: " + reason(errno), "nothing was changed; make room, then try again");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

void replace(const std::string& path, const std::string& text) {
  const fs::path folder = fs::path(path).parent_path();
  std::string temporary = path + ".XXXXXX";
  Descriptor fd(mkostemp(temporary.data(), O_CLOEXEC));  // mode 0600 from the start
  if (fd < 0) fail(path, "cannot be written: " + reason(errno));
  try {
    write_all(path, fd, text);
    if (fsync(fd) != 0 || fd.close_now() != 0) fail(path, "cannot be written: " + reason(errno));
    if (rename(temporary.c_str(), path.c_str()) != 0) fail(path, "cannot be replaced: " + reason(errno));
  } catch (const Error&) {
    unlink(temporary.c_str());
    throw;
  }
  const Descriptor directory(open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory >= 0) fsync(directory);  // the new name itself
}

}  // namespace

std::optional<Secret> CredentialFile::read(const std::string& source) const {
  const TomlValue all = document(path_);
  const TomlValue* table = all.find(source);
  return table ? secret_of(*table, path_ + ": [" + toml_key(source) + "]") : std::nullopt;
}

std::vector<std::string> CredentialFile::sources() const {
  std::vector<std::string> names;
  const TomlValue all = document(path_);
  for (const auto& entry : *all.table())
    if (entry.value.table()) names.push_back(entry.key);
  std::sort(names.begin(), names.end());
  return names;
}

std::shared_ptr<void> CredentialFile::lock(std::chrono::milliseconds patience) const {
  make_folder(fs::path(path_).parent_path());
  const std::string name = path_ + ".lock";  // a file of its own: replacing the other would leave the lock behind
  auto held = std::make_shared<Descriptor>(open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (*held < 0) fail(name, "cannot be opened: " + reason(errno));
  const auto until = std::chrono::steady_clock::now() + patience;
  while (flock(*held, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) fail(name, "cannot be locked: " + reason(errno));
    if (std::chrono::steady_clock::now() >= until) fail(path_, "another juno is changing the logins", "try again when it has ended");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return held;
}

void CredentialFile::write(const std::string& source, const Secret& secret) const {
  make_folder(fs::path(path_).parent_path());
  replace(path_, without(document(path_), source) + "\n[" + toml_key(source) + "]\n" + std::visit(Lines{}, secret));
}

bool CredentialFile::remove(const std::string& source) const {
  const TomlValue all = document(path_);
  if (!all.find(source)) return false;
  replace(path_, without(all, source));
  return true;
}

}  // namespace juno
