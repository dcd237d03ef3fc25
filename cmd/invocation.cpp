// SPDX-License-Identifier: Apache-2.0
#include "cmd/invocation.h"
#include <algorithm>
#include "core/error.h"
#include "core/gates.h"
#include "core/names.h"
#include "core/render/text.h"
#include "core/render/render.h"
namespace juno {
namespace {

using render_detail::printable;

// Commands that do not answer from the cache must work with a broken configuration too: help, `config path`, doctor.
std::string configured_format(Context& context, bool needs_config) {
  if (!context.config_exists()) return "";
  try {
    return context.config().format;
  } catch (const Error&) {
    if (needs_config) throw;
    return "";
  }
}

std::string format_of(const GlobalOptions& options, const System& system, Context& context, bool needs_config) {
  if (!options.format.empty()) return options.format;
  const std::string from_environment = system.env("JUNO_FORMAT");
  const std::string name = !from_environment.empty() ? from_environment : configured_format(context, needs_config);
  if (name.empty()) return "table";
  if (name != "table" && name != "csv" && name != "json" && name != "md")
    throw Error(Exit::config, "unknown format: " + name, "JUNO_FORMAT and `format` take table, csv, json or md");
  return name;
}

bool unicode_locale(const System& system) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string value = system.env(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != std::string::npos || value.find("utf8") != std::string::npos || value.find("UTF8") != std::string::npos;
  }
  return false;
}

bool wants_color(const System& system, bool to_terminal) {
  if (!system.env("NO_COLOR").empty()) return false;
  const std::string forced = system.env("CLICOLOR_FORCE");
  if (!forced.empty() && forced != "0") return true;
  return to_terminal && system.env("TERM") != "dumb";
}

std::vector<std::string> words(const std::string& list) {
  std::vector<std::string> out;
  for (std::size_t start = 0; start < list.size();) {
    const std::size_t end = std::min(list.find(',', start), list.size());
    if (end > start) out.push_back(list.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

std::string age(Instant then, Instant now) {
  const std::int64_t minutes = (now - then).count() / 60'000;
  if (minutes < 120) return std::to_string(minutes) + " min ago";
  if (minutes < 48 * 60) return std::to_string(minutes / 60) + " h ago";
  return std::to_string(minutes / (24 * 60)) + " days ago";
}

}  // namespace

Invocation::Invocation(const Command& command, GlobalOptions& options, System& system)
    : command_(command), options_(options), system_(system), context_(system, options), output_(system, options.output) {
  context_.sink_ = [this](std::string_view bytes) {
    streamed_ = true;
    output_.write(bytes);
  };
}

int Invocation::run(const Run& work) {
  options_.format = format_of(options_, system_, context_, command_.from_cache);
  Report report = work(context_);
  add_freshness(report);
  const bool tripped = gates_tripped(report);
  const bool no = tripped || report.finding;
  const Exit exit = no ? Exit::no : fresh_ && fresh_->unfinished && options_.strict ? Exit::partial : report.exit;
  report = selected(std::move(report));
  if (!streamed_) show(rendered(report));
  output_.finish();
  warn(report);
  return static_cast<int>(exit);
}

// What does not fit on the screen goes through $PAGER.
void Invocation::show(const std::string& text) {
  const std::string pager = system_.env("PAGER");
  const bool for_people = options_.format == "table" || options_.format == "md";
  const bool long_text = system_.height > 0 && std::count(text.begin(), text.end(), '\n') >= system_.height;
  const bool paged = for_people && long_text && system_.out_is_terminal && options_.output.empty() && !pager.empty();
  if (!paged || !system_.page || !system_.page(pager, text)) output_.write(text);
}

namespace {

Format format_named(std::string_view name) {
  static constexpr std::pair<std::string_view, Format> kFormats[] = {
      {"csv", Format::csv}, {"json", Format::json}, {"md", Format::markdown}, {"html", Format::html}, {"ics", Format::ics}};
  for (const auto& [known, format] : kFormats)
    if (name == known) return format;
  return Format::table;
}

}  // namespace

std::string Invocation::rendered(const Report& report) {
  const Format format = format_named(options_.format);
  const bool to_terminal = system_.out_is_terminal && options_.output.empty();
  RenderOptions r;
  r.width = to_terminal ? system_.width : 0;
  r.color = format == Format::table && wants_color(system_, to_terminal);
  r.unicode = !to_terminal || unicode_locale(system_);
  r.explain = options_.explain;
  r.section = options_.section;
  const bool for_people = format == Format::table || format == Format::markdown || format == Format::html;
  if (for_people) r.zone = zone();
  if (format == Format::json || format == Format::html) r.meta = meta();
  return render(report, format, r);
}

Zone Invocation::zone() {
  try {
    return context_.zone();
  } catch (const Error&) {
    if (command_.from_cache || !options_.tz.empty()) throw;
    return {};
  }
}

std::vector<Field> Invocation::meta() {
  std::vector<Field> out = {{"command", "juno", std::string(command_.path), Kind::text, {}},
                            {"version", "juno", std::string(JUNO_VERSION), Kind::text, {}},
                            {"generated_at", "As of", context_.now(), Kind::instant, {}},
                            {"timezone", "As of", zone().name(), Kind::text, {}}};
  if (fresh_) {
    out.push_back({"cache.synced_at", fresh_->oldest ? "Cache of" : "", fresh_->oldest ? Cell(*fresh_->oldest) : Cell(), Kind::instant, {}});
    out.push_back({"cache.unfinished_streams", "", fresh_->unfinished, Kind::integer, {}});
  }
  return out;
}

Report Invocation::selected(Report report) const {
  Selection s;
  s.columns = words(options_.columns);
  s.sort = words(options_.sort);
  s.section = options_.section;
  if (options_.limit) {
    if (*options_.limit < 0) throw Error(Exit::usage, "--limit: not a count: " + std::to_string(*options_.limit));
    s.limit = static_cast<std::size_t>(*options_.limit);
  }
  if (report.ordered) s.sort.clear(), s.limit.reset();
  if (s.columns.empty() && s.sort.empty() && !s.limit) return report;
  return select(std::move(report), s);
}

// Gates see the whole answer, before --limit cuts it.
bool Invocation::gates_tripped(const Report& report) {
  bool tripped = false;
  for (std::string text : options_.fail_if) {
    if (text.starts_with("@")) text = named_gate(text.substr(1));
    const GateFinding finding = evaluate(parse_gate(text), report);
    if (finding.tripped) system_.err << "juno: " << printable(finding.message) << '\n';
    tripped = tripped || finding.tripped;
  }
  return tripped;
}

std::string Invocation::named_gate(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& gate : context_.config().gates) {
    if (gate.name == name) return gate.rule;
    known.push_back(gate.name);
  }
  const std::string guess = nearest(name, known);
  throw Error(Exit::usage, "--fail-if: no [[gates]] entry is named " + name, guess.empty() ? "add it to " + context_.paths().config : "did you mean @" + guess + "?");
}

// What every answer from the cache says of itself: how old it is, and which streams are incomplete.
void Invocation::add_freshness(Report& report) {
  store::Database* cache = context_.opened_cache();
  if (!cache || !command_.from_cache) return;
  fresh_ = store::freshness(*cache);
  // An answer about an earlier moment (--now) is not stale.
  if (fresh_->oldest && *fresh_->oldest <= context_.now()) report.notes.push_back("Cache complete to " + context_.zone().format(*fresh_->oldest) + " (" + age(*fresh_->oldest, context_.now()) + ").");
  if (fresh_->unfinished)
    report.warnings.push_back(std::to_string(fresh_->unfinished) + (fresh_->unfinished == 1 ? " stream is" : " streams are") + " not complete: numbers may be too low (`juno status` names them, `juno sync` goes on)");
}

void Invocation::warn(const Report& report) {
  if ((options_.format == "table" || options_.format == "md") && options_.output.empty()) return;  // they are part of that answer
  for (const auto& w : report.warnings) system_.err << "juno: warning: " << printable(w) << '\n';
}

}  // namespace juno
