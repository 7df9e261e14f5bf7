// Live messages for a page that is complete without this script. Words are only ever set as text, never as HTML.
const box = document.getElementById('conversation');
const log = document.getElementById('log');
const statusBox = document.getElementById('statut');
const link = document.getElementById('lien');
const choices = document.getElementById('choix');
const write = document.getElementById('ecrire');
const field = document.getElementById('texte');
const problem = document.getElementById('texte-probleme');
const indirect = document.getElementById('sans-direct');
const draftOf = path => `brouillon:${path}`;
const ownDraft = draftOf(location.pathname);
const offered = document.getElementById('choix-dit');
const nextDraft = draftOf('suite');
const ownSending = draftOf(`envoi${location.pathname}`);
const title = document.title;
// Beside the answers, and none of them.
const startAgain = '@recommencer';
// The server says something every five seconds: a node that hangs, or a line that is dead, says nothing at all.
const silenceBorne = 20000;
const answerBorne = 20000;
const sendingLasts = 60000;
const readingTakes = 400;
const away = 'Le service ne répond pas en ce moment. Vos messages sont gardés, nouvelle tentative en cours…';

let last = Number(box.dataset.last);
let source = null;
// The form whose sending is on its way.
let sending = null;
let unsent = null;
let later = 0;
let tries = 0;
const waiting = [];
let unread = 0;
let retry = 0;
let retrying = 0;
let lostFocus = false;
let heard = 0;
let isListening = false;
let beats = false;
let pressed = 0;

// A browser that may keep nothing for this site throws at the mere look.
function draft(key, words) {
  try {
    if (words === undefined) return sessionStorage.getItem(key) ?? '';
    if (words) sessionStorage.setItem(key, words);
    else sessionStorage.removeItem(key);
  } catch {
    // What is typed stays in its field.
  }
  return '';
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function anchor(href, text) {
  const element = make('a', '', text);
  element.href = href;
  return element;
}

function draw(said) {
  const item = make('li', `said by-${said.kind}`);
  item.dataset.number = said.number;
  if (said.automatic) item.dataset.aiGenerated = 'true';
  const who = make('p', 'who', `${said.who} `);
  const time = make('time', '', said.when);
  time.dateTime = said.at;
  who.append(time);
  const words = make('p', 'words', said.text);
  words.dir = 'auto';
  if (box.dataset.language && !said.erased) words.lang = box.dataset.language;
  item.append(who, words);
  if (said.numbers.length) {
    const list = make('ul', 'numbers');
    for (const number of said.numbers) {
      const row = make('li');
      row.append(anchor(number.href, number.value), ` ${number.label}`);
      list.append(row);
    }
    item.append(list);
  }
  if (said.source && /^https?:/.test(said.source.url)) {
    const from = make('p', 'source', 'Source : ');
    from.append(anchor(said.source.url, said.source.title), ` (${said.source.host}), lue le ${said.source.readOn}`);
    item.append(from);
  }
  return item;
}

function offer(list) {
  if (!choices) return;
  const buttons = document.getElementById('boutons');
  // Not moved on yet: another reply of the same turn may bring other buttons.
  if (buttons.contains(document.activeElement)) lostFocus = true;
  buttons.replaceChildren(...list.map(choice => {
    const button = make('button', choice.value === startAgain ? 'again' : '', choice.label);
    button.type = 'submit';
    button.name = 'choix';
    button.value = choice.value;
    return button;
  }));
  choices.hidden = list.length === 0;
}

// The buttons stand outside of what is read aloud, and before the field that has the focus: whoever does not see them is told, once a turn.
function tellChoices() {
  if (!choices) return;
  const labels = [...choices.querySelectorAll('button:not(.again)')].map(button => button.textContent);
  const again = choices.querySelector('.again');
  const answers = labels.length ? `${labels.length > 1 ? `${labels.length} réponses` : 'Une réponse'} au choix, avant le champ de message : ${labels.join(' ; ')}.` : '';
  const words = again ? `${answers} Bouton « ${again.textContent} » : revenir à la première question.`.trim() : answers;
  if (offered.textContent !== words) offered.textContent = words;
}

// What is hidden takes the keyboard's place with it.
function hide(part, hidden) {
  if (!part) return;
  if (hidden && part.contains(document.activeElement)) field?.focus({ preventScroll: true });
  part.hidden = hidden;
}

// The first answer to the citizen's own last words, as the page itself marks it.
function place(item, said) {
  const before = document.getElementById('reponse');
  const isReply = said.kind !== 'citizen' && item.previousElementSibling?.classList.contains('by-citizen');
  if (before && (isReply || said.kind === 'citizen')) {
    before.removeAttribute('id');
    before.removeAttribute('tabindex');
  }
  if (!isReply) return false;
  item.id = 'reponse';
  item.tabIndex = -1;
  return true;
}

// Once everything of a turn is drawn: its first reply at the top of the screen, and the focus of a button that is gone where reading goes on.
function settle(reply, scrolls) {
  tellChoices();
  if (lostFocus) (reply ?? document.querySelector('#boutons button') ?? field)?.focus({ preventScroll: true });
  lostFocus = false;
  if (!scrolls) return;
  if (reply) reply.scrollIntoView({ block: 'start' });
  else (document.getElementById('fin') ?? log.lastElementChild)?.scrollIntoView({ block: 'nearest' });
}

function show(said) {
  if (said.number <= last) return;
  // The presentation that was only shown becomes the first message of the conversation.
  if (last === 0) log.replaceChildren();
  last = said.number;
  const end = document.getElementById('fin') ?? log;
  const atEnd = end.getBoundingClientRect().top < innerHeight + 200;
  const item = draw(said);
  log.append(item);
  const isReply = place(item, said);
  offer(said.choices);
  // While a message is on its way this is a part of its turn, whichever way it came.
  if (!sending) settle(isReply ? item : null, atEnd);
  if (document.hidden && said.kind !== 'citizen') document.title = `(${++unread}) ${title}`;
}

function tell(status) {
  const changed = statusBox.dataset.state !== undefined && statusBox.dataset.state !== '' && statusBox.dataset.state !== status.state;
  const ended = !status.isOpen;
  statusBox.dataset.state = status.state;
  const heading = make('h2', '', status.title);
  heading.id = 'etat';
  const lines = status.lines.map(line => make('p', '', line));
  const parts = [heading, ...lines];
  if (location.pathname === '/chat') {
    const more = make('p');
    more.append(anchor(`/demande/${status.receipt}${ended ? '#avis' : ''}`, ended ? 'Donner mon avis, garder une copie' : 'Récépissé et suite de la demande'));
    parts.push(more);
  }
  // Said again only when something changed: a screen reader must not repeat itself every five seconds.
  const words = parts.map(part => part.textContent).join('\n');
  const before = [...statusBox.children].map(part => part.textContent.trim()).join('\n');
  if (words !== before) statusBox.replaceChildren(...parts);
  statusBox.hidden = false;
  hide(document.getElementById('humain-ici'), status.isOpen);
  hide(document.getElementById('autres-voies'), ended || status.state === 'WithCounsellor');
  const notice = document.getElementById('change');
  if (notice && changed && ended) notice.hidden = false;
}

function listen() {
  source?.close();
  clearTimeout(retrying);
  [heard, isListening] = [Date.now(), true];
  let isOpen = false;
  // Whose conversation stands here: of another one nothing comes.
  const mark = write?.elements.de?.value;
  source = new EventSource(`${box.dataset.live}?vu=${last}${mark ? `&de=${mark}` : ''}`);
  // Headers alone are not enough: a proxy may hold back all that comes after them.
  const hear = () => {
    heard = Date.now();
    if (isOpen) return;
    [isOpen, retry] = [true, 0];
    hide(indirect, true);
    document.getElementById('absents')?.remove();
    if (unsent) post(unsent);
    else link.textContent = '';
  };
  for (const name of ['beat', 'status', 'activity', 'away', 'back']) source.addEventListener(name, hear);
  source.addEventListener('beat', () => { beats = true; });
  source.addEventListener('activity', event => show(JSON.parse(event.data)));
  source.addEventListener('status', event => tell(JSON.parse(event.data)));
  source.addEventListener('away', () => {
    link.textContent = away;
  });
  source.addEventListener('back', () => {
    if (unsent) post(unsent);
    else link.textContent = '';
  });
  // What this page shows is of after the copy that the database was brought back from: what is said from now on has numbers that stand here already.
  source.addEventListener('older', () => location.reload());
  // This browser has no conversation (any more): nothing will come, and the next message says where to go on.
  source.addEventListener('none', () => {
    isListening = false;
    source.close();
    link.textContent = last > 0 ? 'Cette page ne reçoit plus les nouveaux messages. Rechargez-la.' : '';
  });
  source.onerror = () => {
    isOpen = false;
    lost(source.readyState === EventSource.CLOSED);
  };
}

// The browser retries by itself, unless the answer was an error.
function lost(isOver) {
  hide(indirect, false);
  if (!unsent) link.textContent = document.getElementById('absents') ? 'Nouvelle tentative en cours…' : 'Connexion perdue, nouvelle tentative…';
  // Not all in the same moment: whoever lost this node lost it together with a thousand others.
  if (isOver) retrying = setTimeout(listen, Math.min(10000, 1000 * 2 ** retry++) * (0.5 + Math.random()));
}

setInterval(() => {
  // A node of a former version has no beats, and is silent for as long as nothing is said.
  if (!isListening || Date.now() - heard < silenceBorne || (!beats && source.readyState === EventSource.OPEN)) return;
  heard = Date.now();
  source.close();
  lost(true);
}, 5000);

function complain(text) {
  problem.hidden = !text;
  problem.textContent = text;
  if (text) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
}

// In the order in which they were pressed, one of each form: the same form pressed again means its newest words or choice.
function wait(form, button) {
  const before = waiting.find(pressed => pressed.form === form);
  if (before) before.button = button;
  else waiting.push({ form, button });
}

// Sent again after a lost answer, the same words carry the same id and count once. Other words get another id: they are not the lost ones.
function send(form, button) {
  // Pressed while another sending is on its way: done after it. A second press on the answers meant the question before: it is none to the next.
  if (sending) {
    if (form === choices && sending === choices) return;
    wait(form, button);
    return;
  }
  const words = form === write ? field.value : button?.value;
  if (form === write && !words.trim()) {
    complain("Écrivez votre message avant de l'envoyer.");
    field.focus();
    return;
  }
  // In the order in which they were pressed, and none instead of another: what waits goes first.
  if (unsent && unsent.form !== form) {
    wait(form, button);
    post(unsent);
    return;
  }
  if (unsent?.form === form && unsent.words === words) {
    post(unsent);
    return;
  }
  if (unsent?.form === form) form.elements.envoi.value = `${form.elements.envoi.value.slice(0, 60)}-${Date.now()}`;
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.set(button.name, button.value);
  post({ form, words, body });
}

function keep(sent, text) {
  unsent = sent;
  link.textContent = text;
  clearTimeout(later);
  later = setTimeout(() => unsent && post(unsent), Math.min(15000, 2000 * 2 ** tries++));
}

async function post(sent) {
  if (sending) return;
  sending = sent.form;
  if (sending === write) draft(ownSending, JSON.stringify({ words: sent.words, id: sent.body.get('envoi'), key: sent.body.get('cle'), at: Date.now() }));
  clearTimeout(later);
  sent.body.set('vu', last);
  const late = new AbortController();
  const borne = setTimeout(() => late.abort(), answerBorne);
  try {
    const answer = await fetch(sent.form.action, { method: 'POST', body: sent.body, headers: { Accept: 'application/json' }, signal: late.signal });
    const result = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : null;
    // Also what a balancer says for a node that is gone (502, 504): the words may be there or not, and go again with the same id.
    if (answer.status > 501) {
      keep(sent, "Votre message n'est pas encore envoyé : le service ne répond pas en ce moment. Il est gardé ici et partira dès que possible. Vous pouvez aussi demander un conseiller.");
      return;
    }
    [unsent, tries] = [null, 0];
    link.textContent = '';
    if (sending === write) draft(ownSending, '');
    if (!result) {
      complain("Votre message n'est pas parti. Il est gardé ici : envoyez-le de nouveau.");
      return;
    }
    if (result.problem) {
      complain(result.problem);
      return;
    }
    complain('');
    sent.form.elements.envoi.value = result.envoi;
    for (const form of [choices, write]) if (result.de && form?.elements.de) form.elements.de.value = result.de;
    if (sent.form === write && field.value === sent.words) {
      field.value = '';
      draft(ownDraft, '');
    }
    if (result.goes) {
      // The request is made and these words are not in it: they wait in the field of its page.
      if (sent.form === write && result.keeps !== false) draft(draftOf(result.goes), sent.words);
      location.assign(result.goes);
      return;
    }
    result.activities.forEach(show);
    settle(log.querySelector('#reponse'), true);
    if (!isListening) listen();
    if (result.status) tell(result.status);
  } catch {
    keep(sent, "Connexion perdue, nouvelle tentative… Votre message est gardé et partira dès que possible.");
  } finally {
    clearTimeout(borne);
    sending = null;
    // Behind one of the other form that is not sent yet, it waits too.
    while (!sending && waiting.length && (!unsent || unsent.form === waiting[0].form)) {
      const { form, button } = waiting.shift();
      if (form !== write || field.value.trim()) send(form, button);
    }
  }
}

for (const form of [choices, write]) {
  form?.addEventListener('submit', event => {
    event.preventDefault();
    send(form, event.submitter);
  });
}
// The second click of a double one, or a trembling hand's, falls on the buttons of the next question when the answer was fast: nobody has read that yet.
document.getElementById('boutons')?.addEventListener('click', event => {
  if (event.detail === 0 || !event.target.closest('button')) return;
  if (event.timeStamp - pressed < readingTakes) event.preventDefault();
  else pressed = event.timeStamp;
});

if (field) {
  // Without this script Enter begins a line: only whoever has it is told.
  document.getElementById('texte-aide').append(' Entrée envoie le message, Maj + Entrée va à la ligne.');
  // What stood in the field when a human was asked for waits in the field of the request's page, unless it was on its way and has arrived.
  if (!field.value) field.value = draft(ownDraft);
  if (box.dataset.takesDraft) {
    const words = draft(nextDraft);
    const said = [...log.querySelectorAll('.by-citizen .words')].at(-1)?.textContent.trim();
    if (!field.value && words.trim() !== said) field.value = words;
    if (words && draft(draftOf('/chat')) === words) draft(draftOf('/chat'), '');
    draft(nextDraft, '');
    draft(ownDraft, field.value);
  }
  field.addEventListener('input', () => draft(ownDraft, field.value));
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      write.requestSubmit();
    }
  });
  for (const human of document.querySelectorAll('form.human')) human.addEventListener('submit', () => draft(nextDraft, field.value));
}
addEventListener('online', () => (unsent ? post(unsent) : isListening && listen()));
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    unread = 0;
    document.title = title;
  }
});
// Another tab has made this device forget its conversation: what this one shows, and holds unsent, is not the next person's.
addEventListener('storage', event => {
  if (event.key !== 'oubli' || !event.newValue) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('brouillon:')) draft(key, '');
  if (field) field.value = '';
  location.replace('/appareil');
});
// Loaded again while a sending was on its way: nobody knows here whether it arrived. Under its own id, in the conversation that it began, it counts once; words that stood there for longer are the
// citizen's to send.
const begun = write && JSON.parse(draft(ownSending) || 'null');
if (begun && field.value === begun.words && Date.now() - begun.at < sendingLasts) {
  if (begun.key) for (const key of document.querySelectorAll('input[name=cle]')) key.value = begun.key;
  const body = new URLSearchParams(new FormData(write));
  body.set('envoi', begun.id);
  post({ form: write, words: begun.words, body });
}
// Nothing to listen to before the first message: the page alone sets no cookie and holds no connection.
if (last > 0 || box.dataset.away) listen();
