import { expect, test } from 'vitest';
import { mentionOf, quoteOf } from './wechat-text.ts';

const names = ['楼管家', '管家(3号楼)'];
const mention = (text: string, listed: string[] = []) => {
  const { isMentioned, text: rest } = mentionOf(text, names, listed, 'bot');
  return isMentioned ? rest : false;
};

test('a mention is found with U+2005, a space or nothing behind it, wherever it stands', () => {
  expect(mention('@楼管家\u20053号楼下有狗没拴绳')).toBe('3号楼下有狗没拴绳');
  expect(mention('@楼管家 上报')).toBe('上报');
  expect(mention('@楼管家上报')).toBe('上报');
  expect(mention('停水吗今天 @楼管家')).toBe('停水吗今天');
  expect(mention('@管家(3号楼)\u2005帮助')).toBe('帮助');
  expect(mention('@楼管家')).toBe('');
  // Some puppets list whom it mentions and leave the name out of the text.
  expect(mention('帮助', ['bot'])).toBe('帮助');
  expect(mention('@楼管家 帮助', ['p-1', 'bot'])).toBe('帮助');
});

test('everybody is not us, nor is somebody whose name begins as ours does, nor our name without an @', () => {
  expect(mention('@所有人 明天停水', ['p-1', 'bot'])).toBe(false);
  expect(mention('@所有人\u2005找楼管家', ['bot'])).toBe(false);
  expect(mention('@楼管家助理 早', ['p-assistant'])).toBe(false);
  expect(mention('楼管家在吗')).toBe(false);
  expect(mention('@阿李 早', ['p-li'])).toBe(false);
  expect(mention('@所有人 @楼管家 怎么报修')).toBe('@所有人 怎么报修');
  expect(mentionOf('@ 早', [''], [], 'bot').isMentioned).toBe(false);
});

test('a quote tells whom it quotes and what is said beside it', () => {
  const line = '- - - - - - - - - - - - - - -';
  expect(quoteOf(`「楼管家:编号 0318」\n${line}\n满意`)).toEqual({ quoted: '楼管家', text: '满意' });
  expect(quoteOf(`「阿李:第一行\n第二行」\n${line}\n好\n的`)).toEqual({ quoted: '阿李', text: '好\n的' });
  for (const text of ['「楼管家:编号」', '满意', `「楼管家」\n${line}\n满意`, `「楼管家:」 ${line} 满意`]) {
    expect(quoteOf(text)).toEqual({ quoted: undefined, text });
  }
});
