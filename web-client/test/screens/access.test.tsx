// @vitest-environment happy-dom
/** Rules of docs/spec/access.md that need no browser: what is nowhere in the product, and what the signs mean. */
import { readdirSync, readFileSync } from 'node:fs';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import '../words';
import { t } from '../../src/i18n/translate';
import { AGREE_STATES } from '../../src/model/agreement';
import { MODES, PERSPECTIVES, SECTORS } from '../../src/model/kinds';
import { StepRow } from '../../src/list/step-row';
import { EditorState } from '../../src/editor/state/editor-state';
import { server } from '../../src/shell/common/services';
import { AccessibilityPage } from '../../src/shell/pages/accessibility-page';
import { PrivacyPage } from '../../src/shell/pages/privacy-page';
import { SignsDialog } from '../../src/shell/workshop/dialogs/signs-dialog';
import { agreementOn, furnished, openMapOf, talkFor } from '../helpers';

const SOURCES = `${import.meta.dirname}/../../src/`;
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(tsx?|scss)$/.test(name)).map((name) => [name, readFileSync(`${SOURCES}${name}`, 'utf8')] as const);
const page = document.body.appendChild(document.createElement('div'));
afterEach(() => render(null, page));

/** The files in which a pattern stands. */
const filesWith = (pattern: RegExp) => sources.filter(([, text]) => pattern.test(text)).map(([name]) => name);

describe('what is nowhere in the product', () => {
  it('ACCESS-11 no sound, no video, no picture of words, nothing done by moving the device', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(filesWith(/<(audio|video|track|object|embed|iframe)\b|new Audio\(|speechSynthesis|AudioContext/)).toEqual([]);
    expect(filesWith(/devicemotion|deviceorientation|DeviceMotionEvent|Accelerometer/)).toEqual([]);
    expect(filesWith(/<img\b/).filter((name) => !name.includes('invite')), 'a QR code is the only picture, and stands beside its link').toEqual([]);
  });

  it('ACCESS-11 nothing flashes, and what moves stops where less movement is asked for', () => {
    expect(filesWith(/@keyframes|\.animate\(|<blink|<marquee/)).toEqual([]);
    const base = sources.find(([name]) => name.endsWith('styles/_base.scss'))?.[1] ?? '';
    expect(base).toMatch(/@media \(prefers-reduced-motion: reduce\) \{[^@]*animation-iteration-count: 1 !important/);
    expect(base).toMatch(/\[data-motion="less"\][^@]*animation-iteration-count: 1 !important/);
  });
});

describe('what the signs mean', () => {
  it('SIGNS-1 every state, sector, way of working, knowledge and arrow is in the list, drawn and in words', async () => {
    const { map } = furnished();
    await act(async () => render(<SignsDialog open={openMapOf({ map })} onClose={() => undefined} />, page));
    const words = page.textContent ?? '';
    const states = [...AGREE_STATES, 'patientAgrees', 'professionalAgrees', 'leaving'] as const;
    for (const state of states) {
      expect(words).toContain(t(`state.${state}`));
      expect(page.querySelector(`.pw-state--${state} svg`), state).not.toBeNull();
    }
    for (const sector of SECTORS) expect(words).toContain(t(`sector.${sector}`));
    for (const mode of MODES) expect(words).toContain(t(`mode.${mode}`));
    for (const perspective of PERSPECTIVES) expect(words).toContain(t(`perspective.${perspective}`));
    for (const sign of ['A ring: a handover', 'Dashes and an open head: back', 'A short arrow with words', 'Words on an arrow', 'Shared decision', 'A circle: the patient side', 'A square: the professional side']) expect(words).toContain(sign);
    expect([...page.querySelectorAll('dt')].every((drawn) => drawn.childElementCount > 0), 'each is drawn').toBe(true);
  });
});

describe('whom to tell', () => {
  for (const [name, Shown] of [['statement', AccessibilityPage], ['privacy notice', PrivacyPage]] as const) {
    it(`CONF-7 the ${name} names the host’s contact where there is one, and nothing in its place where there is none`, async () => {
      const config = vi.spyOn(server, 'config');
      for (const contact of [undefined, 'Fay, 01234 567890']) {
        config.mockResolvedValue({ version: '1', creation: 'key', retentionDaysMax: 1, ...(contact === undefined ? {} : { contact }) });
        await act(async () => render(<Shown workshop={undefined} />, page));
        await act(async () => undefined);
        expect(page.textContent?.includes('The people who run this server:')).toBe(contact !== undefined);
        if (contact !== undefined) expect(page.textContent).toContain(contact);
        render(null, page);
      }
      config.mockRestore();
    });
  }
});

describe('a step in the list', () => {
  it('LIST-32 says in words what it leads to and what it comes from', async () => {
    const scene = furnished();
    const presence = { people: signal([]), peers: signal([]), show() {}, showAgain() {}, destroy() {} };
    const { map, undo } = scene;
    const editor = new EditorState({ agreement: agreementOn(map).agreement, names: signal(new Map()), map, undo, presence, access: signal('readWrite' as const), frozen: signal(false), role: signal('patientLeader' as const), talk: talkFor().talk });
    const row = async (id: string) => {
      await act(async () => render(<ul><StepRow editor={editor} id={id} index={0} siblings={[id]} /></ul>, page));
      return page.textContent ?? '';
    };
    expect(await row(scene.step)).toContain('Leads to “Sees GP”');
    expect(await row(scene.step)).not.toContain('Comes from');
    expect(await row(scene.other)).toContain('Comes from “Feels unwell”');
  });
});
