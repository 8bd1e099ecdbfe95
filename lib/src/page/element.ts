/** What programs use of a page; lib is compiled without the types of browsers. */

/** What a listener is told; each kind of event has its own part of it. */
export interface PageEvent {
  /** In the window, and in the element that it happened to. */
  readonly clientX: number;
  readonly clientY: number;
  readonly offsetX: number;
  readonly offsetY: number;
  readonly pointerId: number;
  readonly key: string;
  preventDefault(): void;
}

/** An element of the page. */
export interface PageElement {
  textContent: string | null;
  value: string;
  checked: boolean;
  hidden: boolean;
  disabled: boolean;
  /** Whether it still is in the page: a cell that runs again replaces what it has shown. */
  readonly isConnected: boolean;
  readonly dataset: Record<string, string | undefined>;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  setAttribute(name: string, value: string): void;
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  remove(): void;
}

/** A canvas that is drawn on. */
export interface PageCanvas extends PageElement {
  width: number;
  height: number;
  /** As large as it is on the screen. */
  readonly clientWidth: number;
  readonly clientHeight: number;
  setPointerCapture(pointer: number): void;
  getContext(kind: '2d'): PageContext;
}

export interface PageContext {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineCap: 'butt' | 'round';
  imageSmoothingEnabled: boolean;
  fillRect(x: number, y: number, width: number, height: number): void;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
  putImageData(image: unknown, x: number, y: number): void;
  drawImage(image: unknown, x: number, y: number, width: number, height: number): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  fill(): void;
  stroke(): void;
}

/** A worker of the page. */
export interface PageWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: (() => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** What else a page has. */
export const page = globalThis as unknown as {
  readonly ImageData: new (pixels: Uint8ClampedArray, width: number, height: number) => unknown;
  readonly OffscreenCanvas: new (width: number, height: number) => PageCanvas;
  readonly Worker: new (address: string) => PageWorker;
  readonly document: { readonly hidden: boolean; addEventListener(type: string, listener: () => void): void };
  readonly location: { hash: string; readonly href: string };
  readonly history: { replaceState(state: null, title: string, address: string): void };
  readonly navigator: { readonly clipboard?: { writeText(text: string): Promise<void> } };
  requestAnimationFrame(draw: () => void): void;
};
