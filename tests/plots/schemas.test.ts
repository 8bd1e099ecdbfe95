/** Specifications against the schemas of the libraries that draw them; plotly's check runs in a browser. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { suite, test } from 'node:test';
import Ajv, { type ValidateFunction } from 'ajv';
import { plots } from 'gan-lib';
import { browserPage, skipWithoutBrowser } from './browser.ts';
import { plotly, vegaLite } from './examples.ts';

const require = createRequire(import.meta.url);

function validator(schema: string): ValidateFunction {
  const ajv = new Ajv.default({ strict: false, allErrors: false, validateFormats: false });
  return ajv.compile(require(schema) as object);
}

suite('schemas', () => {
  const vegaLiteSchema = validator('vega-lite/vega-lite-schema.json');
  const vegaSchema = validator('vega/vega-schema.json');

  for (const [name, chart] of Object.entries(vegaLite)) {
    test(`${name} is valid vega-lite, and becomes valid Vega without a warning`, async (t) => {
      const warn = t.mock.method(console, 'warn', () => undefined);
      assert.ok(vegaLiteSchema(chart.spec), JSON.stringify(vegaLiteSchema.errors?.slice(0, 3)));
      const { 'application/vnd.vega.v5+json': vega } = await plots.bundle(chart);
      assert.ok(vegaSchema(vega), JSON.stringify(vegaSchema.errors?.slice(0, 3)));
      assert.deepEqual(
        warn.mock.calls.map((call) => call.arguments),
        [],
      );
    });
  }

  test('vega-lite’s schema refuses what is none', () => {
    assert.equal(
      vegaLiteSchema({ ...vegaLite['lines']!.spec, layer: [{ mark: 'line', encoding: { x: 1 } }] }),
      false,
    );
  });

  test('plotly finds nothing wrong with its figures', skipWithoutBrowser, async () => {
    await using page = await browserPage();
    await page.page.addScriptTag({ path: require.resolve('plotly.js-dist/plotly.js') });
    const findings = (figure: plots.PlotlyChart['figure']): Promise<string[]> =>
      page.page.evaluate(validateFigure, unpacked(figure) as plots.PlotlyChart['figure']);
    for (const [name, { figure }] of Object.entries(plotly))
      assert.deepEqual(await findings(figure), [], name);
    const wrong = { data: [{ type: 'surface', opacity: 'much' }], layout: {} };
    assert.notDeepEqual(await findings(wrong), [], 'it would find something');
  });
});

/** In the page: what plotly finds wrong with a figure and its frames. */
function validateFigure({ data, layout, frames = [] }: plots.PlotlyChart['figure']): string[] {
  interface Finding {
    readonly msg: string;
  }
  type Validate = (data: unknown, layout: unknown) => Finding[] | undefined;
  const { Plotly } = globalThis as unknown as { Plotly: { validate: Validate } };
  const all = [Plotly.validate(data, layout), ...frames.map((frame) => Plotly.validate(frame['data'], {}))];
  return (
    all
      .flatMap((found) => found ?? [])
      .map(({ msg }) => msg)
      // Arguments of a slider are free; plotly compares them with a copy of theirs, and finds the copy another object.
      .filter((msg) => !/\(set to '(.*)'\) got reset to '\1'/.test(msg))
  );
}

/** The figure with its numbers as lists: plotly unpacks them before it draws, but not before it validates. */
function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== 'object' || value === null) return value;
  if (!('bdata' in value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpacked(v)]));
  const { bdata, shape } = value as { bdata: string; shape?: string };
  const numbers = Array.from(new Float32Array(Uint8Array.from(Buffer.from(bdata, 'base64')).buffer));
  if (!shape) return numbers;
  const [rows = 0, columns = 0] = shape.split(',').map(Number);
  return Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
}
