// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <istream>
#include <optional>
#include <ostream>
#include "cmd/ask_model.h"
#include "cmd/commands.h"
#include "cmd/report_request.h"
#include "cmd/semantic.h"
#include "core/ask/parse.h"
#include "core/ask/say.h"
#include "core/ask/tokens.h"
#include "core/error.h"
#include "core/render/text.h"
#include "store/ask_names.h"
#include "store/database.h"
namespace juno {
namespace {

struct AskArguments {
  std::vector<std::string> words;
  std::optional<std::int64_t> choose;
  bool dry_run = false;
  std::string provider;
};
using Choice = std::variant<std::string, ask::SemanticQuery, ask::ReportRequest>;

const char* why_refused(std::string_view reason) {
  if (reason == "write") return "juno only reads: it changes nothing in the tracker or the forge";
  if (reason == "causal") return "juno tells what happened, not why";
  if (reason == "advice") return "juno tells what is, not what to do";
  if (reason == "judgement") return "juno does not judge people; ask for a named figure instead";
  if (reason == "pii") return "juno does not answer about personal data";
  if (reason == "unsafe") return "that is no question about work";
  if (reason == "no_data") return "juno holds no data about that";
  if (reason == "unsupported") return "juno cannot compute that";
  return "that is not about the work in the cache";
}
const char* what_unclear(std::string_view reason) {
  if (reason == "unknown_value") return "nothing in the cache is called so";
  if (reason == "ambiguous_value") return "this can be read in several ways";
  if (reason == "ambiguous_metric") return "which figure is meant?";
  if (reason == "ambiguous_time") return "which period, or which date of it, is meant?";
  if (reason == "ambiguous_scope") return "it is not clear what that belongs to";
  if (reason == "contradiction") return "the conditions exclude each other";
  if (reason == "fragment") return "this leans on an earlier question";
  if (reason == "no_identity") return "who are you? `juno config set me \"Your Name\"`";
  if (reason == "outside_cache") return "that is before the first day that the cache knows of";
  if (reason == "vague") return "what should be counted or listed?";
  return "a part of the question could not be placed";
}
// With readings to choose from that leave something of the question out, the reason is that nothing says it whole.
std::string what_unclear(const ask::Clarify& c) { return c.reason == "underspecified" && !c.options.empty() ? "that cannot be told as it is asked; this comes near" : what_unclear(c.reason); }

std::string said(const Choice& option, const ask::World& world) {
  if (const auto* q = std::get_if<ask::SemanticQuery>(&option)) return ask::say(ask::canonical(*q, world), world);
  if (const auto* r = std::get_if<ask::ReportRequest>(&option)) return "the " + r->report + " report";
  return render_detail::printable(std::get<std::string>(option));
}

bool json_wanted(const Context& ctx) { return ctx.options.format == "json" || (ctx.options.format.empty() && ctx.system.env("JUNO_FORMAT") == "json"); }

void describe(Report& report, const ask::Parsed& parsed, const std::optional<ModelReading>& model) {
  report.summary.push_back({"source", "", std::string(!model || !model->parsed ? "local" : model->kept ? "kept" : "model"), Kind::text, {}});
  if (model) {
    report.summary.push_back({"model.name", "", model->model, Kind::text, {}});
    report.summary.push_back({"model.note", "", model->note, Kind::text, {}});
    report.summary.push_back({"model.tokens_in", "", model->tokens_in, Kind::number, {}});
    report.summary.push_back({"model.tokens_out", "", model->tokens_out, Kind::number, {}});
    report.summary.push_back({"model.cost", "", model->cost ? Cell(*model->cost) : Cell(), Kind::number, model->cost ? "" : "no price is configured"});
    if (model->parsed) report.notes.push_back(model->note);
  }
  const ask::Complexity& c = parsed.complexity;
  report.summary.push_back({"confidence", "", parsed.answered() ? Cell(parsed.confidence) : Cell(), Kind::number, parsed.answered() ? "" : "not answered"});
  report.summary.push_back({"complexity.total", "", c.total(), Kind::number, {}});
  report.summary.push_back({"complexity.unexplained", "", c.unexplained, Kind::number, {}});
  report.summary.push_back({"complexity.ambiguous", "", c.ambiguous, Kind::number, {}});
  report.summary.push_back({"complexity.links", "", c.links, Kind::number, {}});
  report.summary.push_back({"complexity.structure", "", c.structure, Kind::number, {}});
  for (const ask::Link& l : parsed.links) {
    const std::string meant = render_detail::printable(l.meant), word = render_detail::printable(l.said);
    if (ask::normal(l.said) == ask::normal(l.meant) && !l.edits) continue;
    const std::string line = "Read '" + word + "' as " + (l.list == ask::List::none ? "'" : std::string(to_string(l.list)) + ": ") + meant + (l.list == ask::List::none ? "'" : "") + (l.edits ? " (mistyped)" : "") + ".";
    (l.edits ? report.notes : report.explain).push_back(line);
  }
  report.explain.push_back("Complexity " + people_number(c.total()) + ": unexplained " + people_number(c.unexplained) + ", ambiguous " + people_number(c.ambiguous) + ", links " + people_number(c.links) + ", structure " + people_number(c.structure) + ".");
}

// A clarification or a refusal: for machines as data, for people on stderr, so that no pipeline takes it for an answer.
Report not_answered(Context& ctx, const ask::Parsed& parsed, const ask::World& world, const std::string& question, const std::optional<ModelReading>& model) {
  const auto* clarify = std::get_if<ask::Clarify>(&parsed.ir);
  const std::string reason = clarify ? clarify->reason : std::get<ask::Refuse>(parsed.ir).reason;
  const std::string detail = render_detail::printable(parsed.detail);
  const std::string why = clarify ? what_unclear(*clarify) : why_refused(reason);
  std::vector<std::string> options;
  if (clarify)
    for (const Choice& o : clarify->options) options.push_back(said(o, world));
  if (json_wanted(ctx)) {
    Report report;
    report.summary.push_back({"status", "", std::string(clarify ? "unclear" : "refused"), Kind::text, {}});
    report.summary.push_back({"ir", "", ask::to_json(parsed.ir), Kind::json, {}});
    report.summary.push_back({"reason", "", reason, Kind::text, {}});
    report.summary.push_back({"why", "", why, Kind::text, {}});
    report.summary.push_back({"words", "", detail, Kind::text, {}});
    report.summary.push_back({"options", "", options, Kind::list, {}});
    describe(report, parsed, model);
    report.exit = clarify ? Exit::unclear : Exit::refused;
    return report;
  }
  if (model) ctx.note(model->note);
  const bool words = !detail.empty() && detail.size() < 80 && detail != "readings" && detail != "names";
  Error e(clarify ? Exit::unclear : Exit::refused, (words ? "'" + detail + "': " : "") + why + " (" + reason + ")");
  for (std::size_t n = 0; n < options.size(); ++n) e.details.push_back(std::to_string(n + 1) + "  " + options[n]);
  if (!options.empty()) e.hint = "juno ask --choose 1 \"" + render_detail::printable(question) + "\"";
  throw e;
}

std::optional<ask::Parsed> chosen(const ask::Parsed& parsed, std::int64_t number, const std::string& question, const ask::AskContext& asked) {
  const auto* clarify = std::get_if<ask::Clarify>(&parsed.ir);
  if (!clarify || clarify->options.empty()) return {};
  if (number < 1 || number > static_cast<std::int64_t>(clarify->options.size())) throw Error(Exit::usage, "there are " + std::to_string(clarify->options.size()) + " readings to choose from");
  const Choice& option = clarify->options[static_cast<std::size_t>(number - 1)];
  ask::Parsed out = parsed;
  out.confidence = 1;
  if (const auto* q = std::get_if<ask::SemanticQuery>(&option)) out.ir = *q;
  else if (const auto* r = std::get_if<ask::ReportRequest>(&option)) out.ir = *r;
  else {
    // A name: the question again, with it in full in the place of the words in doubt.
    const auto words = ask::tokens(question);
    const std::string& name = std::get<std::string>(option);
    if (!words) return {};
    for (const ask::Token& t : *words)
      if (t.norm == ask::normal(clarify->about)) {
        const std::string again = question.substr(0, t.begin) + name + question.substr(t.end);
        ask::Parsed p = parse_question(again, asked);
        if (p.answered()) return p;
      }
    return {};
  }
  return out;
}

std::int64_t one_key(Context& ctx, const ask::Parsed& parsed, const ask::World& world) {
  const auto& options = std::get<ask::Clarify>(parsed.ir).options;
  ctx.system.err << what_unclear(std::get<ask::Clarify>(parsed.ir)) << '\n';
  for (std::size_t n = 0; n < options.size(); ++n) ctx.system.err << "  " << n + 1 << "  " << said(options[n], world) << '\n';
  ctx.system.err << "1-" << options.size() << "? " << std::flush;
  std::string line;
  std::getline(ctx.system.in, line);
  return line.size() == 1 && line[0] >= '1' && line[0] <= '9' ? line[0] - '0' : 0;
}

Report run(const AskArguments& o, Context& ctx) {
  std::string question;
  for (const auto& w : o.words) question += (question.empty() ? "" : " ") + w;
  ask::AskContext asked;
  std::optional<store::ReadTransaction> reading(std::in_place, ctx.cache());  // else each name that is looked up locks the file anew
  asked.world = semantic_world(ctx);
  asked.strict = ctx.options.strict;
  asked.cached_from = ctx.config().sync.since;
  const auto catalogue = store::ask_catalogue(ctx.cache(), ctx.config());
  asked.catalogue = catalogue.get();
  // One name looked up instead of a list read.
  asked.world.known = [&catalogue, all = asked.world.known](ask::List list, std::string_view value) {
    for (const ask::NameHit& hit : catalogue->exact(ask::normal(value)))
      if (hit.list == list && hit.value == value) return true;
    return all(list, value);
  };
  ask::Parsed parsed = parse_question(question, asked);
  reading.reset();  // a sync need not wait for somebody's answer
  const bool asks_back = std::holds_alternative<ask::Clarify>(parsed.ir) && !std::get<ask::Clarify>(parsed.ir).options.empty();
  if (asks_back && (o.choose || (ctx.system.in_is_terminal && ctx.system.err_is_terminal && !json_wanted(ctx) && !o.dry_run))) {
    const std::int64_t number = o.choose ? *o.choose : one_key(ctx, parsed, asked.world);
    if (number != 0)
      if (auto taken = chosen(parsed, number, question, asked)) parsed = *std::move(taken);
  } else if (o.choose && !parsed.answered() && !asks_back) {
    throw Error(Exit::usage, "there is nothing to choose from");
  }
  std::optional<ModelReading> model;
  if (!parsed.answered() && !ctx.options.strict && !o.choose) {
    model = read_by_model(ctx, question, asked, parsed, o.provider);
    if (model && model->parsed) parsed = *model->parsed;
  }
  if (!parsed.answered()) return not_answered(ctx, parsed, asked.world, question, model);
  const auto* report_asked = std::get_if<ask::ReportRequest>(&parsed.ir);
  if (o.dry_run) {
    Report report;
    report.summary.push_back({"status", "", std::string("answered"), Kind::text, {}});
    report.summary.push_back({"ir", "", ask::to_json(parsed.ir), Kind::json, {}});
    if (const auto* q = std::get_if<ask::SemanticQuery>(&parsed.ir)) {
      const auto canon = ask::canonical(*q, asked.world);
      report.title = ask::say(canon, asked.world);
      report.summary.push_back({"question", "", report.title, Kind::text, {}});
      report.summary.push_back({"line", "Same question", ask::query_line(*q), Kind::text, {}});
      for (auto& line : ask::explain(canon, asked.world)) report.explain.push_back(std::move(line));
    } else if (report_asked) {
      report.title = "The " + report_asked->report + " report";
    } else {
      report.title = "Several questions";
      for (const auto& part : std::get<ask::Multi>(parsed.ir).parts)
        if (const auto* one = std::get_if<ask::SemanticQuery>(&part)) report.notes.push_back(ask::say(ask::canonical(*one, asked.world), asked.world));
    }
    describe(report, parsed, model);
    return report;
  }
  if (report_asked) return requested_report(ctx, *report_asked);
  Report report = answer(ctx, parsed.ir, PeopleRanking::of_people);
  report.summary.insert(report.summary.begin(), {"status", "", std::string("answered"), Kind::text, {}});
  describe(report, parsed, model);
  return report;
}

}  // namespace

Run ask_command(Flags& flags) {
  auto o = std::make_shared<AskArguments>();
  flags.positionals("QUESTION", o->words, "The question, in English").required = true;
  flags.flag("--dry-run", o->dry_run, "Only tell how it was understood");
  flags.choice("--provider", o->provider, {"none", "openai", "azure", "compatible"}, "Ask this model about what the grammar cannot place, instead of ask.provider");
  flags.value("--choose", o->choose, "N", "Of several readings, the one with this number");
  flags.describe(
      "Answers a question in plain English from the cache, without a language model: words are matched with a lexicon, with the names in the cache (exactly, by alias, by first name, or one letter off) and with a grammar of "
      "dates, and become the same query that juno query takes. The answer says how it was understood, with exact dates; --explain adds the links, the equivalent juno query line and the SQL.\n\n"
      "A question is answered only when every word of it is explained and no other reading is near. Otherwise juno asks back (exit 7) with numbered readings: --choose takes one, and at a terminal one key does. What juno cannot "
      "or will not answer it refuses with the reason (exit 8): changes, causes, advice, judgements of people, personal data, data it does not hold. --strict takes no mistyped words.\n\n"
      "A language model is asked only where ask.provider (or --provider) names one, and only about a question of known words that the grammar cannot place. Names, dates and phrases of the question leave as ids, nothing of the "
      "cache leaves at all; what comes back is taken only if it is a valid query that uses each of them and drops no condition. The key is looked for in JUNO_ASK_KEY (OPENAI_API_KEY, AZURE_OPENAI_API_KEY), ask.credential_command, the keyring and "
      "the file of credentials. The answer says so and what it cost (ask.price_in, ask.price_out); the same question is not sent twice.\n\n"
      "juno alias add makes a word of your own stand for a name. Who 'me' is says the key me of the configuration.");
  flags.example("juno ask 'how many bugs did we close last week?'", "A figure");
  flags.example("juno ask 'open PRs without a review, oldest first' --format csv", "A list for a script");
  flags.example("juno ask 'cycle time by team this quarter' --explain", "How it was understood and computed");
  flags.output("status", "answered, unclear or refused");
  flags.output("ir", "the query, or the clarification or refusal, as juno query --ir reads it");
  flags.output("question, line", "the reading as a sentence, and as a juno query command line");
  flags.output("reason, why, words, options", "of what was not answered: why, the words that decided it, readings to choose from");
  flags.output("confidence, complexity.{total,unexplained,ambiguous,links,structure}", "how sure the reading is, and what makes it hard");
  flags.output("source, model.{name,note,tokens_in,tokens_out,cost}", "who read it: local, model, or kept from an earlier time; and what the model took");
  flags.output("rows[]", "one object a row: groups, metrics, or columns of a list");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
