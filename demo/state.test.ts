import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Lock } from '../cli/lock.ts';
import { factsFile, readFacts, writeFacts } from './facts.ts';
import { seats, type SignIn } from './sign-in.ts';
import { beginState, claim, clear, type DemoState, folderOf, saveState } from './state.ts';

let dir: string;
let locks: Lock[];
const made = { seed: 24, began: 1_764_000_000_000, households: 60 };

beforeEach(() => {
  dir = join(fs.mkdtempSync(join(tmpdir(), 'lindun-state-')), 'state');
  locks = [];
});
afterEach(() => {
  for (const lock of locks) lock.release();
  fs.rmSync(dirname(dir), { recursive: true });
});

const take = (): void => void locks.push(claim(dir));
function plantVault(): void {
  const object = join(dir, 'data', 'lindun-community', `${'ab'.repeat(32)}.sqlite`);
  fs.mkdirSync(dirname(object), { recursive: true, mode: 0o700 });
  fs.writeFileSync(object, 'somebody’s own');
}
const mode = (file: string): number => fs.statSync(file).mode & 0o777;

test('begins where there is nothing, for nobody else to read', () => {
  take();
  expect(beginState(dir, made)).toMatchObject({ ...made, settled: false, complete: [], bound: [] });
  expect([mode(dir), mode(folderOf(dir)), mode(join(folderOf(dir), 'state.json'))]).toEqual([
    0o700, 0o700, 0o600,
  ]);
});

test('goes on where it was left, whatever a new one would be like', () => {
  take();
  const state = beginState(dir, made);
  state.settled = true;
  state.done.story = 7;
  state.staff['worker-3'] = 'somebody';
  saveState(dir, state);
  plantVault();
  expect(beginState(dir, { ...made, seed: 1, households: 99 })).toEqual(state);
});

test('begins anew where the vault’s data is gone', () => {
  take();
  const state = beginState(dir, made);
  state.settled = true;
  state.complete.push('story');
  saveState(dir, state);
  expect(beginState(dir, { ...made, began: made.began + 1 })).toMatchObject({
    settled: false,
    complete: [],
    began: made.began + 1,
  });
});

test('a state that was half written is not there: the one before is', () => {
  take();
  const state = beginState(dir, made);
  fs.writeFileSync(join(folderOf(dir), 'state.json.new'), '{"seed":');
  expect(beginState(dir, made)).toEqual(state);
  saveState(dir, state);
  expect(fs.readdirSync(folderOf(dir)).filter((name) => name.endsWith('.new'))).toEqual([]);
});

test('a second one on the same directory is refused while the first lives', () => {
  take();
  expect(() => claim(dir)).toThrow(/running already/);
  locks.pop()?.release();
  take();
});

test('a demonstration from before people signed in goes on: nobody in it has a PIN yet', () => {
  take();
  const { signIns, ...before } = beginState(dir, made);
  expect(signIns).toEqual({});
  saveState(dir, before as DemoState);
  expect(beginState(dir, made)).toEqual({ ...before, signIns: {} });
});

test('a vault that no demonstration began is left alone', () => {
  plantVault();
  expect(() => claim(dir)).toThrow(/did not make/);
  expect(fs.readdirSync(dir)).toEqual(['data']);
});

test('one of an earlier version is known for what it is, and is not gone on with', () => {
  plantVault();
  fs.writeFileSync(factsFile(dir), JSON.stringify({ seed: 24, day: '2026-01-01', batches: 9 }, null, 2));
  take();
  expect(() => beginState(dir, made)).toThrow(/earlier version.*--fresh/);
  clear(dir);
  expect(beginState(dir, made)).toMatchObject(made);
});

test('cleared, nothing is left but the lock that is held', () => {
  take();
  saveState(dir, beginState(dir, made));
  plantVault();
  fs.writeFileSync(factsFile(dir), '{}');
  clear(dir);
  const left = fs.readdirSync(dir, { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => !/^demo(?:\/lock[\w-]*)?$/.test(name))).toEqual([]);
  expect(() => claim(dir)).toThrow(/running already/);
});

test('what programs are told has exactly the members that were agreed, and is for nobody else to read', () => {
  take();
  const of = (number: string) => ({
    address: `http://localhost:1/c/hengda/sign-in#${number}`,
    number,
    pin: '280519',
  });
  const signIn = Object.fromEntries(seats.map((seat, at) => [seat, of(String(100_001 + at))])) as SignIn;
  writeFacts(dir, {
    vault: 'http://localhost:8787',
    chat: 'http://localhost:8788',
    community: 'hengda',
    signIn,
  });
  const facts = readFacts(dir);
  expect(mode(factsFile(dir))).toBe(0o600);
  expect(Object.keys(facts)).toEqual(['vault', 'chat', 'community', 'people', 'rooms', 'signIn']);
  expect([...new Set(facts.people.map((each) => Object.keys(each).join()))]).toEqual(['id,name,role,grid']);
  expect([...new Set(facts.rooms.map((each) => Object.keys(each).join()))]).toEqual(['id,topic']);
  expect(facts.signIn).toEqual(signIn);
  expect(facts.people.every(({ grid }) => grid === null || Number.isInteger(grid))).toBe(true);
});

test('what is remembered between two starts names nobody and holds no token', () => {
  take();
  const state: DemoState = beginState(dir, made);
  saveState(dir, state);
  expect(fs.readFileSync(join(folderOf(dir), 'state.json'), 'utf8')).not.toMatch(/lin_|\p{Script=Han}/u);
});
