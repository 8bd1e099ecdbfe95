/**
 * Sockets that are files. Where many people share a machine, kernels are reached by files that only their owner may open,
 * and not by ports that everybody may. Jupyter names such a file `path-1`; tslab, as if it were a port, `path:1`.
 */
import type { Tslab } from './tslab.ts';

export function ipcAddresses({ jupyter: { ZmqServer } }: Tslab): void {
  const { bindSocket } = ZmqServer.prototype;
  ZmqServer.prototype.bindSocket = function (socket, port) {
    const { transport, ip } = this.connInfo;
    return transport === 'ipc' ? socket.bind(`ipc://${ip}-${port}`) : bindSocket.call(this, socket, port);
  };
}
