/** In a page: updates and their gradients. The trainer, checkpoints, sweeps and data frames need Node.js. */
export { adam, rmsProp, sgd, type Optimiser } from '../ops';
export { gradientNorm } from './gradient-norm';
export { minimise } from './minimise';
export { descent, type Descent, type DescentOptions } from './descent';
export { movingAverage, type MovingAverage } from './moving-average';
export { update, type Differentiate, type StepLog } from './update';
export { compile, numbersOf, type CompiledGame } from './compile';
