// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "connectors/github/pager.h"
#include "core/forge.h"
namespace juno::github {

// Newest first. Repository ids are left 0.
template <class T>
struct ForgePage {
  std::vector<T> items;
  std::vector<BadRecord> bad;
  std::vector<PathError> refused;
  std::string end;
  bool last = true;
};

class ReleasePages {
 public:
  ReleasePages(const Api& api, const std::string& repository, std::string after = {});
  std::optional<ForgePage<Release>> next();
  void ahead() { pager_.ahead(); }

 private:
  std::string repository_;
  Pager pager_;
};

class DeploymentPages {  // each with all its statuses
 public:
  DeploymentPages(const Api& api, const std::string& repository, std::string after = {});
  std::optional<ForgePage<Deployment>> next();
  void ahead() { pager_.ahead(); }

 private:
  const Api& api_;
  std::string repository_;
  Pager pager_;
};

// Deployments as they are now; those that are gone are left out.
ForgePage<Deployment> deployments_by_id(const Api& api, const std::string& repository, const std::vector<std::string>& ids);

class HistoryPages {  // commits reachable from `head`, newest first, at most back to `since`
 public:
  HistoryPages(const Api& api, const std::string& repository, const std::string& head, std::optional<Instant> since, std::string after = {});
  std::optional<ForgePage<Commit>> next();
  void ahead() { pager_.ahead(); }
  bool missing() const { return pager_.missing(); }  // there is no such commit any more

 private:
  std::string repository_;
  Pager pager_;
};

}  // namespace juno::github
