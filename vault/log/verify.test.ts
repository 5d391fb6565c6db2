import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';

import { logOrigin, signCheckpoint } from './checkpoint.ts';
import { encodeLeaf } from './leaf.ts';
import { noteSigner } from './note.ts';
import { sampleEntry, sampleLeaf, sampleLog, type SampleLog } from '../../tests/sample-log.ts';
import { edgeRoot, emptyRoot } from './tree.ts';
import { verifyTree, type Finding, type LogRow, type StoredCheckpoint, type VerifiedTree } from './verify.ts';

const origin = logOrigin('hengda', 1);
const signer = noteSigner(origin, sha256(utf8ToBytes('lindun test seed verify')));
const size = 13;
const log = sampleLog(size);

const signed = (of: SampleLog, ...sizes: number[]): StoredCheckpoint[] =>
  sizes.map((at) => ({ size: at, note: signCheckpoint({ origin, size: at, root: rootAt(of, at) }, signer) }));
const rootAt = (of: SampleLog, at: number): Uint8Array => of.roots[at] ?? new Uint8Array();
const checkpoints = signed(log, 0, 4, 7, 13);

function run(
  rows: Iterable<LogRow>,
  stored: Iterable<StoredCheckpoint> = checkpoints,
): { findings: Finding[]; result: VerifiedTree } {
  const findings: Finding[] = [];
  const pass = verifyTree({
    rows,
    checkpoints: stored,
    keys: [{ vkey: signer.vkey, from: 0, to: null }],
    origin,
  });
  for (;;) {
    const step = pass.next();
    if (step.done === true) return { findings, result: step.value };
    findings.push(step.value);
  }
}

const codes = ({ findings }: { findings: Finding[] }): string[] =>
  findings.map(({ code, seq, size: at }) => `${code} ${seq ?? at}`);

/** The log with the row `seq` changed. */
const withRow = (seq: number, change: (row: LogRow) => LogRow): LogRow[] =>
  log.rows.map((row) => (row.seq === seq ? change(row) : row));

describe('an untouched log', () => {
  it('has no findings, and its size, root and edge', () => {
    const { findings, result } = run(log.rows);
    expect(findings).toEqual([]);
    expect(result).toEqual({ size, root: rootAt(log, size), edge: log.edge, signed: 13 });
  });

  it('may be empty, and may have a tail that is not signed yet', () => {
    expect(run([], signed(log, 0))).toEqual({
      findings: [],
      result: { size: 0, root: emptyRoot, edge: { size: 0, roots: [] }, signed: 0 },
    });
    const { findings, result } = run(log.rows, signed(log, 7));
    expect([findings, result.signed, result.size]).toEqual([[], 7, 13]);
  });

  it('takes checkpoints in any order, and two for one size', () => {
    expect(run(log.rows, [...signed(log, 13, 4), ...signed(log, 4, 7)]).findings).toEqual([]);
  });

  it('may have entries of the same millisecond', () => {
    const same = sampleLog(3, (seq) =>
      encodeLeaf({ ...sampleEntry(seq).public, time: 5 }, emptyRoot, emptyRoot),
    );
    expect(run(same.rows, signed(same, 3)).findings).toEqual([]);
  });

  it('is read once, a row at a time', () => {
    let read = 0;
    const rows = (function* (): Generator<LogRow> {
      for (const row of log.rows) {
        read += 1;
        yield row;
      }
    })();
    const spoilt = verifyTree({
      rows,
      checkpoints: signed(log, 4).map(({ note }) => ({ size: 5, note })),
      keys: [{ vkey: signer.vkey, from: 0, to: null }],
      origin,
    });
    expect(spoilt.next().value).toMatchObject({ code: 'checkpoint_invalid' });
    expect(read).toBe(0);
    while (spoilt.next().done !== true);
    expect(read).toBe(size);
  });
});

describe('a change of one byte', () => {
  it('of any leaf is found at its row, wherever it is, and nowhere else', () => {
    for (const { seq, leaf } of log.rows) {
      for (let at = 0; at < leaf.length; at += 1) {
        const changed = leaf.with(at, (leaf[at] ?? 0) ^ (1 << (at % 8)));
        const { findings } = run(
          withRow(seq, (row) => ({ ...row, leaf: changed })),
          [],
        );
        expect(findings).toEqual([expect.objectContaining({ code: 'leaf_changed', seq })]);
      }
    }
  });

  it('of any stored hash is found at its row', () => {
    for (const { seq, nodes } of log.rows) {
      for (let at = 0; at < nodes.length; at += 1) {
        const changed = nodes.with(at, (nodes[at] ?? 0) ^ (1 << (at % 8)));
        const { findings } = run(
          withRow(seq, (row) => ({ ...row, nodes: changed })),
          [],
        );
        expect(findings[0]).toMatchObject({ code: at < 32 ? 'leaf_changed' : 'node_changed', seq });
        expect(findings.length).toBeLessThanOrEqual(2);
      }
    }
  });

  it('of any checkpoint is found', () => {
    const [{ note } = { note: '' }] = signed(log, 13);
    for (let at = 0; at < note.length; at += 1) {
      const changed = `${note.slice(0, at)}${note[at] === 'A' ? 'B' : 'A'}${note.slice(at + 1)}`;
      expect(codes(run(log.rows, [{ size: 13, note: changed }]))).toEqual(['checkpoint_invalid 13']);
    }
  });
});

describe('rows', () => {
  it('cut short, lengthened or emptied are found', () => {
    for (const { seq, leaf, nodes } of log.rows) {
      for (const change of [
        { leaf: leaf.subarray(1) },
        { leaf: Uint8Array.of(...leaf, 0) },
        { leaf: new Uint8Array() },
        { nodes: nodes.subarray(0, -1) },
        { nodes: Uint8Array.of(...nodes, 0) },
        { nodes: Uint8Array.of(...nodes, ...nodes) },
        { nodes: new Uint8Array() },
      ]) {
        const { findings } = run(withRow(seq, (row) => ({ ...row, ...change })));
        expect(findings[0]?.seq).toBe(seq);
        expect(findings.every((finding) => finding.seq === seq)).toBe(true);
      }
    }
  });

  it('removed from the middle are named, and the rest is still checked against the signed roots', () => {
    for (let seq = 0; seq < size - 1; seq += 1) {
      const result = run(log.rows.filter((row) => row.seq !== seq));
      expect(codes(result)[0]).toBe(`rows_missing ${seq}`);
      expect(codes(result).every((code) => /^(rows_missing|checkpoint_unchecked) /.test(code))).toBe(true);
    }
    expect(codes(run(log.rows.filter((row) => row.seq < 2 || row.seq > 5)))).toEqual([
      'rows_missing 2',
      'checkpoint_unchecked 7',
      'checkpoint_unchecked 4',
    ]);
    // Row 7 stores the hash over rows 0 to 7: the root at 13 is known again although row 6 is lost, and a
    // change behind the gap is still found.
    const lost = log.rows.filter((row) => row.seq !== 6);
    expect(run(lost).result).toMatchObject({ signed: 13, root: rootAt(log, 13) });
    const alsoChanged = lost.map((row) => (row.seq === 9 ? { ...row, leaf: sampleLeaf(8) } : row));
    expect(codes(run(alsoChanged))).toContain('leaf_changed 9');
  });

  it('removed from the end are found if a checkpoint covers them', () => {
    expect(codes(run(log.rows.slice(0, 12)))).toEqual(['checkpoint_beyond_log 13']);
    expect(codes(run([]))).toEqual([
      'checkpoint_beyond_log 4',
      'checkpoint_beyond_log 7',
      'checkpoint_beyond_log 13',
    ]);
    // What nobody signed, nobody can miss: docs/log-format.md says so.
    expect(run(log.rows.slice(0, 9), signed(log, 7)).findings).toEqual([]);
  });

  it('exchanged with one another are found, both', () => {
    for (let a = 0; a < size; a += 1) {
      for (let b = a + 1; b < size; b += 1) {
        const [first, second] = [log.rows[a], log.rows[b]];
        if (first === undefined || second === undefined) throw new Error('no row');
        const rows = log.rows.map((row) => {
          if (row.seq === a) return { ...second, seq: a };
          return row.seq === b ? { ...first, seq: b } : row;
        });
        const found = codes(run(rows, []));
        expect(found).toContain(`wrong_seq ${a}`);
        expect(found).toContain(`wrong_seq ${b}`);
      }
    }
  });

  it('repeated or out of order are found', () => {
    const [first, second] = log.rows;
    if (first === undefined || second === undefined) throw new Error('no row');
    expect(codes(run([first, first, ...log.rows.slice(1)]))).toEqual(['row_out_of_order 0']);
    expect(codes(run([second, first, ...log.rows.slice(2)]))).toEqual([
      'rows_missing 0',
      'row_out_of_order 0',
    ]);
    expect(codes(run([{ ...first, seq: -1 }, ...log.rows]))).toEqual(['row_out_of_order -1']);
  });
});

describe('a log written anew by someone without the key', () => {
  const forgery = encodeLeaf({ ...sampleEntry(5).public, decision: 'refused' }, emptyRoot, emptyRoot);
  const forged = sampleLog(size, (seq) => (seq === 5 ? forgery : sampleLeaf(seq)));

  it('differs from the signed roots from the changed entry on', () => {
    expect(codes(run(forged.rows))).toEqual(['checkpoint_root 7', 'checkpoint_root 13']);
    expect(run(forged.rows).result.signed).toBe(4);
  });

  it('cannot sign its own', () => {
    const stranger = noteSigner(origin, new Uint8Array(32));
    const own = signCheckpoint({ origin, size, root: edgeRoot(forged.edge) }, stranger);
    expect(codes(run(forged.rows, [{ size, note: own }]))).toEqual(['checkpoint_invalid 13']);
    const elsewhere = noteSigner('lindun/elsewhere/1', new Uint8Array(32));
    const head = { origin: elsewhere.name, size, root: edgeRoot(forged.edge) };
    expect(codes(run(forged.rows, [{ size, note: signCheckpoint(head, elsewhere) }]))).toEqual([
      'checkpoint_invalid 13',
    ]);
  });

  it('is found where two roots are signed for one size', () => {
    expect(codes(run(log.rows, [...signed(log, 13), ...signed(forged, 13)]))).toEqual(['checkpoint_root 13']);
  });
});

describe('an entry that the program itself should not have written', () => {
  it('names another number, an earlier time, or is malformed', () => {
    const odd = sampleLog(6, (seq) => {
      const part = sampleEntry(seq).public;
      if (seq === 2) return encodeLeaf({ ...part, seq: 9 }, emptyRoot, emptyRoot);
      if (seq === 3) return encodeLeaf({ ...part, time: 1 }, emptyRoot, emptyRoot);
      return seq === 4 ? utf8ToBytes('no leaf') : sampleLeaf(seq);
    });
    expect(codes(run(odd.rows, signed(odd, 6)))).toEqual([
      'wrong_seq 2',
      'time_backwards 3',
      'leaf_malformed 4',
    ]);
  });
});

describe('a finding', () => {
  it('is said in Chinese and in English, and shows nothing of what it is about', () => {
    const rows = withRow(3, (row) => ({ ...row, leaf: utf8ToBytes('张三 13800138000') })).filter(
      ({ seq }) => seq !== 8,
    );
    const { findings } = run(rows, [...checkpoints, { size: 5, note: '张三 13800138000' }]);
    expect(findings.length).toBeGreaterThan(2);
    for (const { zh, en } of findings) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[\x20-\x7e]+$/);
      expect(zh + en).not.toMatch(/张三|138/);
    }
  });
});
