// Vega-Lite specifications drawn without eval: what a strict Content-Security-Policy asks for.
import { compile } from "vega-lite";
import { expressionInterpreter } from "vega-interpreter";
import { Error as OnlyErrors, logger, parse, View } from "vega";

globalThis.drawVegaLite = (spec, place, config) => {
  const runtime = parse(compile(spec, { config, logger: logger(OnlyErrors) }).spec, undefined, { ast: true });
  const view = new View(runtime, { renderer: "svg", container: place, expr: expressionInterpreter, logLevel: OnlyErrors });
  return view.runAsync();
};
