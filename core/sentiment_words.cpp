// SPDX-License-Identifier: Apache-2.0
#include "core/sentiment_words.h"
#include <algorithm>
#include <array>
namespace juno {
namespace {

// Chosen by hand for comments on software. What programs do or suffer (kill, abort, crash, fail, error, fatal, dead, broken,
// stuck, leak, dirty, invalid) is left out on purpose.
struct Entry {
  std::string_view text;
  double weight;
};
constexpr Entry kWords[] = {
    {"absurd", -2}, {"abysmal", -3}, {"agree", 0.5}, {"amazing", 3}, {"angry", -2}, {"annoyance", -2}, {"annoyed", -2}, {"annoying", -2},
    {"annoys", -2}, {"appalling", -3}, {"appreciate", 2}, {"appreciated", 2}, {"appreciates", 2}, {"ashamed", -1.5}, {"atrocious", -3}, {"awesome", 3},
    {"awful", -3}, {"awkward", -1.5}, {"bad", -1.5}, {"badly", -1.5}, {"beautiful", 2}, {"beautifully", 2}, {"best", 1.5}, {"better", 1.5},
    {"bravo", 2}, {"brilliant", 3}, {"catastrophe", -2}, {"cheers", 2}, {"clean", 0.5}, {"clunky", -2}, {"complain", -1.5}, {"complained", -1.5},
    {"complaining", -1.5}, {"complaint", -1.5}, {"complaints", -1.5}, {"concerned", -1.5}, {"confused", -2}, {"confusing", -2}, {"congrats", 2}, {"congratulations", 2},
    {"convenient", 1.5}, {"cool", 1.5}, {"crap", -2}, {"cumbersome", -2}, {"damn", -2}, {"deal-breaker", -2}, {"dealbreaker", -2}, {"delighted", 3},
    {"desperate", -1.5}, {"desperately", -1.5}, {"despise", -3}, {"difficult", -0.5}, {"disappointed", -2}, {"disappointing", -2}, {"disappointment", -2}, {"disaster", -2},
    {"disastrous", -2}, {"disgraceful", -3}, {"disgusting", -3}, {"dissatisfied", -2}, {"dreadful", -3}, {"dumb", -2}, {"easier", 0.5}, {"easily", 0.5},
    {"easy", 0.5}, {"elegant", 2}, {"embarrassed", -2}, {"embarrassing", -2}, {"enjoy", 2}, {"enjoyed", 2}, {"enjoying", 2}, {"excellent", 3},
    {"excited", 1.5}, {"exhausting", -2}, {"fantastic", 3}, {"fast", 0.5}, {"faster", 0.5}, {"favorite", 1.5}, {"favourite", 1.5}, {"fine", 0.5},
    {"frustrated", -2}, {"frustrates", -2}, {"frustrating", -2}, {"frustration", -2}, {"fun", 1.5}, {"furious", -3}, {"garbage", -2}, {"glad", 2},
    {"good", 1.5}, {"grateful", 2}, {"great", 2}, {"handy", 1.5}, {"happy", 2}, {"hard", -0.5}, {"hassle", -1.5}, {"hate", -3},
    {"hated", -2}, {"hates", -2}, {"headache", -1.5}, {"helpful", 2}, {"hooray", 2}, {"hopeless", -2}, {"horrendous", -3}, {"horrible", -3},
    {"hurray", 2}, {"hurting", -1.5}, {"hurts", -1.5}, {"impatient", -1.5}, {"impressed", 2}, {"impressive", 2}, {"improved", 0.5}, {"improvement", 0.5},
    {"inconvenient", -1.5}, {"incredible", 2}, {"infuriates", -2}, {"infuriating", -3}, {"insulting", -2}, {"intuitive", 1.5}, {"irritated", -2}, {"irritating", -2},
    {"joke", -2}, {"kudos", 2}, {"lacking", -0.5}, {"laughable", -2}, {"life-saver", 2}, {"lifesaver", 2}, {"loses", -1.5}, {"losing", -1.5},
    {"lousy", -2}, {"love", 3}, {"loved", 3}, {"lovely", 2}, {"loves", 3}, {"maddening", -2}, {"magnificent", 3}, {"mess", -2},
    {"messy", -2}, {"miserable", -2}, {"misleading", -1.5}, {"missing", -0.5}, {"neat", 2}, {"nice", 2}, {"nicely", 2}, {"nicer", 0.5},
    {"nightmare", -3}, {"nonsense", -2}, {"ok", 0.5}, {"okay", 0.5}, {"outrageous", -3}, {"outstanding", 3}, {"pain", -1.5}, {"painful", -2},
    {"painfully", -1.5}, {"pathetic", -2}, {"perfect", 3}, {"perfectly", 3}, {"phenomenal", 3}, {"pleasant", 1.5}, {"pleased", 2}, {"poor", -1.5},
    {"poorly", -1.5}, {"regret", -2}, {"reliable", 1.5}, {"ridiculous", -2}, {"ruined", -1.5}, {"ruins", -1.5}, {"sadly", -0.5}, {"satisfied", 2},
    {"shameful", -2}, {"show-stopper", -2}, {"showstopper", -2}, {"sick", -1.5}, {"sigh", -0.5}, {"slow", -0.5}, {"sluggish", -1.5}, {"smooth", 1.5},
    {"smoothly", 1.5}, {"sorry", -0.5}, {"splendid", 2}, {"struggle", -1.5}, {"struggling", -1.5}, {"stupid", -2}, {"sucked", -2}, {"sucks", -2},
    {"suffering", -1.5}, {"suffers", -1.5}, {"superb", 3}, {"sweet", 2}, {"tedious", -2}, {"terrible", -3}, {"thank", 2}, {"thanks", 2},
    {"thankyou", 2}, {"thrilled", 3}, {"thx", 2}, {"tired", -1.5}, {"ugh", -0.5}, {"ugly", -2}, {"unacceptable", -3}, {"unbearable", -2},
    {"unclear", -1.5}, {"unfair", -1.5}, {"unforgivable", -3}, {"unfortunately", -0.5}, {"unhappy", -2}, {"unintuitive", -1.5}, {"unprofessional", -2}, {"unreliable", -2},
    {"unsatisfactory", -1.5}, {"unusable", -2}, {"upset", -2}, {"useful", 1.5}, {"useless", -2}, {"welcome", 1.5}, {"well-done", 1.5}, {"wonderful", 3},
    {"works", 0.5}, {"worried", -1.5}, {"worrying", -1.5}, {"worse", -1.5}, {"worst", -2}, {"wtf", -2}, {"yay", 2}};
// Together they say something else than one by one.
constexpr Entry kPhrases[] = {
    {"about to cancel", -3}, {"again and again", -1.5}, {"as usual", -1.5}, {"as well", 0}, {"bad credentials", 0},
    {"bad data", 0}, {"bad gateway", 0}, {"bad input", 0}, {"bad pixel", 0}, {"bad request", 0},
    {"bad sector", 0}, {"best case", 0}, {"best effort", 0}, {"best practice", 0}, {"best practices", 0},
    {"best regards", 0}, {"best to", 0}, {"better if", 0}, {"better to", 0}, {"beyond a joke", -3},
    {"big help", 1.5}, {"big improvement", 2}, {"big thanks", 2}, {"can not believe", -2}, {"can't believe", -2},
    {"can't thank you enough", 2}, {"can't wait", 2}, {"cancel our subscription", -3}, {"cancelling our subscription", -3}, {"cannot believe", -2},
    {"cannot wait", 2}, {"clean build", 0}, {"clean up", 0}, {"cool down", 0}, {"cost us", -2},
    {"costing us", -2}, {"costs us", -2}, {"couldn't be happier", 2}, {"couldn't live without", 2}, {"deal breaker", -3},
    {"didn't work", -1.5}, {"difficult to use", -1.5}, {"do not work", -1.5}, {"does not work", -1.5}, {"doesn't work", -1.5},
    {"don't work", -1.5}, {"driving me crazy", -3}, {"driving us crazy", -3}, {"exactly what i need", 1.5}, {"exactly what i needed", 1.5},
    {"exactly what we need", 1.5}, {"exactly what we needed", 1.5}, {"falls short", -2}, {"fan of", 2}, {"far too", -2},
    {"fast forward", 0}, {"fed up", -3}, {"for the fourth time", -2}, {"for the second time", -2}, {"for the third time", -2},
    {"fun fact", 0}, {"game changer", 2}, {"gave up", -2}, {"give up", -2}, {"giving up", -2},
    {"good catch", 0}, {"good enough", 0}, {"good job", 1.5}, {"good news", 0}, {"good practice", 0},
    {"good question", 0}, {"good to go", 0}, {"good work", 1.5}, {"great britain", 0}, {"great job", 2},
    {"great work", 2}, {"had enough", -2}, {"happy path", 0}, {"happy to", 0}, {"happy to help", 0},
    {"hard code", 0}, {"hard coded", 0}, {"hard delete", 0}, {"hard limit", 0}, {"hard link", 0},
    {"hard reset", 0}, {"hard to understand", -2}, {"hard to use", -1.5}, {"hats off", 2}, {"how hard can it be", -2},
    {"how is this not", -2}, {"huge improvement", 2}, {"it would be great", 0}, {"it's a shame", -2}, {"joke aside", 0},
    {"keep it up", 1.5}, {"keep up the good work", 1.5}, {"keep waiting", -2}, {"keeps happening", -2}, {"kind regards", 0},
    {"last straw", -3}, {"let down", -2}, {"lets us down", -2}, {"look good", 1.5}, {"looking forward", 2},
    {"looks good", 1.5}, {"lose customers", -3}, {"losing customers", -3}, {"lost a day", -2}, {"lost customers", -3},
    {"lost days", -2}, {"lost hours", -2}, {"love letter", 0}, {"love to have", 0}, {"love to see", 0},
    {"made my day", 2}, {"make no sense", -2}, {"make the best of", 0}, {"makes me wonder", -1.5}, {"makes my life easier", 2},
    {"makes no sense", -2}, {"makes our life easier", 2}, {"many thanks", 2}, {"mess up", 0}, {"missing field", 0},
    {"months ago and", -1.5}, {"moving to another", -3}, {"much better", 1.5}, {"never worked", -2}, {"never works", -2},
    {"nice job", 2}, {"nice to have", 0}, {"nice work", 2}, {"no answer", -2}, {"no complaints", 0},
    {"no help", -1.5}, {"no issue", 0}, {"no issues", 0}, {"no longer works", -1.5}, {"no more problems", 1.5},
    {"no one answers", -2}, {"no one cares", -2}, {"no problem", 0}, {"no problems", 0}, {"no response", -2},
    {"no sense at all", -2}, {"no worries", 0}, {"nobody answers", -2}, {"nobody cares", -2}, {"not a fan", -2},
    {"not acceptable", -2}, {"not amused", -2}, {"not bad", 1.5}, {"not clear", -1.5}, {"not good", -1.5},
    {"not good enough", -2}, {"not great", -1.5}, {"not happy", -2}, {"not helpful", -1.5}, {"not ideal", -1.5},
    {"not intuitive", -1.5}, {"not nice", -1.5}, {"not usable", -2}, {"not useful", -1.5}, {"not what we", -1.5},
    {"not working", -1.5}, {"once again", -1.5}, {"once again broken", -2}, {"out of patience", -3}, {"over and over", -2},
    {"pain in the neck", -3}, {"pain points", 0}, {"perfect forward secrecy", 0}, {"perfect square", 0}, {"please let me know", 0},
    {"poor man's", 0}, {"really hard to", -2}, {"regret to", 0}, {"sanity check", 0}, {"saved me", 1.5},
    {"saved us", 1.5}, {"saves a lot", 1.5}, {"saves me", 1.5}, {"saves us", 1.5}, {"show stopper", -2},
    {"sick and tired", -3}, {"sick leave", 0}, {"sick of", -3}, {"slow log", 0}, {"slow queries", 0},
    {"slow query", 0}, {"so hard to", -2}, {"spot on", 2}, {"still broken", -2}, {"still does not work", -2},
    {"still doesn't work", -2}, {"still no answer", -2}, {"still no fix", -2}, {"still no news", -2}, {"still no progress", -2},
    {"still no solution", -2}, {"still no update", -2}, {"still not fixed", -2}, {"still not working", -2}, {"still waiting", -2},
    {"stopped working", -1.5}, {"sweet spot", 0}, {"switch to another", -3}, {"thank you email", 0}, {"thank you in advance", 0},
    {"thank you mail", 0}, {"thank you page", 0}, {"thank you so much", 2}, {"thank you very much", 2}, {"thank-you page", 0},
    {"thanks a lot", 2}, {"thanks in advance", 0}, {"tired of", -3}, {"too complicated", -1.5}, {"too many clicks", -1.5},
    {"too slow", -2}, {"top notch", 2}, {"very well", 1.5}, {"waste hours", -2}, {"waste of money", -3},
    {"waste of time", -3}, {"wasted hours", -2}, {"wasted time", -2}, {"wasting hours", -2}, {"wasting time", -2},
    {"way too", -2}, {"welcome email", 0}, {"welcome mail", 0}, {"welcome message", 0}, {"welcome page", 0},
    {"welcome screen", 0}, {"well done", 2}, {"well written", 1.5}, {"what a shame", -2}, {"worked well", 1.5},
    {"working now", 1.5}, {"works again", 1.5}, {"works as designed", 0}, {"works as expected", 0}, {"works great", 2},
    {"works like a charm", 2}, {"works now", 1.5}, {"works perfectly", 2}, {"works well", 1.5}, {"worst case", 0},
    {"would be awesome", 0}, {"would be better", 0}, {"would be good", 0}, {"would be great", 0}, {"would be helpful", 0},
    {"would be nice", 0}, {"would be useful", 0}, {"would love", 0}, {"yet again", -2}};
constexpr Entry kIntensities[] = {
    {"absolutely", 1.5}, {"awfully", 1.4}, {"bit", 0.6}, {"completely", 1.4}, {"deeply", 1.4}, {"extremely", 1.6}, {"fairly", 0.9}, {"highly", 1.3},
    {"incredibly", 1.6}, {"little", 0.6}, {"mildly", 0.5}, {"pretty", 1.1}, {"quite", 1.1}, {"rather", 1.1}, {"really", 1.4}, {"seriously", 1.3},
    {"slightly", 0.5}, {"so", 1.2}, {"somewhat", 0.6}, {"super", 1.4}, {"terribly", 1.4}, {"too", 1.2}, {"totally", 1.4}, {"utterly", 1.6},
    {"very", 1.4}};
// Longer ones first where one begins another.
constexpr Entry kFaces[] = {
    {"\xf0" "\x9f" "\x91" "\x8d", 2}, {"\xf0" "\x9f" "\x8e" "\x89", 2}, {"\xf0" "\x9f" "\x98" "\x80", 2}, {"\xf0" "\x9f" "\x98" "\x83", 2}, {"\xf0" "\x9f" "\x98" "\x84", 2}, {"\xf0" "\x9f" "\x98" "\x8a", 2}, {"\xf0" "\x9f" "\x99" "\x8f", 1}, {"\xf0" "\x9f" "\x9a" "\x80", 1.5},
    {"\xf0" "\x9f" "\x91" "\x8f", 2}, {"\xf0" "\x9f" "\x98" "\x8d", 2.5}, {"\xf0" "\x9f" "\x91" "\x8e", -2}, {"\xf0" "\x9f" "\x98" "\xa0", -2.5}, {"\xf0" "\x9f" "\x98" "\xa1", -3}, {"\xf0" "\x9f" "\x98" "\xa2", -2}, {"\xf0" "\x9f" "\x98" "\xad", -2}, {"\xf0" "\x9f" "\x99" "\x81", -1.5},
    {"\xf0" "\x9f" "\x98" "\xa4", -2}, {"\xf0" "\x9f" "\xa4" "\xa6", -2}, {"\xf0" "\x9f" "\x99" "\x84", -1.5}, {":-)", 1.5}, {":-d", 2}, {";-)", 0}, {":-(", -1.5}, {":'(", -2},
    {":-/", -1}, {">:(", -2}, {"\xe2" "\x9d" "\xa4", 2.5}, {"\xe2" "\x98" "\xb9", -1.5}, {":)", 1.5}, {":d", 2}, {"<3", 2}, {";)", 0},
    {":(", -1.5}};
constexpr std::string_view kNegations[] = {
    "ain't", "aren't", "barely", "can't", "cannot", "cant", "couldn't", "didn't", "didnt", "doesn't", "doesnt", "don't",
    "dont", "hadn't", "hardly", "hasn't", "haven't", "isn't", "isnt", "neither", "never", "no", "nobody", "none",
    "nor", "not", "nothing", "shouldn't", "wasn't", "weren't", "without", "won't", "wont", "wouldn't"};
constexpr std::string_view kEnglish[] = {
    "a", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can",
    "could", "did", "do", "does", "for", "from", "had", "has", "have", "he", "here", "how", "i", "if",
    "in", "is", "it", "its", "just", "my", "not", "of", "on", "or", "our", "please", "she", "should",
    "so", "some", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "we", "were",
    "what", "when", "which", "who", "why", "will", "with", "would", "you", "your"};
constexpr std::string_view kForeign[] = {
    "aber", "ale", "anche", "att", "au", "auch", "auf", "aussi", "aux", "avec", "avoir", "bei", "bij", "bitte",
    "ces", "cette", "che", "como", "con", "cuando", "czy", "dank", "danke", "dann", "dans", "das", "de", "della",
    "dem", "der", "des", "det", "deze", "dit", "dla", "du", "een", "ein", "eine", "einen", "el", "elle",
    "em", "es", "est", "esta", "este", "estos", "est\xc3" "\xa1", "f\xc3" "\xb6" "r", "f\xc3" "\xbc" "r", "gli", "graag", "gracias", "grazie", "haben",
    "hai", "han", "heel", "het", "ho", "ich", "ihr", "il", "ils", "immer", "inte", "isso", "ist", "jag",
    "jak", "je", "jest", "jullie", "kan", "kann", "las", "leider", "les", "lo", "los", "ma", "maar", "mais",
    "mas", "med", "merci", "mit", "molto", "muito", "muy", "m\xc3" "\xa1" "s", "na", "naar", "nach", "ne", "nicht", "nie",
    "niet", "noch", "non", "nous", "nur", "n\xc3" "\xa3" "o", "obrigado", "och", "oder", "ook", "os", "ou", "o\xc3" "\xb9", "para",
    "pas", "pero", "por", "porque", "pour", "p\xc3" "\xa5", "quand", "que", "questa", "questo", "qui", "sehr", "sie", "sind",
    "si\xc4" "\x99", "som", "son", "sono", "sont", "sur", "s\xc3" "\xa3" "o", "tak", "tambi\xc3" "\xa9" "n", "tamb\xc3" "\xa9" "m", "tr\xc3" "\xa8" "s", "uma", "una", "und",
    "une", "von", "vous", "warum", "wenn", "werden", "wie", "wij", "wir", "wird", "wordt", "ze", "zijn", "zu",
    "\xc3" "\xa4" "r", "\xc3" "\xaa" "tre", "\xc5" "\xbc" "e"};

template <std::size_t N>
const Entry* find(const Entry (&table)[N], std::string_view text) {
  const auto at = std::lower_bound(std::begin(table), std::end(table), text, [](const Entry& e, std::string_view t) { return e.text < t; });
  return at != std::end(table) && at->text == text ? at : nullptr;
}
template <std::size_t N>
bool among(const std::string_view (&table)[N], std::string_view text) { return std::binary_search(std::begin(table), std::end(table), text); }

static_assert(std::is_sorted(std::begin(kWords), std::end(kWords), [](const Entry& a, const Entry& b) { return a.text < b.text; }));
static_assert(std::is_sorted(std::begin(kPhrases), std::end(kPhrases), [](const Entry& a, const Entry& b) { return a.text < b.text; }));
static_assert(std::is_sorted(std::begin(kIntensities), std::end(kIntensities), [](const Entry& a, const Entry& b) { return a.text < b.text; }));
static_assert(std::is_sorted(std::begin(kNegations), std::end(kNegations)) && std::is_sorted(std::begin(kEnglish), std::end(kEnglish)) && std::is_sorted(std::begin(kForeign), std::end(kForeign)));

}  // namespace

double word_weight(std::string_view word) {
  if (const Entry* e = find(kWords, word)) return e->weight;
  for (const Entry& face : kFaces)
    if (face.text == word) return face.weight;
  return 0;
}

std::optional<double> phrase_weight(std::string_view phrase) {
  const Entry* e = find(kPhrases, phrase);
  return e ? std::optional(e->weight) : std::nullopt;
}

bool is_negation(std::string_view word) { return among(kNegations, word); }

double intensity(std::string_view word) {
  const Entry* e = find(kIntensities, word);
  return e ? e->weight : 1;
}

Face sentiment_face(std::string_view text) {
  for (const Entry& face : kFaces)
    if (text.starts_with(face.text)) return {face.text, face.text.size()};
  return {};
}

bool english_word(std::string_view word) { return among(kEnglish, word); }
bool foreign_word(std::string_view word) { return among(kForeign, word); }

}  // namespace juno
