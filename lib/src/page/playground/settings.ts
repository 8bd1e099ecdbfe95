/** What one can choose in the playground, and how it stands in an address. */

/** The games of the playground: non-saturating, minimax, least squares, non-saturating with R1, Wasserstein with clipping or penalty. */
export const GAMES = ['ns', 'minimax', 'ls', 'r1', 'clip', 'gp'] as const;

export type GameName = (typeof GAMES)[number];

/** Everything that decides how training goes, but for the order of updates. */
export interface Settings {
  readonly game: GameName;
  /** Step sizes of the two players. */
  readonly rateD: number;
  readonly rateG: number;
  /** Updates of each player in one step. */
  readonly stepsD: number;
  readonly stepsG: number;
  /** Gaussians on the ring. */
  readonly modes: number;
  /** Fixes first weights and all that is drawn. */
  readonly seed: number;
}

/** As lesson 01 plays: the discriminator has the larger step size. */
export const FIRST: Settings = {
  game: 'ns',
  rateD: 1e-3,
  rateG: 3e-4,
  stepsD: 1,
  stepsG: 1,
  modes: 8,
  seed: 1,
};

/** Who is updated. */
export type Who = 'both' | 'D' | 'G';

/** Updates in the order in which they were made: settings, and what was played with them. */
export interface Chapter {
  readonly settings: Settings;
  readonly plays: readonly (readonly [Who, number])[];
}

/** A situation: replaying its chapters from the first weights leads to it. */
export type Situation = readonly Chapter[];

/** Whether a change of settings begins a new game, with new networks. */
export const beginsAnew = (before: Settings, after: Settings): boolean =>
  before.modes !== after.modes || before.seed !== after.seed;

/** A situation after so many more plays of `who`, or under other settings. */
export function played(situation: Situation, who: Who, count: number): Situation {
  const last = situation.at(-1)!;
  const before = last.plays.at(-1);
  const plays =
    before?.[0] === who
      ? [...last.plays.slice(0, -1), [who, before[1] + count] as const]
      : [...last.plays, [who, count] as const];
  return [...situation.slice(0, -1), { ...last, plays }];
}

/** What a change of settings makes of a situation. */
export function changed(situation: Situation, settings: Settings): Situation {
  const last = situation.at(-1)!;
  if (beginsAnew(last.settings, settings)) return [{ settings, plays: [] }];
  const kept = last.plays.length > 0 ? situation : situation.slice(0, -1);
  return [...kept, { settings, plays: [] }];
}

/** Steps of all chapters. */
export const lengthOf = (situation: Situation): number =>
  situation.reduce((sum, { plays }) => plays.reduce((all, [, count]) => all + count, sum), 0);

const LETTERS: Readonly<Record<Who, string>> = { both: 'b', D: 'd', G: 'g' };

/** As it stands behind `#play=` in an address: `ns,0.001,0.0003,1,1,8,1:b120.d5`, chapters apart by `;`. */
export const written = (situation: Situation): string =>
  situation
    .map(({ settings: { game, rateD, rateG, stepsD, stepsG, modes, seed }, plays }) => {
      const what = [game, rateD, rateG, stepsD, stepsG, modes, seed].join(',');
      return [what, plays.map(([who, count]) => `${LETTERS[who]}${count}`).join('.')]
        .filter(Boolean)
        .join(':');
    })
    .join(';');

/** What `written` gave; undefined where that is damaged, or asks for more than the controls allow. */
export function read(text: string): Situation | undefined {
  const chapters = text.split(';').map(chapter);
  const all = chapters.filter((each) => each !== undefined);
  const first = all[0];
  if (!first || all.length < chapters.length) return undefined;
  return all.some(({ settings }) => beginsAnew(first.settings, settings)) ? undefined : all;
}

/** What the controls allow: lowest, highest. */
export const LIMITS = {
  rate: [1e-5, 0.1],
  steps: [1, 20],
  modes: [1, 12],
  seed: [0, 9999],
} as const;

const within = (value: number, [low, high]: readonly [number, number], whole = true): boolean =>
  value >= low && value <= high && (!whole || Number.isInteger(value));

export function isAllowed({ game, rateD, rateG, stepsD, stepsG, modes, seed }: Settings): boolean {
  return (
    GAMES.includes(game) &&
    [rateD, rateG].every((rate) => within(rate, LIMITS.rate, false)) &&
    [stepsD, stepsG].every((steps) => within(steps, LIMITS.steps)) &&
    within(modes, LIMITS.modes) &&
    within(seed, LIMITS.seed)
  );
}

function chapter(text: string): Chapter | undefined {
  const [what = '', how = ''] = text.split(':');
  const [game = '', ...numbers] = what.split(',');
  const [rateD = NaN, rateG = NaN, stepsD = NaN, stepsG = NaN, modes = NaN, seed = NaN] = numbers.map(Number);
  const settings: Settings = { game: game as GameName, rateD, rateG, stepsD, stepsG, modes, seed };
  const plays = how === '' ? [] : how.split('.').map(play);
  const known = plays.filter((each) => each !== undefined);
  return isAllowed(settings) && known.length === plays.length ? { settings, plays: known } : undefined;
}

function play(text: string): [Who, number] | undefined {
  const who = (Object.keys(LETTERS) as Who[]).find((each) => LETTERS[each] === text[0]);
  const count = Number(text.slice(1));
  return who && Number.isInteger(count) && count > 0 && count <= 1e6 ? [who, count] : undefined;
}
