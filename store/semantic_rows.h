// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "store/semantic_build.h"
namespace juno::store::semantic {

// The rows that a figure is computed of.
struct Rows {
  std::string sql;
  MetricSql::How how = MetricSql::How::count;
};

// Those of a metric in a window: its groups g1, g2 …, its value v and, of a quotient, what it is divided by, d.
// Throws Error{usage} where the metric has no share and one is asked for.
Rows rows_of(Builder& b, ask::Entity entity, const ask::MetricUse& use, const ask::Span* span);

// "where …" of those that are not empty.
std::string where_all(const std::vector<std::string>& conditions);
// What was there at the end of the day that is asked about; empty = now is.
std::string born(Builder& b, ask::Entity entity);
// "g1, g2, g3"
std::string numbered(const std::string& prefix, std::size_t count);

}  // namespace juno::store::semantic
