#!/usr/bin/env bash
# A month of a home care organisation, from files to books: makes ./demo, takes the month in, and shows what came of it.
# The story is told in samples/home-care-month/story.md. REMITD names another remitd than the release build, DEMO another
# folder.
set -euo pipefail
cd "$(dirname "$0")/.."

remitd=${REMITD:-.build/release/remitd}
demo=${DEMO:-demo}
story=samples/home-care-month

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
show() {
  printf '$ remitd %s\n' "$*"
  "$remitd" "$@" --workspace "$demo"
}

if [ ! -x "$remitd" ]; then
  echo "there is no $remitd: build it with make build" >&2
  exit 2
fi
# Only what this script has made is removed.
if [ -e "$demo" ] && [ -n "$(ls -A "$demo")" ] && [ ! -e "$demo/remitd.yaml" ]; then
  echo "$demo is there and not a workspace: move it away" >&2
  exit 2
fi
rm -rf "$demo"
started=$(date +%s%N)

say 'A workspace from the template home-care'
echo "\$ remitd init $demo"
"$remitd" init "$demo" >/dev/null
show check

say 'A month of files: declarations, what the payers answered, bank statements'
echo "\$ remitd ingest $story/inbox/*"
"$remitd" ingest "$story"/inbox/* --workspace "$demo"

say 'Receipts: each payment, and the declarations of which it consists'
show receipts

say 'Two days of the journal, each entry with what it rests on'
show entries --from 2026-04-13 --until 2026-04-14

say 'Suspense: what nothing explains, with cause, owner and a way out'
show suspense

say 'Balance'
show balance

say 'One payment told backwards, to the bytes of the files it rests on'
receipt=$("$remitd" receipts --from 2026-04-24 --until 2026-04-24 --workspace "$demo" | grep -o 'R[0-9]\{6\}-[0-9A-Z]*' | head -1)
show explain "$receipt"

say 'Every entry derived again from the archived bytes'
show verify

say 'Where the journal lies'
ls -l "$demo"/drop/de-linde/*
if command -v hledger >/dev/null; then
  cat "$demo"/drop/de-linde/*.journal >"$demo/all.journal"
  echo "\$ hledger check --strict ordereddates && hledger balance   (another program reads the same figures)"
  hledger -f "$demo/all.journal" check --strict ordereddates
  hledger -f "$demo/all.journal" balance
else
  echo 'hledger is not installed; with it, other eyes could check the journal'
fi

say "Done in $((($(date +%s%N) - started) / 1000000)) ms. What to try next"
cat <<END
  export PATH="\$PWD/$(dirname "$remitd"):\$PATH"
  remitd explain WV26000119 --workspace $demo      a declaration that was rejected and declared again
  remitd open-items --open --workspace $demo       what payers still owe
  remitd status --workspace $demo                  how things stand
  remitd help                                      all commands
  less $story/story.md         the month in words, with every balance worked out by hand
The same with your own files: README.md, "A workspace of your own".
END
