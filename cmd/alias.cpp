// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/private_file.h"
#include "core/ask/catalogue.h"
#include "core/ask/tokens.h"
#include "core/config_keys.h"
#include "core/error.h"
#include "store/ask_names.h"
namespace juno {
namespace {

struct AliasArguments {
  std::string word, name;
};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

Report write(Context& ctx, const std::vector<std::string>& aliases) {
  const std::string& path = ctx.paths().config;
  const std::string before = read_whole_file(path).value_or("");
  std::string list = "[";
  for (const auto& a : aliases) list += (list.size() > 1 ? ", " : "") + quoted(a);
  const std::string after = set_in_text(before, "ask.aliases", list + "]", path);
  if (after != before) write_private_file(path, after);
  Report report;
  report.summary = {{"path", "Configuration", path, Kind::text, {}}, {"changed", "Changed", after != before, Kind::boolean, {}}};
  return report;
}

std::string word_of(const std::string& given) {
  const std::string word = ask::normal(given);
  if (word.empty() || given.find('=') != std::string::npos) throw Error(Exit::usage, "'" + given + "' is no word for a name");
  return word;
}

// The aliases without one for that word.
std::vector<std::string> others(Context& ctx, const std::string& word) {
  std::vector<std::string> out;
  for (const auto& a : ctx.config().ask.aliases) {
    const auto parsed = ask::parse_alias(a);
    if (!parsed || ask::normal(parsed->word) != word) out.push_back(a);
  }
  return out;
}

Report add(const AliasArguments& o, Context& ctx) {
  const std::string word = word_of(o.word);
  const auto alias = ask::parse_alias(word + "=" + o.name);
  if (!alias) throw Error(Exit::usage, "'" + o.name + "' is not KIND:NAME", "juno alias add payments team:Payments; kinds are person, team, project, component, label, type, status, priority, sprint, epic, version, repo, workflow");
  const auto names = store::ask_names(ctx.cache(), ctx.config());
  const bool known = std::any_of(names.begin(), names.end(), [&](const auto& n) { return n.list == alias->list && n.value == alias->value; });
  if (!known) throw Error(Exit::usage, "the cache has no " + o.name, "write the name as the cache has it");
  auto aliases = others(ctx, word);
  aliases.push_back(word + "=" + o.name);
  std::sort(aliases.begin(), aliases.end());
  return write(ctx, aliases);
}

Report remove(const AliasArguments& o, Context& ctx) {
  const std::string word = word_of(o.word);
  const auto aliases = others(ctx, word);
  if (aliases.size() == ctx.config().ask.aliases.size()) throw Error(Exit::usage, "there is no alias '" + word + "'", "`juno alias list` shows them all");
  return write(ctx, aliases);
}

Report list(Context& ctx) {
  Report report;
  report.title = "Words for names in questions";
  Section s{"aliases", "", {}, {}, false};
  s.table.columns = {{"word", "Word"}, {"name", "Stands for"}};
  for (const auto& a : ctx.config().ask.aliases) {
    const std::size_t sign = std::min(a.find('='), a.size() - 1);
    s.table.rows.push_back({a.substr(0, sign), a.substr(sign + 1)});
  }
  report.sections.push_back(std::move(s));
  return report;
}

}  // namespace

Run alias_add(Flags& flags) {
  auto o = std::make_shared<AliasArguments>();
  flags.positional("WORD", o->word, "What you say").required = true;
  flags.positional("NAME", o->name, "What it stands for, as KIND:NAME").required = true;
  flags.describe("Makes a word stand for a name in every later `juno ask`. It is written to the configuration file (ask.aliases), so that the same question means the same for everybody who shares the file.");
  flags.example("juno alias add payments team:Payments", "'payments' alone is the team from now on");
  flags.output("path", "the configuration file");
  flags.output("changed", "whether the file was written");
  return [o](Context& ctx) { return add(*o, ctx); };
}

Run alias_remove(Flags& flags) {
  auto o = std::make_shared<AliasArguments>();
  flags.positional("WORD", o->word, "The word").required = true;
  flags.describe("Removes a word that stood for a name.");
  flags.example("juno alias remove payments", "It stands for nothing of its own again");
  flags.output("path", "the configuration file");
  flags.output("changed", "whether the file was written");
  return [o](Context& ctx) { return remove(*o, ctx); };
}

Run alias_list(Flags& flags) {
  flags.describe("Words that stand for names in questions.");
  flags.example("juno alias list", "All of them");
  flags.output("[].{word,name}", "the word, and KIND:NAME");
  return [](Context& ctx) { return list(ctx); };
}

}  // namespace juno
