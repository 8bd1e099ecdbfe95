// @ts-nocheck -- runs in a page, as it is
/** Starts reveal.js; `?print-pdf` at the address lays all slides out as pages. `laidOut` is kept when it has. */
{
  const begin = async () => {
    await library('reveal');
    await library('notes');
    await Reveal.initialize({
      width: 1333,
      height: 750,
      margin: 0,
      center: false,
      hash: true,
      slideNumber: 'c/t',
      transition: 'none',
      pdfSeparateFragments: false,
      pdfMaxPagesPerSlide: 1,
      plugins: [RevealNotes],
    });
    document.documentElement.dataset.slides = 'ready';
  };
  window.laidOut = begin();
}
