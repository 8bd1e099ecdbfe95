/**
 * What a web page gets of the library: programs, and the rooms that they use, under the names that a notebook knows.
 * Bundled into `dist/page/library.js` whenever lib is compiled. Where a module needs files or native code, a module
 * beside it, `….page.ts`, stands in for it.
 */
export * as tf from '@tensorflow/tfjs-core';
export * as random from '../random';
export * as data from '../data';
export * as models from '../models';
export * as programs from './programs';
export type { ExplorerData } from './explorer';
export type { PageElement } from './element';
export type { Program } from './program';
