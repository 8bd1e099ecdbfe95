/** The process we run in: settings of a notebook, interrupts, what is shown. Loads no TensorFlow. */
export { choice, configure, defaults, differences, flag, integer, number } from './settings';
export type { Difference, Option, Options, Profiles, Range, Settings } from './settings';
export { clear, display, inNotebook, result } from './display';
export type { Bundle, Display, Result } from './display';
export { check, todo } from './exercise';
export type { Property } from './exercise';
export { escapeXml } from './escape-xml';
export { questions } from './questions';
export type { Choice, ChoiceQuestion, NumericAnswer, NumericQuestion, Question } from './questions';
export { interruptible } from './interrupt';
