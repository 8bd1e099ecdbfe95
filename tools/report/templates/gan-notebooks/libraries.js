// @ts-nocheck -- runs in a page, as it is
/** Libraries stand in the page packed, and are unpacked and run when something first needs them. */
const loading = new Map();

function library(name) {
  if (!loading.has(name)) loading.set(name, unpack(document.querySelector(`[data-library="${name}"]`)));
  return loading.get(name);
}

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed.textContent.trim()), (character) => character.charCodeAt(0));
  const source = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = document.createElement('script');
  script.nonce = packed.nonce;
  script.textContent = await new Response(source).text();
  packed.replaceWith(script);
}
