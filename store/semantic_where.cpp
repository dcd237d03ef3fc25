// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include "core/names.h"
#include "store/semantic_build.h"
namespace juno::store::semantic {
namespace {

using ask::Atom;
using ask::Op;

std::string comparison(Op op) { return std::string(ask::to_string(op)); }

std::string is_true(const ask::Value& v) { return std::get<bool>(v) ? "" : " is not true"; }

// Conditions on what a person typed are about phrases: case, composition and width do not count.
std::string phrase(Builder& b, const FieldSql& f, const std::string& wanted) {
  const std::string folded = b.bind(SqlValue(fold_case(wanted)));
  return f.holds ? f.holds(folded) : "juno_has(" + f.value + ", " + folded + ") = 1";
}

std::string one_of(Builder& b, const FieldSql& f, const Names& names) { return f.any_of ? f.any_of(names) : f.value + " in (" + b.list(names) + ")"; }

Names names_of(const ask::Value& v) {
  if (const auto* one = std::get_if<std::string>(&v)) return {*one};
  if (const auto* all = std::get_if<Names>(&v)) return *all;
  return {};
}

// Long ago is before a moment: an index can tell that, where it could not tell an age.
std::string by_duration(Builder& b, ask::Entity entity, const Atom& a, const FieldSql& f) {
  const double hours = ask::duration_hours(std::get<std::string>(a.value)).value_or(0);
  const std::string since = a.field == "age" ? "created" : a.field == "idle" ? "updated" : "";
  const std::string alias = entity == ask::Entity::pull_request ? "p" : "i";
  if (since.empty() || (a.op != Op::greater && a.op != Op::less)) return f.value + " " + comparison(a.op) + " " + b.bind(SqlValue(hours));
  const Instant limit = b.now() - std::chrono::milliseconds(static_cast<std::int64_t>(hours * 3'600'000.0));
  return alias + "." + since + "_at " + (a.op == Op::greater ? "<" : ">") + " " + b.bind(limit);
}

std::string by_order(Builder& b, const Atom& a, const FieldSql& f) {
  return severity(b, f.value) + " " + comparison(a.op) + " " + severity(b, b.bind(SqlValue(std::get<std::string>(a.value))));
}

std::string compare(Builder& b, ask::Entity entity, const Atom& a, const ask::Field& field, const FieldSql& f) {
  switch (field.type) {
    case ask::Type::boolean: return "(" + f.value + ")" + is_true(a.value);
    case ask::Type::number: {
      const std::string is = f.value + " " + comparison(a.op == Op::not_equal ? Op::equal : a.op) + " " + b.bind(SqlValue(std::get<double>(a.value)));
      return a.op == Op::not_equal ? "(" + is + ") is not true" : is;
    }
    case ask::Type::duration: return by_duration(b, entity, a, f);
    case ask::Type::ordinal:
      if (a.op != Op::equal && a.op != Op::not_equal) return by_order(b, a, f);
      break;
    case ask::Type::key: case ask::Type::text: case ask::Type::enumeration: case ask::Type::reference: case ask::Type::free: case ask::Type::date: break;
  }
  const std::string is = one_of(b, f, names_of(a.value));
  // Rows without a value are not equal to it either.
  return a.op == Op::not_equal ? "(" + is + ") is not true" : is;
}

std::string atom_sql(Builder& b, ask::Entity entity, const Atom& a) {
  if (ask::is_history(a.op)) return history_sql(b, a);
  const ask::Field& field = *ask::find_field(entity, a.field);
  const FieldSql f = field_sql(b, entity, a.field);
  const std::string none = f.none.empty() ? f.value + " is null" : f.none;
  switch (a.op) {
    case Op::is_null: return none;
    case Op::not_null: return "not (" + none + ")";
    case Op::in: return one_of(b, f, names_of(a.value));
    case Op::not_in: return "(" + one_of(b, f, names_of(a.value)) + ") is not true";
    case Op::contains: return phrase(b, f, std::get<std::string>(a.value));
    case Op::not_contains: return "(" + phrase(b, f, std::get<std::string>(a.value)) + ") is not true";
    case Op::in_window: return in_span(b, f, ask::resolve_window(std::get<std::string>(a.value), b.input.world.clock, field.past).value_or(ask::Span{}));
    case Op::equal: case Op::not_equal: case Op::less: case Op::at_most: case Op::greater: case Op::at_least: return compare(b, entity, a, field, f);
    case Op::was: case Op::was_not: case Op::changed_to: case Op::changed_from: case Op::changed: break;
  }
  return "1 = 1";
}

std::string filter_sql(Builder& b, ask::Entity entity, const ask::Filter& f) {
  if (f.any.empty()) return atom_sql(b, entity, f.atom);
  std::string out;
  for (const auto& branch : f.any) {
    std::string all;
    for (const Atom& a : branch) all += (all.empty() ? "(" : " and (") + atom_sql(b, entity, a) + ")";
    out += (out.empty() ? "(" : " or (") + all + ")";
  }
  return out;
}

}  // namespace

std::string severity(Builder& b, const std::string& name) {
  std::string cases;
  const auto& order = b.input.world.priorities;
  for (std::size_t n = 0; n < order.size(); ++n) cases += " when " + b.bind(SqlValue(order[n])) + " then " + std::to_string(order.size() - n);
  return cases.empty() ? "0" : "(case " + name + cases + " end)";
}

// A day is in the window with its last moment: what is due today is due in the next hours, and not yet in the last ones.
std::string in_span(Builder& b, const FieldSql& f, const ask::Span& span) {
  const Zone& zone = b.input.world.clock.zone;
  const auto end = [&](Instant t) { return f.day ? b.bind(SqlValue(format_date(zone.date(t)))) : b.bind(t); };
  std::string out = f.value + " is not null";
  if (span.from) out = f.value + " >= " + end(*span.from);
  if (span.to) out += " and " + f.value + " < " + end(*span.to);
  return out;
}

std::string where_sql(Builder& b, ask::Entity entity, const std::vector<ask::Filter>& filters) {
  std::string out;
  for (const ask::Filter& f : filters) out += (out.empty() ? "(" : " and (") + filter_sql(b, entity, f) + ")";
  return out;
}

}  // namespace juno::store::semantic
