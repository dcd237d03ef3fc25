// SPDX-License-Identifier: Apache-2.0
#include "core/render/printable.h"
#include <utf8proc.h>
namespace juno {
namespace {

bool reorders(utf8proc_int32_t c) { return c == 0x061c || (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069); }

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto* const end = at + text.size();
  while (at < end) {
    utf8proc_int32_t c = 0;
    const auto n = utf8proc_iterate(at, end - at, &c);
    if (n <= 0) {
      out += "\xef\xbf\xbd";
      ++at;
      continue;
    }
    if (c == '\n' || c == '\t' || c == '\r') out += ' ';
    else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || reorders(c)) out += "\xef\xbf\xbd";
    else out.append(reinterpret_cast<const char*>(at), static_cast<std::size_t>(n));
    at += n;
  }
  return out;
}

}  // namespace juno
