import type { RandomStream } from '../random';

/** Equally likely Gaussians with the same spherical deviation: toy data whose modes can be counted. */
export interface Mixture {
  readonly name: string;
  /** One point a mode; all have the same number of coordinates. */
  readonly centres: readonly (readonly number[])[];
  /** Standard deviation of each mode along each axis. */
  readonly sigma: number;
}

/**
 * Modes on a circle, evenly spaced. The defaults are the ring of 8 on which PacGAN (Lin et al. 2018, arXiv
 * 1712.04086) and VEEGAN (Srivastava et al. 2017, arXiv 1705.07761) count modes.
 */
export function ring({ modes = 8, radius = 1, sigma = 0.01 } = {}): Mixture {
  const centres = Array.from({ length: modes }, (_, i) => {
    const angle = (2 * Math.PI * i) / modes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { name: `ring of ${modes}`, centres, sigma };
}

/** Modes on a square grid around the origin; the defaults are the grid of 25 of the same two papers. */
export function grid({ side = 5, spacing = 2, sigma = 0.05 } = {}): Mixture {
  const position = (i: number): number => spacing * (i - (side - 1) / 2);
  const centres = Array.from({ length: side * side }, (_, i) => [
    position(i % side),
    position(Math.floor(i / side)),
  ]);
  return { name: `grid of ${side * side}`, centres, sigma };
}

/**
 * Draws points of a mixture.
 *
 * @returns `points`, `count × dimensions` numbers row by row, and `modes`, from which mode each was drawn
 */
export function sampleMixture(
  mixture: Mixture,
  count: number,
  random: RandomStream,
  points: Float32Array = new Float32Array(count * dimensions(mixture)),
  modes: Uint8Array = new Uint8Array(count),
): { points: Float32Array; modes: Uint8Array } {
  const size = dimensions(mixture);
  random.fillNormal(points, 0, mixture.sigma);
  for (let i = 0; i < count; i++) {
    const mode = random.integer(mixture.centres.length);
    const centre = mixture.centres[mode]!;
    modes[i] = mode;
    for (let k = 0; k < size; k++) points[i * size + k]! += centre[k]!;
  }
  return { points, modes };
}

/** The density of the mixture at `point`. */
export function mixtureDensity(mixture: Mixture, point: readonly number[]): number {
  const variance = mixture.sigma ** 2;
  const scale = (2 * Math.PI * variance) ** (dimensions(mixture) / 2) * mixture.centres.length;
  const sum = mixture.centres.reduce((total, centre) => {
    const squared = centre.reduce((s, c, k) => s + (point[k]! - c) ** 2, 0);
    return total + Math.exp(-squared / (2 * variance));
  }, 0);
  return sum / scale;
}

/** Coordinates of a point of the mixture. */
function dimensions(mixture: Mixture): number {
  return mixture.centres[0]!.length;
}
