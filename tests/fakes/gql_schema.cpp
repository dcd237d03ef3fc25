// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>
#include "tests/fakes/gql_lexer.h"
namespace fakes::gql {
namespace {

bool is_connection(const std::string& name) { return name.ends_with("Connection"); }

void read_fields(Lexer& lexer, Type& type) {
  lexer.expect("{");
  while (!lexer.skip("}")) {
    Field field;
    field.name = lexer.name();
    if (lexer.skip("("))
      while (!lexer.skip(")")) {
        auto name = lexer.name();
        lexer.expect(":");
        Parameter parameter;
        parameter.type = lexer.type();
        if (lexer.skip("=")) parameter.otherwise = lexer.value(true);
        field.parameters.emplace(std::move(name), std::move(parameter));
      }
    lexer.expect(":");
    field.type = lexer.type();
    if (is_connection(field.type.name)) {
      for (const char* name : {"first", "last"}) field.parameters[name].type.name = "Int";
      for (const char* name : {"after", "before"}) field.parameters[name].type.name = "String";
    }
    auto key = field.name;
    type.fields.emplace(std::move(key), std::move(field));
  }
}

}  // namespace

Schema::Schema(std::string_view text) try {
  for (const char* name : {"Int", "Float", "String", "Boolean", "ID", "DateTime", "URI", "GitObjectID", "GitTimestamp", "BigInt", "Date"}) type(name);
  Type& info = type("PageInfo");
  info.kind = Type::Kind::page_info;
  for (const char* name : {"hasNextPage", "hasPreviousPage"}) info.fields[name] = {name, {"Boolean", false, true}, {}, {}, nullptr};
  for (const char* name : {"endCursor", "startCursor"}) info.fields[name] = {name, {"String"}, {}, {}, nullptr};
  Lexer lexer(text);
  while (lexer.peek().kind != Token::Kind::end) {
    const auto word = lexer.name(), name = lexer.name();
    Type& it = type(name);
    if (word == "enum") {
      it.kind = Type::Kind::enumeration;
      lexer.expect("{");
      while (!lexer.skip("}")) it.values.push_back(lexer.name());
    } else if (word == "union") {
      it.kind = Type::Kind::abstract;
      lexer.expect("=");
      do it.values.push_back(lexer.name());
      while (lexer.skip("|"));
    } else if (word == "connection") {
      lexer.expect("of");
      connection_items_[name] = lexer.name();
    } else {
      it.kind = word == "input" ? Type::Kind::input : word == "interface" ? Type::Kind::abstract : Type::Kind::object;
      if (lexer.skip("implements"))
        do type(lexer.name()).values.push_back(name);
        while (lexer.skip("&"));
      read_fields(lexer, it);
    }
  }
  std::vector<std::string> connections;
  for (const auto& [name, it] : types_)
    for (const auto& [key, field] : it->fields)
      if (is_connection(field.type.name)) connections.push_back(field.type.name);
  for (const auto& name : connections) {
    const auto known = connection_items_.find(name);
    add_connection(name, known == connection_items_.end() ? name.substr(0, name.size() - 10) : known->second);
  }
  for (const auto& [name, it] : types_)
    for (auto& [key, field] : it->fields)
      if (!(field.of = find(field.type.name))) throw std::runtime_error("schema: unknown type " + field.type.name + " of " + name + "." + key);
} catch (const SyntaxError& error) {
  throw std::runtime_error("schema, line " + std::to_string(error.place.line) + ": " + error.message);
}

void Schema::add_connection(const std::string& name, const std::string& item) {
  Type& it = type(name);
  if (it.kind == Type::Kind::connection) return;
  const Type* of = find(item);
  if (!of) throw std::runtime_error("schema: " + name + " of unknown " + item);
  Type& edge = type(item + "Edge");
  edge.kind = Type::Kind::edge;
  edge.item = it.item = of;
  edge.fields["cursor"] = {"cursor", {"String", false, true}, {}, {}, nullptr};
  edge.fields["node"] = {"node", {item}, {}, {}, nullptr};
  for (auto& [key, field] : edge.fields) field.of = find(field.type.name);
  it.kind = Type::Kind::connection;
  it.fields["totalCount"] = {"totalCount", {"Int", false, true}, {}, {}, nullptr};
  it.fields["pageInfo"] = {"pageInfo", {"PageInfo", false, true}, {}, {}, nullptr};
  it.fields["nodes"] = {"nodes", {item, true}, {}, {}, nullptr};
  it.fields["edges"] = {"edges", {edge.name, true}, {}, {}, nullptr};
}

Type& Schema::type(std::string_view name) {
  auto& slot = types_[std::string(name)];
  if (!slot) {
    slot = std::make_unique<Type>();
    slot->name = name;
  }
  return *slot;
}

const Type* Schema::find(std::string_view name) const {
  const auto place = types_.find(std::string(name));
  return place == types_.end() ? nullptr : place->second.get();
}

void Schema::resolve(std::string_view type_name, std::string_view field, Resolver resolver) {
  const auto place = type(type_name).fields.find(std::string(field));
  if (place == type(type_name).fields.end()) throw std::runtime_error("schema: no field " + std::string(type_name) + "." + std::string(field));
  place->second.resolve = std::move(resolver);
}

std::vector<std::string> Schema::unresolved() const {
  std::vector<std::string> out;
  for (const auto& [name, it] : types_)
    if (it->kind == Type::Kind::object)
      for (const auto& [key, field] : it->fields)
        if (!field.resolve) out.push_back(name + "." + key);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace fakes::gql
