// SPDX-License-Identifier: Apache-2.0
#include "core/ask/parse.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>
#include "core/ask/check.h"
#include "core/ask/chunks.h"
#include "core/ask/compose.h"
#include "core/ask/refusals.h"
#include "core/ask/tokens.h"
#include "core/text.h"
namespace juno::ask {
namespace {

constexpr double kMargin = 0.55;    // readings nearer than this are both offered
constexpr double kBeyond = 1.9;     // a reading this much less likely than one that means nothing is not trusted
constexpr std::size_t kOptions = 4;
constexpr double kHard = 0.3;

struct Candidate {
  Ir ir;
  std::string canon;
  double cost = 0;
  const Cover* cover = nullptr;
};
struct Best {
  std::vector<Candidate> readings;  // distinct, best first
  std::string reason = "vague", about;
  double failed = 1e9;              // cost of the likeliest cover without meaning
  std::vector<SemanticQuery> offers;  // what comes near it; then `reason` is of the cover that offers
};

Best readings(const Covers& covers, std::span<const Token> tokens, const AskContext& context, const Today& today) {
  Best best;
  for (const Cover& cover : covers.all) {
    const bool mistyped = std::any_of(cover.begin(), cover.end(), [](const Chunk& c) { return c.edits > 0; });
    if (mistyped && context.strict) continue;
    Reading r = compose(cover, tokens, context.world, today);
    if (r.ir && !contradiction(*r.ir, context).empty()) {
      r.reason = contradiction(*r.ir, context), r.ir.reset();
    }
    if (!r.ir) {
      const bool likelier = r.cost < best.failed - 1e-9, offers = !r.offers.empty() && best.offers.empty() && r.cost < best.failed + kBeyond;
      if ((likelier && best.offers.empty()) || offers) best.reason = r.reason, best.about = r.about, best.offers = std::move(r.offers);
      if (likelier) best.failed = r.cost;
      continue;
    }
    Candidate c{std::move(*r.ir), {}, r.cost, &cover};
    c.canon = to_json(canonical(c.ir, context.world));
    const auto same = std::find_if(best.readings.begin(), best.readings.end(), [&](const Candidate& o) { return o.canon == c.canon; });
    if (same == best.readings.end()) best.readings.push_back(std::move(c));
    else if (c.cost < same->cost) *same = std::move(c);
  }
  std::stable_sort(best.readings.begin(), best.readings.end(), [](const Candidate& a, const Candidate& b) { return a.cost < b.cost || (a.cost == b.cost && a.canon < b.canon); });
  return best;
}

void add_links(Parsed& out, const Cover& cover, std::span<const Token> tokens) {
  for (const Chunk& c : cover) {
    std::string said;
    for (std::size_t i = c.begin; i < c.end; ++i) said += (said.empty() ? "" : " ") + tokens[i].text;
    if (c.type == Chunk::Type::value && !c.name.value.starts_with('@')) out.links.push_back({said, c.name.value, c.name.list, c.edits});
    else if (c.edits && c.type == Chunk::Type::word) out.links.push_back({said, std::string(c.entry->phrases.substr(0, c.entry->phrases.find('|'))), List::none, c.edits});
    else if (c.edits) out.links.push_back({said, c.when.past, List::none, c.edits});
  }
}

// Where two covers differ in one name of the same list, that name is the question.
std::vector<std::variant<std::string, SemanticQuery, ReportRequest>> options(const std::vector<Candidate>& close) {
  std::vector<std::variant<std::string, SemanticQuery, ReportRequest>> out;
  std::vector<std::string> names;
  const Cover& first = *close.front().cover;
  for (const Candidate& c : close) {
    if (c.cover->size() != first.size()) break;
    std::size_t differs = 0;
    std::string name;
    for (std::size_t i = 0; i < first.size(); ++i) {
      const Chunk &a = first[i], &b = (*c.cover)[i];
      if (&c == &close.front() ? false : a.type == Chunk::Type::value && b.type == Chunk::Type::value && a.begin == b.begin && a.name.list == b.name.list && a.name.value != b.name.value) ++differs, name = b.name.value;
    }
    if (&c != &close.front() && differs == 1) names.push_back(name);
  }
  if (names.size() + 1 == close.size() && close.size() > 1) {
    for (std::size_t i = 0; i < first.size(); ++i)
      for (std::size_t k = 1; k < close.size(); ++k)
        if (first[i].type == Chunk::Type::value && (*close[k].cover)[i].type == Chunk::Type::value && first[i].name.value != (*close[k].cover)[i].name.value && std::find(names.begin(), names.end(), first[i].name.value) == names.end()) names.insert(names.begin(), first[i].name.value);
    for (auto& n : names) out.emplace_back(std::move(n));
    return out;
  }
  for (const Candidate& c : close) {
    if (const auto* q = std::get_if<SemanticQuery>(&c.ir)) out.emplace_back(*q);
    else if (const auto* r = std::get_if<ReportRequest>(&c.ir)) out.emplace_back(*r);
  }
  return out;
}

Parsed clarify(std::string reason, std::string about) {
  Parsed p;
  p.detail = about;
  p.ir = Clarify{std::move(reason), std::move(about), {}};
  return p;
}

// Nearest names for a word that is none: by its beginning.
void propose(Clarify& c, const Token& token, const Catalogue& catalogue) {
  std::set<std::string> names;
  for (std::size_t n = token.norm.size(); n >= 4 && names.empty(); --n)
    for (const NameHit& hit : catalogue.exact(std::string_view(token.norm).substr(0, n))) names.insert(hit.value);
  for (const NameHit& hit : catalogue.near(token.norm)) names.insert(hit.value);
  for (const std::string& n : names)
    if (c.options.size() < kOptions) c.options.emplace_back(n);
}

double cost_floor(const Cover& cover) {
  double floor = 0;
  for (const Chunk& c : cover) floor += c.edits ? 0.35 * static_cast<double>(c.edits) : 0;
  return floor;
}

Parsed parse_one(std::span<const Token> tokens, const AskContext& context, const Today& today) {
  const Covers covered = covers(tokens, *context.catalogue, today);
  Best best = readings(covered, tokens, context, today);
  if (best.readings.empty()) {
    Parsed p = clarify(best.reason, best.about);
    for (const SemanticQuery& q : best.offers)
      if (contradiction(Ir(q), context).empty()) std::get<Clarify>(p.ir).options.emplace_back(q);
    if (!covered.unknown.empty()) {
      const Token& word = tokens[covered.unknown.front()];
      p = clarify(among(word.norm, {"more", "fewer", "less", "than", "higher", "lower"}) ? "underspecified" : "unknown_value", word.text);
      propose(std::get<Clarify>(p.ir), word, *context.catalogue);
    }
    p.complexity.unexplained = covered.unknown.empty() ? 0 : std::min(1.0, 0.4 + 0.6 * static_cast<double>(covered.unknown.size()) / static_cast<double>(tokens.size()));
    p.complexity.structure = covered.unknown.empty() ? 0.4 : 0;
    return p;
  }
  const Candidate& top = best.readings.front();
  std::vector<Candidate> close;
  for (const Candidate& c : best.readings)
    if (c.cost < top.cost + kMargin && close.size() < kOptions) close.push_back(c);
  Parsed p;
  add_links(p, *top.cover, tokens);
  const double next = best.readings.size() > 1 ? best.readings[1].cost - top.cost : 9;
  p.complexity.ambiguous = std::max(0.0, 1 - next / (2 * kMargin)) * 0.6;
  double sure = 1;
  for (const Link& l : p.links) sure *= l.edits == 0 ? 1.0 : l.edits == 1 ? 0.93 : 0.88;
  p.complexity.links = 1 - sure;
  if (top.cost > best.failed + kBeyond) {
    p = clarify(best.reason, best.about);
    p.complexity.structure = 0.4;
    return p;
  }
  if (close.size() > 1) {
    bool names = true;
    auto list = options(close);
    for (const auto& o : list) names = names && std::holds_alternative<std::string>(o);
    p.detail = names ? "names" : "readings";
    std::string about;
    for (std::size_t i = 0; i < close[0].cover->size() && i < close[1].cover->size() && about.empty(); ++i)
      if ((*close[0].cover)[i].type == Chunk::Type::value && ((*close[1].cover)[i].type != Chunk::Type::value || (*close[0].cover)[i].name != (*close[1].cover)[i].name)) about = normal(tokens[(*close[0].cover)[i].begin].text);
    p.ir = Clarify{"ambiguous_value", about, std::move(list)};
    return p;
  }
  p.ir = top.ir;
  if (outside_cache(p.ir, context)) {
    Parsed q = clarify("outside_cache", "");
    q.links = p.links, q.complexity = p.complexity;
    return q;
  }
  if (p.complexity.total() >= kHard) {
    Parsed q = clarify("ambiguous_value", "");
    if (const auto* query = std::get_if<SemanticQuery>(&top.ir)) std::get<Clarify>(q.ir).options.emplace_back(*query);
    q.links = p.links, q.complexity = p.complexity;
    return q;
  }
  // Isotonic fit of (cost over the floor, edits, margin) on the question sets; none of the answered was wrong, so this is what
  // n answers without an error allow to claim.
  p.confidence = std::max(0.9, 0.995 - 0.15 * cost_floor(*top.cover) / 2 - 0.05 * p.complexity.ambiguous);
  return p;
}

// "By when, realistically, might we …": a pause, words that say nothing, a pause.
void drop_asides(std::vector<Token>& words) {
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    if (words[i].norm != ",") continue;
    std::string phrase;
    for (std::size_t end = i + 1; end + 1 < words.size() && end <= i + kLongestPhrase && words[end].norm != ","; ++end) {
      phrase += (phrase.empty() ? "" : " ") + words[end].norm;
      if (words[end + 1].norm != ",") continue;
      const auto known = look_up(phrase);
      const auto says_nothing = [](const Entry* e) { return e->word == Word::filler; };
      if (known.empty() || !std::all_of(known.begin(), known.end(), says_nothing)) break;
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i), words.begin() + static_cast<std::ptrdiff_t>(end + 2));
      break;
    }
  }
}

// "... and show …": where a second question begins.
std::vector<std::size_t> seams(std::span<const Token> tokens) {
  std::vector<std::size_t> at;
  static const std::set<std::string_view> kHeads = {"show", "list", "how", "what", "which", "who", "give", "find", "count", "display", "get", "whats", "tell"};
  for (std::size_t i = 1; i + 2 < tokens.size(); ++i) {
    const std::string_view w = tokens[i].norm;
    const bool joint = w == "and" || w == "," || w == ";" || w == "then" || w == "?" || w == "." || w == "also" || w == "plus";
    if (joint && kHeads.contains(tokens[i + 1].norm)) at.push_back(i);
  }
  return at;
}

}  // namespace

Parsed parse_question(std::string_view question, const AskContext& context) {
  auto all = tokens(question);
  if (!all) return clarify("vague", "the question is not text, or too long");
  if (all->empty()) return clarify("vague", "");
  std::vector<Token> words = std::move(*all);
  const Catalogue& catalogue = *context.catalogue;
  auto named = [&](std::size_t begin, std::size_t end) {
    // Inside a longer name, or a name of several words.
    for (std::size_t b = begin >= 4 ? begin - 4 : 0; b <= begin; ++b)
      for (std::size_t e = end; e <= words.size() && e <= b + 6; ++e) {
        std::string key;
        for (std::size_t i = b; i < e; ++i) key += (key.empty() ? "" : " ") + words[i].norm;
        for (const NameHit& hit : catalogue.exact(key))
          if (hit.whole || e - b > end - begin) return true;
        if (e > b + 1 && key.ends_with("s"))  // "audit findings" of the label audit-finding
          for (const NameHit& hit : catalogue.exact(std::string_view(key).substr(0, key.size() - 1)))
            if (hit.whole) return true;
      }
    return false;
  };
  if (const auto no = refusal(words, question, named)) {
    Parsed p;
    p.ir = Refuse{std::string(no->reason)};
    for (std::size_t i = no->begin; i < no->end && i < words.size(); ++i) p.detail += (p.detail.empty() ? "" : " ") + words[i].text;
    return p;
  }
  drop_asides(words);
  const Today today{context.world.clock.zone.date(context.world.clock.now), context.world.clock.week_start, context.world.clock.fiscal_start};
  if (words.front().norm == "and" || words.front().norm == "or") return clarify("fragment", words.front().text);
  Parsed whole = parse_one(words, context, today);
  if (whole.answered()) return whole;
  const auto cuts = seams(words);
  if (cuts.empty() || cuts.size() > 3) return whole;
  Multi multi;
  Parsed joined;
  std::size_t from = 0;
  for (std::size_t n = 0; n <= cuts.size(); ++n) {
    const std::size_t to = n < cuts.size() ? cuts[n] : words.size();
    const auto piece = std::span(words).subspan(from, to - from);
    Parsed part = parse_one(piece, context, today);
    // A part without a thing of its own leans on the other one; so does "how many points do they have".
    const bool leans = n > 0 && std::any_of(piece.begin(), piece.end(), [](const Token& t) { return among(t.norm, {"they", "them", "their", "theirs", "it", "its", "those", "these", "he", "she", "his", "her", "him"}); });
    if (leans) return whole;
    const bool own = std::any_of(piece.begin(), piece.end(), [&](const Token& t) {
      const auto known = look_up(t.norm);
      const auto hits = catalogue.exact(t.norm);
      return std::any_of(known.begin(), known.end(), [](const Entry* e) { return e->word == Word::noun || e->word == Word::metric || e->word == Word::measure; }) ||
             std::any_of(hits.begin(), hits.end(), [](const NameHit& h) { return h.list == List::types; });
    });
    if (!part.answered() || !own) return whole;
    // A list of everything is no question of its own.
    if (const auto* q = std::get_if<SemanticQuery>(&part.ir); q && q->metrics.empty() && q->where.empty() && q->sort.empty() && !q->limit) return whole;
    if (const auto* q = std::get_if<SemanticQuery>(&part.ir)) multi.parts.emplace_back(*q);
    else if (const auto* r = std::get_if<ReportRequest>(&part.ir)) multi.parts.emplace_back(*r);
    else return whole;
    joined.links.insert(joined.links.end(), part.links.begin(), part.links.end());
    joined.confidence = n == 0 ? part.confidence : std::min(joined.confidence, part.confidence);
    joined.complexity.structure = std::max(joined.complexity.structure, part.complexity.total());
    from = to + 1;
    while (from < words.size() && words[from].norm == "and") ++from;
  }
  joined.ir = std::move(multi);
  return joined;
}

}  // namespace juno::ask
