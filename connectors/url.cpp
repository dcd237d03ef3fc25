// SPDX-License-Identifier: Apache-2.0
#include "connectors/url.h"
#include <algorithm>
#include <charconv>
#include "core/error.h"
namespace juno {
namespace {

constexpr std::string_view kDigits = "0123456789";

[[noreturn]] void refuse(const std::string& why) { throw Error(Exit::config, "not a usable URL: " + why, "write it as https://host/path"); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::uint16_t port_number(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) refuse("the port is not a number from 1 to 65535");
  return port;
}

// Splits `host[:port]`; the port part is empty when there is none.
std::pair<std::string_view, std::string_view> host_and_port(std::string_view authority) {
  std::size_t end = 0;
  if (authority.starts_with('[')) {
    end = authority.find(']');
    if (end == authority.npos) refuse("an IPv6 address lacks its closing bracket");
    ++end;
  } else {
    end = std::min(authority.find(':'), authority.size());
  }
  const auto rest = authority.substr(end);
  if (rest.empty()) return {authority, {}};
  if (rest.front() != ':' || rest.size() == 1) refuse("the port is not a number from 1 to 65535");
  return {authority.substr(0, end), rest.substr(1)};
}

void check_host(std::string_view host) {
  if (host.empty() || host == "[]") refuse("it names no host");
  const bool ipv6 = host.front() == '[';
  const auto inner = ipv6 ? host.substr(1, host.size() - 2) : host;
  const auto allowed = ipv6 ? std::string_view("0123456789abcdef:.") : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789-._");
  if (inner.find_first_not_of(allowed) != inner.npos) refuse("the host name holds characters that are not allowed");
}

bool is_octet(std::string_view text) {
  if (text.empty() || text.size() > 3 || text.find_first_not_of(kDigits) != text.npos) return false;
  if (text.size() > 1 && text.front() == '0') return false;  // other programs read it as octal
  return text.size() < 3 || text <= "255";
}

bool is_ipv4_loopback(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  int octets = 1;
  for (auto rest = host;; ++octets) {
    const auto dot = rest.find('.');
    if (!is_octet(rest.substr(0, dot))) return false;
    if (dot == rest.npos) return octets == 4;
    rest = rest.substr(dot + 1);
  }
}

}  // namespace

Origin origin_of(std::string_view url) {
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '\\') refuse("it holds a space, a control character or a backslash");
  Origin origin;
  const auto colon = url.find(':');
  origin.scheme = lower(url.substr(0, colon));
  if (colon == url.npos || (origin.scheme != "http" && origin.scheme != "https")) refuse("it does not begin with https:// or http://");
  if (!url.substr(colon).starts_with("://")) refuse("it does not begin with https:// or http://");
  const auto after = url.substr(colon + 3);
  const auto authority = after.substr(0, after.find_first_of("/?#"));
  if (authority.find('@') != authority.npos) refuse("it holds a user name or password before the host");
  const auto [host, port] = host_and_port(authority);
  origin.host = lower(host);
  check_host(origin.host);
  origin.port = !port.empty() ? port_number(port) : origin.scheme == "https" ? 443 : 80;
  return origin;
}

std::string to_string(const Origin& origin) {
  const bool usual = origin.port == (origin.scheme == "https" ? 443 : 80);
  return origin.scheme + "://" + origin.host + (usual ? "" : ":" + std::to_string(origin.port));
}

bool is_loopback(const Origin& origin) {
  return origin.host == "localhost" || origin.host == "[::1]" || is_ipv4_loopback(origin.host);
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) { out += c; continue; }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

std::string query_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace juno
