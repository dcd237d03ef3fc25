// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/document.h"
namespace juno {

// A page that explains something no single command owns: `juno help NAME`, juno-NAME(section).
struct Topic {
  const char* name;
  const char* summary;  // one line, no full stop
  int section;          // of the manual
  Document (*document)();
};
const std::vector<Topic>& topics();

}  // namespace juno
