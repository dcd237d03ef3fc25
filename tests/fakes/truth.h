// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "tests/fakes/world.h"
namespace fakes {

// What a cache of the whole site must hold: the public tables as JSON Lines, one {"table":…} object a line, totally ordered.
// `deleted_too`: also issues that were deleted after the first sync, marked so, as a cache that knew them keeps them.
std::string table_lines(const World& world, const std::string& source, bool deleted_too);
// What every begun sprint's report must say, one sprint a line, from the book kept while things happened.
std::string sprint_report_lines(const World& world);

const char* type_name(Type type, bool team_managed);
const char* category_name(Category category);  // todo, in_progress, done
const char* field_name(Field field, bool data_center);
const char* outcome_name(Outcome outcome);
// The sprint's page with outcomes as of now, where the sprint is still open.
SprintBook::Page settled_page(const World& world, const Sprint& sprint);

}  // namespace fakes
