import * as tf from '@tensorflow/tfjs-core';
import { shifted } from '../data';
import { squaredError } from '../losses';
import { network, type Network, type NetworkOptions } from '../models';
import type { PageCanvas, PageElement } from './element';
import { oncePerFrame } from './once-per-frame';
import { paint } from './paint';
import type { Program } from './program';
import { setWeights } from './weights';

/** What the page is told about the networks. Their weights and the examples are parts of their own. */
export interface AutoencodersData {
  readonly coders: readonly {
    /** 28 × 28 × 1 in [−1, 1] → means, and more that is not used. */
    readonly encoder: NetworkOptions;
    /** A code → 28 × 28 × 1 in [−1, 1]. */
    readonly decoder: NetworkOptions;
    /** Numbers of a code. */
    readonly size: number;
  }[];
  /** 28 × 28 × 1 → features in which images are compared, too. */
  readonly features: NetworkOptions;
}

const IMAGE = [28, 28, 1] as const;
const PIXELS = 28 * 28;
/** How far a digit can be moved, in pixels. */
const FARTHEST = 8;

type Move = readonly [right: number, down: number];

const ARROWS: Readonly<Record<string, Move>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A digit that is moved by hand, beside it what autoencoders make of it, and of a code on the way to that of another digit. */
export const autoencoders: Program = async (element, { unpack, backend }) => {
  await backend();
  const data = JSON.parse(element.querySelector('[data-part=data]')!.textContent!) as AutoencodersData;
  const load = async (part: string, options: NetworkOptions): Promise<Network> => {
    const made = network(options);
    setWeights(made, await unpack(part));
    return made;
  };
  const features = await load('features', data.features);
  const coders = await Promise.all(
    data.coders.map(async ({ encoder, decoder, size }, i) => ({
      encoder: await load(`encoder${i}`, encoder),
      decoder: await load(`decoder${i}`, decoder),
      size,
    })),
  );
  const examples = new Uint8Array(await unpack('examples'));
  const example = (i: number): tf.Tensor4D => {
    const bytes = examples.subarray(i * PIXELS, (i + 1) * PIXELS);
    return tf.tensor(
      Float32Array.from(bytes, (byte) => byte / 127.5 - 1),
      [1, ...IMAGE],
    );
  };
  const chosen = { first: 0, second: 1 };
  let place: Move = [0, 0];

  const draw = (name: string, image: tf.Tensor): void =>
    paint([element.querySelector(`[data-canvas=${name}]`) as PageCanvas], image.dataSync<'float32'>(), IMAGE);
  const say = (name: string, text: string): void => {
    element.querySelector(`[data-say=${name}]`)!.textContent = text;
  };
  /** Both errors of a pair of images, in their cells of the table. */
  const compare = (name: string, a: tf.Tensor, b: tf.Tensor): void => {
    say(`${name}-pixels`, squaredError(a, b).dataSync()[0]!.toFixed(1));
    say(`${name}-features`, squaredError(features.apply(a), features.apply(b)).dataSync()[0]!.toFixed(1));
  };
  const slider = element.querySelector('[data-role=between]')!;
  const respond = oncePerFrame(() =>
    tf.tidy(() => {
      const [original, other] = [example(chosen.first), example(chosen.second)];
      const x = shifted(original, ...place);
      const t = Number(slider.value);
      draw('x', x);
      draw('other', other);
      compare('moved', x, original);
      compare('other', other, original);
      coders.forEach(({ encoder, decoder, size }, i) => {
        const means = tf.slice(encoder.apply(tf.concat([x, other])), [0, 0], [2, size]);
        const [from, to] = tf.split(means, 2) as [tf.Tensor, tf.Tensor];
        const code = tf.add(tf.mul(1 - t, from), tf.mul(t, to));
        const again = tf.clipByValue(decoder.apply(code), -1, 1);
        draw(`again${i}`, again);
        draw(`error${i}`, tf.sub(tf.minimum(tf.square(tf.sub(x, again)), 2), 1));
        compare(`again${i}`, x, again);
      });
      say('place', `${place[0]} right, ${place[1]} down`);
      say('between', t.toFixed(2));
    }),
  );

  const move = ([right, down]: Move): void => {
    const within = (pixels: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, pixels));
    place = [within(place[0] + right), within(place[1] + down)];
    respond();
  };
  element.querySelector('[data-canvas=x]')!.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    move(arrow);
  });
  for (const button of element.querySelectorAll('[data-move]')) {
    button.addEventListener('click', () => move(ARROWS[button.dataset['move']!]!));
  }
  element.querySelector('[data-do=back]')!.addEventListener('click', () => {
    place = [0, 0];
    respond();
  });
  for (const role of ['first', 'second'] as const) choose(element, role, chosen, respond);
  slider.addEventListener('input', respond);
  element.querySelector('[data-role=still]')!.hidden = true;
  element.querySelector('[data-role=controls]')!.hidden = false;
  respond();
};

/** Buttons of which one is pressed. */
function choose<R extends string>(
  element: PageElement,
  role: R,
  chosen: Record<R, number>,
  changed: () => void,
): void {
  const buttons = [...element.querySelectorAll(`[data-${role}]`)];
  for (const [i, button] of buttons.entries()) {
    button.addEventListener('click', () => {
      chosen[role] = i;
      for (const each of buttons) each.setAttribute('aria-pressed', String(each === button));
      changed();
    });
  }
}
