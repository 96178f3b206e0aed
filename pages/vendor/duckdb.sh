#!/bin/sh
# Fetch DuckDB-Wasm for the page of questions into vendor/duckdb/ (not kept in the repository: 34 MB): `make explore`.
# Wants node, npm and the network, once; what came is held to the hashes in duckdb.sha256.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/duckdb.entry.js "$here"/duckdb.LICENSE.txt "$here"/licences.mjs "$work"
cd "$work"
npm install --no-audit --no-fund --no-save --silent @duckdb/duckdb-wasm@1.32.0 esbuild@0.28.2
mkdir -p duckdb
npx esbuild duckdb.entry.js --bundle --minify --format=iife --target=es2020 --charset=utf8 --legal-comments=none \
    --metafile=meta.json --outfile=duckdb/duckdb.js
node licences.mjs meta.json > duckdb/LICENSES.txt
cp node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm duckdb/
(cd duckdb && sha256sum --check --quiet "$here/duckdb.sha256")
rm -rf "$here/duckdb"
mv duckdb "$here/duckdb"
