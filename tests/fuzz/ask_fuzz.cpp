// SPDX-License-Identifier: Apache-2.0
// ask_fuzz question|ir|condition [SECONDS [SEED]]: bytes changed at random in what people, models and shells would send, for so
// long. Ends with 1 and the input where a promise is broken; a sanitizer ends it where memory is.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>
#include "core/ask/condition.h"
#include "core/ask/escalate.h"
#include "core/ask/parse.h"
#include "core/ask/say.h"
#include "core/ask/tokens.h"
#include "core/error.h"
#include "tests/support/ask_world.h"
using namespace juno;
using namespace juno::ask;
using namespace juno::test;

namespace {

[[noreturn]] void broken(const char* promise, const std::string& input) {
  std::printf("broken: %s\ninput: ", promise);
  for (const char c : input) std::printf(c >= ' ' && c < 127 && c != '\\' ? "%c" : "\\x%02x", static_cast<unsigned char>(c));
  std::printf("\n");
  std::exit(1);
}

class Mutator {
 public:
  Mutator(std::vector<std::string> corpus, std::uint64_t seed) : corpus_(std::move(corpus)), random_(seed) {}
  std::string next() {
    std::string text = pick();
    for (std::size_t n = random_() % 6; n > 0; --n) change(text);
    if (text.size() > 4096) text.resize(4096);
    return text;
  }

 private:
  const std::string& pick() { return corpus_[random_() % corpus_.size()]; }
  void change(std::string& text) {
    static const std::vector<std::string> kPieces = {"\"", "'s", " not ", " and ", " or ", " by ", "%", "\xC3\xA9", "\xF0\x9F\x98\x80", "\xFF", std::string(1, '\0'), "\x1b[31m", "0", "-1", "99999999999999999999", "1e309", "{", "}", "[", "]", ",", ":", "(", ")", "null", "@me", "@last:7", "last:5d", "..",
                                                    "2026-02-30", "~", "!=", ">=", " in ", "is empty", "\\u0000", "\\ud800", "since ", "between ", "\xE2\x80\xAE", "SHOP-1", "#", "/", "&"};
    const std::size_t at = text.empty() ? 0 : random_() % (text.size() + 1);
    switch (random_() % 7) {
      case 0: text.insert(at, kPieces[random_() % kPieces.size()]); break;
      case 1: text.erase(at, 1 + random_() % 8); break;
      case 2: if (at < text.size()) text[at] = static_cast<char>(random_() % 256); break;
      case 3: {  // a piece of another
        const std::string& other = pick();
        if (!other.empty()) text.insert(at, other.substr(random_() % other.size(), 1 + random_() % 24));
        break;
      }
      case 4: if (at < text.size()) text.insert(at, text.substr(at, 1 + random_() % 16)); break;
      case 5: if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << (random_() % 8))); break;
      case 6: text = text.substr(0, at); break;
    }
  }
  std::vector<std::string> corpus_;
  std::mt19937_64 random_;
};

// A query that is valid has one canonical form, a sentence, a command line, and reads back from what is written of it.
void keeps_promises(const Ir& ir, const World& world, const std::string& input) {
  if (!(parse_ir(to_json(ir)) == ir)) broken("an IR reads back from its own text", input);
  if (!validate(ir, world).empty()) return;
  const Ir canon = canonical(ir, world);
  if (to_json(canonical(canon, world)) != to_json(canon)) broken("the canonical form is its own", input);
  if (const auto* q = std::get_if<SemanticQuery>(&ir)) {
    if (say(canonical(*q, world), world).empty()) broken("a query has a sentence", input);
    explain(*q, world), definitions(*q), query_line(*q);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "question";
  int seconds = 10;
  if (argc > 2) std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), seconds);
  const AskWorld world = load_ask_world();
  const ListedCatalogue catalogue(world.names);
  const AskContext context = ask_context(world, catalogue, "2026-05-13T14:20:00Z", world.me);
  std::vector<std::string> corpus;
  for (const auto& q : load_ask_questions()) {
    if (what == "question") corpus.push_back(q.text);
    for (const Ir& ir : q.accepted) {
      if (what == "ir") corpus.push_back(to_json(ir));
      if (const auto* query = std::get_if<SemanticQuery>(&ir); query && what == "condition")
        for (const Filter& f : query->where) corpus.push_back(condition_text(f));
    }
  }
  if (corpus.empty()) return std::printf("question, ir or condition?\n"), 2;
  Mutator mutator(corpus, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
  std::uint64_t runs = 0, taken = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  const NameResolver names = [](List, const std::string& typed) { return typed; };
  while (std::chrono::steady_clock::now() < end) {
    const std::string input = mutator.next();
    ++runs;
    try {
      if (what == "question") {
        if (const auto all = tokens(input)) {
          std::size_t last = 0;
          for (const Token& t : *all) {
            if (t.begin < last || t.end < t.begin || t.end > input.size()) broken("tokens lie in order within the text", input);
            last = t.begin;
          }
        }
        if (normal(normal(input)) != normal(input)) broken("the normal form is its own", input);
        const Parsed p = parse_question(input, context);
        if (p.answered() && !validate(p.ir, context.world).empty()) broken("what is answered is valid", input);
        if (p.answered()) ++taken, keeps_promises(p.ir, context.world, input);
        if (!p.answered() && kept_here(p, input, context).empty()) escalation(input, context);
      } else if (what == "ir") {
        const Ir ir = parse_ir(input);
        ++taken, keeps_promises(ir, context.world, input);
        static const Escalation e = escalation("defects that Greta botched last month in Maps", context).value();
        if (check_answer(input, e, context).ir) broken("an answer without the ids is not taken", input);
      } else {
        const Filter f = parse_condition(input, runs % 2 ? Entity::issue : Entity::pull_request, names);
        ++taken;
        condition_text(f);
      }
    } catch (const Error&) {  // said no: what it is for
    }
  }
  std::printf("%s: %llu inputs in %d s, %llu of them taken, nothing broken\n", what.c_str(), static_cast<unsigned long long>(runs), seconds, static_cast<unsigned long long>(taken));
  return 0;
}
