/** `npm start`: its options, and JupyterLab as it then runs. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startOptions } from '../../tools/commands/start-options.ts';
import { environment } from '../../tools/setup/environment.mjs';
import { isCommitted } from '../../tools/notebooks/committed.ts';
import { project } from '../../tools/setup/project.mjs';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { ready } from '../plots/explorers.ts';
import { temporaryFolder } from './temporary.ts';

suite('options of npm start', () => {
  const examples: [args: string[], env: NodeJS.ProcessEnv, browser: boolean, port: number | undefined][] = [
    [[], {}, true, undefined],
    [['--no-browser', '--port', '8899'], {}, false, 8899],
    [['--port=8899'], {}, true, 8899],
    // npm start --no-browser --port 8899, without --
    [['8899'], { npm_config_browser: 'true' }, false, 8899],
    // npm start --no-browser
    [[], { npm_config_browser: '' }, false, undefined],
    // npm start --port=8899
    [[], { npm_config_port: '8899' }, true, 8899],
    // a browser in the user's .npmrc
    [[], { npm_config_browser: 'firefox' }, true, undefined],
  ];
  for (const [args, env, browser, port] of examples) {
    test(`${args.join(' ') || 'none'} ${JSON.stringify(env)}`, () => {
      assert.deepEqual(startOptions(args, env), { browser, port });
    });
  }

  for (const args of [
    ['--prot', '1'],
    ['--port'],
    ['--port', 'x'],
    ['--port', '0'],
    ['--port', '65536'],
    ['1', '2'],
  ]) {
    test(`${args.join(' ')} is refused in one line that names what is allowed`, () => {
      const problem = startOptions(args, {});
      assert.ok(typeof problem === 'string');
      assert.match(problem, /^[^\n]+: npm start takes --no-browser and --port N \(1 to 65535\)[^\n]*$/);
    });
  }
});

suite('JupyterLab', () => {
  test('prints an address with a token, offers our kernel alone, and takes its kernels along', async (t) => {
    const home = temporaryFolder(t);
    const { lab, address, token } = await start(t, home);
    const api = (path: string, init: RequestInit = {}) =>
      fetch(`${address}/api/${path}`, { ...init, headers: { authorization: `token ${token}` } });

    assert.equal((await fetch(`${address}/api/kernels`)).status, 403, 'the token is needed');
    const { kernelspecs } = (await (await api('kernelspecs')).json()) as { kernelspecs: object };
    assert.deepEqual(Object.keys(kernelspecs), ['tslab']);

    const response = await api('kernels', { method: 'POST', body: '{"name":"tslab"}' });
    assert.equal(response.status, 201);
    const { id } = (await response.json()) as { id: string };
    const connection = join(project().setup, 'jupyter', 'runtime', `kernel-${id}.json`);
    while (!isRunning(connection)) await setTimeout(100);

    // What a terminal sends to all that it runs when it is closed.
    assert.ok(lab.pid !== undefined);
    process.kill(-lab.pid, 'SIGHUP');
    const [code] = (await once(lab, 'exit')) as [number];
    assert.equal(code, 0);
    assert.ok(!isRunning(connection), 'the kernel has ended');
    assert.ok(!existsSync(connection));
    assert.deepEqual(readdirSync(home), [], 'nothing is written to the home folder');
  });

  test('opens lesson 00 as it is, with saved pages that live', skipWithoutBrowser, async (t) => {
    const { address, token } = await start(t, temporaryFolder(t));
    await using browser = await browserPage({ origins: [address] });
    const { page } = browser;
    // Without a file in it: the address leads to the lesson.
    await page.goto(`${address}/?token=${token}`);
    await page.locator('#jp-main-statusbar').getByText('| Idle').waitFor();
    assert.match(page.url(), /\/lab\/tree\/00-start-here\.ipynb/);

    const explorer = page.locator('.jp-Notebook .gan-explorer');
    await explorer.waitFor({ state: 'attached' });
    await explorer.evaluate((element) => (element as unknown as { scrollIntoView(): void }).scrollIntoView());
    // Of a notebook that is not trusted JupyterLab shows the page without its programs.
    const lives = isCommitted(project().root, join(project().root, 'notebooks', '00-start-here.ipynb'));
    if (lives) await ready(page);
    else await setTimeout(5000);
    assert.equal(await explorer.getAttribute('data-state'), lives ? 'ready' : null);

    const tab = page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current');
    assert.match((await tab.textContent()) ?? '', /00-start-here/);
    // A chart is drawn, too; while it loads, any notebook counts as edited.
    await page.locator('.jp-Notebook .vega-embed').first().waitFor({ state: 'attached' });
    const unedited = page.locator('.lm-TabBar-tab.lm-mod-current:not(.jp-mod-dirty)').first();
    await unedited.waitFor();
    await setTimeout(3000);
    await unedited.waitFor();
    // And what does edit it is told.
    await page.locator('.jp-NotebookPanel-toolbar [data-command="notebook:insert-cell-below"]').click();
    await page.locator('.lm-TabBar-tab.lm-mod-current.jp-mod-dirty').waitFor();
  });
});

/** JupyterLab as `npm start -- --no-browser` starts it, once it answers. */
async function start(t: TestContext, home: string) {
  const { root, node } = project();
  // Otherwise it would open what was open the last time.
  const JUPYTERLAB_WORKSPACES_DIR = temporaryFolder(t);
  const lab = spawn(
    node,
    [join(root, 'tools', 'commands', 'start.ts'), '--no-browser', '--port', String(await freePort())],
    {
      env: { ...environment(project()), HOME: home, JUPYTERLAB_WORKSPACES_DIR },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  t.after(() => {
    lab.kill('SIGTERM');
    // A kernel that is left behind would hold them open.
    lab.stdout.destroy();
    lab.stderr.destroy();
  });
  let printed = '';
  for (const stream of [lab.stdout, lab.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  for (;;) {
    const [, address, token] =
      /(http:\/\/127\.0\.0\.1:\d+)\/lab\/tree\/00-start-here\.ipynb\?token=(\w+)/.exec(printed) ?? [];
    if (address !== undefined && token !== undefined) return { lab, address, token };
    assert.equal(lab.exitCode, null, printed);
    await setTimeout(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Whether a kernel was started with this connection file and has not ended. */
function isRunning(connection: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => commandLine(pid).includes(connection));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
