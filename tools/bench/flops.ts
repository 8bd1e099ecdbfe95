/** Floating-point operations of a GAN's step in dense and convolutional layers, which is nearly all of them. */
import { models } from 'gan-lib';
import type { GanCase, NetworkCase } from './cases.ts';

const COUNTED = ['dense', 'conv2d', 'conv2dTranspose'];
const NEGLIGIBLE = ['activation', 'batchNorm', 'dropout', 'reshape'];

/** Operations of each layer with weights, for one sample, forward; each gradient, by input or weights, is as many. */
function forward({ input, layers }: NetworkCase): number[] {
  return layers.flatMap((layer, i) => {
    if (NEGLIGIBLE.includes(layer.kind)) return [];
    if (!COUNTED.includes(layer.kind)) {
      throw new RangeError(
        `operations of a layer of kind ${layer.kind} are not counted; of ${COUNTED.join(', ')} they are`,
      );
    }
    const shapeAfter = (count: number) =>
      count === 0 ? input : shapeOf({ input, layers: layers.slice(0, count) });
    const [before, after] = [shapeAfter(i), shapeAfter(i + 1)];
    if (layer.kind === 'dense') return [2 * before[0]! * after[0]!];
    const small = layer.kind === 'conv2d' ? after : before;
    return [2 * small[0]! * small[1]! * before[2]! * after[2]! * (layer as models.Conv2d).kernelSize ** 2];
  });
}

function shapeOf(spec: NetworkCase): models.Shape {
  const network = models.network({ name: 'shape', seed: 1, ...spec });
  network.dispose();
  return network.outputShape;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** One update of each player: D on a real and a generated batch, G through D; no gradient that nobody uses. */
export function stepFlops({ batchSize, generator, discriminator }: GanCase): number {
  const [g, d] = [forward(generator), forward(discriminator)];
  const turnD = sum(g) + 2 * (3 * sum(d) - d[0]!);
  const turnG = 3 * sum(g) - g[0]! + 2 * sum(d);
  return batchSize * (turnD + turnG);
}
