/** Colours: legible on white and on JupyterLab's dark grey, and different to readers of any colour vision. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { vegaLite } from './examples.ts';

type Colour = readonly [number, number, number];

/** The colours of the first lines, as they are in a chart. */
function seriesColours(): string[] {
  const found = /"range":(\["#[^\]]*\])/.exec(JSON.stringify(vegaLite['losses']!.spec));
  return JSON.parse(found![1]!) as string[];
}

function linear(colour: string): Colour {
  const channel = (from: number): number => {
    const value = parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** Contrast ratio as the Web Content Accessibility Guidelines define it. */
function contrast(a: string, b: string): number {
  const luminance = ([red, green, blue]: Colour): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [low, high] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** What readers without one kind of cone see (Machado, Oliveira & Fernandes 2009), in linear RGB. */
const visions: Record<string, readonly Colour[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: readonly Colour[], [a, b, c]: Colour): Colour =>
  matrix.map(([x, y, z]) => Math.max(0, x * a + y * b + z * c)) as unknown as Colour;

/** Coordinates in Oklab, where distances are close to perceived ones. */
function oklab(colour: Colour): Colour {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    colour,
  ).map(Math.cbrt) as unknown as Colour;
  const row = ([a, b, c]: Colour): number => a * cones[0] + b * cones[1] + c * cones[2];
  return [
    row([0.2104542553, 0.793617785, -0.0040720468]),
    row([1.9779984951, -2.428592205, 0.4505937099]),
    row([0.0259040371, 0.7827717662, -0.808675766]),
  ];
}

suite('theme', () => {
  test('series have a contrast of 3 : 1 to white and to JupyterLab’s dark background', () => {
    for (const colour of seriesColours()) {
      for (const background of ['#ffffff', '#111111']) {
        assert.ok(
          contrast(colour, background) >= 3,
          `${colour} on ${background}: ${contrast(colour, background)}`,
        );
      }
    }
  });

  test('the first three differ to every reader', () => {
    const [a, b, c] = seriesColours() as [string, string, string];
    for (const [vision, matrix] of Object.entries(visions)) {
      for (const [one, other] of [
        [a, b],
        [a, c],
        [b, c],
      ] as const) {
        const [x, y] = [one, other].map((colour) => oklab(times(matrix, linear(colour)))) as [Colour, Colour];
        const distance = Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
        assert.ok(distance > 0.05, `${one} and ${other} to ${vision}: ${distance}`);
      }
    }
  });

  test('dashes tell every two lines apart as well', () => {
    const dashes = /"range":(\[\[[^"]*\]\])/.exec(JSON.stringify(vegaLite['losses']!.spec));
    const patterns = (JSON.parse(dashes![1]!) as number[][]).map(String);
    assert.equal(new Set(patterns).size, seriesColours().length);
  });
});
