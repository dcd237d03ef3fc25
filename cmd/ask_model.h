// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include "cmd/context.h"
#include "core/ask/parse.h"
namespace juno {

// What a language model made of a question that the grammar could not place.
struct ModelReading {
  std::optional<ask::Parsed> parsed;  // a query that passed every check; nothing when it did not
  std::string model;                  // as its server names it
  std::string note;                   // one line for people: who read it and what it cost, or why it was not taken
  bool kept = false;                  // the answer of an earlier time
  std::int64_t tokens_in = 0, tokens_out = 0;
  std::optional<double> cost;         // of this time, by the configured prices
};

// Asks the configured model (`provider` instead of the configuration's, when not empty) about a question that was not
// answered. Nothing when there is none, or the question is kept here. Never throws because of the model or its server.
std::optional<ModelReading> read_by_model(Context& ctx, const std::string& question, const ask::AskContext& asked, const ask::Parsed& local, const std::string& provider);

}  // namespace juno
