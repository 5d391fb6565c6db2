import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Bilingual } from '../../policy/bilingual.ts';
import { mayProposeNow, proposeAct, type Proposed, type Waiting } from '../approvals/approval.ts';
import { refuseOperation } from '../access/permit.ts';
import type { ControlContents } from '../control.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { append, appendAsSystem, type Unit, type Vault } from '../vault.ts';

/**
 * The key that signs checkpoints is changed while the log goes on: the tree, its origin and the key's name stay, and the key
 * id tells the two keys apart (docs/decisions/0021). From the change on both sign each checkpoint, so whoever knows either
 * accepts it, for as long as was decided; then the older signs no more.
 */
type Row = ControlContents['log_key'];

/** For how many days both sign, at most. */
export const longestOverlap = 366;

/** Proposes another key for the log. @param request.days for how long both sign; 0 where the older is not to be trusted any more */
export function proposeLogKey(
  unit: Unit,
  { days, words }: { days: number; words?: string | undefined },
): Outcome<Proposed> {
  const allowed = mayProposeNow(unit, 'rotate_log_key');
  if (!allowed.granted) return refuseOperation(unit, allowed, {}, 'rotate_log_key.propose');
  return proposeAct(unit, { act: 'rotate_log_key', of: { days }, words });
}

const daysIn = ({ days }: Waiting['of']): number => (typeof days === 'number' ? days : 0);

export const aboutLogKey = (_: Unit, { of }: Waiting): Bilingual => {
  const days = daysIn(of);
  return days === 0
    ? { zh: '更换日志签名密钥,旧的立即停用', en: 'another key for the log; the old one signs no more' }
    : {
        zh: `更换日志签名密钥,新旧并签 ${days} 天`,
        en: `another key for the log; both sign for ${days} days`,
      };
};

/** Two people want it: from the next checkpoint on the new key signs. */
export function performLogKey(unit: Unit, approval: Waiting): Outcome<{ vkey: string }> {
  const { vault, now } = unit;
  const { rows, journal, signer } = vault;
  const known = logKeyRows(vault);
  // One after the other: with three keys at once nobody could say which of them is to be trusted.
  if (known.filter(({ retired }) => retired === null).length > 1) return failed('conflict');
  const generation = Math.max(1, ...known.map((row) => row.generation)) + 1;
  const name = { generation, secret: signer.source?.secrets ?? 1 };
  const next = signer.source?.key(name);
  if (next === undefined) return failed('conflict');
  const days = daysIn(approval.of);
  const size = journal.size;
  const old = known.find(({ retired }) => retired === null) ?? first(signer.vkey);
  const ends: Row = { ...old, until: now + days * 86_400_000, retired: days === 0 ? size : null };
  const begins: Row = { ...name, vkey: next.vkey, from: size, began: now, until: null, retired: null };
  const written = [ends, begins].map((row) => rows.put('log_key', String(row.generation), row, size));
  signer.forget();
  append(unit, {
    action: 'log_key.begin',
    decision: 'done',
    rows: written,
    // In the leaf for everybody to see: who has the old key follows the log from it to the new one.
    digests: [{ kind: 'log_key', sha256: bytesToHex(sha256(utf8ToBytes(next.vkey))) }],
  });
  return done({ vkey: next.vkey });
}

const first = (vkey: string): Row => ({
  generation: 1,
  secret: 1,
  vkey,
  from: 0,
  began: 0,
  until: null,
  retired: null,
});

/** The log's keys, oldest first; nothing before there was a second one. */
export const logKeyRows = ({ rows, store }: Vault): Row[] =>
  store.control
    .ofKind('log_key')
    .map((row) => rows.checked(row, 'log_key').content)
    .sort((a, b) => a.generation - b.generation);

/** Ends the signing of keys whose time is over. For the alarm. */
export function retireLogKeys(vault: Vault, now: number): void {
  for (const row of logKeyRows(vault)) {
    if (row.retired !== null || row.until === null || row.until > now) continue;
    const content = { ...row, retired: vault.journal.size };
    const written = vault.rows.put('log_key', String(row.generation), content, vault.journal.size);
    vault.signer.forget();
    appendAsSystem(vault, { action: 'log_key.retire', decision: 'done', rows: [written] }, now);
  }
}
