/** Wechaty imports its page scraper by name and calls it only for links that a bot sends; ours sends none. */
export default function absent() {
  throw new Error('this package is left out on purpose: see bot/absent/package.json');
}
