import * as tf from '@tensorflow/tfjs-core';
import { composeLatents, type Codes } from '../data';
import { network, type NetworkOptions } from '../models';
import { stream } from '../random';
import type { PageCanvas, PageElement } from './element';
import { oncePerFrame } from './once-per-frame';
import { paint } from './paint';
import type { Program } from './program';
import { setWeights } from './weights';

/** What the page is told about the generator and its latents. */
export interface ExplorerData {
  /** Makes images `[height, width, 1 or 3]` in [−1, 1]. */
  readonly generator: NetworkOptions;
  /** Numbers of noise a sample, and the codes behind them. */
  readonly noise: number;
  readonly codes: Codes;
  /** Whether noise is drawn from N(0, 1) or Unif(−1, 1). */
  readonly prior: 'normal' | 'uniform';
  /** Images shown. */
  readonly count: number;
  /** `count × noise` numbers to begin with. */
  readonly firstNoise: readonly number[];
}

/** Draws what the generator makes of the controls' values, each time one of them changes. */
export const explorer: Program = async (element, { unpack, backend }) => {
  await backend();
  const data = JSON.parse(element.querySelector('[data-part=data]')!.textContent!) as ExplorerData;
  const { noise, codes, count, prior } = data;
  const generator = network(data.generator);
  setWeights(generator, await unpack('weights'));
  const random = stream(data.generator.seed, 'explorer');
  const values = Float32Array.from(data.firstNoise);
  const canvases = [...element.querySelectorAll('canvas')] as PageCanvas[];
  const draw = (): void => {
    const chosen = controlled(element);
    const each = <T>(value: T): T[] => Array<T>(count).fill(value);
    const z = composeLatents(noise, codes, {
      count,
      noise: values,
      categories: chosen.categories.map(each),
      continuous: each(chosen.continuous).flat(),
    });
    const images = tf.tidy(() => generator.apply(tf.tensor(z, [count, z.length / count])));
    paint(canvases, images.dataSync<'float32'>(), generator.outputShape);
    images.dispose();
  };
  listen(element, oncePerFrame(draw), () => {
    if (prior === 'normal') random.fillNormal(values);
    else random.fillUniform(values, -1, 1);
  });
  draw();
  element.querySelector('[data-role=still]')!.hidden = true;
  element.querySelector('[data-role=controls]')!.hidden = false;
};

/** The values of the controls: the category of each categorical code, and the continuous codes. */
const controlled = (element: PageElement): { categories: number[]; continuous: number[] } => ({
  categories: [...element.querySelectorAll('button[aria-pressed=true]')].map((button) =>
    Number(button.dataset['category']),
  ),
  continuous: [...element.querySelectorAll('input')].map(({ value }) => Number(value)),
});

/** Calls `changed` after each change of a control, and `drawNoise` before it where new noise is wanted. */
function listen(element: PageElement, changed: () => void, drawNoise: () => void): void {
  for (const slider of element.querySelectorAll('input')) {
    const output = element.querySelector(`output[data-for="${slider.dataset['code']}"]`)!;
    slider.addEventListener('input', () => {
      output.textContent = Number(slider.value).toFixed(2);
      changed();
    });
  }
  for (const button of element.querySelectorAll('button[data-code]')) {
    const ofCode = `button[data-code="${button.dataset['code']}"]`;
    button.addEventListener('click', () => {
      for (const other of element.querySelectorAll(ofCode)) {
        other.setAttribute('aria-pressed', String(other === button));
      }
      changed();
    });
  }
  element.querySelector('[data-role=noise]')!.addEventListener('click', () => {
    drawNoise();
    changed();
  });
}
