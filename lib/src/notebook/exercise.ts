import { display } from './display';

/** Something that a right answer has, and what helps whoever's answer has it not. Never the answer itself. */
export interface Property {
  /** As a sentence that goes on from the answer: `it is positive`. */
  readonly that: string;
  readonly holds: boolean;
  readonly hint: string;
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
  error.stack = `${error.name} ${error.message}`;
  throw error;
}

/**
 * Shows whether an answer is right: all properties hold; or else which one does not, the first in order, and a hint.
 *
 * @param id of the exercise: `01.3`
 * @throws RangeError if there is no property to check
 *
 * @example
 * notebook.check('01.1', [{ that: 'the loss is positive', holds: loss > 0, hint: '−log of a probability is.' }]);
 */
export function check(id: string, properties: readonly Property[]): void {
  if (properties.length === 0) throw new RangeError(`check ${id}: there is no property to check`);
  const missed = properties.find(({ holds }) => !holds);
  const text = missed ? `✗ ${id}, not yet: ${missed.that}? Hint: ${missed.hint}` : `✓ ${id}: right`;
  display({ 'text/plain': text });
}
