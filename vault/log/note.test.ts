import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromBase64, toBase64 } from './base64.ts';
import {
  formatCheckpoint,
  logOrigin,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
import { noteSigner, openNote } from './note.ts';

// The example of C2SP signed-note, "Verifier keys".
const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const exampleNote =
  'This is an example message.\n\n— example.com/foo ' +
  'Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

const seed = (label: string): Uint8Array => sha256(utf8ToBytes(`lindun test seed ${label}`));
const signer = noteSigner('lindun/hengda/1', seed('a'));
const other = noteSigner('witness.example', seed('b'));
const body = '一行\n\n两行\n';
const note = signer.sign(body);
const lineOf = (signed: string): string => signed.slice(signed.lastIndexOf('\n\n') + 2);
const failure = (code: string): object => ({ ok: false, failure: code });

describe('base64', () => {
  it('has one spelling for each value', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = toBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(text)).toEqual(bytes);
      }),
    );
    for (const wrong of ['QQ', 'QQ=', 'QR==', 'QQ==\n', ' QQ==', 'QQ==QQ==', '=', '====', 'QUI', '-_-_']) {
      expect(fromBase64(wrong), wrong).toBeUndefined();
    }
  });
});

describe('a signed note', () => {
  it("opens as the specification's example does", () => {
    const opened = openNote(exampleNote, [exampleKey]);
    expect(opened).toEqual({
      ok: true,
      value: {
        text: 'This is an example message.\n',
        signers: [{ name: 'example.com/foo', keyId: 0x530d903a, vkey: exampleKey }],
      },
    });
    expect(openNote(exampleNote.replace('example message', 'Example message'), [exampleKey])).toEqual(
      failure('bad_signature'),
    );
  });

  it('keeps blank lines of its text, and opens under its own key only', () => {
    const { name, keyId, vkey } = signer;
    expect(openNote(note, [vkey])).toEqual({
      ok: true,
      value: { text: body, signers: [{ name, keyId, vkey }] },
    });
    expect(openNote(note, [other.vkey])).toEqual(failure('no_known_signature'));
    expect(openNote(note, [])).toEqual(failure('no_known_signature'));
    const sameName = noteSigner(name, seed('c'));
    expect(openNote(note, [sameName.vkey])).toEqual(failure('no_known_signature'));
  });

  it('with several signatures names the known ones and ignores the others', () => {
    const both = note + lineOf(other.sign(body));
    const opened = openNote(both, [other.vkey, signer.vkey]);
    expect(opened.ok && opened.value.signers.map(({ name }) => name)).toEqual([
      'lindun/hengda/1',
      'witness.example',
    ]);
    expect(openNote(both, [other.vkey]).ok).toBe(true);
    const repeated = openNote(note + lineOf(note), [signer.vkey]);
    expect(repeated.ok && repeated.value.signers.length).toBe(1);
    const spoilt = note + lineOf(other.sign('another text\n'));
    expect(openNote(spoilt, [signer.vkey]).ok).toBe(true);
    expect(openNote(spoilt, [signer.vkey, other.vkey])).toEqual(failure('bad_signature'));
  });

  it('is refused after any change of one character', () => {
    for (let at = 0; at < note.length; at += 1) {
      for (const character of ['A', 'x', ' ', '\n', '']) {
        const changed = note.slice(0, at) + character + note.slice(at + 1);
        if (changed !== note) expect(openNote(changed, [signer.vkey]).ok, `${at}: ${character}`).toBe(false);
      }
    }
  });

  it('is refused in any form but its own', () => {
    const line = lineOf(note);
    const wrong = [
      '',
      body,
      body + '\n',
      note.slice(0, -1),
      note + '\n',
      note.replace('— ', '- '),
      note.replace('— ', '—  '),
      note.replace('一行\n', '一行\r\n'),
      note.replace('一行\n', '一\t行\n'),
      note.replace('一行', '\ud800'),
      body + '\n' + line.repeat(101),
      body + '\n— lindun/hengda/1 AAAAAA==\n',
      body + '\n— a+b AAAAAAA=\n',
    ];
    for (const text of wrong)
      expect(openNote(text, [signer.vkey]), JSON.stringify(text)).toEqual(failure('note_malformed'));
    expect(openNote(body + '\n' + line.repeat(100), [signer.vkey]).ok).toBe(true);
  });

  it('is not opened with what is no verifier key', () => {
    const [name = '', id = '', key = ''] = signer.vkey.split('+');
    const wrong = [
      '',
      name,
      `${name}+${id}`,
      `other+${id}+${key}`,
      `${name}+${id.toUpperCase()}x+${key}`,
      `${name}+00000000+${key}`,
      `${name}+${id}+${key.slice(0, -4)}`,
      `${name}+${id}+${toBase64(Uint8Array.of(4, ...(fromBase64(key) ?? []).slice(1)))}`,
      ` ${signer.vkey}`,
      `${signer.vkey}\n`,
    ];
    for (const vkey of wrong) expect(openNote(note, [vkey]), vkey).toEqual(failure('bad_vkey'));
  });

  it('is not signed over what is no note, or by what is no name', () => {
    for (const text of ['', 'no newline', 'a\rb\n', '\ud800\n'])
      expect(() => signer.sign(text)).toThrow(RangeError);
    for (const name of ['', 'a b', 'a+b', 'a\u3000b', 'a\u0085b', 'a\n', '\ud800']) {
      expect(() => noteSigner(name, seed('a')), JSON.stringify(name)).toThrow(RangeError);
    }
    expect(() => noteSigner('a', seed('a').subarray(1))).toThrow(RangeError);
  });
});

describe('a checkpoint', () => {
  const origin = logOrigin('hengda', 1);
  const root = sha256(new Uint8Array());
  const text = formatCheckpoint({ origin, size: 5, root });

  it('is three lines, read back as written', () => {
    expect(text).toBe('lindun/hengda/1\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (n, hash) => {
        const checkpoint = { origin, size: Math.abs(n), root: hash };
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual({ ok: true, value: checkpoint });
      }),
    );
  });

  it('is refused with other numbers, hashes, lines or none', () => {
    const wrong = [
      text.replace('\n5\n', '\n05\n'),
      text.replace('\n5\n', '\n+5\n'),
      text.replace('\n5\n', '\n-5\n'),
      text.replace('\n5\n', '\n5.0\n'),
      text.replace('\n5\n', '\n９\n'),
      text.replace('\n5\n', '\n9007199254740992\n'),
      text.replace('47DE', ''),
      text.replace('uFU=', 'uFV='),
      text.replace('=\n', '\n'),
      text.slice(0, -1),
      text + 'extension\n',
      text + '\n',
      text.slice(text.indexOf('\n')),
      text.slice(text.indexOf('\n') + 1),
      text.replaceAll('\n', '\r\n'),
      '',
    ];
    for (const changed of wrong) {
      expect(parseCheckpoint(changed), JSON.stringify(changed)).toEqual(failure('checkpoint_malformed'));
    }
  });

  it("opens under the log's key and origin only", () => {
    const signed = signCheckpoint({ origin, size: 5, root }, signer);
    const { vkey } = signer;
    expect(openCheckpoint(signed, { vkey, origin })).toEqual({ ok: true, value: { origin, size: 5, root } });
    expect(openCheckpoint(signed, { vkey, origin: logOrigin('hengda', 2) })).toEqual(failure('wrong_origin'));
    expect(openCheckpoint(signed.replace('\n5\n', '\n6\n'), { vkey, origin })).toEqual(
      failure('bad_signature'),
    );
    expect(openCheckpoint(note, { vkey, origin })).toEqual(failure('checkpoint_malformed'));
    expect(() => signCheckpoint({ origin, size: 5, root }, other)).toThrow(RangeError);
    expect(() => formatCheckpoint({ origin: 'a\nb', size: 5, root })).toThrow(RangeError);
    expect(() => formatCheckpoint({ origin, size: -1, root })).toThrow(RangeError);
    expect(() => formatCheckpoint({ origin, size: 5, root: root.subarray(1) })).toThrow(RangeError);
  });
});
