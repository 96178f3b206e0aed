// DuckDB-Wasm as one script: what the page needs of it.
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";

globalThis.openDuckDB = async ({ worker, wasm, file, name }) => {
  const db = new AsyncDuckDB(new VoidLogger(), new Worker(worker));
  await db.instantiate(wasm);
  await db.open({ query: { castBigIntToDouble: true, castDecimalToDouble: true, castTimestampToDate: true } });
  await db.registerFileBuffer(name, file);
  const connection = await db.connect();
  await connection.query(`ATTACH '${name}' AS warehouse (READ_ONLY)`);
  await connection.query("USE warehouse");
  return connection;
};
