/**
 * One message a line. tslab sends every `console.log` by itself; JupyterLab's server drops what exceeds 1000 messages
 * a second. What exceeds a few lines at a time is sent together, in order with everything else.
 */
import type { Tslab, WriteStream } from './tslab.ts';

/** Milliseconds in which a few messages are sent at once, and those that exceed them together at the end. */
const WINDOW = 50;
const FEW = 20;

export function mergeStreams({ jupyter: { JupyterHandlerImpl } }: Tslab): void {
  const { handleExecuteImpl } = JupyterHandlerImpl.prototype;
  JupyterHandlerImpl.prototype.handleExecuteImpl = async function (request, write, display) {
    const together = gather(write);
    try {
      return await handleExecuteImpl.call(this, request, together.write, (content, update) => {
        together.flush();
        display(content, update);
      });
    } finally {
      together.flush();
    }
  };
}

/** A `write` that gathers what comes in a burst, and a `flush` that sends what is gathered. */
function gather(send: WriteStream): { readonly write: WriteStream; readonly flush: () => void } {
  let stream: 'stdout' | 'stderr' = 'stdout';
  let text = '';
  let windowEnd = 0;
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    if (text === '') return;
    send(stream, text);
    sent += 1;
    text = '';
  };
  const write: WriteStream = (name, more) => {
    if (name !== stream) flush();
    stream = name;
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
