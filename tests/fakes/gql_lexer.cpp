// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/gql_lexer.h"
#include <cctype>
namespace fakes::gql {

std::string TypeUse::text() const {
  return (list ? "[" + name + (item_required ? "!]" : "]") : name) + (required ? "!" : "");
}

void Lexer::fail() const {
  const auto what = token_.kind == Token::Kind::end ? std::string("end of file") : "\"" + token_.text + "\"";
  throw SyntaxError{"Expected something else, actual: " + what + " at [" + std::to_string(token_.place.line) + ", " + std::to_string(token_.place.column) + "]", token_.place};
}

Token Lexer::take() {
  Token taken = token_;
  step();
  return taken;
}

bool Lexer::skip(std::string_view text) {
  if (!is(text)) return false;
  step();
  return true;
}

void Lexer::expect(std::string_view text) {
  if (!skip(text)) fail();
}

std::string Lexer::name() {
  if (token_.kind != Token::Kind::name) fail();
  return take().text;
}

void Lexer::skip_blanks() {
  for (; next_ < text_.size(); ++next_) {
    const char c = text_[next_];
    if (c == '#')
      while (next_ + 1 < text_.size() && text_[next_ + 1] != '\n') ++next_;
    else if (c == '\n') ++place_.line, place_.column = 0;
    else if (c != ' ' && c != '\t' && c != '\r' && c != ',') return;
    ++place_.column;
  }
}

void Lexer::step() {
  skip_blanks();
  token_ = {Token::Kind::end, "", place_};
  if (next_ >= text_.size()) return;
  const auto begin = next_;
  const char c = text_[next_];
  if (std::isalpha(static_cast<unsigned char>(c)) || c == '_') {
    while (std::isalnum(static_cast<unsigned char>(at(next_))) || at(next_) == '_') ++next_;
    token_.kind = Token::Kind::name;
  } else if (std::isdigit(static_cast<unsigned char>(c)) || c == '-') {
    read_number();
  } else if (c == '"') {
    return read_text();
  } else {
    next_ += text_.substr(next_, 3) == "..." ? 3 : 1;
    token_.kind = Token::Kind::mark;
    if (next_ - begin == 1 && std::string_view("{}()[]:!$=@|&").find(c) == std::string_view::npos) {
      token_.text = c;
      fail();
    }
  }
  token_.text = text_.substr(begin, next_ - begin);
  place_.column += static_cast<int>(next_ - begin);
}

void Lexer::read_number() {
  token_.kind = Token::Kind::integer;
  for (++next_; std::isdigit(static_cast<unsigned char>(at(next_))) || (at(next_) != '\0' && std::string_view(".eE+-").find(at(next_)) != std::string_view::npos); ++next_)
    if (!std::isdigit(static_cast<unsigned char>(at(next_)))) token_.kind = Token::Kind::real;
}

void Lexer::read_text() {
  token_.kind = Token::Kind::text;
  const auto begin = next_;
  for (++next_; at(next_) != '"'; ++next_) {
    if (next_ >= text_.size() || at(next_) == '\n') fail();
    char c = at(next_);
    if (c == '\\') {
      c = at(++next_);
      if (c == 'n') c = '\n';
      else if (c == 't') c = '\t';
      else if (c != '"' && c != '\\' && c != '/') fail();  // others do not occur in queries
    }
    token_.text += c;
  }
  ++next_;
  place_.column += static_cast<int>(next_ - begin);
}

TypeUse Lexer::type() {
  TypeUse use;
  use.list = skip("[");
  use.name = name();
  if (use.list) {
    use.item_required = skip("!");
    expect("]");
  }
  use.required = skip("!");
  return use;
}

Value Lexer::value(bool constant) {
  Value value;
  using Kind = Value::Kind;
  if (!constant && skip("$")) {
    value.kind = Kind::variable;
    value.text = name();
  } else if (skip("[")) {
    value.kind = Kind::list;
    while (!skip("]")) value.items.push_back(this->value(constant));
  } else if (skip("{")) {
    value.kind = Kind::object;
    while (!skip("}")) {
      auto key = name();
      expect(":");
      value.members.emplace_back(std::move(key), this->value(constant));
    }
  } else {
    const Token token = take();
    value.text = token.text;
    switch (token.kind) {
      case Token::Kind::integer: value.kind = Kind::integer; break;
      case Token::Kind::real: value.kind = Kind::real; break;
      case Token::Kind::text: value.kind = Kind::text; break;
      case Token::Kind::name:
        value.kind = token.text == "null" ? Kind::null : token.text == "true" || token.text == "false" ? Kind::boolean : Kind::enumeration;
        break;
      case Token::Kind::mark:
      case Token::Kind::end: fail();
    }
  }
  return value;
}

}  // namespace fakes::gql
