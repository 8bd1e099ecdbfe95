// Small games for tests of games and of training.
import { data, games, losses, models, training } from 'gan-lib';

export const SEED = 11;

/** What can be different about a toy GAN: its layers, or any of its options. */
export interface Toy extends Partial<games.GanOptions> {
  readonly batchSize?: number;
  readonly layers?: { readonly generator?: models.Layer[]; readonly discriminator?: models.Layer[] };
  /** Makes the optimiser of each player. */
  readonly optimiser?: () => training.Optimiser;
}

/** A GAN of points on a ring. */
export function toyGan({
  seed = SEED,
  batchSize = 16,
  layers: {
    generator = models.mlpGenerator({ output: [2], hidden: [16] }),
    discriminator = models.mlpDiscriminator({ hidden: [16] }),
  } = {},
  optimiser = () => training.adam({ learningRate: 1e-3 }),
  ...options
}: Toy = {}): games.Game {
  return games.gan({
    generator: models.network({ name: 'generator', input: [3], layers: generator, seed }),
    discriminator: models.network({ name: 'discriminator', input: [2], layers: discriminator, seed }),
    loss: losses.nonSaturating,
    data: data.mixtureBatches(data.ring(), { batchSize, seed }),
    latents: data.normalLatents({ size: 3, seed }),
    optimisers: { generator: optimiser(), discriminator: optimiser() },
    ...options,
  });
}

/** An InfoGAN of points on a ring. */
export function toyInfogan({
  codes = { categorical: [8], continuous: 1 },
  seed = SEED,
  learnDeviation = false,
  ...more
}: { codes?: data.Codes; seed?: number } & Partial<games.InfoganOptions> = {}): games.Game {
  const latents = data.codedLatents({ noise: 2, codes, seed });
  const named = (name: string, input: number, layers: models.Layer[]) =>
    models.network({ name, input: [input], layers, seed });
  return games.infogan({
    generator: named('generator', latents.size, models.mlpGenerator({ output: [2], hidden: [16] })),
    trunk: named('trunk', 2, [models.dense(16), models.leakyRelu()]),
    discriminator: named('discriminator', 16, [models.dense(1)]),
    q: named('q', 16, [models.dense(games.qOutputs(codes, learnDeviation))]),
    loss: losses.nonSaturating,
    data: data.mixtureBatches(data.ring(), { batchSize: 16, seed }),
    latents,
    optimisers: { generator: training.adam(), discriminator: training.adam() },
    lambda: 1,
    learnDeviation,
    ...more,
  });
}

/** The trained weights of each network of a game, as plain numbers. */
export function weights({ networks }: games.Game): Record<string, number[][]> {
  const plain = Object.entries(networks).map(([role, network]) => [
    role,
    network.variables.map((variable) => Array.from(variable.dataSync())),
  ]);
  return Object.fromEntries(plain) as Record<string, number[][]>;
}

const compiled = new WeakMap<games.Game, training.CompiledGame>();

/** One step of a game as the trainer plays it, recorded from the third on; its log as plain numbers. */
export function step(game: games.Game): Record<string, number> {
  if (!compiled.has(game)) compiled.set(game, training.compile(game));
  return numbers(compiled.get(game)!.step());
}

/** What one update of the player of this role logs, by the tape. */
export const update = (game: games.Game, role = 'discriminator'): Record<string, number> =>
  numbers(training.update(game.players[role]!));

/** A step's log as plain numbers. */
export function numbers(log: training.StepLog): Record<string, number> {
  const plain = Object.entries(log).map(([name, value]) => [name, value.dataSync()[0]!]);
  for (const value of Object.values(log)) value.dispose();
  return Object.fromEntries(plain) as Record<string, number>;
}

/** Frees a game's tensors. */
export function dispose({ networks, players }: games.Game): void {
  for (const network of Object.values(networks)) network.dispose();
  for (const player of Object.values(players)) player.optimiser.dispose();
}
