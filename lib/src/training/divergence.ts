import type { Game } from '../games';
import type { Row } from './history';

/** A loss or a weight became infinite or no number at all; training cannot go on from there. */
export class Divergence extends Error {
  override readonly name = 'Divergence';

  /** The step whose losses or weights were bad. */
  readonly step: number;
  /** The first bad tensor: a loss, or a network's weight. */
  readonly tensor: string;

  constructor(step: number, tensor: string, hint = '') {
    super(
      `training diverged at step ${step}: ${tensor} is not finite; usual causes are too high a learning rate, ` +
        `a loss that takes a logarithm of 0, or a critic without clipping or gradient penalty${hint}`,
    );
    this.step = step;
    this.tensor = tensor;
  }
}

/** The name of the first loss, or else of the first weight, that is not finite. */
export function firstNotFinite(losses: Row, game: Game): string | undefined {
  const weight = (): string | undefined => {
    for (const network of Object.values(game.networks)) {
      for (const { name, variable } of network.stored) {
        if (!variable.dataSync().every(Number.isFinite)) return `${network.name} ${name}`;
      }
    }
    return undefined;
  };
  const loss = Object.keys(losses).find((name) => !Number.isFinite(losses[name]));
  return loss === undefined
    ? weight()
    : [loss, weight()].filter(Boolean).join(', and the first bad weight is ');
}
