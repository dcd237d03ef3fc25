// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>
#include "cmd/jira_session.h"
#include "cmd/sync_jira.h"
#include "connectors/jira/decode.h"
#include "store/checkpoints.h"
#include "store/issue_writer.h"
#include "store/site.h"
namespace juno {

// What all streams of one site's run share.
struct JiraSync {
  Context& ctx;
  store::Database& db;
  const JiraSite& configured;
  const SyncOptions& options;
  Progress& progress;
  SyncResult& result;
  JiraSession& session;
  store::Site site;
  FieldMap fields;
  jira::Statuses statuses;
  std::vector<Project> projects;
  Zone account_zone;
  bool reconcile = false;  // due in this run

  // Runs one stream: its failure is written to its checkpoint and the result, and others go on. Credentials, the cache
  // and interruption end the run.
  void stream(const std::string& name, const std::function<void(store::Checkpoint&)>& work);
  void finished(const store::Checkpoint& checkpoint);
  void failed(store::Checkpoint checkpoint, const Error& error);
  void stop_if_asked() const;
};

// Issues with history and comments, one stream a project, resumable at every batch; then, when due, what is gone or was missed.
void sync_issues(JiraSync& sync);

}  // namespace juno
