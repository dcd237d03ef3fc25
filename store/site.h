// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
#include "store/database.h"
namespace juno::store {

// Tracker ids of several sites may collide, so the cache keeps number * 2^40 + id. The first site's number is 0: with
// one site the ids in the cache are the tracker's own.
inline constexpr int kSiteBits = 40;
inline constexpr Id kMaxTrackerId = (Id{1} << kSiteBits) - 1;

// One configured source, as the cache knows it.
struct Site {
  int number = 0;
  std::string name;        // [[jira]] name; "jira" when the only one
  std::string kind;        // jira, github, import
  std::string url, deployment;
  std::string account;     // who the token belongs to; empty = not known yet
  std::string time_zone;   // the account's: the tracker reads `updated >=` in it
  Id base() const { return Id{number} << kSiteBits; }
  // The id inside the cache; 0 stays 0 ("none").
  Id to_cache(Id tracker) const { return tracker == 0 ? 0 : tracker + base(); }
  Id to_tracker(Id cached) const { return cached == 0 ? 0 : cached - base(); }
};
// Positive and below 2^40: anything else is a hostile or broken record.
inline bool valid_tracker_id(Id id) { return id > 0 && id <= kMaxTrackerId; }
inline int site_number(Id cached) { return static_cast<int>(cached >> kSiteBits); }

// Finds the site by name or adds it, and writes down what changed (empty account and zone leave the known ones). Public
// views are rebuilt when the number of sites changes. Call inside a Transaction.
Site register_site(Database& db, const Site& wanted);
std::vector<Site> sites(Database& db);  // by number

// Small facts of a site or of the whole cache that outlive a run. Nothing when never set.
std::optional<std::string> setting(Database& db, std::string_view key);
void put_setting(Database& db, std::string_view key, std::string_view value);

// Which fields carried what when the site was last read; a different map on the next run means reprocess.
std::optional<FieldMap> stored_field_map(Database& db, const Site& site);
void put_field_map(Database& db, const Site& site, const FieldMap& fields);

}  // namespace juno::store
