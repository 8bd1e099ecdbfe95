/** What becomes of translations when the English changes. */
import { keyOf, type Catalogue, type Entry, type Message } from './catalogue.ts';

/** The share of words that two texts have in common, from which on one is taken for a new version of the other. */
const ALIKE = 0.6;

/**
 * The catalogue of these messages. A message that was moved to another cell keeps its translation; one that is much like a
 * message that is gone gets that one's, marked as fuzzy; what is not used any more is obsolete.
 */
export function merged(messages: readonly Message[], { headers, entries, obsolete }: Catalogue): Catalogue {
  const left = new Map([...obsolete, ...entries].map((entry) => [keyOf(entry), entry]));
  const claim = (entry: Entry | undefined): Entry | undefined => {
    if (entry) left.delete(keyOf(entry));
    return entry;
  };
  const unique = [...new Map(messages.map((message) => [keyOf(message), message])).values()];
  const same = unique.map((message) => claim(left.get(keyOf(message))));
  const now = unique.map(
    (message, i): Entry =>
      same[i] ?? moved(message, claim, left) ?? changed(message, claim, left) ?? untranslated(message),
  );
  return { headers, entries: now, obsolete: translatedOf(left) };
}

type Left = ReadonlyMap<string, Entry>;
type Claim = (entry: Entry | undefined) => Entry | undefined;

const translatedOf = (left: Left): Entry[] =>
  [...left.values()].filter(({ translation }) => translation !== '');

const untranslated = ({ context, text }: Message): Entry => ({
  context,
  text,
  translation: '',
  fuzzy: false,
});

function moved({ context, text }: Message, claim: Claim, left: Left): Entry | undefined {
  const found = claim(translatedOf(left).find((entry) => entry.text === text));
  return found && { ...found, context };
}

function changed({ context, text }: Message, claim: Claim, left: Left): Entry | undefined {
  const likest = translatedOf(left)
    .map((entry) => ({ entry, share: commonWords(entry.text, text) }))
    .filter(({ share }) => share >= ALIKE)
    .sort((a, b) => b.share - a.share)[0]?.entry;
  const found = claim(likest);
  return found && { ...found, context, text, fuzzy: true, previous: found.previous ?? found.text };
}

/** Twice the words that two texts have in common, by the words of both: 0 to 1. */
function commonWords(a: string, b: string): number {
  const [first, second] = [words(a), words(b)];
  const rest = [...second];
  const common = first.filter((word) => {
    const place = rest.indexOf(word);
    if (place >= 0) rest.splice(place, 1);
    return place >= 0;
  });
  return (2 * common.length) / (first.length + second.length);
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
