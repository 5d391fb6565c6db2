import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * libsodium's WebAssembly module, out of the npm package `libsodium`, which has it as base64 inside its JavaScript. A
 * Worker may not compile bytes, only import a module from its bundle; so wrangler has this file run first and write the
 * module to where `vault/crypto/sodium-module.ts` imports it from (wrangler.toml, `[build]`). Node compiles the bytes.
 *
 * The package comes from package-lock.json, which has its hash; the module's own hash is here because its exports are
 * known by letters (`vault/crypto/sodium.ts`), which are another module's in another version.
 */
const sha256 = '36ee2d34e4b659a2dc41ffc6871b934974b1dc88626c42e3e020b593415d89e7';

/** @throws Error when the package has another module than the one that `vault/crypto/sodium.ts` knows */
export function sodiumBytes(): Uint8Array<ArrayBuffer> {
  const [, base64 = ''] = /"(AGFzb[\w+/]+=*)"/.exec(readFileSync(sodiumPackage(), 'latin1')) ?? [];
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Error(`the package libsodium has another module: ${found}`);
  return bytes;
}

/** The package's JavaScript. */
export function sodiumPackage(): string {
  const resolve = createRequire(import.meta.url).resolve;
  return join(dirname(resolve('libsodium')), '..', 'modules-esm', 'libsodium.mjs');
}

/** Node has it, and no type for it. */
const { Module } = (globalThis as unknown as Engine).WebAssembly;
interface Engine {
  WebAssembly: { Module: new (bytes: Uint8Array) => WebAssembly.Module };
}

/** The module, compiled, for programs that run on Node; undefined where there is none: they take noble then. */
export function sodiumModule(): WebAssembly.Module | undefined {
  try {
    return new Module(sodiumBytes());
  } catch {
    return undefined;
  }
}

// Not `import.meta.main`: wrangler may be run by a Node that does not know it yet.
if (process.argv[1] === import.meta.filename) {
  const target = join(dirname(import.meta.dirname), 'vault', 'crypto', 'libsodium.wasm');
  mkdirSync(dirname(target), { recursive: true });
  // Under another name first: two builds at a time each find a whole file.
  writeFileSync(`${target}.${process.pid}`, sodiumBytes());
  renameSync(`${target}.${process.pid}`, target);
}
