// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/learn/bytes.h"
#include "core/learn/conformal.h"
#include "core/learn/effort.h"
#include "core/learn/points.h"
namespace juno::learn {
namespace {

constexpr std::uint64_t kEffortForm = 2, kPointsForm = 1;  // raised when the bytes change; what was written before is read

void write(ByteWriter& out, const Named& of) {
  out.number(of.size());
  for (const auto& [name, value] : of) out.text(name), out.real(value);
}
Named read(ByteReader& in) {
  Named out;
  for (auto n = in.number(1'000'000); n > 0; --n) {
    std::string name = in.text();
    out[std::move(name)] = in.real();
  }
  return out;
}

void write(ByteWriter& out, const SparseRow& row) {
  out.number(row.size());
  for (const Entry& e : row) out.number(e.column), out.narrow(e.value);
}
SparseRow read_row(ByteReader& in, std::size_t columns) {
  SparseRow out;
  for (auto n = in.number(columns); n > 0; --n) {
    const auto column = static_cast<std::uint32_t>(in.number(columns - 1));
    in.expect(out.empty() || out.back().column < column);
    out.push_back({column, in.narrow()});
  }
  return out;
}

bool ascending(const std::vector<double>& v) { return std::adjacent_find(v.begin(), v.end(), std::greater_equal<>()) == v.end(); }
bool shares(const std::vector<double>& v) {
  return std::all_of(v.begin(), v.end(), [](double p) { return p >= 0 && p <= 1 + 1e-9; });
}

}  // namespace

std::string EffortModel::bytes() const {
  ByteWriter out;
  out.number(kEffortForm), out.number(static_cast<std::uint64_t>(method));
  out.real(usual), write(out, usual_of_type);
  encoder.write(out);
  out.real(constant), write(out, effects);
  out.number(neighbours.size());
  for (const Neighbour& n : neighbours) out.text(n.key), write(out, n.words), out.real(n.off);
  out.narrows(weights), out.text(trees);
  out.real(spread), write(out, spread_of_type), out.reals(width ? std::vector{*width} : std::vector<double>{});
  return out.bytes;
}

EffortModel EffortModel::from_bytes(std::string_view bytes) {
  ByteReader in(bytes);
  const auto form = in.number(kEffortForm);
  in.expect(form > 0);
  EffortModel m;
  m.method = static_cast<Method>(in.number(static_cast<std::uint64_t>(Method::trees)));
  m.usual = in.real(), m.usual_of_type = read(in);
  m.encoder = Encoder::read(in);
  m.constant = in.real(), m.effects = read(in);
  for (auto n = in.number(100'000); n > 0; --n) {
    std::string key = in.text();
    SparseRow words = read_row(in, m.encoder.words.terms.size());
    m.neighbours.push_back({std::move(key), std::move(words), in.real()});
  }
  m.weights = in.narrows(), m.trees = in.text();
  in.expect(m.method != Method::linear || m.weights.size() == m.encoder.columns());
  m.spread = in.real(), m.spread_of_type = read(in);
  const auto widths = in.reals();  // form 1 kept the errors instead, and a level
  const double level = form == 1 ? in.real() : 0.1;
  if (form == 1) m.width = conformal_quantile(widths, level);
  else if (!widths.empty()) m.width = widths.front();
  in.expect(in.done() && m.spread >= 0 && level > 0 && level < 1 && (form == 1 || widths.size() <= 1));
  return m;
}

std::string PointsModel::bytes() const {
  ByteWriter out;
  out.number(kPointsForm);
  out.real(settings.text_share), out.real(settings.strength), out.real(settings.half_life);
  out.texts(vocabulary.terms), out.narrows(vocabulary.rarity);
  out.reals(classes), out.narrows(text.weights), out.reals(text.constants);
  out.reals(values), out.reals(prior), out.real(tail), out.number(calibrated);
  return out.bytes;
}

PointsModel PointsModel::from_bytes(std::string_view bytes) {
  ByteReader in(bytes);
  in.expect(in.number() == kPointsForm);
  PointsModel m;
  m.settings.text_share = in.real(), m.settings.strength = in.real(), m.settings.half_life = in.real();
  m.vocabulary.terms = in.texts(), m.vocabulary.rarity = in.narrows();
  m.classes = in.reals();
  m.text.columns = static_cast<std::uint32_t>(m.vocabulary.terms.size()), m.text.classes = static_cast<std::uint32_t>(m.classes.size());
  m.text.weights = in.narrows(), m.text.constants = in.reals();
  m.values = in.reals(), m.prior = in.reals(), m.tail = in.real(), m.calibrated = in.number(1) == 1;
  in.expect(in.done() && !m.values.empty() && m.values.size() == m.prior.size() && ascending(m.values) && shares(m.prior) && m.settings.text_share >= 0 && m.settings.text_share <= 1);
  in.expect(m.vocabulary.terms.size() == m.vocabulary.rarity.size() && std::adjacent_find(m.vocabulary.terms.begin(), m.vocabulary.terms.end(), std::greater_equal<>()) == m.vocabulary.terms.end());
  in.expect(m.text.constants.size() == m.classes.size() && m.text.weights.size() == m.classes.size() * m.vocabulary.terms.size());
  in.expect(std::all_of(m.classes.begin(), m.classes.end(), [&](double c) { return std::binary_search(m.values.begin(), m.values.end(), c); }));
  return m;
}

}  // namespace juno::learn
