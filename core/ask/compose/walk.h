// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/ask/compose/draft.h"
#include "core/ask/compose/sentence.h"
#include "core/ask/world.h"
namespace juno::ask {

// Stage 3: goes through the items from left to right; each step reads one or more of them and adds what they say to the draft.
// May take items out of the sentence that another one has spoken for.
class Walk {
 public:
  Walk(Sentence& sentence, Draft& draft, const World& world) : s_(sentence), items_(sentence.items), tokens_(sentence.tokens), d_(draft), world_(world) {}
  void run();

 private:
  using Shape = Draft::Shape;
  // ---- walk.cpp: the dispatch, and small steps ----
  bool enter_share();
  bool state_of_share(const Item& item) const;
  void step();
  void word_step(const Item& item);
  void count_step();
  void list_step();
  void have_step();
  void conj_step();
  void sort_step();
  void report_step();
  void text_step();
  void quoted_step();
  void text_filter(const std::string& words, std::string_view field);
  // ---- step_people.cpp: who, by whom ----
  void person(const std::vector<std::string>& names, std::string_view role, bool negated);
  std::string person_field(std::string_view role) const;
  std::string field_of_by() const;
  bool took_by_action() const;
  void me_step();
  void all_step();
  void role_step();
  void parent_role(bool negated);
  bool asks_assignee(std::string_view role) const;
  bool others_than(std::size_t ahead) const;
  void role_of_me(std::string_view role, bool negated);
  void role_of_people(std::string_view role, bool negated);
  void role_of_team(std::string_view role, bool negated);
  // ---- step_values.cpp: names of the cache ----
  struct Named;
  struct Names {
    std::vector<std::string> names;
    std::size_t end = 0;  // the item behind them
    bool both = false;    // "vs" between them
  };
  Names value_list(List list, std::size_t begin) const;
  std::pair<std::size_t, bool> after_joint(List list, std::size_t next, bool& both) const;
  void value_step();
  bool cue_follows(const Named& n) const;
  void people_value(const Named& n);
  std::optional<std::string_view> role_behind(const Named& n);
  void status_value(const Named& n);
  bool status_then(const Named& n, bool was);
  void sprint_value(const Named& n);
  void other_value(const Named& n);
  void key_step();
  void adjective_step();
  // ---- step_states.cpp: states and negation ----
  void state_step();
  void check_state(const Item& item) const;
  void check_state_of_people(const Item& item) const;
  bool state_of_sprint(std::string_view arg);
  void either_state(const std::vector<Atom>& first, bool negated);
  bool either_value(const std::vector<Atom>& first, bool negated);
  bool carried_over();
  void bring_forward_exceptions();
  void neg_step();
  void without_others();
  bool is_none_of_types() const;
  // ---- step_verbs.cpp: what happened ----
  void verb_step();
  bool verb_without_event(const Item& item, std::string_view verb);
  void verb_negated(std::string_view verb);
  void moved_step();
  std::string moved_status();
  // ---- step_nouns.cpp: things and their fields; each of the noun_… says whether it took the noun ----
  struct Noun;
  void noun_step();
  bool noun_without(const Noun& n);
  bool noun_of_epics(const Noun& n);
  bool noun_negated(const Noun& n);
  bool noun_with_value(const Noun& n);
  bool noun_is_not(const Noun& n);
  bool noun_spread(const Noun& n);
  bool noun_selected(const Noun& n);
  bool noun_had(const Noun& n);
  bool noun_asked_for(const Noun& n);
  bool counts_follow(std::string_view noun) const;
  bool noun_of_subject(const Noun& n);
  bool noun_told_already(const Noun& n);
  bool noun_dated(const Noun& n);
  // ---- step_figures.cpp: measures and metrics ----
  void measure_step();
  bool measure_without(std::string_view measure, const std::string& field);
  bool measure_listed(const std::string& field);
  void metric_step();
  void time_in_status(std::string_view extra, const Item& item);
  bool metric_listed(std::string_view name);
  void add_metric(std::string_view name);
  // ---- step_numbers.cpp: numbers, comparators, order ----
  void number_step();
  bool number_range(double n);
  bool story_points_number(double n);
  bool estimated_at(Op op, double n);
  void rank_step();
  void compare_step();
  void compare_number(Op op);
  void compare_duration(Op op);
  void took_duration(Op op, const std::string& length);
  std::string field_of_length(const Item& before) const;
  // ---- step_compared.cpp: "more bugs than Otter" ----
  void than_step();
  Atom* held_against(const Item& other);
  void than_any(const Item& other);
  void told_both();
  // ---- step_time.cpp: periods, age, "how long" ----
  void when_step();
  void age_step();
  void idle_since(const Item& item);
  static std::string length_of(const std::string& window);
  void how_long_step();
  void how_long();
  std::string metric_of_length(std::string_view verb) const;
  template <class Test> void forget_next(Test test);
  // ---- step_groups.cpp: "by team", "per week" ----
  void group_step();
  bool group_list();
  bool each_of(const Item& item);
  void group_by_figure(const Item& item);
  void grain_step(const Item& item);
  void add_group(std::string_view field);
  std::string group_field(const Item& item) const;

  // ---- where we are ----
  const Item* peek(std::size_t ahead = 0) const { return at_ + ahead < items_.size() ? &items_[at_ + ahead] : nullptr; }
  template <class... What> bool next_is(std::size_t ahead, What... what) const { return peek(ahead) && peek(ahead)->is(what...); }
  // back(1) is the item before `at_`: once a step has moved on, the one that it is about; back(2) the one before that.
  const Item* back(std::size_t n) const { return at_ >= n ? &items_[at_ - n] : nullptr; }
  template <class... What> bool back_is(std::size_t n, What... what) const { return back(n) && back(n)->is(what...); }
  bool ahead(std::initializer_list<Word> words, std::size_t from) const;
  // ---- what everybody needs ----
  Entity entity() const { return *d_.entity; }
  std::string_view own() const { return info(entity()).name; }
  void filter(Atom atom, bool negated = false);
  void filter_names(const std::string& field, const std::vector<std::string>& names, bool negated);
  bool take_negation();
  void no_negation() const;
  std::string field_of(std::string_view noun) const;  // the entity's field for a noun; empty = none
  std::string field_of(List list) const;              // for a value
  static List list_of(std::string_view noun);         // of the values that a noun may have

  Sentence& s_;
  std::vector<Item>& items_;
  std::span<const Token> tokens_;
  Draft& d_;
  const World& world_;
  std::size_t at_ = 0;
  bool negated_ = false, except_ = false, without_ = false;
};

Op op_of(std::string_view comparator);  // ">=", "+" (at least) …

}  // namespace juno::ask
