// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>
#include "core/ask/model.h"
#include "core/ask/world.h"
#include "core/report.h"
namespace juno::ask {

// What a group is called, by the query's group_by; nothing = has none.
using GroupKeys = std::vector<std::optional<std::string>>;

// One row of an answer that core computes: figures of a group in a window, in the order of the query's metrics.
struct FigureRow {
  GroupKeys keys;
  std::size_t window = 0;
  std::vector<std::optional<double>> metrics;  // of unit date: days since 1970-01-01
  std::vector<Cell> more;                      // what is told besides
};
// Groups, then the window (of two), metrics, and what is told besides; kept, ordered and cut as the query says.
Table figure_table(const SemanticQuery& query, std::vector<FigureRow> rows, std::vector<Column> more = {});

// What a cell of an answer says: the name of a group, a figure; nothing = unknown.
std::optional<std::string> group_name(const Cell& cell);
std::optional<double> figure_in(const Cell& cell);
// The answers of parts of a query, each about some of its metrics and neither ordered nor cut, side by side: what counts is 0
// where only others have a group. What a part tells besides stands behind the metrics.
Table merged(const SemanticQuery& query, const std::vector<std::pair<SemanticQuery, Table>>& parts);

// A name, a number, or nothing.
using FieldValue = std::variant<std::monostate, std::string, double>;
inline FieldValue field_value(const std::optional<std::string>& name) { return name ? FieldValue(*name) : FieldValue(); }
// Whether a condition holds for what has these values, field by field. History operators hold for nothing.
bool holds(const Filter& filter, const std::function<FieldValue(const std::string& field)>& value_of);

// Of values of which some are known; nothing of none.
std::optional<double> aggregated(Aggregation aggregation, std::span<const double> values);

// "Capacity": what a metric or field is called at the head of a column.
std::string column_title(std::string_view name);

}  // namespace juno::ask
