import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { beforeEach, describe, expect, test } from 'vitest';
import { nodeCommunity, type NodeCommunity, value } from '../tests/node-community.ts';
import { lp, u64 } from './crypto/lp.ts';
import { decodeLeaf } from './log/leaf.ts';

let c: NodeCommunity;
beforeEach(async () => {
  c = await nodeCommunity();
});

/** All digests that anybody may read: leaves are published as they are. */
function published(): Set<string> {
  return new Set(
    c.sql.all('SELECT leaf FROM log_entry', []).flatMap(({ leaf }) => {
      const decoded = decodeLeaf(leaf as Uint8Array);
      return decoded.ok ? decoded.value.public.digests.map((digest) => digest.sha256) : [];
    }),
  );
}

const rows = () => c.sql.all(`SELECT * FROM control WHERE key <> 'head'`, []);

/** What the MAC of a row is made over, as docs/format.md has it. */
const message = (kind: string, key: string, version: number, content: string): Uint8Array =>
  lp('lindun row', 'hengda', 'control', kind, key, u64(version), content);

describe('the published digests of control rows', () => {
  test('do not tell who reported a ticket, to whoever knows all of its case but that', () => {
    c.bind('wx-wang', c.resident);
    value(c.ask(c.chat('wx-wang'), 'createTicket', { category: 'dog', description: '3号楼有狗没拴' }));
    const digests = published();
    const [ticket] = rows().filter(({ kind }) => kind === 'case');
    const known = JSON.parse(String(ticket?.['content'])) as Record<string, unknown>;
    const everybody = rows().flatMap(({ kind, key }) => (kind === 'subject' ? [String(key)] : []));
    expect(everybody).toContain(known['reporter']);
    for (const reporter of everybody) {
      const guess = message('case', String(ticket?.['key']), 1, canonicalize({ ...known, reporter }) ?? '');
      expect(digests).not.toContain(bytesToHex(sha256(guess)));
    }
  });

  test('are of no kind of row without its MAC, and of each with it', () => {
    c.bind('wx-wang', c.resident);
    c.consent('given', c.page(c.resident));
    value(c.ask(c.chat('wx-wang'), 'createTicket', { category: 'dog', description: '3号楼有狗没拴' }));
    const digests = published();
    const all = rows();
    expect(new Set(all.map(({ kind }) => kind)).size).toBeGreaterThan(6);
    for (const { kind, key, version, content, mac } of all) {
      const bare = message(String(kind), String(key), Number(version), String(content));
      expect([kind, digests.has(bytesToHex(sha256(bare)))]).toEqual([kind, false]);
      const whole = Uint8Array.of(...bare, ...(mac as Uint8Array));
      expect([kind, digests.has(bytesToHex(sha256(whole)))]).toEqual([kind, true]);
    }
  });
});
