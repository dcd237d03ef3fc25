// SPDX-License-Identifier: Apache-2.0
#include "core/ask/condition.h"
#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include "core/error.h"
#include "core/names.h"
#include "core/render/text.h"
namespace juno::ask {
namespace {

struct Piece {
  enum class Kind { word, quoted, mark, end } kind = Kind::end;
  std::string text;
};

[[noreturn]] void bad(std::string_view text, const std::string& why) {
  throw Error(Exit::usage, "\"" + render_detail::printable(text) + "\": " + why, "for example: assignee = Dana, type in (Bug, Story), created in last:7d, epic is empty, open");
}

bool is_mark(char c) { return std::string_view("=!<>~(),").find(c) != std::string_view::npos; }

std::vector<Piece> tokens_of(std::string_view text) {
  std::vector<Piece> out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\n') {
      ++i;
    } else if (c == '"' || c == '\'') {
      // An apostrophe inside a word ("O'Neil") was read with the word. A doubled quote is one that belongs to the text.
      Piece piece{Piece::Kind::quoted, ""};
      for (++i; i >= text.size() || text[i] != c || (i + 1 < text.size() && text[i + 1] == c); ++i) {
        if (i >= text.size()) bad(text, "a quote is not closed");
        piece.text += text[i];
        if (text[i] == c) ++i;
      }
      out.push_back(std::move(piece));
      ++i;
    } else if (is_mark(c)) {
      const bool two = i + 1 < text.size() && ((text[i + 1] == '=' && c != '=' && c != ',' && c != '(' && c != ')') || (c == '!' && text[i + 1] == '~'));
      out.push_back({Piece::Kind::mark, std::string(text.substr(i, two ? 2 : 1))});
      i += two ? 2 : 1;
    } else {
      std::size_t end = i;
      while (end < text.size() && text[end] != ' ' && text[end] != '\t' && text[end] != '\n' && !is_mark(text[end])) ++end;
      out.push_back({Piece::Kind::word, std::string(text.substr(i, end - i))});
      i = end;
    }
  }
  out.push_back({});
  return out;
}

class Reader {
 public:
  Reader(std::string_view text, Entity entity, const NameResolver& resolve) : text_(text), entity_(entity), resolve_(resolve), tokens_(tokens_of(text)) {}

  Filter filter() {
    std::vector<std::vector<Atom>> branches(1);
    branches.back().push_back(atom());
    while (peek().kind != Piece::Kind::end) {
      if (take("or")) branches.emplace_back();
      else if (!take("and")) bad(text_, "and, or, or the end was expected at " + peek().text);
      branches.back().push_back(atom());
    }
    if (branches.size() == 1 && branches.front().size() == 1) return Filter(branches.front().front());
    Filter f;
    f.any = std::move(branches);
    return f;
  }

 private:
  const Piece& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool take(std::string_view word) {
    if (peek().kind == Piece::Kind::quoted || peek().kind == Piece::Kind::end || fold_case(peek().text) != word) return false;
    ++at_;
    return true;
  }
  bool at_word(std::string_view word, std::size_t ahead = 0) const { return peek(ahead).kind == Piece::Kind::word && fold_case(peek(ahead).text) == word; }

  Atom atom() {
    const bool negated = at_word("not") && peek(1).kind == Piece::Kind::word;
    if (negated) ++at_;
    if (peek().kind != Piece::Kind::word) bad(text_, "a field was expected");
    Atom a;
    a.field = fold_case(peek().text);
    std::replace(a.field.begin(), a.field.end(), '-', '_');
    field_ = find_field(entity_, a.field);
    if (!field_) unknown_field(a.field);
    ++at_;
    const bool alone = peek().kind == Piece::Kind::end || at_word("and") || at_word("or");
    if (field_->type == Type::boolean && (alone || negated)) {
      a.value = !negated;
      return a;
    }
    if (negated) bad(text_, "not goes before fields that are true or false; else use != or not in");
    rest(a);
    return a;
  }

  [[noreturn]] void unknown_field(const std::string& name) const {
    std::vector<std::string> all;
    for (const Field& f : info(entity_).fields) all.emplace_back(f.name);
    const std::string guess = nearest(name, all);
    Error e(Exit::usage, "no field " + name + " of " + std::string(info(entity_).plural), guess.empty() ? "" : "did you mean " + guess + "?");
    e.details = all;
    throw e;
  }

  void rest(Atom& a) {
    if (peek().kind == Piece::Kind::mark) return marked(a);
    if (take("is")) {
      const bool no = take("not");
      if (!take("empty") && !take("null")) bad(text_, "is empty or is not empty was expected");
      a.op = no ? Op::not_null : Op::is_null;
    } else if (take("was")) {
      a.op = take("not") ? Op::was_not : Op::was;
      a.value = value();
      during(a);
    } else if (take("changed")) {
      a.op = take("to") ? Op::changed_to : take("from") ? Op::changed_from : Op::changed;
      if (a.op != Op::changed) a.value = value();
      during(a);
    } else if (take("not")) {
      if (!take("in")) bad(text_, "not in was expected");
      a.op = Op::not_in, a.value = list();
    } else if (take("in")) {
      a.op = field_->type == Type::date ? Op::in_window : Op::in;
      if (field_->type == Type::date) a.value = Value(words());
      else a.value = list();
    } else {
      bad(text_, "an operator was expected after " + a.field);
    }
  }

  void marked(Atom& a) {
    const std::string mark = peek().text;
    ++at_;
    if (mark == "~") a.op = Op::contains;
    else if (mark == "!~") a.op = Op::not_contains;
    else if (const auto op = op_named(mark)) a.op = *op;
    else bad(text_, "no operator " + mark);
    if (field_->type == Type::date && a.op == Op::equal) a.op = Op::in_window;
    a.value = value();
    // "label = a, b" is one of them.
    if (peek().text != "," || peek().kind != Piece::Kind::mark || (a.op != Op::equal && a.op != Op::not_equal)) return;
    std::vector<std::string> names{std::get<std::string>(a.value)};
    while (take(",")) names.push_back(std::get<std::string>(value()));
    a.op = a.op == Op::equal ? Op::in : Op::not_in;
    a.value = std::move(names);
  }

  void during(Atom& a) {
    if (take("during")) a.window = words();
  }

  // Up to a word that ends a value.
  std::string words() {
    if (peek().kind == Piece::Kind::quoted) return tokens_[at_++].text;
    std::string out;
    while (peek().kind == Piece::Kind::word && !at_word("and") && !at_word("or") && !at_word("during")) {
      out += (out.empty() ? "" : " ") + peek().text;
      ++at_;
    }
    if (out.empty()) bad(text_, "a value was expected");
    return out;
  }

  Value value() {
    const bool quoted = peek().kind == Piece::Kind::quoted;
    std::string text = words();
    if (field_->type == Type::number) {
      double n = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
      if (error != std::errc() || end != text.data() + text.size()) bad(text_, "not a number: " + text);
      return n;
    }
    if (field_->type == Type::boolean) {
      const std::string folded = fold_case(text);
      if (folded != "true" && folded != "false" && folded != "yes" && folded != "no") bad(text_, "true or false was expected");
      return folded == "true" || folded == "yes";
    }
    if (field_->of != List::none && (quoted || !text.starts_with('@'))) return resolve_(field_->of, text);
    return text;
  }

  Value list() {
    const bool bracket = take("(");
    std::vector<std::string> names;
    do {
      const Value v = value();
      if (!std::holds_alternative<std::string>(v)) bad(text_, "a list holds names");
      names.push_back(std::get<std::string>(v));
    } while (take(","));
    if (bracket && !take(")")) bad(text_, ") was expected");
    return names;
  }

  std::string_view text_;
  Entity entity_;
  const NameResolver& resolve_;
  std::vector<Piece> tokens_;
  std::size_t at_ = 0;
  const Field* field_ = nullptr;
};

std::string quoted(const std::string& text) {
  static const std::set<std::string> kWords = {"and", "or", "not", "in", "is", "was", "changed", "during", "to", "from", "empty"};
  const bool plain = !text.empty() && std::none_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '"' || c == '\'' || is_mark(c); }) && !kWords.count(fold_case(text));
  if (plain) return text;
  const char quote = text.find('"') == std::string::npos || text.find('\'') != std::string::npos ? '"' : '\'';
  std::string out(1, quote);
  for (const char c : text) out += c == quote ? std::string(2, quote) : std::string(1, c);
  return out + quote;
}

std::string value_text(const Value& v) {
  if (const auto* b = std::get_if<bool>(&v)) return *b ? "true" : "false";
  if (const auto* s = std::get_if<std::string>(&v)) return s->starts_with('@') ? *s : quoted(*s);
  std::string out;
  if (const auto* d = std::get_if<double>(&v)) render_detail::append_number(out, *d);
  if (const auto* all = std::get_if<std::vector<std::string>>(&v)) {
    for (const auto& s : *all) out += (out.empty() ? "(" : ", ") + (s.starts_with('@') ? s : quoted(s));
    out += ")";
  }
  return out;
}

std::string atom_text(const Atom& a) {
  const std::string v = value_text(a.value), during = a.window.empty() ? "" : " during " + a.window;
  switch (a.op) {
    case Op::is_null: return a.field + " is empty";
    case Op::not_null: return a.field + " is not empty";
    case Op::contains: return a.field + " ~ " + v;
    case Op::not_contains: return a.field + " !~ " + v;
    case Op::in_window: return a.field + " in " + std::get<std::string>(a.value);
    case Op::in: return a.field + " in " + v;
    case Op::not_in: return a.field + " not in " + v;
    case Op::was: return a.field + " was " + v + during;
    case Op::was_not: return a.field + " was not " + v + during;
    case Op::changed_to: return a.field + " changed to " + v + during;
    case Op::changed_from: return a.field + " changed from " + v + during;
    case Op::changed: return a.field + " changed" + during;
    case Op::equal: case Op::not_equal:
      if (const auto* yes = std::get_if<bool>(&a.value)) return (*yes == (a.op == Op::equal) ? "" : "not ") + a.field;
      break;
    case Op::less: case Op::at_most: case Op::greater: case Op::at_least: break;
  }
  return a.field + " " + std::string(to_string(a.op)) + " " + v;
}

// For a shell: in single quotes where there is anything but plain characters.
std::string shell(const std::string& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-_.:@/,+").find(c) != std::string_view::npos;
  });
  if (plain && !text.empty()) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

Filter parse_condition(std::string_view text, Entity entity, const NameResolver& resolve) {
  if (text.size() > 4096) bad(text.substr(0, 60), "longer than 4096 bytes");
  return Reader(text, entity, resolve).filter();
}

Having parse_having(std::string_view text) {
  const auto tokens = tokens_of(text);
  Having h;
  if (tokens.size() != 4 || tokens[0].kind != Piece::Kind::word || tokens[1].kind != Piece::Kind::mark || tokens[2].kind != Piece::Kind::word) bad(text, "METRIC OP NUMBER was expected, as in issues > 10");
  const auto op = op_named(tokens[1].text);
  const std::string& number = tokens[2].text;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), h.value);
  if (!op || *op >= Op::is_null || *op == Op::in || *op == Op::not_in || error != std::errc() || end != number.data() + number.size()) bad(text, "METRIC OP NUMBER was expected, as in issues > 10");
  h.metric = tokens[0].text, h.op = *op;
  return h;
}

std::string condition_text(const Filter& f) {
  if (f.any.empty()) return atom_text(f.atom);
  std::string out;
  for (const auto& branch : f.any) {
    std::string all;
    for (const Atom& a : branch) all += (all.empty() ? "" : " and ") + atom_text(a);
    out += (out.empty() ? "" : " or ") + all;
  }
  return out;
}

std::string query_line(const SemanticQuery& q) {
  std::string out = "juno query";
  const auto add = [&](const char* flag, const std::string& value) { out += std::string(" ") + flag + " " + shell(value); };
  if (q.metrics.empty()) add("--entity", q.entity);
  for (const auto& m : q.metrics) add("--metric", m);
  for (const auto& f : q.where) add("--where", condition_text(f));
  for (const auto& f : q.pct) add("--share", condition_text(f));
  for (const auto& g : q.group_by) add("--by", g);
  for (const auto& t : q.time) add("--time", t);
  if (!q.as_of.empty()) add("--as-of", q.as_of);
  std::string number;
  for (const Having& h : q.having) {
    number.clear();
    render_detail::append_number(number, h.value);
    add("--having", h.metric + " " + std::string(to_string(h.op)) + " " + number);
  }
  std::string sort, select;
  for (const Sort& s : q.sort) sort += (sort.empty() ? "" : ",") + std::string(s.descending ? "-" : "") + s.by;
  for (const auto& s : q.select) select += (select.empty() ? "" : ",") + s;
  if (!sort.empty()) add("--sort", sort);
  if (q.limit) add("--limit", std::to_string(*q.limit));
  if (!select.empty()) add("--select", select);
  return out;
}

}  // namespace juno::ask
