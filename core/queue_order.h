// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>
#include "core/queue.h"
#include "core/queue_entries.h"
namespace juno::queue_order {

using Order = std::vector<std::size_t>;

// A total order of one person's own items: hard-scheduled by start, score descending, target date (none last), tracker
// rank (none last), project, number. Issues equal in all of these are told apart by key and id.
bool own_before(const QueueItem& a, const QueueItem& b);
// The indexes of the issues in that order.
Order own_order(std::span<const QueueItem> issues);

// `own` (places in own order) dealt out in turns: the r-th item of every stakeholder who still has one, by seat.
// `round` is set for each of them.
Order round_robin(const Order& own, std::span<const QueueEntry> entries, std::vector<int>& round);

// What must happen at a time first, by time; the rest as it stands.
Order hard_first(Order order, std::span<const QueueEntry> entries);

// Puts items[order[0]], items[order[1]] … in a row; each is moved once, as a second row would cost more than the sorting.
// `order` names each once.
void arrange(std::vector<QueueItem>& items, Order order);

}  // namespace juno::queue_order
