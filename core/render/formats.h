// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "core/render/render.h"
namespace juno::render_detail {

std::string to_table(const Report& report, const RenderOptions& options);
std::string to_csv(const Report& report, const RenderOptions& options);
std::string to_json(const Report& report, const RenderOptions& options);
std::string to_ics(const Report& report);
std::string to_markdown(const Report& report, const RenderOptions& options);
// The section's picture without colour codes when `options.color` is off; empty when there is nothing to draw.
std::string draw(const Section& section, const RenderOptions& options);

// Throws Error{usage} naming the valid ones.
const Section& section_named(const Report& report, const std::string& wanted);  // empty = the main one
// The sections that people see: the named one, or all that are not hidden.
std::vector<const Section*> shown_sections(const Report& report, const std::string& key);

}  // namespace juno::render_detail
