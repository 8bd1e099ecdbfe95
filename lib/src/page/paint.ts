import { page, type PageCanvas } from './element';

/**
 * Images on canvases of their size.
 *
 * @param values the images' numbers in [−1, 1], one image after the other
 */
export function paint(
  canvases: readonly PageCanvas[],
  values: Float32Array,
  [height = 0, width = 0, channels = 0]: readonly number[],
): void {
  canvases.forEach((canvas, image) => {
    const pixels = new Uint8ClampedArray(height * width * 4).fill(255);
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (image * height * width + pixel) * channels + Math.min(channel, channels - 1);
        pixels[pixel * 4 + channel] = Math.round((values[at]! + 1) * 127.5);
      }
    }
    canvas.getContext('2d').putImageData(new page.ImageData(pixels, width, height), 0, 0);
  });
}
