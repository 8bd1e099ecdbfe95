/** In a page: no packages. */
export function emojiFolder(): never {
  throw new Error('emojiFolder: a page holds no packages');
}
