// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
namespace juno {

// What analytics need of one issue's history: its values at creation, then every change, oldest first. Built backwards
// from the present values, because the present is certain (methods.md 1.5).
struct IssueTimeline {
  struct Event {
    enum class Kind { points, status, sprints };
    Instant at;
    Kind kind = Kind::points;
    std::optional<double> points;  // value after the event, by kind
    Id status = 0;
    std::vector<Id> sprints;       // ascending
    std::uint64_t author = 0;      // account_hash; equal authors only, never shown
  };
  Instant created;
  std::optional<double> points;  // at creation
  Id status = 0;
  std::vector<Id> sprints;
  std::vector<Event> events;     // ordered by (at, history, ordinal)
  bool gap = false;              // the changelog contradicts itself or the present: lower confidence
};

// What a changelog does not say by itself. Both may be left empty.
struct HistoryHints {
  // The status of that name; 0 = none or several. For old changes that carry no status id.
  std::function<Id(std::string_view name)> status_by_name;
  // A deleted sprint vanishes from the field without a change; without this every such case counts as a gap.
  std::function<bool(Id)> sprint_deleted;
};

// Joins the changes of every points field into one effective value (first non-null of the map's order). Fields are matched
// by id where the change has one, else by name. Changes from before `created` (moved, imported) are part of the first values.
// A changelog that lost its oldest changes cannot be told from a whole one here: what it still covers is right, `gap` says
// nothing; the connector compares counts.
IssueTimeline timeline(const Issue& issue, std::span<const Change> changes, const FieldMap& fields,
                       const HistoryHints& hints = {});

// The same, seen from one sprint: compact enough that a report reads one small row an issue.
struct SprintTimeline {
  // Points or none, in half the room of an optional: a long sprint has some hundred thousand events.
  class Estimate {
   public:
    Estimate() = default;
    Estimate(double points) : value_(points) {}
    Estimate(std::optional<double> points) : value_(points.value_or(std::numeric_limits<double>::quiet_NaN())) {}
    operator std::optional<double>() const { return value_ == value_ ? std::optional(value_) : std::nullopt; }
    friend bool operator==(const Estimate& a, const Estimate& b) { return std::optional<double>(a) == std::optional<double>(b); }

   private:
    double value_ = std::numeric_limits<double>::quiet_NaN();
  };
  struct Event {
    // member: it entered, left, or stayed while other sprints of its list changed (as when a close moves it on).
    enum class Kind : std::uint8_t { points, status, member };
    Instant at;
    std::uint64_t author = 0;
    Id status = 0;
    Estimate points;
    Kind kind = Kind::points;
    bool member = false;
  };
  Instant created;
  std::optional<double> points;
  Id status = 0;
  bool member = false;
  std::vector<Event> events;
  bool gap = false;
};
SprintTimeline seen_from(const IssueTimeline& timeline, Id sprint);
// Every sprint the issue was ever in, ascending.
std::vector<Id> sprints_ever(const IssueTimeline& timeline);

// Compact bytes and back; decode throws Error{store} on damaged or newer bytes.
std::string encode(const SprintTimeline& timeline);
SprintTimeline decode_sprint_timeline(std::string_view bytes);

// State at `t` includes what happened at `t` itself. Before creation: not a member, no points, status 0.
struct SprintStateAt {
  bool exists = false, member = false;
  std::optional<double> points;
  Id status = 0;
};
SprintStateAt state_at(const SprintTimeline& timeline, Instant t);

// The intervals an issue was in a sprint; `to` empty = still in. Ordered by (sprint, from).
struct Membership {
  Id sprint = 0;
  Instant from;
  std::optional<Instant> to;
};
std::vector<Membership> memberships(const IssueTimeline& timeline);

// Moments that rules pick, by status category as it is mapped today.
struct Moments {
  std::optional<Instant> started;  // first entry into an in_progress status
  std::optional<Instant> done;     // start of the present unbroken stretch of done statuses; empty when not done now
};
Moments moments(const IssueTimeline& timeline, const std::function<StatusCategory(Id)>& category);

// FNV-1a, 64 bits; 0 for nobody.
std::uint64_t account_hash(std::string_view account);

}  // namespace juno
