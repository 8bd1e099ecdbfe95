/**
 * What a cell writes, a message for a few lines. JupyterLab's server drops what exceeds 1000 messages a second, so what
 * exceeds a few lines at a time is sent together, in order with everything else.
 */

export type Stream = 'stdout' | 'stderr';

/** Milliseconds in which a few messages are sent at once, and those that exceed them together at the end. */
const WINDOW = 50;
const FEW = 20;

export interface Streams {
  write(stream: Stream, text: string): void;
  /** Sends what has been gathered. */
  flush(): void;
}

export function streams(send: (stream: Stream, text: string) => void): Streams {
  let current: Stream = 'stdout';
  let text = '';
  let windowEnd = 0;
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    if (text === '') return;
    const gathered = text;
    text = '';
    sent += 1;
    send(current, gathered);
  };
  const write = (stream: Stream, more: string): void => {
    if (stream !== current) flush();
    current = stream;
    const now = performance.now();
    if (now > windowEnd) {
      windowEnd = now + WINDOW;
      sent = 0;
    }
    if (text === '') timer = setTimeout(flush, windowEnd - now);
    text += more;
    if (sent < FEW) flush();
  };
  return { write, flush };
}
