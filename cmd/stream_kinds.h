// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "core/report.h"
namespace juno {

// A hundred repositories are six hundred streams. Where section `streams` has more rows than people read, they see section
// `kinds` instead, one row a source and kind, and section `unfinished` with the streams that are not done; machines get `streams`
// as ever. Its columns source, stream, state and items are needed.
void summarise_streams(Report& report);

}  // namespace juno
