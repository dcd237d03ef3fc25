// SPDX-License-Identifier: Apache-2.0
#include "cmd/credentials.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <array>
#include <cerrno>
#include <system_error>
#include "cmd/descriptor.h"
#include "connectors/url.h"
namespace juno {
namespace {

constexpr std::size_t kMaxTokenFile = 64 * 1024;

// The first line, without the blanks around it: what pass and many a token file hold. Errors name the place only.
std::string first_line(std::string text, const std::string& place) {
  text.resize(std::min(text.find('\n'), text.size()));
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == text.npos) throw Error(Exit::config, place + " holds no token");
  text = text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) throw Error(Exit::config, place + ": the token holds control characters");
  return text;
}

// Any kind of file, pipes too (--token-file <(pass jira)).
std::string contents_of(const std::string& path, const std::string& place, bool only_mine) {
  const auto fail = [&] { throw Error(Exit::config, place + " cannot be read: " + std::generic_category().message(errno)); };
  const Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (fd < 0) fail();
  struct stat info{};
  if (only_mine && (fstat(fd, &info) != 0 || (S_ISREG(info.st_mode) && (info.st_mode & 077))))
    throw Error(Exit::config, place + ": others may read or change it, and it is a private key", "chmod 600 " + path);
  std::string text;
  std::array<char, 4096> chunk;
  for (ssize_t n; text.size() < kMaxTokenFile && (n = ::read(fd, chunk.data(), chunk.size())) != 0;) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail();
    text.append(chunk.data(), static_cast<std::size_t>(n));
  }
  return text;
}

std::string key_of(std::string text, const std::string& place) {
  if (text.find("PRIVATE KEY-----") == std::string::npos) throw Error(Exit::config, place + " holds no private key", "put the App's .pem file there, as it was downloaded");
  return text;
}

// A token, or the key of an App.
std::string secret_in(std::string text, const CredentialPlaces& places, const std::string& place) {
  return places.is_key ? key_of(std::move(text), place) : first_line(std::move(text), place);
}

// Without a session there is no keyring, and asking for one could start a service.
bool may_have_keyring(const CredentialAccess& access) {
  return !access.env("DBUS_SESSION_BUS_ADDRESS").empty() || !access.env("XDG_RUNTIME_DIR").empty();
}

std::vector<std::string> keyring(std::vector<std::string> words, const CredentialPlaces& places) {
  words.insert(words.end(), {"application", "juno", "source", places.source, "server", to_string(origin_of(places.url))});
  return words;
}

std::string variable_suffix(const std::string& name) {
  std::string suffix;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    suffix += letter ? static_cast<char>(c & ~0x20) : digit ? c : '_';
  }
  return suffix;
}

std::optional<FoundSecret> in_environment(const CredentialPlaces& places, const CredentialAccess& access) {
  for (const auto& name : places.variables)
    if (std::string value = access.env(name); !value.empty()) return FoundSecret{secret_in(std::move(value), places, name), "the environment (" + name + ")"};
  return {};
}

std::optional<FoundSecret> from_command(const CredentialPlaces& places, const CredentialAccess& access) {
  if (places.command.empty()) return {};
  const std::string place = "credential_command (" + places.command.front() + ")";
  auto output = access.run_program(places.command, "");
  if (!output) throw Error(Exit::config, place + " failed", "run it by hand to see why; it must print the token and end with 0");
  return FoundSecret{secret_in(std::move(*output), places, place), place};
}

std::optional<FoundSecret> in_keyring(const CredentialPlaces& places, const CredentialAccess& access) {
  if (!may_have_keyring(access)) return {};
  auto output = access.run_program(keyring({"secret-tool", "lookup"}, places), "");
  if (!output || output->empty()) return {};
  return FoundSecret{first_line(std::move(*output), "the keyring"), "the system's keyring"};
}

}  // namespace

CredentialPlaces jira_places(const JiraSite& site, const std::string& token_file, const std::string& file) {
  const bool named = !site.name.empty();
  return {named ? "jira." + site.name : "jira", site.url, token_file,
          {named ? "JUNO_JIRA_TOKEN_" + variable_suffix(site.name) : "JUNO_JIRA_TOKEN"}, site.credential_command, file, "", false};
}

CredentialPlaces github_places(const GithubSource& github, const std::string& token_file, const std::string& file) {
  CredentialPlaces places{"github", github.url, token_file, {"GITHUB_TOKEN", "GH_TOKEN"}, github.credential_command, file, "", false};
  if (github.app.id == 0) return places;
  places.is_key = true;
  places.variables = {"JUNO_GITHUB_APP_KEY"};
  places.key_file = github.app.private_key_file;
  return places;
}

std::optional<FoundSecret> find_secret(const CredentialPlaces& places, const CredentialAccess& access) {
  if (!places.token_file.empty()) {
    const std::string place = "--token-file " + places.token_file;
    return FoundSecret{secret_in(contents_of(places.token_file, place, false), places, place), "--token-file"};
  }
  if (auto found = in_environment(places, access)) return found;
  if (auto found = from_command(places, access)) return found;
  if (places.is_key) {
    if (places.key_file.empty()) return {};
    return FoundSecret{key_of(contents_of(places.key_file, places.key_file, true), places.key_file), places.key_file};
  }
  if (auto found = in_keyring(places, access)) return found;
  if (auto secret = CredentialFile(places.file).read(places.source)) return FoundSecret{std::move(*secret), places.file};
  return {};
}

FoundSecret required_secret(const CredentialPlaces& places, const CredentialAccess& access) {
  if (auto found = find_secret(places, access)) return *found;
  if (places.is_key) throw Error(Exit::config, "no private key for the GitHub App", "set github.app.private_key_file to its .pem file, or put the key into " + places.variables.front());
  throw Error(Exit::config, "no token for " + places.source + " (" + to_string(origin_of(places.url)) + ")",
              "juno auth login, or set " + places.variables.front());
}

bool store_in_keyring(const CredentialPlaces& places, const std::string& token, const CredentialAccess& access) {
  if (!may_have_keyring(access)) return false;
  const std::string label = "--label=juno: " + places.source;
  return access.run_program(keyring({"secret-tool", "store", label}, places), token).has_value();  // by its input: arguments show in ps
}

bool remove_from_keyring(const CredentialPlaces& places, const CredentialAccess& access) {
  return may_have_keyring(access) && access.run_program(keyring({"secret-tool", "clear"}, places), "").has_value();
}

Credentials jira_credentials(const JiraSite& site, const Secret& secret) {
  if (const auto* stored = std::get_if<OAuthGrant>(&secret)) {
    OAuthGrant grant = *stored;
    if (grant.client_id.empty()) grant.client_id = site.oauth.client_id;
    return grant;
  }
  const auto& token = std::get<std::string>(secret);
  if (site.auth == "oauth") throw Error(Exit::config, to_string(origin_of(site.url)) + ": OAuth needs a login, not a token", "juno auth login");
  if (site.auth == "bearer" || (site.auth.empty() && site.email.empty())) return BearerToken{token};
  if (site.email.empty()) throw Error(Exit::config, to_string(origin_of(site.url)) + ": basic authentication needs an e-mail address", "set email in [jira]");
  return BasicLogin{site.email, token};
}

OAuthRenewal renewal_in(const CredentialFile& file, const std::string& source, std::function<Instant()> now, std::string login) {
  OAuthRenewal renewal;
  renewal.login = std::move(login);
  renewal.now = std::move(now);
  renewal.lock = [file] { return file.lock(); };
  renewal.reload = [file, source]() -> std::optional<OAuthGrant> {
    const auto stored = file.read(source);
    const auto* grant = stored ? std::get_if<OAuthGrant>(&*stored) : nullptr;
    return grant ? std::optional(*grant) : std::nullopt;
  };
  renewal.persist = [file, source](const OAuthGrant& grant) { file.write(source, grant); };
  return renewal;
}

}  // namespace juno
