/**
 * What a web page gets of the library: programs, and the rooms that they use, under the names that a notebook knows.
 * Bundled into `dist/page/library.js` whenever lib is compiled. Where a module needs files or native code, a module
 * beside it, `….page.ts`, stands in for it.
 */
export { startBackend, type BackendName } from './backend';
export * as tf from '@tensorflow/tfjs-core';
export * as random from '../random';
export * as ops from '../ops';
export * as data from '../data';
export * as models from '../models';
export * as losses from '../losses';
export * as games from '../games';
export * as training from '../training';
export * as programs from './programs';
export { connect, serve } from './worker';
export { services } from './services';
export type { AutoencodersData } from './autoencoders';
export { Search as CompletionSearch } from './completion/search';
export { Search as BrushSearch } from './brush/search';
export type { CompletionData } from './completion/program';
export type { ExplorerData } from './explorer';
export type { PlaygroundData } from './playground/program';
export type { Settings as PlaygroundSettings } from './playground/settings';
export type { SketchpadData } from './sketchpad';
export type { BrushData } from './brush/program';
export type { PageElement, PageEvent } from './element';
export type { Program, Tools } from './program';
