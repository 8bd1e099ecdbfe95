import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { PageCanvas, PageElement } from '../page';

/** What the page is told about the generator. */
export interface ExplorerData {
  readonly layers: readonly PageLayer[];
  readonly noise: number;
  readonly categorical: readonly number[];
  readonly continuous: number;
  /** Images shown. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `count × noise` numbers to begin with. */
  readonly firstNoise: readonly number[];
  /** Whether noise is drawn from N(0, 1) or Unif(−1, 1). */
  readonly prior: 'normal' | 'uniform';
}

/** A layer as `models` has it, with the shapes of what it stores. */
export interface PageLayer {
  readonly kind: string;
  readonly of?: string;
  readonly slope?: number;
  readonly epsilon?: number;
  readonly stride?: number;
  readonly shape?: readonly number[];
  readonly stored: readonly (readonly number[])[];
}

/**
 * In the page: brings TensorFlow.js up, once for all explorers of the page, rebuilds the generator and draws what it
 * makes of the controls' values, each time one of them changes.
 */
export function explore(element: PageElement): void {
  type Tf = typeof TensorFlow;
  interface Page {
    /** TensorFlow.js, once one of the explorers has brought it along. */
    ganTensorFlow?: { ready: Promise<Tf>; resolve: (tf: Tf) => void; loading: boolean };
    DecompressionStream: new (format: 'gzip') => never;
    ImageData: new (pixels: Uint8ClampedArray, width: number, height: number) => unknown;
    requestAnimationFrame(draw: () => void): void;
  }
  const page = globalThis as unknown as Page;
  const status = element.querySelector('[data-role=status]')!;
  const data = JSON.parse(element.querySelector('[data-part=data]')!.textContent!) as ExplorerData;
  const { noise, categorical, continuous, count, height, width, channels } = data;

  const unpack = async (part: string): Promise<ArrayBuffer> => {
    const script = element.querySelector(`[data-part=${part}]`)!;
    const packed = Uint8Array.from(atob(script.textContent!), (character) => character.charCodeAt(0));
    script.remove();
    return new Response(
      new Blob([packed]).stream().pipeThrough(new page.DecompressionStream('gzip')),
    ).arrayBuffer();
  };

  const shareTensorFlow = (): NonNullable<Page['ganTensorFlow']> => {
    if (!page.ganTensorFlow) {
      let resolve!: (tf: Tf) => void;
      const ready = new Promise<Tf>((fulfil) => {
        resolve = fulfil;
      });
      page.ganTensorFlow = { ready, resolve, loading: false };
    }
    return page.ganTensorFlow;
  };

  const loadTensorFlow = async (): Promise<Tf> => {
    const run = async (part: string, require: (name: string) => unknown): Promise<object> => {
      const source = new TextDecoder().decode(await unpack(part));
      const exports = {};
      // A script element would find another module system, if the page has one, and load into that.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      const load = new Function('exports', 'module', 'require', source) as (...given: unknown[]) => void;
      load(exports, {}, require);
      return exports;
    };
    const tf = (await run('core', () => ({}))) as Tf;
    const backend = (await run('backend', (name) => (name === '@tensorflow/tfjs-core' ? tf : {}))) as {
      setWasmPaths(paths: Record<string, string>): void;
    };
    const binary = URL.createObjectURL(new Blob([await unpack('binary')], { type: 'application/wasm' }));
    backend.setWasmPaths({
      'tfjs-backend-wasm.wasm': binary,
      'tfjs-backend-wasm-simd.wasm': binary,
      'tfjs-backend-wasm-threaded-simd.wasm': binary,
    });
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    await tf.setBackend('wasm');
    URL.revokeObjectURL(binary);
    return tf;
  };

  /** From half precision: a sign, 5 bits of exponent, 10 of fraction. */
  const fromHalf = (bytes: ArrayBuffer): Float32Array =>
    Float32Array.from(new Uint16Array(bytes), (half) => {
      const sign = half & 0x8000 ? -1 : 1;
      const exponent = (half >> 10) & 31;
      const fraction = half & 1023;
      return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
    });

  const readWeights = async (tf: Tf): Promise<TensorFlow.Tensor[][]> => {
    const numbers = fromHalf(await unpack('weights'));
    let at = 0;
    return data.layers.map(({ stored }) =>
      stored.map((shape) => {
        const size = shape.reduce((product, n) => product * n, 1);
        at += size;
        return tf.tensor(numbers.slice(at - size, at), [...shape]);
      }),
    );
  };

  const applyLayer = (
    tf: Tf,
    layer: PageLayer,
    stored: TensorFlow.Tensor[],
    x: TensorFlow.Tensor,
  ): TensorFlow.Tensor => {
    const biased = (y: TensorFlow.Tensor): TensorFlow.Tensor => (stored[1] ? tf.add(y, stored[1]) : y);
    const batch = x.shape[0];
    switch (layer.kind) {
      case 'dense':
        return biased(tf.matMul(x, stored[0] as never));
      case 'conv2d':
        return biased(tf.conv2d(x as never, stored[0] as never, layer.stride!, 'same'));
      case 'conv2dTranspose': {
        const [, high = 0, wide = 0] = x.shape;
        const shape = [batch, high * layer.stride!, wide * layer.stride!, stored[0]!.shape[2]!];
        return biased(
          tf.conv2dTranspose(x as never, stored[0] as never, shape as never, layer.stride!, 'same'),
        );
      }
      case 'batchNorm': {
        const [gamma, beta, mean, variance] = stored as never[];
        return tf.batchNorm(x, mean!, variance!, beta, gamma, layer.epsilon);
      }
      case 'reshape':
        return tf.reshape(x, [batch, ...(layer.shape ?? [x.size / batch])]);
      case 'activation':
        if (layer.of === 'leakyRelu') return tf.leakyRelu(x, layer.slope);
        return tf[layer.of as 'relu' | 'tanh' | 'sigmoid' | 'softplus'](x);
      case 'dropout':
        return x;
      default:
        throw new Error(`a layer of kind ${layer.kind} cannot be computed in the page`);
    }
  };

  let noises = Float32Array.from(data.firstNoise);
  const drawNoise = (): void => {
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    noises = noises.map(() => (data.prior === 'normal' ? normal() : 2 * Math.random() - 1));
  };
  const sliders = [...element.querySelectorAll('input')];
  const chosen = categorical.map(() => 0);

  const latents = (): number[][] =>
    Array.from({ length: count }, (_, i) => [
      ...noises.subarray(i * noise, (i + 1) * noise),
      ...categorical.flatMap((k, code) =>
        Array.from({ length: k }, (_, category) => Number(category === chosen[code])),
      ),
      ...sliders.slice(0, continuous).map(({ value }) => Number(value)),
    ]);

  const start = async (): Promise<void> => {
    const shared = shareTensorFlow();
    if (element.querySelector('[data-part=core]')) {
      if (shared.loading) {
        for (const part of ['core', 'backend', 'binary'])
          element.querySelector(`[data-part=${part}]`)!.remove();
      } else {
        shared.loading = true;
        shared.resolve(await loadTensorFlow());
      }
    }
    const tf = await shared.ready;
    const weights = await readWeights(tf);
    const canvases = [...element.querySelectorAll('canvas')] as PageCanvas[];
    const draw = (): void => {
      const images = tf.tidy(() =>
        data.layers.reduce<TensorFlow.Tensor>(
          (x, layer, i) => applyLayer(tf, layer, weights[i]!, x),
          tf.tensor2d(latents()),
        ),
      );
      const values = images.dataSync();
      images.dispose();
      canvases.forEach((canvas, image) => {
        const pixels = new Uint8ClampedArray(height * width * 4).fill(255);
        for (let pixel = 0; pixel < height * width; pixel++) {
          for (let channel = 0; channel < 3; channel++) {
            const value =
              values[(image * height * width + pixel) * channels + Math.min(channel, channels - 1)]!;
            pixels[pixel * 4 + channel] = Math.round((value + 1) * 127.5);
          }
        }
        canvas.getContext('2d').putImageData(new page.ImageData(pixels, width, height), 0, 0);
      });
    };
    let waiting = false;
    const redraw = (): void => {
      if (waiting) return;
      waiting = true;
      page.requestAnimationFrame(() => {
        waiting = false;
        draw();
      });
    };
    sliders.forEach((slider) => {
      const value = element.querySelector(`output[data-for="${slider.dataset['code']}"]`)!;
      slider.addEventListener('input', () => {
        value.textContent = Number(slider.value).toFixed(2);
        redraw();
      });
    });
    for (const button of element.querySelectorAll('button[data-code]')) {
      button.addEventListener('click', () => {
        chosen[Number(button.dataset['code'])] = Number(button.dataset['category']);
        for (const other of element.querySelectorAll(`button[data-code="${button.dataset['code']}"]`)) {
          other.setAttribute('aria-pressed', String(other === button));
        }
        redraw();
      });
    }
    element.querySelector('[data-role=noise]')!.addEventListener('click', () => {
      drawNoise();
      redraw();
    });
    draw();
    element.querySelector('[data-role=still]')!.hidden = true;
    element.querySelector('[data-role=controls]')!.hidden = false;
    status.textContent = '';
    element.dataset['state'] = 'ready';
  };

  if (!element.querySelector('[data-part=core]') && !page.ganTensorFlow) {
    status.textContent = 'Waiting for the explorer on this page that brings TensorFlow.js along.';
  }
  start().catch((error: unknown) => {
    status.textContent = `The explorer cannot run here: ${String(error)}`;
    element.dataset['state'] = 'failed';
  });
}
