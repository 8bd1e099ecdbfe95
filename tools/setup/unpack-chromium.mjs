// TMPDIR=<folder> AWS_EXECUTION_ENV=… node unpack-chromium.mjs — the package's Chromium, with the libraries and
// fonts that it carries along, goes to the temporary folder; the variable makes it believe that the libraries are
// not on the system, which a machine without a desktop has not.

import chromium from '@sparticuz/chromium';

await chromium.executablePath();
