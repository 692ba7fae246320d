/**
 * The frame of every page but the workshop itself: skip link, header with the name of the product, one main region,
 * footer. Owns the page title and where focus goes when the page changes. Must not know what a page is about.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { at } from '../../config';
import { feature, FeatureView } from '../../ui/feature';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { moved } from './route';

const settingsDialog = feature(() => import('./settings-dialog'), () => import('../../i18n/later/settings'));

/** The mark of the product: a circle and a square of one size that share a middle. */
export function Mark({ size = 2 }: { readonly size?: number }) {
  return (
    <svg class="pw-mark" viewBox="0 0 40 28" style={{ width: `${size * 1.43}rem`, height: `${size}rem` }} aria-hidden="true" focusable="false">
      <rect x="16.5" y="3.5" width="21" height="21" rx="4" class="pw-mark__square" />
      <circle cx="13.5" cy="14" r="11.5" class="pw-mark__circle" />
      <path d="M16 3.5h2.19a11.5 11.5 0 0 1 0 21H16z" class="pw-mark__shared" />
    </svg>
  );
}

/** Sets the browser's title and, after a move within the product, the focus on the page's heading. */
export function usePage(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('page.title', { page: title });
  }, [title]);
  useEffect(() => {
    if (moved.peek()) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}

function skipToMain(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** The link that takes a keyboard past the header. */
export function SkipLink() {
  return (
    <a class="nhsuk-skip-link" href="#main" onClick={skipToMain}>
      {t('page.skip')}
    </a>
  );
}

/** The button that opens text size and colours, in the same place on every page. */
export function SettingsButton() {
  const [shown, setShown] = useState<'shown' | 'hidden'>('hidden');
  return (
    <>
      <button type="button" class="pw-button pw-button--quiet" onClick={() => setShown('shown')}>
        <Symbol name="settings" />
        <span>{t('page.settings')}</span>
      </button>
      {shown === 'shown' && <FeatureView feature={settingsDialog}>{({ SettingsDialog }) => <SettingsDialog onClose={() => setShown('hidden')} />}</FeatureView>}
    </>
  );
}

function Header() {
  return (
    <header class="pw-header">
      <div class="pw-header__inner">
        <a class="pw-wordmark" href={at('/')} aria-label={t('page.home')}>
          <Mark />
          <span>{t('product.name')}</span>
        </a>
        <SettingsButton />
      </div>
    </header>
  );
}

function Footer() {
  return (
    <footer class="pw-footer">
      <div class="pw-footer__inner">
        <nav class="pw-row" aria-label={t('page.footer')}>
          <a href={at('/privacy')}>{t('page.privacy')}</a>
          <a href={at('/device')}>{t('page.device')}</a>
          <a href={at('/accessibility')}>{t('page.accessibility')}</a>
        </nav>
        <p class="pw-soft pw-small">{t('product.notice')}</p>
      </div>
    </footer>
  );
}

/** A page: `title` for the browser, `heading` where it differs from it. */
export interface PageProps {
  readonly title: string;
  readonly heading?: string;
  readonly width?: 'reading' | 'full';
  readonly back?: { readonly to: string; readonly label: string };
  readonly children: ComponentChildren;
}

/** Frames one page. */
export function Page({ title, heading, width = 'reading', back, children }: PageProps) {
  const ref = usePage(title);
  return (
    <div class="pw-page">
      <SkipLink />
      <Header />
      <main id="main" tabIndex={-1} class={`pw-main pw-main--${width}`}>
        {back && (
          <a class="pw-back" href={back.to}>
            <Symbol name="left" size={1} />
            {back.label}
          </a>
        )}
        <h1 ref={ref} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {children}
      </main>
      <Footer />
    </div>
  );
}
