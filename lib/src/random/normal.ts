/**
 * Normal numbers by the ziggurat of Marsaglia & Tsang (2000, "The ziggurat method for generating random variables"): the half
 * bell is covered with layers of the same area, and a point drawn in one lies, but for one time in 50, under the bell.
 */

const LAYERS = 128;
/** Where the lowest layer's rectangle ends and the tail begins, and the area of each layer (their section 4). */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

const density = (x: number): number => Math.exp(-0.5 * x * x);

/** How far each layer reaches, from the lowest, whose tail counts as if it were part of the rectangle, to the top's 0. */
function reaches(): Float64Array {
  const x = new Float64Array(LAYERS + 1);
  x[0] = AREA / density(TAIL);
  x[1] = TAIL;
  for (let i = 2; i < LAYERS; i++) x[i] = Math.sqrt(-2 * Math.log(AREA / x[i - 1]! + density(x[i - 1]!)));
  return x;
}

const REACH = reaches();

/** Beyond `TAIL`, by Marsaglia's (1964) rejection. */
function tail(uniform: () => number): number {
  for (;;) {
    const beyond = -Math.log(1 - uniform()) / TAIL;
    if (-2 * Math.log(1 - uniform()) > beyond * beyond) return TAIL + beyond;
  }
}

/**
 * A number from the normal distribution with mean 0 and standard deviation 1.
 *
 * @param uniform draws from [0, 1) in steps of 2⁻³²
 */
export function normal(uniform: () => number): number {
  for (;;) {
    // Seven bits choose a layer, the rest a place in it, left or right of the middle.
    const bits = uniform() * 2 ** 32;
    const layer = bits & (LAYERS - 1);
    const place = (bits >>> 7) * 2 ** -24 - 1;
    const x = place * REACH[layer]!;
    if (Math.abs(x) < REACH[layer + 1]!) return x;
    if (layer === 0) return place < 0 ? -tail(uniform) : tail(uniform);
    const [low, high] = [density(REACH[layer]!), density(REACH[layer + 1]!)];
    if (low + uniform() * (high - low) < density(x)) return x;
  }
}
