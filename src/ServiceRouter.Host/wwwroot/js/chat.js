// Live messages for a page that is complete without this script. Words are only ever set as text, never as HTML.
const box = document.getElementById('conversation');
const log = document.getElementById('log');
const statusBox = document.getElementById('statut');
const link = document.getElementById('lien');
const choices = document.getElementById('choix');
const write = document.getElementById('ecrire');
const field = document.getElementById('texte');
const problem = document.getElementById('texte-probleme');
const draftKey = `brouillon:${location.pathname}`;
const offered = document.getElementById('choix-dit');
const title = document.title;
// Beside the answers, and none of them.
const startAgain = '@recommencer';
const away = 'Le service ne répond pas en ce moment. Vos messages sont gardés, nouvelle tentative en cours…';

let last = Number(box.dataset.last);
let source = null;
let sending = false;
let unsent = null;
let later = 0;
let tries = 0;
const waiting = [];
let unread = 0;
let retry = 0;
let lostFocus = false;

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
  lostFocus ||= buttons.contains(document.activeElement);
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
  source = new EventSource(`${box.dataset.live}?vu=${last}`);
  source.onopen = () => {
    retry = 0;
    document.getElementById('absents')?.remove();
    if (unsent) post(unsent);
    else link.textContent = '';
  };
  source.addEventListener('activity', event => show(JSON.parse(event.data)));
  source.addEventListener('status', event => tell(JSON.parse(event.data)));
  source.addEventListener('away', () => {
    link.textContent = away;
  });
  source.addEventListener('back', () => {
    if (unsent) post(unsent);
    else link.textContent = '';
  });
  source.onerror = () => {
    if (!unsent) link.textContent = document.getElementById('absents') ? 'Nouvelle tentative en cours…' : 'Connexion perdue, nouvelle tentative…';
    // The browser retries by itself, unless the answer was an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, Math.min(10000, 1000 * 2 ** retry++));
  };
}

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
  // Pressed while another sending is on its way: done after it.
  if (sending) {
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
  sending = true;
  clearTimeout(later);
  sent.body.set('vu', last);
  try {
    const answer = await fetch(sent.form.action, { method: 'POST', body: sent.body, headers: { Accept: 'application/json' } });
    const result = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : null;
    if (answer.status === 503) {
      keep(sent, "Votre message n'est pas encore envoyé : le service ne répond pas en ce moment. Il est gardé ici et partira dès que possible. Vous pouvez aussi demander un conseiller.");
      return;
    }
    [unsent, tries] = [null, 0];
    link.textContent = '';
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
    if (sent.form === write && field.value === sent.words) {
      field.value = '';
      sessionStorage.removeItem(draftKey);
    }
    if (result.goes) {
      // The request is made and these words are not in it: they wait in the field of its page.
      if (sent.form === write) sessionStorage.setItem(`brouillon:${result.goes}`, sent.words);
      location.assign(result.goes);
      return;
    }
    result.activities.forEach(show);
    settle(log.querySelector('#reponse'), true);
    if (!source || source.readyState === EventSource.CLOSED) listen();
    if (result.status) tell(result.status);
  } catch {
    keep(sent, "Connexion perdue, nouvelle tentative… Votre message est gardé et partira dès que possible.");
  } finally {
    sending = false;
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

if (field) {
  // Without this script Enter begins a line: only whoever has it is told.
  document.getElementById('texte-aide').append(' Entrée envoie le message, Maj + Entrée va à la ligne.');
  if (!field.value) field.value = sessionStorage.getItem(draftKey) ?? '';
  field.addEventListener('input', () => sessionStorage.setItem(draftKey, field.value));
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      write.requestSubmit();
    }
  });
}
addEventListener('online', () => (unsent ? post(unsent) : source && listen()));
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    unread = 0;
    document.title = title;
  }
});
// Nothing to listen to before the first message: the page alone sets no cookie and holds no connection.
if (last > 0 || box.dataset.away) listen();
