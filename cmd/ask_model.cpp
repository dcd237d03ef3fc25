// SPDX-License-Identifier: Apache-2.0
#include "cmd/ask_model.h"
#include "cmd/credentials.h"
#include "cmd/source_http.h"
#include "connectors/language_model.h"
#include "core/ask/check.h"
#include "core/ask/escalate.h"
#include "core/error.h"
#include "core/render/text.h"
#include "core/report.h"
#include "store/lock.h"
#include "store/model_answers.h"
namespace juno {
namespace {

constexpr std::chrono::seconds kModelTime{10};
constexpr std::size_t kModelBytes = 1 << 20;

std::optional<ModelEndpoint> endpoint_of(Context& ctx, const std::string& provider) {
  const AskSettings& settings = ctx.config().ask;
  const std::string name = provider.empty() ? settings.provider : provider;
  if (name == "none" || name.empty()) return {};
  ModelEndpoint e;
  e.kind = name == "openai" ? ModelEndpoint::Kind::openai : name == "azure" ? ModelEndpoint::Kind::azure : ModelEndpoint::Kind::compatible;
  e.url = settings.url, e.model = settings.model;
  if (e.model.empty()) throw Error(Exit::config, "ask.provider needs ask.model", "juno config set ask.model NAME");
  if (e.url.empty() && e.kind != ModelEndpoint::Kind::openai) throw Error(Exit::config, "ask.provider = \"" + name + "\" needs ask.url", "juno config set ask.url https://…");
  CredentialPlaces places{"ask", e.url.empty() ? "https://api.openai.com" : e.url, "", {"JUNO_ASK_KEY"}, settings.credential_command, ctx.paths().credentials, "", false};
  if (e.kind == ModelEndpoint::Kind::openai) places.variables.push_back("OPENAI_API_KEY");
  if (e.kind == ModelEndpoint::Kind::azure) places.variables.push_back("AZURE_OPENAI_API_KEY");
  if (const auto found = find_secret(places, {ctx.system.env, ctx.system.run_program})) {
    const auto* key = std::get_if<std::string>(&found->secret);
    if (!key) throw Error(Exit::config, "the language model needs a key, not a login");
    e.key = *key;
  } else if (e.kind != ModelEndpoint::Kind::compatible) {
    throw Error(Exit::config, "no key for the language model", "set " + places.variables.front() + ", or ask.credential_command");
  }
  return e;
}

ask::Parsed reading(const ask::Parsed& local, ask::Ir ir) {
  ask::Parsed p = local;
  p.ir = std::move(ir), p.detail.clear();
  p.confidence = 0.9;
  return p;
}

void add_cost(ModelReading& out, const AskSettings& settings) {
  if (settings.price_in <= 0 && settings.price_out <= 0) return;
  out.cost = (settings.price_in * static_cast<double>(out.tokens_in) + settings.price_out * static_cast<double>(out.tokens_out)) / 1e6;
}
std::string tokens_line(const ModelReading& out) {
  std::string line = std::to_string(out.tokens_in) + " tokens sent, " + std::to_string(out.tokens_out) + " received";
  if (out.cost) line += ", cost " + people_number(*out.cost);
  return line;
}

// One answer, and one more try with what was wrong with the first.
void ask_twice(Context& ctx, const ModelEndpoint& endpoint, const ask::Escalation& e, const ask::AskContext& asked, const ask::Parsed& local, ModelReading& out) {
  HttpOptions options = ctx.http_options();
  options.total_timeout = std::min<std::chrono::milliseconds>(options.total_timeout, kModelTime);
  options.idle_timeout = std::min<std::chrono::milliseconds>(options.idle_timeout, kModelTime);
  options.max_response_bytes = kModelBytes;
  const auto network = ctx.system.make_http(options);
  CountingHttp http(*network, ctx);
  ModelCall call;
  call.schema = ask::model_schema();
  call.messages = {{"system", ask::model_instructions()}, {"user", ask::model_question(e, asked)}};
  for (int round = 0; round < 2; ++round) {
    const ModelAnswer answer = ask_model(http, endpoint, call);
    out.tokens_in += answer.tokens_in, out.tokens_out += answer.tokens_out;
    out.model = answer.model.empty() ? endpoint.model : render_detail::printable(answer.model);
    ask::Checked checked = ask::check_answer(answer.text, e, asked);
    if (checked.ir) {
      out.parsed = reading(local, *std::move(checked.ir));
      return;
    }
    std::string wrong;
    for (const auto& p : checked.problems) wrong += (wrong.empty() ? "" : "; ") + p;
    out.note = "the language model's reading was not taken: " + render_detail::printable(wrong.substr(0, 200));
    if (answer.text.empty() || wrong == "it is no query") return;
    call.messages.push_back({"assistant", answer.text});
    call.messages.push_back({"user", "That is not accepted: " + wrong + ". Answer again with a query that keeps to the ids, or say that it cannot be done."});
  }
}

}  // namespace

std::optional<ModelReading> read_by_model(Context& ctx, const std::string& question, const ask::AskContext& asked, const ask::Parsed& local, const std::string& provider) {
  const auto endpoint = endpoint_of(ctx, provider);
  if (!endpoint) return {};
  if (const std::string why = ask::kept_here(local, question, asked); !why.empty()) {
    ctx.log(1, "the language model is not asked: " + why);
    return {};
  }
  const auto e = ask::escalation(question, asked);
  if (!e) return {};
  ModelReading out;
  const store::AskedOnce once{question, format_date(asked.world.clock.zone.date(asked.world.clock.now)), to_string(origin_of(endpoint->url.empty() ? "https://api.openai.com" : endpoint->url)) + " " + endpoint->model};
  if (const auto kept = store::kept_answer(ctx.cache(), once)) {
    ask::Ir ir = ask::parse_ir(*kept);
    if (ask::validate(ir, asked.world).empty()) {
      out.parsed = reading(local, std::move(ir));
      out.model = endpoint->model, out.kept = true;
      out.note = "Read by " + out.model + " earlier, checked here.";
      return out;
    }
  }
  try {
    ask_twice(ctx, *endpoint, *e, asked, local, out);
  } catch (const Error& error) {
    if (error.exit == Exit::interrupted) throw;
    out.note = error.what();
  }
  add_cost(out, ctx.config().ask);
  if (!out.parsed) {
    if (out.tokens_in + out.tokens_out > 0) out.note += " (" + tokens_line(out) + ")";
    return out;
  }
  out.note = "Read by " + out.model + ", checked here (" + tokens_line(out) + ").";
  try {
    const store::WriterLock lock(ctx.paths().cache, "ask", ctx.system.host, ctx.system.now());
    auto db = store::Database::open_cache(ctx.paths().cache, store::Database::Mode::read_write);
    store::keep_answer(db, once, ask::to_json(out.parsed->ir));
  } catch (const Error& error) {
    ctx.log(1, std::string("the reading is not kept: ") + error.what());  // a sync is under way; next time costs again
  }
  return out;
}

}  // namespace juno
