// What the user sees of set-up: one line a step, with its size and the time it takes.

/** @typedef {import('./steps.mjs').Step} Step */

/**
 * @param {NodeJS.WritableStream & { isTTY?: boolean }} out
 */
export function progress(out) {
  return {
    /** @param {string} text */
    say(text) {
      out.write(`${text}\n`);
    },

    /**
     * Shows a step while it runs: a clock that ticks on a terminal, two plain lines elsewhere.
     * @param {string} title
     * @param {() => Promise<void>} work
     */
    async step(title, work) {
      const begun = performance.now();
      const seconds = () => `${Math.round((performance.now() - begun) / 1000)} s`;
      if (!out.isTTY) {
        out.write(`${title} …\n`);
        await work();
        out.write(`  done in ${seconds()}\n`);
        return;
      }
      const tick = () => out.write(`\r${title} … ${seconds()}`);
      tick();
      const clock = setInterval(tick, 1000);
      try {
        await work();
        out.write(`\r${title}: done in ${seconds()}\n`);
      } catch (error) {
        out.write('\n');
        throw error;
      } finally {
        clearInterval(clock);
      }
    },
  };
}
