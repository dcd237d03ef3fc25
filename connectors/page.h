// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
namespace juno {

// Part of a list, in the server's order, and where the next part begins (empty = this was the last).
template <class T>
struct Page {
  std::vector<T> items;
  std::string next;
};

}  // namespace juno
