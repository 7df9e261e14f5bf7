// A telephone in the browser, for demonstrations: it presses, speaks and hears through the network inside of the service.
(() => {
  'use strict';
  const root = document.querySelector('[data-telephone]');
  if (!root) return;
  const device = '/demo/telephone/appareil';
  const isCitizen = root.dataset.telephone === 'usager';
  const find = name => root.querySelector(`[data-${name}]`);
  const state = find('state');
  const who = { Voice: 'Le service', Person: 'Au bout du fil', Said: 'Vous', Pressed: 'Vous tapez', Line: 'Ligne', Fault: 'Erreur', Sound: 'Son' };
  const statuses = { queued: 'Appel en cours…', ringing: 'Ça sonne…', 'in-progress': 'En ligne.', completed: 'Appel terminé.', busy: 'Occupé.', 'no-answer': 'Pas de réponse.', failed: 'Échec de l\'appel.', canceled: 'Appel annulé.' };
  // What happens to the line, in words; null: nothing that a person would notice.
  const happenings = [[/^queue/, 'Vous êtes dans la file d\'attente.'], [/^conference/, null], [/^joined/, 'Vous êtes en relation.'], [/^left|^out of/, 'La personne n\'est plus là.'], [/^hung up/, 'Raccroché.'], [/^line lost/, 'La ligne est perdue.'],
    [/^initiated|^relay/, null], [/^on hold/, 'Mis en attente.'], [/^off hold/, 'De nouveau en relation.'], [/^nobody listens/, 'Personne n\'écoute à cet instant.'],
    [/^nothing was said/, 'Rien n\'a été dit.'], [/^fallback URL/, 'Le service ne répond pas : message de secours.']];
  const inWords = text => {
    const found = happenings.find(([sign]) => sign.test(text));
    return found ? found[1] : statuses[text.replace(/^status /, '')] ?? text;
  };
  let call = null;
  let lines = null;
  let rings = null;

  const post = async (path, body) => {
    const answer = await fetch(device + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.status === 204 ? null : answer.json();
  };
  const say = words => { state.textContent = words; };
  const attempt = async act => {
    try { await act(); } catch { say('Le service ne répond pas. Réessayez.'); }
  };

  // What can be pressed follows the state of the line.
  const enable = isOnLine => {
    for (const button of root.querySelectorAll('[data-key], [data-hang-up], [data-drop], [data-say] input, [data-say] button')) button.disabled = !isOnLine;
    if (isCitizen) find('call').disabled = isOnLine;
  };
  const ring = isRinging => {
    if (isCitizen) return;
    find('answer').disabled = find('refuse').disabled = !isRinging;
    if (isRinging) find('answer').focus();
  };

  const write = (list, name, text, language) => {
    list.querySelector('.none')?.remove();
    const item = document.createElement('li');
    const label = document.createElement('span');
    label.className = 'who';
    label.textContent = `${name} :`;
    item.append(label, text);
    if (language) item.lang = language;
    list.append(item);
    list.scrollTop = list.scrollHeight;
  };
  const readAloud = (text, language) => {
    if (!find('aloud').checked || !window.speechSynthesis) return;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language || 'fr-FR';
    window.speechSynthesis.speak(words);
  };
  const hush = () => window.speechSynthesis?.cancel();

  const follow = sid => {
    call = sid;
    lines?.close();
    lines = new EventSource(`${device}/calls/${sid}/lines`);
    lines.addEventListener('line', event => {
      const line = JSON.parse(event.data);
      const text = line.what === 'Line' ? inWords(line.text) : line.text;
      if (text === null) return;
      write(find('heard'), who[line.what] ?? line.what, text, line.language);
      if (line.what === 'Voice' || line.what === 'Person') readAloud(line.text, line.language);
    });
    lines.addEventListener('over', event => {
      lines.close();
      hush();
      enable(false);
      ring(false);
      call = null;
      say(statuses[JSON.parse(event.data).text] ?? 'Appel terminé.');
    });
  };

  if (isCitizen) {
    const number = () => find('number').value.trim() || 'anonymous';
    let texts = null;
    const followTexts = () => {
      texts?.close();
      texts = new EventSource(`${device}/phones/${encodeURIComponent(number())}/texts`);
      texts.addEventListener('text', event => {
        const text = JSON.parse(event.data);
        if (text.from === root.dataset.sms) write(find('texts'), 'Reçu', text.body);
      });
    };
    find('number').addEventListener('change', followTexts);
    followTexts();
    find('call').addEventListener('click', () => attempt(async () => {
      find('heard').replaceChildren();
      const begun = await post('/calls', { from: number(), to: root.dataset.service });
      enable(true);
      say(statuses['in-progress']);
      follow(begun.sid);
    }));
    find('text').addEventListener('submit', event => {
      event.preventDefault();
      const body = event.target.elements.body;
      if (!body.value.trim()) return;
      attempt(async () => {
        await post('/texts', { from: number(), to: root.dataset.sms, body: body.value });
        write(find('texts'), 'Envoyé', body.value);
        body.value = '';
      });
    });
  } else {
    rings = new EventSource(`${device}/phones/${encodeURIComponent(root.dataset.own)}/rings`);
    rings.addEventListener('ring', event => {
      const ringing = JSON.parse(event.data);
      find('heard').replaceChildren();
      say(`Appel de ${ringing.from}. Ça sonne…`);
      follow(ringing.sid);
      ring(true);
    });
    find('answer').addEventListener('click', () => attempt(async () => {
      await post(`/calls/${call}/answer`);
      ring(false);
      enable(true);
      say(statuses['in-progress']);
    }));
    find('refuse').addEventListener('click', () => attempt(async () => {
      await post(`/calls/${call}/refuse`);
      ring(false);
    }));
  }

  const press = key => { hush(); return attempt(() => post(`/calls/${call}/keys`, { keys: key })); };
  for (const button of root.querySelectorAll('[data-key]')) button.addEventListener('click', () => press(button.dataset.key));
  document.addEventListener('keydown', event => {
    if (!call || event.target.matches('input') || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9*#]$/.test(event.key)) return;
    event.preventDefault();
    press(event.key);
  });
  find('hang-up').addEventListener('click', () => attempt(() => post(`/calls/${call}/hang-up`)));
  find('drop').addEventListener('click', () => attempt(() => post(`/calls/${call}/drop`)));
  find('say').addEventListener('submit', event => {
    event.preventDefault();
    const words = event.target.elements.words;
    if (!words.value.trim()) return;
    hush();
    attempt(async () => {
      await post(`/calls/${call}/words`, { words: words.value });
      words.value = '';
    });
  });

  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  if (Recognition) {
    const listen = find('listen');
    listen.hidden = false;
    listen.addEventListener('click', () => {
      hush();
      const ears = new Recognition();
      ears.lang = 'fr-FR';
      ears.addEventListener('result', event => {
        const best = event.results[0][0];
        attempt(() => post(`/calls/${call}/words`, { words: best.transcript, confidence: best.confidence || 0.9 }));
      });
      ears.addEventListener('error', () => say('Le micro n\'est pas disponible. Écrivez ce que vous dites.'));
      ears.start();
      say('Parlez…');
    });
  }
})();
