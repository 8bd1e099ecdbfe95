/** `node main.ts CONNECTION_FILE`: the kernel of the notebooks, as Jupyter starts it. */
import { readFileSync } from 'node:fs';
import { nodeUtil } from '../patches/node-util.ts';
import { Server } from './server.ts';
import { open, type Connection } from './sockets.ts';
import { tslab } from './tslab.ts';

nodeUtil();
const [file = ''] = process.argv.slice(2);
const connection = JSON.parse(readFileSync(file, 'utf8')) as Connection;
// Should Jupyter be killed, its kernels do not train on for nobody.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(), 1000).unref();
const server = new Server(tslab(), await open(connection), connection);
await server.serve();
// Whatever a cell has left running ends too.
process.exit();
