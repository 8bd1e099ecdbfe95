import { abortBackgroundWork } from './abort-background-work.ts';
import { codemirrorMode } from './codemirror-mode.ts';
import { upToDateLibrary } from './compile-library.ts';
import { errorReplies } from './error-replies.ts';
import { executeInput } from './execute-input.ts';
import { ipcAddresses } from './ipc-addresses.ts';
import { mergeStreams } from './merge-streams.ts';
import { nodeUtil } from './node-util.ts';
import { objectShorthand } from './object-shorthand.ts';
import { reliableOutput } from './reliable-output.ts';
import { richValues } from './rich-values.ts';

/** All patches, in an order in which each works on what those before it have left. */
export const patches = {
  nodeUtil,
  upToDateLibrary,
  ipcAddresses,
  reliableOutput,
  mergeStreams,
  executeInput,
  codemirrorMode,
  objectShorthand,
  richValues,
  abortBackgroundWork,
  errorReplies,
};
