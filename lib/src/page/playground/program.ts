import { page, type PageCanvas, type PageElement } from '../element';
import type { Program } from '../program';
import { connect, type Connection } from '../worker';
import { Curve, drawCurves, short } from './curve';
import { draw, longestOf, outsideOf, rangeOf, type Colours } from './draw';
import type { Reply, Request } from './session';
import {
  beginsAnew,
  changed,
  FIRST,
  isAllowed,
  lengthOf,
  played,
  read,
  written,
  type Settings,
  type Situation,
  type Who,
} from './settings';
import { TOUR } from './tour';

/** What the page is told. */
export interface PlaygroundData {
  readonly colours: Colours;
  /** Settings that differ from the usual ones. */
  readonly settings: Partial<Settings>;
}

/** Milliseconds of training between two pictures, and of waiting after one update in slow motion. */
const SLICE = 80;
const SLOW = 400;
/** Milliseconds between two judgements. */
const JUDGE_EVERY = 500;
/** Updates between two pictures where the page shows how a situation comes about. */
const SHOWN_EVERY = 10;
/** Behind it stands a situation, in the address. */
const HASH = '#play=';

/** A GAN in the plane that trains in the page, by the reader's hand. */
export const playground: Program = async (element, tools) => {
  const data = JSON.parse(element.querySelector('[data-part=data]')!.textContent!) as PlaygroundData;
  const first = { ...FIRST, ...data.settings };
  const connection = await connect('playground', tools);
  const desk = new Desk(element, connection, data.colours, first);
  element.querySelector('[data-role=still]')!.hidden = true;
  element.querySelector('[data-role=controls]')!.hidden = false;
  const { hash } = page.location;
  const given = hash.startsWith(HASH) ? read(decodeURIComponent(hash.slice(HASH.length))) : undefined;
  await desk.open(given ?? [{ settings: first, plays: [] }]);
};

class Desk {
  private readonly element: PageElement;
  private readonly connection: Connection<'playground'>;
  private readonly colours: Colours;
  private readonly first: Settings;
  private readonly curves = { D: new Curve(), G: new Curve(), JS: new Curve() };
  private situation: Situation;
  /** What the controls say; the next request takes it along. */
  private wanted: Settings;
  private who: Who = 'both';
  private playing = false;
  private slow = false;
  private stop = -1;
  private turns = 0;
  private speed = NaN;
  private judgedAt = 0;
  /** What is under way; whoever wants something waits for it. */
  private busy: Promise<void> = Promise.resolve();

  constructor(element: PageElement, connection: Connection<'playground'>, colours: Colours, first: Settings) {
    this.element = element;
    this.connection = connection;
    this.colours = colours;
    this.first = first;
    this.wanted = first;
    this.situation = [{ settings: first, plays: [] }];
    this.say('backend', `${connection.backend}${connection.inWorker ? '' : ', without a worker'}`);
    this.listen();
  }

  /** Goes to a situation from its first weights, and shows how it comes about. */
  async open(situation: Situation, isWanted = (): boolean => true): Promise<void> {
    const { settings } = situation[0]!;
    this.set(settings);
    this.situation = [{ settings, plays: [] }];
    this.clear();
    this.show(await this.ask({ restart: true, judge: true }));
    const total = lengthOf(situation);
    let done = 0;
    for (const { settings, plays } of situation) {
      this.set(settings);
      for (const [who, count] of plays) {
        for (let rest = count; rest > 0 && isWanted();) {
          const some = Math.min(rest, Math.max(SHOWN_EVERY, Math.ceil(total / 60)));
          const reply = await this.ask({ play: { who, count: some, milliseconds: 1e9 }, judge: true });
          if (reply.diverged) {
            this.show(reply);
            return;
          }
          [rest, done] = [rest - some, done + some];
          await nextFrame();
          this.show(reply);
          this.tell(done < total ? `step ${done} of ${total} of this situation` : '');
        }
      }
    }
  }

  private listen(): void {
    const on = (selector: string, action: (control: PageElement) => void): void => {
      for (const control of this.element.querySelectorAll(selector))
        control.addEventListener('click', () => action(control));
    };
    on('[data-do=play]', () => (this.playing ? this.pause() : this.play()));
    on('[data-do=step]', () => this.alone(() => this.advance(1, 0)));
    on('[data-do=restart]', () =>
      this.alone((isWanted) => this.open([{ settings: this.wanted, plays: [] }], isWanted)),
    );
    on('[data-do=slow]', (button) => {
      this.slow = !this.slow;
      button.setAttribute('aria-pressed', String(this.slow));
    });
    on('[data-who]', (button) => {
      this.who = button.dataset['who'] as Who;
      for (const other of this.element.querySelectorAll('[data-who]'))
        other.setAttribute('aria-pressed', String(other === button));
    });
    on('[data-do=link]', () => this.alone(() => this.link()));
    on('[data-do=tour]', () => this.visit(0));
    on('[data-do=back]', () => this.visit(this.stop - 1));
    on('[data-do=next]', () => this.visit(this.stop + 1));
    for (const control of this.element.querySelectorAll('[data-set]')) {
      control.addEventListener('change', () => {
        const asked = this.controls();
        if (isAllowed(asked)) this.wanted = asked;
        else this.set(this.wanted);
        if (!this.playing) this.alone(async () => this.show(await this.ask({ judge: true })));
      });
    }
  }

  /** Does something while nothing else is under way; training, and what is only shown, stop for it. */
  private alone(action: (isWanted: () => boolean) => Promise<void>): void {
    this.pause();
    const turn = this.turns;
    this.busy = this.busy
      .then(() => action(() => turn === this.turns))
      .catch((error: unknown) => this.tell(String(error)));
  }

  private pause(): void {
    this.turns++;
    this.playing = false;
    this.element.querySelector('[data-do=play]')!.textContent = '▶ play';
  }

  private play(): void {
    this.alone(async (isWanted) => {
      if (!isWanted()) return;
      this.playing = true;
      this.element.querySelector('[data-do=play]')!.textContent = '❚❚ pause';
      while (isWanted()) {
        if (!this.element.isConnected) {
          this.connection.close();
          return;
        }
        if (this.slow) await this.slowly();
        else await this.advance(1000, SLICE, () => isWanted() && !this.slow && this.element.isConnected);
      }
      this.show(await this.ask({ judge: true }));
    });
  }

  /** One update of each who learns, with time to look between them. */
  private async slowly(): Promise<void> {
    for (const who of this.who === 'both' ? (['D', 'G'] as const) : [this.who]) {
      this.show(await this.ask({ play: { who, count: 1, milliseconds: 0 }, judge: true }));
      this.tell(`${who} was updated`);
      await new Promise((resolve) => setTimeout(resolve, SLOW));
    }
    this.tell('');
  }

  /** Trains, and shows each state while the next is computed; once, unless `goOn` says so. */
  private async advance(count: number, milliseconds: number, goOn = () => false): Promise<void> {
    const request = (): Promise<Reply> =>
      this.ask({ play: { who: this.who, count, milliseconds }, judge: count === 1 || this.isTimeToJudge() });
    let reply = await request();
    while (goOn() && !reply.diverged) {
      const following = request();
      await nextFrame();
      this.show(reply);
      reply = await following;
    }
    if (reply.diverged) this.pause();
    this.show(reply);
  }

  private isTimeToJudge(): boolean {
    const now = performance.now();
    if (now - this.judgedAt < JUDGE_EVERY) return false;
    this.judgedAt = now;
    return true;
  }

  private async ask(request: Omit<Request, 'settings'>): Promise<Reply> {
    const settings = this.wanted;
    const before = this.situation;
    if (settings !== before.at(-1)!.settings) this.situation = changed(before, settings);
    if (beginsAnew(before.at(-1)!.settings, settings)) this.clear();
    const reply = await this.connection.ask({ ...request, settings });
    if (request.play && reply.played > 0)
      this.situation = played(this.situation, request.play.who, reply.played);
    if (reply.played > 0 && request.play!.who === 'both') this.speed = reply.played / reply.seconds;
    for (const [step, d, g] of reply.losses) {
      this.curves.D.add(step, d);
      this.curves.G.add(step, g);
    }
    if (reply.judged) this.curves.JS.add(reply.step, reply.judged.js);
    return reply;
  }

  private show(reply: Reply): void {
    const { game } = this.situation.at(-1)!.settings;
    const isScore = game === 'clip' || game === 'gp' || game === 'ls';
    draw(this.element.querySelector('canvas') as PageCanvas, reply, this.colours, isScore);
    const [low, high] = rangeOf(reply.surface, isScore);
    this.say('colours', isScore ? `score, ${short(low)} to ${short(high)}` : 'D(x), 0 to 1');
    this.say('longest', short(longestOf(reply)));
    this.say('outside', String(outsideOf(reply)));
    this.say('step', String(reply.step));
    this.say('speed', short(this.speed));
    const last = reply.losses.at(-1);
    if (last && Number.isFinite(last[1])) this.say('D', short(last[1]));
    if (last && Number.isFinite(last[2])) this.say('G', short(last[2]));
    if (reply.judged) {
      const { js, covered, highQuality } = reply.judged;
      this.say('JS', short(js));
      this.say('modes', `${covered} of ${this.wanted.modes}`);
      this.say('good', `${Math.round(100 * highQuality)} %`);
    }
    const { D, G, JS } = this.curves;
    drawCurves(this.element.querySelector('[data-chart=losses]')!, { D, G });
    drawCurves(this.element.querySelector('[data-chart=js]')!, { JS }, [0, Math.LN2]);
    if (reply.diverged)
      this.tell('A loss is not finite any more: the game has diverged. Restart with smaller rates.');
  }

  /** Writes the situation into the address, and copies that where it may. */
  private async link(): Promise<void> {
    page.history.replaceState(null, '', `${HASH}${written(this.situation)}`);
    await page.navigator.clipboard?.writeText(page.location.href).catch(() => undefined);
    this.tell(
      'The address of this page now holds this situation: who opens it sees the same training again.',
    );
  }

  private visit(stop: number): void {
    const found = TOUR[stop];
    this.stop = found ? stop : -1;
    const panel = this.element.querySelector('[data-role=tour]')!;
    panel.hidden = !found;
    for (const control of this.element.querySelectorAll('[data-next]'))
      control.setAttribute('data-next', 'false');
    if (!found) return;
    panel.querySelector('[data-role=title]')!.textContent = `${stop + 1} of ${TOUR.length} · ${found.title}`;
    panel.querySelector('[data-role=text]')!.textContent = found.text;
    panel.querySelector('[data-do=back]')!.disabled = stop === 0;
    panel.querySelector('[data-do=next]')!.textContent = stop === TOUR.length - 1 ? 'end' : 'next';
    this.element.querySelector(found.next)!.setAttribute('data-next', 'true');
    const settings = { ...found.settings, seed: this.first.seed };
    this.alone((isWanted) => this.open([{ settings, plays: found.plays }], isWanted));
  }

  /** The settings that the controls show; NaN where there is no number. */
  private controls(): Settings {
    const values = [...this.element.querySelectorAll('[data-set]')].map(
      ({ dataset, value }) =>
        [dataset['set']!, dataset['set'] === 'game' ? value : value === '' ? NaN : Number(value)] as const,
    );
    return Object.fromEntries(values) as unknown as Settings;
  }

  private set(settings: Settings): void {
    this.wanted = settings;
    for (const control of this.element.querySelectorAll('[data-set]'))
      control.value = String(settings[control.dataset['set'] as keyof Settings]);
  }

  private clear(): void {
    for (const curve of Object.values(this.curves)) curve.clear();
    for (const loss of ['D', 'G']) this.say(loss, '–');
  }

  private say(what: string, text: string): void {
    this.element.querySelector(`[data-say=${what}]`)!.textContent = text;
  }

  private tell(text: string): void {
    this.element.querySelector('[data-role=status]')!.textContent = text;
  }
}

const nextFrame = (): Promise<void> => new Promise((resolve) => page.requestAnimationFrame(resolve));
