// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/json_out.h"
namespace fakes {

void JsonOut::quote(std::string_view value) {
  static constexpr char kHex[] = "0123456789abcdef";
  out_ += '"';
  std::size_t begin = 0;
  for (std::size_t n = 0; n < value.size(); ++n) {
    const auto c = static_cast<unsigned char>(value[n]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out_ += value.substr(begin, n - begin);
    begin = n + 1;
    switch (c) {
      case '"': out_ += "\\\""; break;
      case '\\': out_ += "\\\\"; break;
      case '\n': out_ += "\\n"; break;
      case '\t': out_ += "\\t"; break;
      default:
        out_ += "\\u00";
        out_ += kHex[c >> 4];
        out_ += kHex[c & 15];
    }
  }
  out_ += value.substr(begin);
  out_ += '"';
}

}  // namespace fakes
