import { escapeXml, type NumericAnswer, type Question } from '../notebook';
import type { PageElement } from '../page';
import type { Page } from './chart';
import { script } from './page';

/**
 * Questions that the page itself asks and answers: what is chosen, or typed, is right or not, and the page says why. It needs
 * neither a kernel nor a network.
 *
 * @param questions as `notebook.questions` reads them
 * @throws RangeError if there is none
 *
 * @example await plots.show(plots.quiz(notebook.questions('01')));
 */
export function quiz(questions: readonly Question[], { title = '' }: { readonly title?: string } = {}): Page {
  if (questions.length === 0) throw new RangeError('quiz: there is no question');
  const text = [title, ...questions.map(({ question }, i) => `${i + 1}. ${question}`)].filter(Boolean);
  return {
    kind: 'page',
    text: text.join('\n'),
    html:
      `<div class="gan-quiz" role="group" aria-label="${escapeXml(title || 'questions')}">` +
      (title && `<div><strong>${escapeXml(title)}</strong></div>`) +
      `<ol>${questions.map(card).join('')}</ol>${STYLE}${script(run)}</div>`,
  };
}

function card(question: Question): string {
  const controls =
    question.type === 'numeric' ? field(question.answers, question.precision) : choices(question);
  return (
    `<li data-type="${question.type}"><div>${escapeXml(question.question)}</div>` +
    `<div>${controls}</div><div role="status"></div></li>`
  );
}

function choices({ answers }: Extract<Question, { type: 'multiple_choice' | 'many_choice' }>): string {
  const button = ({ answer, correct, feedback = '' }: (typeof answers)[number]): string =>
    `<button type="button" aria-pressed="false" data-correct="${correct}" data-feedback="${escapeXml(feedback)}">` +
    `${escapeXml(answer)}</button>`;
  return answers.map(button).join(' ');
}

function field(answers: readonly NumericAnswer[], precision = 3): string {
  const known = escapeXml(JSON.stringify(answers));
  return (
    `<input type="text" inputmode="decimal" size="10" aria-label="your answer" data-precision="${precision}" ` +
    `data-answers="${known}"> <button type="button">check</button>`
  );
}

const STYLE =
  '<style>.gan-quiz ol{padding-left:1.6em}.gan-quiz li{margin:.6em 0}.gan-quiz button{margin:.2em .2em .2em 0;padding:.2em .7em}' +
  '.gan-quiz button[aria-pressed=true]{outline:3px solid #0077bb}.gan-quiz [role=status]{min-height:1.4em}</style>';

/** In the page: each question answers whoever presses one of its buttons. */
function run(element: PageElement): void {
  const read = (input: PageElement): string => {
    const { answers = '[]', precision = '3' } = input.dataset;
    const value = Number(input.value.trim().replace(',', '.').replace('−', '-'));
    if (input.value.trim() === '' || Number.isNaN(value)) return '? Type a number.';
    const rounded = Number(value.toPrecision(Number(precision)));
    const fits = (answer: NumericAnswer): boolean =>
      answer.type === 'value'
        ? answer.value === rounded
        : answer.type === 'range'
          ? answer.range[0] <= value && value < answer.range[1]
          : true;
    const found = (JSON.parse(answers) as NumericAnswer[]).find(fits);
    return `${found?.correct ? '✓ Right.' : '✗ Not yet.'} ${found?.feedback ?? ''}`;
  };
  for (const card of element.querySelectorAll('li')) {
    const status = card.querySelector('[role=status]')!;
    const input = card.querySelector('input');
    const buttons = [...card.querySelectorAll('button')];
    const isOn = ({ dataset }: PageElement): boolean => dataset['on'] === 'true';
    const set = (button: PageElement, on: boolean): void => {
      button.dataset['on'] = String(on);
      button.setAttribute('aria-pressed', String(on));
    };
    for (const button of buttons) {
      button.addEventListener('click', () => {
        if (input) {
          status.textContent = read(input);
          return;
        }
        const { correct, feedback = '' } = button.dataset;
        if (card.dataset['type'] === 'many_choice') {
          set(button, !isOn(button));
          const all = buttons.every((other) => isOn(other) === (other.dataset['correct'] === 'true'));
          status.textContent = all
            ? '✓ Right: these and no others.'
            : `${correct === 'true' ? '✓' : '✗'} ${feedback}`;
          return;
        }
        for (const other of buttons) set(other, other === button);
        status.textContent = `${correct === 'true' ? '✓ Right.' : '✗ Not yet.'} ${feedback}`;
      });
    }
  }
}
