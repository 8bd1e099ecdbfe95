/**
 * Seeded randomness. One seed for a whole experiment; every use (weights, data order, noise, dropout …) draws from
 * its own named stream, so that changing how much one of them draws does not disturb the others.
 */
export { stream, type RandomStream, type RandomState } from './stream';
export type { Stateful } from './stateful';
