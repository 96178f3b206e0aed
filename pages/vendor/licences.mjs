// Whose work is in a bundle, in which version, under which licence: node licences.mjs META.json > LICENSES.txt
import { readdirSync, readFileSync } from "node:fs";

const packages = new Set();
for (const path of Object.keys(JSON.parse(readFileSync(process.argv[2])).inputs)) {
  const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
for (const name of [...packages].sort()) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`));
  // DuckDB-Wasm's package comes without its text, which stands beside this script.
  const own = name === "@duckdb/duckdb-wasm" && "duckdb.LICENSE.txt";
  const file = own || readdirSync(folder).find((one) => /^licen[sc]e/i.test(one));
  if (!file) throw new Error(`${name} has no licence text`);
  const text = readFileSync(own || `${folder}/${file}`, "utf8").trim();
  console.log(`${name} ${version} (${license})\n${"-".repeat(72)}\n${text}\n\n`);
}
