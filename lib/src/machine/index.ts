/** Whether a machine has what the lessons need, and how fast it is. */
export { check } from './check';
export { examine, type Check, type Finding } from './examine';
export { checks } from './checks';
export { thisMachine, type Machine } from './this-machine';
