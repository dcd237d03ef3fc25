// SPDX-License-Identifier: Apache-2.0
#include "core/ask/escalate.h"
#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include "core/ask/check.h"
#include "core/ask/tokens.h"
#include "core/error.h"
namespace juno::ask {
namespace {

bool among(std::string_view w, std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), w) != names.end(); }

Today today_of(const AskContext& c) { return {c.world.clock.zone.date(c.world.clock.now), c.world.clock.week_start, c.world.clock.fiscal_start}; }

std::string hint_of(const Chunk& c) {
  switch (c.type) {
    case Chunk::Type::value: {
      if (c.name.list == List::people) return "a person";
      std::string list(to_string(c.name.list));
      return c.name.value.starts_with('@') ? "a choice of sprints" : "one of " + list;
    }
    case Chunk::Type::when: return "a window of time";
    case Chunk::Type::duration: return "a length of time";
    case Chunk::Type::key: return "an issue's key";
    case Chunk::Type::quoted: case Chunk::Type::phrase: case Chunk::Type::branch: return "words to look for in a text";
    case Chunk::Type::word: case Chunk::Type::number: case Chunk::Type::unknown: return "";
  }
  return "";
}
char letter_of(const Chunk& c) {
  switch (c.type) {
    case Chunk::Type::value: return c.name.list == List::people ? 'P' : 'V';
    case Chunk::Type::when: return 'W';
    case Chunk::Type::duration: return 'D';
    case Chunk::Type::key: return 'K';
    case Chunk::Type::quoted: case Chunk::Type::phrase: case Chunk::Type::branch: return 'T';
    case Chunk::Type::word: case Chunk::Type::number: case Chunk::Type::unknown: return 0;
  }
  return 0;
}

// Puts what the ids stand for back into an answer, and keeps account of what was used.
class Checker {
 public:
  Checker(const Escalation& e, const AskContext& context) : e_(e), context_(context) {}
  std::vector<std::string> problems;

  void restore(SemanticQuery& q) {
    const MetricUse use = q.metrics.empty() ? MetricUse{} : metric_use(q.metrics.front());
    const EntityInfo* own = use.metric ? &info(use.metric->entity) : find_entity(q.entity);
    if (!own) return problem("no known metric or entity");
    entity_ = own->entity, entities_.insert(own->entity);
    for (auto* list : {&q.where, &q.pct}) restore(*list);
    for (std::string& t : q.time) t = window(t, use.metric == nullptr || ends_at_now(*use.metric));
    if (!q.as_of.empty()) {
      const Anchor* a = anchor(q.as_of, 'W');
      if (!a || !a->chunk.when.day) problem("as_of takes the id of a window that is one day");
      else q.as_of = format_date(*a->chunk.when.day);
    }
    for (const Having& h : q.having) number(h.value);
    if (q.limit) number(static_cast<double>(*q.limit));
    for (const std::string& m : q.metrics) metrics_.insert(std::string(metric_use(m).metric ? metric_use(m).metric->name : m)), suffix_ |= m.find('.') != std::string::npos;
    grouped_ |= !q.group_by.empty(), ranked_ |= !q.sort.empty() || q.limit.has_value(), negative_ |= std::any_of(q.having.begin(), q.having.end(), [](const Having& h) { return h.op == Op::equal && h.value == 0; });
  }

  // Everything that was certain here must be in the answer.
  void nothing_dropped() {
    for (const Anchor& a : e_.anchors)
      if (!used_.contains(a.id)) problem(a.id + " is not used");
    for (const Chunk& c : e_.cover) {
      if (c.type == Chunk::Type::number && !numbers_.contains(c.number)) problem("a number of the question is not used");
      if (c.type == Chunk::Type::word) certain(*c.entry);
    }
  }

 private:
  void problem(std::string text) {
    if (std::find(problems.begin(), problems.end(), text) == problems.end() && problems.size() < 8) problems.push_back(std::move(text));
  }
  const Anchor* anchor(std::string_view id, char letter) {
    for (const Anchor& a : e_.anchors)
      if (a.id == id && a.id[0] == letter) {
        used_.insert(a.id);
        return &a;
      }
    return nullptr;
  }
  std::string window(const std::string& id, bool past) {
    const Anchor* a = anchor(id, 'W');
    if (!a) return problem("time takes ids of windows (W1 …) only"), id;
    return past ? a->chunk.when.past : a->chunk.when.future;
  }
  void number(double n) {
    numbers_.insert(n);
    const bool said = std::any_of(e_.cover.begin(), e_.cover.end(), [&](const Chunk& c) { return c.type == Chunk::Type::number && c.number == n; });
    if (!said && n != 0 && n != 1) problem("a number that the question does not hold");
  }
  void restore(std::vector<Filter>& filters) {
    for (Filter& f : filters) {
      if (f.any.empty()) restore(f.atom);
      for (auto& branch : f.any)
        for (Atom& a : branch) restore(a);
    }
  }
  void restore(Atom& a) {
    const Field* field = find_field(entity_, a.field);
    if (!field) return problem("unknown field " + a.field);
    fields_.insert(a.field);
    negative_ |= a.op == Op::not_equal || a.op == Op::not_in || a.op == Op::is_null || a.op == Op::not_contains || a.op == Op::was_not || (std::holds_alternative<bool>(a.value) && !std::get<bool>(a.value)) ||
                 (a.field == "open" && a.op == Op::equal) || (a.field == "idle") || (std::holds_alternative<double>(a.value) && std::get<double>(a.value) == 0);
    if (!a.window.empty()) a.window = window(a.window, true);
    if (const auto* n = std::get_if<double>(&a.value)) return number(*n);
    if (auto* many = std::get_if<std::vector<std::string>>(&a.value)) {
      for (std::string& v : *many) v = value(v, *field, a.op);
    } else if (auto* one = std::get_if<std::string>(&a.value)) {
      *one = value(*one, *field, a.op);
    }
  }
  std::string value(const std::string& said, const Field& field, Op op) {
    if (op == Op::in_window) return window(said, ends_at_now(entity_, field.name));
    if (field.type == Type::duration) {
      const Anchor* a = anchor(said, 'D');
      return a ? a->chunk.text : (problem(std::string(field.name) + " takes the id of a length of time (D1 …)"), said);
    }
    if (field.type == Type::key) {
      const Anchor* a = anchor(said, 'K');
      return a ? a->chunk.text : (problem(std::string(field.name) + " takes the id of an issue's key (K1 …)"), said);
    }
    if (field.type == Type::text || field.type == Type::free) {
      const Anchor* a = anchor(said, 'T');
      return a ? a->chunk.text : (problem(std::string(field.name) + " takes the id of words to look for (T1 …)"), said);
    }
    const auto fixed = fixed_values(field.of);
    if (std::find(fixed.begin(), fixed.end(), said) != fixed.end()) return said;
    if (said == "@me" && field.of == List::people && said_me()) return said;
    for (const char letter : {'P', 'V'})
      if (const Anchor* a = anchor(said, letter)) {
        if (a->chunk.name.list != field.of) problem(a->id + " is not " + std::string(to_string(field.of)));
        return a->chunk.name.value;
      }
    problem(std::string(field.name) + " takes an id of the question only");
    return said;
  }
  bool said_me() const {
    return std::any_of(e_.cover.begin(), e_.cover.end(), [](const Chunk& c) { return c.is(Word::me); });
  }

  void certain(const Entry& w) {
    switch (w.word) {
      case Word::neg:
        if (!negative_) problem("a negation is not used");
        break;
      case Word::group:
        if (!grouped_) problem("a grouping is not used");
        break;
      case Word::rank: case Word::sort:
        if (!ranked_) problem("a superlative or an order is not used");
        break;
      case Word::agg:
        if (!suffix_ && w.arg != "sum" && w.arg != "median") problem("an aggregation is not used");
        break;
      case Word::metric: {
        bool fits = false, any = false;
        for (const Metric& m : metrics())
          for (std::size_t at = 0; (at = w.arg.find(m.name, at)) != w.arg.npos; at += m.name.size()) {
            const std::size_t end = at + m.name.size();
            const auto edge = [&](std::size_t i) { return i >= w.arg.size() || among(w.arg.substr(i, 1), {"=", ";", ":"}); };
            if ((at == 0 || edge(at - 1)) && edge(end)) any = true, fits |= metrics_.contains(std::string(m.name));
          }
        if (any && !fits) problem("a metric named in the question is not used");
        break;
      }
      case Word::state: {
        bool any = false, fits = false;
        for (const Entity e : entities_) {
          const std::string head = std::string(info(e).name) + ":";
          for (const Field& f : info(e).fields) {
            const std::size_t at = w.arg.find(head + std::string(f.name));
            const std::size_t also = w.arg.find("&" + std::string(f.name));
            if (at != w.arg.npos || (also != w.arg.npos && w.arg.find(head) < also)) any = true, fits |= fields_.contains(std::string(f.name));
          }
        }
        if (!any || !fits) problem("a state named in the question is not used");
        break;
      }
      case Word::me:
        break;
      case Word::noun:
        if (among(w.arg, {"pull_request", "review", "commit", "deployment", "incident", "ci_run", "issue"}) && w.arg != "issue") {
          const EntityInfo* e = find_entity(w.arg);
          const bool related = entities_.contains(Entity::pull_request) || entities_.contains(Entity::review) || fields_.contains("linked_pr");
          if (e && !entities_.contains(e->entity) && !((w.arg == "review" || w.arg == "pull_request") && related)) problem("the query is about something else than the question");
        }
        break;
      case Word::filler: case Word::prep: case Word::be: case Word::have: case Word::conj: case Word::versus: case Word::count: case Word::list: case Word::which: case Word::who: case Word::share:
      case Word::when: case Word::how_long: case Word::measure: case Word::verb: case Word::role: case Word::moved: case Word::grain: case Word::spread: case Word::compare: case Word::age: case Word::trend: case Word::contrast:
      case Word::text: case Word::all: case Word::nobody: case Word::sprint: case Word::adjective: case Word::report: case Word::vague: case Word::refuse: case Word::clause: case Word::one:
        break;
    }
  }

  const Escalation& e_;
  const AskContext& context_;
  Entity entity_ = Entity::issue;
  std::set<Entity> entities_;
  std::set<std::string> used_, fields_, metrics_;
  std::set<double> numbers_;
  bool grouped_ = false, ranked_ = false, suffix_ = false, negative_ = false;
};

}  // namespace

std::string kept_here(const Parsed& parsed, std::string_view question, const AskContext& context) {
  const auto* clarify = std::get_if<Clarify>(&parsed.ir);
  if (!clarify) return "refusals are not for a model to overrule";
  if (!among(clarify->reason, {"underspecified", "ambiguous_scope", "ambiguous_metric", "vague", "unknown_value"})) return "only its asker can settle that";
  if (!clarify->options.empty()) return "there are readings to choose from";
  const auto words = tokens(question);
  if (!words) return "it cannot be read at all";
  if (question.find('@') != question.npos) return "it may hold an address";
  const auto covered = covers(*words, *context.catalogue, today_of(context));
  for (const std::size_t i : covered.unknown) {
    const Token& t = (*words)[i];
    const bool plain = std::all_of(t.text.begin(), t.text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!plain || !context.catalogue->near(t.norm).empty()) return "a word of it may be a name";
  }
  for (const Chunk& c : covered.all.empty() ? Cover{} : covered.all.front())
    if (c.edits) return "a name or word of it is mistyped";
  if (covered.unknown.size() > 2) return "too many of its words are unknown";
  return "";
}

std::optional<Escalation> escalation(std::string_view question, const AskContext& context) {
  const auto words = tokens(question);
  if (!words || words->empty()) return {};
  const auto covered = covers(*words, *context.catalogue, today_of(context));
  if (covered.all.empty()) return {};
  Escalation e;
  e.cover = covered.all.front();
  std::array<int, 128> next{};
  std::size_t at = 0;
  for (const Chunk& c : e.cover) {
    const char letter = letter_of(c);
    if (!letter || (c.type == Chunk::Type::when && c.when.kind != When::Kind::window)) continue;
    const std::string id = letter + std::to_string(++next[static_cast<std::size_t>(letter)]);
    const std::size_t begin = (*words)[c.begin].begin, end = (*words)[c.end - 1].end;
    e.question += std::string(question.substr(at, begin - at)) + id;
    at = end;
    e.anchors.push_back({id, c, hint_of(c)});
  }
  e.question += question.substr(at);
  return e;
}

std::string model_instructions() {
  std::string out =
      "You translate one question about a team's issues and pull requests into one JSON query, or say that it cannot be done. You never see data. Ids such as P1, V1, W1, D1, K1, T1 in the question stand for things "
      "that are certain: use each of them, exactly as an id, in the place where it belongs, and no other name, date or length. Numbers stay as they are in the question.\n"
      "Form: {\"result\":{\"kind\":\"query\",\"metrics\":[..],\"where\":[{\"f\":field,\"op\":op,\"v\":value,\"in\":null}],\"group_by\":[..],\"time\":[W..],\"having\":[{\"m\":metric,\"op\":\">\",\"v\":5}],\"pct\":[..],\"as_of\":W,"
      "\"sort\":[{\"by\":field,\"dir\":\"desc\"}],\"limit\":n,\"select\":[..],\"entity\":E}}; what is not needed is null. With metrics there is no entity; without, it lists rows of the entity and dates are conditions "
      "{\"f\":\"created\",\"op\":\"in_window\",\"v\":\"W1\"}. When the question is ambiguous, or a part of it cannot be expressed: {\"result\":{\"kind\":\"clarify\",\"reason\":\"underspecified\"}}. Never leave out a condition.\n"
      "Operators: = != in not_in < <= > >= is_null not_null contains not_contains in_window was was_not changed_to changed_from changed. Groups may also be day, week, month, quarter, year, weekday. "
      "Metric suffixes: .avg .p50 .p75 .p85 .p90 .p95 .min .max. \"pct\" holds the conditions of a share.\nEntities and fields:\n";
  for (const EntityInfo& e : entities()) {
    out += std::string(e.name) + ":";
    for (const Field& f : e.fields) out += " " + std::string(f.name);
    out += "\n";
  }
  out += "Metrics (entity; what time is about; meaning):\n";
  for (const Metric& m : metrics()) out += std::string(m.name) + " (" + std::string(info(m.entity).name) + "; " + (m.axis.empty() ? "now" : std::string(m.axis)) + "; " + std::string(m.definition) + ")\n";
  out +=
      "Conventions: no condition that the question does not name (all bugs, not the open ones). how many = a metric, show or which issues = a list. who = group by the person. which X has most = group by X, limit 1. "
      "Superlatives in lists = sort, limit 1 if singular. not X keeps rows without a value (!=). @me = the asker.\nExamples:\n"
      "how many V1 are still open for P1, V1: one of types, P1: a person => {\"result\":{\"kind\":\"query\",\"metrics\":[\"issues\"],\"where\":[{\"f\":\"type\",\"op\":\"=\",\"v\":\"V1\",\"in\":null},{\"f\":\"open\",\"op\":\"=\",\"v\":true,\"in\":null},"
      "{\"f\":\"assignee\",\"op\":\"=\",\"v\":\"P1\",\"in\":null}]}}\n"
      "which teams got more than 5 things done W1 => {\"result\":{\"kind\":\"query\",\"metrics\":[\"issues_resolved\"],\"group_by\":[\"team\"],\"time\":[\"W1\"],\"having\":[{\"m\":\"issues_resolved\",\"op\":\">\",\"v\":5}]}}\n"
      "is the mood good => {\"result\":{\"kind\":\"clarify\",\"reason\":\"underspecified\"}}\n";
  return out;
}

std::string model_question(const Escalation& e, const AskContext&) {
  std::string out = "Question: " + e.question + "\n";
  for (const Anchor& a : e.anchors) out += a.id + ": " + a.hint + "\n";
  return out;
}

std::string_view model_schema() {
  return R"({"type":"object","additionalProperties":false,"required":["result"],"properties":{"result":{"type":"object","additionalProperties":false,)"
         R"("required":["kind","reason","entity","metrics","where","group_by","time","having","pct","as_of","sort","limit","select"],"properties":{)"
         R"("kind":{"type":"string","enum":["query","clarify","refuse"]},"reason":{"type":["string","null"]},"entity":{"type":["string","null"]},)"
         R"("metrics":{"type":["array","null"],"items":{"type":"string"}},"where":{"type":["array","null"],"items":{"$ref":"#/$defs/atom"}},)"
         R"("group_by":{"type":["array","null"],"items":{"type":"string"}},"time":{"type":["array","null"],"items":{"type":"string"}},)"
         R"("having":{"type":["array","null"],"items":{"type":"object","additionalProperties":false,"required":["m","op","v"],"properties":{"m":{"type":"string"},"op":{"type":"string"},"v":{"type":"number"}}}},)"
         R"("pct":{"type":["array","null"],"items":{"$ref":"#/$defs/atom"}},"as_of":{"type":["string","null"]},)"
         R"("sort":{"type":["array","null"],"items":{"type":"object","additionalProperties":false,"required":["by","dir"],"properties":{"by":{"type":"string"},"dir":{"type":"string","enum":["asc","desc"]}}}},)"
         R"("limit":{"type":["integer","null"]},"select":{"type":["array","null"],"items":{"type":"string"}}}}},)"
         R"("$defs":{"atom":{"type":"object","additionalProperties":false,"required":["f","op","v","in"],"properties":{"f":{"type":"string"},)"
         R"("op":{"type":"string","enum":["=","!=","in","not_in","<","<=",">",">=","is_null","not_null","contains","not_contains","in_window","was","was_not","changed_to","changed_from","changed"]},)"
         R"("v":{"anyOf":[{"type":"string"},{"type":"number"},{"type":"boolean"},{"type":"array","items":{"type":"string"}},{"type":"null"}]},"in":{"type":["string","null"]}}}}})";
}

Checked check_answer(std::string_view json, const Escalation& e, const AskContext& context) {
  Checked out;
  std::optional<Ir> ir;
  try {
    ir = parse_ir(json);
  } catch (const Error& error) {
    out.problems = {error.what()};
    return out;
  }
  auto* q = std::get_if<SemanticQuery>(&*ir);
  if (!q) {
    out.problems = {"it is no query"};
    return out;
  }
  Checker check(e, context);
  check.restore(*q);
  if (check.problems.empty()) check.nothing_dropped();
  out.problems = std::move(check.problems);
  if (!out.problems.empty()) return out;
  // The validator's words may hold names that have been put back: only that it failed is told.
  if (!validate(*ir, context.world).empty()) out.problems = {"the query is not valid: a metric, field, operator or group does not fit"};
  else if (!contradiction(*ir, context).empty()) out.problems = {"the conditions exclude each other"};
  else if (outside_cache(*ir, context)) out.problems = {"the window lies outside the cache"};
  else out.ir = std::move(ir);
  return out;
}

}  // namespace juno::ask
