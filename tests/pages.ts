/** Somebody who came in by a link, as a browser without JavaScript would: cookies, forms and nothing else. */
export interface Signed {
  /** Where the link led. */
  url: string;
  /** @param path below `/c/{community}` */
  get(path: string): Promise<Page>;
  post(path: string, form: Readonly<Record<string, string>>): Promise<Page>;
}

export interface Page {
  status: number;
  text: string;
  url: string;
}

/** Signs in by number and PIN, on the page as a browser would. @throws Error with the status where it is refused */
export async function signInAs(vault: string, number: string, pin: string): Promise<Signed> {
  return cameIn(vault, '/c/hengda', '/sign-in', { number, pin });
}

/** Taps a one-time link. @throws Error with the status where it is no good (any more) */
export async function signIn(link: string): Promise<Signed> {
  const { origin, pathname, hash } = new URL(link);
  return cameIn(origin, pathname.replace(/\/enter$/, ''), '/enter', { secret: hash.slice(1) });
}

async function cameIn(
  origin: string,
  base: string,
  door: string,
  form: Readonly<Record<string, string>>,
): Promise<Signed> {
  let cookie = '';
  const send = async (path: string, form?: Readonly<Record<string, string>>): Promise<Page> => {
    const response = await fetch(new URL(path, origin), {
      redirect: 'manual',
      headers: { cookie, ...(form === undefined ? {} : { origin, 'sec-fetch-site': 'same-origin' }) },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? '';
    const location = response.headers.get('location');
    if (response.status === 303 && location !== null) return send(location);
    return { status: response.status, text: await response.text(), url: new URL(path, origin).href };
  };
  const entered = await send(`${base}${door}`, form);
  if (entered.status !== 200) throw new Error(`this does not let in: ${entered.status}`);
  return {
    url: entered.url,
    get: (path) => send(`${base}${path}`),
    post: (path, form) => send(`${base}${path}`, form),
  };
}
