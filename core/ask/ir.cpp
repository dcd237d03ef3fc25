// SPDX-License-Identifier: Apache-2.0
#include "core/ask/ir.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include "core/error.h"
namespace juno::ask {
namespace {

using nlohmann::json;
using Json = nlohmann::ordered_json;

// In the order of Op.
constexpr std::array<std::string_view, 18> kOps = {"=", "!=", "in", "not_in", "<", "<=", ">", ">=", "is_null", "not_null", "contains", "not_contains", "in_window",
                                                   "was", "was_not", "changed_to", "changed_from", "changed"};

constexpr std::size_t kMaxBytes = 64 * 1024, kMaxText = 512, kMaxItems = 200;
constexpr int kMaxDepth = 12;

// ---- writing

Json number(double value) {
  if (std::abs(value) < 9e15 && std::trunc(value) == value) return static_cast<std::int64_t>(value);  // 5 rather than 5.0
  return value;
}

Json value_json(const Value& value) {
  if (const auto* b = std::get_if<bool>(&value)) return *b;
  if (const auto* d = std::get_if<double>(&value)) return number(*d);
  if (const auto* s = std::get_if<std::string>(&value)) return *s;
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return *list;
  return nullptr;
}

Json atom_json(const Atom& a) {
  Json j = {{"f", a.field}, {"op", to_string(a.op)}};
  if (!std::holds_alternative<std::monostate>(a.value)) j["v"] = value_json(a.value);
  if (!a.window.empty()) j["in"] = a.window;
  return j;
}

Json filters_json(const std::vector<Filter>& filters) {
  Json out = Json::array();
  for (const Filter& f : filters) {
    if (f.any.empty()) {
      out.push_back(atom_json(f.atom));
      continue;
    }
    Json branches = Json::array();
    for (const auto& branch : f.any) {
      Json atoms = Json::array();
      for (const Atom& a : branch) atoms.push_back(atom_json(a));
      branches.push_back(std::move(atoms));
    }
    out.push_back({{"any", std::move(branches)}});
  }
  return out;
}

Json json_of(const SemanticQuery& q) {
  Json j = {{"kind", "query"}};
  if (!q.entity.empty()) j["entity"] = q.entity;
  if (!q.metrics.empty()) j["metrics"] = q.metrics;
  if (!q.where.empty()) j["where"] = filters_json(q.where);
  if (!q.group_by.empty()) j["group_by"] = q.group_by;
  if (q.time.size() == 1) j["time"] = q.time.front();
  else if (!q.time.empty()) j["time"] = q.time;
  if (!q.pct.empty()) j["pct"] = filters_json(q.pct);
  if (!q.as_of.empty()) j["as_of"] = q.as_of;
  for (const Having& h : q.having) j["having"].push_back({{"m", h.metric}, {"op", to_string(h.op)}, {"v", number(h.value)}});
  for (const Sort& s : q.sort) j["sort"].push_back({{"by", s.by}, {"dir", s.descending ? "desc" : "asc"}});
  if (q.limit) j["limit"] = *q.limit;
  if (!q.select.empty()) j["select"] = q.select;
  return j;
}
Json json_of(const ReportRequest& r) {
  Json j = {{"kind", "report"}, {"report", r.report}};
  if (!r.where.empty()) j["where"] = filters_json(r.where);
  if (!r.time.empty()) j["time"] = r.time;
  return j;
}
Json json_of(const Multi& m) {
  Json j = {{"kind", "multi"}, {"parts", Json::array()}};
  for (const auto& part : m.parts) j["parts"].push_back(std::visit([](const auto& p) { return json_of(p); }, part));
  return j;
}
Json json_of(const std::string& text) { return text; }
Json json_of(const Clarify& c) {
  Json j = {{"kind", "clarify"}, {"reason", c.reason}};
  if (!c.about.empty()) j["about"] = c.about;
  for (const auto& option : c.options) j["options"].push_back(std::visit([](const auto& o) { return json_of(o); }, option));
  return j;
}
Json json_of(const Refuse& r) { return {{"kind", "refuse"}, {"reason", r.reason}}; }

// ---- reading

[[noreturn]] void bad(const std::string& where, const std::string& what) { throw Error(Exit::usage, "IR: " + where + ": " + what, "man juno-query describes the form"); }

// A member that is there and not null.
const json* member(const json& j, const char* name) {
  const auto it = j.find(name);
  return it == j.end() || it->is_null() ? nullptr : &*it;
}

void only(const json& j, const std::string& where, std::initializer_list<const char*> known) {
  if (!j.is_object()) bad(where, "not an object");
  for (const auto& [name, value] : j.items()) {
    const std::string& n = name;
    if (!value.is_null() && std::none_of(known.begin(), known.end(), [&](const char* k) { return n == k; })) bad(where, "unknown member " + n.substr(0, 60));
  }
}

std::string text(const json& j, const std::string& where) {
  if (!j.is_string()) bad(where, "not a text");
  auto s = j.get<std::string>();
  if (s.size() > kMaxText) bad(where, "longer than 512 bytes");
  if (s.find('\0') != std::string::npos) bad(where, "holds a zero byte");
  return s;
}
std::string text_or_empty(const json& j, const char* name, const std::string& where) {
  const json* m = member(j, name);
  return m ? text(*m, where + "." + name) : std::string();
}

const json& array(const json& j, const std::string& where) {
  if (!j.is_array()) bad(where, "not a list");
  if (j.size() > kMaxItems) bad(where, "more than 200 items");
  return j;
}

std::vector<std::string> texts(const json& j, const char* name, const std::string& where) {
  std::vector<std::string> out;
  if (const json* m = member(j, name))
    for (const json& item : array(*m, where + "." + name)) out.push_back(text(item, where + "." + name));
  return out;
}

double finite(const json& j, const std::string& where) {
  if (!j.is_number()) bad(where, "not a number");
  const double d = j.get<double>();
  if (!std::isfinite(d) || std::abs(d) > 1e15) bad(where, "out of range");
  return d;
}

Op read_op(const json& j, const std::string& where) {
  const json* m = member(j, "op");
  if (!m) bad(where, "no op");
  const std::string name = text(*m, where + ".op");
  const auto op = op_named(name);
  if (!op) bad(where, "unknown op " + name.substr(0, 60));
  return *op;
}

Value read_value(const json& j, const std::string& where) {
  if (j.is_boolean()) return j.get<bool>();
  if (j.is_number()) return finite(j, where);
  if (j.is_string()) return text(j, where);
  std::vector<std::string> names;
  for (const json& item : array(j, where)) names.push_back(text(item, where));
  return names;
}

Atom read_atom(const json& j, const std::string& where) {
  only(j, where, {"f", "op", "v", "in"});
  Atom a;
  a.field = text_or_empty(j, "f", where);
  if (a.field.empty()) bad(where, "no field (f)");
  a.op = read_op(j, where);
  if (const json* v = member(j, "v")) a.value = read_value(*v, where + ".v");
  a.window = text_or_empty(j, "in", where);
  return a;
}

std::vector<Filter> read_filters(const json& j, const char* name, const std::string& inside) {
  std::vector<Filter> out;
  const json* m = member(j, name);
  if (!m) return out;
  const std::string where = inside + "." + name;
  for (const json& item : array(*m, where)) {
    if (!item.is_object() || !item.contains("any")) {
      out.emplace_back(read_atom(item, where));
      continue;
    }
    only(item, where, {"any"});
    Filter f;
    for (const json& branch : array(item["any"], where + ".any")) {
      auto& atoms = f.any.emplace_back();
      for (const json& atom : array(branch, where + ".any")) atoms.push_back(read_atom(atom, where + ".any"));
      if (atoms.empty()) bad(where + ".any", "an empty group");
    }
    if (f.any.empty()) bad(where + ".any", "empty");
    out.push_back(std::move(f));
  }
  return out;
}

std::vector<Having> read_having(const json& j, const std::string& where) {
  std::vector<Having> out;
  if (const json* m = member(j, "having"))
    for (const json& item : array(*m, where + ".having")) {
      only(item, where + ".having", {"m", "op", "v"});
      Having h;
      h.metric = text_or_empty(item, "m", where + ".having");
      h.op = read_op(item, where + ".having");
      const json* v = member(item, "v");
      if (!v) bad(where + ".having", "no value (v)");
      h.value = finite(*v, where + ".having.v");
      out.push_back(std::move(h));
    }
  return out;
}

std::vector<Sort> read_sort(const json& j, const std::string& where) {
  std::vector<Sort> out;
  if (const json* m = member(j, "sort"))
    for (const json& item : array(*m, where + ".sort")) {
      only(item, where + ".sort", {"by", "dir"});
      const std::string dir = text_or_empty(item, "dir", where + ".sort");
      if (dir != "asc" && dir != "desc") bad(where + ".sort", "dir is asc or desc");
      out.push_back({text_or_empty(item, "by", where + ".sort"), dir == "desc"});
    }
  return out;
}

SemanticQuery read_query(const json& j, const std::string& where) {
  only(j, where, {"kind", "entity", "metrics", "where", "group_by", "time", "having", "pct", "as_of", "sort", "limit", "select"});
  SemanticQuery q;
  q.entity = text_or_empty(j, "entity", where);
  q.metrics = texts(j, "metrics", where);
  q.where = read_filters(j, "where", where);
  q.pct = read_filters(j, "pct", where);
  q.group_by = texts(j, "group_by", where);
  if (const json* t = member(j, "time")) {
    if (t->is_string()) q.time.push_back(text(*t, where + ".time"));
    else q.time = texts(j, "time", where);
    if (q.time.size() > 2) bad(where + ".time", "more than two windows");
  }
  q.having = read_having(j, where);
  q.as_of = text_or_empty(j, "as_of", where);
  q.sort = read_sort(j, where);
  if (const json* limit = member(j, "limit")) {
    const double n = finite(*limit, where + ".limit");
    if (n < 1 || n > 1'000'000 || std::trunc(n) != n) bad(where + ".limit", "not a whole number from 1 to 1000000");
    q.limit = static_cast<std::int64_t>(n);
  }
  q.select = texts(j, "select", where);
  return q;
}

ReportRequest read_report(const json& j, const std::string& where) {
  only(j, where, {"kind", "report", "where", "time"});
  return {text_or_empty(j, "report", where), read_filters(j, "where", where), text_or_empty(j, "time", where)};
}

std::string kind_of(const json& j, const std::string& where) {
  if (!j.is_object()) bad(where, "not an object");
  return text_or_empty(j, "kind", where);
}

Multi read_multi(const json& j, const std::string& where) {
  only(j, where, {"kind", "parts"});
  Multi out;
  if (const json* parts = member(j, "parts"))
    for (const json& part : array(*parts, where + ".parts")) {
      const std::string kind = kind_of(part, where + ".parts");
      if (kind == "query") out.parts.emplace_back(read_query(part, where + ".parts"));
      else if (kind == "report") out.parts.emplace_back(read_report(part, where + ".parts"));
      else bad(where + ".parts", "a part is a query or a report");
    }
  if (out.parts.empty()) bad(where, "no parts");
  return out;
}

Clarify read_clarify(const json& j, const std::string& where) {
  only(j, where, {"kind", "reason", "about", "options"});
  Clarify out{text_or_empty(j, "reason", where), text_or_empty(j, "about", where), {}};
  if (const json* options = member(j, "options"))
    for (const json& option : array(*options, where + ".options")) {
      if (option.is_string()) out.options.emplace_back(text(option, where + ".options"));
      else if (kind_of(option, where + ".options") == "report") out.options.emplace_back(read_report(option, where + ".options"));
      else out.options.emplace_back(read_query(option, where + ".options"));
    }
  return out;
}

// The parser itself does not mind depth; what is built of it would.
void check_depth(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') ++i;
    else if (c == '"') quoted = !quoted;
    else if (!quoted && (c == '{' || c == '[') && ++depth > kMaxDepth) bad("the text", "nested too deeply");
    else if (!quoted && (c == '}' || c == ']')) --depth;
  }
}

Ir read(const json& whole) {
  // Models that answer by a schema need an object of one kind around the five.
  const json& j = whole.is_object() && whole.size() == 1 && whole.contains("result") ? whole["result"] : whole;
  const std::string kind = kind_of(j, "the text");
  if (kind == "query") return read_query(j, "query");
  if (kind == "report") return read_report(j, "report");
  if (kind == "multi") return read_multi(j, "multi");
  if (kind == "clarify") return read_clarify(j, "clarify");
  if (kind == "refuse") {
    only(j, "refuse", {"kind", "reason"});
    return Refuse{text_or_empty(j, "reason", "refuse")};
  }
  bad("kind", kind.empty() ? "missing" : "unknown: " + kind.substr(0, 60));
}

}  // namespace

std::string_view to_string(Op op) { return kOps[static_cast<std::size_t>(op)]; }

std::optional<Op> op_named(std::string_view name) {
  const auto it = std::find(kOps.begin(), kOps.end(), name);
  return it == kOps.end() ? std::nullopt : std::optional(static_cast<Op>(it - kOps.begin()));
}

std::string to_json(const Ir& ir) {
  return std::visit([](const auto& x) { return json_of(x); }, ir).dump(-1, ' ', false, json::error_handler_t::replace);
}

Ir parse_ir(std::string_view text) {
  if (text.size() > kMaxBytes) bad("the text", "longer than 64 KiB");
  check_depth(text);
  try {
    return read(json::parse(text));
  } catch (const json::exception&) {
    bad("the text", "not JSON");
  }
}

}  // namespace juno::ask
