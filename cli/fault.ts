/**
 * Why something on the machine itself does not go: the directory, the port, the build. Stable, for
 * programs.
 */
export type FaultCode = 'locked' | 'modes' | 'secret' | 'port' | 'bundle' | 'workerd' | 'argument' | 'data';

/**
 * A failure of the machine, thrown where it is found and said once, at the edge, as `words` in both
 * languages.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly words: { readonly zh: string; readonly en: string };

  constructor(code: FaultCode, zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.name = 'Fault';
    this.code = code;
    this.words = { zh, en };
  }
}
