/**
 * The search for circles among imports (scripts/circles.mjs), which `npm run check` rests on.
 */
import { describe, expect, it } from 'vitest';

type CirclesIn = (imports: ReadonlyMap<string, ReadonlySet<string>>) => readonly { readonly of: 'files' | 'folders'; readonly names: readonly string[] }[];
const { circlesIn } = (await import(new URL('../scripts/circles.mjs', import.meta.url).href)) as { readonly circlesIn: CirclesIn };

function graph(arrows: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(arrows).map(([name, targets]) => [name, new Set(targets)]));
}

describe('circles among imports', () => {
  it('finds none where every arrow points down', () => {
    expect(circlesIn(graph({ 'app.ts': ['a/one.ts', 'config.ts'], 'a/one.ts': ['a/below/two.ts', 'config.ts'], 'a/below/two.ts': [], 'config.ts': [] }))).toEqual([]);
  });

  it('finds a circle of files', () => {
    expect(circlesIn(graph({ 'a/one.ts': ['a/two.ts'], 'a/two.ts': ['a/three.ts'], 'a/three.ts': ['a/one.ts'] }))).toEqual([
      { of: 'files', names: ['a/one.ts', 'a/two.ts', 'a/three.ts', 'a/one.ts'] },
    ]);
  });

  it('finds a circle of folders where no file is in one', () => {
    expect(circlesIn(graph({ 'a/one.ts': ['b/two.ts'], 'a/four.ts': [], 'b/two.ts': [], 'b/three.ts': ['a/four.ts'] }))).toEqual([
      { of: 'folders', names: ['a', 'b', 'a'] },
    ]);
  });

  it('finds a circle between sub-folders, and between a folder and its own sub-folder', () => {
    const found = circlesIn(graph({ 'a/x/one.ts': ['a/y/two.ts'], 'a/y/two.ts': [], 'a/y/three.ts': ['a/x/four.ts'], 'a/x/four.ts': [], 'b/one.ts': ['b/z/two.ts'], 'b/z/two.ts': [], 'b/z/three.ts': ['b/four.ts'], 'b/four.ts': [] }));
    expect(found.map(({ names }) => names)).toEqual([['a/x', 'a/y', 'a/x'], ['b', 'b/z', 'b']]);
  });
});
