// What stops set-up, in the words of whoever has to fix it.

/** An error whose message is all that the user needs: cause and fix, in one line. No stack is shown for it. */
export class UserError extends Error {}

/** @type {readonly (readonly [RegExp, string])[]} what a program's output says, and what that means */
const SIGNS = [
  [/ENOSPC|No space left on device/i, 'the disk is full: free some space'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|network (request|timeout)|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProtocolError|ProxyError|Temporary failure in name resolution|IncompleteRead|from versions: none|Connection (refused|reset|broken|aborted)/i,
    'a server could not be reached: check the network (and the proxy settings, if there is one)',
  ],
  [
    /EINTEGRITY|DO NOT MATCH THE HASHES/i,
    'a download is not what this project was locked to: if it happens twice, empty the cache of npm or pip',
  ],
  [/EACCES|EPERM|Permission denied/i, 'permission denied: the folder must belong to the user who runs this'],
  [/externally-managed-environment|No module named '?(pip|ensurepip|venv)/i, 'Python lacks pip or venv'],
];

/**
 * What most likely made a program fail, read from what it printed.
 * @param {string} output
 */
export function diagnosis(output) {
  const typeErrors = output.split('\n').filter((line) => /error TS\d+/.test(line));
  if (typeErrors.length > 0) return `it does not compile:\n${typeErrors.join('\n')}\n`;
  const sign = SIGNS.find(([pattern]) => pattern.test(output));
  if (sign) return sign[1];
  const lines = output.trimEnd().split('\n');
  return lines.find((line) => /\b(error|fatal)\b/i.test(line)) ?? lines.at(-1) ?? '';
}
