#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh BUILD_DIR [--large] [NAME…]: measures juno against floors taken in the same run. `./dev bench` builds
# what it needs (juno, juno_fakes, store_bench, floor) and calls it.
set -eu
# run.sh BUILD_DIR storypoints [FOLDER [MARK]]: fits story points on the rows of each project's CSV file marked train, judges them on
# those marked MARK (val). FOLDER: else JUNO_STORYPOINTS, else ../shared/data/storypoints beside the sources.
build=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" = storypoints ]; then
  folder=${2:-${JUNO_STORYPOINTS:-$here/../../../shared/data/storypoints}}
  if [ ! -d "$folder" ]; then
    echo "storypoints: skipped, there is no folder $folder (name one, or set JUNO_STORYPOINTS)"
    exit 0
  fi
  exec "$build/tests/bench/storypoints" "$folder" "${3:-val}"
fi
JUNO_BUILD=$build exec python3 "$here/bench.py" "$@"
