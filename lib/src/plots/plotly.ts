/** What all of plotly's figures have in common. */
import type { Figure, PlotlyChart, Spec, VegaLiteChart } from './chart';
import { categorical, font, inkAnywhere, roles } from './theme';

/** Numbers as plotly.js takes them in little space: the bytes of float32 in base64. */
export function packed(values: ArrayLike<number>, shape?: readonly [number, number]): Spec {
  const bytes = Buffer.from(Float32Array.from(values).buffer);
  return { dtype: 'f4', bdata: bytes.toString('base64'), ...(shape && { shape: shape.join(', ') }) };
}

/** A chart in the look of all others, whose text is legible on white and on black. */
export function plotly(text: string, figure: Figure, fallback: VegaLiteChart): PlotlyChart {
  const axis = {
    color: inkAnywhere,
    gridcolor: 'rgba(128,128,128,0.3)',
    zerolinecolor: 'rgba(128,128,128,0.3)',
  };
  // WebGL draws half-transparent lines so that they vanish on white.
  const lines = { gridcolor: '#9a9a9a', zerolinecolor: '#9a9a9a' };
  const inSpace = {
    ...axis,
    ...lines,
    showbackground: false,
    tickfont: { size: 11 },
    title: { font: { size: 13 } },
  };
  const layout = {
    font: { family: font, size: 14, color: inkAnywhere },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    colorway: categorical,
    xaxis: axis,
    yaxis: axis,
    scene: { xaxis: inSpace, yaxis: inSpace, zaxis: inSpace },
    margin: { l: 60, r: 20, t: 60, b: 60 },
    legend: { itemsizing: 'constant' },
  };
  return {
    kind: 'plotly',
    text,
    figure: { ...figure, layout: { ...figure.layout, template: { layout } } },
    fallback,
  };
}

/**
 * A slider over moments, with a button that plays them.
 *
 * @param names of the frames, in order.
 */
export function slider(names: readonly string[], prefix: string): Spec {
  const at = (name: string[] | null, duration: number): unknown[] => [
    name,
    { mode: 'immediate', frame: { duration, redraw: true }, transition: { duration: 0 }, fromcurrent: true },
  ];
  const box = { bgcolor: 'rgba(128,128,128,0.25)', bordercolor: inkAnywhere, borderwidth: 1 };
  const button = (label: string, args: unknown[]): Spec => ({ label, method: 'animate', args });
  return {
    sliders: [
      {
        ...box,
        active: names.length - 1,
        activebgcolor: roles.real,
        tickcolor: inkAnywhere,
        currentvalue: { prefix },
        x: 0.16,
        len: 0.84,
        pad: { t: 40 },
        steps: names.map((name) => ({ ...button(name, at([name], 0)) })),
      },
    ],
    updatemenus: [
      {
        ...box,
        type: 'buttons',
        direction: 'left',
        showactive: false,
        x: 0,
        y: 0,
        xanchor: 'left',
        yanchor: 'top',
        pad: { t: 64 },
        buttons: [
          button('▶', at(null, 150)),
          button('■', [[null], { mode: 'immediate', frame: { duration: 0 } }]),
        ],
      },
    ],
  };
}
