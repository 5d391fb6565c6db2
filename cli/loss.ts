import { cipher } from './cipher.ts';
import { findCommunities } from './directory.ts';
import type { Fault } from './fault.ts';
import { printable } from './finding.ts';
import { reading, type Snapshot } from './open.ts';
import { openRing, type Ring, type Wrappings } from './ring.ts';

/** Something of the keys that is gone, and what goes with it, in words. */
export interface Loss {
  readonly zh: string;
  readonly en: string;
}

/** What is lost of a community of a state directory. @throws Fault `data` when it has no database there */
export function lossesIn(dir: string, community: string, wrappings: Wrappings): Loss[] {
  const [files] = findCommunities(dir, [community]).communities;
  if (files === undefined) return [];
  return reading(files.data, (data) =>
    files.ring === undefined
      ? lossesOf(data, undefined)
      : reading(files.ring, (ring) => lossesOf(data, openRing(ring, wrappings, community, cipher()))),
  );
}

/** How much hangs on one epoch's key. */
interface Hanging {
  /** Whose records: subjects with a data key. */
  subjects: number;
  /** Of them, residents. */
  residents: number;
  /** Whose parts of the log: subjects and actors. */
  parts: number;
}

/**
 * Says plainly what is lost with the keys that are missing or do not open. Counts come from rows that are in the clear;
 * nobody's name, nor anything of a record, is needed for it.
 * @param ring undefined where there is no key ring at all
 */
export function lossesOf(data: Snapshot, ring: Ring | undefined): Loss[] {
  const hanging = hangingOn(data);
  const shut = (ring?.rows ?? []).filter(({ opens }) => !opens).map(({ row }) => row);
  if (ring === undefined || (ring.rows.length > 0 && shut.length === ring.rows.length))
    return [everything(hanging, ring)];
  const losses: Loss[] = [];
  for (const [epoch, held] of hanging) {
    const isThere = ring.rows.some(({ row }) => row.use === 'epoch' && row.name === epoch);
    if (ring.epochs.has(epoch)) continue;
    losses.push(ofEpoch(epoch, held, isThere));
  }
  for (const { use, name } of shut) {
    if (use === 'epoch' && !hanging.has(name)) losses.push(ofIdleEpoch(name));
    if (use === 'index') losses.push(ofIndex(name));
  }
  if (ring.row === undefined) losses.push(ofRow);
  return losses;
}

/** Under which epoch's key how many keys are wrapped, and whose. */
function hangingOn(data: Snapshot): Map<string, Hanging> {
  const residents = new Set<string>();
  for (const { kind, key, content } of data.rows('control'))
    if (kind === 'subject' && content.includes('"kind":"resident"')) residents.add(key);
  const hanging = new Map<string, Hanging>();
  for (const { owner, use, epoch } of data.rows('wrapped_key')) {
    const held = hanging.get(epoch) ?? { subjects: 0, residents: 0, parts: 0 };
    hanging.set(epoch, held);
    if (use === 'log') held.parts += 1;
    else held.subjects += 1;
    if (use === 'data' && residents.has(owner)) held.residents += 1;
  }
  return hanging;
}

function sumOf(hanging: Map<string, Hanging>): Hanging & { epochs: string } {
  const all = { subjects: 0, residents: 0, parts: 0 };
  for (const held of hanging.values()) {
    all.subjects += held.subjects;
    all.residents += held.residents;
    all.parts += held.parts;
  }
  return { ...all, epochs: [...hanging.keys()].sort().map(printable).join(', ') };
}

/**
 * What is lost with each of the three things that lie in three places: the root secret, the ring's copy, the data's backup.
 * With the other two in hand nothing of it opens; with all three, everything does.
 */
export function missingThings(data: Snapshot): { root: Loss; ring: Loss; data: Loss } {
  const { subjects, residents, parts, epochs } = sumOf(hangingOn(data));
  const zh = `${subjects} 个主体(其中居民 ${residents} 位)的档案、${parts} 人的访问记录内容和全部索引`;
  const en = `the records of ${subjects} subjects (${residents} of them residents), the contents of ${parts} people's log entries and every index`;
  return {
    root: {
      zh: `没有根密钥:密钥环副本打不开,${zh}永远读不了;日志的树和签名仍能核对`,
      en: `without the root secret: the ring's copy does not open, and ${en} can never be read; the log's tree and signatures can still be checked`,
    },
    ring: {
      zh: `没有密钥环副本:各月密钥(${epochs})是随机的,根密钥推不出来,${zh}永远读不了`,
      en: `without the ring's copy: the months' keys (${epochs}) are random and cannot be derived from the root, and ${en} can never be read`,
    },
    data: {
      zh: `没有数据备份:根密钥和密钥环里没有任何居民的信息,${zh}都没有了;上次备份以后写的也一样`,
      en: `without the data's backup: root and ring hold nothing about anybody, and ${en} are gone; so is whatever was written since the last backup`,
    },
  };
}

function everything(hanging: Map<string, Hanging>, ring: Ring | undefined): Loss {
  const all = sumOf(hanging);
  const [zh, en] =
    ring === undefined
      ? ['没有密钥环', 'there is no key ring']
      : [
          `密钥环的 ${ring.rows.length} 把密钥全都打不开:这不是它们的根密钥`,
          `none of the key ring's ${ring.rows.length} keys opens: this is not their root secret`,
        ];
  return {
    zh: `${zh}。在找回之前,全部月份(${all.epochs})的密钥都没有:${all.subjects} 个主体(其中居民 ${all.residents} 位)的档案、${all.parts} 人的访问记录内容、全部查找索引都读不了;岗位、同意和工单无法核对。找不回就永远读不了,谁也解不开。请用保管人的根密钥副本和密钥环副本恢复(docs/operations.md)`,
    en: `${en}. Until it is found, the keys of all months (${all.epochs}) are missing: the records of ${all.subjects} subjects (${all.residents} of them residents), the contents of ${all.parts} people's log entries and every search index cannot be read; roles, consents and tickets cannot be checked. If it is not found they never can be again, by anybody. Restore it from the officers' copy of the root and the copy of the key ring (docs/operations.md)`,
  };
}

function ofEpoch(epoch: string, { subjects, residents, parts }: Hanging, isThere: boolean): Loss {
  const name = printable(epoch);
  return {
    zh: `${name} 的月度密钥${isThere ? '打不开' : '不在密钥环里'}:${subjects} 个主体(其中居民 ${residents} 位)的档案、${parts} 人的访问记录内容读不了;其他人不受影响。请从密钥环副本找回`,
    en: `the epoch key of ${name} ${isThere ? 'does not open' : 'is not in the key ring'}: the records of ${subjects} subjects (${residents} of them residents) and the contents of ${parts} people's log entries cannot be read; nobody else is affected. Get it from a copy of the key ring`,
  };
}

const ofIdleEpoch = (epoch: string): Loss => ({
  zh: `${printable(epoch)} 的月度密钥打不开,但已没有什么靠它:什么都没有丢`,
  en: `the epoch key of ${printable(epoch)} does not open, but nothing hangs on it any more: nothing is lost`,
});

const ofIndex = (index: string): Loss => ({
  zh: `索引 ${printable(index)} 的密钥打不开:按这一项查不到人,也认不出重复;档案本身不受影响。请从密钥环副本找回`,
  en: `the key of the index ${printable(index)} does not open: nobody is found by it and no duplicate is seen; the records themselves are not affected. Get it from a copy of the key ring`,
});

const ofRow: Loss = {
  zh: '控制行的密钥没有或打不开:岗位、同意、绑定和工单状态都无法核对,保险库不会启动;档案内容仍在。请从密钥环副本找回',
  en: 'the key of the control rows is missing or does not open: no role, consent, binding or ticket can be checked, and the vault does not start; the records are still there. Get it from a copy of the key ring',
};

/** Without the secret of the log. */
export const ofLog: Loss = {
  zh: '日志密钥不在此处:已签的检查点仍可用公钥核对,但签不了新的;同意回执和移交包也签不了。请从它的备份找回,找不回就换一个(docs/operations.md)',
  en: 'the log secret is not here: checkpoints that were signed can still be checked with the public key, but no new one can be signed, nor a consent receipt or a package. Get it from its backup, or turn to a new one (docs/operations.md)',
};

/** All of it as one message. */
export const lossWords = (losses: readonly Loss[]): Fault['words'] => ({
  zh: losses.map(({ zh }) => zh).join('\n'),
  en: losses.map(({ en }) => en).join('\n'),
});
