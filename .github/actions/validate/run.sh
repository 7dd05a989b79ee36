#!/usr/bin/env bash
# Checks frameworks: what the action beside this file and the hook in .pre-commit-hooks.yaml run.
#
#   run.sh [FLAG…] [PATH…]    as those of proficiency validate
#
# It reads, from its surroundings,
#
#   COUNTERSIGN_PATHS      more files and folders, one a line
#   COUNTERSIGN_STYLE      true applies the rules of style, too
#   COUNTERSIGN_STRICT     true takes warnings for errors
#   COUNTERSIGN_FORMAT     how findings are written: text (if nothing is said), json, sarif or github
#   COUNTERSIGN_COMMAND    the path of a command proficiency to use
#   COUNTERSIGN_VERSION    or else the version of the command to install, such as v1.2.0;
#                          if neither is said, the command is built from the checkout that this file stands in
#
# It exits as the command does: 0 fine, 1 errors were found, 2 wrong usage, 3 something could not be read.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
source_path=proficiency/tools/cmd/proficiency

flags=(--format "${COUNTERSIGN_FORMAT:-text}")
paths=()

# flag VARIABLE FLAG adds a flag if the variable is true.
flag() {
  case ${!1:-false} in
  true) flags+=("$2") ;;
  false) ;;
  *) echo "$1 is true or false, not ${!1}" >&2; exit 2 ;;
  esac
}

# provide sets command, and gets it first if none was named.
provide() {
  command=${COUNTERSIGN_COMMAND:-}
  [ -z "$command" ] || return 0
  built=$(mktemp -d)
  trap 'rm -rf "$built"' EXIT
  command=$built/proficiency
  if [ -n "${COUNTERSIGN_VERSION:-}" ]; then
    GOBIN=$built go install "github.com/countersign-go/countersign/$source_path@$COUNTERSIGN_VERSION" >&2
  else
    GOWORK=$root/go.work go -C "$root" build -buildvcs=false -o "$command" "./$source_path" >&2
  fi
}

flag COUNTERSIGN_STYLE --style
flag COUNTERSIGN_STRICT --warnings-as-errors
while IFS= read -r path; do
  [ -z "$path" ] || paths+=("$path")
done <<<"${COUNTERSIGN_PATHS:-}"
provide || exit 3 # nothing was checked, which is no finding
status=0
"$command" validate "${flags[@]}" "$@" ${paths[@]+-- "${paths[@]}"} || status=$?
exit "$status"
