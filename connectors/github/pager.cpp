// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/pager.h"
#include <algorithm>
#include <set>
namespace juno::github {
namespace {

constexpr int kGrowAfter = 4;  // good pages in a row before the size grows again
constexpr int kTriesAlone = 3;

Json at(Json json, const std::vector<std::string>& path) {
  for (const auto& member : path) json = json[member];
  return json;
}

std::string joined(const std::vector<std::string>& path) {
  std::string out;
  for (const auto& member : path) out += (out.empty() ? "" : ".") + member;
  return out;
}

// The position in "repository.pullRequests.nodes.3.files", for the prefix "repository.pullRequests.nodes."; npos if elsewhere.
std::size_t position(const std::string& path, const std::string& prefix) {
  if (!path.starts_with(prefix)) return std::string::npos;
  std::size_t n = 0, at = prefix.size();
  for (; at < path.size() && path[at] >= '0' && path[at] <= '9' && n < 1000; ++at) n = n * 10 + static_cast<std::size_t>(path[at] - '0');
  return at == prefix.size() ? std::string::npos : n;
}

}  // namespace

Pager::Pager(const Api& api, Listing listing, std::string after)
    : api_(api), listing_(std::move(listing)), after_(std::move(after)), size_(listing_.size) {}
Pager::~Pager() {
  if (coming_.valid()) coming_.wait();
}

void Pager::ahead() {
  if (!over_ && !coming_.valid()) coming_ = std::async(std::launch::async, [this] { return fetch(); });
}

std::optional<GraphPage> Pager::next() {
  if (over_) return std::nullopt;
  auto page = coming_.valid() ? coming_.get() : fetch();
  if (!page) over_ = true;
  else if (page->last) over_ = true;
  else if (page->end.empty() || page->end == after_) throw Error(Exit::remote, listing_.what + ": GitHub's pages do not move on");
  else after_ = page->end;
  return page;
}

bool Pager::halve() {
  good_ = 0;
  if (size_ == 1) return false;
  size_ /= 2;
  return true;
}

std::optional<GraphPage> Pager::fetch() {
  for (int alone = 1;;) {
    try {
      auto page = try_once();
      if (page && !page->broken.empty() && halve()) continue;
      if (page && page->broken.empty() && ++good_ >= kGrowAfter && size_ < listing_.size) size_ = std::min(size_ * 2, listing_.size), good_ = 0;
      return page;
    } catch (const TooCostly& e) {
      if (halve()) continue;
      if (alone > kTriesAlone) throw Error(e.exit, std::string(e.what()) + ", even one at a time");
      if (api_.sleep) api_.sleep(std::chrono::seconds(2 * alone));
      ++alone;
    }
  }
}

std::optional<GraphPage> Pager::try_once() {
  Variables variables = listing_.variables;
  variables.emplace_back("n", std::to_string(size_));
  variables.emplace_back("after", after_.empty() ? "null" : json_string(after_));
  GraphPage page;
  page.reply = ask(api_, listing_.what, *listing_.query, variables);
  page.list = at(page.reply.data(), listing_.path);
  const std::string prefix = joined(listing_.path) + ".nodes.";
  std::set<std::size_t> broken;
  for (const auto& e : page.reply.errors) {
    const std::size_t n = position(e.path, prefix);
    if (e.forbidden()) page.refused.push_back(e);
    else if (n != std::string::npos) broken.insert(n);
  }
  if (!page.list.is_object()) {
    for (const auto& e : page.reply.errors) {
      if (e.type == "NOT_FOUND") { missing_ = true; return std::nullopt; }
      if (e.forbidden()) throw Error(Exit::partial, listing_.what + ": " + e.message, "the token lacks a permission for it");
    }
    if (page.reply.errors.empty()) { missing_ = true; return std::nullopt; }
    throw TooCostly(Exit::remote, listing_.what + ": " + page.reply.errors.front().message);
  }
  std::size_t n = 0;
  for (const Json node : page.list["nodes"]) {
    if (!node.is_object()) broken.insert(n);
    ++n;
  }
  page.broken.assign(broken.begin(), broken.end());
  const Json info = page.list["pageInfo"];
  page.last = !info["hasNextPage"].is_true();
  page.end = info["endCursor"].text();
  // A list without its nodes or page information was cut by the server, not ended.
  if (!info.is_object() || !page.list["nodes"].is_array()) throw TooCostly(Exit::remote, listing_.what + ": the page came without its end");
  return page;
}

}  // namespace juno::github
