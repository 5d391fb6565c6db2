/** @jsxImportSource hono/jsx */
import { html } from 'hono/html';
import type { Bilingual } from '../../policy/bilingual.ts';
import { styleAt } from './style.ts';
import { troubleWords } from './words-frame.ts';
import { frontWords as words } from './words-front.ts';

/**
 * What stands at the vault's bare address, for whoever types it: what this is, and how one gets in. It is of no community,
 * and only borrows the stylesheet of the first.
 */
export async function frontPage(style: { build: string }, ids: Iterable<string>): Promise<Response> {
  const communities = [...ids];
  const [community] = communities;
  const page = await html`<!doctype html>${(
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>邻盾 · Lindun</title>
          <link rel="icon" href="data:," />
          {community === undefined ? null : <link rel="stylesheet" href={styleAt(style.build, community)} />}
        </head>
        <body>
          <header>
            <span class="product">
              邻盾 <span lang="en">Lindun</span>
            </span>
          </header>
          <main>
            {communities.map((id) => (
              <p>
                <a class="weui-btn weui-btn_primary" href={`/c/${id}/sign-in`}>
                  登录 <span lang="en">Sign in</span>
                </a>
              </p>
            ))}
            <Part language="zh" />
            <div lang="en">
              <Part language="en" />
            </div>
          </main>
        </body>
      </html>
    )}`;
  return new Response(String(page), {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' },
  });
}

const Part = ({ language }: { language: keyof Bilingual }) => {
  const say = (said: Bilingual): string => said[language];
  const Heading = language === 'zh' ? 'h1' : 'h2';
  const Below = language === 'zh' ? 'h2' : 'h3';
  return (
    <section>
      <Heading>{say(words.title)}</Heading>
      <p>{say(words.what)}</p>
      <Below>{say(words.how)}</Below>
      <ul>
        {[troubleWords.byChat, troubleWords.byTicket, troubleWords.byDesk].map((way) => (
          <li>{say(way)}</li>
        ))}
      </ul>
      <p>
        {say(words.programs)} <a href="/docs">{say(words.docs)}</a>
      </p>
    </section>
  );
};
