// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/database.h"
#include "store/import_row.h"
#include "store/line_writer.h"
namespace juno::store {

// The ledger's rank_adjustments, rank_outcomes and rank_runs as lines of an export, and back. What is known is not added again.
void write_rank(Database& ledger, LineWriter& out);
bool is_rank_table(const std::string& table);
void import_rank(Database& ledger, const std::string& table, const ImportRow& row);

}  // namespace juno::store
