/** What runs in a worker: a function from requests to replies, made for each who asks. */
import { session } from './playground/session';

export const services = { playground: session };

export type Services = typeof services;
export type ServiceName = keyof Services;
export type RequestOf<N extends ServiceName> = Parameters<ReturnType<Services[N]>>[0];
export type ReplyOf<N extends ServiceName> = ReturnType<ReturnType<Services[N]>>;
