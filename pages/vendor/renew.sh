#!/bin/sh
# Bundle the JavaScript of the pages anew from the versions in package.json: `make vendor`. Wants node, npm, the network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/package.json "$here"/*.entry.js "$work"
cd "$work"
npm install --no-audit --no-fund --no-package-lock --silent
npx esbuild vega.entry.js --bundle --minify --format=iife --target=es2020 --charset=utf8 --legal-comments=none \
    --metafile=meta.json --outfile="$here/vega.js"
# Whose work is in the bundle, in which version, under which licence.
node --input-type=module -e '
  import { existsSync, readdirSync, readFileSync } from "node:fs";
  const packages = new Set();
  for (const path of Object.keys(JSON.parse(readFileSync("meta.json")).inputs)) {
    const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) packages.add(found[1]);
  }
  for (const name of [...packages].sort()) {
    const folder = `node_modules/${name}`;
    const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`));
    const file = readdirSync(folder).find((one) => /^licen[sc]e/i.test(one));
    if (!file) throw new Error(`${name} has no licence text`);
    console.log(`${name} ${version} (${license})\n${"-".repeat(72)}\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n\n`);
  }
' > "$here/LICENSES.txt"
