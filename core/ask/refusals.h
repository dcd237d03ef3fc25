// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include "core/ask/tokens.h"
namespace juno::ask {

// Why a question is not one that juno answers: one of kRefuseReasons, and the tokens that say so.
struct Refusal {
  std::string_view reason;
  std::size_t begin = 0, end = 0;
};
// Looks before anything is parsed: orders to change something, causes, advice, judgements of people, personal data, attacks,
// other topics, data that juno does not hold. A phrase that lies within a name of the cache (`named`) does not count.
std::optional<Refusal> refusal(std::span<const Token> tokens, std::string_view question, const std::function<bool(std::size_t begin, std::size_t end)>& named);

}  // namespace juno::ask
