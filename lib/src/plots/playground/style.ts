import { roles } from '../theme';

const rules: Readonly<Record<string, string>> = {
  '': 'max-width:860px;font-family:inherit',
  '.row': 'display:flex;flex-wrap:wrap;gap:6px;margin:6px 0;align-items:center',
  '.body': 'display:flex;flex-wrap:wrap;gap:16px',
  '.world': 'flex:1 1 300px;max-width:480px;min-width:0',
  '.side': 'flex:1 1 280px;min-width:0;max-width:360px',
  canvas: 'width:100%;height:auto;display:block',
  '.legend': 'display:flex;flex-wrap:wrap;gap:2px 12px;font-size:13px',
  dl: 'display:grid;grid-template-columns:repeat(3,1fr);gap:4px 10px;margin:0 0 6px',
  'dl div': 'display:block',
  dt: 'font-size:12px;font-weight:normal;padding:0;margin:0',
  dd: 'margin:0;padding:0;font-weight:bold;font-variant-numeric:tabular-nums',
  figure: 'margin:0 0 4px',
  figcaption: 'font-size:13px',
  svg: 'width:100%;height:auto;display:block',
  'svg text': 'font-size:11px;fill:currentColor',
  'button, .gan-playground input, .gan-playground select':
    'font:inherit;font-size:14px;color:inherit;background:transparent;border:1px solid currentColor;border-radius:4px;padding:4px 8px;min-height:32px;box-sizing:border-box',
  button: 'cursor:pointer',
  'button:disabled': 'opacity:.5;cursor:default',
  option: 'color:#1a1a1e;background:#ffffff',
  input: 'width:5.5em',
  label: 'font-size:13px',
  'button[aria-pressed=true]': `outline:3px solid ${roles.real};font-weight:bold`,
  '[data-next=true]': `box-shadow:0 0 0 3px ${roles.generated}`,
  '.tour': `border-left:4px solid ${roles.generated};padding:2px 12px`,
  '.tour p': 'margin:4px 0;max-width:44em',
};

export const STYLE = `<style>${Object.entries(rules)
  .map(([selector, rule]) => `.gan-playground ${selector}{${rule}}`)
  .join('')}</style>`;
