/**
 * Circles in who imports whom: between files, and between folders at every depth. Knows names and arrows only.
 *
 * A folder at depth n is the first n names of a path. At depth 1 all of `shell/` is one; at depth 2 `shell/join/` and the
 * files that lie in `shell/` itself are two; so a circle is found also where it runs through a folder and its own sub-folder.
 */

/** Every circle as `{ of: 'files' | 'folders', names }`; `imports` maps a file to the files it imports. */
export function circlesIn(imports) {
  const found = [];
  const seen = new Set();
  const add = (of, graph) => {
    for (const names of circlesOf(graph)) {
      const key = [...names].sort().join('\n');
      if (!seen.has(key)) found.push({ of, names });
      seen.add(key);
    }
  };
  add('files', imports);
  const depth = Math.max(...Array.from(imports.keys(), (name) => name.split('/').length - 1));
  for (let level = 1; level <= depth; level += 1) add('folders', byFolder(imports, level));
  return found;
}

/** A file that lies in no folder (the start, the settings) stands for itself: they have nothing in common. */
function folderOf(name, level) {
  return name.includes('/') ? name.split('/').slice(0, -1).slice(0, level).join('/') : name;
}

function byFolder(imports, level) {
  const graph = new Map();
  for (const [name, targets] of imports) {
    const from = folderOf(name, level);
    const known = graph.get(from) ?? new Set();
    graph.set(from, known);
    for (const target of targets) {
      const to = folderOf(target, level);
      if (to !== from) known.add(to);
    }
  }
  return graph;
}

/** One way round for each set of names that reach each other. */
function circlesOf(graph) {
  const circles = [];
  const done = new Set();
  for (const start of graph.keys()) {
    if (done.has(start)) continue;
    const way = wayBack(graph, start);
    if (!way) continue;
    for (const name of way) done.add(name);
    circles.push(way);
  }
  return circles;
}

/** The shortest way from a name back to itself, breadth first; `undefined` when there is none. */
function wayBack(graph, start) {
  const from = new Map();
  const queue = [start];
  for (const name of queue) {
    for (const next of graph.get(name) ?? []) {
      if (next === start) {
        const way = [start];
        for (let step = name; step !== start; step = from.get(step)) way.splice(1, 0, step);
        return [...way, start];
      }
      if (!from.has(next)) {
        from.set(next, name);
        queue.push(next);
      }
    }
  }
  return undefined;
}
