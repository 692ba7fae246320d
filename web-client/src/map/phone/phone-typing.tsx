/** The field for typing on the map of a phone, in its place on the page. Owns that it has the focus and stays in sight; what is typed in it is adder.ts. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { AddBox } from '../typing/add-box';
import type { AddRequest } from '../typing/request';
import '../typing/typing.scss';
import type { Adder } from './adder';

/** The field. */
export function PhoneTyping({ adder, request }: { readonly adder: Adder; readonly request: AddRequest }) {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (root.current ? adder.drawn(root.current) : undefined), [adder]);
  useEffect(() => {
    // The keyboard came or went, or the phone was turned.
    const resized = () => adder.showField();
    const { visualViewport } = window;
    visualViewport?.addEventListener('resize', resized);
    addEventListener('resize', resized);
    return () => {
      visualViewport?.removeEventListener('resize', resized);
      removeEventListener('resize', resized);
    };
  }, [adder]);
  // The box is no control; it only watches where the focus goes.
  return <div class="pw-phone-typing" ref={root} onFocusOut={(event) => adder.left(event)}><AddBox host={adder} request={request} /></div>;
}
