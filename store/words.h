// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include "core/model.h"
namespace juno::store {

// Enumerations as the words rows and public views hold.
constexpr std::string_view word(StatusCategory category) {
  switch (category) {
    case StatusCategory::todo: return "todo";
    case StatusCategory::in_progress: return "in_progress";
    case StatusCategory::done: return "done";
  }
  return {};
}
constexpr std::string_view word(SprintState state) {
  switch (state) {
    case SprintState::future: return "future";
    case SprintState::active: return "active";
    case SprintState::closed: return "closed";
  }
  return {};
}
// A status no site told the category of counts as todo.
constexpr StatusCategory category_of(std::string_view word) {
  return word == "done" ? StatusCategory::done : word == "in_progress" ? StatusCategory::in_progress : StatusCategory::todo;
}
constexpr SprintState state_of(std::string_view word) {
  return word == "closed" ? SprintState::closed : word == "active" ? SprintState::active : SprintState::future;
}

}  // namespace juno::store
