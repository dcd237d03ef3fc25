#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# demo.sh BUILD_DIR: juno at work on a made-up company, served by the fake Jira and GitHub on this machine.
set -eu
build=$(cd "$1" && pwd)
juno=$build/cmd/juno
home=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$home"' EXIT
"$(dirname "$0")/../../build/fakes/juno_fakes" serve --kind jira-cloud --seed 7 --issues 400 --port 0 --port-file "$home/port" >"$home/server.log" 2>&1 &
server=$!
i=0
while [ ! -s "$home/port" ]; do
  i=$((i + 1))
  [ $i -lt 100 ] || { echo "demo: the fake Jira did not start:" >&2; cat "$home/server.log" >&2; exit 1; }
  sleep 0.1
done
port=$(cat "$home/port")
export HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" JUNO_JIRA_TOKEN=demo-token GITHUB_TOKEN=demo-token JUNO_NOW=2026-11-02T09:00:00Z
unset JUNO_CONFIG JUNO_DB JUNO_PROFILE JUNO_FORMAT NO_COLOR 2>/dev/null || true

show() {
  printf '\n$ juno'
  for word in "$@"; do case $word in *[!a-zA-Z0-9_./:@=,-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac; done
  printf '\n'
  "$juno" "$@"
}

# shellcheck disable=SC2016  # the backquotes are for the reader
show init --url "http://127.0.0.1:$port" --email demo@juno.example --repositories "acme/harbour,acme/svc-*" --github-url "http://127.0.0.1:$port"
show sync
show sprint list --limit 8
show sprint report last --board ORC
show sprint burndown last --board ORC
show velocity --board ORC
show flow --since 12w --section statuses
show issue ORC-12
show links ORC-12
show pr --since 12w --section stages
show dora --since 12w
show sql "select team, count(*) as done, sum(points) as points from issues where status_category = 'done' group by team order by done desc"
printf '\nThe cache and everything else of this demo is removed again. `./dev install` keeps juno.\n'
