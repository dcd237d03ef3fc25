// SPDX-License-Identifier: Apache-2.0
#include "cmd/rank_ledger.h"
#include <charconv>
#include <cmath>
#include <filesystem>
#include "core/error.h"
#include "core/report.h"
#include "store/ledger.h"
#include "store/rank_ledger.h"
namespace juno {

RankWords rank_words(Context& ctx) {
  RankWords out;
  if (!std::filesystem::exists(ctx.paths().ledger)) return out;
  try {
    store::Database& ledger = ctx.ledger(store::Database::Mode::read_only);
    out.adjustments = store::rank_adjustments(ledger), out.outcomes = store::rank_outcomes(ledger);
  } catch (const Error& e) {
    out.adjustments.clear(), out.outcomes.clear();
    out.warning = std::string("The ledger cannot be read, so adjustments, outcomes and earlier rankings are left out: ") + e.what() + ".";
  }
  return out;
}

void keep_ranking(Context& ctx, Ranking& ranking, const std::string& scheme, bool keep) {
  if (ranking.items.empty()) return;
  const std::string body = rank_run_body(ranking), hash = store::sha256_hex(body);
  try {
    const bool exists = std::filesystem::exists(ctx.paths().ledger);
    store::RankRunsBefore before;
    if (exists) {
      store::Database& ledger = ctx.ledger(store::Database::Mode::read_only);
      before = store::rank_runs_before(ledger, scheme, ctx.now(), hash);
      if (before.different) compare_with_run(ranking, before.different->head, store::rank_run_text(ledger, before.different->head.id));
    }
    if (!keep || (before.newest && before.newest->sha256 == hash)) return;
    store::Database& ledger = ctx.ledger(store::Database::Mode::read_write);
    store::Transaction tx(ledger);
    store::add_rank_run(ledger, {0, ctx.now(), ctx.system.user(), std::string(to_string(ranking.rules.model)), scheme, static_cast<int>(ranking.items.size())}, body);
    tx.commit();
  } catch (const Error& e) {
    if (e.exit != Exit::store) throw;
    ranking.warnings.push_back(std::string("This ranking was not kept for `juno rank history`: ") + e.what() + ".");
  }
}

store::StoredIssue ranked_issue(Context& ctx, const std::string& key) {
  auto issue = store::find_issue(ctx.cache(), key);
  if (!issue) throw Error(Exit::usage, "no issue " + key + " in the cache", "check the key; `juno status` shows which projects are cached");
  return std::move(*issue);
}

double typed_number(const std::string& text, const std::string& what, double least, double most) {
  std::string_view digits = text;
  if (digits.starts_with("+") && !digits.starts_with("+-")) digits.remove_prefix(1);
  double value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || failed != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(value)) throw Error(Exit::usage, what + ": not a number: " + text);
  if (value < least || value > most) throw Error(Exit::usage, what + ": not from " + people_number(least) + " to " + people_number(most));
  return value;
}

}  // namespace juno
