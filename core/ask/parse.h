// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/ask/catalogue.h"
#include "core/ask/ir.h"
#include "core/ask/world.h"
#include "core/time.h"
namespace juno::ask {

// What English is read against.
struct AskContext {
  World world;
  const Catalogue* catalogue = nullptr;  // never null when parsing
  std::optional<Date> cached_from;       // the first day the cache knows about; windows wholly before it are asked about
  bool strict = false;                   // no mistyped words or names
};

// Words taken for a name, or put right.
struct Link {
  std::string said, meant;
  List list = List::none;
  std::size_t edits = 0;
};

// How hard the question was, 0 (easy) to 1; total = 1 - product of (1 - part). From 0.3 on juno asks back.
struct Complexity {
  double unexplained = 0;  // words that nothing explains
  double ambiguous = 0;    // how near the next other reading is
  double links = 0;        // how uncertain the names are
  double structure = 0;    // constructs outside the grammar
  double total() const { return 1 - (1 - unexplained) * (1 - ambiguous) * (1 - links) * (1 - structure); }
};

struct Parsed {
  Ir ir;                    // the reading, or a clarification or refusal
  bool answered() const { return !std::holds_alternative<Clarify>(ir) && !std::holds_alternative<Refuse>(ir); }
  std::string detail;       // why it is not answered: the words that decided it
  std::vector<Link> links;
  Complexity complexity;
  double confidence = 0;    // 0..1 that the reading is meant (fitted to the question sets)
};

// Reads a question. Pure: the same question, context and catalogue give the same reading.
Parsed parse_question(std::string_view question, const AskContext& context);

}  // namespace juno::ask
