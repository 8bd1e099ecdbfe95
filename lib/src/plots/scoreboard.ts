import type { Page } from './chart';
import { escapeXml } from '../notebook';

/** One claim of a lesson, and what became of it. */
export interface Score {
  readonly claim: string;
  /** What the paper says, as the text gives it: `1 (VEEGAN), 6.3 ± 0.5 (PacGAN)`. */
  readonly paper: string;
  /** What something that has learned nothing gets, by the same measure: `18.2 of 25 by chance`. */
  readonly chance?: string;
  /** What this run of the notebook measured. */
  readonly run: string;
  /** What stored runs over several seeds measured, mean ± standard error; `–` where there are none. */
  readonly seeds?: string;
  /** Whether the claim reproduced. */
  readonly met: boolean;
}

const HEADINGS = ['claim', 'the paper', 'a null model', 'this run', 'over seeds', 'met'];

/**
 * A lesson's claims beside what was measured: first what did not reproduce, then what did.
 *
 * @throws RangeError if there are no claims
 *
 * @example
 * scoreboard([{ claim: 'a clueless D pays 2 log 2', paper: '1.386', run: '1.387', met: true }]);
 */
export function scoreboard(scores: readonly Score[]): Page {
  if (scores.length === 0) throw new RangeError('scoreboard: there are no claims');
  const sorted = [...scores].sort((a, b) => Number(a.met) - Number(b.met));
  const rows = sorted.map(({ claim, paper, chance = '–', run, seeds = '–', met }) => [
    claim,
    paper,
    chance,
    run,
    seeds,
    verdict(met),
  ]);
  const met = scores.filter((score) => score.met).length;
  const caption = `${met} of ${scores.length} claims met`;
  const cell = (text: string) => `<td style="text-align:left">${escapeXml(text)}</td>`;
  const heading = HEADINGS.map((name) => `<th scope="col" style="text-align:left">${name}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('');
  return {
    kind: 'page',
    html:
      `<table data-role="scoreboard"><caption style="text-align:left">${caption}</caption>` +
      `<thead><tr>${heading}</tr></thead><tbody>${body}</tbody></table>`,
    text: [caption, ...rows.map((row) => row.join(' | '))].join('\n'),
  };
}

const verdict = (met: boolean) => (met ? '✓ met' : '✗ not met');
