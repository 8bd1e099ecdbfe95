/**
 * What TensorFlow tells its developers when it starts. It writes this to the process's standard error before any
 * setting of it can take effect, so whoever runs the process leaves it out.
 */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const noise = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$/,
  /^I\d{4} .* port\.cc:\d+\] oneDNN custom operations are on\./,
  /^I\d{4} .* cpu_feature_guard\.cc:\d+\] This TensorFlow binary is optimized/,
  /^To enable the following instructions: .* rebuild TensorFlow with the appropriate compiler flags\.$/,
];

/** Passes text on, line by line, without TensorFlow's start-up messages: `pipeline(child.stderr, withoutNoise, …)`. */
export async function* withoutNoise(input: Readable): AsyncGenerator<string> {
  for await (const line of createInterface({ input })) {
    if (!noise.some((pattern) => pattern.test(line))) yield `${line}\n`;
  }
}
