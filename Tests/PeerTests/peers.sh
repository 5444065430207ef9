#!/bin/sh
# Starts a real Tryton on PostgreSQL with the scripts of a folder, gives each test a database of its own, runs the tests
# that need one, and takes everything down again. With PEERS_STATE a Tryton that was made before is used, and stays.
set -eu
peers=$1
if [ ! -x "$peers/tryton.sh" ]; then
  echo "no $peers/tryton.sh: name the folder with PEERS=<folder>" >&2
  exit 2
fi
state=${PEERS_STATE:-$(mktemp -d)}
# PostgreSQL runs as a user of its own, who must reach it.
chmod 755 "$state"
tryton() { "$peers/tryton.sh" "$@" --state "$state"; }
if [ -z "${PEERS_STATE:-}" ]; then
  trap 'tryton destroy >/dev/null 2>&1; rm -rf "$state"' EXIT
fi

databases="remitd_month remitd_month_rest remitd_refused remitd_refused_rest remitd_crash"
tryton up --year 2026 >/dev/null
for database in $databases; do
  tryton drop "$database" >/dev/null 2>&1 || true
  tryton clone "$database" >/dev/null
done
# A database that is asked anything before it is ready stays unusable until the next start.
tryton stop >/dev/null
tryton start
url=$(sed -n 's/.*"url": "\([^"]*\)".*/\1/p' "$state/tryton/seed.json")
for database in $databases; do
  curl -s -o /dev/null "$url/$database/r/ready"
done

REMITD_TRYTON=$state/tryton/seed.json REMITD_PEERS=$peers REMITD_PEERS_STATE=$state \
  swift test --skip-build --traits CrashPoints ${SWIFT_TEST_FLAGS:-} --filter PeerTests
