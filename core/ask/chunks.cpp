// SPDX-License-Identifier: Apache-2.0
#include "core/ask/chunks.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>
namespace juno::ask {
namespace {

constexpr std::size_t kKept = 64;          // covers of each beginning
constexpr std::size_t kLongestName = 6;    // words
constexpr double kUnknown = 20, kFiller = 0.15, kWord = 1, kMistyped = 0.9, kPart = 0.1, kLonger = 0.5;

// Entries that make sense only beside a certain thing: what has to be said somewhere in the question.
bool fits(const Entry& e, const std::set<std::string_view>& said) {
  auto any = [&](std::initializer_list<std::string_view> names) { return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return said.contains(n); }); };
  const bool pulls = any({"pull_request", "review"}), other = any({"pull_request", "review", "commit", "deployment", "ci_run", "sprint", "release", "feature", "worklog"});
  if (e.word == Word::verb) {
    if (e.arg == "committed") return any({"commit", "lines"}) || (e.phrases.starts_with("committed") && !any({"points", "sprint", "issue", "pull_request"}));
    if (e.arg == "logged") return any({"worklog", "time"});
    if (e.arg == "ended" || e.arg == "sprint_started") return any({"sprint"});
    if (e.arg == "released") return any({"release"});
    if (e.arg == "closed" || e.arg == "merged" || e.arg == "abandoned") return pulls || !other;
    if (e.arg == "promised") return any({"points", "sprint"});
    if (e.arg == "scope_added") return any({"points", "sprint"});
    if (e.arg == "was") return any({"status"});
    if (e.arg == "deployed") return any({"deployment"}) || !any({"issue", "release"});
    if (e.arg == "started") return !pulls;
  }
  if (e.word == Word::state) {
    if (e.arg.starts_with("sprint:")) return any({"sprint"});
    if (e.arg.starts_with("release:")) return any({"release"});
    if (e.arg.starts_with("ci_run:conclusion=c") || e.arg.starts_with("ci_run:conclusion=p")) return any({"ci_run"});
  }
  if (e.word == Word::measure && e.arg == "logged_time") return any({"log"});
  if (e.word == Word::metric && e.phrases.starts_with("duration|")) return any({"ci_run", "workflow"});
  if (e.word == Word::metric && (e.phrases.starts_with("success rate|"))) return any({"ci_run", "workflow"}) && (any({"workflow"}) || !any({"deployment", "sprint"}));
  if (e.word == Word::report && e.arg == "sprint:how") return any({"sprint"});
  return true;
}

std::string_view thing_said(const Entry& e) {
  if (e.word == Word::noun) return e.arg;
  if (e.word == Word::measure) return e.arg == "story_points" ? "points" : e.arg == "logged_hours" ? "worklog" : e.arg == "size" || e.arg == "additions" || e.arg == "deletions" ? "lines" : "";
  if (e.word == Word::metric) {
    for (const std::string_view m : {"velocity", "commitment", "say_do", "carryover", "scope_added", "completion_rate", "burndown", "burnup", "promise", "capacity", "utilization", "sprint_success_probability"})
      if (e.arg.starts_with(m)) return "sprint";
    if (e.arg.starts_with("lines")) return "lines";
    if (e.arg.starts_with("ci_")) return "ci_run";
    if (e.arg.starts_with("deploy") || e.arg.starts_with("change_f")) return "deployment";
  }
  return "";
}

class Lattice {
 public:
  Lattice(std::span<const Token> tokens, const Catalogue& catalogue, const Today& today) : tokens_(tokens), catalogue_(catalogue), today_(today), from_(tokens.size()), alternatives_(tokens.size()) {}

  Covers run() {
    plain_tokens();
    for (const When& w : find_when(tokens_, today_)) add_when(w, 0);
    sprints();
    for (std::size_t i = 0; i < tokens_.size(); ++i) phrases(i, false), last_few(i);
    mistyped();
    phrases_to_find();
    drop_unfit();
    Covers out;
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      if (!covered(i)) {
        out.unknown.push_back(i);
        Chunk c = chunk(Chunk::Type::unknown, i, i + 1, kUnknown);
        c.text = tokens_[i].text;
        from_[i].push_back(std::move(c));
      }
    out.all = best();
    return out;
  }

 private:
  static Chunk chunk(Chunk::Type type, std::size_t begin, std::size_t end, double cost) {
    Chunk c;
    c.type = type, c.begin = begin, c.end = end, c.cost = cost;
    return c;
  }
  void add(Chunk c) { from_[c.begin].push_back(std::move(c)); }
  bool covered(std::size_t i) const {
    for (std::size_t b = 0; b <= i; ++b)
      for (const Chunk& c : from_[b])
        if (c.end > i && c.type != Chunk::Type::phrase) return true;
    return false;
  }
  std::string norm(std::size_t i) const { return tokens_[i].type == Token::Class::possession ? "s" : tokens_[i].norm; }
  bool wordlike(std::size_t i) const {
    const Token& t = tokens_[i];
    return t.type == Token::Class::word || t.type == Token::Class::number || t.type == Token::Class::possession || t.type == Token::Class::key || t.type == Token::Class::amount || t.norm == "%";
  }

  void add_sign(std::size_t i) {
    static constexpr Entry kComma{",", Word::conj, ","}, kAnd{"&", Word::conj, "and"}, kNothing{"?", Word::filler, ""}, kPlus{"+", Word::compare, "+"};
    static constexpr std::array<Entry, 8> kCompare = {{{"<", Word::compare, "<"}, {"<=", Word::compare, "<="}, {">", Word::compare, ">"}, {">=", Word::compare, ">="}, {"=", Word::compare, "="}, {"==", Word::compare, "="}, {"!=", Word::neg, "not"}, {"<>", Word::neg, "not"}}};
    const std::string& s = tokens_[i].norm;
    const Entry* e = nullptr;
    if (s == "," || s == ";") e = &kComma;
    else if (s == "&") e = &kAnd;
    else if (s == "+") e = &kPlus;
    else if (s.size() == 1 && std::string_view("?!.:()\"'-/@#").find(s) != std::string_view::npos) e = &kNothing;
    else if (s == "%" && i > 0 && tokens_[i - 1].type == Token::Class::number) e = &kNothing;
    else
      for (const Entry& c : kCompare)
        if (c.phrases == s) e = &c;
    if (!e) return;
    Chunk c = chunk(Chunk::Type::word, i, i + 1, e == &kNothing ? 0 : 0.3);
    c.entry = e;
    add(std::move(c));
    if (e == &kComma) {
      Chunk pause = chunk(Chunk::Type::word, i, i + 1, 0.3);
      pause.entry = &kNothing;
      add(std::move(pause));
    }
  }

  void plain_tokens() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& t = tokens_[i];
      if (t.type == Token::Class::sign) add_sign(i);
      if (t.type == Token::Class::possession) {
        static constexpr Entry kOwns{"'s", Word::filler, "'s"};
        Chunk c = chunk(Chunk::Type::word, i, i + 1, 0);
        c.entry = &kOwns;
        add(std::move(c));
      }
      if (t.type == Token::Class::key) {
        Chunk c = chunk(Chunk::Type::key, i, i + 1, 1);
        c.text = t.text;
        for (char& ch : c.text)
          if (ch >= 'a' && ch <= 'z') ch = static_cast<char>(ch - 'a' + 'A');
        const bool known = t.text == c.text || project(c.text);
        if (known) add(std::move(c));
      }
      if (t.type == Token::Class::quoted) {
        Chunk c = chunk(Chunk::Type::quoted, i, i + 1, 1.2);
        c.text = t.text;
        add(std::move(c));
        values(i, i + 1, t.norm, 0);
      }
      if (word_in(i, {"a", "an", "one"}) && i > 0 && word_in(i - 1, {"than", "over", "least", "under", "for", "in", "within", "most", "past", "about"}) && !word_in(i + 1, {"hundred", "couple", "few", "dozen"})) {
        Chunk c = chunk(Chunk::Type::number, i, i + 1, 1);
        duration(c, i + 1, 1);
      }
      if (const auto q = quantity(tokens_, i)) {
        Chunk c = chunk(Chunk::Type::number, i, q->end, 1);
        c.number = q->number;
        duration(c, q->end, q->number);
        add(std::move(c));
      }
      if (t.type == Token::Class::amount) {
        Chunk c = chunk(Chunk::Type::duration, i, i + 1, 1);
        c.text = length(t.number, t.unit);
        add(std::move(c));
      }
    }
  }
  bool project(const std::string& key) const {
    const auto hits = catalogue_.exact(normal(key.substr(0, key.find('-'))));
    return std::any_of(hits.begin(), hits.end(), [](const NameHit& h) { return h.list == List::projects; });
  }
  static std::string length(double n, char unit) {
    const double days = unit == 'M' ? 30 * n : unit == 'y' ? 365 * n : n;
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), days);
    return std::string(buffer.data(), end) + (unit == 'M' || unit == 'y' ? 'd' : unit);
  }
  // "30 days" as one chunk
  void duration(const Chunk& number, std::size_t at, double n) {
    if (at >= tokens_.size() || tokens_[at].type != Token::Class::word) return;
    static constexpr std::array<std::pair<std::string_view, char>, 19> kUnits = {{{"minute", 'm'}, {"minutes", 'm'}, {"mins", 'm'}, {"hour", 'h'}, {"hours", 'h'}, {"hrs", 'h'}, {"h", 'h'}, {"day", 'd'}, {"days", 'd'}, {"week", 'w'}, {"weeks", 'w'}, {"wks", 'w'},
                                                                                  {"month", 'M'}, {"months", 'M'}, {"mos", 'M'}, {"year", 'y'}, {"years", 'y'}, {"fortnight", 'F'}, {"fortnights", 'F'}}};
    for (const auto& [word, unit] : kUnits)
      if (tokens_[at].norm == word) {
        std::size_t end = at + 1;
        if (end < tokens_.size() && tokens_[end].norm == "old") ++end;  // "more than 3 days old" needs its comparator
        Chunk c = chunk(Chunk::Type::duration, number.begin, at + 1 + (word_in(at + 1, {"ago"}) ? 1 : 0), 0.9);
        c.text = unit == 'F' ? length(2 * n, 'w') : length(n, unit);
        add(c);
        if (end > at + 1) {
          c.end = end, c.cost = 0.8, c.number = 1;  // its age
          add(c);
        }
      }
  }

  void add_when(const When& w, std::size_t edits) {
    Chunk c = chunk(Chunk::Type::when, w.begin, w.end, 0.85 + kMistyped * static_cast<double>(edits));
    c.when = w, c.edits = edits;
    add(std::move(c));
  }

  bool word_in(std::size_t i, std::initializer_list<std::string_view> names) const {
    return i < tokens_.size() && std::find(names.begin(), names.end(), tokens_[i].norm) != names.end();
  }
  void selector(std::size_t begin, std::size_t end, std::string value) {
    Chunk c = chunk(Chunk::Type::value, begin, end, 0.85);
    c.name = {List::sprints, std::move(value), true, 0};
    add(std::move(c));
  }
  // The present sprint, the last one, the last three.
  void sprints() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      std::size_t at = i;
      if (word_in(at, {"the", "our"})) ++at;
      const std::size_t first = at;
      const bool now = word_in(at, {"current", "active", "this", "ongoing", "running", "present", "curr", "ths", "live"});
      const bool past = word_in(at, {"last", "previous", "prior", "past", "prev", "lst", "preceding", "latest", "recent", "lastest"});
      const bool next = word_in(at, {"next", "upcoming", "coming", "following", "future", "nxt"});
      if (now || past || next) ++at;
      else if (word_in(at, {"most"}) && word_in(at + 1, {"recent", "recently"})) at += 2;
      if (at == first) {
        if (at > i && word_in(at, {"sprint", "iteration"}) && !(at + 1 < tokens_.size() && tokens_[at + 1].type == Token::Class::number)) selector(i, at + 1, "@current");
        numbered(i, at);
        continue;
      }
      if (word_in(at, {"active", "current", "ongoing", "closed", "completed", "finished", "running"}) && word_in(at + 1, {"sprint", "sprints", "iteration"})) ++at;
      if (word_in(at, {"sprint", "iteration", "sprnt"})) {
        if (at + 1 < tokens_.size() && tokens_[at + 1].type == Token::Class::number) continue;
        selector(i, at + 1, now ? "@current" : next ? "@next" : "@previous");
        continue;
      }
      const auto q = quantity(tokens_, at);
      if (!q || next || now || q->number < 1 || q->number > 200 || q->number != std::floor(q->number)) continue;
      std::size_t end = q->end;
      if (word_in(end, {"closed", "completed", "finished", "full", "recent", "past", "complete", "most"})) end += word_in(end, {"most"}) ? 2 : 1;
      if (word_in(end, {"sprint", "sprints", "iterations", "iteration", "sprnts", "sprnt"})) selector(i, end + 1, "@last:" + std::to_string(static_cast<int>(q->number)));
    }
  }
  void numbered(std::size_t begin, std::size_t at) {  // the 3 most recent sprints, three last sprints
    const auto q = quantity(tokens_, at);
    if (!q || q->number < 1 || q->number > 200 || q->number != std::floor(q->number)) return;
    std::size_t end = q->end;
    if (word_in(end, {"most"}) && word_in(end + 1, {"recent"})) end += 2;
    else if (word_in(end, {"last", "latest", "previous", "past"})) ++end;
    else return;
    if (word_in(end, {"closed", "completed", "finished"})) ++end;
    if (word_in(end, {"sprint", "sprints", "iterations"})) selector(begin, end + 1, "@last:" + std::to_string(static_cast<int>(q->number)));
  }

  void values(std::size_t begin, std::size_t end, const std::string& key, std::size_t edits) {
    if (key.size() > 3 && !edits && catalogue_.exact(key).empty())  // "push notification bugs" of the component Push Notifications, "payment" of Payments
      for (const std::string& other : {key + "s", key.back() == 's' ? key.substr(0, key.size() - 1) : std::string()})
        for (const NameHit& hit : other.empty() ? std::vector<NameHit>{} : catalogue_.exact(other)) {
          if (!hit.whole || (hit.list != List::components && hit.list != List::features && hit.list != List::epics && hit.list != List::labels) || !look_up(key).empty()) continue;
          Chunk c = chunk(Chunk::Type::value, begin, end, kWord + 2 * kPart - kLonger * static_cast<double>(end - begin - 1));
          c.name = hit;
          add(std::move(c));
        }
    for (const NameHit& hit : catalogue_.exact(key)) {
      Chunk c = chunk(Chunk::Type::value, begin, end, kWord + (hit.whole ? 0 : kPart) + kMistyped * static_cast<double>(edits) - kLonger * static_cast<double>(end - begin - 1));
      c.name = hit, c.edits = edits;
      add(std::move(c));
    }
  }
  // Known phrases from `i` on; with `typed`, only those that hold a mistyped word, put right.
  void phrases(std::size_t i, bool typed) {
    std::vector<std::pair<std::string, std::size_t>> built{{"", 0}};  // phrase, words put right
    if (!typed) signed_names(i);
    for (std::size_t n = 0; n < kLongestPhrase && i + n < tokens_.size() && wordlike(i + n); ++n) {
      std::vector<std::pair<std::string, std::size_t>> longer;
      for (const auto& [text, edits] : built) {
        const std::string head = text.empty() ? "" : text + " ";
        longer.emplace_back(head + norm(i + n), edits);
        if (typed)
          for (const std::string& other : alternatives_[i + n])
            if (longer.size() < 24) longer.emplace_back(head + other, edits + 1);
      }
      built = std::move(longer);
      for (const auto& [text, edits] : built) {
        if (typed != (edits > 0)) continue;
        entries(i, i + n + 1, text, edits);
        if (!typed && n < kLongestName && !(n == 0 && trivial(text))) values(i, i + n + 1, text, 0);
      }
    }
  }
  // "The last 5 deployments": the newest ones, unless what follows is a stretch of time or sprints.
  void last_few(std::size_t i) {
    static constexpr Entry kNewest{"last", Word::rank, "newest"};
    if (!word_in(i, {"last", "latest"})) return;
    if (i + 1 < tokens_.size() && !tokens_[i + 1].norm.ends_with("s"))  // "the last deployment to production"
      for (const Entry* e : look_up(tokens_[i + 1].norm))
        if (e->word == Word::noun && (e->arg == "deployment" || e->arg == "commit" || e->arg == "incident" || e->arg == "pull_request" || e->arg == "ci_run")) {
          Chunk c = chunk(Chunk::Type::word, i, i + 1, 0.9);
          c.entry = &kNewest;
          add(std::move(c));
        }
    const auto q = quantity(tokens_, i + 1);
    if (!q || q->end >= tokens_.size() || word_in(q->end, {"hours", "hour", "hrs", "days", "day", "weeks", "week", "months", "month", "quarters", "quarter", "years", "year", "sprints", "sprint", "iterations", "iteration", "fortnights", "business", "working", "fiscal", "calendar", "full"})) return;
    const Token& next = tokens_[q->end];
    if (next.type != Token::Class::word || tokens_[q->end - 1].type == Token::Class::amount) return;
    Chunk c = chunk(Chunk::Type::word, i, i + 1, 1.1);
    c.entry = &kNewest;
    add(std::move(c));
  }

  // "Search & Rank": a name with a sign between its words.
  void signed_names(std::size_t i) {
    std::string key;
    bool sign = false;
    for (std::size_t n = i; n < tokens_.size() && n < i + kLongestName; ++n) {
      if (n > i && n + 1 < tokens_.size() && word_in(n, {"&", "+", "/", "-", "(", ".", ":", "#"}) && tokens_[n].type == Token::Class::sign) {
        sign = true;
        continue;
      }
      if (!wordlike(n)) return;
      key += (key.empty() ? "" : " ") + norm(n);
      if (sign) values(i, n + 1, key, 0);
    }
  }
  // Words that no one calls a thing: not worth a look at the catalogue.
  static bool trivial(const std::string& text) {
    static constexpr std::array<std::string_view, 30> kTrivial = {"a", "all", "an", "and", "are", "at", "by", "do", "does", "for", "from", "had", "has", "have", "how", "in", "is", "me", "my", "of", "on", "or", "our", "s", "that", "the", "to", "we", "with", "was"};
    return std::binary_search(kTrivial.begin(), kTrivial.end() - 2, text) || text == "with" || text == "was" || text == "were" || text == "did" || text == "this" || text == "these";
  }
  bool same_letters(std::size_t begin, std::size_t end, std::string phrase) const {
    std::string typed;
    for (std::size_t i = begin; i < end; ++i) typed += norm(i);
    std::erase(phrase, ' ');
    return std::is_permutation(typed.begin(), typed.end(), phrase.begin(), phrase.end());
  }
  void entries(std::size_t begin, std::size_t end, const std::string& phrase, std::size_t edits) {
    for (const Entry* e : look_up(phrase)) {
      const double base = e->word == Word::filler ? kFiller * static_cast<double>(end - begin) : e->word == Word::prep || e->word == Word::be || e->word == Word::clause ? 0.2 : e->word == Word::vague ? 1.6 : e->word == Word::list || e->word == Word::have || (e->word == Word::compare && end > begin + 1) || (e->word == Word::role && end > begin + 2) ? 0.5 : kWord;
      // A word that is put right must mean something: a name that is not known is not a mistyped "data".
      if (edits && (e->word == Word::vague || e->word == Word::filler || e->word == Word::neg)) continue;
      // Nor is "Oter" an "over", or "Lisa" a "list", that the reading could do without: only letters that changed places are believed.
      if (edits && (e->word == Word::prep || e->word == Word::list || e->word == Word::have) && !same_letters(begin, end, phrase)) continue;
      Chunk c = chunk(Chunk::Type::word, begin, end, base + kMistyped * static_cast<double>(edits));
      c.entry = e, c.edits = edits;
      add(std::move(c));
    }
  }

  void mistyped() {
    bool any = false;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& t = tokens_[i];
      if (t.type != Token::Class::word || covered(i) || t.norm.size() < 3) continue;
      // A capital within the sentence marks a name; no word of ours is meant by it.
      if (!t.capital || i == 0)
        for (const std::string_view w : near_words(t.norm)) alternatives_[i].emplace_back(w);
      if (alternatives_[i].size() > 4) alternatives_[i].clear();
      any |= !alternatives_[i].empty();
      if (t.norm.size() < 4 || plain_word(t.norm)) continue;
      for (const NameHit& hit : catalogue_.near(t.norm)) {
        Chunk c = chunk(Chunk::Type::value, i, i + 1, kWord + (hit.whole ? 0 : kPart) + kMistyped * static_cast<double>(hit.edits));
        c.name = hit, c.edits = hit.edits;
        add(std::move(c));
      }
    }
    if (!any) return;
    for (std::size_t i = 0; i < tokens_.size(); ++i) phrases(i, true);
    std::vector<Token> right(tokens_.begin(), tokens_.end());
    for (std::size_t i = 0; i < right.size(); ++i)
      if (alternatives_[i].size() == 1) right[i].norm = alternatives_[i][0];
    const std::span<const Token> written = tokens_;
    tokens_ = right;
    for (const When& w : find_when(tokens_, today_))
      for (std::size_t i = w.begin; i < w.end; ++i)
        if (!alternatives_[i].empty()) {
          add_when(w, 1);
          break;
        }
    std::vector<std::size_t> sizes;
    for (const auto& f : from_) sizes.push_back(f.size());
    sprints();
    for (std::size_t b = 0; b < from_.size(); ++b) {
      // Only what rests on a corrected word is new.
      for (std::size_t k = from_[b].size(); k-- > sizes[b];) {
        bool corrected = false;
        for (std::size_t i = b; i < from_[b][k].end; ++i) corrected |= !alternatives_[i].empty();
        if (corrected) from_[b][k].edits = 1, from_[b][k].cost += kMistyped;
        else from_[b].erase(from_[b].begin() + static_cast<std::ptrdiff_t>(k));
      }
    }
    tokens_ = written;
  }

  // After "mentioning": one to six words as they stand. Words that mean something else cost more.
  void phrases_to_find() {
    std::vector<std::size_t> starts;
    for (const auto& list : from_)
      for (const Chunk& c : list)
        if (c.is(Word::text) && c.end < tokens_.size()) starts.push_back(c.end);
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    std::vector<bool> known(tokens_.size());
    for (std::size_t i = 0; i < tokens_.size(); ++i) known[i] = covered(i);
    for (const std::size_t start : starts) {
      std::string text;
      double cost = 0.5;
      for (std::size_t i = start; i < tokens_.size() && i < start + 6 && (wordlike(i)); ++i) {
        if (word_in(i, {"but", "not", "and", "or", "without", "excluding", "except"})) break;
        if (i == start && (word_in(i, {"the", "a", "an"}) || tokens_[i].type == Token::Class::possession)) break;
        text += (text.empty() ? "" : tokens_[i].type == Token::Class::possession ? "" : tokens_[i].glue ? std::string(1, tokens_[i].glue) : " ") + tokens_[i].text;
        cost += known[i] ? 0.75 : 0.2;
        Chunk c = chunk(Chunk::Type::phrase, start, i + 1, cost);
        c.text = text;
        add(std::move(c));
      }
    }
  }

  // A capital within a sentence of small letters, or 's behind it.
  bool surely_named(std::size_t begin, std::size_t end) const {
    if (end < tokens_.size() && tokens_[end].type == Token::Class::possession) return true;
    std::size_t small = 0, large = 0;
    for (std::size_t i = 1; i < tokens_.size(); ++i)
      if (tokens_[i].type == Token::Class::word && (i < begin || i >= end)) (tokens_[i].capital ? large : small)++;
    return begin > 0 && tokens_[begin].capital && small > 2 * large;
  }

  void drop_unfit() {
    std::set<std::string_view> said;
    for (const auto& list : from_)
      for (const Chunk& c : list) {
        if (c.type == Chunk::Type::word) said.insert(thing_said(*c.entry));
        if (c.value_of(List::sprints)) said.insert("sprint");
        if (c.value_of(List::versions)) said.insert("release");
        if (c.value_of(List::statuses)) said.insert("status");
        if (c.value_of(List::types)) said.insert("issue");
      }
    for (const Token& t : tokens_) {
      if (t.norm == "time" || t.norm == "hours") said.insert("time");
      for (const std::string_view w : {"log", "logged", "logging", "book", "booked", "track", "tracked", "spend", "spent", "record", "recorded", "clocked", "put", "charged", "worked"})
        if (t.norm == w) said.insert("log");
    }
    for (auto& list : from_) std::erase_if(list, [&](const Chunk& c) { return c.type == Chunk::Type::word && !fits(*c.entry, said); });
    // A status of that very name comes before the category.
    for (auto& list : from_)
      std::erase_if(list, [&](const Chunk& c) {
        return c.is(Word::state) && (c.entry->arg.starts_with("issue:status_category") || c.end > c.begin + 1) && std::any_of(list.begin(), list.end(), [&](const Chunk& o) { return o.value_of(List::statuses) && o.end == c.end && o.name.whole && !o.edits; });
      });
    // The whole name of a thing is not taken apart into words that mean something else.
    for (std::size_t b = 0; b < from_.size(); ++b)
      for (std::size_t n = 0; n < from_[b].size(); ++n) {
        const Chunk whole = from_[b][n];
        if (whole.type != Chunk::Type::value || !whole.name.whole || whole.edits || whole.end < b + 2 || whole.name.value.starts_with('@')) continue;
        if (whole.name.list != List::teams && whole.name.list != List::types && whole.name.list != List::projects && whole.name.list != List::components && whole.name.list != List::people && whole.name.list != List::epics && whole.name.list != List::features) continue;
        for (std::size_t i = b; i < whole.end; ++i) {
          std::erase_if(from_[i], [&](const Chunk& c) { return c.end <= whole.end && c.end - c.begin < whole.end - b && c.type != Chunk::Type::phrase; });
        }
        n = 0;
        while (n < from_[b].size() && !(from_[b][n].type == Chunk::Type::value && from_[b][n].end == whole.end && from_[b][n].name == whole.name)) ++n;
      }
    // "This sprint" is that one, not some sprint.
    for (std::size_t b = 0; b < from_.size(); ++b) {
      const auto chosen = std::find_if(from_[b].begin(), from_[b].end(), [&](const Chunk& c) { return c.value_of(List::sprints) && c.name.value.starts_with('@') && !c.edits && c.end == b + 2 && word_in(b, {"this", "current", "last", "previous", "next", "upcoming"}); });
      if (chosen == from_[b].end()) continue;
      std::erase_if(from_[b + 1], [](const Chunk& c) { return c.is(Word::noun, "sprint") && c.end == c.begin + 1; });
    }
    // "TKT" is the project; "tkt" may be short for a ticket.
    for (std::size_t i = 0; i < from_.size(); ++i)
      if (tokens_[i].text.size() > 1 && std::all_of(tokens_[i].text.begin(), tokens_[i].text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }) &&
          std::any_of(from_[i].begin(), from_[i].end(), [&](const Chunk& c) { return c.value_of(List::projects) && c.end == i + 1 && c.name.whole && !c.edits && c.name.value == tokens_[i].text; }))
        std::erase_if(from_[i], [&](const Chunk& c) { return c.type == Chunk::Type::word && c.end == i + 1 && !c.is(Word::refuse); });
    // "Will's tickets", "did Will close": a person, whatever else the word may be.
    for (auto& list : from_)
      for (std::size_t n = 0; n < list.size(); ++n)
        if (list[n].value_of(List::people) && !list[n].edits && surely_named(list[n].begin, list[n].end)) {
          const std::size_t end = list[n].end;
          std::erase_if(list, [&](const Chunk& o) { return o.type == Chunk::Type::word && o.end <= end && !o.is(Word::refuse); });
          break;
        }
    // A priority of that very name comes before what people mean by it elsewhere, unless that is its rank too.
    for (auto& list : from_)
      std::erase_if(list, [&](const Chunk& c) {
        return c.is(Word::adjective, "0") && std::any_of(list.begin(), list.end(), [&](const Chunk& o) { return o.value_of(List::priorities) && o.end == c.end && o.name.whole && !o.edits; });
      });
    // A name that is a common word as well is the less likely reading.
    for (auto& list : from_)
      for (Chunk& c : list) {
        if (c.type != Chunk::Type::value || c.name.value.starts_with('@')) continue;
        if (c.name.list == List::statuses && c.name.whole && c.end > c.begin + 1 && c.begin > 0 && word_in(c.begin - 1, {"in", "to", "into", "from", "status"})) continue;
        for (const Chunk& other : list) {
          if (other.type == Chunk::Type::word && other.end == c.end && !other.edits && !(c.name.list == List::statuses && other.is(Word::state) && (other.entry->arg.starts_with("issue:status_category") || other.entry->arg == "issue:open=true&sprint?")) && !(c.name.list == List::priorities && other.is(Word::adjective))) c.shadowed = true;
          if (other.type == Chunk::Type::when && other.end == c.end) c.shadowed = true;
        }
        if (c.shadowed) c.cost += kShadowed;
      }
  }

  struct State {
    double cost = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> path;  // (token, edge)
  };
  std::vector<Cover> best() const {
    std::vector<std::vector<State>> at(tokens_.size() + 1);
    at[0].push_back({});
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      auto& here = at[i];
      std::stable_sort(here.begin(), here.end(), [](const State& a, const State& b) { return a.cost < b.cost; });
      if (here.size() > kKept) here.resize(kKept);
      for (const State& s : here)
        for (std::size_t e = 0; e < from_[i].size(); ++e) {
          State next = s;
          next.cost += from_[i][e].cost;
          next.path.emplace_back(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(e));
          at[from_[i][e].end].push_back(std::move(next));
        }
    }
    auto& last = at.back();
    std::stable_sort(last.begin(), last.end(), [](const State& a, const State& b) { return a.cost < b.cost; });
    if (last.size() > kKept) last.resize(kKept);
    std::vector<Cover> out;
    for (const State& s : last) {
      Cover c;
      for (const auto& [i, e] : s.path) c.push_back(from_[i][e]);
      out.push_back(std::move(c));
    }
    return out;
  }

  std::span<const Token> tokens_;
  const Catalogue& catalogue_;
  const Today& today_;
  std::vector<std::vector<Chunk>> from_;
  std::vector<std::vector<std::string>> alternatives_;
};

}  // namespace

Covers covers(std::span<const Token> tokens, const Catalogue& catalogue, const Today& today) { return Lattice(tokens, catalogue, today).run(); }

}  // namespace juno::ask
