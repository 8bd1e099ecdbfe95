// How npm is called: nothing is run that a package brings, and the lock file decides what is installed.

export const NPM_CI = [
  'ci',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
];
