// SPDX-License-Identifier: Apache-2.0
#include "store/models.h"
#include "core/error.h"
#include "store/ledger.h"
#include "store/query.h"
namespace juno::store {
namespace {

using learn::ModelVersion;

constexpr const char* kModelColumns = R"(
  select m.id, m.target, m.method, m.settings, m.library, m.trained_at, m.author, m.from_at, m.to_at, m.known, m.still_open, m.data_sha256, m.judged, m.error,
    m.middle_error, m.usual_error, m.accuracy, m.p, m.ranges, m.held, m.better, m.verdict, m.sha256,
    case when m.id = (select u.model_id from model_use u where u.target = m.target order by u.id desc limit 1) then 1 else 0 end)";

ModelVersion read_model(Query& q, const std::string& path) {
  ModelVersion v;
  const auto target = learn::target_named(q.text(1));
  if (!target) throw Error(Exit::store, path + ": model " + std::to_string(q.integer(0)) + " cannot be read", "it was written by a newer juno, or outside juno");
  v.id = q.integer(0), v.what.target = *target, v.what.method = q.string(2), v.what.settings = q.string(3), v.library = q.string(4);
  v.trained = q.instant(5), v.author = q.string(6), v.what.from = q.instant(7), v.what.to = q.instant(8);
  v.what.known = static_cast<int>(q.integer(9)), v.what.open = static_cast<int>(q.integer(10)), v.data_sha256 = q.string(11);
  learn::Evaluation& e = v.what.evaluation;
  e.judged = static_cast<int>(q.integer(12)), e.error = q.maybe_real(13), e.middle_error = q.maybe_real(14), e.usual_error = q.maybe_real(15);
  e.accuracy = q.maybe_real(16), e.p = q.maybe_real(17), e.ranges = static_cast<int>(q.integer(18)), e.held = static_cast<int>(q.integer(19));
  e.better = q.integer(20) != 0, e.verdict = q.string(21);
  v.sha256 = q.string(22), v.used = q.integer(23) != 0;
  return v;
}

}  // namespace

std::int64_t add_model(Database& ledger, const ModelVersion& v) {
  const learn::Trained& t = v.what;
  const learn::Evaluation& e = t.evaluation;
  Query q(ledger, R"(
    insert into model (target, method, settings, library, trained_at, author, from_at, to_at, known, still_open, data_sha256, judged, error, middle_error, usual_error,
      accuracy, p, ranges, held, better, verdict, sha256, body)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
    returning id)");
  q.bind(learn::to_string(t.target), t.method, t.settings, v.library, v.trained, v.author, t.from, t.to, t.known, t.open, v.data_sha256, e.judged, e.error, e.middle_error, e.usual_error, e.accuracy, e.p,
         e.ranges, e.held, e.better, e.verdict, sha256_hex(t.bytes), Query::Blob{t.bytes});
  q.next();
  const auto id = q.integer(0);
  q.run();
  return id;
}

void use_model(Database& ledger, std::int64_t id, Instant at, std::string_view author, std::string_view reason) {
  Query target(ledger, "select target from model where id = $1");
  target.bind(id);
  if (!target.next()) throw Error(Exit::usage, "there is no model " + std::to_string(id), "`juno model list` shows those there are");
  const std::string name = target.string(0);
  target.done();
  Query(ledger, "insert into model_use (target, model_id, at, author, reason) values ($1, $2, $3, $4, $5)").bind(name, id, at, author, reason).run();
}

std::vector<ModelVersion> models(Database& ledger) {
  std::vector<ModelVersion> all;
  for (Query q(ledger, std::string(kModelColumns) + " from model m order by m.id"); q.next();) all.push_back(read_model(q, ledger.path()));
  return all;
}

std::optional<ModelVersion> find_model(Database& ledger, std::int64_t id) {
  Query q(ledger, std::string(kModelColumns) + ", m.body from model m where m.id = $1");
  q.bind(id);
  if (!q.next()) return std::nullopt;
  ModelVersion v = read_model(q, ledger.path());
  v.what.bytes = std::string(q.blob(24));
  if (sha256_hex(v.what.bytes) != v.sha256)
    throw Error(Exit::store, ledger.path() + ": model " + std::to_string(v.id) + " does not match its SHA-256", "the ledger was changed outside juno: restore it from a backup, or train another");
  return v;
}

std::optional<ModelVersion> used_model(Database& ledger, learn::Target target) {
  Query q(ledger, "select model_id from model_use where target = $1 order by id desc limit 1");
  q.bind(learn::to_string(target));
  return q.next() ? find_model(ledger, q.integer(0)) : std::nullopt;
}

}  // namespace juno::store
