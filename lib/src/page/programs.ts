/** Every program that an element of a page can name. */
export { autoencoders } from './autoencoders';
export { brush } from './brush/program';
export { completion } from './completion/program';
export { explorer } from './explorer';
export { playground } from './playground/program';
export { sketchpad } from './sketchpad';
