/** One trainer for all games: steps, history, interrupts, checkpoints, kept runs. */
export { adam, rmsProp, sgd, type Optimiser } from '../ops';
export { gradientNorm } from './gradient-norm';
export { minimise } from './minimise';
export { descent, type Descent, type DescentOptions } from './descent';
export { movingAverage, type MovingAverage } from './moving-average';
export { update, type Differentiate, type StepLog } from './update';
export { compile, numbersOf, type CompiledGame } from './compile';
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
export { ship, startFromShipped } from './shipped';
export { NonFiniteError } from './non-finite-error';
export { Runs, runsFolder, type KeptRun } from './runs';
export { lastRows, type ResultRow } from './last-rows';
export { runsOf, sweep } from './sweeps';
