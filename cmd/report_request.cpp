// SPDX-License-Identifier: Apache-2.0
#include "cmd/report_request.h"
#include <algorithm>
#include <string>
#include <vector>
#include "cmd/commands.h"
#include "cmd/semantic.h"
#include "core/ask/condition.h"
#include "core/ask/window.h"
#include "core/error.h"
#include "core/text.h"
#include "store/semantic_sql.h"
namespace juno {
namespace {

// The command line of one command, built from a request.
class Line {
 public:
  Line(const ask::ReportRequest& request, std::string command) : request_(request), command_(std::move(command)) {}
  std::vector<std::string> args;

  [[noreturn]] void refuse(const std::string& what) const { throw Error(Exit::usage, "juno " + command_ + " has no option for " + what, "juno " + command_ + " --help"); }

  // The name that a condition wants equal; nothing but one name will do.
  static const std::string* one_name(const ask::Filter& f) { return f.any.empty() && f.atom.op == ask::Op::equal ? std::get_if<std::string>(&f.atom.value) : nullptr; }

  // A name may begin with anything: it stays one word with its option.
  void option(const char* name, const ask::Filter& f) {
    const auto* value = one_name(f);
    if (!value) refuse(ask::condition_text(f));
    args.push_back(name + ("=" + *value));
  }
  void no_time() const {
    if (!request_.time.empty()) refuse("a time: name the sprint");
  }
  void period(Context& ctx) {
    if (request_.time.empty()) return;
    const ask::Clock clock = semantic_clock(ctx);
    const auto span = ask::resolve_window(request_.time, clock, true);
    if (!span) refuse("the window " + request_.time);
    const Zone& zone = clock.zone;
    // Reports are told of whole days, the last one up to now.
    const Instant to = span->to.value_or(clock.now);
    if ((span->from && zone.start_of(zone.date(*span->from)) != *span->from) || (to != clock.now && zone.start_of(zone.date(to)) != to)) refuse("parts of days");
    if (span->from) args.push_back("--since=" + format_date(zone.date(*span->from)));
    args.push_back("--until=" + format_date(zone.date(to - std::chrono::milliseconds(1))));
  }

 private:
  const ask::ReportRequest& request_;
  std::string command_;
};

Report ran(Context& ctx, Run (*command)(Flags&), const std::vector<std::string>& args, const std::string& name) {
  Flags flags;
  const Run run = command(flags);
  parse(args, {&flags}, name);
  return run(ctx);
}

// The sprints that a condition names, as the commands take them.
std::vector<std::string> sprints_of(Context& ctx, const ask::Filter& f, const Line& line) {
  const auto* one = f.atom.op == ask::Op::equal ? std::get_if<std::string>(&f.atom.value) : nullptr;
  const auto* some = f.atom.op == ask::Op::in ? std::get_if<std::vector<std::string>>(&f.atom.value) : nullptr;
  if (!one && !some) line.refuse(ask::condition_text(f));
  std::vector<std::string> out;
  for (const Id id : store::sprints_named(ctx.cache(), one ? std::vector{*one} : *some)) out.push_back(std::to_string(id));
  if (out.empty()) throw Error(Exit::usage, "no sprint is there of which " + ask::condition_text(f), "juno sprint list");
  return out;
}

}  // namespace

void add_report(Report& whole, Report part, const std::string& prefix) {
  for (Field& f : part.summary) f.key = prefix + f.key, whole.summary.push_back(std::move(f));
  for (Section& s : part.sections) s.key = prefix + s.key, whole.sections.push_back(std::move(s));
  for (auto [from, to] : {std::pair(&part.notes, &whole.notes), {&part.warnings, &whole.warnings}, {&part.explain, &whole.explain}})
    for (std::string& line : *from)
      if (std::find(to->begin(), to->end(), line) == to->end()) to->push_back(std::move(line));
}

Report requested_report(Context& ctx, const ask::ReportRequest& r) {
  if (r.report == "dora") {
    Line line(r, "dora");
    for (const ask::Filter& f : r.where) {
      if (f.atom.field == "repo") line.option("--repository", f);
      else if (f.atom.field == "environment") line.option("--environment", f);
      else line.refuse(ask::condition_text(f));
    }
    line.period(ctx);
    return ran(ctx, dora_command, line.args, "dora");
  }
  if (r.report == "roi") {
    Line line(r, "rank");
    line.no_time();
    for (const ask::Filter& f : r.where) {
      if (!f.any.empty() || !among(f.atom.field, {"project", "team", "status"})) line.refuse(ask::condition_text(f));
      line.args.push_back("--where=" + ask::condition_text(f));
    }
    line.args.push_back("--no-keep");
    return ran(ctx, rank_command, line.args, "rank");
  }
  const std::string name = r.report == "queue" ? "queue" : r.report == "capacity" ? "capacity show" : "sprint report";
  const auto command = r.report == "queue" ? queue_command : r.report == "capacity" ? capacity_show_command : sprint_report_command;
  Line line(r, name);
  line.no_time();
  std::vector<std::string> sprints;
  for (const ask::Filter& f : r.where) {
    if (f.any.empty() && among(f.atom.field, {"sprint", "name"})) {
      if (!sprints.empty()) line.refuse("two conditions on the sprint");
      sprints = sprints_of(ctx, f, line);
    } else if (f.any.empty() && f.atom.field == "team" && r.report != "sprint") line.option("--team", f);
    else if (f.any.empty() && r.report == "queue" && Line::one_name(f) && among(f.atom.field, {"type", "status", "priority", "assignee", "project", "key"}))
      line.args.push_back("--where=" + f.atom.field + "=" + *Line::one_name(f));
    else line.refuse(ask::condition_text(f));
  }
  if (sprints.empty()) return ran(ctx, command, line.args, name);
  std::vector<Report> parts;
  for (const std::string& sprint : sprints) {
    auto args = line.args;
    args.push_back(sprint);
    parts.push_back(ran(ctx, command, args, name));
  }
  if (parts.size() == 1) return std::move(parts.front());
  Report whole;
  whole.title = std::to_string(parts.size()) + " reports";
  for (std::size_t n = 0; n < parts.size(); ++n) {
    whole.summary.push_back({"part_" + std::to_string(n + 1) + ".report", "Report", parts[n].title, Kind::text, ""});
    for (Section& s : parts[n].sections) s.title = parts[n].title + ": " + s.title;
    add_report(whole, std::move(parts[n]), "part_" + std::to_string(n + 1) + ".");
  }
  return whole;
}

}  // namespace juno
