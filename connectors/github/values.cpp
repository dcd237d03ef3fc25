// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/values.h"
namespace juno::github {
namespace {

constexpr std::string_view kBotSuffix = "[bot]";

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string text(const Json& json) { return std::string(json.text()); }
std::int64_t count(const Json& json) { return json.integer().value_or(0); }
std::optional<Instant> instant(const Json& json) { return json.is_string() ? parse_instant(json.text()) : std::nullopt; }

Person actor(const Json& json) {
  Person p;
  std::string_view login = json["login"].text();
  const auto type = json["__typename"].is_string() ? json["__typename"].text() : json["type"].text();
  if (type == "User") p.kind = "user";
  if (type == "Mannequin") p.kind = "mannequin";
  if (type == "Bot") p.kind = "bot";
  if (login.ends_with(kBotSuffix)) {
    login.remove_suffix(kBotSuffix.size());
    p.kind = "bot";
  }
  p.account = login;
  p.name = json["name"].text();
  // Where the query had no word on the name, none is claimed: a known one stays. REST never has it.
  if (p.name.empty() && json["__typename"].is_string()) p.name = p.account;
  if (p.name.empty() && json["name"].exists()) p.name = p.account;
  return p;
}

Person git_author(const Json& author) {
  Person p = actor(author["user"]);
  const auto name = author["name"].text();
  if (p.account.empty()) {
    p.name = name;
    if (name.ends_with(kBotSuffix)) {
      p.account = name.substr(0, name.size() - kBotSuffix.size());
      p.name = p.account;
      p.kind = "bot";
    }
  }
  if (p.email.empty()) p.email = author["email"].text();
  if (p.email.ends_with("@users.noreply.github.com")) p.email.clear();
  return p;
}

}  // namespace juno::github
