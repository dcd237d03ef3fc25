// SPDX-License-Identifier: Apache-2.0
// What is wrong with a query before it runs, in the words of GitHub's own answers.
#include <algorithm>
#include <charconv>
#include "tests/fakes/gql.h"
namespace fakes::gql {
namespace {

constexpr std::int64_t kMostNodes = 500'000;

class Checker {
 public:
  Checker(const Schema& schema, const Document& document, Checked& out) : schema_(schema), document_(document), out_(out) {}

  void run(const std::string& wanted, const Json& given) {
    for (const Operation& operation : document_.operations)
      if (wanted.empty() ? document_.operations.size() == 1 : operation.name == wanted) out_.operation = &operation;
    if (!out_.operation) return error({}, "No operation named \"" + wanted + "\"", "missingOperation");
    const Operation& operation = *out_.operation;
    if (operation.kind != "query") return error(operation.place, "Only queries are served here", "unsupported");
    variables(operation, given);
    if (!out_.errors.empty()) return;
    path_ = {"query" + (operation.name.empty() ? "" : " " + operation.name)};
    selections(*schema_.find("Query"), operation.inner, 1);
    for (const Variable& variable : operation.variables)
      if (!used_.contains(variable.name)) error(variable.place, "Variable $" + variable.name + " is declared by " + operation.name + " but not used", "variableNotUsed");
    for (const auto& [name, fragment] : document_.fragments)
      if (!spread_.contains(name)) error(fragment.place, "Fragment " + name + " was defined, but not used", "useAndDefineFragment");
    out_.cost = std::max<std::int64_t>(1, (requests_ + 50) / 100);
    if (out_.nodes > kMostNodes)
      error(operation.place, "This query requests up to " + std::to_string(out_.nodes) + " possible nodes which exceeds the maximum limit of 500,000.", "", "MAX_NODE_LIMIT_EXCEEDED");
  }

 private:
  void error(Place place, const std::string& message, const char* code, const char* type = nullptr) {
    Json it;
    if (type) it["type"] = type;
    it["path"] = path_;
    if (*code) it["extensions"] = {{"code", code}};
    it["locations"] = Json::array({{{"line", place.line}, {"column", place.column}}});
    it["message"] = message;
    out_.errors.push_back(std::move(it));
  }

  void variables(const Operation& operation, const Json& given) {
    out_.variables = Json::object();
    for (const Variable& variable : operation.variables) {
      known_[variable.name] = &variable;
      const Type* type = schema_.find(variable.type.name);
      if (!type) {
        error(variable.place, variable.type.name + " isn't a defined input type (on $" + variable.name + ")", "variableRequiresValidType");
        continue;
      }
      const bool there = given.is_object() && given.contains(variable.name);
      if (there) out_.variables[variable.name] = given[variable.name];
      else if (variable.otherwise) out_.variables[variable.name] = literal(*variable.otherwise, {});
      const bool null = !out_.variables.contains(variable.name) || out_.variables[variable.name].is_null();
      if (null ? variable.type.required : !fits(out_.variables[variable.name], variable.type, *type))
        error(variable.place, "Variable $" + variable.name + " of type " + variable.type.text() + " was provided invalid value", "variableMismatch");
    }
  }

  bool fits(const Json& value, const TypeUse& use, const Type& type) const {
    if (use.list && value.is_array()) return std::all_of(value.begin(), value.end(), [&](const Json& item) { return item.is_null() ? !use.item_required : fits_one(item, type); });
    return fits_one(value, type);
  }
  bool fits_one(const Json& value, const Type& type) const {
    if (type.kind == Type::Kind::enumeration) return value.is_string() && std::find(type.values.begin(), type.values.end(), value.get<std::string>()) != type.values.end();
    if (type.kind == Type::Kind::input) return value.is_object() && std::all_of(value.items().begin(), value.items().end(), [&](const auto& member) {
      const auto place = type.fields.find(member.key());
      return place != type.fields.end() && (member.value().is_null() ? !place->second.type.required : fits(member.value(), place->second.type, *place->second.of));
    });
    if (type.name == "Int") return value.is_number_integer();
    if (type.name == "Float") return value.is_number();
    if (type.name == "Boolean") return value.is_boolean();
    return value.is_string() || (type.name == "ID" && value.is_number_integer());
  }

  // Notes every variable a value mentions; false when one is unknown.
  bool mentions(const Value& value, Place place) {
    bool good = true;
    if (value.kind == Value::Kind::variable) {
      used_.insert(value.text);
      if (!known_.contains(value.text)) error(place, "Variable $" + value.text + " is used by " + out_.operation->name + " but not declared", "variableNotDefined"), good = false;
    }
    for (const Value& item : value.items) good = mentions(item, place) && good;
    for (const auto& [key, member] : value.members) good = mentions(member, place) && good;
    return good;
  }

  void argument(const Field& field, const Argument& argument, Place place) {
    const auto known = field.parameters.find(argument.name);
    if (known == field.parameters.end()) return error(place, "Field '" + field.name + "' doesn't accept argument '" + argument.name + "'", "argumentNotAccepted");
    if (!mentions(argument.value, place)) return;
    const TypeUse& wanted = known->second.type;
    const Type* type = schema_.find(wanted.name);
    if (argument.value.kind == Value::Kind::variable) {
      const TypeUse& given = known_[argument.value.text]->type;
      const bool same = given.name == wanted.name && given.list == wanted.list;
      const bool loose = wanted.required && !given.required && !known_[argument.value.text]->otherwise;
      if (!same || loose) error(place, "Type mismatch on variable $" + argument.value.text + " and argument " + argument.name + " (" + given.text() + " / " + wanted.text() + ")", "variableMismatch");
      return;
    }
    const Json value = literal(argument.value, out_.variables);
    const bool quoted = argument.value.kind == Value::Kind::text && type && type->kind == Type::Kind::enumeration;
    if (!type || quoted || (value.is_null() ? wanted.required : !fits(value, wanted, *type)))
      error(place, "Argument '" + argument.name + "' on Field '" + field.name + "' has an invalid value. Expected type '" + wanted.text() + "'.", "argumentLiteralsIncompatible");
  }

  std::int64_t number(const Selection& selection, const char* name) const {
    for (const Argument& argument : selection.arguments)
      if (argument.name == name) {
        const Json value = literal(argument.value, out_.variables);
        return value.is_number_integer() ? value.get<std::int64_t>() : -1;
      }
    return -1;
  }

  std::int64_t page_size(const Field& field, const Selection& selection) {
    const bool counts = std::all_of(selection.inner.begin(), selection.inner.end(), [](const Selection& s) { return s.name == "totalCount" || s.name == "__typename" || s.name == "issueCount"; });
    for (const char* side : {"first", "last"}) {
      const auto wanted = number(selection, side);
      if (wanted < 0) continue;
      if (wanted < 1 || wanted > 100)
        error(selection.place, "Requesting " + std::to_string(wanted) + " records on the `" + field.name + "` connection exceeds the `" + side + "` limit of 100 records.", "", "EXCESSIVE_PAGINATION");
      return std::clamp<std::int64_t>(wanted, 1, 100);
    }
    if (!counts)
      error(selection.place, "You must provide a `first` or `last` value to properly paginate the `" + field.name + "` connection.", "", "MISSING_PAGINATION_BOUNDARIES");
    return 0;
  }

  void field(const Type& type, const Selection& selection, std::int64_t times) {
    if (selection.name == "__typename") return;
    const auto known = type.fields.find(selection.name);
    if (known == type.fields.end()) {
      path_.push_back(selection.key);
      error(selection.place, "Field '" + selection.name + "' doesn't exist on type '" + type.name + "'", "undefinedField");
      path_.pop_back();
      return;
    }
    const Field& it = known->second;
    path_.push_back(selection.key);
    for (const Argument& given : selection.arguments) argument(it, given, selection.place);
    for (const auto& [name, parameter] : it.parameters)
      if (!parameter.optional() && std::none_of(selection.arguments.begin(), selection.arguments.end(), [&](const Argument& a) { return a.name == name; }))
        error(selection.place, "Field '" + it.name + "' is missing required arguments: " + name, "missingRequiredArguments");
    const bool leaf = it.of->kind == Type::Kind::scalar || it.of->kind == Type::Kind::enumeration;
    if (leaf != selection.inner.empty())
      error(selection.place, leaf ? "Selections can't be made on scalars (field '" + it.name + "' returns " + it.of->name + ")" : "Field must have selections (field '" + it.name + "' returns " + it.of->name + " but has no selections.)", "selectionMismatch");
    if (it.of->kind == Type::Kind::connection) {
      const auto size = page_size(it, selection);
      if (size > 0) requests_ += times;
      times *= size;
      out_.nodes += times;
    }
    if (!leaf) selections(*it.of, selection.inner, times);
    path_.pop_back();
  }

  bool overlap(const Type& a, const Type& b) const {
    const auto has = [](const Type& abstract, const std::string& name) { return std::find(abstract.values.begin(), abstract.values.end(), name) != abstract.values.end(); };
    if (a.name == b.name) return true;
    if (a.kind != Type::Kind::abstract) return b.kind == Type::Kind::abstract && has(b, a.name);
    if (b.kind != Type::Kind::abstract) return has(a, b.name);
    return std::any_of(a.values.begin(), a.values.end(), [&](const std::string& name) { return has(b, name); });
  }

  void fragment(const Type& type, const std::string& on, const std::vector<Selection>& inner, Place place, std::int64_t times) {
    const Type* target = on.empty() ? &type : schema_.find(on);
    if (!target) return error(place, "No such type " + on + ", so it can't be a fragment condition", "undefinedType");
    if (!overlap(type, *target)) return error(place, "Fragment on " + on + " can't be spread inside " + type.name, "cannotSpreadFragment");
    selections(*target, inner, times);
  }

  void selections(const Type& type, const std::vector<Selection>& inner, std::int64_t times) {
    for (const Selection& selection : inner) {
      for (const Directive& directive : selection.directives) {
        if (directive.name != "include" && directive.name != "skip") error(selection.place, "Directive @" + directive.name + " is not defined", "undefinedDirective");
        for (const Argument& given : directive.arguments) mentions(given.value, selection.place);
      }
      if (selection.kind == Selection::Kind::field) {
        field(type, selection, times);
      } else if (selection.kind == Selection::Kind::inline_fragment) {
        fragment(type, selection.name, selection.inner, selection.place, times);
      } else if (const auto known = document_.fragments.find(selection.name); known == document_.fragments.end()) {
        error(selection.place, "Fragment " + selection.name + " was used, but not defined", "useAndDefineFragment");
      } else if (open_.insert(selection.name).second) {
        spread_.insert(selection.name);
        fragment(type, known->second.on, known->second.inner, selection.place, times);
        open_.erase(selection.name);
      } else {
        error(selection.place, "Fragment " + selection.name + " contains an infinite loop", "infiniteLoop");
      }
    }
  }

  const Schema& schema_;
  const Document& document_;
  Checked& out_;
  std::vector<std::string> path_;
  std::map<std::string, const Variable*> known_;
  std::set<std::string> used_, spread_, open_;
  std::int64_t requests_ = 0;
};

}  // namespace

Checked check(const Schema& schema, const Document& document, const std::string& operation, const Json& variables) {
  Checked out;
  Checker(schema, document, out).run(operation, variables);
  return out;
}

Json literal(const Value& value, const Json& variables) {
  using Kind = Value::Kind;
  switch (value.kind) {
    case Kind::null: return nullptr;
    case Kind::boolean: return value.text == "true";
    case Kind::text:
    case Kind::enumeration: return value.text;
    case Kind::integer:
    case Kind::real: return Json::parse(value.text, nullptr, false);
    case Kind::variable: return variables.is_object() && variables.contains(value.text) ? variables[value.text] : Json();
    case Kind::list: {
      Json out = Json::array();
      for (const Value& item : value.items) out.push_back(literal(item, variables));
      return out;
    }
    case Kind::object: {
      Json out = Json::object();
      for (const auto& [name, member] : value.members) out[name] = literal(member, variables);
      return out;
    }
  }
  return nullptr;
}

}  // namespace fakes::gql
