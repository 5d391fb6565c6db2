/** Where one is: who one is and what is open, `#p-wang/r-dogs`. A reload finds it again, and a link can lead there. */
export const addressOf = (person, chat) =>
  `#${encodeURIComponent(person)}${chat === undefined ? '' : `/${encodeURIComponent(chat)}`}`;

/** `[person, chat]`, as far as the address says. */
export const whereOf = (hash) => hash.slice(1).split('/').map(decodeURIComponent);
