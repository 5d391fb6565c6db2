/**
 * Who is meant by the `@` in a text: after each the longest name that follows, with WeChat's U+2005 behind it or without
 * (people type `@楼管家上报`). Two of one name are both meant. `@所有人` is nobody's name.
 */
export function mentioned(text: string, members: Iterable<{ id: string; name: string }>): string[] {
  if (!text.includes('@')) return [];
  const all = [...members];
  const found = new Set<string>();
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const here = all.filter(({ name }) => text.startsWith(name, at + 1));
    const longest = Math.max(0, ...here.map(({ name }) => name.length));
    for (const { id, name } of here) if (name.length === longest) found.add(id);
  }
  return [...found];
}
