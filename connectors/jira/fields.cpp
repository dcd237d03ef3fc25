// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/fields.h"
#include <algorithm>
#include <charconv>
#include <functional>
#include <tuple>
#include "connectors/json.h"
#include "core/error.h"
#include "core/names.h"
namespace juno::jira {
namespace {

constexpr std::string_view kSprint = "com.pyxis.greenhopper.jira:gh-sprint";
constexpr std::string_view kEpicLink = "com.pyxis.greenhopper.jira:gh-epic-link";
constexpr std::string_view kRank = "com.pyxis.greenhopper.jira:gh-lexo-rank";
constexpr std::string_view kPoints = "com.pyxis.greenhopper.jira:jsw-story-points";

// customfield_9 before customfield_10, Jira's own fields first.
std::tuple<std::int64_t, std::string> order(const FieldInfo& field) {
  constexpr std::string_view prefix = "customfield_";
  std::int64_t number = -1;
  if (field.id.starts_with(prefix)) std::from_chars(field.id.data() + prefix.size(), field.id.data() + field.id.size(), number);
  return {number, field.id};
}

class Resolver {
 public:
  explicit Resolver(const std::vector<FieldInfo>& fields) : fields_(fields) {}

  // Fields called so: by id, else by the name shown, else by another name of theirs; the lowest id first.
  std::vector<FieldMap::Field> named(std::string_view name) const {
    const std::string folded = fold_case(name);
    for (const auto& matches : {std::function<bool(const FieldInfo&)>([&](const FieldInfo& f) { return f.id == name; }),
                                std::function<bool(const FieldInfo&)>([&](const FieldInfo& f) { return fold_case(f.name) == folded; }),
                                std::function<bool(const FieldInfo&)>([&](const FieldInfo& f) { return has_alias(f, folded); })})
      if (auto found = those(matches); !found.empty()) return found;
    return {};
  }
  std::vector<FieldMap::Field> of_type(std::string_view custom) const {
    return those([&](const FieldInfo& f) { return f.custom == custom; });
  }

  std::vector<FieldMap::Field> configured(std::string_view setting, const std::string& name) const {
    auto found = named(name);
    if (found.empty()) throw unknown(setting, name);
    return found;
  }
  // The configured field, else the first of the usual names that exists; an empty id when there is none.
  FieldMap::Field one(std::string_view setting, const std::string& name, std::initializer_list<std::string_view> usual = {}) const {
    if (!name.empty()) return configured(setting, name).front();
    for (const std::string_view other : usual)
      if (const auto found = named(other); !found.empty()) return found.front();
    return {};
  }
  FieldMap::Field first_of_type(std::string_view custom) const {
    const auto found = of_type(custom);
    return found.empty() ? FieldMap::Field{} : found.front();
  }

 private:
  static bool has_alias(const FieldInfo& field, const std::string& folded) {
    return std::any_of(field.aliases.begin(), field.aliases.end(), [&](const std::string& alias) { return fold_case(alias) == folded; });
  }

  std::vector<FieldMap::Field> those(const std::function<bool(const FieldInfo&)>& matches) const {
    std::vector<FieldMap::Field> out;
    for (const auto& field : fields_)
      if (matches(field)) out.push_back({field.id, field.name});
    return out;
  }

  Error unknown(std::string_view setting, const std::string& name) const {
    Error error(Exit::config, "jira.fields." + std::string(setting) + ": the site has no field \"" + name + "\"");
    std::vector<std::string> names;
    for (const auto& field : fields_) names.push_back(field.name);
    if (const std::string near = nearest(name, names); !near.empty()) error.hint = "did you mean \"" + near + "\"?";
    else error.hint = "use a field's name or its id, such as customfield_10016";
    return error;
  }

  const std::vector<FieldInfo>& fields_;
};

void add(std::vector<FieldMap::Field>& out, const std::vector<FieldMap::Field>& more) {
  for (const auto& field : more)
    if (std::find(out.begin(), out.end(), field) == out.end()) out.push_back(field);
}

// Boards may estimate in time, which is in seconds and no story point.
bool is_time(std::string_view field) { return field.starts_with("time") || field.starts_with("aggregatetime"); }

std::vector<FieldMap::Field> points(const Resolver& resolver, const JiraFieldNames& configured, const std::vector<std::string>& estimation) {
  std::vector<FieldMap::Field> out;
  for (const auto& name : configured.story_points) add(out, resolver.configured("story_points", name));
  if (!out.empty()) return out;
  for (const auto& field : estimation)
    if (!is_time(field)) add(out, resolver.named(field));
  add(out, resolver.named("Story Points"));
  add(out, resolver.named("Story point estimate"));
  add(out, resolver.of_type(kPoints));
  return out;
}

}  // namespace

std::vector<FieldInfo> parse_fields(std::string_view json) {
  const JsonText text(json);
  if (!text.root().is_array()) throw Error(Exit::remote, "Jira fields: the answer is not a list of fields");
  std::vector<FieldInfo> out;
  for (const Json field : text.root()) {
    FieldInfo info;
    info.id = field["id"].text();
    info.name = field["name"].text();
    info.type = field["schema"]["type"].text();
    info.custom = field["schema"]["custom"].text();
    for (const Json name : field["clauseNames"]) info.aliases.emplace_back(name.text());
    if (const auto name = field["untranslatedName"].text(); !name.empty()) info.aliases.emplace_back(name);
    if (!info.id.empty()) out.push_back(std::move(info));
  }
  std::sort(out.begin(), out.end(), [](const FieldInfo& a, const FieldInfo& b) { return order(a) < order(b); });
  return out;
}

std::vector<FieldInfo> fetch_fields(const Site& site) {
  for (int ask = 1;; ++ask) {
    const Answer answer = get(site, "Jira fields", api(site, "/field"));
    if (ask == kAsks || JsonText(answer.body).root().is_array()) return parse_fields(body_of(answer, "Jira fields"));
    pause_before(site, ask + 1);
  }
}

FieldMap resolve(const std::vector<FieldInfo>& fields, const JiraFieldNames& configured, const std::vector<std::string>& estimation) {
  const Resolver resolver(fields);
  FieldMap out;
  out.points = points(resolver, configured, estimation);
  out.sprint = resolver.first_of_type(kSprint);
  out.rank = resolver.first_of_type(kRank);
  out.epic_link = configured.epic_link.empty() ? resolver.first_of_type(kEpicLink) : resolver.one("epic_link", configured.epic_link);
  out.flagged = resolver.one("", "", {"Flagged", "Impediment"});
  out.team = resolver.one("discipline_team", configured.discipline_team, {"Discipline Team", "Team"});
  out.owner = resolver.one("owner", configured.owner, {"Owner"});
  out.business_value = resolver.one("business_value", configured.business_value, {"Business Value"});
  out.scheduled = resolver.one("scheduled", configured.scheduled);
  return out;
}

}  // namespace juno::jira
