/** What fits into how much time. */
import { minutesOf, type Part } from './times.ts';

export interface PlannedLesson {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Minutes of a session, after which there is a break. */
const SESSION = 90;

/** Occasions, with the sessions that they have. */
const OCCASIONS = { 'half a day': 2, 'a day': 4, 'a semester': Infinity };

interface Session {
  readonly parts: Placed[];
  minutes: number;
}

/** A part of a lesson, of which the first two characters are its number. */
interface Placed {
  readonly lesson: string;
  readonly title: string;
}

/**
 * Fills sessions with the parts of lessons, in their order.
 *
 * @param count of the sessions there are; Infinity for as many as are needed
 * @returns the sessions, and the parts that found no place
 */
export function sessions(
  lessons: readonly PlannedLesson[],
  count: number,
): { filled: Session[]; left: Placed[] } {
  const filled: Session[] = [{ parts: [], minutes: 0 }];
  const left: Placed[] = [];
  for (const { name, parts } of lessons) {
    for (const part of parts) {
      const minutes = minutesOf(part);
      const last = filled.at(-1)!;
      const placed = { lesson: name.slice(0, 2), title: part.title };
      if (left.length > 0) left.push(placed);
      else if (last.minutes + minutes <= SESSION || last.parts.length === 0) {
        last.parts.push(placed);
        last.minutes += minutes;
      } else if (filled.length < count) filled.push({ parts: [placed], minutes });
      else left.push(placed);
    }
  }
  return { filled, left };
}

/** How long each lesson takes, and what fits into half a day, a day and a semester: as text. */
export function planText(lessons: readonly PlannedLesson[]): string {
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const columns = ['reading', 'running', 'exercises', 'together'].map((name) => name.padStart(12));
  const rows = lessons.map(({ name, parts }) => {
    const [low, high] = [0, 1].map((i) => sum(parts.map(({ exercise }) => exercise[i]!)));
    const [reading, running] = (['reading', 'running'] as const).map((key) =>
      sum(parts.map((part) => part[key])),
    );
    const cells = [round(reading!), round(running!), `${low}–${high}`, round(sum(parts.map(minutesOf)))];
    return name.padEnd(34) + cells.map((cell) => cell.padStart(12)).join('');
  });
  const occasions = Object.entries(OCCASIONS).map(([occasion, count]) => {
    const { filled, left } = sessions(lessons, count);
    const lines = filled.map(
      ({ parts, minutes }, i) => `  session ${i + 1}, ${round(minutes)} min: ${spanned(parts)}`,
    );
    const rest = left.length > 0 ? [`  at home: ${spanned(left)}`] : [];
    return [`${occasion}: ${filled.length} sessions of ${SESSION} minutes`, ...lines, ...rest].join('\n');
  });
  return [[`${'minutes'.padEnd(34)}${columns.join('')}`, ...rows].join('\n'), ...occasions].join('\n\n');
}

/** Parts in a row of a lesson, as the first and the last of them. */
function spanned(parts: readonly Placed[]): string {
  const lessons = [...new Set(parts.map(({ lesson }) => lesson))];
  const spans = lessons.map((name) => {
    const titles = parts.filter(({ lesson }) => lesson === name).map(({ title }) => `“${title}”`);
    return `${name} ${titles.length > 1 ? `${titles[0]} to ${titles.at(-1)}` : titles[0]}`;
  });
  return spans.join('; ');
}

const round = (minutes: number): string => minutes.toFixed(minutes < 10 ? 1 : 0);
