/** One trainer for all games: steps, history, interrupts, checkpoints, kept runs. */
export { adam, rmsProp, sgd, type Optimiser } from '../ops';
export { gradientNorm } from './gradient-norm';
export { minimise } from './minimise';
export { playStep, takeTurn, type StepLog } from './step';
export { History, type Columns, type Row } from './history';
export {
  Trainer,
  type Hook,
  type Observer,
  type Outcome,
  type Progress,
  type TrainerOptions,
  type TrainOptions,
} from './trainer';
export { checkpoints } from './checkpoints';
export { Divergence } from './divergence';
export { Runs, type KeptRun } from './runs';
export { runsOf, sweep } from './sweeps';
