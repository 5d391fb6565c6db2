/** wrangler's Text rule (wrangler.toml): a Worker has no files at run time, so texts are in the bundle. */
declare module '*.md' {
  const text: string;
  export default text;
}

declare module '*.css' {
  const text: string;
  export default text;
}

/** WebAssembly comes compiled: a Worker may not compile bytes. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
