// What a page on a circuit needs in the browser itself: keys, drafts that survive a lost connection, the title, the reconnection, word of an offer, an answer or danger to whoever looks elsewhere.
// The framework's script comes after this one and waits to be started from here.
(() => {
  'use strict';

  // Kept in this tab only, by person and request or failed message; gone when sent, when that leaves the desk, at the sign-out, or after a day's work.
  const store = 'service-router-draft:';
  const signedOut = 'service-router-signed-out';
  const longest = 12 * 3600 * 1000;
  const tellEvery = 20 * 1000;
  let told = 0;
  let isLost = false;

  document.addEventListener('DOMContentLoaded', () => {
    Blazor.start();
    const notice = document.getElementById('components-reconnect-modal');
    notice.addEventListener('components-reconnect-state-changed', (event) => {
      const state = event.detail.state;
      isLost = state !== 'hide';
      if (isLost && !notice.open) notice.showModal();
      if (!isLost && notice.open) notice.close();
      // The server is there again but does not know this page any more.
      if (state === 'rejected') location.reload();
    });
    // Escape closes any dialog, and "show" comes once: a desk that only looks alive is worse than one that says that it is not.
    notice.addEventListener('close', () => { if (isLost) notice.showModal(); });
    new MutationObserver(changed).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['data-draft', 'data-talks', 'data-letters', 'data-person', 'data-takes-focus', 'data-offer', 'data-danger-unread', 'data-unread'] });
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.matches?.('[data-enter-sends]')) {
      event.preventDefault();
      // Held down since it did something elsewhere, it has nothing to say here.
      if (!event.repeat) event.target.form.requestSubmit();
      return;
    }
    // AltGr is Ctrl + Alt: those keys type characters.
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const key = /^Digit[1-9]$/.test(event.code) ? event.code.slice(5) : event.key.toLowerCase();
    const target = document.querySelector(`[data-key="alt+${CSS.escape(key)}"]`);
    if (!target || target.disabled) return;
    event.preventDefault();
    // Held down, it has done what it does; what comes into that place next has not been read.
    if (event.repeat) return;
    const folded = target.closest('details:not([open])');
    if (folded && target.localName !== 'summary') folded.open = true;
    target.focus();
    if (!target.matches('textarea, input, select')) target.click();
  });

  // The next offer takes the place of the one that was accepted, under a hand that presses twice: nobody has read it.
  document.addEventListener('click', (event) => {
    if (event.detail > 1 && event.target.closest?.('[data-accepts]')) event.stopImmediatePropagation();
  }, true);

  document.addEventListener('submit', (event) => {
    const next = event.target.dataset.returnsTo;
    if (next) document.getElementById(next).focus();
  });

  document.addEventListener('input', (event) => {
    if (event.target.dataset?.draft) keep(event.target);
  });

  // What somebody does here is told to the server, once in a while: a session without it ends.
  for (const act of ['pointerdown', 'keydown']) {
    document.addEventListener(act, () => {
      if (Date.now() - told < tellEvery) return;
      told = Date.now();
      document.querySelector('[data-acts]')?.click();
    }, true);
  }

  // On a shared computer nothing may stay for the next person: not in this tab, nor in others of the same one. The server ends their desks too, a little later.
  addEventListener('storage', (event) => {
    if (event.key !== signedOut) return;
    forget(() => true);
    location.replace('/connexion/terminee');
  });

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-reload]')) location.reload();
    if (event.target.closest('a[href="/deconnexion"]')) {
      forget(() => true);
      localStorage.setItem(signedOut, Date.now());
    }
  });

  const seen = new WeakMap();
  const greeted = new WeakMap();
  let held = null;
  let places = [];
  let person = null;
  let talks = null;
  let letters = null;
  let shown = null;
  let lines = 0;

  function changed() {
    watchOffers();
    watchAnswers(watchDanger());
    sayTitle();
    follow();
    greet();
    keepPlace();
    stick();
  }

  // What comes onto the page to be used next, or again, takes the focus at once. Told by the server it would do so a round trip later, from whoever types elsewhere by then.
  function greet() {
    for (const next of document.querySelectorAll('[data-takes-focus]')) {
      const turn = next.dataset.takesFocus;
      if (greeted.get(next) === turn) continue;
      greeted.set(next, turn);
      next.focus();
    }
  }

  // What was done may take away what it was done with: whoever works by the keyboard goes on at the head of the place where they were, and not at the top of the page.
  function keepPlace() {
    if (held === null || held.isConnected) return;
    held = null;
    // What is drawn next may be there to take the focus itself.
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      places.map((place) => place.isConnected && place.querySelector('[data-place-head]')).find(Boolean)?.focus();
    }, 100);
  }

  document.addEventListener('focusin', (event) => {
    held = event.target;
    places = [];
    for (let place = held.closest('[data-place]'); place; place = place.parentElement.closest('[data-place]')) places.push(place);
  });

  // Who has clicked beside everything is nowhere, and stays there.
  document.addEventListener('pointerup', () => {
    if (document.activeElement === document.body) held = null;
  });

  function follow() {
    const who = document.querySelector('[data-person]')?.dataset.person;
    if (!who) return;
    if (who !== person) {
      person = who;
      forget((key, draft) => !key.startsWith(`${person}:`) || !(Date.now() - draft.at < longest));
    }
    leave();
    for (const field of document.querySelectorAll('[data-draft]')) restore(field);
  }

  // A request, or a failed message, that was on the desk and is not any more takes its drafts with it.
  function leave() {
    talks = remaining('talks', talks);
    letters = remaining('letters', letters);
  }

  function remaining(what, before) {
    const list = document.querySelector(`[data-${what}]`)?.dataset[what];
    if (list === undefined || list === before) return before;
    const now = list.split(' ');
    const gone = (before ?? '').split(' ').filter((one) => one && !now.includes(one));
    forget((key) => gone.some((one) => key.startsWith(`${person}:${one}/`)));
    return list;
  }

  // A draft written before the connection was lost for good comes back with its field; one that was sent is forgotten.
  function restore(field) {
    const name = `${store}${person}:${field.dataset.draft}`;
    if (seen.get(field) === name) {
      if (field.value === '') sessionStorage.removeItem(name);
      return;
    }
    seen.set(field, name);
    const kept = sessionStorage.getItem(name);
    if (kept === null || (field.localName === 'textarea' && field.value !== '')) return;
    const words = JSON.parse(kept).text;
    // It has arrived, and only the answer was lost: sent again, it would be said twice.
    if (bare(words) !== '' && bare(words) === bare(field.dataset.sent ?? '')) {
      sessionStorage.removeItem(name);
      return;
    }
    field.value = words;
    for (const heard of ['input', 'change']) field.dispatchEvent(new Event(heard, { bubbles: true }));
  }

  // The service keeps words without the blanks around them.
  function bare(words) {
    return words.replace(/\s+/g, ' ').trim();
  }

  function keep(field) {
    if (person) sessionStorage.setItem(`${store}${person}:${field.dataset.draft}`, JSON.stringify({ at: Date.now(), text: field.value }));
  }

  function forget(which) {
    for (const name of Object.keys(sessionStorage)) {
      if (!name.startsWith(store)) continue;
      let draft = {};
      try {
        draft = JSON.parse(sessionStorage.getItem(name));
      } catch {
        // Written by an older version.
      }
      if (which(name.slice(store.length), draft)) sessionStorage.removeItem(name);
    }
  }

  // An offer runs out after half a minute, and whoever types in another window does not see this one. Only who ticked it is told, and no more than that there is an offer.
  const notifying = 'service-router-notify:';
  let panel = null;
  let notified = false;
  let isKept = true;
  let offers = new Set();
  let dangers = new Set();
  const notices = {};

  function watchOffers() {
    const found = document.querySelector('[data-notify]');
    if (!found) return;
    if (found !== panel) {
      panel = found;
      notified = remembered();
      panel.querySelector('[data-notify-choice]').checked = notified;
      sayHowNotified();
    }
    const before = offers;
    offers = new Set([...document.querySelectorAll('[data-offer]')].map((offer) => offer.dataset.offer));
    if (offers.size === 0) closeNotice('offer');
    if (isAway() && [...offers].some((offer) => !before.has(offer))) tell('offer');
  }

  // Danger in a conversation that is not on the screen: whoever writes in another one looks at that, and hears it all the same.
  function watchDanger() {
    const before = dangers;
    dangers = new Set([...document.querySelectorAll('[data-danger-unread]')].map((talk) => talk.dataset.dangerUnread));
    if (before.size > 0 && dangers.size === 0) closeNotice('danger');
    const isNew = [...dangers].some((danger) => !before.has(danger));
    if (isNew) tell('danger');
    return isNew;
  }

  // Whoever asked a citizen for something goes on in another window meanwhile: what comes into the conversation on the screen is no news of the server's, which takes it for read.
  let answers = { log: null, last: 0, unread: 0 };
  let unheard = 0;
  let unheardDanger = false;

  function watchAnswers(isTold) {
    const log = document.querySelector('[data-stick]');
    const said = [...log?.querySelectorAll('[data-said]') ?? []];
    const before = answers;
    answers = { log, last: Number(said.at(-1)?.dataset.said ?? 0), unread: Number(document.getElementById('page-title')?.dataset.unread ?? 0) };
    if (!isAway()) return;
    // Of another conversation that comes onto the screen nothing is new.
    const news = log === before.log ? said.filter((words) => Number(words.dataset.said) > before.last) : [];
    unheard += news.length;
    const danger = news.some((words) => words.dataset.danger !== undefined);
    unheardDanger ||= danger;
    if (danger) tell('danger');
    else if (news.length > 0 || (answers.unread > before.unread && !isTold)) tell('answer');
  }

  function looks() {
    if (isAway()) return;
    Object.keys(notices).forEach(closeNotice);
    unheard = 0;
    unheardDanger = false;
    sayTitle();
  }

  function sayTitle() {
    const said = document.getElementById('page-title');
    if (!said) return;
    const { unread, message, danger, urgent } = said.dataset;
    let title = said.textContent;
    if (unheardDanger) title = danger;
    else if (unheard > 0 && urgent === undefined) title = `(${Number(unread) + unheard}) ${message}`;
    if (title && document.title !== title) document.title = title;
  }

  function isAway() {
    return document.hidden || !document.hasFocus();
  }

  function tell(what) {
    if (!notified) return;
    sound();
    if (isAway()) notify(what);
  }

  document.addEventListener('change', async (event) => {
    if (!event.target.matches('[data-notify-choice]')) return;
    notified = event.target.checked;
    isKept = remember();
    if (notified) {
      // So that it is known when it is heard.
      sound();
      // Never asked for by itself: who says no once is not asked again by any browser.
      if ('Notification' in window && Notification.permission === 'default') await Notification.requestPermission();
    }
    sayHowNotified();
  });

  for (const act of ['pointerup', 'keyup']) document.addEventListener(act, () => { if (notified) sayHowNotified(); }, true);
  addEventListener('focus', looks);
  document.addEventListener('visibilitychange', looks);

  function sayHowNotified() {
    const says = {
      forbidden: 'Notification' in window && Notification.permission !== 'granted',
      missing: !('Notification' in window),
      mute: !('AudioContext' in window),
      asleep: 'AudioContext' in window && navigator.userActivation?.hasBeenActive === false,
      unkept: !isKept,
    };
    for (const words of panel.querySelectorAll('[data-notify-says]')) {
      const hide = !notified || !says[words.dataset.notifySays];
      if (words.hidden !== hide) words.hidden = hide;
    }
  }

  function sound() {
    if (!('AudioContext' in window)) return;
    // Made for each sound and ended after it: one that is kept costs a machine something all day.
    const audio = new AudioContext();
    // Nobody has touched the page since it was loaded: the browser would let it sound later, when it means nothing.
    if (audio.state !== 'running' && navigator.userActivation?.hasBeenActive === false) {
      audio.close();
      return;
    }
    let tone;
    for (const [after, pitch] of [[0, 660], [0.18, 880]]) {
      const at = audio.currentTime + after;
      const loudness = audio.createGain();
      loudness.gain.setValueAtTime(0.0001, at);
      loudness.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
      tone = audio.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(loudness).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.16);
    }
    tone.onended = () => audio.close();
  }

  function notify(what) {
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    closeNotice(what);
    const words = { offer: panel.dataset.notifyOffer, danger: panel.dataset.notifyDanger, answer: panel.dataset.notifyAnswer }[what];
    try {
      notices[what] = new Notification(words, { tag: `service-router-${what}`, renotify: true, silent: true, lang: 'fr' });
      notices[what].onclick = () => {
        window.focus();
        closeNotice(what);
      };
    } catch {
      // Browsers of telephones show them through a service worker only; the sound was made.
    }
  }

  function closeNotice(what) {
    notices[what]?.close();
    delete notices[what];
  }

  function remembered() {
    try {
      return localStorage.getItem(notifying + panel.dataset.notify) !== null;
    } catch {
      return false;
    }
  }

  function remember() {
    try {
      if (notified) localStorage.setItem(notifying + panel.dataset.notify, 'yes');
      else localStorage.removeItem(notifying + panel.dataset.notify);
      return true;
    } catch {
      return false;
    }
  }

  function stick() {
    const log = document.querySelector('[data-stick]');
    const now = log?.querySelectorAll('li').length;
    if (!log || (log === shown && now === lines)) return;
    shown = log;
    lines = now;
    log.scrollTop = log.scrollHeight;
  }
})();
