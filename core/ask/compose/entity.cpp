// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>
#include "core/ask/compose/sentence.h"
#include "core/text.h"
namespace juno::ask {
namespace {

using Found = std::optional<Entity>;

// What a sentence says about its subject. Each rule answers or leaves it to the next one; the order of the rules is their weight.
class Subject {
 public:
  explicit Subject(const Sentence& sentence) : s_(sentence), items_(sentence.items) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!items_[i].is(Word::noun)) continue;
      nouns_.insert(items_[i].arg());
      if (!grouped_by(i)) heads_.push_back(items_[i].arg());
    }
    typed_ = s_.says(List::types);
    points_ = s_.says(Word::measure, "story_points") || s_.says(Word::measure, "estimate");
  }

  Entity decide() {
    for (const auto rule : {&Subject::metric, &Subject::logged, &Subject::thing, &Subject::typed, &Subject::feature, &Subject::sprint_dates, &Subject::points, &Subject::deployed_or_reviewed,
                            &Subject::sprint, &Subject::workflow, &Subject::pull_or_issue, &Subject::person, &Subject::ranked_by, &Subject::field, &Subject::finish, &Subject::name})
      if (const Found found = (this->*rule)()) return *found;
    give_up("vague");
  }

 private:
  bool said(std::string_view noun) const { return nouns_.contains(noun); }
  bool at_is(std::size_t i, Word word) const { return i < items_.size() && items_[i].is(word); }
  bool first_is(Word word) const { return items_[0].is(word); }
  bool grouped_by(std::size_t i) const {
    if (i == 0) return false;
    return at_is(i - 1, Word::group) || (i > 2 && at_is(i - 1, Word::conj) && at_is(i - 2, Word::noun) && at_is(i - 3, Word::group));
  }

  Found metric() const {
    Found found;
    for (const Item& item : items_)
      if (item.is(Word::metric)) found = of_metric(item.arg(), found);
    const bool pulls = found == Entity::issue && said("pull_request") && s_.any([](const Item& i) { return i.is(Word::metric) && i.arg().find("pull_request=") != std::string_view::npos; });
    return pulls ? Entity::pull_request : found;  // "cycle time, review time and merge time of PRs"
  }
  Found of_metric(std::string_view arg, Found before) const {
    if (arg.starts_with("ci_run=")) return Entity::ci_run;
    const bool deployed = said("deployment") && arg.find("deployment=") != std::string_view::npos;
    arg = metric_for(arg, said("pull_request") ? "pull_request" : deployed ? "deployment" : "issue");
    if (arg == "workload") return Entity::issue;
    if (arg == "dora") return Entity::deployment;
    if (arg == "flow") return said("pull_request") ? Entity::pull_request : Entity::issue;
    if (arg == "promise" || arg == "utilization:over") return Entity::sprint;
    const Metric* m = find_metric(arg.substr(0, arg.find(':')));
    if (!m || (before && m->entity != Entity::pull_request)) return before;
    return m->entity;
  }

  Found logged() const {
    if (hours_of_each()) return Entity::worklog;
    const bool compared = s_.says(Word::compare) || s_.says(Word::age);
    for (std::size_t i = 0; i < items_.size() && !compared; ++i) {
      if (!items_[i].is(Word::measure, "logged_hours") && !items_[i].is(Word::measure, "logged_time")) continue;
      const bool missing = i > 0 && items_[i - 1].is(Word::neg, "without");  // "issues without logged time"
      if (!missing || first_is(Word::who) || items_[0].is(Word::noun, "person") || items_[0].is(Word::noun, "team")) return Entity::worklog;
    }
    const bool people = said("person") || first_is(Word::who);
    return people && s_.says(Word::verb, "logged") && s_.says(Chunk::Type::duration) ? Found(Entity::worklog) : Found();
  }

  // "Which epics took up more than 100 hours"
  bool hours_of_each() const {
    static constexpr std::array<std::string_view, 6> kGroups = {"epic", "project", "team", "component", "person", "sprint"};
    if (items_.size() < 3 || !(first_is(Word::which) || first_is(Word::list)) || !items_[1].is(Word::noun)) return false;
    const bool group = std::find(kGroups.begin(), kGroups.end(), items_[1].arg()) != kGroups.end();
    return group && s_.says(Word::verb, "logged") && s_.says(Word::measure, "logged_hours");
  }

  Found thing() const {
    static constexpr std::array<std::string_view, 8> kThings = {"pull_request", "review", "commit", "deployment", "incident", "worklog", "ci_run", "issue"};
    Found found;
    for (const std::string_view head : heads_) {
      if (std::find(kThings.begin(), kThings.end(), head) == kThings.end()) continue;
      const Entity next = find_entity(head)->entity;
      if (!found || found == next) found = next;
      else if (is_review_of_pull(*found, next)) found = Entity::pull_request;
      else if (!(next == Entity::issue && !typed_ && found == Entity::incident)) give_up("ambiguous_scope", std::string(head));
    }
    if (found && typed_ && found != Entity::issue && found != Entity::worklog) give_up("ambiguous_scope", "type");
    if (found == Entity::pull_request && s_.says(Word::verb, "reviewed") && reviews_counted()) return Entity::review;
    return found;
  }
  static bool is_review_of_pull(Entity a, Entity b) {
    return (a == Entity::pull_request && b == Entity::review) || (a == Entity::review && b == Entity::pull_request);
  }
  bool reviews_counted() const {
    const bool figures = s_.says(Word::count) || s_.says(Word::rank) || s_.says(Word::group) || s_.says(Word::compare) || s_.says(Word::contrast);
    return figures && (s_.says(Word::who) || people_or_teams() || said("person") || said("reviewer") || said("team"));
  }
  bool people_or_teams() const { return s_.says(List::people) || s_.says(List::teams) || s_.says(Word::me); }

  Found typed() const {
    if (typed_) return Entity::issue;
    const bool lines = s_.says(Word::measure, "size") || s_.says(Word::measure, "additions") || s_.says(Word::measure, "deletions");
    return lines ? Found(Entity::commit) : Found();
  }
  Found feature() const {
    if (said("feature") || s_.says(Word::measure, "roi") || s_.says(Word::measure, "roi_confidence")) return Entity::feature;
    return s_.says(List::features) && !points_ && !said("epic") ? Found(Entity::feature) : Found();
  }
  Found sprint_dates() const {
    const bool dates = s_.says(Word::verb, "ended") || s_.says(Word::verb, "sprint_started") || said("goal") || said("start") || said("end") || named();
    return dates && s_.says(List::sprints) && heads_.size() <= 1 ? Found(Entity::sprint) : Found();
  }
  bool named() const {  // "the name of the current sprint"
    return s_.any([&](const Item& i) { return i.is(Word::noun, "summary") && s_.first_word(i) == "name"; });
  }
  Found points() const { return points_ ? Found(Entity::issue) : Found(); }
  Found deployed_or_reviewed() const {
    for (const Item& item : items_) {
      if (item.is(Word::verb, "deployed") && item.chunk->end == item.chunk->begin + 1 && among(s_.first_word(item), {"released", "release", "shipped", "ship"})) give_up("ambiguous_scope", "released");  // a version, or to production
      if (item.is(Word::verb, "deployed")) return Entity::deployment;
      if (item.is(Word::verb, "reviewed")) return Entity::review;
    }
    return {};
  }

  bool about_issues(const Item& item) const {
    static constexpr std::array<std::string_view, 3> kVerbs = {"resolved", "due", "started"}, kRoles = {"assignee", "resolver", "parent"};
    if (item.is(Word::verb)) return std::find(kVerbs.begin(), kVerbs.end(), item.arg()) != kVerbs.end() || (among(item.arg(), {"created", "updated"}) && !said("sprint"));
    if (item.is(Word::role)) return std::find(kRoles.begin(), kRoles.end(), item.arg()) != kRoles.end();
    if (item.is(Word::state)) return item.arg().starts_with("issue:");
    if (item.is(Word::age)) return !said("sprint");
    return item.is(List::statuses) || item.is(List::priorities) || item.is(Word::adjective) || item.is(Word::moved) || item.is(Chunk::Type::key);
  }
  static bool about_pulls(const Item& item) {
    if (item.is(Word::verb)) return among(item.arg(), {"merged", "abandoned"});
    if (item.is(Word::role)) return among(item.arg(), {"requested_reviewer", "reviewer"});
    return item.is(Word::state) && item.arg().starts_with("pull_request:");
  }
  bool issues_meant() const { return s_.any([&](const Item& i) { return about_issues(i); }); }
  bool pulls_meant() const { return s_.any(about_pulls); }

  Found sprint() const {
    if (!said("sprint") || heads_.empty() || (heads_.front() != "sprint" && heads_.size() != 1)) return {};
    return said("issue") && issues_meant() && !pulls_meant() ? Entity::issue : Entity::sprint;
  }
  Found workflow() const {
    const bool lengths = s_.says(Word::rank, "longest") || s_.says(Word::rank, "shortest");
    const bool runs = s_.any([](const Item& i) { return i.is(Word::state) && i.arg().starts_with("ci_run:"); });  // "which workflow fails most often"
    return said("workflow") && heads_.size() == 1 && (lengths || runs) ? Found(Entity::ci_run) : Found();
  }
  Found pull_or_issue() const {
    const bool issues = issues_meant() || for_version();
    if (said("release") && !issues) return Entity::release;
    if (pulls_meant() && !issues) return Entity::pull_request;
    return issues ? Found(Entity::issue) : Found();
  }
  // "What is still open for version 6.0"
  bool for_version() const {
    const auto leads = [&](std::size_t i) { return among(items_[i].prep, {"for", "in", "into"}); };
    for (std::size_t i = 2; i < items_.size(); ++i)
      if (items_[i].is(List::versions) && (leads(i) || (items_[i - 1].is(Word::noun, "release") && leads(i - 1)))) return true;
    return false;
  }
  Found person() const {
    if ((s_.says(Word::who) || said("person")) && people_or_teams()) return Entity::person;
    if (s_.any([&](const Item& i) { return i.is(Word::verb, "committed") && s_.first_word(i).starts_with("commit"); })) return Entity::commit;
    return said("person") && heads_.size() == 1 ? Found(Entity::person) : Found();
  }
  Found ranked_by() const {  // "bottom 5 repos by commits"
    for (const std::string_view noun : {"commit", "deployment", "incident", "pull_request", "ci_run", "review"})
      if (said(noun) && s_.says(Word::rank)) return find_entity(noun)->entity;
    return {};
  }
  Found field() const {
    for (const std::string_view noun : {"epic", "status", "priority", "assignee", "type", "label", "component", "reporter"})
      if (said(noun)) return Entity::issue;
    return {};
  }
  Found finish() const {  // "when will we be done"
    if (first_is(Word::when) && items_.size() == 1 && s_.uses({"done", "finished", "complete", "ready"})) return Entity::issue;
    return first_is(Word::when) && s_.any([](const Item& i) { return i.is(Word::verb, "resolved") || (i.is(Word::state) && i.arg().starts_with("issue:open=false")); }) ? Found(Entity::issue) : Found();
  }
  Found name() const {
    const bool any = s_.says(List::sprints) || s_.says(List::epics) || s_.says(Word::report) || (s_.says(List::versions) && first_is(Word::when));
    return any ? Found(Entity::issue) : Found();
  }

  const Sentence& s_;
  const std::vector<Item>& items_;
  std::set<std::string_view> nouns_;
  std::vector<std::string_view> heads_;  // nouns that are not what is grouped by
  bool typed_ = false, points_ = false;
};

}  // namespace

Entity decide_entity(const Sentence& sentence) { return Subject(sentence).decide(); }

}  // namespace juno::ask
