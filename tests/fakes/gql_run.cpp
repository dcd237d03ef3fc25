// SPDX-License-Identifier: Apache-2.0
// Executes a checked query. A null where none may be takes its parent along, up to the next place that may be null.
#include <algorithm>
#include <cstdio>
#include "tests/fakes/gql.h"
namespace fakes::gql {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string cursor_of(const Item& item) { return base64("cursor:v2:" + std::to_string(item.order) + ":" + std::to_string(item.id)); }

// Where the item that a cursor names begins and ends in the list, also when it has since moved elsewhere.
std::optional<std::pair<std::size_t, std::size_t>> find_cursor(const Listing& listing, const std::string& cursor) {
  long long order = 0, id = 0;
  if (std::sscanf(from_base64(cursor).c_str(), "cursor:v2:%lld:%lld", &order, &id) != 2) return std::nullopt;
  for (std::size_t n = 0; n < listing.items.size(); ++n)
    if (listing.items[n].order == order && listing.items[n].id == id) return std::pair(n, n + 1);
  const auto beyond = std::find_if(listing.items.begin(), listing.items.end(), [&](const Item& item) {
    return listing.descending ? std::pair(item.order, item.id) < std::pair<std::int64_t, std::int64_t>(order, id) : std::pair(item.order, item.id) > std::pair<std::int64_t, std::int64_t>(order, id);
  });
  const auto at = static_cast<std::size_t>(beyond - listing.items.begin());
  return std::pair(at, at);
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t n = 0; n < bytes.size(); n += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k) word = word << 8 | (n + k < bytes.size() ? static_cast<unsigned char>(bytes[n + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += n + k > bytes.size() ? '=' : kDigits[word >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string from_base64(std::string_view text) {
  std::string out;
  std::uint32_t word = 0;
  int bits = 0;
  for (const char c : text) {
    const auto digit = kDigits.find(c);
    if (digit == kDigits.npos) break;
    word = word << 6 | static_cast<std::uint32_t>(digit);
    if ((bits += 6) >= 8) out += static_cast<char>(word >> (bits -= 8) & 255);
  }
  return out;
}

void Run::error(const char* type, const std::string& message) {
  Json it;
  if (*type) it["type"] = type;
  it["path"] = path_;
  if (at_) it["locations"] = Json::array({{{"line", at_->place.line}, {"column", at_->place.column}}});
  it["message"] = message;
  errors.push_back(std::move(it));
}

Json Run::execute() {
  Json answer, data;
  std::vector<const Selection*> all;
  Selection root;
  root.inner = checked.operation->inner;
  all.push_back(&root);
  const bool good = object({schema.find("Query"), nullptr, 0}, all, data);
  answer["data"] = good ? std::move(data) : Json();
  if (!errors.empty()) answer["errors"] = errors;
  return answer;
}

bool Run::wanted(const Selection& selection) const {
  for (const Directive& directive : selection.directives)
    for (const Argument& argument : directive.arguments)
      if ((literal(argument.value, checked.variables) == true) != (directive.name == "include")) return false;
  return true;
}

void Run::collect(const Type& type, const std::vector<Selection>& inner, Fields& out) const {
  const auto applies = [&](const std::string& on) {
    if (on.empty() || on == type.name) return true;
    const Type* target = schema.find(on);
    return target && std::find(target->values.begin(), target->values.end(), type.name) != target->values.end();
  };
  for (const Selection& selection : inner) {
    if (!wanted(selection)) continue;
    if (selection.kind == Selection::Kind::inline_fragment) {
      if (applies(selection.name)) collect(type, selection.inner, out);
    } else if (selection.kind == Selection::Kind::spread) {
      const Fragment& fragment = document_.fragments.at(selection.name);
      if (applies(fragment.on)) collect(type, fragment.inner, out);
    } else {
      const auto known = std::find_if(out.begin(), out.end(), [&](const auto& pair) { return pair.first == selection.key; });
      if (known == out.end()) out.push_back({selection.key, {&selection}});
      else known->second.push_back(&selection);
    }
  }
}

Run::Fields Run::fields_of(const Type& type, const std::vector<const Selection*>& selections) const {
  Fields out;
  for (const Selection* selection : selections) collect(type, selection->inner, out);
  return out;
}

Json Run::arguments(const Field& field, const Selection& selection) const {
  Json out = Json::object();
  for (const auto& [name, parameter] : field.parameters)
    if (parameter.otherwise.kind != Value::Kind::null) out[name] = literal(parameter.otherwise, {});
  for (const Argument& argument : selection.arguments) {
    Json value = literal(argument.value, checked.variables);
    if (!value.is_null()) out[argument.name] = std::move(value);
  }
  return out;
}

bool Run::object(const Object& object, const std::vector<const Selection*>& selections, Json& out) {
  out = Json::object();
  for (const auto& [key, same] : fields_of(*object.type, selections)) {
    Json& slot = out[key];
    if (same.front()->name == "__typename") {
      slot = object.type->name;
      continue;
    }
    const Field& it = object.type->fields.at(same.front()->name);
    path_.push_back(key);
    at_ = same.front();
    const bool good = field(object, it, same, slot);
    path_.pop_back();
    if (good) continue;
    if (it.type.required) return false;
    slot = nullptr;
  }
  return true;
}

bool Run::field(const Object& object, const Field& it, const std::vector<const Selection*>& selections, Json& out) {
  if (!forbidden.empty() && forbidden.contains(object.type->name + "." + it.name)) {
    error("FORBIDDEN", "Resource not accessible by personal access token");
    return false;
  }
  const Json given = arguments(it, *selections.front());
  return complete(it, it.resolve(object, given, *this), given, selections, out);
}

bool Run::complete(const Field& it, Result result, const Json& given, const std::vector<const Selection*>& selections, Json& out) {
  if (const auto* scalar = std::get_if<Json>(&result)) return out = *scalar, !out.is_null();
  if (const auto* one = std::get_if<Object>(&result)) return object(*one, selections, out);
  if (const auto* listing = std::get_if<Listing>(&result)) {
    ++depth_;
    const bool good = connection(*it.of, *listing, given, selections, out);
    --depth_;
    return good;
  }
  if (const auto* list = std::get_if<std::vector<Object>>(&result)) {
    out = Json::array();
    ++depth_;
    for (std::size_t n = 0; n < list->size(); ++n) {
      Json one;
      path_.emplace_back(n);
      const bool good = !lost_node(n, list->size()) && (*list)[n].type && object((*list)[n], selections, one);
      path_.pop_back();
      out.push_back(good ? std::move(one) : Json());
    }
    --depth_;
    return true;
  }
  return false;
}

bool Run::connection(const Type& type, const Listing& listing, const Json& given, const std::vector<const Selection*>& selections, Json& out) {
  std::size_t begin = 0, end = listing.items.size();
  for (const char* side : {"after", "before"}) {
    if (!given.contains(side)) continue;
    const auto place = find_cursor(listing, given[side].get<std::string>());
    if (!place) {
      error("INVALID_CURSOR_ARGUMENTS", "`" + given[side].get<std::string>() + "` does not appear to be a valid cursor.");
      return false;
    }
    if (*side == 'a') begin = place->second;
    else end = std::max(begin, place->first);
  }
  const auto lower = begin, upper = end;
  if (given.contains("first")) end = std::min(end, begin + given["first"].get<std::size_t>());
  else if (given.contains("last")) begin = end - std::min(end - begin, given["last"].get<std::size_t>());
  const std::vector<Item> page(listing.items.begin() + static_cast<std::ptrdiff_t>(begin), listing.items.begin() + static_cast<std::ptrdiff_t>(end));
  out = Json::object();
  for (const auto& [key, same] : fields_of(type, selections)) {
    const auto& name = same.front()->name;
    Json& slot = out[key];
    if (name == "__typename") slot = type.name;
    else if (name == "totalCount") slot = listing.items.size();
    else if (name == "pageInfo") {
      slot = Json::object();
      for (const auto& [info, at] : fields_of(*schema.find("PageInfo"), same)) {
        const auto& what = at.front()->name;
        if (what == "hasNextPage") slot[info] = end < (given.contains("last") ? upper : listing.items.size()) || (repeat_cursors && given.contains("after"));
        else if (what == "hasPreviousPage") slot[info] = begin > (given.contains("first") ? lower : 0);
        else if (what == "endCursor" && repeat_cursors && given.contains("after")) slot[info] = given["after"];
        else slot[info] = page.empty() ? Json() : Json(cursor_of(what == "endCursor" ? page.back() : page.front()));
      }
    } else {
      path_.push_back(key);
      nodes(page, same, name == "edges", slot);
      path_.pop_back();
    }
  }
  return true;
}

bool Run::lost_node(std::size_t n, std::size_t of) {
  if (depth_ > 1) return false;
  if (all_nodes_null) return true;
  if (!null_node || n != of / 2) return false;
  error("", "Something went wrong while executing your query. Please include `FAKE:1` when reporting this issue.");
  return true;
}

void Run::nodes(const std::vector<Item>& page, const std::vector<const Selection*>& selections, bool edges, Json& out) {
  out = Json::array();
  for (std::size_t n = 0; n < page.size(); ++n) {
    path_.emplace_back(n);
    Json slot;
    const bool lost = lost_node(n, page.size());
    if (edges) {
      for (const auto& [key, same] : fields_of(*schema.find("PageInfo"), selections)) {
        if (same.front()->name == "cursor") slot[key] = cursor_of(page[n]);
        else if (lost || !object(page[n].object, same, slot[key])) slot[key] = nullptr;
      }
    } else if (lost || !object(page[n].object, selections, slot)) {
      slot = nullptr;
    }
    path_.pop_back();
    out.push_back(std::move(slot));
  }
}

}  // namespace fakes::gql
