#!/usr/bin/env node
// Where every `npm` command enters: `node tools/setup/main.mjs <command> [argument …]`.
// Old Node versions must be able to parse this file in order to be told that they are too old, so it keeps to
// the syntax of 2017, imports nothing statically, and ESLint holds it to that.

var OLDEST = 20;
var version = process.versions.node;

if (Number(version.split('.')[0]) < OLDEST) {
  console.error(
    'GAN Notebooks needs Node.js ' +
      OLDEST +
      ' or newer to set itself up, but node on PATH is ' +
      version +
      ': install a newer one from nodejs.org or with your package manager.',
  );
  process.exit(1);
}

import('./command.mjs').then(function (module) {
  return module.main(process.argv.slice(2));
});
