import type { Game } from '../games';
import { checkFinite } from '../ops';
import type { StepLog } from './update';

/** A loss or a weight became infinite or no number at all; training cannot go on from there. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';

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

export interface Finiteness {
  /** What was logged, as numbers. */
  readonly logged: Record<string, number>;
  /** The names of the first loss and of the first weight that are not finite; undefined if all are. */
  readonly bad: string | undefined;
}

/** Reads what a step logged and checks it and all weights, in one native call and one read. */
export function readChecked(log: StepLog, game: Game): Finiteness {
  const stored = Object.values(game.networks).flatMap((network) =>
    network.stored.map(({ name, variable }) => ({ name: `${network.name} ${name}`, variable })),
  );
  const { firstNonFinite, values } = checkFinite(
    stored.map(({ variable }) => variable),
    Object.values(log),
  );
  const logged = Object.fromEntries(Object.keys(log).map((name, i) => [name, values[i]!]));
  const loss = Object.keys(logged).find((name) => !Number.isFinite(logged[name]));
  const weight = firstNonFinite < 0 ? undefined : stored[firstNonFinite]?.name;
  return {
    logged,
    bad: loss && weight ? `${loss}, and the first bad weight is ${weight}` : (loss ?? weight),
  };
}
