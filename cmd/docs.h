// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
namespace juno {

// Every generated file, by its path in the source tree: man/juno.1, man/juno-sync.1, completions/_juno …
std::map<std::string, std::string> generated_docs();

}  // namespace juno
