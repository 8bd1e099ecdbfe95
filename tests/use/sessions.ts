/**
 * What a person does with a training, as a sequence of commands: run, ■, save, edit a setting, start over, lose the process.
 * However they are mixed, the numbers at a step are those of a training with the same settings that nothing has disturbed.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { models, training } from 'gan-lib';
import { toyGan } from '../games/toys.ts';

type Losses = readonly (number | undefined)[];

/** The settings that a person edits. */
const HIDDEN = [3, 5];
const LONGEST = 30;

/** What should be: how far the training is, with which setting, and what was saved. */
interface Model {
  hidden: number;
  step: number;
  saved: { readonly hidden: number; readonly step: number } | undefined;
}

/** What is. */
class Session {
  readonly file: string;
  trainer: training.Trainer;

  constructor(folder: string) {
    this.file = join(folder, 'latest.safetensors');
    this.trainer = trainerOf(HIDDEN[0]!);
  }

  replace(hidden: number): void {
    this.trainer.dispose();
    this.trainer = trainerOf(hidden);
  }
}

function trainerOf(hidden: number): training.Trainer {
  const layers = {
    generator: models.mlpGenerator({ output: [2], hidden: [hidden] }),
    discriminator: models.mlpDiscriminator({ hidden: [hidden] }),
  };
  return new training.Trainer({ game: toyGan({ layers }), logEvery: 1 });
}

const lossesOf = ({ history }: training.Trainer): Losses => history.columns()['generatorLoss'] ?? [];

/** The losses of trainings that nothing has disturbed, by setting. */
export async function undisturbed(): Promise<ReadonlyMap<number, Losses>> {
  const all = new Map<number, Losses>();
  for (const hidden of HIDDEN) {
    const trainer = trainerOf(hidden);
    await trainer.train({ steps: LONGEST });
    all.set(hidden, lossesOf(trainer));
    trainer.dispose();
  }
  return all;
}

type Command = fc.AsyncCommand<Model, Session>;

function commands(reference: ReadonlyMap<number, Losses>): fc.Arbitrary<Command>[] {
  const agree = ({ hidden, step }: Model, { trainer }: Session): void => {
    assert.equal(trainer.step, step);
    assert.deepEqual(lossesOf(trainer), reference.get(hidden)!.slice(0, step));
  };
  const command = (name: string, run: (model: Model, real: Session) => Promise<void>): Command => ({
    check: () => true,
    async run(model, real) {
      await run(model, real);
      agree(model, real);
    },
    toString: () => name,
  });
  const constant = (name: string, run: (model: Model, real: Session) => Promise<void>) =>
    fc.constant(command(name, run));
  return [
    fc.integer({ min: 1, max: 6 }).map((steps) =>
      command(`run ${steps}`, async (model, { trainer }) => {
        const goal = Math.min(model.step + steps, LONGEST);
        await trainer.train({ steps: goal });
        model.step = goal;
      }),
    ),
    fc.integer({ min: 1, max: 4 }).map((after) =>
      command(`■ after ${after}`, async (model, { trainer }) => {
        const stop = {
          every: 1,
          run({ step }: { step: number }) {
            if (step === model.step + after) process.emit('SIGINT');
          },
        };
        const { step } = await trainer.train({ steps: LONGEST, hooks: [stop] });
        // At most the step in hand is done beside those that were.
        assert.ok(step >= model.step && step <= Math.min(model.step + after, LONGEST), `${step}`);
        model.step = step;
      }),
    ),
    constant('save', async (model, { trainer, file }) => {
      trainer.save(file);
      model.saved = { hidden: model.hidden, step: model.step };
    }),
    constant('lose the process, load', async (model, real) => {
      const { saved } = model;
      real.replace(saved?.hidden ?? HIDDEN[0]!);
      if (saved) real.trainer.load(real.file);
      Object.assign(model, { hidden: saved?.hidden ?? HIDDEN[0]!, step: saved?.step ?? 0 });
    }),
    constant('start over', async (model, { trainer }) => {
      await trainer.train({ steps: 1, restart: true });
      model.step = 1;
    }),
    fc.constantFrom(...HIDDEN).map((hidden) =>
      command(`edit: ${hidden} hidden units`, async (model, real) => {
        real.replace(hidden);
        Object.assign(model, { hidden, step: 0 });
      }),
    ),
    constant('load what is of another setting', async ({ saved, hidden }, { trainer, file }) => {
      if (saved && saved.hidden !== hidden)
        assert.throws(() => trainer.load(file), /is a checkpoint of another game/);
    }),
    constant('a second notebook', async (_, { file }) => {
      const other = trainerOf(HIDDEN[1]!);
      await other.train({ steps: 2 });
      other.save(`${file}.other`);
      other.dispose();
    }),
  ];
}

/** Plays sequences of commands. */
export async function play(folder: string, sequences: number): Promise<void> {
  const reference = await undisturbed();
  await fc.assert(
    fc.asyncProperty(fc.commands(commands(reference), { maxCommands: 25 }), async (sequence) => {
      const real = new Session(folder);
      rmSync(real.file, { force: true });
      try {
        await fc.asyncModelRun(
          () => ({ model: { hidden: HIDDEN[0]!, step: 0, saved: undefined }, real }),
          sequence,
        );
      } finally {
        real.trainer.dispose();
      }
    }),
    { numRuns: sequences },
  );
}
