// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/ask/chunks.h"
#include "core/ask/compose.h"
#include "core/ask/ir.h"
#include "core/ask/model.h"
#include "core/ask/world.h"
namespace juno::ask {

// Thrown inside the composer: this cover has no meaning.
struct NoMeaning {
  std::string reason, about;
};

// A semantic query in the making: what the chunks of a cover have said so far.
struct Draft {
  enum class Shape { none, list, count, share, when_will, when_did, how_long };
  Shape shape = Shape::none;
  std::optional<Entity> entity;
  std::vector<std::string> metrics;
  std::string aggregation;
  std::vector<Filter> where, pct;
  bool in_share = false;                // conditions go to `pct`
  bool share_whole = false;             // ", of those where …": what follows is of the whole
  std::vector<std::string> groups;
  bool who = false, who_many = false;   // asks for people
  std::string target, target_noun;      // "which team": the field asked for
  bool target_many = false;
  std::string rank;                     // most, oldest …
  std::string rank_field;
  std::optional<std::int64_t> limit;
  bool trend = false, contrast = false, versus = false, spread = false, total = false;
  std::vector<Having> having;
  std::optional<std::pair<Op, double>> number_of;  // "more than 10" of what is counted
  bool none_of = false;                            // "no open issues": groups with nothing
  std::vector<Sort> sort;
  std::vector<std::string> select;
  struct Event {
    std::string verb;
    std::size_t at = 0;                 // its place among the chunks
    std::vector<const When*> times;
    bool adjective = false;
  };
  std::vector<Event> events;
  std::vector<const When*> times;       // of nothing in particular
  bool snapshot_state = false;          // a state was asked about
  bool past = false;                    // "were"
  std::vector<Atom> history;            // waiting for their window
  std::string key;                      // the issue asked about
  std::string report;
  bool me = false;
  bool how = false;                     // "how is …": only figures and reports answer that
  bool points = false, hours = false;
  double cost = 0;
};

class Composer {
 public:
  Composer(const Cover& cover, std::span<const Token> tokens, const World& world, const Today& today);
  Reading run();

 private:
  using Type = Chunk::Type;
  // ---- the chunks that say something ----
  struct Item {
    Chunk chunk;
    std::string_view prep;    // the word before: "in", "by" …
    std::string_view be;      // be, were, do, did, will just before
    bool clause = false, article = false, owned = false;  // owned: 's follows
    std::size_t place = 0;
  };
  void collect(const Cover& cover);
  void decide_entity();
  void walk();
  void step();
  Ir finish();

  // ---- steps (compose_steps.cpp): each reads chunks from `at_` on ----
  void word_step(const Item& item);
  void noun_step();
  void measure_step();
  void metric_step();
  void state_step();
  void verb_step();
  void role_step();
  void group_step();
  void rank_step();
  void compare_step();
  void age_step();
  void neg_step();
  void moved_step();
  void value_step();
  void key_step();
  void number_step();
  void adjective_step();
  void text_step(const std::string& words, std::string_view field);
  void how_long_step();
  void when_step();

  // ---- helpers ----
  const Item* peek(std::size_t ahead = 0) const { return at_ + ahead < items_.size() ? &items_[at_ + ahead] : nullptr; }
  bool next_is(std::size_t ahead, Word word) const { return peek(ahead) && peek(ahead)->chunk.is(word); }
  bool next_is(std::size_t ahead, Word word, std::string_view arg) const { return peek(ahead) && peek(ahead)->chunk.is(word, arg); }
  std::string_view led_by(const Item& item) const;  // the word before it, whatever that was taken for
  bool next_is_when() const { return peek() && peek()->chunk.type == Type::when; }
  bool before_is(Word word) const { return at_ > 0 && items_[at_ - 1].chunk.is(word); }
  Entity entity() const { return *d_.entity; }
  bool has_field(std::string_view field) const { return find_field(entity(), field) != nullptr; }
  [[noreturn]] static void fail(std::string reason, std::string about = {}) { throw NoMeaning{std::move(reason), std::move(about)}; }
  void filter(Atom atom, bool negated = false);
  std::string field_of(std::string_view noun) const;      // the entity's field for a noun; empty = none
  std::string field_of(List list) const;                  // for a value
  std::vector<std::string> value_list(List list, std::size_t& end, bool& both);
  bool add_states(std::string_view arg, bool negated);
  bool take_negation();
  void add_group(const std::string& field);
  bool group_word(const Item& item, std::string& field) const;
  void person(const std::vector<std::string>& names, std::string_view role, bool negated);
  std::string count_metric() const;
  std::string measure_metric(std::string_view measure) const;
  void set_shape(Draft::Shape shape);
  Draft::Event* last_event();
  bool ahead(std::initializer_list<Word> words, std::size_t from) const;

  // ---- finishing (compose_finish.cpp) ----
  void place_times();
  void events_to_metrics();
  void forget_events();  // a metric says them already; none may have a time of its own
  void window_on(const std::string& field, const When& when);
  const std::string& looking(const When& when, bool past) const;  // back or ahead, where the words leave it open
  std::string axis_of(const Draft::Event& event) const;
  bool sprint_metric() const;
  void sprint_defaults();
  void ranking();
  Ir finish_report();
  SemanticQuery query_;

  std::span<const Token> tokens_;
  const World& world_;
  Today today_;
  std::vector<Item> items_;
  std::deque<When> whens_;  // what the draft points to
  std::size_t at_ = 0;
  bool negated_ = false, except_ = false, without_ = false;
  std::string pending_or_;
  Draft d_;
};

}  // namespace juno::ask
