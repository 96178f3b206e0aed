// The page of questions: DuckDB-Wasm over the published warehouse, answers as table and chart.
"use strict";
(async () => {
  const MOST = 1000;
  const by = (id) => document.getElementById(id);
  const [question, sql, ask, csv, state, answer] = ["question", "sql", "ask", "csv", "state", "answer"].map(by);
  const zh = () => document.documentElement.dataset.lang === "zh";
  let columns = [];
  let rows = [];

  const speak = () => {
    for (const one of question.options) one.textContent = zh() ? one.dataset.zh : one.dataset.en;
  };
  speak();
  for (const one of document.querySelectorAll("input[name=language]")) one.addEventListener("change", () => setTimeout(speak));
  question.addEventListener("change", () => {
    sql.value = question.value;
    run();
  });
  sql.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });

  if (location.protocol === "file:") {
    by("disk").hidden = false;
    state.textContent = "";
    return;
  }
  let connection;
  try {
    const found = await fetch("data/gongkai.duckdb");
    if (!found.ok) throw new Error(`data/gongkai.duckdb: ${found.status}`);
    const file = new Uint8Array(await found.arrayBuffer());
    const here = (name) => new URL(`assets/duckdb/${name}`, location.href).href;
    const worker = here("duckdb-browser-eh.worker.js");
    connection = await openDuckDB({ worker, wasm: here("duckdb-eh.wasm"), file, name: "gongkai.duckdb" });
  } catch (error) {
    state.textContent = String(error.message ?? error);
    return;
  }
  ask.disabled = false;
  state.textContent = "";
  ask.addEventListener("click", () => run());

  const words = (value) => {
    if (value === null || value === undefined) return "";
    if (value instanceof Date) return value.toISOString().slice(0, 10);
    if (typeof value === "object" && typeof value.toArray === "function") return [...value].map(words).join(", ");
    return String(value);
  };

  const cell = (kind, text) => Object.assign(document.createElement(kind), { textContent: text });

  const table = () => {
    const head = document.createElement("tr");
    for (const name of columns) head.append(Object.assign(cell("th", name), { scope: "col" }));
    answer.querySelector("thead").replaceChildren(head);
    answer.querySelector("tbody").replaceChildren(
      ...rows.slice(0, MOST).map((row) => {
        const line = document.createElement("tr");
        line.append(...columns.map((name) => cell("td", words(row[name]))));
        return line;
      }),
    );
  };

  // A chart where the answer has years and numbers: each other column of words parts the lines.
  const chart = async () => {
    const plot = answer.querySelector(".plot");
    plot.replaceChildren();
    const year = columns.find((name) => /year$/.test(name));
    const number = columns.find((name) => name !== year && rows.some((row) => typeof row[name] === "number"));
    if (!year || !number || rows.length < 2) return;
    const part = ["applicant", "issuer", "scope", "name_zh"].find((name) => columns.includes(name));
    const values = rows.slice(0, MOST).map((row) => ({ year: row[year], number: row[number], part: words(row[part]) }));
    const drawn = structuredClone({ ...CHARTS.answer, data: { values } });
    if (!part) drawn.encoding.color.legend = null;
    await drawVegaLite(drawn, CHART_PLACE(plot), CHART_LOOKS());
  };

  async function run() {
    if (!connection) return;
    ask.disabled = true;
    state.textContent = "…";
    const begin = performance.now();
    try {
      const found = await connection.query(sql.value);
      columns = found.schema.fields.map((field) => field.name);
      rows = found.toArray().map((row) => row.toJSON());
      answer.hidden = false;
      table();
      await chart();
      csv.disabled = false;
      const cut = rows.length > MOST ? ` (${MOST})` : "";
      const unit = state.dataset[document.documentElement.dataset.lang];
      state.textContent = `${rows.length.toLocaleString("en")} ${unit}${cut} · ${Math.round(performance.now() - begin)} ms`;
    } catch (error) {
      state.textContent = String(error.message ?? error);
    }
    ask.disabled = false;
  }

  csv.addEventListener("click", () => {
    const quoted = (value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
    const lines = [columns, ...rows.map((row) => columns.map((name) => words(row[name])))];
    const text = `\ufeff${lines.map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "gongkai.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  run();
})();
