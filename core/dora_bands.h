// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string_view>
namespace juno {

enum class DoraMetric { frequency, lead, fail_rate, recovery, rework };

// One step of a scale: what is worse than `limit` is in the next one. Frequencies are per day and fall down the scale, the
// others grow: hours, or a ratio. The last step has no limit.
struct DoraBand {
  DoraMetric metric;
  double limit;
  bool within;            // the limit itself still belongs to the step
  std::string_view name;
};

// A published scale. Levels change every year, so they are data with a version; methods.md 5.2 has the sources.
struct DoraBands {
  std::string_view version, source;
  std::span<const DoraBand> bands;
};

// Newest first; the first is the default.
std::span<const DoraBands> dora_bands();
// Nothing for an unknown version.
const DoraBands* dora_bands(std::string_view version);
// The step a value falls in; empty where the scale says nothing about the metric.
std::string_view dora_band(const DoraBands& bands, DoraMetric metric, double value);

}  // namespace juno
