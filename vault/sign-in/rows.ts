/** The control rows of signing in. No name and no value of anybody's is in them. */
export interface SignInRows {
  /**
   * How somebody signs in; key is the subject's id. Of a PIN a keyed hash is kept, whose key is not in the database; who has
   * lost theirs has neither PIN nor passkeys, and the number still.
   */
  sign_in: {
    number: string;
    pin: { salt: string; tag: string; set: number } | null;
    passkeys: string[];
  };
  /** Whose number it is; key is the number. */
  sign_in_number: { subject: string };
  /** A passkey's public part; key is its credential id. One that was taken away stays, as `ended`. */
  passkey: {
    subject: string;
    alg: 'ES256' | 'EdDSA';
    key: string;
    counter: number;
    /** The host it belongs to. */
    rp: string;
    added: number;
    used: number | null;
    ended: boolean;
  };
}
