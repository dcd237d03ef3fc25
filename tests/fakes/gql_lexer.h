// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/fakes/gql.h"
namespace fakes::gql {

struct Token {
  enum class Kind { end, name, integer, real, text, mark } kind = Kind::end;
  std::string text;
  Place place;
};

// Tokens of a query or a schema, one ahead.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { step(); }
  const Token& peek() const { return token_; }
  Token take();
  bool is(std::string_view text) const { return token_.kind != Token::Kind::text && token_.text == text; }
  bool skip(std::string_view text);    // takes it when it is next
  void expect(std::string_view text);  // throws SyntaxError
  std::string name();
  TypeUse type();
  Value value(bool constant);
  [[noreturn]] void fail() const;

 private:
  void step();
  void skip_blanks();
  void read_text();
  void read_number();
  char at(std::size_t n) const { return n < text_.size() ? text_[n] : '\0'; }
  std::string_view text_;
  std::size_t next_ = 0;
  Place place_;
  Token token_;
};

}  // namespace fakes::gql
