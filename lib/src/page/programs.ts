/** Every program that an element of a page can name. */
export { explorer } from './explorer';
