// What was typed and not sent belongs to whoever typed it: it goes with the conversation that this device has forgotten. Other tabs still show it, and are told.
try {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('brouillon:')) sessionStorage.removeItem(key);
  }
  localStorage.setItem('oubli', Date.now());
  localStorage.removeItem('oubli');
} catch {
  // A browser that keeps nothing for this site has nothing to forget.
}
