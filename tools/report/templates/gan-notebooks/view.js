// @ts-nocheck -- runs in a page, as it is
/** What the reader may switch: code, light and dark; and what is wider than the page is scrolled by keys as well. */
{
  for (const english of document.querySelectorAll('.untranslated + *')) english.lang = 'en';

  const codeButton = document.querySelector('#code-button');
  const codes = [...document.querySelectorAll('details.code')];
  const name = () => {
    const { hide, show } = codeButton.dataset;
    codeButton.textContent = codes.some(({ open }) => open) ? hide : show;
  };
  name();
  codeButton.hidden = codes.length === 0;
  codeButton.addEventListener('click', () => {
    const open = !codes.some((code) => code.open);
    for (const code of codes) code.open = open;
  });
  for (const code of codes) code.addEventListener('toggle', name);

  const themeButton = document.querySelector('#theme-button');
  const root = document.documentElement;
  const show = (theme) => {
    root.style.colorScheme = theme;
    const { dark, light, of } = themeButton.dataset;
    themeButton.textContent = theme === 'dark' ? light : dark;
    themeButton.setAttribute('aria-label', `${themeButton.textContent} ${of}`);
  };
  show(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  themeButton.addEventListener('click', () => show(root.style.colorScheme === 'dark' ? 'light' : 'dark'));

  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  const watch = (selector) => {
    for (const element of document.querySelectorAll(selector)) wide.observe(element);
  };
  watch('main pre, main figure, .jp-RenderedHTMLCommon');
  document.addEventListener('typeset', () => watch('mjx-container'));
}
