/** A JupyterLab of its own for a test, and a notebook that runs in it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { environment } from '../../tools/setup/environment.mjs';
import { project } from '../../tools/setup/project.mjs';

const here = project();

export interface Lab extends AsyncDisposable {
  readonly origin: string;
  /** Address of the copy of the notebook that may be run. */
  readonly notebook: string;
}

/**
 * Starts a server on a copy of `notebook`, where `gan-lib` is found as beside the original.
 *
 * @param signal of the test: the server ends with it, also when it takes too long.
 */
export async function startLab(
  notebook: string,
  settings: Record<string, string>,
  signal: AbortSignal,
): Promise<Lab> {
  mkdirSync(join(here.root, 'runs'), { recursive: true });
  const folder = mkdtempSync(join(here.root, 'runs', 'lab-test-'));
  cpSync(join(here.root, 'notebooks', notebook), join(folder, notebook));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const configuration = join(folder, '.lab');
  // Every cell is drawn, also those that are not in view.
  writeSetting(configuration, 'notebook-extension', 'tracker', { windowingMode: 'none' });
  const server = spawn(
    here.python,
    [
      ...['-m', 'jupyterlab', '--no-browser', '--allow-root', `--ServerApp.port=${port}`],
      ...[
        `--ServerApp.root_dir=${folder}`,
        '--IdentityProvider.token=',
        '--LabApp.expose_app_in_browser=True',
      ],
    ],
    {
      cwd: folder,
      stdio: 'ignore',
      env: {
        ...environment(here),
        GAN_SET: JSON.stringify(settings),
        JUPYTERLAB_SETTINGS_DIR: configuration,
        JUPYTERLAB_WORKSPACES_DIR: join(folder, '.workspaces'),
      },
    },
  );
  signal.addEventListener('abort', () => server.kill('SIGTERM'));
  const ended = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(`${origin}/api/status`)); tries++) {
    if (tries === 240 || server.exitCode !== null) {
      await stop();
      throw new Error('JupyterLab did not start');
    }
    await setTimeout(250);
  }
  return { origin, notebook: `${origin}/lab/tree/${basename(notebook)}`, [Symbol.asyncDispose]: stop };
}

function writeSetting(folder: string, extension: string, plugin: string, value: object): void {
  const file = join(folder, '@jupyterlab', extension, `${plugin}.jupyterlab-settings`);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const answers = (address: string): Promise<boolean> =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );

/** What we use of JupyterLab's own interface, in the page. */
interface Jupyter {
  readonly jupyterapp: {
    readonly commands: { execute(command: string, options?: object): Promise<unknown> };
    readonly shell: {
      readonly currentWidget?: {
        readonly context: { sessionContext: { session?: { kernel?: { status: string } } } };
        readonly content: { readonly widgets: readonly { model: Model }[] };
      };
    };
  };
}

interface Model {
  readonly type: string;
  readonly executionState?: string;
  readonly executionCount?: number | null;
  readonly sharedModel: { toJSON(): { outputs?: readonly Output[] } };
}

/** An output as it is in the notebook's file. */
export interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Executes a command of JupyterLab. */
export const command = (page: Page, name: string, options: object = {}): Promise<unknown> =>
  page.evaluate(
    ([name, options]) => (globalThis as unknown as Jupyter).jupyterapp.commands.execute(name, options),
    [name, options] as const,
  );

/** Opens the notebook and waits until its kernel is there. */
export async function openNotebook(page: Page, { notebook }: Lab): Promise<void> {
  await page.goto(notebook);
  await page.waitForFunction(
    () => {
      const { jupyterapp } = globalThis as unknown as Partial<Jupyter>;
      return jupyterapp?.shell.currentWidget?.context.sessionContext.session?.kernel?.status === 'idle';
    },
    undefined,
    { timeout: 120_000 },
  );
}

/** Runs all cells, and gives back what they put out. */
export async function runAllCells(page: Page, timeout: number): Promise<Output[]> {
  await command(page, 'notebook:run-all-cells');
  await page.waitForFunction(
    () => {
      const widget = (globalThis as unknown as Jupyter).jupyterapp.shell.currentWidget!;
      const cells = widget.content.widgets.filter(({ model }) => model.type === 'code');
      const done = cells.every(({ model }) => model.executionCount && model.executionState === 'idle');
      return done && widget.context.sessionContext.session?.kernel?.status === 'idle';
    },
    undefined,
    { timeout },
  );
  return page.evaluate(() => {
    const { widgets } = (globalThis as unknown as Jupyter).jupyterapp.shell.currentWidget!.content;
    return widgets.flatMap(({ model }) => [...(model.sharedModel.toJSON().outputs ?? [])]);
  });
}
