// SPDX-License-Identifier: Apache-2.0
#include "core/words.h"
#include <doctest/doctest.h>
using namespace juno;

// The examples of the paper itself, rule by rule; where a word goes through several rules, its end.
TEST_CASE("words lose their endings as Porter's paper has it") {
  struct Case { std::string word, stem; };
  for (const auto& c : std::vector<Case>{
           {"caresses", "caress"}, {"ponies", "poni"}, {"ties", "ti"}, {"caress", "caress"}, {"cats", "cat"}, {"feed", "feed"}, {"agreed", "agre"}, {"plastered", "plaster"}, {"bled", "bled"},
           {"motoring", "motor"}, {"sing", "sing"}, {"conflated", "conflat"}, {"troubled", "troubl"}, {"sized", "size"}, {"hopping", "hop"}, {"tanned", "tan"}, {"falling", "fall"},
           {"hissing", "hiss"}, {"fizzed", "fizz"}, {"failing", "fail"}, {"filing", "file"}, {"happy", "happi"}, {"sky", "sky"}, {"relational", "relat"}, {"conditional", "condit"},
           {"rational", "ration"}, {"digitizer", "digit"}, {"vietnamization", "vietnam"}, {"predication", "predic"}, {"operator", "oper"}, {"feudalism", "feudal"}, {"decisiveness", "decis"},
           {"hopefulness", "hope"}, {"callousness", "callous"}, {"sensibiliti", "sensibl"}, {"triplicate", "triplic"}, {"formative", "form"}, {"formalize", "formal"}, {"electrical", "electr"},
           {"goodness", "good"}, {"revival", "reviv"}, {"allowance", "allow"}, {"inference", "infer"}, {"airliner", "airlin"}, {"adjustable", "adjust"}, {"defensible", "defens"},
           {"irritant", "irrit"}, {"replacement", "replac"}, {"adjustment", "adjust"}, {"dependent", "depend"}, {"adoption", "adopt"}, {"communism", "commun"}, {"activate", "activ"},
           {"homologous", "homolog"}, {"effective", "effect"}, {"bowdlerize", "bowdler"}, {"probate", "probat"}, {"rate", "rate"}, {"cease", "ceas"}, {"controll", "control"}, {"roll", "roll"}, {"is", "is"}})
    CHECK_MESSAGE(stem(c.word) == c.stem, c.word);
}

TEST_CASE("a text becomes the words a search compares") {
  struct Case { std::string text, words; };
  for (const auto& c : std::vector<Case>{{"The printers are printing", "printer print"},
                                         {"getUserName fails", "get user name getusernam fail"},
                                         {"HTTPServer2 and max_retry_count", "http server2 httpserver2 max retri count max_retry_count"},
                                         {"see https://wiki.example/a?b=c, then {code:java}int x1;{code}", "see int x1"},
                                         {"Größe der Straße", "grösse der strass"},
                                         {"納期を変更", "納期 期を を変 変更"},
                                         {"quotes \xE2\x80\x9Ctidy\xE2\x80\x9D \xF0\x9F\x9A\xA2ships", "quot tidi ship"},
                                         {"a I - , .", ""},
                                         {std::string("broken \xFF\xC3 bytes"), "broken byte"}}) {
    std::string joined;
    for (const auto& w : search_words(c.text)) joined += (joined.empty() ? "" : " ") + w;
    CHECK_MESSAGE(joined == c.words, c.text);
  }
  CHECK(search_words(std::string(100, 'x')).empty());  // data, not a word
  CHECK(search_words("one two three", 2).size() == 2);
}
