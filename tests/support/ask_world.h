// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>
#include "core/ask/catalogue.h"
#include "core/ask/parse.h"
namespace juno::test {

// An invented world of tests/nl and its questions.
struct AskWorld {
  std::string name;
  std::vector<ask::CatalogueName> names;
  std::vector<std::string> priorities;
  std::string me, production;
  Zone zone;          // as a fixed offset: the questions stay within one half of the year
  int week_start = 0, fiscal_start = 1;
  Date cached_from;
};
AskWorld load_ask_world(const std::string& name = "harbour");

struct AskQuestion {
  std::string id, text, now, me;
  std::vector<ask::Ir> accepted;  // the first is the expected one
};
std::vector<AskQuestion> load_ask_questions(const std::string& world = "harbour");

// What a question is read against; refers to `catalogue`.
ask::AskContext ask_context(const AskWorld& world, const ask::Catalogue& catalogue, const std::string& now, const std::string& me);

}  // namespace juno::test
