// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <vector>
#include "connectors/github/api.h"
namespace juno::github {

inline constexpr int kFirstSize = 25, kLargestSize = 100;

// Which list, and how to find it in the answer.
struct Listing {
  std::string what;                // for messages: "pull requests of acme/web"
  const Query* query = nullptr;
  Variables variables;             // all but $n and $after
  std::vector<std::string> path;   // members from data to the connection
  int size = kFirstSize;           // nodes a page to begin with
};

struct GraphPage {
  Reply reply;
  Json list;                        // the connection
  std::string end;                  // cursor behind this page
  bool last = true;
  std::vector<std::size_t> broken;  // positions of nodes that are null or told in part, after asking for each alone
  std::vector<PathError> refused;   // what the token may not see
};

// Walks one connection by its cursor. A page the server finds too costly is asked for again with half the size, down to
// one node, and so is a page with null nodes or with errors that are no refusals: the cursor moves on only behind nodes
// that came whole, or that were asked for alone.
class Pager {
 public:
  Pager(const Api& api, Listing listing, std::string after = {});
  ~Pager();
  // Nothing after the last page. Throws as ask(); Error{remote} when a single node is too costly or a cursor comes again.
  std::optional<GraphPage> next();
  // Begins to fetch the page that next() will return, in the background. Harmless to call at the end.
  void ahead();
  bool missing() const { return missing_; }  // there is no such repository or node, or not for this token

 private:
  std::optional<GraphPage> fetch();
  std::optional<GraphPage> try_once();
  bool halve();
  const Api& api_;
  Listing listing_;
  std::string after_;
  int size_, good_ = 0;
  bool over_ = false, missing_ = false;
  std::future<std::optional<GraphPage>> coming_;
};

}  // namespace juno::github
