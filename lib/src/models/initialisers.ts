import type { RandomStream } from '../random';
import { sizeOf, type Shape } from './layers/layer';

/** How the values of a parameter begin. */
export type Initialiser =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly kind: 'glorotUniform' }
  | { readonly kind: 'heNormal' };

export const zeros: Initialiser = { kind: 'constant', value: 0 };
export const ones: Initialiser = { kind: 'constant', value: 1 };

/** Normal with the given mean and standard deviation; DCGAN's weights are N(0, 0.02) (Radford et al. 2015, section 4). */
export const normal = (deviation = 0.02, mean = 0): Initialiser => ({ kind: 'normal', mean, deviation });

/** Uniform within ±√(6 / (fan in + fan out)) (Glorot & Bengio 2010). */
export const glorotUniform: Initialiser = { kind: 'glorotUniform' };

/** Normal with variance 2 / fan in, for ReLU networks (He et al. 2015). */
export const heNormal: Initialiser = { kind: 'heNormal' };

/** The first values of a parameter of `shape`, row-major. */
export function initialValues(init: Initialiser, shape: Shape, random: RandomStream): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  switch (init.kind) {
    case 'constant':
      return values.fill(init.value);
    case 'normal':
      return random.fillNormal(values, init.mean, init.deviation);
    case 'glorotUniform': {
      const [fanIn, fanOut] = fans(shape);
      const limit = Math.sqrt(6 / (fanIn + fanOut));
      return random.fillUniform(values, -limit, limit);
    }
    case 'heNormal':
      return random.fillNormal(values, 0, Math.sqrt(2 / fans(shape)[0]));
  }
}

/** Inputs and outputs of one unit: the last two dimensions, times the size of the kernel before them. */
function fans(shape: Shape): [number, number] {
  const [fanIn = 1, fanOut = 1] = shape.slice(-2);
  const receptive = sizeOf(shape.slice(0, -2));
  return [fanIn * receptive, fanOut * receptive];
}
