#!/bin/sh
# Bundle the JavaScript of the pages anew from the versions in package.json: `make vendor`. Wants node, npm, the network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/package.json "$here"/*.entry.js "$here"/licences.mjs "$work"
cd "$work"
npm install --no-audit --no-fund --no-package-lock --silent
npx esbuild vega.entry.js --bundle --minify --format=iife --target=es2020 --charset=utf8 --legal-comments=none \
    --metafile=meta.json --outfile="$here/vega.js"
node licences.mjs meta.json > "$here/LICENSES.txt"
