// SPDX-License-Identifier: Apache-2.0
#include "core/report.h"
#include <algorithm>
namespace juno {

const Field* find_field(const Report& report, std::string_view key) {
  const auto found = std::find_if(report.summary.begin(), report.summary.end(), [&](const Field& f) { return f.key == key; });
  return found == report.summary.end() ? nullptr : &*found;
}

}  // namespace juno
