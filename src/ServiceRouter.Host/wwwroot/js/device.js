// What was typed and not sent belongs to whoever typed it: it goes with the conversation that this device has forgotten.
for (const key of Object.keys(sessionStorage)) {
  if (key.startsWith('brouillon:')) sessionStorage.removeItem(key);
}
