/** The audit in words: no act that the server writes down is "something else". */
import { readFileSync } from 'node:fs';
import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { MapModel } from '../../src/model/map';
import { auditLineInWords } from '../../src/shell/workshop/dialogs/audit-dialog';
import { openMapOf } from '../helpers';

const audit = readFileSync(new URL('../../../server/src/workshop/audit.rs', import.meta.url), 'utf8');
const acts = [.../pub enum AuditWord \{([\s\S]*?)\n\}/.exec(audit)![1]!.matchAll(/^ {4}([A-Z]\w+),/gm)].map(([, name]) => name![0]!.toLowerCase() + name!.slice(1));
/** These two are in the server's own audit, since the workshop's goes with it. */
const OF_THE_SERVER = ['delete', 'expire'];

test('SHELL-37 what happened has words of its own for everything that the server writes into it', () => {
  const open = openMapOf({ map: new MapModel(new Y.Doc()), facts: { maps: signal([]), roster: signal(new Map([['p', { nickname: 'Ann' }]])) } });
  expect(acts.length).toBeGreaterThan(40);
  const sentences = acts.filter((act) => !OF_THE_SERVER.includes(act)).map((act) => auditLineInWords(open, { number: 1, at: 1, act, by: 'p', part: 'goal:gone' }));
  expect(sentences.filter((words) => words.includes('something else'))).toEqual([]);
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(auditLineInWords(open, { number: 1, at: 1, act: 'agree', by: 'p', part: 'goal:gone', actsFor: 'p' })).toMatch(/^Ann said yes to: .+\. Written down for Ann\.$/);
  expect(auditLineInWords(open, { number: 1, at: 1, act: 'formPair', by: 'p', device: 'same' })).toBe('Ann formed a pair. Both came with the same device.');
  expect(auditLineInWords(open, { number: 1, at: 1, act: 'join', by: 'p', device: 'same' })).toContain('Another person');
});
