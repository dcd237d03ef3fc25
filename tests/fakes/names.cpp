// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/names.h"
#include "tests/fakes/random.h"
namespace fakes {
namespace {

const std::vector<std::string> kVerbs{"Add", "Fix", "Remove", "Explain", "Speed up", "Split", "Retry", "Cache", "Round",
                                      "Import", "Sort", "Trim", "Guard", "Translate", "Measure", "Undo"};
const std::vector<std::string> kThings{"the parcel label", "the tide table", "login by badge", "the kiln schedule",
                                       "the ferry timetable", "the invoice footer", "the bee counter", "the map legend",
                                       "the loom driver", "weather import", "the orchard survey", "the queue screen",
                                       "search by colour", "the pump alarm", "the glossary", "refund rules"};
const std::vector<std::string> kPlaces{"in the harbour view", "for night shifts", "on small screens", "after a restart",
                                       "when offline", "for guests", "at month end", "behind the proxy", "in the archive",
                                       "with two currencies", "for right-to-left text", "under load"};
const std::vector<std::string> kHostile{
    "=HYPERLINK(\"http://evil.invalid\",\"click\")", "+1 for the new dial", "-2 degrees shown as 2", "@everyone gets mail",
    "Quote \"twice\" and 'once', then a comma", "Comma, semicolon; tab\tand pipe |", "Rocket \xF0\x9F\x9A\x80 launch check \xE2\x9C\x85",
    "Escape \x1b[31mred\x1b[0m code in a title", "Na\xC3\xAFve caf\xC3\xA9 \xE2\x80\x94 d\xC3\xA9j\xC3\xA0 vu",
    "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x81\xAE\xE8\xA6\x8B\xE5\x87\xBA\xE3\x81\x97", "a=b] state=CLOSED, name=x", "Back\\slash and /slash/",
    "<script>alert(1)</script> & <b>bold</b>", "'; drop table issue; --", "%s %n {0} ${HOME}", "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7 right to left"};
const std::vector<std::string> kLead{"The ferry crew", "A tester", "The night shift", "Our supplier", "The dashboard", "Nobody"};
const std::vector<std::string> kDid{"saw this twice", "asked for it again", "measured the delay", "wrote down the steps",
                                    "lost a morning to it", "found a way around"};
const std::vector<std::string> kWhen{"last week.", "during the audit.", "before the release.", "on a slow line.", "by chance."};
const std::vector<std::string> kGoals{"Ship the harbour view", "Halve the support queue", "", "Make \"undo\" work, everywhere",
                                      "Fewer alarms at night"};

}  // namespace

const std::vector<std::string>& label_words() {
  static const std::vector<std::string> words{"harbour", "night", "customer-ask", "tech-debt", "ux", "audit", "a=b",
                                              "caf\xC3\xA9", "q3", "regression"};
  return words;
}

const std::vector<std::string>& team_names() {
  static const std::vector<std::string> names{"Deck", "Engine Room", "Galley, and Stores", "Navigation"};
  return names;
}

const std::vector<std::string>& severity_names() {
  static const std::vector<std::string> names{"S1", "S2", "S3"};
  return names;
}

std::string summary_text(std::uint64_t seed) {
  Random random(seed);
  if (random.below(14) == 0) return random.of(kHostile);
  auto text = random.of(kVerbs) + " " + random.of(kThings);
  if (random.chance(70)) text += " " + random.of(kPlaces);
  return text;
}

std::string sentence(std::uint64_t seed) {
  Random random(seed);
  return random.of(kLead) + " " + random.of(kDid) + " " + random.of(kWhen);
}

std::string sprint_name(const std::string& project, int number) {
  const auto plain = project + " Sprint " + std::to_string(number);
  switch (number % 16) {
    case 7: return plain + ", \"the long one\"";
    case 9: return plain + " a=b] (again)";
    case 11: return plain + " \xF0\x9F\x8C\x8A";
    default: return plain;
  }
}

std::string goal_text(std::uint64_t seed) { return Random(seed).of(kGoals); }

}  // namespace fakes
