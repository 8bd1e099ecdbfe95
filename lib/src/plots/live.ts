import { display, escapeXml, type Bundle, type Display } from '../notebook';
import type { NumericColumns } from './check';
import { dataUri, encodePng, mosaic, toPixels, type Images, type TensorLike } from './images';
import { humanise } from './humanise';
import { lastFinite, sparkline } from './sparkline';
import { formatNumber } from './series';
import { terminal, type Screen } from './terminal';
import { roles } from './theme';

/** Where training stands; `training.Progress` is one. */
export interface LiveProgress {
  readonly step: number;
  readonly steps: number;
  /** Losses and metrics of this step, by column. */
  readonly row: Readonly<Record<string, number>>;
}

/** How training ended; `training.Outcome` is one. */
export interface LiveOutcome {
  readonly step: number;
  readonly steps: number;
  readonly message: string;
}

export interface LiveOptions {
  /** Which columns are drawn in the first chart; by default those whose name holds "loss". */
  readonly losses?: readonly string[];
  /** Which columns are drawn in the second chart, on one scale; by default the first of the others. */
  readonly metrics?: readonly string[];
  /**
   * Current samples of fixed noise, `[count, height, width, 1 or 3]` in [−1, 1]. Called only when they will be shown;
   * a tensor that it returns is disposed.
   */
  readonly samples?: () => Images | (TensorLike & { dispose(): void });
  /** Which part of the time drawing may take. */
  readonly share?: number;
}

/** A display that training tells where it stands; `training.Observer` is one. */
export interface Live {
  update(progress: LiveProgress): void;
  finish(outcome: LiveOutcome): void;
}

/** Milliseconds between two drawings, at least. */
const PAUSE = 400;

/**
 * A display of running training, replaced in place: a progress bar, the losses and metrics so far, current samples.
 * It draws as rarely as it must to take no more than its share of the time, and leaves its last state in the notebook.
 * Outside a notebook it is a line of text.
 *
 * @example
 * await trainer.train({ steps: 2000, observer: live({ samples: () => generator.apply(fixedNoise) }) });
 */
export function live({ losses, metrics, samples, share = 0.015 }: LiveOptions = {}): Live {
  if (!(share > 0 && share < 1)) throw new RangeError(`live: share must be between 0 and 1, not ${share}`);
  const rows: LiveProgress['row'][] = [];
  const screen = terminal() ?? notebook();
  const started = performance.now();
  let firstStep: number | undefined;
  let nextDrawing = 0;
  let warm = false;

  const read = (): Pick<State, 'losses' | 'metrics'> => {
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lost = names.filter((name) => losses?.includes(name) ?? /loss/i.test(name));
    const others = names.filter((name) => ![...lost, 'step', 'seconds'].includes(name));
    const measured = metrics ? others.filter((name) => metrics.includes(name)) : others.slice(0, 1);
    return { losses: columnsOf(rows, lost), metrics: columnsOf(rows, measured) };
  };

  const draw = ({ step, steps }: LiveProgress | LiveOutcome, message: string): void => {
    const begun = performance.now();
    const state = { step, steps, message, ...read() };
    screen.draw(sentence(state), () => html(state, samples));
    const end = performance.now();
    // The first drawing is slow because the code is still cold; that says nothing about the next.
    const rest = warm ? (end - begun) * (1 / share - 1) : PAUSE;
    warm = true;
    nextDrawing = end + Math.max(PAUSE, rest, screen.pause);
  };

  return {
    update(progress) {
      rows.push({ ...progress.row, step: progress.step });
      firstStep ??= progress.step;
      const now = performance.now();
      if (now < nextDrawing) return;
      draw(progress, pace(progress, firstStep, (now - started) / 1000));
    },
    finish(outcome) {
      const seconds = (performance.now() - started) / 1000;
      draw(outcome, `${outcome.message} (${duration(seconds)})`);
      screen.end();
    },
  };
}

interface State {
  readonly step: number;
  readonly steps: number;
  readonly message: string;
  readonly losses: NumericColumns;
  readonly metrics: NumericColumns;
}

/** The columns, and the steps they were measured at. */
function columnsOf(rows: readonly LiveProgress['row'][], names: readonly string[]): NumericColumns {
  return Object.fromEntries(['step', ...names].map((name) => [name, rows.map((row) => row[name] ?? NaN)]));
}

function pace({ step, steps }: LiveProgress, firstStep: number, seconds: number): string {
  const rate = (step - firstStep) / seconds;
  if (!(rate > 0)) return `step ${formatNumber(step)} of ${steps.toLocaleString('en-GB')}`;
  return (
    `step ${step.toLocaleString('en-GB')} of ${steps.toLocaleString('en-GB')} · ` +
    `${formatNumber(rate)} steps/s · ${duration((steps - step) / rate)} left`
  );
}

/** Whole seconds below two minutes, then minutes. */
function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function sentence({ message, losses, metrics }: State): string {
  const values = Object.entries({ ...losses, ...metrics })
    .filter(([name]) => name !== 'step')
    .map(([name, values]) => `${humanise(name)} ${formatNumber(lastFinite(values))}`);
  return [message, ...values].join(' · ');
}

function html(state: State, samples: LiveOptions['samples']): string {
  const { step, steps, message } = state;
  const alt = escapeXml(sentence(state));
  const charts = [state.losses, state.metrics]
    .map(({ step: x, ...columns }) => sparkline(x!, columns))
    .filter(Boolean)
    .map((svg) => image(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`, `alt="${alt}"`));
  return (
    `<div><progress value="${step}" max="${steps}" style="width:360px;accent-color:${roles.real}"></progress> ` +
    `${escapeXml(message)}</div><div>${charts.join('')}${samples ? sampleImage(samples) : ''}</div>`
  );
}

/** A mistake in the samples is shown in their place: it must not end a training. */
function sampleImage(samples: NonNullable<LiveOptions['samples']>): string {
  try {
    const images = samples();
    const pixels = toPixels(images, 'live samples');
    if ('dispose' in images) images.dispose();
    const grid = mosaic(pixels, Math.ceil(Math.sqrt(pixels.count)), 1);
    const width = grid.width * (grid.width < 200 ? 2 : 1);
    return image(dataUri(encodePng(grid)), `alt="current samples" width="${width}"`);
  } catch (error) {
    return `<p>${escapeXml(String(error))}</p>`;
  }
}

function image(source: string, attributes: string): string {
  return `<img decoding="sync" style="vertical-align:top;image-rendering:pixelated" ${attributes} src="${source}">`;
}

function notebook(): Screen {
  let shown: Display | undefined;
  return {
    pause: 0,
    draw(text, html) {
      const bundle: Bundle = { 'text/plain': text, 'text/html': html() };
      if (shown) shown.update(bundle);
      else shown = display(bundle);
    },
    end: () => undefined,
  };
}
