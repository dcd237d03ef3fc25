// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/command.h"
namespace juno {

Run sync_command(Flags& flags);
Run status_command(Flags& flags);
Run sprint_list_command(Flags& flags);
Run sprint_report_command(Flags& flags);
Run sprint_burndown_command(Flags& flags);
Run sprint_compare_command(Flags& flags);
Run sprint_snapshot_command(Flags& flags);
Run velocity_command(Flags& flags);
Run forecast_command(Flags& flags);
Run queue_command(Flags& flags);
Run queue_show(Flags& flags);
Run queue_list(Flags& flags);
Run queue_diff(Flags& flags);
Run capacity_show_command(Flags& flags);
Run capacity_set_command(Flags& flags);
Run capacity_plan_command(Flags& flags);
Run capacity_check_command(Flags& flags);
Run capacity_history_command(Flags& flags);
Run flow_command(Flags& flags);
Run pr_command(Flags& flags);
Run dora_command(Flags& flags);
Run links_command(Flags& flags);
Run quality_command(Flags& flags);
Run triage_command(Flags& flags);
Run rank_command(Flags& flags);
Run rank_explain(Flags& flags);
Run rank_compare(Flags& flags);
Run rank_adjust(Flags& flags);
Run rank_history(Flags& flags);
Run rank_outcome(Flags& flags);
Run rank_accuracy(Flags& flags);
Run rank_apply(Flags& flags);
Run model_train(Flags& flags);
Run model_list(Flags& flags);
Run model_show(Flags& flags);
Run model_evaluate(Flags& flags);
Run model_use(Flags& flags);
Run similar_command(Flags& flags);
Run ask_command(Flags& flags);
Run alias_add(Flags& flags);
Run alias_remove(Flags& flags);
Run alias_list(Flags& flags);
Run issue_command(Flags& flags);
Run init_command(Flags& flags);
Run auth_login(Flags& flags);
Run auth_status(Flags& flags);
Run auth_logout(Flags& flags);
Run config_get(Flags& flags);
Run config_set(Flags& flags);
Run config_path_command(Flags& flags);
Run config_check(Flags& flags);
Run doctor_command(Flags& flags);
Run completion_command(Flags& flags);
Run complete_command(Flags& flags);
Run docs_command(Flags& flags);
Run help_command(Flags& flags);
Run query_command(Flags& flags);
Run sql_command(Flags& flags);
Run export_command(Flags& flags);
Run import_command(Flags& flags);
Run version_command(Flags& flags);

// Every command, in the order help shows them.
inline constexpr Command kCommands[] = {
    {"init", "Write a configuration, step by step or by flags", init_command, false},
    {"auth login", "Store the token of a source", auth_login, false},
    {"auth status", "Where each source's token comes from", auth_status, false},
    {"auth logout", "Remove the stored token of a source", auth_logout, false},
    {"sync", "Copy what changed from each source into the cache", sync_command, false},
    {"status", "What is cached, how fresh, what is unfinished", status_command},
    {"sprint list", "Sprints, the newest first", sprint_list_command},
    {"sprint report", "What was committed, done, added, removed, carried over", sprint_report_command},
    {"sprint burndown", "What remained, day by day", sprint_burndown_command},
    {"sprint snapshot", "Store a sprint as it is now, never to be changed", sprint_snapshot_command},
    {"sprint compare", "Two sprints, or a sprint and a snapshot of it", sprint_compare_command},
    {"velocity", "Committed and completed work of the last sprints", velocity_command},
    {"forecast", "When work will be done, and how much by a day", forecast_command},
    {"queue", "Who works on what next, fair between stakeholders", queue_command},
    {"queue show", "A saved queue as it was", queue_show, false},
    {"queue list", "The saved queues", queue_list, false},
    {"queue diff", "What moved since a queue was saved, and why", queue_diff},
    {"capacity show", "What each team can carry in a sprint, and what is taken", capacity_show_command},
    {"capacity set", "Say what a team can carry, or who is away", capacity_set_command, false},
    {"capacity plan", "How capacity comes about, member by member", capacity_plan_command},
    {"capacity check", "Too much, too little, and which moves would balance it", capacity_check_command},
    {"capacity history", "Every change of capacity, with author and reason", capacity_history_command, false},
    {"flow", "Cycle time, work in progress, throughput, where work waits", flow_command},
    {"pr", "Stages, review load, size and age of pull requests", pr_command},
    {"dora", "The five delivery metrics, and why each failed deployment counts", dora_command},
    {"links", "An issue's pull requests, commits and deployments, or work without links", links_command},
    {"quality", "Bugs: rates, lifetimes, trends, where they concentrate", quality_command},
    {"triage", "Stale work and what to do about it", triage_command},
    {"rank", "Features by what they return for what they cost", rank_command},
    {"rank explain", "Why a feature is where it is, and what would move it", rank_explain},
    {"rank compare", "Two features, factor by factor", rank_compare},
    {"rank adjust", "Move a feature by decision, with a reason that stays visible", rank_adjust},
    {"rank history", "How a feature fared in the rankings so far", rank_history},
    {"rank outcome", "Record what a feature turned out to be worth", rank_outcome},
    {"rank accuracy", "Predicted value against what features came to", rank_accuracy},
    {"rank apply", "Write the ranking to Jira, or create features there", rank_apply},
    {"model train", "Learn points, cycle times, efforts and values from the history", model_train},
    {"model list", "What was learned, version by version", model_list, false},
    {"model show", "One version, or what it says of an issue and why", model_show},
    {"model evaluate", "How models did since they were trained", model_evaluate},
    {"model use", "Use another version", model_use, false},
    {"similar", "Issues that say the same: likely duplicates and related work", similar_command},
    {"ask", "Questions in plain English", ask_command},
    {"alias add", "Make a word stand for a name in questions", alias_add, false},
    {"alias remove", "Remove such a word", alias_remove, false},
    {"alias list", "Words that stand for names", alias_list, false},
    {"issue", "One issue and its rebuilt history", issue_command},
    {"query", "Any metric or list by flags: conditions, groups, windows of time", query_command},
    {"sql", "Read-only SQL over the cache's public views", sql_command},
    {"export", "The cache as JSON Lines or CSV", export_command, false},
    {"import", "JSON Lines into the cache", import_command, false},
    {"config get", "Show the settings in force", config_get, false},
    {"config set", "Set one key, keeping the rest of the file", config_set, false},
    {"config path", "Where the configuration file is", config_path_command, false},
    {"config check", "Whether juno understands the configuration", config_check, false},
    {"doctor", "Look for problems: configuration, tokens, cache, connection", doctor_command, false},
    {"completion", "Completion script for a shell", completion_command, false},
    {"__complete", "What the shell may offer", complete_command, false, true},
    {"__docs", "Write manual pages and completion scripts", docs_command, false, true},
    {"help", "Explain a command or a topic", help_command, false},
    {"version", "Version of juno and of the libraries in it", version_command, false},
};

}  // namespace juno
