/** Alternating measurement: every round each side runs for about as long, so that a busy machine is busy for all. */
import type { Runner } from './worker.ts';

const ROUNDS = 9;
/** Milliseconds that our side runs in one round. */
const BLOCK = 600;
/** Milliseconds that each side runs before it is measured. */
const WARM_UP = 8000;

/** A line of the table that `npm run bench` prints, and an object of what `--json` writes. */
export interface Row {
  readonly case: string;
  readonly ours_ms: number;
  readonly peer: string;
  readonly peer_ms: number;
  /** ours_ms / peer_ms, as the median over the rounds. */
  readonly ratio: number;
  readonly target: number;
  readonly met: boolean;
  /** The middle half of the rounds' ratios. */
  readonly spread: readonly [number, number];
}

/** Milliseconds a step, a number a round, by side. A round of all has as many steps as the first makes in `BLOCK`. */
export async function alternate(runners: readonly Runner[]): Promise<Map<string, number[]>> {
  for (const runner of runners) await warmUp(runner);
  const steps = Math.max(1, Math.round(BLOCK / (await runners[0]!.run(5))));
  const times = new Map<string, number[]>(runners.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const runner of runners) times.get(runner.name)!.push(await runner.run(steps));
  }
  return times;
}

/** Until compilers that work while a program runs, V8's and PyTorch's, are done, as they are in a training of minutes. */
export async function warmUp(runner: Runner): Promise<void> {
  const begin = performance.now();
  while (performance.now() - begin < WARM_UP) await runner.run(5);
}

/** Who of `names` is the fastest in the middle; nobody if none was measured. */
export const fastest = (
  times: ReadonlyMap<string, readonly number[]>,
  names: readonly string[],
): string | undefined =>
  names
    .filter((name) => times.has(name))
    .sort((a, b) => median(times.get(a)!) - median(times.get(b)!))
    .at(0);

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Compares two sides round by round. */
export function compare(
  what: string,
  ours: readonly number[],
  peer: { readonly name: string; readonly times: readonly number[] },
  target: number,
): Row {
  const ratios = ours.map((ms, round) => ms / peer.times[round]!);
  return row(what, median(ours), peer.name, median(peer.times), target, ratios);
}

export function row(
  what: string,
  ours: number,
  peer: string,
  peerMs: number,
  target: number,
  ratios: readonly number[] = [ours / peerMs],
): Row {
  const ratio = median(ratios);
  return {
    case: what,
    ours_ms: round(ours),
    peer,
    peer_ms: round(peerMs),
    ratio: round(ratio),
    target,
    met: ratio <= target,
    spread: [round(quantile(ratios, 0.25)), round(quantile(ratios, 0.75))],
  };
}

const round = (value: number) => Number(value.toPrecision(4));
