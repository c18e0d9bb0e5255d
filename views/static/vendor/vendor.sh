#!/bin/sh
# Fetches the pinned front-end packages and keeps only the files the program serves or tests with.
# Needs npm; run it from anywhere, then commit the result. VENDOR.txt lists every file with its SHA-256 and
# static_test.go recomputes the sums.
set -eu

kern=2.7.2 fira=5.3.0 htmx=4.0.1 jsqr=1.4.0 axe=4.14.1
cutter=2.4.0 # subset-font

static=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
list=$work/list
: >"$list"

# unpack NAME VERSION: the package's files are in $work/package afterwards
unpack() {
	rm -rf "$work/package" "$work"/*.tgz
	npm pack --silent --pack-destination "$work" "$1@$2" >/dev/null
	tar -xzf "$work"/*.tgz -C "$work"
	name=$1 version=$2
}

# take FROM TO LICENCE: copies one file and notes it
take() {
	mkdir -p "$(dirname "$static/$2")"
	cp "$work/package/$1" "$static/$2"
	chmod 644 "$static/$2"
	sum=$(sha256sum "$static/$2" | cut -d' ' -f1)
	printf '%s  %s  %s  %s  %s\n' "$sum" "$2" "$name" "$version" "$3" >>"$list"
}

rm -rf "$static/vendor/kern" "$static/vendor/fira-sans" "$static/vendor/htmx" "$static/vendor/jsqr" "$static"/testdata/axe*

unpack @kern-ux/native "$kern"
take dist/kern.min.css vendor/kern/kern.min.css EUPL-1.2
take LICENSE.md vendor/kern/LICENSE.md EUPL-1.2

unpack @fontsource/fira-sans "$fira"
for script in latin latin-ext vietnamese; do
	for weight in 400 600; do
		take "files/fira-sans-$script-$weight-normal.woff2" "vendor/fira-sans/fira-sans-$script-$weight.woff2" OFL-1.1
	done
done
# The letters of our neighbours' names (Latin Extended-A, and the comma-below of Romanian) are a fifth of latin-ext: a page
# with one "Ł" loads these alone.
npm install --silent --prefix "$work/cutter" --no-save "subset-font@$cutter" >/dev/null
cat >"$work/cutter/cut.mjs" <<'CUT'
import cut from 'subset-font';
import { readFileSync, writeFileSync } from 'node:fs';
const letters = [...Array(0x80).keys()].map(n => String.fromCodePoint(0x100 + n)).join('') + 'ȘșȚț';
writeFileSync(process.argv[3], await cut(readFileSync(process.argv[2]), letters, { targetFormat: 'woff2' }));
CUT
for weight in 400 600; do
	node "$work/cutter/cut.mjs" "$work/package/files/fira-sans-latin-ext-$weight-normal.woff2" "$work/package/files/european-$weight.woff2"
	take "files/european-$weight.woff2" "vendor/fira-sans/fira-sans-european-$weight.woff2" OFL-1.1
done
take LICENSE vendor/fira-sans/LICENSE OFL-1.1

unpack htmx.org "$htmx"
take dist/htmx.min.js vendor/htmx/htmx.min.js 0BSD
take dist/ext/hx-sse.min.js vendor/htmx/hx-sse.min.js 0BSD
take LICENSE vendor/htmx/LICENSE 0BSD

unpack jsqr "$jsqr"
take dist/jsQR.js vendor/jsqr/jsQR.js Apache-2.0
take LICENSE vendor/jsqr/LICENSE Apache-2.0

unpack axe-core "$axe"
take axe.min.js testdata/axe.min.js MPL-2.0
take LICENSE testdata/axe.LICENSE MPL-2.0

{
	echo "# Files taken from published packages by vendor.sh: SHA-256, file under views/static, package, version, licence (SPDX)."
	echo "# All are unchanged but fira-sans-european-*, which are cut out of latin-ext with subset-font $cutter."
	cat "$list"
} >"$static/vendor/VENDOR.txt"
