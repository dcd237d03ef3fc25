// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/ask/chunks.h"
#include "core/ask/parse.h"
namespace juno::ask {

// A question that the grammar could not place, made fit for a language model: names, dates and phrases that are certain
// here stand as opaque ids, so that none leaves and the model can invent none. All of this is pure; asking is cmd's.

// Something certain that the model must use and cannot see.
struct Anchor {
  std::string id;     // "P1" a person, "V1" another name, "W1" a window, "D1" a duration, "K1" an issue key, "T1" a phrase
  Chunk chunk;
  std::string hint;   // for the model: "a person", "a team"
};

struct Escalation {
  std::string question;         // with the ids in the place of what they stand for
  std::vector<Anchor> anchors;
  Cover cover;                  // the likeliest reading of the single words
};

// Why no model may be asked about it; empty = it may. Refusals, missing identity, ambiguous names, contradictions and
// windows outside the cache stay here, and so do words that look like a name or an address.
std::string kept_here(const Parsed& parsed, std::string_view question, const AskContext& context);

// Ids for what is certain. Nothing where the question cannot be cut into words.
std::optional<Escalation> escalation(std::string_view question, const AskContext& context);

std::string model_instructions();                     // the same for every question: vocabulary, conventions, examples
std::string model_question(const Escalation& e, const AskContext& context);
std::string_view model_schema();                      // JSON schema of the answer

struct Checked {
  std::optional<Ir> ir;               // with the names and windows put back
  std::vector<std::string> problems;  // why not, for the model's second try; without any name of the cache
};
// Accepts an answer only if it is a valid query that is anchored and drops nothing that is certain.
Checked check_answer(std::string_view json, const Escalation& e, const AskContext& context);

}  // namespace juno::ask
