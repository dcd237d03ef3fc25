// SPDX-License-Identifier: Apache-2.0
#include "core/sentiment.h"
#include <doctest/doctest.h>
#include <fstream>
#include <map>
#include <string>
#include <vector>
using namespace juno;

TEST_CASE("the mood of a comment, and what must not be taken for one") {
  struct Row { std::string name, text; Mood mood; };
  const std::vector<Row> rows = {
      {"plain complaint", "This is terrible.", Mood::negative},
      {"plain praise", "This is wonderful.", Mood::positive},
      {"nothing", "", Mood::neutral},
      {"what programs do", "The process was killed, the transaction aborted with a fatal error and the node is dead.", Mood::neutral},
      {"a negation turns praise", "It is not helpful.", Mood::negative},
      {"a negation of a complaint is hardly praise", "It is not terrible.", Mood::unsure},
      {"a negation reaches three words, no further", "We did not upgrade yet. The old one is great.", Mood::positive},
      {"what follows but counts", "Nice colours, but the report is awful and confusing.", Mood::negative},
      {"both at once", "I love the map. I hate the search.", Mood::unsure},
      {"politeness is no mood", "Thanks in advance, kind regards", Mood::neutral},
      {"a wish is no praise", "It would be great to have dark mode.", Mood::neutral},
      {"code is not talk", "See here:\n```\nlog.error(\"terrible awful\");\n```\n", Mood::neutral},
      {"code of Jira", "{code:java}\nthrow new AwfulException(\"hate\");\n{code}\nSee above.", Mood::neutral},
      {"a quote is somebody else's", "> this is awful and useless\nI reassigned it.", Mood::neutral},
      {"a quote of Jira", "{quote}\nthis is awful and useless\n{quote}\nReassigned.", Mood::neutral},
      {"a log line", "2026-02-01 10:11:12 ERROR horrible awful mess in worker\nSee the line above.", Mood::neutral},
      {"a stack trace", "Caused by: com.acme.AwfulException: terrible mess\n  at com.acme.Horrible.run(Horrible.java:12)\nPlease check.", Mood::neutral},
      {"a signature", "Reassigned.\nBest regards,\nDr. Awful, Terrible Systems Ltd", Mood::neutral},
      {"names and addresses", "@awful see https://terrible.example/hate please", Mood::neutral},
      {"a name called in Jira's way", "[~hate.mess] please look", Mood::neutral},
      {"German", "Das ist leider nicht gut und wir sind sehr enttäuscht.", Mood::unsupported},
      {"French", "C'est vraiment dommage, nous avons perdu les données et je ne suis pas content.", Mood::unsupported},
      {"Spanish", "Esto no funciona y los clientes están muy enfadados con el resultado.", Mood::unsupported},
      {"Japanese", "この機能は本当にひどいです。", Mood::unsupported},
      {"Russian", "Это ужасно, ничего не работает.", Mood::unsupported},
      {"Greek", "Δεν δουλεύει τίποτα σήμερα.", Mood::unsupported},
      {"an emoticon alone", ":-(", Mood::negative},
      {"an emoji alone", "🎉", Mood::positive},
      {"bytes that are no text", "\xff\xfe\x80 this is awful", Mood::negative},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Sentiment s = sentiment_of(row.text);
    CHECK_MESSAGE(to_string(s.mood) == to_string(row.mood), row.text, " ", s.score);
  }
}

TEST_CASE("a long line of marks or letters is read in linear time") {
  CHECK(sentiment_of(std::string(300000, '`')).mood == Mood::neutral);
  CHECK(sentiment_of(std::string(300000, '{')).mood == Mood::neutral);
  CHECK(sentiment_of(std::string(300000, 'a')).mood == Mood::neutral);
  std::string text;
  for (int k = 0; k < 30000; ++k) text += "not so very ";
  CHECK(sentiment_of(text).mood == Mood::neutral);
}

// Labelled by hand; written by juno's authors, so kinder to the lexicon than strangers' comments would be. "tuned": used while the
// lexicon was made; "held": written before and never tuned on.
TEST_CASE("on comments labelled by hand, what is decided is mostly right") {
  std::ifstream in(JUNO_SOURCE_DIR "/tests/fixtures/sentiment/comments.tsv");
  std::map<std::string, std::map<std::string, int>> count;
  std::string missed;
  for (std::string line; std::getline(in, line);) {
    const auto a = line.find('\t'), b = line.find('\t', a + 1);
    const std::string group = line.substr(0, a), want = line.substr(a + 1, b - a - 1), text = line.substr(b + 1);
    const std::string got(to_string(sentiment_of(text).mood));
    ++count[group]["all"];
    if (got == "unsure" || got == "unsupported") ++count[group]["withheld"];
    else if (got == want) ++count[group]["right"];
    else ++count[group]["wrong"], missed += group + " " + want + " → " + got + ": " + text + "\n";
    // The harm is in taking a complaint for praise, or the other way round.
    const bool opposite = (want == "negative" && got == "positive") || (want == "positive" && got == "negative");
    count[group]["opposite"] += opposite;
    if (want == "neutral" && (got == "negative" || got == "positive")) ++count[group]["invented"];
  }
  for (auto& [group, c] : count)
    MESSAGE(group << ": " << c["right"] << " right, " << c["wrong"] << " wrong, " << c["withheld"] << " withheld of " << c["all"] << "; opposite " << c["opposite"] << ", mood invented " << c["invented"]);
  INFO(missed);
  CHECK(count["tuned"]["right"] == 40);
  CHECK(count["held"]["right"] >= 62);
  CHECK(count["held"]["opposite"] == 0);
  CHECK(count["held"]["invented"] == 0);
}
