/**
 * The pages that stand in place of a workshop: not joined here, removed, ended, signed out; each with what to do next,
 * and with the person's own words that had not reached the server. Owns these words' order.
 */
import { useLayoutEffect } from 'preact/hooks';
import { at } from '../../config';
import { t, type PlainKey } from '../../i18n/translate';
import { clearToasts } from '../../notice/notice';
import type { RefusedText } from '../../sync/offline';
import { Page } from '../common/page';
import { RefusedWords } from './common/refused-words';

/** Why there is no workshop to show. */
export type WhyNot = 'notJoined' | 'removed' | 'deleted' | 'signedOut';

interface Words {
  readonly title: PlainKey;
  readonly text: PlainKey;
  readonly next: 'home' | 'join';
}

const WORDS: Record<WhyNot, Words> = {
  notJoined: { title: 'notJoined.title', text: 'notJoined.text', next: 'join' },
  removed: { title: 'ended.removed.title', text: 'ended.removed.text', next: 'home' },
  deleted: { title: 'ended.deleted.title', text: 'ended.deleted.text', next: 'home' },
  signedOut: { title: 'ended.signedOut.title', text: 'ended.signedOut.text', next: 'join' },
};

/** The page that says why and what next. */
export function Ended({ why, refused = [] }: { readonly why: WhyNot; readonly refused?: readonly RefusedText[] }) {
  const words = WORDS[why];
  // What was said in the workshop a moment ago ("Everyone can edit again.") contradicts this page.
  useLayoutEffect(clearToasts, []);
  return (
    <Page title={t(words.title)}>
      <div class="pw-flow">
        <p class="pw-lead">{t(words.text)}</p>
        <p class="pw-row">
          {words.next === 'join' && (
            <a class="pw-button" href={at('/join')}>
              {t('ended.join')}
            </a>
          )}
          <a class={words.next === 'join' ? 'pw-button pw-button--plain' : 'pw-button'} href={at('/')}>
            {t('ended.home')}
          </a>
        </p>
        {refused.length > 0 && (
          <section class="pw-flow">
            <h2>{t('ended.words')}</h2>
            <RefusedWords refused={refused} />
          </section>
        )}
      </div>
    </Page>
  );
}
