// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>
#include "core/error.h"
namespace juno {

// Runs `work` on the items that `next` yields (until it yields nothing), at most `width` at once, and gives the results
// to `sink` in the order of the items, one at a time, however they finish. `next` and `sink` run on the calling thread,
// `work` on others. At most 2 × width items are ahead of the sink, so memory stays bounded.
// The first failure, in the order of the items, is thrown after the results before it were handed on. `interrupted` is
// asked between items: true throws Error{interrupted}. On leaving, every thread has ended.
template <class Item, class Result>
class OrderedPool {
 public:
  explicit OrderedPool(std::size_t width) : width_(std::max<std::size_t>(width, 1)) {}

  void run(const std::function<std::optional<Item>()>& next, const std::function<Result(Item&)>& work,
           const std::function<void(Result)>& sink, const std::function<bool()>& interrupted = {}) {
    Crew crew(*this, work);  // its end stops and joins the threads
    bool more = true;
    for (;;) {
      while (more && slots_.size() < 2 * width_) {
        if (auto item = next()) add(std::move(*item), crew);
        else more = false;
      }
      if (slots_.empty()) return;
      if (interrupted && interrupted()) throw Error(Exit::interrupted, "interrupted");
      sink(take_first());
    }
  }

 private:
  struct Slot {
    explicit Slot(Item i) : item(std::move(i)) {}
    Item item;
    std::optional<Result> result;
    std::exception_ptr failure;
    bool finished = false;
  };

  struct Crew {
    Crew(OrderedPool& p, const std::function<Result(Item&)>& w) : pool(p), work(w) {}
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;
    ~Crew() {
      {
        const std::lock_guard lock(pool.mutex_);
        pool.stopping_ = true;
      }
      pool.wake_.notify_all();
      for (auto& thread : threads) thread.join();
      pool.slots_.clear();
      pool.waiting_.clear();
      pool.stopping_ = false;
    }
    OrderedPool& pool;
    const std::function<Result(Item&)>& work;
    std::vector<std::thread> threads;
  };

  void add(Item item, Crew& crew) {
    auto slot = std::make_shared<Slot>(std::move(item));
    {
      const std::lock_guard lock(mutex_);
      slots_.push_back(slot);
      waiting_.push_back(std::move(slot));
    }
    wake_.notify_one();
    if (crew.threads.size() < width_) crew.threads.emplace_back([this, &crew] { serve(crew.work); });
  }

  Result take_first() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [this] { return slots_.front()->finished; });
    const auto slot = std::move(slots_.front());
    slots_.pop_front();
    lock.unlock();
    if (slot->failure) std::rethrow_exception(slot->failure);
    return std::move(*slot->result);
  }

  void serve(const std::function<Result(Item&)>& work) {
    for (;;) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      const auto slot = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      try {
        slot->result.emplace(work(slot->item));
      } catch (...) {
        slot->failure = std::current_exception();
      }
      lock.lock();
      slot->finished = true;
      lock.unlock();
      finished_.notify_one();
    }
  }

  std::size_t width_;
  std::mutex mutex_;
  std::condition_variable wake_, finished_;
  std::deque<std::shared_ptr<Slot>> slots_;    // in order; the first is the next to be handed on
  std::deque<std::shared_ptr<Slot>> waiting_;  // not yet begun
  bool stopping_ = false;
};

}  // namespace juno
