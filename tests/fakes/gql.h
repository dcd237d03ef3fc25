// SPDX-License-Identifier: Apache-2.0
// A small GraphQL: enough of the language for clients that only read, and strict about it. Knows nothing of GitHub.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>
#include <nlohmann/json.hpp>
namespace fakes::gql {

using Json = nlohmann::ordered_json;
struct Place {
  int line = 1, column = 1;
};

// --- a query as written ---
struct Value {
  enum class Kind { null, integer, real, text, boolean, enumeration, list, object, variable } kind = Kind::null;
  std::string text;  // of variables and enumerations: the name
  std::vector<Value> items;
  std::vector<std::pair<std::string, Value>> members;
};
struct Argument {
  std::string name;
  Value value;
};
struct Directive {
  std::string name;
  std::vector<Argument> arguments;
};
struct Selection {
  enum class Kind { field, spread, inline_fragment } kind = Kind::field;
  std::string key, name;  // key: alias, else the name; name: of a field or fragment, or the type an inline fragment is for
  std::vector<Argument> arguments;
  std::vector<Directive> directives;
  std::vector<Selection> inner;
  Place place;
};
struct TypeUse {  // "[String!]!"
  std::string name;
  bool list = false, required = false, item_required = false;
  std::string text() const;
};
struct Variable {
  std::string name;
  TypeUse type;
  std::optional<Value> otherwise;
  Place place;
};
struct Fragment {
  std::string name, on;
  std::vector<Selection> inner;
  Place place;
};
struct Operation {
  std::string kind = "query", name;
  std::vector<Variable> variables;
  std::vector<Selection> inner;
  Place place;
};
struct Document {
  std::vector<Operation> operations;
  std::map<std::string, Fragment> fragments;
};
struct SyntaxError {
  std::string message;
  Place place;
};
Document parse(std::string_view text);  // throws SyntaxError

// --- what a server offers ---
struct Parameter {
  TypeUse type;
  Value otherwise;
  bool optional() const { return !type.required || otherwise.kind != Value::Kind::null; }
};
struct Type;
struct Object {  // a thing of the world: its concrete type and where it is
  const Type* type = nullptr;
  const void* data = nullptr;
  std::int64_t extra = 0;
};
struct Item {
  Object object;
  std::int64_t order = 0, id = 0;  // sorted by both; cursors are made of them, so that a page goes on where it ended
};
struct Listing {  // a connection, before paging
  std::vector<Item> items;
  bool descending = false;
};
using Result = std::variant<std::monostate, Json, Object, std::vector<Object>, Listing>;
class Run;
using Resolver = std::function<Result(const Object&, const Json& arguments, Run& run)>;
struct Field {
  std::string name;
  TypeUse type;
  std::map<std::string, Parameter> parameters;
  Resolver resolve;
  const Type* of = nullptr;  // of `type`
};
struct Type {
  enum class Kind { scalar, enumeration, object, abstract, input, connection, page_info, edge } kind = Kind::scalar;
  std::string name;
  std::unordered_map<std::string, Field> fields;  // of input: without resolvers
  std::vector<std::string> values;                // of enumerations; of abstract: the concrete types
  const Type* item = nullptr;                     // of connections and edges
};
class Schema {
 public:
  // In the schema language, without descriptions. A type XConnection that is used comes with its edges, its nodes (type X, or what
  // `connection XConnection of Y` says) and its arguments. Throws std::runtime_error.
  explicit Schema(std::string_view text);
  Type& type(std::string_view name);
  const Type* find(std::string_view name) const;
  void resolve(std::string_view type, std::string_view field, Resolver resolver);
  std::vector<std::string> unresolved() const;  // fields that nobody answers

 private:
  void add_connection(const std::string& name, const std::string& item);
  std::unordered_map<std::string, std::unique_ptr<Type>> types_;
  std::map<std::string, std::string> connection_items_;
};

// --- asking ---
struct Checked {
  std::vector<Json> errors;  // in GitHub's form; not empty: the query is not executed
  std::int64_t nodes = 0;    // at most that many, as GitHub counts them
  std::int64_t cost = 1;
  const Operation* operation = nullptr;
  Json variables;
};
Checked check(const Schema& schema, const Document& document, const std::string& operation, const Json& variables);

// One execution. Resolvers may report errors; `forbidden` fields are null with an error.
class Run {
 public:
  Run(const Schema& schema, const Document& document, const Checked& checked) : schema(schema), document_(document), checked(checked) {}
  Json execute();  // the whole answer: {"data":…,"errors":[…]}
  void error(const char* type, const std::string& message);
  const Schema& schema;
  // Misbehaviour: fields ("Type.field") that are null with an error; cursors that lead back; of the outermost lists, one or all nodes null.
  std::set<std::string> forbidden;
  bool repeat_cursors = false, null_node = false, all_nodes_null = false;
  std::vector<Json> errors;

 private:
  using Fields = std::vector<std::pair<std::string, std::vector<const Selection*>>>;
  void collect(const Type& type, const std::vector<Selection>& inner, Fields& out) const;
  Fields fields_of(const Type& type, const std::vector<const Selection*>& selections) const;
  bool wanted(const Selection& selection) const;
  Json arguments(const Field& field, const Selection& selection) const;
  bool object(const Object& object, const std::vector<const Selection*>& selections, Json& out);
  bool field(const Object& object, const Field& field, const std::vector<const Selection*>& selections, Json& out);
  bool complete(const Field& field, Result result, const Json& arguments, const std::vector<const Selection*>& selections, Json& out);
  bool connection(const Type& type, const Listing& listing, const Json& arguments, const std::vector<const Selection*>& selections, Json& out);
  void nodes(const std::vector<Item>& page, const std::vector<const Selection*>& selections, bool edges, Json& out);
  bool lost_node(std::size_t n, std::size_t of);

  const Document& document_;

 public:
  const Checked& checked;

 private:
  std::vector<Json> path_;
  const Selection* at_ = nullptr;
  int depth_ = 0;  // of connections
};

Json literal(const Value& value, const Json& variables);  // a value with variables filled in
std::string base64(std::string_view bytes);
std::string from_base64(std::string_view text);

}  // namespace fakes::gql
