import type { Batches, BatchOptions } from './batches';
import { imageBatches } from './batches';
import { map, zip } from './combine';
import { labelled, only } from './image-set';
import type { ImageSet } from './mnist';
import { oneHot } from './one-hot';

/** For `partlyLabelled`: how many images tell their label, of how many classes. */
export interface PartlyLabelledOptions extends BatchOptions {
  readonly labels: number;
  readonly classes: number;
}

/**
 * Batches of images `x` and of one-hot labels `y`, `[batchSize, classes]`, of which only `labels` images tell theirs, drawn by
 * the seed. If all do, `y` are the labels of `x`; if none does, `y` is 0. In between the batch has as many samples more,
 * `labelled`, drawn from the images that have a label, and `y` are theirs: `x` still shows every image.
 *
 * @throws RangeError if fewer images have a label than a batch has samples, unless none has, or more than there are
 */
export function partlyLabelled(images: ImageSet, options: PartlyLabelledOptions): Batches<'x' | 'y'> {
  const { labels, classes, ...batches } = options;
  const told = labelled(images, labels, options.seed);
  if (labels === 0 || labels === images.count) {
    return map(imageBatches(told, batches), (batch) => ({ x: batch.x, y: oneHot(batch.labels, classes) }));
  }
  const everyClass = Array.from({ length: classes }, (_, label) => label);
  const few = imageBatches(only(told, everyClass), { ...batches, name: 'labelled' });
  return zip(
    map(imageBatches(images, batches), ({ x }) => ({ x })),
    map(few, (batch) => ({ labelled: batch.x, y: oneHot(batch.labels, classes) })),
  );
}
