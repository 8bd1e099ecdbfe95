/** The film strip of a lesson as a moving picture: a row of samples, whose moments follow one another. */
import { PNG } from 'pngjs';
import type { Notebook } from '../report/notebook.ts';
import { displayed } from '../report/outputs.ts';
import { animated } from './apng.ts';

/** What `plots.filmStrip` draws for images of 28 × 28 pixels: where the first one is, and how far it is to the next. */
const STRIP = { left: 10, top: 57, label: 37, size: 56, pitch: 58 };

/** Pixels of a sample in the moving picture, and between two. */
const [SIZE, GAP] = [84, 6];

const LABEL_HEIGHT = 18;
const [DURATION, LAST] = [450, 2400]; // of a moment, in milliseconds

/**
 * @param lesson a notebook of which the cell tagged "card" shows a film strip
 * @throws Error if it shows none
 */
export function movingPicture(lesson: Notebook): Buffer {
  const found = displayed(lesson).find(
    ({ cell, data }) => lesson.cells[cell]!.metadata.tags?.includes('card') && 'image/png' in data,
  );
  if (!found) throw new Error('no cell that is tagged "card" shows a picture');
  const strip = PNG.sync.read(Buffer.from(found.data['image/png'] as string, 'base64'));
  const { left, top, pitch } = STRIP;
  const [moments, samples] = [(strip.width - 2 * left + 2) / pitch, (strip.height - top - left + 2) / pitch];
  if (!Number.isInteger(moments) || !Number.isInteger(samples))
    throw new Error('the picture of the cell that is tagged "card" is no film strip');
  return animated(
    Array.from({ length: moments }, (_, moment) => ({
      picture: rowOf(strip, moment, samples),
      duration: moment === moments - 1 ? LAST : DURATION,
    })),
  );
}

/** A moment: its step, and below it all samples side by side. */
function rowOf(strip: PNG, moment: number, samples: number): PNG {
  const { left, top, label, size, pitch } = STRIP;
  const row = new PNG({ width: samples * (SIZE + GAP) - GAP, height: LABEL_HEIGHT + SIZE });
  const x = left + moment * pitch;
  PNG.bitblt(strip, row, x, label, size, LABEL_HEIGHT, 0, 0);
  for (let sample = 0; sample < samples; sample++) {
    const from = { x, y: top + sample * pitch };
    enlarge(strip, from, row, { x: sample * (SIZE + GAP), y: LABEL_HEIGHT });
  }
  return row;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A sample, each of its pixels as a square. */
function enlarge(strip: PNG, from: Place, row: PNG, to: Place): void {
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const [sx, sy] = [x, y].map((at) => Math.floor((at * STRIP.size) / SIZE)) as [number, number];
      const source = 4 * ((from.y + sy) * strip.width + from.x + sx);
      strip.data.copy(row.data, 4 * ((to.y + y) * row.width + to.x + x), source, source + 4);
    }
  }
}
