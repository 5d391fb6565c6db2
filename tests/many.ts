import { base32 } from '../vault/crypto/base32.ts';
import { seededRandom } from './node-vault.ts';
import { base, type TestVault } from './wire.ts';

/** A made-up resident as the import was given them; no two have a number or an address in common. */
export interface Imported {
  id: string;
  fields: { name: string; mobile: string; address: string; idNumber: string };
}

/** Imports so many residents of grid 3, the same in every run with the same seed. */
export async function importMany(
  vault: TestVault,
  administrator: string,
  count: number,
  seed = 7,
): Promise<Imported[]> {
  const random = seededRandom(seed);
  const many = Array.from({ length: count }, (_, n) => ({
    id: base32(random(16)),
    fields: {
      name: `${'王李张刘陈杨赵黄'[n % 8]}${'秀英建国敏静丽强'[(n >> 3) % 8]}`,
      mobile: `139${String(10_000_000 + n)}`,
      address: `${3 + (n % 2)}号楼${1 + ((n >> 1) % 4)}单元${101 + (n >> 3)}室`,
      idNumber: idNumber(n),
    },
  }));
  for (let from = 0; from < count; from += 500) {
    const lines = many
      .slice(from, from + 500)
      .map(({ id, fields }) => JSON.stringify({ kind: 'record', type: 'resident', id, grid: 3, fields }));
    const response = await fetch(`${vault.vault.url}${base}/imports`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${administrator}`,
        'content-type': 'application/x-ndjson',
        'idempotency-key': `many-${seed}-${from}`,
      },
      body: lines.join('\n'),
    });
    if (!response.ok) throw new Error(`import: ${response.status} ${await response.text()}`);
  }
  return many;
}

/** A made-up 身份证号 that passes its check (GB 11643: ISO 7064 MOD 11-2). */
function idNumber(n: number): string {
  const first = `370112${1950 + (n % 50)}0${1 + (n % 9)}1${n % 10}${String(n % 1000).padStart(3, '0')}`;
  const sum = first.split('').reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return first + '10X98765432'[sum % 11];
}
