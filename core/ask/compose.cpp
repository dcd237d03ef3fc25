// SPDX-License-Identifier: Apache-2.0
#include "core/ask/compose.h"
#include "core/ask/compose/draft.h"
#include "core/ask/compose/finish.h"
#include "core/ask/compose/sentence.h"
#include "core/ask/compose/walk.h"
namespace juno::ask {
namespace {

Ir meaning(Draft& draft, const Cover& cover, std::span<const Token> tokens, const World& world, const Today& today) {
  Sentence sentence = collect(cover, tokens, draft);
  const Item& first = sentence.items.front();
  if (first.is(Word::sort) && !first.is(Word::sort, "rank")) give_up("fragment", tokens[0].text);
  draft.entity = decide_entity(sentence);
  Walk(sentence, draft, world).run();
  Ir ir = Finish(sentence, draft, world, today).run();
  const auto wrong = validate(ir, world);
  if (!wrong.empty()) give_up(wrong.front().find("unknown") != std::string::npos ? "unknown_value" : "underspecified", wrong.front());
  if (draft.only_near.empty()) return ir;
  const auto* near = std::get_if<SemanticQuery>(&ir);
  give_up("underspecified", draft.only_near, near ? std::vector{*near} : std::vector<SemanticQuery>{});
}

}  // namespace

Reading compose(const Cover& cover, std::span<const Token> tokens, const World& world, const Today& today) {
  Reading r;
  Draft draft;
  try {
    r.ir = meaning(draft, cover, tokens, world, today);
  } catch (const NoMeaning& why) {
    r.reason = why.reason, r.about = why.about, r.offers = why.offers;
  }
  r.cost = draft.cost;
  return r;
}

}  // namespace juno::ask
