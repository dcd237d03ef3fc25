// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/ask/chunks.h"
#include "core/ask/ir.h"
#include "core/ask/world.h"
namespace juno::ask {

// What a cover means, or why it means nothing.
struct Reading {
  std::optional<Ir> ir;  // a query, a report or several; valid
  double cost = 0;       // of the cover and of what had to be assumed
  std::string reason;    // without ir: one of kClarifyReasons
  std::string about;
};
Reading compose(const Cover& cover, std::span<const Token> tokens, const World& world, const Today& today);

}  // namespace juno::ask
