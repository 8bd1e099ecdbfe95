/** Programs that run in the page. */
import type { PageElement } from '../page';

/**
 * A script that runs `program` on the element it stands in. The program goes into the page as its source, so it may
 * use nothing from outside itself but what a page has.
 */
export function script(program: (element: PageElement) => void): string {
  return `<script>(${program.toString()})(document.currentScript.parentElement)</script>`;
}
