#!/bin/bash
# The whole path on generated data: bench.sh [LINES]. Prints one JSON line at the end, then whether each aim is reached; docs/performance.md says what
# each figure means. Where two programs are compared, it is the processor time (user + system) of each, both pinned to
# one core: a machine with other work on it then gives the same figures, only later.
set -euo pipefail
export LC_ALL=C

lines=${1:-100000}
here=$(cd "$(dirname "$0")/.." && pwd)
programs=${REMITD_PROGRAMS:-$(cd "$here" && swift build -c release --show-bin-path)}
remitd=$programs/remitd
generate=$programs/remitd-generate
combine=$programs/remitd-combine
account=$programs/remitd-payer-account
work=$(mktemp -d "${TMPDIR:-/tmp}/remitd-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

for program in "$remitd" "$generate" "$combine" "$account" /usr/bin/time taskset sqlite3 hledger xmllint; do
  command -v "$program" >/dev/null || { echo "bench.sh needs $program; try: make setup build" >&2; exit 3; }
done

say() { echo "$*" >&2; }
calculate() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }

# The last core this process may use: a scheduler puts other work on the first.
core=$(taskset -cp $$ | sed 's/.*[ ,-]//')

# measured <label> <allowed code> <command…>: runs it pinned to one core; sets <label>_wall and <label>_cpu (seconds)
# and <label>_peak (MB).
measured() {
  local label=$1 allowed=$2 code=0
  shift 2
  /usr/bin/time -q -o "$work/$label.time" -f '%e %U %S %M' taskset -c "$core" "$@" \
    >"$work/$label.out" 2>"$work/$label.err" || code=$?
  if [ "$code" -ne 0 ] && [ "$code" -ne "$allowed" ]; then
    say "$label ended with $code:"
    tail -5 "$work/$label.err" >&2
    exit 1
  fi
  local wall user system peak
  read -r wall user system peak <"$work/$label.time"
  printf -v "${label}_wall" '%s' "$wall"
  printf -v "${label}_cpu" '%s' "$(calculate "$user + $system")"
  printf -v "${label}_peak" '%s' "$(calculate "$peak / 1024" 1)"
}

# sqlite_import <books> <label>: puts the very rows that remitd wrote into an empty database of the same tables and
# indexes, as safely (WAL, synchronous FULL), with sqlite3's own .import.
sqlite_import() {
  local books=$1 label=$2 tables table columns
  mkdir -p "$work/rows"
  sqlite3 -readonly "$books" .schema >"$work/schema.sql"
  tables=$(sqlite3 -readonly "$books" \
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
  {
    echo "PRAGMA journal_mode = WAL;"
    echo "PRAGMA synchronous = FULL;"
    echo ".read $work/schema.sql"
    echo ".mode csv"
    for table in $tables; do echo ".import $work/rows/$table.csv $table"; done
  } >"$work/import.sql"
  for table in $tables; do
    # A digest is no text: as hexadecimal digits it is twice as long, which is in the import's disfavour.
    columns=$(sqlite3 -readonly "$books" "SELECT group_concat(CASE WHEN type = 'BLOB'
      THEN 'lower(hex(\"' || name || '\"))' ELSE '\"' || name || '\"' END, ', ') FROM pragma_table_info('$table')")
    sqlite3 -readonly -csv "$books" "SELECT $columns FROM \"$table\"" >"$work/rows/$table.csv"
  done
  measured "$label" 0 sqlite3 -init /dev/null -batch "$work/$label.sqlite" ".read $work/import.sql"
  rm -rf "$work/rows" "$work/$label.sqlite"*
}

# whole <label> <format>: generates, ingests, imports for comparison.
whole() {
  local label=$1 format=$2
  say "$lines lines as $format: generating"
  "$generate" --lines "$lines" --format "$format" --output "$work/$label.files"
  "$remitd" init "$work/$label" >/dev/null
  say "$lines lines as $format: ingesting"
  find "$work/$label.files" -type f | sort >"$work/$label.list"
  # One command for all files: a shell would stop at its own limit of arguments, xargs does not below 100,000.
  measured "$label" 0 xargs -a "$work/$label.list" -n 100000 -s 2000000 -x "$remitd" ingest --workspace "$work/$label"
  say "$(tail -1 "$work/$label.out")"
  say "$lines lines as $format: sqlite3 imports the rows that were written"
  sqlite_import "$work/$label/books.sqlite" "${label}_import"
}

whole ei ei
written=$(calculate "$(stat -c %s "$work/ei/books.sqlite") / 1048576" 1)
entries=$(sqlite3 -readonly "$work/ei/books.sqlite" "SELECT count(*) FROM entry")
mkdir "$work/read"
# Read again from the archive, every entry derived anew: what an auditor waits for.
measured verify 0 "$remitd" verify --workspace "$work/ei"
# A mapping that changes has every case computed again; the file is one that is known.
echo '# edited' >>"$work/ei/mappings/de-linde/mapping.yaml"
measured edit 0 "$remitd" ingest --workspace "$work/ei" "$(tail -1 "$work/ei.list")"
rm -rf "$work/ei" "$work/ei.files"

csv=
if [ "$lines" -ge 1000000 ]; then
  whole csv csv
  csv=",\"csv_lines_per_second\":$(calculate "$lines / $csv_wall" 0)"
  csv+=",\"csv_lines_per_cpu_second\":$(calculate "$lines / $csv_cpu" 0)"
  csv+=",\"csv_peak_memory_mb\":$csv_peak"
  csv+=",\"csv_ratio_to_sqlite_import\":$(calculate "$csv_cpu / $csv_import_cpu")"
  rm -rf "$work/csv" "$work/csv.files"
fi

# A bank's table: remitd takes it in, posts and delivers every row; hledger reads it and prints it.
rows=$((lines / 10))
[ "$rows" -le 20000 ] || rows=20000
[ "$rows" -ge 1000 ] || rows=1000
say "$rows rows of a bank's table: remitd, hledger"
"$generate" --bank "$rows" --output "$work/bank"
"$remitd" init "$work/table" >/dev/null
measured table 0 "$remitd" ingest --workspace "$work/table" "$work/bank/ing.csv"
cat >"$work/bank/ing.rules" <<'RULES'
skip 1
separator ;
encoding latin1
fields date, description, _, iban, _, sign, amount_, _, text, _, _
date-format %Y%m%d
decimal-mark ,
currency EUR
amount %amount_
comment %text
account1 assets:bank
account2 suspense:receipts
if %sign Af
 amount -%amount_
RULES
# hledger learned of encodings in 1.41; the table is plain ASCII, so older ones need not know.
hledger print -f "$work/bank/ing.csv" --rules-file "$work/bank/ing.rules" >/dev/null 2>&1 \
  || sed -i '/^encoding/d' "$work/bank/ing.rules"
measured hledger 0 hledger print -f "$work/bank/ing.csv" --rules-file "$work/bank/ing.rules"
say "hledger printed $(grep -c '^[0-9]' "$work/hledger.out") transactions"

# camt.053: remitd decodes it, proves its balances and makes facts of it; xmllint only parses.
say "a camt.053 of 50000 bookings: remitd, xmllint"
"$generate" --bank 50000 --output "$work/camt"
measured camt 1 "$remitd" inspect --lines 0 --workspace "$work/table" "$work/camt/camt053.xml"
measured xmllint 0 xmllint --stream --noout "$work/camt/camt053.xml"

# Sets of open items that give a payment: 40 items, which are counted exactly.
say "combinations of 40 open items"
measured combination 0 "$combine"
combination_ms=$(cat "$work/combination.out")

# What a payment costs beside so many open items of its payer, from the bank's file to its entry, by class of evidence.
sizes="100 1000 10000"
[ "$lines" -lt 100000 ] || sizes="$sizes 100000"
say "payments beside $sizes open items"
measured account 0 "$account" $sizes
accounts=$(sed 's/^{//; s/}$//' "$work/account.out")
slowest=$(grep -o '"[abcd]_[0-9]*_ms":[0-9.]*' "$work/account.out" | sed 's/.*://' | sort -n | tail -1)

pace=$(calculate "$lines / $ei_wall" 0)
ratio=$(calculate "$ei_cpu / $ei_import_cpu")
echo "{\"lines\":$lines,\"lines_per_second\":$pace,\
\"peak_memory_mb\":$ei_peak,\
\"ratio_to_sqlite_import\":$ratio,\
\"times_faster_than_hledger\":$(calculate "$hledger_cpu / $table_cpu" 1),\
\"ratio_to_xmllint\":$(calculate "$camt_cpu / $xmllint_cpu"),\
\"combination_ms\":$combination_ms,\"combination_peak_memory_mb\":$combination_peak,\
$accounts,\
\"lines_per_cpu_second\":$(calculate "$lines / $ei_cpu" 0),\
\"seconds\":$ei_wall,\"cpu_seconds\":$ei_cpu,\"sqlite_import_cpu_seconds\":$ei_import_cpu,\
\"verify_cpu_seconds\":$verify_cpu,\"verify_peak_memory_mb\":$verify_peak,\
\"mapping_edit_cpu_seconds\":$edit_cpu,\"mapping_edit_peak_memory_mb\":$edit_peak,\
\"entries\":$entries,\"books_mb\":$written$csv,\
\"load\":$(cut -d' ' -f1 /proc/loadavg)}"

# aim <what> <found> <most or least> <aim>: says whether it is reached, and fails where it is not.
aim() {
  local found=reached
  case $3 in
    most) awk "BEGIN { exit !($2 > $4) }" && found=missed ;;
    least) awk "BEGIN { exit !($2 < $4) }" && found=missed ;;
  esac
  say "$1: $2, at $3 $4: $found"
  [ "$found" = reached ]
}

# The clock drifts with the machine, so what it says is no failure; ratios and memory are, where there are lines enough
# for them to mean something.
code=0
aim "lines per second" "$pace" least 20000 || true
aim "ratio to sqlite3 .import" "$ratio" most 5 || code=1
aim "peak memory in MB" "$ei_peak" most 128 || code=1
aim "milliseconds for the combinations of 40 items" "$combination_ms" most 500 || true
aim "peak memory in MB for the combinations of 40 items" "$combination_peak" most 32 || code=1
aim "milliseconds for a payment of classes A to D, file and entry included" "$slowest" most 50 || true
[ "$lines" -ge 100000 ] || code=0
exit "$code"
