// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/topics.h"
#include "core/error.h"
#include "core/names.h"
#include "store/names.h"
namespace juno {
namespace {

constexpr std::size_t kMost = 200;

std::vector<store::Name> cached(Context& ctx, const std::string& kind) {
  if (kind == "board") return store::names(ctx.cache(), store::NameKind::board);
  if (kind == "project") return store::names(ctx.cache(), store::NameKind::project);
  if (kind == "person") return store::names(ctx.cache(), store::NameKind::person);
  return store::names(ctx.cache(), store::NameKind::sprint);
}

std::vector<store::Name> candidates(Context& ctx, const std::string& kind) {
  std::vector<store::Name> out;
  if (kind == "sprint") out = {{0, "active", "the running sprint"}, {0, "last", "the last closed sprint"}};
  if (kind == "topic" || kind == "command") {
    for (const Command& command : kCommands)
      if (!command.hidden) out.push_back({0, command.path, command.summary});
    if (kind == "topic")
      for (const Topic& topic : topics()) out.push_back({0, topic.name, topic.summary});
    return out;
  }
  try {
    for (store::Name& name : cached(ctx, kind)) out.push_back(std::move(name));
  } catch (const Error&) {
    // No cache yet: nothing to offer. A message would land in the middle of the command line.
  }
  return out;
}

bool typable(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string lines(Context& ctx, const std::string& kind, const std::string& prefix) {
  const std::string wanted = fold_case(prefix);
  std::string out;
  std::size_t count = 0;
  for (const store::Name& name : candidates(ctx, kind)) {
    if (!typable(name.text) || !fold_case(name.text).starts_with(wanted)) continue;
    out += name.text + (typable(name.detail) ? "\t" + name.detail : "") + "\n";
    if (++count == kMost) break;
  }
  return out;
}

}  // namespace

Run complete_command(Flags& flags) {
  struct Options {
    std::string kind, prefix;
  };
  auto options = std::make_shared<Options>();
  flags.positional("KIND", options->kind, "sprint, board, project, person, command or topic").required = true;
  flags.positional("PREFIX", options->prefix, "What was typed so far, unquoted");
  flags.describe("Prints what the shell may offer: a name and a tab with what tells it apart, one a line.");
  return [options](Context& ctx) {
    Report report;
    report.text = lines(ctx, options->kind, options->prefix);
    if (report.text.empty()) ctx.write("");
    return report;
  };
}

}  // namespace juno
