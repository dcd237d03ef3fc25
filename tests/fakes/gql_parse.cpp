// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/gql_lexer.h"
namespace fakes::gql {
namespace {

std::vector<Selection> selections(Lexer& lexer);

std::vector<Argument> arguments(Lexer& lexer) {
  std::vector<Argument> out;
  if (!lexer.skip("(")) return out;
  while (!lexer.skip(")")) {
    Argument argument;
    argument.name = lexer.name();
    lexer.expect(":");
    argument.value = lexer.value(false);
    out.push_back(std::move(argument));
  }
  return out;
}

std::vector<Directive> directives(Lexer& lexer) {
  std::vector<Directive> out;
  while (lexer.skip("@")) {
    Directive directive;
    directive.name = lexer.name();
    directive.arguments = arguments(lexer);
    out.push_back(std::move(directive));
  }
  return out;
}

Selection selection(Lexer& lexer) {
  Selection out;
  out.place = lexer.peek().place;
  if (lexer.skip("...")) {
    if (lexer.skip("on")) out.kind = Selection::Kind::inline_fragment, out.name = lexer.name();
    else if (lexer.is("{") || lexer.is("@")) out.kind = Selection::Kind::inline_fragment;
    else out.kind = Selection::Kind::spread, out.name = lexer.name();
    out.directives = directives(lexer);
    if (out.kind == Selection::Kind::inline_fragment) out.inner = selections(lexer);
    return out;
  }
  out.key = out.name = lexer.name();
  if (lexer.skip(":")) out.name = lexer.name();
  out.arguments = arguments(lexer);
  out.directives = directives(lexer);
  if (lexer.is("{")) out.inner = selections(lexer);
  return out;
}

std::vector<Selection> selections(Lexer& lexer) {
  std::vector<Selection> out;
  lexer.expect("{");
  do out.push_back(selection(lexer));
  while (!lexer.skip("}"));
  return out;
}

Operation operation(Lexer& lexer) {
  Operation out;
  out.place = lexer.peek().place;
  if (lexer.is("{")) {
    out.inner = selections(lexer);
    return out;
  }
  out.kind = lexer.name();
  if (out.kind != "query" && out.kind != "mutation" && out.kind != "subscription") throw SyntaxError{"Unexpected \"" + out.kind + "\"", out.place};
  if (lexer.peek().kind == Token::Kind::name) out.name = lexer.name();
  if (lexer.skip("("))
    while (!lexer.skip(")")) {
      Variable variable;
      variable.place = lexer.peek().place;
      lexer.expect("$");
      variable.name = lexer.name();
      lexer.expect(":");
      variable.type = lexer.type();
      if (lexer.skip("=")) variable.otherwise = lexer.value(true);
      out.variables.push_back(std::move(variable));
    }
  directives(lexer);
  out.inner = selections(lexer);
  return out;
}

}  // namespace

Document parse(std::string_view text) {
  Document document;
  Lexer lexer(text);
  while (lexer.peek().kind != Token::Kind::end) {
    if (!lexer.is("fragment")) {
      document.operations.push_back(operation(lexer));
      continue;
    }
    Fragment fragment;
    fragment.place = lexer.take().place;
    fragment.name = lexer.name();
    lexer.expect("on");
    fragment.on = lexer.name();
    fragment.inner = selections(lexer);
    if (!document.fragments.emplace(fragment.name, fragment).second) throw SyntaxError{"Fragment name \"" + fragment.name + "\" must be unique", fragment.place};
  }
  if (document.operations.empty()) lexer.fail();
  return document;
}

}  // namespace fakes::gql
