/** libsodium, compiled by the Worker's engine before the program starts (see `cli/sodium.ts`). */
export { default as sodiumModule } from './libsodium.wasm';
