// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
namespace juno::ask {

// The semantic query: what a question means, before it is SQL. Names of metrics, entities and fields are those of
// core/ask/model.h; windows of time are kept as they were said (core/ask/window.h).

enum class Op {
  equal, not_equal, in, not_in, less, at_most, greater, at_least, is_null, not_null, contains, not_contains, in_window,
  was, was_not, changed_to, changed_from, changed,
};
std::string_view to_string(Op op);  // "=", "not_in", "was" …
std::optional<Op> op_named(std::string_view name);
inline bool is_history(Op op) { return op >= Op::was; }
inline bool takes_list(Op op) { return op == Op::in || op == Op::not_in; }
inline bool takes_value(Op op) { return op != Op::is_null && op != Op::not_null && op != Op::changed; }

// Nothing, yes or no, a number, a text (a name, a duration "14d", a window), or names.
using Value = std::variant<std::monostate, bool, double, std::string, std::vector<std::string>>;

// A condition on one field: `assignee = Dana`.
struct Atom {
  std::string field;
  Op op = Op::equal;
  Value value;
  std::string window;  // of a history operator: when it was; empty = ever
  friend bool operator==(const Atom&, const Atom&) = default;
};

// An atom, or one of several groups of atoms that hold together: (a and b) or (c).
struct Filter {
  Atom atom;
  std::vector<std::vector<Atom>> any;  // not empty: counts instead of `atom`
  Filter() = default;
  Filter(Atom a) : atom(std::move(a)) {}
  friend bool operator==(const Filter&, const Filter&) = default;
};

struct Having {
  std::string metric;
  Op op = Op::greater;
  double value = 0;
  friend bool operator==(const Having&, const Having&) = default;
};
struct Sort {
  std::string by;
  bool descending = false;
  friend bool operator==(const Sort&, const Sort&) = default;
};

// Figures (metrics not empty), or a list of one entity's rows.
struct SemanticQuery {
  std::string entity;                // of a list
  std::vector<std::string> metrics;  // "cycle_time", "cycle_time.p85"
  std::vector<Filter> where;         // all hold
  std::vector<std::string> group_by;
  std::vector<std::string> time;     // windows on the metric's own axis; two are compared
  std::vector<Having> having;
  std::vector<Filter> pct;           // the answer is the share of rows that satisfy these too
  std::string as_of;                 // as things were at the end of that day
  std::vector<Sort> sort;
  std::optional<std::int64_t> limit;
  std::vector<std::string> select;   // columns of a list; empty = the usual ones
  friend bool operator==(const SemanticQuery&, const SemanticQuery&) = default;
};

// A question that a command of its own answers: sprint, queue, dora, capacity, roi.
struct ReportRequest {
  std::string report;
  std::vector<Filter> where;
  std::string time;  // a window, or empty
  friend bool operator==(const ReportRequest&, const ReportRequest&) = default;
};

// Independent questions in one sentence.
struct Multi {
  std::vector<std::variant<SemanticQuery, ReportRequest>> parts;
  friend bool operator==(const Multi&, const Multi&) = default;
};

struct Clarify {
  std::string reason, about;  // reason: one of model.h's
  std::vector<std::variant<std::string, SemanticQuery, ReportRequest>> options;
  friend bool operator==(const Clarify&, const Clarify&) = default;
};
struct Refuse {
  std::string reason;
  friend bool operator==(const Refuse&, const Refuse&) = default;
};

using Ir = std::variant<SemanticQuery, ReportRequest, Multi, Clarify, Refuse>;

// One line of JSON; members that are empty are left out.
std::string to_json(const Ir& ir);
// Reads what to_json writes, and JSON that people or models wrote: null members are absent. Bounded in size (64 KiB), depth
// and lengths of lists. Checks the shape, not the meaning (validate does). Throws Error{usage} naming the place.
Ir parse_ir(std::string_view json);

}  // namespace juno::ask
