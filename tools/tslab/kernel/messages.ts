/** Messages as Jupyter's protocol has them, and how they travel. */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** The version of the protocol that the kernel speaks. */
export const PROTOCOL = '5.4';

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Content = Readonly<Record<string, unknown>>;

export interface Message {
  /** Who has sent it, for the socket that the reply leaves by. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parent: Header | Record<string, never>;
  readonly content: Content;
}

const DELIMITER = Buffer.from('<IDS|MSG>');

/** A message that belongs to `parent`: to the request that it answers, or to none. */
export function childOf(parent: Message | undefined, type: string, content: object): Message {
  return {
    identities: parent?.identities ?? [],
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session: parent?.header.session ?? '',
      username: parent?.header.username ?? '',
      date: new Date().toISOString(),
      version: PROTOCOL,
    },
    parent: parent?.header ?? {},
    content: content as Content,
  };
}

/**
 * @param key what both sides sign with; empty: nothing is signed.
 * @throws TypeError if the content holds what JSON cannot.
 */
export function encode(
  { identities, header, parent, content }: Message,
  key: string,
): (Uint8Array | string)[] {
  const parts = [header, parent, {}, content].map((part) => JSON.stringify(part));
  return [...identities, DELIMITER, signature(parts, key), ...parts];
}

/** @throws Error if the frames are no message, or not signed with `key`. */
export function decode(frames: readonly Buffer[], key: string): Message {
  const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
  const [signed, ...parts] = delimiter < 0 ? [] : frames.slice(delimiter + 1);
  if (!signed || parts.length < 4) throw new Error('frames that are no message');
  const expected = Buffer.from(signature(parts, key));
  if (signed.length !== expected.length || !timingSafeEqual(signed, expected))
    throw new Error('a message with a wrong signature');
  const [header, parent, , content] = parts.slice(0, 4).map((part) => JSON.parse(part.toString()) as unknown);
  return {
    identities: frames.slice(0, delimiter),
    header: header as Header,
    parent: parent as Header,
    content: content as Content,
  };
}

function signature(parts: readonly (string | Uint8Array)[], key: string): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}
