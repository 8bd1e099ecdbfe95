import { display } from './display';
import { escapeXml } from './escape-xml';

/** Something that a right answer has, and what helps whoever's answer has it not. Never the answer itself. */
export interface Property {
  /** As a sentence that goes on from the answer: `it is positive`. */
  readonly that: string;
  readonly holds: boolean;
  /** Several are shown one after the other, each when it is asked for. */
  readonly hint: string | readonly string[];
}

/**
 * Stands for a part of an answer that a reader is to fill in.
 *
 * @param id of the exercise: `01.3`
 * @throws Error always, in one line
 */
export function todo(id: string): never {
  const error = new Error(`${id}: not solved yet – write your answer in place of notebook.todo(…)`);
  error.name = 'Exercise';
  // One line, to which the kernel cannot add where in this library it was thrown.
  Object.defineProperty(error, 'stack', { value: `${error.name} ${error.message}`, writable: false });
  throw error;
}

/**
 * Shows whether an answer is right: all properties hold; or else which one does not, the first in order, and its hints, which
 * open one within the other. Nothing is remembered between two calls.
 *
 * @param id of the exercise: `01.3`
 * @throws RangeError if there is no property to check; where GAN_GRADE is set, Error naming the property that does not hold
 *
 * @example
 * notebook.check('01.1', [{ that: 'the loss is positive', holds: loss > 0, hint: '−log of a probability is.' }]);
 */
export function check(id: string, properties: readonly Property[]): void {
  if (properties.length === 0) throw new RangeError(`check ${id}: there is no property to check`);
  const missed = properties.find(({ holds }) => !holds);
  if (!missed) {
    display({ 'text/plain': `✓ ${id}: right` });
    return;
  }
  const complaint = `✗ ${id}, not yet: ${missed.that}?`;
  if (process.env['GAN_GRADE']) throw new Error(complaint);
  const hints = [missed.hint].flat();
  const html = hints.reduceRight(
    (rest, hint, i) => folded(i === 0 ? 'Hint' : 'Another hint', hint, rest),
    '',
  );
  display({
    'text/plain': `${complaint} Hint: ${hints[0]}`,
    'text/html': `<p>${escapeXml(complaint)}</p>${html}`,
  });
}

function folded(name: string, text: string, rest: string): string {
  return `<details><summary>${name}</summary><p>${escapeXml(text)}</p>${rest}</details>`;
}
