/**
 * Pages of one's own that a link from the chat may lead to, by name, with where they are below the community's pages. The
 * list is closed: an address that somebody else has put together is never followed.
 */
export const linkPages = {
  me: '/me',
  log: '/me/log',
  rights: '/me/rights',
  consents: '/me/consents',
  relations: '/me/relations',
  recipients: '/me/recipients',
  photos: '/me/photos',
} as const;

export type LinkPage = keyof typeof linkPages;
export const linkPageNames = Object.keys(linkPages) as readonly LinkPage[];
export const isLinkPage = (name: string): name is LinkPage => Object.hasOwn(linkPages, name);
