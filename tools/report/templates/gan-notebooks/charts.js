// @ts-nocheck -- runs in a page, as it is
/** Charts come to life shortly before they are in view, one after the other. */
{
  const drawing = {
    async vega(specification, place) {
      await library('vega');
      const loader = vega.loader();
      // A chart has its data with it.
      loader.load = async (address) => {
        throw new Error(`${address} is not loaded`);
      };
      // The sentence about the chart stands for all that is in it.
      const container = document.createElement('div');
      container.ariaHidden = 'true';
      place.append(container);
      const view = new vega.View(vega.parse(specification), {
        renderer: 'svg',
        container,
        hover: true,
        loader,
        tooltip,
      });
      await view.runAsync();
    },
    async plotly(figure, place) {
      await library('plotly');
      await Plotly.newPlot(place, { ...figure, config: { responsive: true, displaylogo: false } });
    },
  };

  const box = document.querySelector('#tooltip');
  /** What a mark stands for, beside the pointer; as text, whatever it is. */
  const tooltip = (_, event, __, value) => {
    box.hidden = value === null || value === undefined || value === '';
    if (box.hidden) return;
    const rows = typeof value === 'object' ? Object.entries(value) : [['', value]];
    box.replaceChildren(
      ...rows.map(([name, content]) => {
        const row = document.createElement('div');
        const label = document.createElement('span');
        label.textContent = name;
        row.append(label, ` ${content}`);
        return row;
      }),
    );
    const left = Math.min(event.clientX + 14, innerWidth - box.offsetWidth - 8);
    box.style.left = `${Math.max(0, left)}px`;
    box.style.top = `${event.clientY + 14}px`;
  };

  const draw = async (figure) => {
    const fallback = figure.querySelector('.fallback');
    const place = document.createElement('div');
    place.className = 'drawn';
    place.setAttribute('role', figure.dataset.draw === 'vega' ? 'img' : 'group');
    place.setAttribute('aria-label', fallback.alt ?? fallback.textContent);
    figure.append(place);
    try {
      await drawing[figure.dataset.draw](JSON.parse(figure.querySelector('script').textContent), place);
      figure.dataset.state = 'drawn';
    } catch (error) {
      place.remove();
      figure.dataset.state = 'failed';
      console.warn(`A chart stays as it is: ${error}`);
    }
  };

  let queue = Promise.resolve();
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        queue = queue.then(() => draw(target));
      }
    },
    { rootMargin: '100% 0px' },
  );
  for (const figure of document.querySelectorAll('figure[data-draw]')) near.observe(figure);
}
