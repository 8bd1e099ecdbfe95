// @ts-nocheck -- runs in a page, as it is
/** Mathematics, cell after cell, so that the page can be read meanwhile. */
{
  const typeset = async () => {
    window.MathJax = {
      tex: {
        inlineMath: [
          ['$', '$'],
          ['\\(', '\\)'],
        ],
        processEscapes: true,
        tags: 'ams',
      },
      options: { enableMenu: false },
      startup: { typeset: false },
    };
    await window.laidOut; // slides: MathJax measures elements, which reveal.js moves until then
    await library('mathjax');
    await MathJax.startup.promise;
    for (const element of document.querySelectorAll('h1, .jp-MarkdownOutput, #contents ol')) {
      await MathJax.typesetPromise([element]);
      await new Promise((resume) => setTimeout(resume));
    }
    document.documentElement.dataset.mathematics = 'ready';
    document.dispatchEvent(new Event('typeset'));
  };
  if (document.querySelector('[data-library=mathjax]')) typeset();
}
