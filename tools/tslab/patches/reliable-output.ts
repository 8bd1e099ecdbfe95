/**
 * Lost output. zeromq refuses to send while a deferred send is under way, which every 512th is, and drops what
 * exceeds 1000 waiting messages; tslab notices neither. Sockets that never defer and never drop lose nothing.
 */
import type { Tslab } from './tslab.ts';

export function reliableOutput({ jupyter: { ZmqServer } }: Tslab): void {
  const { bindSocket } = ZmqServer.prototype;
  ZmqServer.prototype.bindSocket = function (socket, port) {
    socket.sendTimeout = 0;
    socket.sendHighWaterMark = 0;
    return bindSocket.call(this, socket, port);
  };
}
