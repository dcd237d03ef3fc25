// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/jql.h"
#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include "tests/fakes/truth.h"
namespace fakes {
namespace {

struct Token {
  std::string text;
  bool quoted = false;
  bool end = false;
};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::vector<Token> tokens_of(std::string_view jql) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < jql.size()) {
    const char c = jql[at];
    if (c == ' ' || c == '\t' || c == '\n') {
      ++at;
    } else if (c == '"' || c == '\'') {
      std::string text;
      for (++at; at < jql.size() && jql[at] != c; ++at) {
        if (jql[at] == '\\' && at + 1 < jql.size()) ++at;
        text += jql[at];
      }
      if (at == jql.size()) throw JqlError("Error in the JQL Query: The quoted string has not been completed.");
      ++at;
      tokens.push_back({text, true, false});
    } else if (std::string_view("(),").find(c) != std::string_view::npos) {
      tokens.push_back({std::string(1, c), false, false});
      ++at;
    } else if (std::string_view("=!<>~").find(c) != std::string_view::npos) {
      auto end = at;
      while (end < jql.size() && std::string_view("=!<>~").find(jql[end]) != std::string_view::npos) ++end;
      tokens.push_back({std::string(jql.substr(at, end - at)), false, false});
      at = end;
    } else {
      auto end = at;
      while (end < jql.size() && std::string_view(" \t\n(),=!<>~\"'").find(jql[end]) == std::string_view::npos) ++end;
      tokens.push_back({std::string(jql.substr(at, end - at)), false, false});
      at = end;
    }
  }
  tokens.push_back({"", false, true});
  return tokens;
}

using Test = std::function<bool(const Issue&)>;

class Parser {
 public:
  Parser(const World& world, std::string_view jql, int hidden) : world_(world), tokens_(tokens_of(jql)), hidden_(hidden) {}

  std::optional<Test> condition() {
    if (peek().end || is_word("order")) return {};
    return either();
  }

  std::vector<std::pair<std::string, bool>> order() {
    std::vector<std::pair<std::string, bool>> keys;
    if (peek().end) return keys;
    expect("order"), expect("by");
    do {
      auto field = lower(next().text);
      bool descending = false;
      if (is_word("asc")) next();
      else if (is_word("desc")) next(), descending = true;
      if (!std::set<std::string>{"id", "key", "issuekey", "created", "updated", "rank", "project", "status", "priority"}.contains(field))
        throw JqlError("Not able to sort using field '" + field + "'.");
      keys.emplace_back(field, descending);
    } while (take(","));
    if (!peek().end) throw JqlError("Error in the JQL Query: Expecting either 'OR' or 'AND' but got '" + peek().text + "'.");
    if (keys.size() > 7) throw JqlError("JQL can be ordered by at most 7 fields.");
    return keys;
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  const Token& next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool is_word(std::string_view word) const { return !peek().quoted && !peek().end && lower(peek().text) == word; }
  bool take(std::string_view word) {
    if (!is_word(word)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view word) {
    if (!take(word)) throw JqlError("Error in the JQL Query: Expecting '" + std::string(word) + "' but got '" + (peek().end ? "the end" : peek().text) + "'.");
  }

  Test either() {
    Test left = both();
    while (take("or")) left = [left, right = both()](const Issue& i) { return left(i) || right(i); };
    return left;
  }
  Test both() {
    Test left = one();
    while (take("and")) left = [left, right = one()](const Issue& i) { return left(i) && right(i); };
    return left;
  }
  Test one() {
    if (take("not")) return [inner = one()](const Issue& i) { return !inner(i); };
    if (take("(")) {
      Test inner = either();
      expect(")");
      return inner;
    }
    if (peek().end) throw JqlError("Error in the JQL Query: Expecting a field name at the end of the query.");
    return clause(lower(next().text));
  }

  Test clause(const std::string& field) {
    if (take("is")) {
      const bool negated = take("not");
      if (!take("empty") && !take("null")) throw JqlError("Error in the JQL Query: Expecting EMPTY.");
      return [this, field, negated](const Issue& i) { return values_of(field, i).empty() != negated; };
    }
    std::string op = lower(next().text);
    if (op == "not") expect("in"), op = "not in";
    std::vector<std::string> wanted;
    if (op == "in" || op == "not in") {
      expect("(");
      do wanted.push_back(next().text);
      while (take(","));
      expect(")");
    } else {
      if (peek().end) throw JqlError("Error in the JQL Query: Expecting either a value, list or function but got the end.");
      wanted.push_back(next().text);
    }
    if (field == "created" || field == "updated") return date_clause(field, op, wanted.front());
    for (std::string& value : wanted) check(field, value);
    if (op == "=" || op == "in") return member(field, wanted, true);
    if (op == "!=" || op == "not in") return member(field, wanted, false);
    if (field == "id" || field == "key" || field == "issuekey" || field == "issue") return id_clause(op, wanted.front());
    throw JqlError("The operator '" + op + "' is not supported by the '" + field + "' field.");
  }

  Test date_clause(const std::string& field, const std::string& op, const std::string& value) {
    std::optional<Time> when = parse_jql_time(value, world_.options.zone);
    if (!when && value.size() > 2 && value[0] == '-') {  // -5m, -3h, -2d, -1w
      int amount = 0;
      const auto [end, failure] = std::from_chars(value.data() + 1, value.data() + value.size() - 1, amount);
      const Time unit = value.back() == 'm' ? kMinute : value.back() == 'h' ? kHour : value.back() == 'd' ? kDay : value.back() == 'w' ? 7 * kDay : 0;
      if (failure == std::errc{} && end == value.data() + value.size() - 1 && unit > 0) when = world_.now - amount * unit;
    }
    if (!when) throw JqlError("Date value '" + value + "' for field '" + field + "' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.");
    const bool created = field == "created";
    const auto at = [created](const Issue& i) { return created ? i.created : i.updated; };
    if (op == ">=") return [at, t = *when](const Issue& i) { return at(i) >= t; };
    if (op == ">") return [at, t = *when](const Issue& i) { return at(i) > t; };
    if (op == "<=") return [at, t = *when](const Issue& i) { return at(i) <= t; };
    if (op == "<") return [at, t = *when](const Issue& i) { return at(i) < t; };
    throw JqlError("The operator '" + op + "' is not supported by the '" + field + "' field.");
  }

  Test id_clause(const std::string& op, const std::string& value) {
    int id = 0;
    std::from_chars(value.data(), value.data() + value.size(), id);
    if (op == ">") return [id](const Issue& i) { return i.id > id; };
    if (op == ">=") return [id](const Issue& i) { return i.id >= id; };
    if (op == "<") return [id](const Issue& i) { return i.id < id; };
    if (op == "<=") return [id](const Issue& i) { return i.id <= id; };
    throw JqlError("The operator '" + op + "' is not supported by the 'id' field.");
  }

  // Refuses what the site does not know, and brings values into the form of values_of.
  void check(const std::string& field, std::string& value) const {
    if (field == "project") {
      for (const Project& project : world_.projects) {
        const bool hidden = hidden_ >= 0 && &project == &world_.projects[std::size_t(hidden_)];
        if (!hidden && (lower(project.key) == lower(value) || std::to_string(project.id) == value || lower(project.name) == lower(value))) {
          value = project.key;
          return;
        }
      }
      throw JqlError("The value '" + value + "' does not exist for the field 'project'.");
    }
    if (field == "id" || field == "key" || field == "issuekey" || field == "issue") {
      const int index = world_.find(value);
      if (index < 0) throw JqlError("An issue with key '" + value + "' does not exist for field '" + field + "'.");
      value = std::to_string(World::id_of(index));
      return;
    }
    if (field == "sprint") {
      int id = 0;
      std::from_chars(value.data(), value.data() + value.size(), id);
      const Sprint* sprint = world_.sprint(id);
      if (!sprint || sprint->deleted) throw JqlError("Sprint with name '" + value + "' does not exist or you do not have permission to view it.");
      return;
    }
    if (field == "issuetype" || field == "type" || field == "status" || field == "resolution" || field == "statuscategory") {
      value = lower(value);
      return;
    }
    throw JqlError("Field '" + field + "' does not exist or you do not have permission to view it.");
  }

  std::vector<std::string> values_of(const std::string& field, const Issue& issue) const {
    const Project& project = world_.projects[std::size_t(issue.project)];
    if (field == "project") return {project.key};
    if (field == "sprint") {
      std::vector<std::string> ids;
      for (const int id : issue.sprints) ids.push_back(std::to_string(id));
      return ids;
    }
    if (field == "issuetype" || field == "type") return {lower(type_name(issue.type, project.team_managed))};
    if (field == "status") return {lower(world_.status(issue.status).name)};
    if (field == "resolution") return issue.resolution < 0 ? std::vector<std::string>{} : std::vector<std::string>{lower(kResolutions.at(std::size_t(issue.resolution)))};
    if (field == "statuscategory") return {world_.done(issue) ? "done" : world_.category(issue.status) == Category::todo ? "to do" : "in progress"};
    return {std::to_string(issue.id)};
  }

  Test member(const std::string& field, const std::vector<std::string>& wanted, bool positive) {
    if (field == "project") {  // by far the most frequent, over all issues
      std::vector<bool> in(world_.projects.size());
      for (std::size_t n = 0; n < in.size(); ++n) in[n] = std::find(wanted.begin(), wanted.end(), world_.projects[n].key) != wanted.end();
      return [in, positive](const Issue& i) { return in[std::size_t(i.project)] == positive; };
    }
    return [this, field, positive, set = std::set<std::string>(wanted.begin(), wanted.end())](const Issue& i) {
      const auto values = values_of(field, i);
      const bool any = std::any_of(values.begin(), values.end(), [&](const std::string& v) { return set.contains(v); });
      return positive ? any : !values.empty() && !any;
    };
  }

  const World& world_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int hidden_;
};

int compare(const World& world, const Issue& a, const Issue& b, const std::string& field) {
  const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (field == "created") return order(a.created, b.created);
  if (field == "updated") return order(a.updated, b.updated);
  if (field == "rank") return order(world.text(a.rank), world.text(b.rank));
  if (field == "status") return order(a.status, b.status);
  if (field == "priority") return order(b.priority, a.priority);
  if (field == "id") return order(a.id, b.id);
  const int project = order(world.projects[std::size_t(a.project)].key, world.projects[std::size_t(b.project)].key);
  return project != 0 || field == "project" ? project : order(a.number, b.number);
}

}  // namespace

std::vector<int> find_issues(const World& world, std::string_view jql, bool bounded_only, int hidden_project) {
  Parser parser(world, jql, hidden_project);
  const auto test = parser.condition();
  const auto keys = parser.order();
  if (!test && bounded_only) throw JqlError("Unbounded JQL queries are not allowed here. Add a search restriction to the query.");
  std::vector<int> found;
  for (int index = 0; index < static_cast<int>(world.issues.size()); ++index) {
    const Issue& issue = world.issues[std::size_t(index)];
    if (!issue.deleted && issue.project != hidden_project && (!test || (*test)(issue))) found.push_back(index);
  }
  if (!keys.empty())
    std::stable_sort(found.begin(), found.end(), [&](int x, int y) {
      for (const auto& [field, descending] : keys) {
        const int c = compare(world, world.issues[std::size_t(x)], world.issues[std::size_t(y)], field);
        if (c != 0) return descending ? c > 0 : c < 0;
      }
      return false;
    });
  return found;
}

}  // namespace fakes
