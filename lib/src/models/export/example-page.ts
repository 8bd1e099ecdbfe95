/** What a page needs to know of a generator. */
export interface ExamplePageOptions {
  readonly title: string;
  readonly latentSize: number;
  readonly height: number;
  readonly width: number;
}

/** A page of thirty lines that draws with an exported generator; all it needs is TensorFlow.js. */
export const examplePage = ({
  title,
  latentSize,
  height,
  width,
}: ExamplePageOptions): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title.replace(/[<&]/g, '')}</title>
<script src="tf.min.js"></script>
<style>
  body { font: 16px sans-serif; text-align: center }
  canvas { width: ${4 * width}px; image-rendering: pixelated; margin: 4px }
</style>
<p><button id="draw" disabled>Draw eight others</button></p>
<p id="images"></p>
<script type="module">
  const [count, latentSize, height, width] = [8, ${latentSize}, ${height}, ${width}];
  const canvases = Array.from({ length: count }, () => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    return document.getElementById('images').appendChild(canvas);
  });
  const generator = await tf.loadLayersModel('model.json');
  async function draw() {
    const images = tf.tidy(() =>
      generator.predict(tf.randomNormal([count, latentSize])).add(1).div(2).clipByValue(0, 1).unstack());
    for (const [i, image] of images.entries()) await tf.browser.toPixels(image, canvases[i]);
    tf.dispose(images);
    document.body.dataset.drawn = 'yes';
  }
  document.getElementById('draw').onclick = draw;
  document.getElementById('draw').disabled = false;
  await draw();
</script>
</html>
`;
