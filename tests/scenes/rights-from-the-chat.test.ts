import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { linkPages, type LinkPage } from '../../policy/link-pages.ts';
import { value } from '../node-community.ts';
import { type NodeTalk, nodeTalk } from '../node-talk.ts';
import { noticeOf, phoneNotice } from '../node-vault.ts';

/**
 * Somebody who never read a manual finds from the chat alone how to see, correct, withdraw and delete, in at most three
 * messages each; and nothing that is said there is more than the policy lets into a chat.
 */
let talk: NodeTalk;
beforeEach(async () => {
  talk = await nodeTalk();
  talk.community.bind('p-wang', talk.community.resident);
});
afterEach(() => void vi.unstubAllGlobals());

const clear = ['王秀英', '13800138000', '138 0013 8000', '370112199003071230', '501', '156000012345678'];
const longest = 120;
/** A message's own words: what a link or a list is filled with is not the bot's. */
const wordsOf = (said: string) => said.replace(/https?:\S+/g, '');

/** What is answered to each message of Wang's, in her private chat. */
async function tells(...messages: string[]): Promise<string[]> {
  expect(messages.length).toBeLessThanOrEqual(3);
  const all: string[] = [];
  for (const message of messages) {
    const said = await talk.say('p-wang', message);
    expect(said.group).toEqual([]);
    all.push(...said.private);
  }
  for (const said of all) {
    for (const one of clear) expect(wordsOf(said)).not.toContain(one);
    expect([said, Array.from(wordsOf(said)).length <= longest]).toEqual([said, true]);
  }
  return all;
}

/** Where the link in a message leads whoever taps it. */
async function leadsTo(said: string | undefined): Promise<string | null> {
  const link = /http:\S+/.exec(said ?? '')?.[0] ?? '';
  const [address = '', secret = ''] = link.split('#');
  const entered = await fetch(address, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ secret }).toString(),
    redirect: 'manual',
  });
  return entered.headers.get('location');
}
const page = (name: LinkPage) => `/c/hengda${linkPages[name]}`;
const giveConsent = (purpose: 'phone_contact' | 'care_visit') => {
  const { community } = talk;
  const notice = purpose === 'phone_contact' ? phoneNotice : noticeOf(purpose);
  const { id, version, sha256, lang } = notice;
  const event = { purpose, event: 'given', notice: { id, version, sha256, lang } } as const;
  value(community.ask(community.page(community.resident), 'recordConsent', event));
};
const standing = (purpose: string) => {
  const { community } = talk;
  const { items } = value(community.ask(community.page(community.resident), 'listConsents', {}));
  return items.find((one) => one.purpose === purpose)?.state;
};

describe('see', () => {
  test.each(['我的信息', '怎么看我的信息', '你们存了我什么信息', '我想看看我自己的资料', '查一下我的档案'])(
    '%s: masked in the chat, and a link to the page',
    async (message) => {
      const [said, ...more] = await tells(message);
      expect(said).toContain('王**');
      expect(said).toContain('138****8000');
      expect(more).toEqual([]);
      expect(await leadsTo(said)).toBe(page('me'));
    },
  );

  test('in a group the line is the same as for everything private, and the answer is private', async () => {
    for (const message of ['我的信息', '删除我的信息', '更正 我的电话换了', '结束代办', '不是我同意的']) {
      const { group, private: told } = await talk.mention('p-wang', message);
      expect(group).toEqual([talk.texts.say('group.private')]);
      expect([message, told.length > 0]).toEqual([message, true]);
    }
  });
});

describe('correct', () => {
  test.each(['更正', '改我的信息', '我的电话换了,帮我改一下', '我的信息不对怎么改', '我名字登记错了'])(
    '%s: says that it takes a PIN, leads to the page, or passes it on',
    async (message) => {
      const [what, link, offer] = await tells(message);
      expect(what).toContain('有人核对');
      expect(link).toContain('口令或通行密钥');
      expect(await leadsTo(link)).toBe(page('rights'));
      expect(offer).toContain('1 转 2 不用');
      expect((await tells('1'))[0]).toMatch(/编号0001/);
    },
  );

  test('what it should read never comes back from the bot', async () => {
    for (const said of await tells('更正 我的手机号是 13911112222', '2'))
      expect(said).not.toContain('13911112222');
  });
});

describe('withdraw', () => {
  test.each([['撤回同意 电话联系'], ['别再给我打电话了'], ['撤回同意', '1'], ['怎么撤回同意', '是']])(
    '%s %s: at once, with what stops and what goes on',
    async (...messages) => {
      giveConsent('phone_contact');
      const said = await tells(...messages.filter((one) => one !== undefined));
      expect(standing('phone_contact')).toBe('withdrawn');
      expect(said.slice(-3)).toEqual([
        talk.texts.say('consent.withdrawn'),
        expect.stringMatching(/^停了:.*手机号/),
        expect.stringMatching(/^照旧:/),
      ]);
    },
  );

  test('where there are several it is asked which, by number; a number that is none leaves all as it is', async () => {
    giveConsent('phone_contact');
    giveConsent('care_visit');
    expect((await tells('撤回同意'))[0]).toContain('1 电话联系、2 独居老人关怀');
    await tells('3');
    expect([standing('phone_contact'), standing('care_visit')]).toEqual(['given', 'given']);
    expect((await tells('2'))[0]).toContain('「独居老人关怀」从现在起不算数了');
    expect([standing('phone_contact'), standing('care_visit')]).toEqual(['given', 'withdrawn']);
  });

  test('who agreed to nothing is told so, and asked nothing', async () => {
    expect(await tells('撤回同意')).toEqual([talk.texts.say('consent.none_given')]);
  });
});

describe('delete', () => {
  test.each([
    '删除我的信息',
    '把我的信息都删了',
    '我要注销',
    '怎么才能删掉我的资料',
    '不想让你们留我的信息了',
  ])('%s: what goes, the two dates, what stays and why, and the page with the PIN', async (message) => {
    const [what, when, stays, link, ...more] = await tells(message);
    expect(what).toMatch(/会删掉的:您的档案、狗狗的档案,还有绑定和同意记录/);
    const { community } = talk;
    const { erasure } = value(community.ask(community.page(community.resident), 'knowMine', undefined));
    const day = (at: number) => {
      const [year, month, date] = new Date(at + 8 * 3_600_000)
        .toISOString()
        .slice(0, 10)
        .split('-')
        .map(Number);
      return { year, month, date };
    };
    const [first, second] = [day(erasure.at), day(erasure.until)];
    expect(when).toContain(`今天(${first.month}月${first.date}日)点下去,当场谁也打不开`);
    expect(when).toContain(`${second.month}月${second.date}日,连旧备份`);
    expect(stays).toMatch(/会留下的:.*不带您的名字/);
    expect(link).toContain('口令或通行密钥');
    expect(await leadsTo(link)).toBe(page('rights'));
    expect(more).toEqual([]);
  });

  test('nothing is gone by that; and while somebody works on a ticket of hers it says what has to be done first', async () => {
    await tells('删除我的信息');
    expect((await tells('我的信息'))[0]).toContain('王**');
    await talk.dm('p-wang', '3号楼下有狗没拴绳');
    await talk.dm('p-wang', '取消');
    const { community } = talk;
    value(community.ask(community.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
    const [, later, ...more] = await tells('删除我的信息');
    expect(later).toContain('有1件事网格员正在办');
    expect(more).toEqual([]);
  });
});

test('who is bound to nobody is told what is needed first, whatever they ask of their data', async () => {
  for (const message of [
    '我的信息',
    '更正',
    '撤回同意',
    '删除我的信息',
    '先别用我的信息',
    '我的申请',
    '结束代办',
  ])
    expect([message, await talk.dm('p-new', message)]).toEqual([message, talk.texts.say('bind.first')]);
});
