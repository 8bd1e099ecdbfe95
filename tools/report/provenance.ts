/** What a report says about its run: when, where, from what, with which settings. The template shows it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { project } from '../setup/project.mjs';
import type { Notebook } from './notebook.ts';
import type { Judged } from './settings.ts';

export interface Setting {
  readonly name: string;
  readonly value: unknown;
  /** What is written in the configuration cell. */
  readonly default: unknown;
  readonly changed: boolean;
}

export interface Provenance {
  /** In the order in which they are shown. */
  readonly about: Readonly<Record<string, string>>;
  /** Those that were changed come first. */
  readonly settings: readonly Setting[];
  readonly versions: readonly { readonly name: string; readonly value: string }[];
}

/** Where the provenance is in a notebook's metadata. */
const KEY = 'report';

/** Those whose versions decide what a notebook computes and shows. */
const PACKAGES = ['tslab', '@tensorflow/tfjs-node', 'nodejs-polars', 'vega', 'vega-lite', 'plotly.js-dist'];

export function withProvenance(notebook: Notebook, provenance: Provenance): Notebook {
  return { ...notebook, metadata: { ...notebook.metadata, [KEY]: provenance } };
}

/** The provenance that a notebook brings along, if a report was made of it. */
export function provenanceOf({ metadata }: Notebook): Provenance | undefined {
  return metadata[KEY] as Provenance | undefined;
}

/** Of a notebook that was executed just now. */
export function provenanceOfRun(judged: Judged, seconds: number): Provenance {
  const settings = settingsOf(judged);
  return {
    about: {
      executed: formatDate(new Date()),
      duration: duration(seconds),
      ...seedOf(settings),
      ...revision(),
      machine: machine(),
    },
    settings,
    versions: versions(),
  };
}

/** Of a notebook whose outputs are those that it was saved with: from which run they are, nobody has noted. */
export function provenanceOfSaved(judged: Judged): Provenance {
  const settings = settingsOf(judged);
  return {
    about: { outputs: 'as saved', converted: formatDate(new Date()), ...seedOf(settings), ...revision() },
    settings,
    versions: [],
  };
}

function settingsOf({ settings, defaults }: Judged): Setting[] {
  const all = Object.entries(settings).map(([name, value]) => ({
    name,
    value,
    default: defaults[name],
    changed: value !== defaults[name],
  }));
  return all.sort((a, b) => Number(b.changed) - Number(a.changed));
}

function seedOf(settings: readonly Setting[]): Record<string, string> {
  const seed = settings.find(({ name }) => name === 'seed');
  return seed ? { seed: String(seed.value) } : {};
}

function formatDate(date: Date): string {
  return `${date.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}

/** 7.2 s, 3 min 20 s */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** The commit that is checked out, and whether anything differs from it; nothing where there is no git. */
function revision(): Record<string, string> {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: project().root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return { revision: git('rev-parse', '--short', 'HEAD').trim() + (changed ? ', edited' : '') };
  } catch {
    return {};
  }
}

function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${availableParallelism()} cores of ${model}, ${gigabytes} GB, ${type()} ${arch()}`;
}

function versions(): { name: string; value: string }[] {
  const { modules } = project();
  const read = (name: string): string =>
    (JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as { version: string }).version;
  return [
    { name: 'Node.js', value: process.versions.node },
    ...PACKAGES.map((name) => ({ name, value: read(name) })),
  ];
}
