// SPDX-License-Identifier: Apache-2.0
#include "store/import_row.h"
#include <cmath>
#include <nlohmann/json.hpp>
#include "core/error.h"
#include "store/field_map_json.h"
#include "store/site.h"
namespace juno::store {

using Json = nlohmann::json;

struct ImportRow::Impl {
  Json json;
  std::int64_t number = 0;
  const Json* find(const char* key) const {
    const auto it = json.find(key);
    return it == json.end() || it->is_null() ? nullptr : &*it;
  }
};

ImportRow::ImportRow(std::string_view line, std::int64_t number) : impl_(std::make_unique<Impl>()) {
  impl_->number = number;
  // Rows are flat; a deep nest is an attack on the parser's stack, so it is stopped by depth.
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > 8) throw Error(Exit::usage, "nested too deeply");
    return true;
  };
  try {
    impl_->json = Json::parse(line, shallow);
  } catch (const Json::exception&) {
    fail("not valid JSON");
  } catch (const Error& e) {
    fail(e.what());
  }
  if (!impl_->json.is_object()) fail("not a JSON object");
}
ImportRow::ImportRow(ImportRow&&) noexcept = default;
ImportRow::~ImportRow() = default;

void ImportRow::fail(const std::string& why) const {
  throw Error(Exit::usage, "line " + std::to_string(impl_->number) + ": " + why, "nothing was imported; correct the line and import again");
}

bool ImportRow::has(const char* key) const { return impl_->find(key) != nullptr; }

std::string ImportRow::text(const char* key) const {
  const Json* v = impl_->find(key);
  if (!v) return {};
  if (!v->is_string()) fail(std::string(key) + " must be text");
  return v->get<std::string>();
}
std::string ImportRow::need_text(const char* key) const {
  auto value = text(key);
  if (value.empty()) fail(std::string(key) + " is missing");
  return value;
}
std::optional<std::int64_t> ImportRow::integer(const char* key) const {
  const Json* v = impl_->find(key);
  if (!v) return std::nullopt;
  if (v->is_number_unsigned() && v->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) fail(std::string(key) + " is too large");
  if (!v->is_number_integer()) fail(std::string(key) + " must be a whole number");
  return v->get<std::int64_t>();
}
std::optional<Id> ImportRow::id(const char* key) const {
  const auto value = integer(key);
  if (value && !valid_tracker_id(*value)) fail(std::string(key) + " must be from 1 to 2^40-1");
  return value;
}
Id ImportRow::need_id(const char* key) const {
  const auto value = id(key);
  if (!value) fail(std::string(key) + " is missing");
  return *value;
}
bool ImportRow::flag(const char* key, bool otherwise) const {
  const Json* v = impl_->find(key);
  if (!v) return otherwise;
  if (v->is_boolean()) return v->get<bool>();
  const auto number = integer(key);
  if (*number != 0 && *number != 1) fail(std::string(key) + " must be 0 or 1");
  return *number == 1;
}
std::optional<double> ImportRow::real(const char* key) const {
  const Json* v = impl_->find(key);
  if (!v) return std::nullopt;
  if (!v->is_number() || !std::isfinite(v->get<double>())) fail(std::string(key) + " must be a number");
  return v->get<double>();
}
std::optional<std::int64_t> ImportRow::hours_as_seconds(const char* key) const {
  const auto hours = real(key);
  if (!hours) return std::nullopt;
  if (std::abs(*hours) > 1e9) fail(std::string(key) + " is out of range");
  return std::llround(*hours * 3600.0);
}
std::optional<Instant> ImportRow::instant(const char* key) const {
  const auto value = text(key);
  if (value.empty()) return std::nullopt;
  const auto at = parse_instant(value);
  if (!at) fail(std::string(key) + " must be a time such as 2026-08-24T11:11:52Z");
  return at;
}
Instant ImportRow::need_instant(const char* key) const {
  const auto at = instant(key);
  if (!at) fail(std::string(key) + " is missing");
  return *at;
}
std::optional<Date> ImportRow::date(const char* key) const {
  const auto value = text(key);
  if (value.empty()) return std::nullopt;
  const auto day = parse_date(value);
  if (!day) fail(std::string(key) + " must be a date such as 2026-08-24");
  return day;
}
std::vector<std::string> ImportRow::list(const char* key) const {
  const Json* v = impl_->find(key);
  if (!v) return {};
  std::vector<std::string> all;
  if (v->is_string()) {
    const auto joined = v->get<std::string>();
    for (std::size_t from = 0; from < joined.size();) {
      const auto end = std::min(joined.find(',', from), joined.size());
      if (end > from) all.push_back(joined.substr(from, end - from));
      from = end + 1;
    }
    return all;
  }
  if (!v->is_array()) fail(std::string(key) + " must be a list of texts");
  for (const auto& item : *v) {
    if (!item.is_string()) fail(std::string(key) + " must be a list of texts");
    all.push_back(item.get<std::string>());
  }
  return all;
}

std::vector<Board::BoardColumn> ImportRow::board_columns() const {
  const Json* v = impl_->find("columns");
  if (!v) return {};
  std::vector<Board::BoardColumn> columns;
  try {
    for (const auto& c : *v) columns.push_back({c.at("name").get<std::string>(), c.at("statuses").get<std::vector<Id>>()});
  } catch (const Json::exception&) {
    fail("columns must be a list of {\"name\", \"statuses\"}");
  }
  return columns;
}

std::optional<FieldMap> ImportRow::fields() const {
  const Json* v = impl_->find("fields");
  if (!v) return std::nullopt;
  auto map = field_map_from(v->dump());
  if (!map) fail("fields must be a field map as exported");
  return map;
}

}  // namespace juno::store
