import { errors } from './errors.ts';
import { highlighting } from './highlighting.ts';
import { input } from './input.ts';
import { leftovers } from './leftovers.ts';
import { library } from './library.ts';
import { node } from './node.ts';
import { output } from './output.ts';
import { shorthand } from './shorthand.ts';
import { streams } from './streams.ts';
import { value } from './value.ts';

/** All cures, in an order in which each works on what those before it have left. */
export const cures = {
  node,
  library,
  output,
  streams,
  input,
  highlighting,
  shorthand,
  value,
  leftovers,
  errors,
};
