import { FIRST, type Settings, type Who } from './settings';

/** A stop of the guided tour: what it says, and what is done where the reader asks for it. */
export interface Stop {
  readonly title: string;
  readonly text: string;
  readonly settings: Settings;
  /** From the first weights. */
  readonly plays: readonly (readonly [Who, number])[];
  /** The control that the reader should try next. */
  readonly next: string;
}

export const TOUR: readonly Stop[] = [
  {
    title: 'Two players who know nothing',
    text:
      'Circles are real data, diamonds are what the generator G makes of noise. The background is what the discriminator D ' +
      'says: blue is “real”, orange is “generated”. Nobody has learned anything yet.',
    settings: FIRST,
    plays: [],
    next: '[data-do=step]',
  },
  {
    title: 'D learns alone',
    text:
      'A hundred updates of D, while G stands still. D turns blue where the data are and orange where G’s samples are. The arrows say ' +
      'where each sample would have to go to please D.',
    settings: FIRST,
    plays: [['D', 100]],
    next: '[data-who=D]',
  },
  {
    title: 'G learns alone',
    text:
      'Now D stands still and G follows the arrows: past the data, to where this D is surest, and many samples leave the picture. ' +
      'Nothing in G’s loss asks for variety or for a halt at the data. Only a D that learns along can send them back.',
    settings: FIRST,
    plays: [
      ['D', 100],
      ['G', 400],
    ],
    next: '[data-who=both]',
  },
  {
    title: 'Both learn',
    text:
      'One update of D for each of G. JS falls as the samples spread over the ring. The losses are those of a contest: ' +
      'neither of them says how far the samples are from the data. Play on, and compare the curves.',
    settings: FIRST,
    plays: [['both', 400]],
    next: '[data-do=play]',
  },
  {
    title: 'Another game',
    text:
      'The same networks with the Wasserstein loss and a penalty on the critic’s slope, five updates of the critic for each of G. ' +
      'The background is a score now. Change the loss or a rate, and send the address of what you find to somebody.',
    settings: { ...FIRST, game: 'gp', rateD: 1e-3, rateG: 1e-3, stepsD: 5 },
    plays: [['both', 100]],
    next: '[data-set=game]',
  },
];
