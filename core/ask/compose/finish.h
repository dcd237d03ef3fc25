// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/ask/compose/draft.h"
#include "core/ask/compose/sentence.h"
#include "core/ask/world.h"
namespace juno::ask {

// Stage 4: what the draft amounts to. Passes that each settle one thing, in the order of run(); what they cannot settle
// without a guess they give up.
class Finish {
 public:
  Finish(const Sentence& sentence, Draft& draft, const World& world, const Today& today)
      : s_(sentence), items_(sentence.items), tokens_(sentence.tokens), d_(draft), world_(world), today_(today) {}
  Ir run();

 private:
  using Shape = Draft::Shape;
  // ---- finish.cpp: questions of a form of their own ----
  void check_question();
  bool asks_yes_or_no() const;
  void count_instead();
  bool asks_of_one() const;
  SemanticQuery told_of_one() const;
  Ir report() const;
  SemanticQuery one_issue();
  SemanticQuery asked_when();
  std::string eta() const;
  void columns();
  void check_list() const;
  // ---- finish_figures.cpp: which figures ----
  void usual_lengths();
  void points();
  void promises();
  void sprint_figures();
  void outlook();
  bool forecast();
  void check_counted() const;
  void counts();
  void counts_of_events();
  bool counted() const;
  void check_figures();
  void aggregation();
  void more_aggregations();
  void be_of_sprints(std::vector<std::string> metrics);
  std::vector<std::string> promised() const;
  bool says_sprint_metric() const;
  // ---- finish_windows.cpp: when ----
  void place_times();
  void events();
  void timed_event(const Event& event, const std::string& axis);
  void plain_event(const Event& event);
  void history();
  void periods();
  bool as_of();
  void periods_of_metric();
  void periods_of_rows();
  void check_rows_dated() const;
  std::string axis_of_rows() const;
  std::string axis_of(const Event& event) const;
  bool says_state() const;
  void window_on(const std::string& field, const When& when);
  const std::string& looking(const When& when, bool past) const;
  void forget_events();
  // ---- finish_groups.cpp: groups, and conditions that meet ----
  void groups();
  void conditions();
  void share();
  void having();
  // ---- finish_order.cpp: trend, comparison, order ----
  void trend();
  void sprint_defaults();
  void comparison();
  void check_comparison() const;
  void grains();
  void status_lengths();
  void order();
  void order_groups();
  void order_rows();
  void check_rank_field() const;
  void sort_rows();
  void limit_rows();

  Entity entity() const { return *d_.entity; }
  bool is(Entity e) const { return entity() == e; }
  bool future() const { return s_.any([](const Item& i) { return i.be == "will"; }); }
  const Atom* said(std::string_view field) const;  // the condition on a field; null = none
  const Metric* first() const { return query_.metrics.empty() ? nullptr : base_metric(query_.metrics[0]); }

  const Sentence& s_;
  const std::vector<Item>& items_;
  std::span<const Token> tokens_;
  Draft& d_;
  const World& world_;
  Today today_;
  std::vector<std::string> metrics_;  // decided so far; d_.metrics are those that were said
  SemanticQuery query_;
};

const Atom* find_atom(const std::vector<Filter>& where, std::string_view field);  // null = no condition on it
bool is_true(const Atom* atom);
bool is_false(const Atom* atom);
bool is_text(const Atom* atom, std::string_view text);
void drop(std::vector<Filter>& where, std::string_view field);
// The date by which rows of an entity are placed in time; empty = none.
std::string_view usual_date(Entity entity);

}  // namespace juno::ask
