// What a page on a circuit needs in the browser itself: keys, drafts that survive a lost connection, the title, the reconnection.
// The framework's script comes after this one and waits to be started from here.
(() => {
  'use strict';

  const store = 'service-router-draft:';

  document.addEventListener('DOMContentLoaded', () => {
    Blazor.start();
    const notice = document.getElementById('components-reconnect-modal');
    notice.addEventListener('components-reconnect-state-changed', (event) => {
      const state = event.detail.state;
      if (state === 'show' && !notice.open) notice.showModal();
      if (state === 'hide' && notice.open) notice.close();
      // The server is there again but does not know this page any more.
      if (state === 'rejected') location.reload();
    });
    new MutationObserver(changed).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['data-draft'] });
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.matches?.('[data-enter-sends]')) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    // AltGr is Ctrl + Alt: those keys type characters.
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const key = /^Digit[1-9]$/.test(event.code) ? event.code.slice(5) : event.key.toLowerCase();
    const target = document.querySelector(`[data-key="alt+${CSS.escape(key)}"]`);
    if (!target || target.disabled) return;
    event.preventDefault();
    const folded = target.closest('details:not([open])');
    if (folded && target.localName !== 'summary') folded.open = true;
    target.focus();
    if (!target.matches('textarea, input, select')) target.click();
  });

  document.addEventListener('input', (event) => {
    const draft = event.target.dataset?.draft;
    if (draft) sessionStorage.setItem(store + draft, event.target.value);
  });

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-reload]')) location.reload();
  });

  let box = null;
  let shown = null;
  let lines = 0;

  function changed() {
    const title = document.getElementById('page-title')?.textContent;
    if (title && document.title !== title) document.title = title;
    keepDraft();
    stick();
  }

  // A draft written before the connection was lost for good comes back with its conversation.
  function keepDraft() {
    const here = document.querySelector('[data-draft]');
    const name = here?.dataset.draft ?? null;
    if (name === box) {
      if (here && here.value === '') sessionStorage.removeItem(store + name);
      return;
    }
    box = name;
    const kept = name && sessionStorage.getItem(store + name);
    if (!kept || here.value !== '') return;
    here.value = kept;
    here.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function stick() {
    const log = document.querySelector('[data-stick]');
    if (!log || (log === shown && log.children.length === lines)) return;
    shown = log;
    lines = log.children.length;
    log.scrollTop = log.scrollHeight;
  }
})();
