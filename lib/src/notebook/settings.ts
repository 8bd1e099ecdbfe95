/**
 * The settings of a notebook: one typed cell that a reader edits and reruns, and that `--set name=value` overrides.
 *
 * Overrides reach the process as the environment variable GAN_SET, a JSON object of strings.
 */
import { inspect } from 'node:util';
import { closest } from 'fastest-levenshtein';

/** One setting: the value written in the cell, and what it may be replaced by. */
export interface Option<T> {
  readonly value: T;
  /** The value under `profile=quick`, where it differs. */
  readonly quick?: T | undefined;
  /** The value under `profile=workshop`, where it differs: no cell takes longer than a class waits. */
  readonly workshop?: T | undefined;
  /** What is allowed, as a phrase: "an integer from 1 to 100000". */
  readonly allowed: string;
  /** Reads an override; undefined where it is not allowed. */
  readonly parse: (text: string) => T | undefined;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

/** The values of a set of options, each with its own type. */
export type Settings<O extends Options> = { readonly [K in keyof O]: O[K]['value'] };

/** The values under other profiles than the full one. */
export interface Profiles<T> {
  readonly quick?: T;
  readonly workshop?: T;
}

/** What a number may be, both ends among it; and its values under other profiles. */
export interface Range extends Profiles<number> {
  readonly min?: number;
  readonly max?: number;
}

const written = Symbol('the values written in the cell');

/**
 * The settings of this notebook: the values written in the cell, or what replaces them. An override comes first;
 * under `profile=quick` every other option takes its `quick` value, under `profile=workshop` its `workshop` value.
 *
 * @param overrides the values to use instead, as text by name; those of `--set name=value` if left out.
 * @throws RangeError naming the option, the value and what is allowed; for an unknown name, the names there are.
 *
 * @example
 * const settings = configure({
 *   profile: choice('full', ['full', 'quick']), // quick: a minute's worth, for a first look
 *   seed: integer(1, { min: 0 }), // the same seed gives the same numbers
 *   steps: integer(4000, { min: 1, max: 100_000, quick: 300 }), // generator steps
 *   learningRate: number(2e-4, { min: 1e-6, max: 1 }), // Adam's step size
 * });
 */
export function configure<O extends Options>(options: O, overrides = overridesOfProcess()): Settings<O> {
  for (const name of Object.keys(overrides))
    if (!Object.hasOwn(options, name)) throw unknownOption(name, options);
  const profile = options['profile'] && resolve('profile', options['profile'], overrides, undefined);
  const values = mapValues(options, (option, name) =>
    resolve(name, option, overrides, name === 'profile' ? undefined : profile),
  );
  const defaults = Object.freeze(mapValues(options, (option) => option.value));
  Object.defineProperties(values, {
    [written]: { value: defaults },
    [Symbol.for('Jupyter.display')]: { value: () => settingsBundle(values, defaults) },
  });
  return Object.freeze(values) as Settings<O>;
}

/** The values as they are written in the configuration cell, before any override or profile. */
export function defaults<S extends object>(settings: S): S {
  return (settings as { readonly [written]?: S })[written] ?? settings;
}

export interface Difference {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The settings in which two configurations differ; undefined stands for a setting that one of them has not.
 *
 * @example differences(defaults(settings), settings) // what `--set` and the profile have changed
 */
export function differences(before: object, after: object): Difference[] {
  const [left, right] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names
    .map((name) => ({ name, before: left[name], after: right[name] }))
    .filter((difference) => difference.before !== difference.after);
}

/** A number; `quick` is its value under `profile=quick`, `workshop` that under `profile=workshop`. */
export function number(value: number, range: Range = {}): Option<number> {
  return numeric('a number', Number.isFinite, value, range);
}

/** A whole number; `quick` and `workshop` as for a number. */
export function integer(value: number, range: Range = {}): Option<number> {
  return numeric('an integer', Number.isSafeInteger, value, range);
}

/** One of the words `allowed`; `quick` and `workshop` as for a number. */
export function choice<const W extends readonly string[]>(
  value: W[number],
  allowed: W,
  { quick, workshop }: Profiles<W[number]> = {},
): Option<W[number]> {
  return {
    value,
    quick,
    workshop,
    allowed: `one of ${allowed.join(', ')}`,
    parse: (text) => allowed.find((word) => word === text),
  };
}

/** True or false; `quick` and `workshop` as for a number. */
export function flag(value: boolean, { quick, workshop }: Profiles<boolean> = {}): Option<boolean> {
  const words = new Map([
    ['true', true],
    ['false', false],
  ]);
  return { value, quick, workshop, allowed: 'true or false', parse: (text) => words.get(text) };
}

function numeric(
  kind: string,
  isKind: (value: number) => boolean,
  value: number,
  { min = -Infinity, max = Infinity, quick, workshop }: Range,
): Option<number> {
  const parse = (text: string): number | undefined => {
    const parsed = text.trim() === '' ? NaN : Number(text);
    return isKind(parsed) && parsed >= min && parsed <= max ? parsed : undefined;
  };
  return { value, quick, workshop, allowed: kind + bounds(min, max), parse };
}

function bounds(min: number, max: number): string {
  if (min > -Infinity && max < Infinity) return ` from ${min} to ${max}`;
  if (min > -Infinity) return ` of at least ${min}`;
  if (max < Infinity) return ` of at most ${max}`;
  return '';
}

function resolve<T>(name: string, option: Option<T>, overrides: Overrides, profile: unknown): T {
  for (const value of [option.value, option.quick, option.workshop]) {
    if (value !== undefined && option.parse(String(value)) !== value)
      throw notAllowed(name, inspect(value), option);
  }
  const text = overrides[name];
  if (text === undefined) {
    const own = profile === 'quick' ? option.quick : profile === 'workshop' ? option.workshop : undefined;
    return own ?? option.value;
  }
  const value = option.parse(text);
  if (value === undefined) throw notAllowed(name, inspect(text), option);
  return value;
}

function notAllowed(name: string, value: string, { allowed }: Option<unknown>): RangeError {
  return new RangeError(`setting ${name}: ${value} is not ${allowed}`);
}

function unknownOption(name: string, options: Options): RangeError {
  const names = Object.keys(options);
  return new RangeError(
    `there is no setting "${name}" (nearest: ${closest(name, names)}); the settings are ${names.join(', ')}`,
  );
}

type Overrides = Readonly<Record<string, string>>;

function overridesOfProcess(): Overrides {
  return JSON.parse(process.env['GAN_SET'] ?? '{}') as Overrides;
}

/** How a notebook shows settings that end a cell, and where a report finds them. */
function settingsBundle(settings: object, defaults: object): Record<string, unknown> {
  return {
    'text/plain': inspect(settings),
    'application/vnd.gan.settings+json': { settings, defaults },
  };
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
