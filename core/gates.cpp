// SPDX-License-Identifier: Apache-2.0
#include "core/gates.h"
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include "core/error.h"
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

struct OpName {
  GateOp op;
  std::string_view name;
};
// Two characters before one, so that "<=" is not read as "<".
constexpr std::array<OpName, 6> kOps{{{GateOp::less_equal, "<="},
                                      {GateOp::greater_equal, ">="},
                                      {GateOp::equal, "=="},
                                      {GateOp::not_equal, "!="},
                                      {GateOp::less, "<"},
                                      {GateOp::greater, ">"}}};

constexpr std::string_view kBlank = " \t";

[[noreturn]] void malformed(std::string_view text, const std::string& why) {
  throw Error(Exit::usage, "gate '" + std::string(text) + "': " + why,
              "write KEY OP NUMBER, e.g. 'totals.completion_rate.points < 80%'; operators are < <= > >= == !=");
}

std::optional<double> number(std::string_view text) {
  double out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size() || !std::isfinite(out)) return std::nullopt;
  return out;
}

bool holds(double value, GateOp op, double limit) {
  switch (op) {
    case GateOp::less: return value < limit;
    case GateOp::less_equal: return value <= limit;
    case GateOp::greater: return value > limit;
    case GateOp::greater_equal: return value >= limit;
    case GateOp::equal: return value == limit;
    case GateOp::not_equal: return value != limit;
  }
  return false;
}

std::string shown(double value, bool ratio) {
  std::array<char, 40> text{};
  const double rounded = std::round((ratio ? value * 100 : value) * 100) / 100;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), rounded).ptr;
  return std::string(text.data(), end) + (ratio ? "%" : "");
}

bool numeric(const Field& f) { return f.kind == Kind::integer || f.kind == Kind::number || f.kind == Kind::ratio; }

[[noreturn]] void unknown_key(const GateRule& rule, const Report& report) {
  std::vector<std::string> keys;
  for (const Field& f : report.summary)
    if (numeric(f)) keys.push_back(f.key);
  const std::string guess = nearest(rule.key, keys);
  Error error(Exit::usage, "gate '" + rule.text + "': this report has no value '" + rule.key + "'",
              !guess.empty() ? "did you mean " + guess + "?" : keys.empty() ? "this command answers no numbers to hold a gate against" : "these can be used");
  if (guess.empty()) error.details = keys;
  throw error;
}

}  // namespace

GateRule parse_gate(std::string_view text) {
  GateRule rule;
  rule.text = std::string(trimmed(text));
  const std::string_view whole = rule.text;
  const auto at = whole.find_first_of("<>=!");
  if (at == std::string_view::npos) malformed(whole, "has no operator");
  rule.key = std::string(trimmed(whole.substr(0, at)));
  if (rule.key.empty()) malformed(whole, "has no key before the operator");
  if (rule.key.find_first_of(kBlank) != std::string::npos) malformed(whole, "'" + rule.key + "' is not one key");
  const std::string_view rest = whole.substr(at);
  for (const auto& [op, name] : kOps)
    if (rest.starts_with(name)) {
      rule.op = op;
      std::string_view limit = trimmed(rest.substr(name.size()));
      if (limit.ends_with('%')) rule.percent = true, limit = trimmed(limit.substr(0, limit.size() - 1));
      const auto value = number(limit);
      if (!value) malformed(whole, limit.empty() ? "has no number after the operator" : "'" + std::string(limit) + "' is not a number");
      rule.limit = rule.percent ? *value / 100 : *value;
      return rule;
    }
  malformed(whole, "'" + std::string(rest.substr(0, 1)) + "' is no operator");
}

GateFinding evaluate(const GateRule& rule, const Report& report) {
  const Field* field = find_field(report, rule.key);
  if (!field) unknown_key(rule, report);
  if (!numeric(*field)) throw Error(Exit::usage, "gate '" + rule.text + "': " + rule.key + " is no number", "gates compare numbers");
  const bool ratio = field->kind == Kind::ratio;
  if (rule.percent && !ratio)
    throw Error(Exit::usage, "gate '" + rule.text + "': " + rule.key + " is no ratio", "write the number without %");
  if (!rule.percent && ratio && std::abs(rule.limit) >= 5)
    throw Error(Exit::usage, "gate '" + rule.text + "': " + rule.key + " is a ratio, 1 is all", "write " + shown(rule.limit, false) + "% for percent");
  if (std::holds_alternative<std::monostate>(field->value))
    return {true, "gate hit: " + rule.text + " (" + rule.key + " is unknown" + (field->reason.empty() ? "" : ": " + field->reason) + ")"};
  const auto* whole = std::get_if<std::int64_t>(&field->value);
  const auto* real = std::get_if<double>(&field->value);
  if (!whole && !real) throw Error(Exit::usage, "gate '" + rule.text + "': " + rule.key + " is no number", "gates compare numbers");
  const double value = whole ? static_cast<double>(*whole) : *real;
  if (!holds(value, rule.op, rule.limit)) return {};
  return {true, "gate hit: " + rule.text + " (" + rule.key + " is " + shown(value, ratio) + ")"};
}

}  // namespace juno
