// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>
#include "core/dependencies.h"
#include "core/queue.h"
namespace juno::queue_order {

using Order = std::vector<std::size_t>;  // indexes into the issues

// A total order of one person's own items: hard-scheduled by start, score descending, target date (none last), tracker
// rank (none last), project, number. Issues equal in all of these are told apart by key and id.
bool own_before(const QueueIssue& a, const QueueIssue& b);
// Puts them into that order; each is moved once.
void sort_own(std::vector<QueueIssue>& issues);

// `own` (indexes in own order) dealt out in turns: the r-th item of every stakeholder who still has one, by name.
// `round` is set for each of them.
Order round_robin(const Order& own, std::span<const QueueIssue> issues, std::vector<int>& round);

// What must happen at a time first, by time; the rest as it stands.
Order hard_first(Order order, std::span<const QueueIssue> issues);

}  // namespace juno::queue_order
