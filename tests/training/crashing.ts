import { models, training } from 'gan-lib';
import { toyGan } from '../games/toys.ts';

/** A trainer whose checkpoints are large enough (12 MB) to be killed in the middle of: 2 networks, each 3 times. */
export const crashing = () => {
  const layers = {
    generator: models.mlpGenerator({ output: [2], hidden: [700, 700] }),
    discriminator: models.mlpDiscriminator({ hidden: [700, 700] }),
  };
  return new training.Trainer({ game: toyGan({ layers }), logEvery: 1 });
};
